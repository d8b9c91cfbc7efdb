"""What is due next, and what a clock that ends does."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from edi_service.cases.due import DUE, Clocks, Running, due, ends_within, run_out
from edi_service.cases.progress import (
    Cause,
    Effect,
    Standing,
    State,
    advance,
    standing_after,
)
from edi_service.codes.clock import Deadline

CHICAGO = ZoneInfo("America/Chicago")
LAST = Deadline(date(2026, 3, 10))
EVENING = datetime(2026, 3, 11, 4, 59, tzinfo=UTC)  # still the 10th in Chicago
MIDNIGHT = datetime(2026, 3, 11, 5, 0, tzinfo=UTC)
EVERY = Clocks(submission=LAST, pend_response=LAST, appeal=LAST)


def test_every_state_says_what_is_due() -> None:
    assert set(DUE) == set(State)


@pytest.mark.parametrize(
    ("state", "clock"),
    [
        (State.OPENED, Running.SUBMISSION),
        (State.WAITING, Running.SUBMISSION),
        (State.HELD, Running.SUBMISSION),
        (State.READY, Running.SUBMISSION),
        (State.PENDED, Running.PEND_RESPONSE),
        (State.REFUSED, Running.APPEAL),
        (State.EXPIRED, Running.APPEAL),
    ],
)
def test_a_last_day_counts_to_its_end_where_it_is_kept(state: State, clock: Running) -> None:
    (first,) = due(state, EVERY, EVENING, CHICAGO)
    assert (first.clock, first.by, first.is_past) == (clock, LAST, False)
    (late,) = due(state, EVERY, MIDNIGHT, CHICAGO)
    assert late.is_past


@pytest.mark.parametrize("state", [State.APPROVED_IN_PART, State.MODIFIED])
def test_what_was_not_granted_may_be_appealed_beside_the_claim(state: State) -> None:
    mend, appeal = due(state, EVERY, EVENING)
    assert (mend.what, mend.by) == ("mend the claim with the number", None)
    assert (appeal.clock, appeal.by) == (Running.APPEAL, LAST)


def test_a_clock_that_nobody_has_named_is_no_deadline() -> None:
    (pended,) = due(State.PENDED, Clocks(), EVENING)
    assert (pended.what, pended.by, pended.is_past) == (
        "give the payer what it asks for",
        None,
        False,
    )


@pytest.mark.parametrize("state", [State.CANCELLED, State.CLOSED])
def test_nothing_is_due_at_the_end(state: State) -> None:
    assert due(state, EVERY, MIDNIGHT) == ()


@pytest.mark.parametrize(
    ("by", "days", "is_soon"),
    [
        (LAST, 0, True),
        (Deadline(date(2026, 3, 11)), 0, False),
        (Deadline(date(2026, 3, 11)), 1, True),
        (Deadline(date(2026, 1, 1)), 0, True),  # it is over
        (Deadline(datetime(2026, 3, 11, 6, tzinfo=UTC)), 0, False),  # the 11th in Chicago
        (Deadline(datetime(2026, 3, 11, 4, tzinfo=UTC)), 0, True),
        (Deadline(datetime(2026, 3, 17, 23, tzinfo=UTC)), 7, True),
    ],
)
def test_what_ends_within_days_is_counted_by_days_of_the_calendar(
    by: Deadline, days: int, *, is_soon: bool
) -> None:
    assert ends_within(by, days, EVENING, CHICAGO) is is_soon


@pytest.mark.parametrize("state", [State.OPENED, State.WAITING, State.HELD, State.READY])
def test_a_case_not_sent_in_time_expires(state: State) -> None:
    standing = Standing(state=state)
    assert run_out(standing, EVERY, EVENING, CHICAGO) is None
    what = run_out(standing, EVERY, MIDNIGHT, CHICAGO)
    assert what is not None
    assert (what.cause, what.actor) == (Cause.TOO_LATE, "clock")
    assert "2026-03-10" in what.note
    event = advance(standing, what)
    assert event.effect is Effect.MOVED
    assert standing_after(standing, event).state is State.EXPIRED


def test_a_case_with_no_last_moment_never_expires() -> None:
    assert run_out(Standing(state=State.READY), Clocks(), MIDNIGHT) is None


@pytest.mark.parametrize("state", sorted(set(State) - {State.OPENED, State.WAITING, State.READY}))
def test_what_was_sent_once_does_not_expire_by_itself(state: State) -> None:
    assert run_out(Standing(state=state, attempt=1), EVERY, MIDNIGHT, CHICAGO) is None


def test_every_state_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "answers.md").read_text(encoding="utf-8")
    assert [state.value for state in State if f"| `{state.value}` |" not in page] == []
