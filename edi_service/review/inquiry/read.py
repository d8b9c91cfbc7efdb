"""
Reading what a payer answers to a status inquiry (005010X215).

The levels are those of the answer to a request, so that its map places the segments and its words
say what they mean.  What that map objects to is no fault here and is not told: the inquiry's own
guide is not public.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from edi_service.finding import NOWHERE, Report
from edi_service.review.answer.kinds import KINDS as READING_KINDS
from edi_service.review.answer.read import read_review
from edi_service.review.approach import NOTHING_EARLIER
from edi_service.review.inquiry import kinds

if TYPE_CHECKING:
    from edi_service.guide.definition import Guide
    from edi_service.review.answer.model import Answer, Event, Trace
    from edi_service.review.approach import Earlier
    from edi_service.x12.envelope import TransactionSet

GUIDE = "005010X215"
_QUESTION = re.compile(r"(?P<request>.+)-Q[0-9]+")  # see reference_of
ANSWERS = frozenset({"11", "49", "52"})  # BHT02; 49 was seen, the others are not ruled out


def read_status(transaction_set: TransactionSet, guide: Guide, report: Report) -> Answer | None:
    """
    What the answer to an inquiry says; None, with a finding, when it is no answer.

    Args:
        transaction_set: its cursor is moved to the end of the set.
        guide: that of the answer to a request, 005010X217 with BHT02 11.
        report: takes what cannot be read.
    """
    scratch = Report()
    answer = read_review(transaction_set, guide, scratch)
    for found in scratch.take():
        if found.kind in READING_KINDS:
            report.add(found)
    if answer.purpose in ANSWERS:
        return answer
    message = "BHT02 is none of 49, 11 and 52"
    report.add(kinds.NOT_A_STATUS.found(transaction_set.position, message))
    return None


def about(answer: Answer, reference: str, earlier: Earlier, report: Report) -> Answer:
    """
    *answer* with those events alone that belong to the case asked about.

    Args:
        answer: to the inquiry with BHT03 and TRN02 *reference*.
        reference: see ``reference_of``.
        earlier: the numbers that the payer gave before.
        report: takes what belongs to no case, and that nothing does.
    """
    own = tuple(event for event in answer.events if _belongs(event, reference, earlier))
    for event in answer.events:
        if event not in own:
            message = f"the event at segment {event.level.segment}"
            report.add(kinds.OF_ANOTHER_CASE.found(NOWHERE, message))
    if not own and not answer.rejections:
        report.add(kinds.NOTHING_HEARD.found(NOWHERE, "no event belongs to the case"))
    return replace(answer, events=own)


def of_request(answer: Answer, report: Report) -> Answer:
    """
    *answer* to an inquiry as if it answered the request that was inquired about.

    The numbers of the question become those of the request; an event that bears no number at all
    is taken where it is the only one.  *report* takes what belongs to no question of ours.
    """
    found = _QUESTION.fullmatch(answer.reference)
    if found is None:
        return answer
    bare = [event for event in answer.events if not _repeated(event)]
    own = answer
    if len(answer.events) != 1 or not bare:
        own = about(answer, answer.reference, NOTHING_EARLIER, report)
    return replace(
        own,
        reference=found["request"],
        events=tuple(
            replace(event, level=replace(event.level, traces=_of_request(event.level.traces)))
            for event in own.events
        ),
    )


def _of_request(traces: tuple[Trace, ...]) -> tuple[Trace, ...]:
    return tuple(
        replace(trace, number=found["request"])
        if (found := _QUESTION.fullmatch(trace.number))
        else trace
        for trace in traces
    )


def _repeated(event: Event) -> set[str]:
    """The numbers of ours that an event repeats."""
    return {trace.number for trace in event.level.traces if trace.kind == "2"}


def _belongs(event: Event, reference: str, earlier: Earlier) -> bool:
    level = event.level
    traced = _repeated(event)
    if traced:
        return reference in traced
    given = {level.case_number, level.previous_number}
    if level.ruling is not None:
        given.add(level.ruling.number)
    return bool(given & {earlier.authorization, earlier.reference} - {""})
