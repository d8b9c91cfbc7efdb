"""The steps a case may take, and all that must not move it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from edi_service.cases.model import Decision
from edi_service.cases.progress import (
    BEGINNING,
    HEARD,
    STEPS,
    Cause,
    Effect,
    Happening,
    State,
    advance,
    after,
    first_cause,
    standing_after,
    standing_of,
)
from tests.cases.test_hold import CASE

if TYPE_CHECKING:
    from edi_service.cases.model import Case
    from edi_service.cases.progress import (
        ProgressEvent,
        Standing,
    )

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DECISIONS = {
    Cause.APPROVED: State.APPROVED,
    Cause.PARTLY_APPROVED: State.APPROVED_IN_PART,
    Cause.MODIFIED: State.MODIFIED,
    Cause.REFUSED: State.REFUSED,
    Cause.TURNED_DOWN: State.REFUSED,
    Cause.CANCELLED: State.CANCELLED,
    Cause.NOT_NEEDED: State.CLOSED,
}


def happening(cause: Cause, attempt: int = 1, **changes: object) -> Happening:
    what = Happening(cause=cause, at=NOON, actor="a test", attempt=attempt)
    return replace(what, **changes)


def lived(*causes: Cause | tuple[Cause, int]) -> list[ProgressEvent]:
    """The events of a case that met *causes*, each about attempt 1 unless it names another."""
    standing, events = BEGINNING, []
    for each in causes:
        cause, attempt = each if isinstance(each, tuple) else (each, 1)
        event = advance(standing, happening(cause, attempt))
        standing = standing_after(standing, event)
        events.append(event)
    return events


def state_of(*causes: Cause | tuple[Cause, int]) -> State:
    return standing_of(lived(*causes)).state


READY = Cause.NOTHING_MISSING
SENT = (READY, Cause.REQUEST_SENT)


@pytest.mark.parametrize("cause", DECISIONS)
def test_a_decision_is_taken_at_once_after_an_acknowledgment_and_after_a_pend(cause: Cause) -> None:
    for before in ((), (Cause.RECEIVED,), (Cause.PENDED,), (Cause.RECEIVED, Cause.PENDED)):
        assert state_of(*SENT, *before, cause) is DECISIONS[cause]


def test_the_way_from_the_first_fault_to_the_money() -> None:
    events = lived(
        Cause.FACTS_MISSING,
        Cause.FAULTS_FOUND,
        READY,
        Cause.REQUEST_SENT,
        Cause.RECEIVED,
        Cause.PENDED,
        Cause.APPROVED,
        Cause.CLAIM_MENDED,
        Cause.CLAIM_ACCEPTED,
        Cause.CLOSED,
    )
    assert [event.after.value for event in events] == [
        "waiting for facts",
        "held",
        "ready",
        "sent",
        "acknowledged",
        "pended",
        "approved",
        "claim mended",
        "claim mended",
        "closed",
    ]
    assert {event.effect for event in events} == {Effect.MOVED, Effect.NOTED}


HEARD_WHERE = [
    ("an acknowledgment after the decision is late", (Cause.APPROVED, Cause.RECEIVED), "late"),
    ("a pend after the decision is late", (Cause.APPROVED, Cause.PENDED), "late"),
    ("the same decision again is a repetition", (Cause.APPROVED, Cause.APPROVED), "repeated"),
    ("the same acknowledgment again too", (Cause.RECEIVED, Cause.RECEIVED), "repeated"),
    ("a refusal after an approval contradicts", (Cause.APPROVED, Cause.REFUSED), "contradicts"),
    ("so does an approval after a refusal", (Cause.REFUSED, Cause.APPROVED), "contradicts"),
    ("a rejection of what was acknowledged", (Cause.RECEIVED, Cause.UNREADABLE), "contradicts"),
    ("a decision about what was rejected", (Cause.UNREADABLE, Cause.APPROVED), "contradicts"),
    ("a decision about what was returned", (Cause.RETURNED, Cause.APPROVED), "contradicts"),
    ("a second pend is noted", (Cause.PENDED, Cause.PENDED), "noted"),
    ("an unclear answer while it is awaited is noted", (Cause.UNCLEAR,), "noted"),
    ("an unclear answer afterwards is late", (Cause.APPROVED, Cause.UNCLEAR), "late"),
]


@pytest.mark.parametrize(("name", "causes", "effect"), HEARD_WHERE, ids=str)
def test_what_is_heard_out_of_order_is_kept_and_moves_nothing(
    name: str, causes: tuple[Cause, ...], effect: str
) -> None:
    events = lived(*SENT, *causes)
    assert events[-1].effect == effect, name
    assert events[-1].before is events[-1].after


def test_an_answer_to_a_request_that_was_replaced_moves_nothing() -> None:
    second = (Cause.REQUEST_SENT, 2)
    events = lived(*SENT, Cause.RETURNED, READY, second, Cause.REFUSED)
    assert events[-1].effect is Effect.SUPERSEDED
    assert state_of(*SENT, Cause.RETURNED, READY, second, (Cause.APPROVED, 2)) is State.APPROVED


def test_an_answer_to_a_request_never_sent_moves_nothing() -> None:
    assert lived(READY, Cause.APPROVED)[-1].effect is Effect.NOT_ALLOWED
    assert lived(*SENT, (Cause.APPROVED, 2))[-1].effect is Effect.NOT_ALLOWED


def test_no_attempt_is_sent_twice() -> None:
    assert lived(*SENT, Cause.REQUEST_SENT)[-1].effect is Effect.NOT_ALLOWED


def test_a_request_is_not_sent_while_something_holds_it() -> None:
    for before in (Cause.FACTS_MISSING, Cause.FAULTS_FOUND, Cause.TOO_LATE):
        assert lived(before, Cause.REQUEST_SENT)[-1].effect is Effect.NOT_ALLOWED


def test_an_appeal_is_heard_as_a_request_is() -> None:
    refused = (*SENT, Cause.REFUSED, (Cause.APPEAL_SENT, 2))
    assert state_of(*refused) is State.APPEALED
    assert state_of(*refused, (Cause.RECEIVED, 2)) is State.APPEALED
    assert state_of(*refused, (Cause.APPROVED, 2)) is State.APPROVED
    assert state_of(*refused, (Cause.REFUSED, 2)) is State.REFUSED
    assert state_of(*refused, (Cause.UNREADABLE, 2)) is State.HELD


def test_an_appeal_remains_when_no_request_is_possible() -> None:
    assert state_of(Cause.TOO_LATE, Cause.APPEAL_SENT) is State.APPEALED


def test_a_person_may_put_a_case_anywhere_else_and_nowhere_by_saying_nothing() -> None:
    standing = standing_of(lived(*SENT, Cause.REFUSED))
    moved = advance(standing, happening(Cause.OVERRIDDEN, to=State.APPROVED))
    assert (moved.after, moved.effect) == (State.APPROVED, Effect.MOVED)
    for to in (None, State.REFUSED):
        stuck = advance(standing, happening(Cause.OVERRIDDEN, to=to))
        assert (stuck.after, stuck.effect) == (State.REFUSED, Effect.NOT_ALLOWED)


def test_what_is_closed_stays_closed() -> None:
    for cause in set(Cause) - {Cause.OVERRIDDEN}:
        assert state_of(*SENT, Cause.CLOSED, cause, (cause, 2)) is State.CLOSED


@pytest.mark.parametrize(
    ("decision", "held_by", "cause"),
    [
        (Decision.ALLOWED, (), Cause.NOTHING_MISSING),
        (Decision.ALLOWED, ("PS02",), Cause.FAULTS_FOUND),
        (Decision.UNDETERMINED, ("PS02",), Cause.FACTS_MISSING),
        (Decision.REFUSED, (), Cause.TOO_LATE),
    ],
)
def test_what_a_case_needs_first_follows_from_its_decision(
    decision: Decision, held_by: tuple[str, ...], cause: Cause
) -> None:
    case: Case = replace(CASE, decision=decision, held_by=held_by)
    assert first_cause(case) is cause
    assert after(State.OPENED, cause) is not None


def test_since_when_a_case_stands_is_told_by_what_moved_it() -> None:
    pended = standing_of(lived(*SENT, Cause.PENDED))
    later = happening(Cause.PENDED, at=NOON + timedelta(days=3))
    again = standing_after(pended, advance(pended, later))
    assert again.since == later.at
    unclear = happening(Cause.UNCLEAR, at=NOON + timedelta(days=4))
    assert standing_after(again, advance(again, unclear)) == again


# The table as a whole.


def test_no_two_rows_lead_from_one_state_by_one_cause() -> None:
    pairs = [(before, way.cause) for way in STEPS for before in way.before]
    assert len(pairs) == len(set(pairs))


def test_every_cause_but_the_ones_that_say_nothing_has_a_row() -> None:
    assert {way.cause for way in STEPS} == set(Cause) - {Cause.OVERRIDDEN, Cause.UNCLEAR}


def test_every_state_can_be_reached() -> None:
    reached = {State.OPENED}
    for _ in State:
        reached |= {way.after for way in STEPS if reached & set(way.before)}
    assert reached == set(State)


def test_what_a_payer_says_leads_round_no_circle() -> None:
    """Within one attempt, nothing heard can bring a case back to where it was."""
    leads = {
        state: {
            way.after
            for way in STEPS
            if way.cause in HEARD and state in way.before and way.after is not state
        }
        for state in State
    }
    settled: set[State] = set()
    for _ in State:
        settled |= {state for state, further in leads.items() if further <= settled}
    assert settled == set(State)


happenings = st.builds(
    Happening,
    cause=st.sampled_from(sorted(set(Cause) - {Cause.OVERRIDDEN})),
    at=st.just(NOON) | st.just(NOON - timedelta(days=9)),
    actor=st.just("anybody"),
    attempt=st.integers(0, 4),
)


@given(st.lists(happenings, max_size=40))
def test_whatever_is_heard_in_whatever_order_no_state_comes_back(course: list[Happening]) -> None:
    standing: Standing = BEGINNING
    seen: list[State] = []  # in the attempt at hand, by what was heard
    for what in course:
        event = advance(standing, what)
        further = standing_after(standing, event)
        assert event.before is standing.state
        assert event.after is further.state
        assert further.attempt >= standing.attempt
        assert (event.effect is Effect.MOVED) == (event.after is not event.before)
        if event.cause not in HEARD:
            seen = []
        elif event.effect is Effect.MOVED:
            assert event.after not in seen
            seen.append(event.before)
        standing = further


@given(st.lists(happenings, max_size=20), st.data())
def test_hearing_everything_twice_changes_nothing(
    course: list[Happening], data: st.DataObject
) -> None:
    standing = BEGINNING
    for what in course:
        standing = standing_after(standing, advance(standing, what))
        if what.cause in HEARD and data.draw(st.booleans()):
            again = advance(standing, what)
            assert again.after is standing.state
            assert standing_after(standing, again).state is standing.state
