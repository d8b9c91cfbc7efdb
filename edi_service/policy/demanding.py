"""What all policies that apply to a claim demand of it, each with what goes before it settled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.policy.demand import Demand
from edi_service.policy.model import Requirement
from edi_service.policy.precedence import settled
from edi_service.policy.rule import Outcome
from edi_service.policy.scope import fit
from edi_service.policy.screen import Topic
from edi_service.policy.services import NOTHING, Meant, selected, without

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edi_service.policy.library import Applying
    from edi_service.policy.rule import Subject
    from edi_service.policy.stand import Stand

# CLM20 where the delay has to do with coverage or authorization (X12 data element 1514): proof of
# eligibility, authorization delays, eligibility determination, delay in the approval process.
TELLING_DELAYS = {
    "1": "proof of eligibility was not to be had",
    "3": "the authorization was delayed",
    "8": "eligibility was being determined",
    "10": "the prior approval process was delayed",
}

DEMANDING = frozenset({Topic.DEMAND, Topic.UNLISTED})
"""The topics without which there is no demand."""


def demands(subject: Subject, applying: Applying, topics: frozenset[Topic]) -> Iterable[Demand]:
    """
    Each policy's demand, in the order of the library; none where the claim shows a number.

    *topics* are those that the claim could concern.
    """
    if not _may_demand(subject, topics):
        return ()
    return settled(list(_each(subject, applying, may_be_exempt=Topic.EXEMPTION in topics)))


def _may_demand(subject: Subject, topics: frozenset[Topic]) -> bool:
    """Whether a policy could want what a claim that concerns *topics* does not show."""
    return (
        Topic.DEMAND in topics or (Topic.UNLISTED in topics and _trigger(subject) != "")
    ) and not subject.claim.authorizations


def _each(subject: Subject, applying: Applying, *, may_be_exempt: bool) -> Iterator[Demand]:
    """What each policy asks for, whatever the others do."""
    for stand in applying.demanding:
        scope = fit(stand.revision.scope, subject)
        if scope.outcome is Outcome.NO:
            continue
        is_unlisted = stand.revision.requirement is Requirement.UNLISTED
        trigger = _trigger(subject) if is_unlisted else ""
        is_asked = bool(trigger) or not is_unlisted
        found, missing = _meant(stand, subject) if is_asked else (NOTHING, ())
        if stand.revision.not_covered and scope.outcome is Outcome.YES:
            found = _besides(found, stand, subject)
        if lines := tuple([line for line in found.lines if not line.authorizations]):
            yield Demand(
                stand=stand,
                applying=applying,
                lines=lines,
                whole_claim=found.whole_claim and len(lines) == len(found.lines),
                trigger=trigger,
                exempting=applying.exempting if may_be_exempt else (),
                missing=tuple(dict.fromkeys((*scope.missing, *missing))),
            )


def _meant(stand: Stand, subject: Subject) -> tuple[Meant, tuple[str, ...]]:
    """What the policy means, and the fact that is missing where that hangs on the state."""
    services, claim = stand.revision.services, subject.claim
    if not services:
        return Meant(claim.lines), ()
    return selected(services, claim, subject.state, subject.facts)


def _besides(found: Meant, stand: Stand, subject: Subject) -> Meant:
    """What is meant, and what the payer surely never covers besides."""
    claim = subject.claim
    never, missing = selected(stand.revision.not_covered, claim, subject.state, subject.facts)
    if missing or not never.lines:
        return found
    others = without(without(claim.lines, found.lines), never.lines)
    return Meant(without(claim.lines, others), found.whole_claim)


def _trigger(subject: Subject) -> str:
    """What points to a need for an authorization although the payer's list is not held."""
    claim, facts = subject.claim, subject.facts
    if facts.denied is not None:
        return f"the claim was denied on {facts.denied} for want of one"
    if claim.reference("4N"):
        return f"REF*4N is {claim.reference('4N')}, a reason for having none"
    if claim.delay_reason in TELLING_DELAYS:
        return f"CLM20 is {claim.delay_reason}: {TELLING_DELAYS[claim.delay_reason]}"
    added = facts.eligibility_added
    if added and (first_day := claim.first_day) and added > first_day:
        return f"eligibility was added on {added}, after service began"
    if facts.procedure_changed:
        return "another procedure was found needed during an approved one"
    return "what was done is not what was approved" if facts.changed_procedure else ""
