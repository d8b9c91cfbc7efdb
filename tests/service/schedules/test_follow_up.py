"""Once a day: payers that are late are written down, and asked where they take inquiries."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from edi_service.cases.progress import Cause, State
from edi_service.edge.mailbox import MailboxFolder
from edi_service.edge.store.books import SqlBooks
from edi_service.service.casework import inquiring
from edi_service.service.casework.inquiring import Inquiring
from edi_service.service.schedules import following
from edi_service.service.schedules.following import FollowUp
from edi_service.service.schedules.settings import Schedule
from edi_service.service.store import StoreRefused, StoreUnreachable
from tests.service.schedules.direct import CutOff, Direct, decided_meanwhile, do
from tests.service.sending import AS_OF, CLINIC, DEPENDENT, Office, a_sending_desk
from tests.service.storing import a_store, move

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edi_service.service.exchange.drops import ProductRecord
    from edi_service.service.store import Shelf

NEW_YORK = ZoneInfo("America/New_York")
CARRIED: dict[str, Any] = {"takes_inquiries": True, "via": "maple"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    store = a_store(tmp_path)
    yield Office(store, tmp_path / "out")
    store.close()


def follow_up(
    office: Office, days: int, engine: Direct | None = None, **partner: Any
) -> dict[str, int]:
    """Follow up at six o'clock, so many days after everything was sent; what was met."""
    now = (AS_OF + timedelta(days)).replace(hour=6)
    desk = a_sending_desk(**partner)
    do(office.store, {Schedule.FOLLOW_UP: FollowUp(desk, NEW_YORK)}, now, engine)
    with office.store.read() as shelf:
        run = shelf.schedule_run("follow_up", now.date())
    assert run is not None
    assert run.finished_at is not None
    return run.found


def notes(office: Office, case_id: str) -> list[str]:
    with office.store.read() as shelf:
        return [
            event.note for event in shelf.events(case_id) if event.cause == Cause.UNANSWERED.value
        ]


def inquiries(office: Office) -> list[ProductRecord]:
    with office.store.read() as shelf:
        return [product for product in shelf.products() if product.kind == "inquiry"]


def sent(office: Office, *names: str) -> list[str]:
    case_ids = office.open(*(names or (CLINIC,)))
    office.send(*case_ids)
    return case_ids


def test_a_payer_that_acknowledges_nothing_for_two_days_is_written_down(office: Office) -> None:
    (case_id,) = sent(office)
    assert follow_up(office, 1) == {}
    assert follow_up(office, 2) == {}  # not 48 hours yet, at six in the morning
    assert follow_up(office, 3) == {"acknowledgment late": 1, "noted": 1}
    (note,) = notes(office, case_id)
    assert note.startswith("no acknowledgment by 2026-06-07T09:00:00-04:00")
    assert office.state(case_id) is State.SENT


def test_it_is_written_down_once_in_the_days_agreed(office: Office) -> None:
    (case_id,) = sent(office)
    for days in range(1, 18):
        follow_up(office, days, ask_again_days=7)
    assert len(notes(office, case_id)) == 3  # on days 3, 10 and 17
    assert follow_up(office, 18) == {"acknowledgment late": 1}


def test_a_decision_is_awaited_for_as_long_as_the_office_says(office: Office) -> None:
    (case_id,) = sent(office)
    move(office.store, case_id, State.ACKNOWLEDGED)
    assert follow_up(office, 30) == {}
    assert follow_up(office, 31) == {"decision late": 1, "noted": 1}


def test_what_was_decided_is_not_followed_up(office: Office) -> None:
    (case_id,) = sent(office)
    office.hear(case_id, "approved", number="AUTH0009")
    assert follow_up(office, 90, **CARRIED) == {}
    assert notes(office, case_id) == []


def test_a_payer_that_takes_inquiries_is_asked_by_way_of_its_carrier(office: Office) -> None:
    (case_id,) = sent(office)
    assert follow_up(office, 3, **CARRIED) == {"acknowledgment late": 1, "noted": 1, "asked": 1}
    (product,) = inquiries(office)
    assert (product.partner, product.case_id) == ("maple", case_id)
    assert product.name == f"{case_id}-1-Q1.278"
    with office.store.read() as shelf:
        text = shelf.product_data(product.product_id).decode("ascii")
        (talk,) = shelf.contacts(case_id)
    assert f"~BHT*0007*28*{case_id}-1-Q1*20260608*0600~" in text
    assert (talk.actor, talk.reference) == ("clock", f"{case_id}-1-Q1")


def test_each_question_has_numbers_of_its_own_that_the_books_know(office: Office) -> None:
    sent(office)
    follow_up(office, 3, **CARRIED)
    follow_up(office, 10, **CARRIED)
    assert [product.name[-6:] for product in inquiries(office)] == ["Q1.278", "Q2.278"]
    with office.store.read() as shelf:
        counts = shelf.drop_counts()
    assert counts.numbers_given == counts.numbers_used == 3


@pytest.mark.parametrize(
    "partner", [{}, {"takes_inquiries": True}, {"via": "maple"}], ids=["none", "no way", "no taste"]
)
def test_who_cannot_be_asked_is_written_down_alone(office: Office, partner: dict[str, Any]) -> None:
    sent(office)
    assert follow_up(office, 3, **partner) == {"acknowledgment late": 1, "noted": 1}
    assert inquiries(office) == []


def test_a_question_that_cannot_be_written_is_counted_and_keeps_no_other_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = sorted(sent(office, DEPENDENT, CLINIC))

    def fails_once(books: Shelf, case_id: str, *rest: Any) -> Any:
        if case_id == first:
            message = "its claim cannot be read"
            raise StoreRefused(message)
        return inquiring.ask_where(books, case_id, *rest)  # type: ignore[arg-type]  # as it came

    monkeypatch.setattr(following, "ask_where", fails_once)
    found = follow_up(office, 3, **CARRIED)
    assert (found["noted"], found["asked"], found["not asked"]) == (2, 1, 1)


def test_a_database_that_is_gone_is_no_answer(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    (case_id,) = sent(office)

    def is_gone(*_: object) -> None:
        message = "nobody there"
        raise StoreUnreachable(message)

    monkeypatch.setattr(following, "ask_where", is_gone)
    with pytest.raises(StoreUnreachable):
        follow_up(office, 3, **CARRIED)
    assert notes(office, case_id) == []  # undone with the rest, and done at the next try
    monkeypatch.undo()
    assert follow_up(office, 3, **CARRIED)["asked"] == 1


def test_what_is_answered_while_it_is_looked_at_is_not_followed_up(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    (case_id,) = sent(office)
    monkeypatch.setattr(SqlBooks, "lock_case", decided_meanwhile)
    assert follow_up(office, 3, **CARRIED) == {}
    assert (notes(office, case_id), inquiries(office)) == ([], [])


def test_cut_off_anywhere_each_payer_is_asked_once(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "AT_A_TIME", 1)
    sent(office, DEPENDENT, CLINIC)
    for last in (0, 1, 2, 2):
        with pytest.raises(CutOff):
            follow_up(office, 3, Direct(last), **CARRIED)
    follow_up(office, 3, **CARRIED)
    assert len(inquiries(office)) == 2
    assert len({product.case_id for product in inquiries(office)}) == 2


def test_a_question_that_somebody_asked_by_hand_counts_as_one(office: Office) -> None:
    (case_id,) = sent(office)
    desk = a_sending_desk(**CARRIED)
    Inquiring(office.store, desk, MailboxFolder(office.folder), "ANN").ask([case_id])
    follow_up(office, 3, **CARRIED)
    (product,) = inquiries(office)
    assert product.name == f"{case_id}-1-Q2.278"


def test_the_moment_is_told_in_the_zone_of_the_office(office: Office) -> None:
    (case_id,) = sent(office)
    follow_up(office, 3, **CARRIED)
    with office.store.read() as shelf:
        (talk,) = shelf.contacts(case_id)
    assert talk.at == datetime(2026, 6, 8, 6, tzinfo=NEW_YORK)
