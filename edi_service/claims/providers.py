"""Who took part in a claim besides the billing provider: loops 2310 and 2420."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from edi_service.claims.model import Party, Quiet
from edi_service.claims.parties import MOST_ORGANIZATIONS, plan_party, read_party
from edi_service.claims.segments import reader_of
from edi_service.claims.values import Memory
from edi_service.claims.walk import number_of

if TYPE_CHECKING:
    from edi_service.claims.model import Claim
    from edi_service.claims.parties import PartyPlan
    from edi_service.guide.model import Form, Placed, Shape

SERVICE_FACILITY = "77"
AMBULANCE = frozenset({"PW", "45"})  # addresses of a trip: see edi_service.claims.ambulance


class ClaimProvider(Quiet, frozen=True, gc=False, eq=False):
    """
    A provider of the claim, or of one line where it differs from the claim's.

    The same object may serve many claims; it is equal to itself alone.

    *role* is NM101: DN referring, P3 primary care, 82 rendering, 77 service facility,
    DQ supervising, QB purchased service, DK ordering, 71 attending, 72 operating, ZZ other
    operating, DD assistant surgeon.  *line* is the line's number, empty for the whole claim.
    """

    role: str
    loop: str
    line: str
    party: Party


class ProviderPlan(NamedTuple):
    """A provider in a shape: what NM101 and the loop are, and where its segments stand."""

    role: str
    loop: str
    party: PartyPlan


def _plan(shape: Shape) -> tuple[ProviderPlan, ...]:
    uses = shape.uses
    return tuple(
        ProviderPlan(use.qualifier, use.loop, plan_party(uses, offset))
        for offset, use in enumerate(uses)
        if use.known
        and use.segment_id == "NM1"
        and use.loop.startswith(("2310", "2420"))
        and use.qualifier not in AMBULANCE
    )


def _plan_facility(shape: Shape) -> tuple[ProviderPlan, ...]:
    return tuple(
        plan
        for plan in _PLANS[shape]
        if plan.role == SERVICE_FACILITY and plan.loop.startswith("2310")
    )


def _find_facilities(form: Form) -> tuple[int, ...]:
    """Where the parts of a claim start that name a service facility; 0 is the claim itself."""
    return tuple(
        start
        for start, shape in form.parts
        if any(plan.role == SERVICE_FACILITY for plan in _PLANS[shape])
    )


_PLANS: Memory[Shape, tuple[ProviderPlan, ...]] = Memory(_plan)
_NAMING_FACILITY: Memory[Form, tuple[int, ...]] = Memory(_find_facilities)
_FACILITIES: Memory[Shape, tuple[ProviderPlan, ...]] = Memory(_plan_facility)


def providers(claim: Claim) -> tuple[ClaimProvider, ...]:
    """Every provider of *claim* and of its lines, in the order of the file."""
    placed = claim.placed
    if placed is None:
        return ()
    return tuple(
        [
            _provider(plan, placed, start, number_of(claim, start))
            for start, shape in placed.parts
            for plan in _PLANS[shape]
        ]
    )


def service_facility(claim: Claim) -> Party | None:
    """Where the claim's services were given, when it was not at the billing provider's address."""
    placed = claim.placed
    if placed is None:
        return None
    for start, shape in placed.parts:
        for plan in _FACILITIES[shape]:
            return _provider(plan, placed, start, number_of(claim, start)).party
    return None


def facility_lines(claim: Claim) -> set[str]:
    """The numbers of the lines that name a service facility; empty for the claim as a whole."""
    if claim.placed is None:
        return set()
    return {number_of(claim, start) for start in _NAMING_FACILITY[claim.placed.form]}


def _provider(plan: ProviderPlan, placed: Placed, start: int, line: str) -> ClaimProvider:
    """A provider: few, and each met again and again, so they are remembered."""
    role, loop, party_plan = plan
    marks = placed.delimiters
    texts = placed.texts[start + party_plan.name : start + party_plan.stop]
    key = party_plan, line, marks.element, marks.component, *texts
    provider = _KNOWN.get(key)
    if provider is None:
        if len(_KNOWN) >= MOST_ORGANIZATIONS:
            _KNOWN.clear()
        texts = placed.texts[start : start + party_plan.stop]
        party = read_party(reader_of(placed), texts, party_plan)
        provider = _KNOWN[key] = ClaimProvider(role, loop, line, party)
    return provider


_KNOWN: dict[tuple[object, ...], ClaimProvider] = {}
