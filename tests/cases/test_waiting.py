"""What a payer owes, until when, and how often it is written down that it is late."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from edi_service.cases.progress import (
    AWAITED,
    Cause,
    Effect,
    Happening,
    Standing,
    State,
    advance,
    standing_after,
)
from edi_service.cases.waiting import (
    Awaited,
    Patience,
    answer_by,
    awaited,
    is_to_be_noted,
    unanswered,
)
from edi_service.codes.clock import Deadline, Length, Unit
from edi_service.policy.model import Speed, Turnaround

NEW_YORK = ZoneInfo("America/New_York")
SENT = datetime(2026, 6, 12, 14, 30, tzinfo=NEW_YORK)
PATIENCE = Patience(receipt_hours=48, decision_days=30, again_days=7)
TEN_DAYS = Turnaround(Length(10, Unit.CALENDAR_DAYS), Speed.STANDARD, "unknown")
THREE_DAYS = Turnaround(Length(72, Unit.HOURS), Speed.EXPEDITED, "unknown")


def standing(state: State, *heard: Cause, attempt: int = 1) -> Standing:
    return Standing(state=state, attempt=attempt, heard=frozenset((attempt, one) for one in heard))


def test_a_payer_decides_within_its_longest_standard_time() -> None:
    fifteen = Turnaround(Length(15, Unit.CALENDAR_DAYS), Speed.STANDARD, "unknown")
    found = answer_by([TEN_DAYS, fifteen, THREE_DAYS], SENT, NEW_YORK)
    assert found == Deadline(date(2026, 6, 27))


@pytest.mark.parametrize("published", [[], [THREE_DAYS]])
def test_a_payer_that_names_no_standard_time_has_none(published: list[Turnaround]) -> None:
    assert answer_by(published, SENT, NEW_YORK) is None


def test_hours_and_days_are_held_against_each_other() -> None:
    hours = Turnaround(Length(24 * 12, Unit.HOURS), Speed.STANDARD, "unknown")
    found = answer_by([TEN_DAYS, hours], SENT, NEW_YORK)
    assert found == Deadline(SENT + timedelta(days=12))


@pytest.mark.parametrize("state", [State.SENT, State.APPEALED])
def test_first_an_acknowledgment_is_awaited(state: State) -> None:
    waiting = awaited(standing(state), SENT, [TEN_DAYS], PATIENCE, NEW_YORK)
    assert waiting is not None
    assert (waiting.what, waiting.until) == (Awaited.RECEIPT, Deadline(SENT + timedelta(hours=48)))


@pytest.mark.parametrize(
    "found",
    [
        standing(State.SENT, Cause.DELIVERED),
        standing(State.ACKNOWLEDGED, Cause.RECEIVED),
        standing(State.ACKNOWLEDGED),  # somebody said so by hand
    ],
)
def test_then_the_decision_by_the_payers_own_time(found: Standing) -> None:
    waiting = awaited(found, SENT, [TEN_DAYS], PATIENCE, NEW_YORK)
    assert waiting is not None
    assert (waiting.what, waiting.until) == (Awaited.DECISION, Deadline(date(2026, 6, 22)))
    assert "policy" in waiting.because


def test_what_an_earlier_attempt_heard_acknowledges_no_later_one() -> None:
    second = Standing(state=State.SENT, attempt=2, heard=frozenset({(1, Cause.RECEIVED)}))
    waiting = awaited(second, SENT, [TEN_DAYS], PATIENCE, NEW_YORK)
    assert waiting is not None
    assert waiting.what is Awaited.RECEIPT


@pytest.mark.parametrize(
    ("found", "published"),
    [
        (standing(State.ACKNOWLEDGED, Cause.RECEIVED), []),
        (standing(State.APPEALED, Cause.RECEIVED), [TEN_DAYS]),  # it is of first requests
    ],
)
def test_where_the_payer_publishes_no_time_the_office_has_its_own(
    found: Standing, published: list[Turnaround]
) -> None:
    waiting = awaited(found, SENT, published, PATIENCE, NEW_YORK)
    assert waiting is not None
    assert (waiting.what, waiting.until) == (Awaited.DECISION, Deadline(date(2026, 7, 12)))
    assert "the office waits 30 days" in waiting.because


@pytest.mark.parametrize("state", sorted(set(State) - set(AWAITED)))
def test_nothing_is_awaited_when_it_is_not_the_payers_turn(state: State) -> None:
    assert awaited(standing(state), SENT, [TEN_DAYS], PATIENCE, NEW_YORK) is None


@pytest.mark.parametrize(
    ("noted", "as_of", "is_time"),
    [
        (None, "2026-06-22T06:00:00-04:00", True),
        ("2026-06-22T06:00:05-04:00", "2026-06-28T06:00:00-04:00", False),
        ("2026-06-22T06:00:05-04:00", "2026-06-29T06:00:00-04:00", True),
        # Clocks go back between: seven days are 169 hours, and the hour is the same.
        ("2026-10-26T06:00:05-04:00", "2026-11-02T06:00:00-05:00", True),
        # Clocks go on: seven days are 167 hours.
        ("2026-03-03T06:00:05-05:00", "2026-03-10T06:00:00-04:00", True),
        ("2026-03-03T06:00:05-05:00", "2026-03-09T23:59:00-04:00", False),
    ],
)
def test_it_is_noted_once_in_so_many_days_of_the_calendar(
    noted: str | None, as_of: str, *, is_time: bool
) -> None:
    before = None if noted is None else datetime.fromisoformat(noted)
    found = is_to_be_noted(before, PATIENCE, datetime.fromisoformat(as_of), NEW_YORK)
    assert found is is_time


@pytest.mark.parametrize("state", AWAITED)
def test_a_note_that_the_payer_is_late_moves_nothing(state: State) -> None:
    before = Standing(state=state, attempt=1, since=SENT, heard=frozenset({(1, Cause.DELIVERED)}))
    waiting = awaited(before, SENT, [], PATIENCE, NEW_YORK)
    assert waiting is not None
    event = advance(before, unanswered(1, waiting, SENT + timedelta(days=40)))
    assert (event.effect, event.after) == (Effect.NOTED, state)
    assert "2026-07-12" in event.note
    assert standing_after(before, event) == before


def test_an_answer_after_the_note_is_heard_as_ever() -> None:
    before = Standing(state=State.SENT, attempt=1)
    waiting = awaited(before, SENT, [], PATIENCE, NEW_YORK)
    assert waiting is not None
    noted = standing_after(before, advance(before, unanswered(1, waiting, SENT)))
    approved = Happening(
        cause=Cause.APPROVED, at=datetime(2026, 8, 1, tzinfo=UTC), actor="payer", attempt=1
    )
    assert advance(noted, approved).after is State.APPROVED
