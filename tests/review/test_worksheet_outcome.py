"""What a worksheet says of the time after asking."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from msgspec.structs import replace

from edi_service.codes.clock import Deadline, Length, Unit
from edi_service.policy.consequences import ClockState, Consequences, LateNotice, RunningClock
from edi_service.policy.model import Event, NextStep, Speed, Tier, Turnaround
from edi_service.review.worksheet_outcome import penalty, what_follows
from tests.review.making import a_case

REQUEST = RunningClock(
    kind="request",
    state=ClockState.RUNNING,
    event=Event.DENIAL,
    start=date(2026, 10, 2),
    length=Length(60, Unit.CALENDAR_DAYS),
    deadline=Deadline(date(2026, 12, 1)),
    zone="America/Chicago",
)
APPEAL = RunningClock(
    kind="external-review",
    state=ClockState.UNKNOWN,
    event=Event.DENIAL_LETTER,
    start=None,
    length=Length(180, Unit.CALENDAR_DAYS),
    deadline=None,
    zone="",
    missing=("denial_letter",),
)
FILING = replace(
    REQUEST, kind="timely-filing", deadline=Deadline(date(2026, 11, 1)), zone="", is_tightest=True
)
LATE = LateNotice(
    after=Event.ADMISSION,
    start=None,
    liable="provider",
    tiers=(Tier(Length(24, Unit.HOURS), 0, "charges"), Tier(None, 50, "stay")),
    notice=datetime(2026, 10, 2, tzinfo=UTC),
    is_given=False,
)


def told(after: Consequences) -> str:
    return "\n".join(what_follows(replace(a_case(), after=after)))


def test_competing_clocks_are_listed_with_the_one_that_runs_out_first() -> None:
    assert told(Consequences(clocks=(REQUEST, FILING, APPEAL))).splitlines() == [
        "* request: 2026-12-01 (America/Chicago), running",
        "* timely filing: 2026-11-01, running; it runs out first",
        "* external review: no day known; find out denial_letter",
    ]


def test_the_request_alone_is_not_told_twice() -> None:
    assert told(Consequences(clocks=(REQUEST,))) == ""


def test_the_payers_answer_is_told_before_it_comes() -> None:
    after = Consequences(
        turnarounds=(
            Turnaround(Length(30, Unit.CALENDAR_DAYS), Speed.STANDARD, "unknown"),
            Turnaround(Length(72, Unit.HOURS), Speed.EXPEDITED, "denied"),
        ),
        approved=NextStep("new-claim", "Send a new claim."),
        denied=NextStep("appeal", "Appeal."),
    )
    assert told(after).splitlines() == [
        "Payer decides in:   30 calendar days (standard)",
        "Payer decides in:   72 hours (expedited); its silence means denied",
        "When approved:      new-claim: Send a new claim.",
        "When denied:        appeal: Appeal.",
    ]


@pytest.mark.parametrize(
    ("amount", "known"), [(None, "not known yet"), (Decimal("1234.50"), "$1,234.50")]
)
def test_a_penalty_is_told_with_its_formula(amount: Decimal | None, known: str) -> None:
    case = replace(a_case(), after=Consequences(late_notice=replace(LATE, amount=amount)))
    assert " ".join(" ".join(penalty(case)).split()) == (
        f"Late notice costs: {known} (after the admission: notice within 24 hours: "
        "0 % of charges; later: 50 % of stay)"
    )
    assert list(penalty(a_case())) == []
