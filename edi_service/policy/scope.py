"""Whether a revision is about a claim at all: yes, no, or cannot tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from edi_service.policy.rule import Outcome

if TYPE_CHECKING:
    from edi_service.policy.model import Scope
    from edi_service.policy.rule import Subject


class Fit(NamedTuple):
    """The answer, and the facts that are missing where it cannot be told."""

    outcome: Outcome
    missing: tuple[str, ...] = ()


FITS = Fit(Outcome.YES)
FITS_NOT = Fit(Outcome.NO)


def fit(scope: Scope, subject: Subject) -> Fit:
    """
    Whether *subject* is within *scope*; what *scope* leaves empty does not restrict.

    One thing that does not fit decides, whatever else is unknown.
    """
    if scope.claims and subject.claim.kind not in scope.claims:
        return FITS_NOT
    if not (scope.states or scope.plans or scope.network):
        return FITS
    missing: list[str] = []
    for asked, known, name in (
        (scope.states, subject.state, "member_state"),
        (scope.plans, subject.facts.plan, "plan"),
        ((scope.network,) if scope.network else (), subject.facts.network, "network"),
    ):
        if asked and not known:
            missing.append(name)
        elif asked and known not in asked:
            return FITS_NOT
    return Fit(Outcome.CANNOT_TELL, tuple(missing)) if missing else FITS
