"""
Which service lines of a claim a policy means.

Every attribute that is set on one ``<services>`` must fit; several of them are alternatives.  Type
of bill and admission type are the claim's; all else is looked at line by line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.claims.model import Claim, ServiceLine
    from edi_service.policy.selection import CodeList, Services


_KEPT = 4096  # sorts of lines whose answer is remembered for each <services>


class Meant(NamedTuple):
    """
    The lines that are meant, in the claim's order.

    *whole_claim*: they are all of the claim's lines, and meant as one: a stay, a visit.
    """

    lines: tuple[ServiceLine, ...]
    whole_claim: bool = False


NOTHING = Meant(())


def meant(alternatives: tuple[Services, ...], claim: Claim, state: str | None) -> Meant:
    """
    What of *claim* any of *alternatives* means; nothing when there is no alternative.

    Args:
        alternatives: the policy's ``<services>``, ``<exempt>`` or ``<except>``.
        claim: as read.
        state: where the rows of a code list must hold; None: in any state.
    """
    found = [each for each in alternatives if _is_claim(each, claim)]
    if not found:
        return NOTHING
    if len(found) == 1:
        return _meant_by(found[0], claim, state)
    parts = [_meant_by(each, claim, state) for each in found]
    chosen = {id(line) for part in parts for line in part.lines}
    return Meant(
        tuple(line for line in claim.lines if id(line) in chosen),
        whole_claim=any(part.whole_claim for part in parts),
    )


def without(
    lines: Iterable[ServiceLine], removed: Iterable[ServiceLine]
) -> tuple[ServiceLine, ...]:
    """Those of *lines* that are not among *removed*: the very lines, not ones that look alike."""
    gone = {id(line) for line in removed}
    return tuple(line for line in lines if id(line) not in gone)


def _meant_by(services: Services, claim: Claim, state: str | None) -> Meant:
    lines = claim.lines
    if services.asks_of_lines:
        own = claim.place_of_service
        lines = tuple([line for line in lines if _is_line(services, claim, line, own, state)])
    if not lines:
        return NOTHING
    if services.whole_claim:
        lines = claim.lines
    if services.excepting:
        lines = without(lines, meant(services.excepting, claim, state).lines)
    return Meant(lines, whole_claim=services.whole_claim and len(lines) == len(claim.lines))


def _is_claim(services: Services, claim: Claim) -> bool:
    """Whether what is asked of the claim as such fits."""
    return (not services.bill_types or claim.bill_type in services.bill_types) and (
        not services.admission_types or claim.admission_type in services.admission_types
    )


def _is_line(
    services: Services, claim: Claim, line: ServiceLine, own: str, state: str | None
) -> bool:
    """
    Whether everything that is asked of a line fits *line*; the list, and its days, come last.

    *own* is the claim's place of service, where the line has none.
    """
    asked = (line.procedure, line.revenue_code, line.place_of_service or own, line.modifiers)
    known = services.fitting
    fits = known.get(asked)
    if fits is None:
        if len(known) >= _KEPT:
            known.clear()
        fits = known[asked] = _fits(services, *asked)
    return fits and (
        services.code_list is None or _is_listed(services.code_list, claim, line, state)
    )


def _fits(
    services: Services, procedure: str, revenue_code: str, place: str, modifiers: tuple[str, ...]
) -> bool:
    """Whether what is asked of a line, apart from the list, fits one of this sort."""
    return (
        (not services.codes or procedure in services.code_index)
        and (not services.revenue_codes or revenue_code in services.revenue_index)
        and (not services.places or place in services.places)
        and (not services.modifiers or not set(services.modifiers).isdisjoint(modifiers))
    )


def _is_listed(codes: CodeList, claim: Claim, line: ServiceLine, state: str | None) -> bool:
    """Whether a row of the list holds on the day the line was given."""
    rows = codes.rows.get(line.procedure)
    if rows is None:
        return False
    day = claim.starts_of(line)
    return day is not None and any(row.holds(day, state, line.modifiers) for row in rows)
