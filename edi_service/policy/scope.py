"""Whether a revision is about a claim at all: yes, no, or cannot tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from edi_service.policy.asking import age, taxonomies
from edi_service.policy.rule import Outcome
from edi_service.policy.selection import Ages

if TYPE_CHECKING:
    from edi_service.policy.rule import Subject
    from edi_service.policy.selection import Scope


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
    if not (scope.states or scope.plans or scope.network or scope.asks_more):
        return FITS
    if scope.asks_more and not _is_kind(scope, subject):
        return FITS_NOT
    missing: list[str] = []
    for asked, known, name in (
        (scope.states, subject.state, "member_state"),
        (scope.plans, subject.facts.plan, "plan"),
        ((scope.network,) if scope.network else (), subject.facts.network, "network"),
        (scope.counties, subject.facts.county, "county"),
        (scope.delegates, subject.facts.delegate, "delegate"),
    ):
        if asked and not known:
            missing.append(name)
        elif asked and known not in asked:
            return FITS_NOT
    if scope.asks_more:
        unlike, unknown = _member(scope, subject)
        if unlike:
            return FITS_NOT
        missing += unknown
    return Fit(Outcome.CANNOT_TELL, tuple(missing)) if missing else FITS


_TURNS = {"P": "primary", "S": "secondary", "T": "tertiary"}


def _is_kind(scope: Scope, subject: Subject) -> bool:
    """Whether the payer's turn and the provider's sort fit, which every claim tells."""
    claim = subject.claim
    turn = _TURNS.get(claim.parties.coverage.responsibility, "")
    return (not scope.coverage or turn in scope.coverage) and (
        not scope.provider_types
        or any(code in each for code in taxonomies(claim) for each in scope.provider_types)
    )


def _member(scope: Scope, subject: Subject) -> tuple[bool, list[str]]:
    """Whether the member surely is another sort of person, and the facts missing to tell."""
    unknown: list[str] = []
    if scope.ages != Ages():
        years = age(subject.claim)
        if years is None:
            unknown.append("birth_date")
        elif years not in scope.ages:
            return True, []
    words = [getattr(subject.facts, each.value) for each in scope.members]
    if not scope.members or any(words):
        return False, unknown
    open_words = [
        each.value for each, word in zip(scope.members, words, strict=True) if word is None
    ]
    return not open_words, [*unknown, *open_words]
