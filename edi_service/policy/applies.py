"""Why each policy applies to a claim, or does not: told for a person, decided by the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from edi_service.policy.demanding import demands
from edi_service.policy.model import ANY_PAYER, Requirement
from edi_service.policy.rule import Outcome
from edi_service.policy.scope import fit
from edi_service.policy.wording.outline import told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.policy.library import Library
    from edi_service.policy.model import Policy, Revision
    from edi_service.policy.rule import Subject


class Applies(NamedTuple):
    """Whether *policy* applies, and a sentence that says why or why not."""

    policy: Policy
    does: bool
    says: str


def applies(subject: Subject, library: Library) -> Iterator[Applies]:
    """Each policy of the claim's payer, or of every payer, in the order of *library*."""
    claim = subject.claim
    applying = library.applying(subject.payer, claim.first_day, subject.as_of.date())
    demanded = {
        demand.stand.policy.id: tuple(line.number for line in demand.lines)
        for demand in demands(subject, applying, applying.topics(claim))
    }
    for policy in library.policies:
        if policy.payer == ANY_PAYER or (subject.payer and policy.payer == subject.payer.payer):
            yield _of(policy, subject, demanded)


def _of(policy: Policy, subject: Subject, demanded: dict[str, tuple[str, ...]]) -> Applies:
    day, business = subject.claim.first_day, subject.payer and subject.payer.line_of_business
    if policy.lines_of_business and business not in policy.lines_of_business:
        lines = ", ".join(policy.lines_of_business)
        return Applies(
            policy, does=False, says=f"it is for {lines}; the claim is {business or 'unmapped'}"
        )
    if subject.payer and subject.payer.payer in policy.except_payers:
        return Applies(policy, does=False, says=f"it does not bind {subject.payer.payer}")
    revision = policy.on(day, subject.as_of.date()) if day else None
    if revision is None:
        return Applies(
            policy, does=False, says=f"no revision holds for service on {day}, asked for now"
        )
    scope = fit(revision.scope, subject)
    if scope.outcome is Outcome.NO:
        says = f"the claim is outside its scope ({told(revision.scope)})"
        return Applies(policy, does=False, says=says)
    if policy.id in demanded:
        lines = ", ".join(demanded[policy.id])
        hangs = f", which hangs on {', '.join(scope.missing)}" if scope.missing else ""
        return Applies(
            policy, does=True, says=f"it wants an authorization for lines {lines}{hangs}"
        )
    return _silent(policy, revision, subject)


def _silent(policy: Policy, revision: Revision, subject: Subject) -> Applies:
    """A policy in force that demands nothing of the claim."""
    if revision.requirement is None and revision.decisions:
        return Applies(policy, does=True, says="it says how long the payer may take to decide")
    if revision.requirement is None:
        return Applies(policy, does=True, says="it speaks of places of service")
    if revision.requirement is Requirement.NO:
        return Applies(policy, does=True, says="it says which services need no authorization")
    if subject.claim.authorizations:
        return Applies(policy, does=False, says="the claim shows an authorization (REF*G1)")
    if revision.requirement is Requirement.UNLISTED:
        says = "its list is not held, and nothing shows that an authorization was missed"
        return Applies(policy, does=False, says=says)
    return Applies(
        policy, does=False, says="no line is a service it names, or another policy goes before"
    )
