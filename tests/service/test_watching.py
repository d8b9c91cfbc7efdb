"""The clock: a case never sent, and not in time, expires; nothing else does by itself."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from edi_service.cases.progress import Cause, State
from edi_service.service.casework.watching import let_expire
from tests.service.office import an_office, answered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.service.office import Office

NEW_YORK = ZoneInfo("America/New_York")
LAST_EVENING = datetime(2026, 12, 1, 23, 59, tzinfo=NEW_YORK)  # the cases' last day
NEXT_DAY = datetime(2026, 12, 2, 0, 0, tzinfo=NEW_YORK)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    found = an_office(tmp_path)
    yield found
    found.store.close()


@pytest.mark.parametrize("state", [State.OPENED, State.WAITING, State.HELD, State.READY])
def test_what_was_never_sent_expires_after_its_last_day(office: Office, state: State) -> None:
    case_id = office.open(1, state)
    assert let_expire(office.store, LAST_EVENING, NEW_YORK) == ()
    assert let_expire(office.store, NEXT_DAY, NEW_YORK) == (case_id,)
    assert office.state(case_id) is State.EXPIRED
    (event,) = office.events(case_id)
    assert (event.cause, event.actor) == ("no request is possible any more", "clock")
    assert "2026-12-01" in event.note


def test_it_expires_once(office: Office) -> None:
    case_id = office.open(1)
    let_expire(office.store, NEXT_DAY, NEW_YORK)
    assert let_expire(office.store, NEXT_DAY, NEW_YORK) == ()
    assert len(office.events(case_id)) == 1


def test_what_was_sent_once_does_not_expire_though_it_is_held_again(office: Office) -> None:
    sent = office.send(office.open(1))
    data = answered(sent).replace(b"UM*HS", b"AAA*N**57*C~UM*HS")
    office.hear(data)
    assert office.state(sent.case_id) is State.HELD
    assert let_expire(office.store, NEXT_DAY, NEW_YORK) == ()


def test_what_was_decided_or_closed_does_not_expire(office: Office) -> None:
    refused, closed = office.send(office.open(1)), office.open(2)
    office.hear(answered(refused, "HCR*A3**0F"))
    office.do(closed, Cause.CLOSED)
    assert let_expire(office.store, NEXT_DAY, NEW_YORK) == ()
