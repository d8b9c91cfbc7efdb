"""Writing down what happens to a case."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, cast

from edi_service.cases.progress import Cause, Effect, Happening, State
from edi_service.service.casework.progressing import standing_in, write_down
from edi_service.service.records import CaseRecord
from tests.cases.test_hold import CASE

if TYPE_CHECKING:
    from edi_service.service.records import EventRecord
    from edi_service.service.store import Books

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class OneCase:
    """The part of a store's books that one case needs."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.kept: list[EventRecord] = []

    @property
    def record(self) -> CaseRecord:
        return CaseRecord(
            case=CASE, state=self.state.value, claim_id="k", opened_at=NOON, changed_at=NOON
        )

    @property
    def books(self) -> Books:
        return cast("Books", self)

    def events(self, case_id: str) -> list[EventRecord]:
        assert case_id == CASE.case_id
        return self.kept

    def add_event(self, record: EventRecord) -> EventRecord:
        assert record.before == self.state
        self.kept.append(record)
        self.state = State(record.after)
        return record


def happening(cause: Cause, attempt: int = 1, **changes: datetime) -> Happening:
    return Happening(cause=cause, at=changes.get("at", NOON), actor="a test", attempt=attempt)


def test_what_happens_is_kept_with_what_it_did_and_the_answer_it_was_heard_by() -> None:
    case = OneCase(State.READY)
    write_down(case.books, case.record, happening(Cause.REQUEST_SENT))
    write_down(case.books, case.record, happening(Cause.REFUSED), answer_id="a1")
    late = write_down(case.books, case.record, happening(Cause.RECEIVED), answer_id="a2")
    assert case.state is State.REFUSED
    assert late.effect is Effect.LATE
    assert [(each.cause, each.effect, each.attempt, each.answer_id) for each in case.kept] == [
        ("a request was sent", "moved", 1, ""),
        ("the payer refused", "moved", 1, "a1"),
        ("the request was acknowledged", "late", 1, "a2"),
    ]


def test_a_case_that_was_opened_in_its_state_stands_there_since_it_was_opened() -> None:
    case = OneCase(State.HELD)
    standing = standing_in(case.books, case.record)
    assert (standing.state, standing.attempt, standing.since) == (State.HELD, 0, NOON)


def test_the_requests_that_were_sent_count_as_attempts() -> None:
    case = OneCase(State.READY)
    write_down(case.books, case.record, happening(Cause.REQUEST_SENT))
    write_down(case.books, case.record, happening(Cause.REQUEST_SENT, 2))
    assert standing_in(case.books, case.record).attempt == 2


def test_since_when_it_stands_there_is_told_by_the_last_step() -> None:
    case = OneCase(State.READY)
    later = NOON + timedelta(days=2)
    write_down(case.books, case.record, happening(Cause.REQUEST_SENT, at=NOON))
    write_down(case.books, case.record, happening(Cause.PENDED, at=later))
    write_down(case.books, case.record, happening(Cause.RECEIVED, at=later + timedelta(days=1)))
    assert standing_in(case.books, case.record).since == later
