"""
What a policy demands of a claim: an authorization for certain lines that show none.

A demand is only the beginning.  The rules take lines out of it (exempt, riding on the facility's
authorization, authorized but not said so); what is left is a concern.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from edi_service.policy.model import Requirement
from edi_service.policy.precedence import settled
from edi_service.policy.rule import Concern, Outcome
from edi_service.policy.scope import fit
from edi_service.policy.screen import Topic
from edi_service.policy.services import NOTHING, Meant, selected, without

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edi_service.claims.model import Claim, ServiceLine
    from edi_service.policy.library import Applying
    from edi_service.policy.rule import Answer, Subject
    from edi_service.policy.stand import Stand

# CLM20 where the delay has to do with coverage or authorization (X12 data element 1514): proof of
# eligibility, authorization delays, eligibility determination, delay in the approval process.
TELLING_DELAYS = {
    "1": "proof of eligibility was not to be had",
    "3": "the authorization was delayed",
    "8": "eligibility was being determined",
    "10": "the prior approval process was delayed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """
    Lines that need an authorization by *stand* and show none.

    *trigger* says what points to a need where the payer's list is not held; empty where it is.
    *rivals* are policies of the same level that speak of the same services.
    *missing* and *steps* are as in :class:`Concern`.
    """

    stand: Stand
    applying: Applying
    lines: tuple[ServiceLine, ...]
    whole_claim: bool
    trigger: str = ""
    rivals: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    steps: tuple[tuple[str, str], ...] = ()

    def after(self, code: str, answer: Answer) -> Demand:
        """The demand once the rule *code* has given *answer*."""
        missing = self.missing
        lines, whole_claim = self.lines, self.whole_claim
        if answer.outcome is Outcome.CANNOT_TELL:
            missing = tuple(dict.fromkeys((*missing, *answer.missing)))
        elif answer.settled:
            lines, whole_claim = without(lines, answer.settled), False
        return replace(
            self,
            lines=lines,
            whole_claim=whole_claim,
            missing=missing,
            steps=(*self.steps, (code, answer.because)),
        )

    def concern(self) -> Concern:
        """What is left of it."""
        return Concern(
            policy=self.stand.policy,
            revision=self.stand.revision,
            lines=self.lines,
            whole_claim=self.whole_claim,
            steps=self.steps,
            missing=self.missing,
        )


def demands(subject: Subject, applying: Applying) -> Iterable[Demand]:
    """Each policy's demand, in the order of the library; none where the claim shows a number."""
    if not may_demand(subject, applying.screen.topics(subject.claim)):
        return ()
    if len(applying.demanding) == 1:
        return _each(subject, applying)
    return settled(list(_each(subject, applying)))


def may_demand(subject: Subject, topics: frozenset[Topic]) -> bool:
    """Whether a policy could want what a claim that concerns *topics* does not show."""
    return (
        Topic.DEMAND in topics or (Topic.UNLISTED in topics and _trigger(subject) != "")
    ) and not subject.claim.authorizations


def _each(subject: Subject, applying: Applying) -> Iterator[Demand]:
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
        if lines := tuple(line for line in found.lines if not line.authorizations):
            yield Demand(
                stand=stand,
                applying=applying,
                lines=lines,
                whole_claim=found.whole_claim and len(lines) == len(found.lines),
                trigger=trigger,
                missing=tuple(dict.fromkeys((*scope.missing, *missing))),
            )


def name_of(line: ServiceLine) -> str:
    """What a biller calls the service on *line*."""
    if line.procedure:
        return line.procedure
    return f"revenue code {line.revenue_code}" if line.revenue_code else "the service"


def name_all(claim: Claim, lines: tuple[ServiceLine, ...], *, whole_claim: bool) -> str:
    """What a biller calls *lines* of *claim*, with their days."""
    if whole_claim:
        first, last = claim.first_day, claim.last_day
        span = f"on {first}" if first == last else f"from {first} to {last}"
        return f"the claim as a whole, {span},"
    if len(lines) == 1:
        return f"{name_of(lines[0])} on {claim.starts_of(lines[0])}"
    return "lines " + ", ".join(f"{line.number} ({name_of(line)})" for line in lines)


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
