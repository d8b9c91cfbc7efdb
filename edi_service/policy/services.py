"""
Which service lines of a claim a policy means.

Every attribute that is set on one ``<services>`` must fit; several of them are alternatives.  Type
of bill and admission type are the claim's; all else is looked at line by line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from edi_service.policy.asking import Asking, age, taxonomies
from edi_service.policy.selection import Ages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.claims.model import Claim, ServiceLine
    from edi_service.facts.model import ClaimFacts
    from edi_service.policy.selection import CodeList, Services


class Meant(NamedTuple):
    """
    The lines that are meant, in the claim's order.

    *whole_claim*: they are all of the claim's lines, and meant as one: a stay, a visit.
    """

    lines: tuple[ServiceLine, ...]
    whole_claim: bool = False


NOTHING = Meant(())


def selected(
    alternatives: tuple[Services, ...], claim: Claim, state: str, facts: ClaimFacts
) -> tuple[Meant, tuple[str, ...]]:
    """
    What of *claim* any of *alternatives* means, and the facts missing to tell.

    Where facts are missing, what may be meant is given.

    Args:
        alternatives: as in :func:`meant`.
        claim: as read.
        state: empty when it is not known.
        facts: what is known besides.
    """
    if not alternatives:
        return NOTHING, ()
    strict = Asking(facts)
    found = meant(alternatives, claim, state, strict)
    if not strict.unknown and (state or True not in [each.asks_for_state for each in alternatives]):
        return found, ()
    lenient = Asking(facts, lenient=True)
    possible = meant(alternatives, claim, state or None, lenient)
    if possible.lines == found.lines:
        return found, ()
    unknown = tuple(lenient.unknown)
    # Whether the state matters is asked as if the unknown facts were so: else those alone would be
    # named, and the state only once they are known.
    if not state and meant(alternatives, claim, "", Asking(facts, lenient=True)) != possible:
        unknown = ("member_state", *unknown)
    return possible, unknown


def meant(
    alternatives: tuple[Services, ...],
    claim: Claim,
    state: str | None,
    asking: Asking | None = None,
) -> Meant:
    """
    What of *claim* any of *alternatives* means; nothing when there is no alternative.

    Args:
        alternatives: the policy's ``<services>``, ``<exempt>`` or ``<except>``.
        claim: as read.
        state: where the rows of a code list must hold; None: in any state.
        asking: what to make of facts that are not known; by default they do not fit.
    """
    asking = asking or Asking()
    found = [each for each in alternatives if _is_claim(each, claim, state)]
    if not found:
        return NOTHING
    if len(found) == 1:
        return _meant_by(found[0], claim, state, asking)
    parts = [_meant_by(each, claim, state, asking) for each in found]
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
    if not gone:
        return tuple(lines)
    return tuple(line for line in lines if id(line) not in gone)


def _meant_by(services: Services, claim: Claim, state: str | None, asking: Asking) -> Meant:
    lines = claim.lines
    if services.asks_of_lines:
        lines = _fitting(services, claim, state)
    # Facts are asked for last: what fits no line of the claim hangs on none of them.
    if not lines or (services.asks_for_facts and not _is_told(services, claim, asking)):
        return NOTHING
    if services.whole_claim:
        lines = claim.lines
    if services.excepting:
        taken_out = meant(services.excepting, claim, state, asking.turned())
        if taken_out.lines:
            lines = without(lines, taken_out.lines)
    return Meant(lines, whole_claim=services.whole_claim and len(lines) == len(claim.lines))


def _is_claim(services: Services, claim: Claim, state: str | None) -> bool:
    """Whether what is asked of the claim as such fits."""
    return (
        (not services.bill_types or claim.bill_type in services.bill_types)
        and (not services.admission_types or claim.admission_type in services.admission_types)
        and (not services.asks_more_of_the_claim or _is_setting(services, claim, state))
    )


def _is_setting(services: Services, claim: Claim, state: str | None) -> bool:
    """Whether the diagnoses, the way in, the state and the provider fit."""
    if services.diagnoses and not any(
        each.code in services.diagnosis_index for each in claim.diagnoses
    ):
        return False
    if services.admission_sources and claim.admission_source not in services.admission_sources:
        return False
    if services.states and state is not None and state not in services.states:
        return False
    return not services.provider_types or any(
        each in services.provider_index for each in taxonomies(claim)
    )


def _is_told(services: Services, claim: Claim, asking: Asking) -> bool:
    """Whether the patient's age and visits, the county and the provider's standing fit."""
    if services.ages != Ages():
        years = age(claim)
        if not (asking.open("birth_date") if years is None else years in services.ages):
            return False
    facts, most = asking.facts, services.visits_over
    if most is not None and not (
        asking.open("visits") if facts.visits is None else facts.visits >= most
    ):
        return False
    if services.counties and not (
        asking.open("county") if facts.county is None else facts.county in services.counties
    ):
        return False
    if not services.gold_card:
        return True
    return asking.open("gold_card") if facts.gold_card is None else facts.gold_card


def _fitting(services: Services, claim: Claim, state: str | None) -> tuple[ServiceLine, ...]:
    """The lines that everything fits that is asked of one; the list, and its days, come last."""
    own, fitting = claim.place_of_service, services.fitting
    lines = [
        line
        for line in claim.lines
        if fitting[line.procedure, line.revenue_code, line.place_of_service or own, line.modifiers]
    ]
    if lines and services.code_list is not None:
        codes = services.code_list
        lines = [line for line in lines if _is_listed(codes, claim, line, state)]
    if lines and services.asks_more_of_lines:
        lines = [line for line in lines if _is_more(services, claim, line)]
    return tuple(lines)


def _is_more(services: Services, claim: Claim, line: ServiceLine) -> bool:
    """Whether the line's neighbours, units, charge and day fit."""
    if services.together_with and not any(
        each is not line and each.procedure in services.together_index for each in claim.lines
    ):
        return False
    if services.units_over is not None and line.quantity <= services.units_over:
        return False
    if services.amount_over is not None and line.charge <= services.amount_over:
        return False
    if services.starts is None and services.ends is None:
        return True
    day = claim.starts_of(line)
    return (
        day is not None
        and (services.starts is None or services.starts <= day)
        and (services.ends is None or day <= services.ends)
    )


def _is_listed(codes: CodeList, claim: Claim, line: ServiceLine, state: str | None) -> bool:
    """Whether a row of the list holds on the day the line was given."""
    rows = codes.rows_of(line.procedure)
    if not rows:
        return False
    day = claim.starts_of(line)
    place = line.place_of_service or claim.place_of_service
    return day is not None and any(
        row.holds(day, state, line.modifiers)
        and row.fits(line.revenue_code, claim.bill_type, place)
        for row in rows
    )
