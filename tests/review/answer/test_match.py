"""Which request an answer is about."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from edi_service.review.answer import kinds
from edi_service.review.answer.match import Sent, match, traces_of
from edi_service.review.answer.model import Answer, Event, Level, Trace

FIRST = Sent(case_id="c1", attempt=1, reference="c1-1", trace="c1-1", originator="9990000002")
SECOND = replace(FIRST, attempt=2, reference="c1-2", trace="c1-2")
OTHER = replace(FIRST, case_id="c2", reference="c2-1", trace="c2-1")
SENT = (FIRST, SECOND, OTHER)


def about(
    *traces: str, reference: str = "", originator: str = "9990000002", kind: str = "2"
) -> tuple[Answer, Event]:
    given = tuple(Trace(kind=kind, number=each, originator=originator) for each in traces)
    event = Event(level=Level(segment=8, traces=given))
    return Answer(purpose="11", reference=reference, events=(event,)), event


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("by both", about("c1-1", reference="c1-1"), FIRST),
        ("by its trace alone", about("c1-2"), SECOND),
        ("by its trace, the reference being the payer's", about("c1-2", reference="X"), SECOND),
        ("by its reference alone", about(reference="c2-1"), OTHER),
        ("by ours among the payer's own", about("P77", "c1-1", reference="c1-1"), FIRST),
        ("by neither", about("Z", reference="Y"), kinds.ANSWERS_NOTHING),
        ("by nothing at all", about(), kinds.ANSWERS_NOTHING),
        ("by the traces of two", about("c1-1", "c2-1"), kinds.AMBIGUOUS),
        ("by the trace of one and the reference of another", about("c1-1", reference="c1-2"),
         kinds.AMBIGUOUS),
        ("by a reference beside a trace that nobody sent", about("Z", reference="c1-1"),
         kinds.AMBIGUOUS),
    ],
)  # fmt: skip
def test_an_answer_is_matched(name: str, given: tuple[Answer, Event], expected: object) -> None:
    assert match(*given, SENT) == expected, name


def test_a_trace_number_counts_with_whoever_gave_it() -> None:
    assert match(*about("c1-1", originator="9000000000"), SENT) is kinds.ANSWERS_NOTHING


def test_a_number_of_the_payers_own_is_none_of_ours() -> None:
    answer, event = about("c1-1", kind="1")
    assert traces_of(event) == ()
    assert match(answer, event, SENT) is kinds.ANSWERS_NOTHING


def test_a_rejection_above_the_event_is_matched_by_its_reference() -> None:
    assert match(Answer(reference="c1-2"), None, SENT) == SECOND
    assert match(Answer(reference="c9-9"), None, SENT) is kinds.ANSWERS_NOTHING


def test_two_requests_of_one_reference_are_not_told_apart() -> None:
    twin = replace(FIRST, case_id="c3", trace="c3-1")
    assert match(*about(reference="c1-1"), (*SENT, twin)) is kinds.AMBIGUOUS
    assert match(*about("c3-1"), (*SENT, twin)) == twin
