"""A case comes out of the store as it went in, whatever is a day in it and whatever an instant."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec
import pytest

from edi_service.codes.clock import Deadline, Length, Unit
from edi_service.edge.store.forms import decode_case, encode_case
from edi_service.policy.consequences import ClockState, Consequences, LateNotice, RunningClock
from edi_service.policy.model import Event, NextStep, Tier
from tests.edge.store.keeping import a_case

if TYPE_CHECKING:
    from edi_service.cases.model import Case

DAY, INSTANT = date(2026, 3, 2), datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def consequences(start: date | datetime | None) -> Consequences:
    return Consequences(
        approved=NextStep("new-claim", "Send it."),
        late_notice=LateNotice(
            after=Event.ADMISSION,
            start=start,
            liable="provider",
            tiers=(Tier(Length(24, Unit.HOURS), 0, "charges"), Tier(None, 50, "charges")),
            notice=INSTANT,
            is_given=False,
            tier=Tier(None, 50, "charges"),
            amount=Decimal("12.50"),
            costlier_after=None if start is None else Deadline(start),
        ),
        clocks=(
            RunningClock(
                kind="appeal",
                state=ClockState.RUNNING,
                event=Event.DENIAL,
                start=start,
                length=Length(30, Unit.CALENDAR_DAYS),
                deadline=None if start is None else Deadline(start),
                zone="America/New_York",
                missing=("denied",),
            ),
        ),
    )


@pytest.mark.parametrize("start", [None, DAY, INSTANT])
def test_days_and_instants_are_told_apart_wherever_they_stand(
    start: date | datetime | None,
) -> None:
    case: Case = msgspec.structs.replace(a_case(), after=consequences(start))
    again = decode_case(encode_case(case))
    assert again == case
    assert type(again.after.clocks[0].start) is type(start)


def test_a_case_that_was_kept_before_a_field_came_is_read() -> None:
    raw = msgspec.json.decode(encode_case(a_case()))
    del raw["after"]
    assert decode_case(msgspec.json.encode(raw)) == a_case()
