"""A claim as its payer sees it once it was denied: which lines, and without numbers it refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from edi_service.remittance.match import line_of
from edi_service.remittance.reasons import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.claims.model import Claim
    from edi_service.remittance.denials import Denial


def denied_lines(denials: Iterable[Denial], claim: Claim) -> frozenset[str]:
    """LX01 of the lines that *denials* are about: all where the claim was denied as such."""
    found: set[str] = set()
    for denial in denials:
        line = None if denial.line is None else line_of(denial.line, claim)
        if line is None:  # the claim as such, or a line that may be any of them
            return frozenset(each.number for each in claim.lines)
        found.add(line.number)
    return frozenset(found)


def without_refused_numbers(claim: Claim, denials: Iterable[Denial]) -> Claim:
    """
    *claim* without the authorization numbers of the lines that were denied for want of one.

    A payer that denies so does not take the number that is there; the other lines keep theirs.
    """
    wanting = [each for each in denials if Topic.AUTHORIZATION in each.topics]
    denied = denied_lines(wanting, claim)
    if not denied or not (claim.authorizations or any(each.authorizations for each in claim.lines)):
        return claim
    lines = tuple(
        replace(line, authorizations=())
        if line.number in denied
        else replace(line, authorizations=line.authorizations or claim.authorizations)
        for line in claim.lines
    )
    references = tuple(
        each for each in claim.references if each.qualifier != "G1" or each.other_payer
    )
    return replace(claim, lines=lines, references=references)
