"""
PA19: was the plan silent when it was asked for care after an emergency?

A Medicare Advantage plan that does not answer within the hour is taken to have approved the care
after stabilization (42 CFR 422.113(c)).  Whom the rule binds, since when and how well it was read,
a policy says (``<decision of="post-stabilization">``); when the plan was told and when it answered,
only the office knows.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from edi_service.codes.clock import MissingZone, Moment, deadline, describe
from edi_service.facts.encounter import day_of
from edi_service.finding import Kind, Severity
from edi_service.policy.decision import Asked
from edi_service.policy.retrospective.events import in_words
from edi_service.policy.rule import Answer, Outcome, Rule
from edi_service.policy.trust import caution, doubts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.claims.model import ServiceLine
    from edi_service.codes.clock import Length
    from edi_service.policy.demand import Demand
    from edi_service.policy.rule import Subject


def check(subject: Subject, demand: Demand) -> Iterator[Answer]:
    """Count from when the plan was told; a rule that was not read well settles nothing."""
    stabilized, told = subject.facts.stabilized, subject.facts.notice_given
    if stabilized is None or not isinstance(told, datetime):
        return
    lines = _after(day_of(stabilized), subject, demand)
    for stand, decision in demand.applying.decisions_of(Asked.POST_STABILIZATION, subject):
        if not lines or decision.silence != "approved":
            continue
        if not _was_silent(told, decision.length, subject):
            continue
        found = doubts(stand.revision.source, subject.as_of.date(), subject.reread_after)
        yield Answer(
            outcome=Outcome.YES,
            because=f"The plan was told on {in_words(told)} and had not answered "
            f"{describe(decision.length)} later: its silence means that care after the "
            f"stabilization is approved.{''.join(f' {each}' for each in caution(found))}",
            line=lines[0] if len(lines) == 1 else None,
            source=stand.source,
            settled=() if found else lines,
        )


def _after(stabilized: date, subject: Subject, demand: Demand) -> tuple[ServiceLine, ...]:
    """The lines from the day of the stabilization on; of a stay as a whole, all of them."""
    return tuple(
        line
        for line in demand.lines
        if demand.whole_claim or (subject.claim.starts_of(line) or date.min) >= stabilized
    )


def _was_silent(told: datetime, length: Length, subject: Subject) -> bool:
    """Whether the time is up without an answer; of one on the last day the hour is not known."""
    end, decided = deadline(Moment(told), length, subject.zone), subject.facts.decided
    return (
        not isinstance(end, MissingZone)
        and end.is_past(subject.as_of, subject.zone)
        and (decided is None or decided < told.date() or decided > day_of(end.when))
    )


RULE = Rule(
    kind=Kind(
        "PA19",
        Severity.NOTE,
        "The plan was silent when it was asked for care after stabilization",
        "Say in the request when the plan was told and that it did not answer, and cite the rule.",
        "A Medicare Advantage plan is responsible for care after stabilization that it does not "
        "decide about within an hour of being asked (42 CFR 422.113(c)). The fact notice_given "
        "with its hour says when it was told, decided when it answered.",
    ),
    check=check,
)
