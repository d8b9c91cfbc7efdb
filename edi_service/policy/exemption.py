"""Which lines of a claim a policy says need no authorization."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.policy.model import Requirement
from edi_service.policy.rule import Outcome
from edi_service.policy.scope import fit
from edi_service.policy.services import Meant, selected

if TYPE_CHECKING:
    from edi_service.policy.rule import Subject
    from edi_service.policy.stand import Stand


def exempted(stand: Stand, subject: Subject) -> tuple[Meant, tuple[str, ...]]:
    """What *stand* exempts, and the facts that are missing to tell whether it does."""
    revision = stand.revision
    scope = fit(revision.scope, subject)
    exempt = revision.exempt
    if revision.requirement is Requirement.NO:
        if scope.outcome is Outcome.NO:
            return Meant(()), ()
        if not revision.services:
            return Meant(subject.claim.lines), scope.missing
        exempt = revision.services
    found, missing = selected(exempt, subject.claim, subject.state, subject.facts)
    return found, (*scope.missing, *missing)
