"""Which request an answer is about: told by its trace numbers and its reference, never guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.model import Quiet
from edi_service.review.answer import kinds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.finding import Kind
    from edi_service.review.answer.model import Answer, Event

ANSWERED = "2"  # TRN01: a number of whoever is answered


class Sent(Quiet, frozen=True, kw_only=True):
    """A request that was sent: BHT03, and TRN02 with TRN03 of its event."""

    case_id: str
    attempt: int
    reference: str
    trace: str
    originator: str


def traces_of(event: Event | None) -> tuple[tuple[str, str], ...]:
    """The numbers that an answer repeats, each with whoever gave it (TRN02, TRN03)."""
    traces = () if event is None else event.level.traces
    return tuple((each.number, each.originator) for each in traces if each.kind == ANSWERED)


def match(answer: Answer, event: Event | None, requests: Iterable[Sent]) -> Sent | Kind:
    """
    The one of *requests* that *event* of *answer* is about, or the kind of what is in the way.

    A trace number goes before the reference, which one transaction set shares; where both are
    known they must name one request.  A rejection above the event has no trace number, and is
    told by the reference alone.
    """
    known = tuple(requests)
    traces = traces_of(event)
    by_trace = [each for each in known if (each.trace, each.originator) in traces]
    by_reference = [each for each in known if each.reference == answer.reference]
    found = by_trace or by_reference
    if not found:
        return kinds.ANSWERS_NOTHING
    is_torn = bool(by_reference) and by_trace != by_reference and bool(traces)
    return kinds.AMBIGUOUS if len(found) > 1 or is_torn else found[0]
