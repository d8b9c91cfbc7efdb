"""The providers of the event (2010EA) and of its lines (2010F), by what they did."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from edi_service.claims.model import ClaimKind
from edi_service.claims.providers import providers
from edi_service.review import kinds
from edi_service.review.parties import add_address, add_provider_name, identifier_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.claims.model import Claim, Party, ServiceLine
    from edi_service.claims.providers import ClaimProvider
    from edi_service.review.draft import Draft

MOST_OF_EVENT, MOST_OF_LINE = 14, 10

# NM101 of a claim's provider: what a request calls it, and PRV01 of its role.
_ROLES = {
    "82": ("SJ", "PE"),  # rendering
    "71": ("71", "AT"),  # attending
    "72": ("72", "OP"),  # operating
    "ZZ": ("73", "OT"),  # other operating
    "DD": ("DD", "AS"),  # assistant surgeon
    "DN": ("DN", "RF"),  # referring
    "P3": ("P3", "PC"),  # primary care
    "DK": ("DK", "OR"),  # ordering
    "DQ": ("DQ", ""),  # supervising
    "77": ("FA", ""),  # service facility
    "QB": ("QB", ""),  # purchased service
}
_RENDERING = "82"
_SUPERVISING = "DQ"  # only a line has a place for it
_NOT_OF_LINE = frozenset({"71", "DN"})
_REFERENCES = {"0B": "0B", "EI": "EI", "1G": "1G", "G2": "ZH"}  # REF01 of claim and of request


class Named(NamedTuple):
    """A provider as the request names it."""

    entity: str
    role: str
    party: Party


def event_providers(claim: Claim, at_issue: list[ServiceLine]) -> list[Named]:
    """
    Everyone the claim names for the whole of it, and the hospital itself on a facility's claim.

    A claim of a practitioner that names nobody who served was served by its billing provider.
    A referring provider named only on a line at issue is moved up: a line has no place for it.
    """
    numbers = {line.number for line in at_issue}
    found = providers(claim)
    named = _named(one for one in found if not one.line)
    if claim.kind is ClaimKind.INSTITUTIONAL and not any(one.entity == "FA" for one in named):
        named.append(Named("FA", "", claim.parties.billing))
    elif claim.kind is not ClaimKind.INSTITUTIONAL and _is_served_by_billing(found, numbers):
        named.append(Named(*_ROLES[_RENDERING], claim.parties.billing))
    moved = _named(one for one in found if one.line in numbers and one.role in _NOT_OF_LINE)
    return _once([one for one in named + moved if one.entity != _SUPERVISING])


def _is_served_by_billing(found: tuple[ClaimProvider, ...], lines: set[str]) -> bool:
    """Whether neither the claim nor each of *lines* names who served."""
    served = {one.line for one in found if one.role == _RENDERING}
    return "" not in served and not (lines and lines <= served)


def add_event_providers(draft: Draft, named: list[Named]) -> None:
    """Loop 2010EA, at most fourteen times."""
    _add(draft, "2010EA", named, MOST_OF_EVENT, None)


def add_line_providers(draft: Draft, line: ServiceLine, of_event: list[Named]) -> None:
    """Loop 2010F: who did this line, where that is not said of the event already."""
    found = providers(draft.claim)
    named = _named(one for one in found if one.line == line.number and one.role not in _NOT_OF_LINE)
    if not any(one.entity == _SUPERVISING for one in named):
        named += _named(one for one in found if not one.line and one.role == _SUPERVISING)
    known = {_key(one) for one in of_event}
    own = [one for one in named if _key(one) not in known]
    _add(draft, "2010F", _once(own), MOST_OF_LINE, line)


def _named(found: Iterable[ClaimProvider]) -> list[Named]:
    return [Named(*_ROLES[one.role], one.party) for one in found if one.role in _ROLES]


def _once(named: list[Named]) -> list[Named]:
    """Each provider in each role once, where it came first."""
    first: dict[tuple[str, ...], Named] = {}
    for one in named:
        first.setdefault(_key(one), one)
    return list(first.values())


def _key(one: Named) -> tuple[str, ...]:
    party = one.party
    return one.entity, *identifier_of(party), party.last_name, party.first_name


def _add(draft: Draft, loop: str, named: list[Named], most: int, line: ServiceLine | None) -> None:
    if len(named) > most:
        draft.find(kinds.LEFT_OUT, f"{len(named) - most} providers of loop {loop}", line)
    for one in named[:most]:
        add_provider_name(draft, loop, one.entity, one.party)
        used, _ = identifier_of(one.party)
        for reference, name in _REFERENCES.items():
            value = one.party.reference(reference).strip(" ")
            if value and not (reference == "EI" and used == "24"):
                draft.add(loop, "REF", name, value)
        if one.entity == "FA":
            add_address(draft, loop, one.party)
        if one.role and (taxonomy := one.party.taxonomy.strip(" ")):
            draft.add(loop, "PRV", one.role, "PXC", taxonomy)
