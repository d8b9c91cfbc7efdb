"""Who took part in a claim besides the billing provider: loops 2310 and 2420."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.model import Party, Quiet
from edi_service.claims.parties import MOST_ORGANIZATIONS, party_texts, read_party
from edi_service.claims.segments import reader_of
from edi_service.claims.walk import Wanted, walk

if TYPE_CHECKING:
    from edi_service.claims.model import Claim
    from edi_service.claims.parties import PartyPlan
    from edi_service.claims.segments import SegmentReader
    from edi_service.claims.walk import Step

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


_PROVIDERS = Wanted(
    lambda use: (
        use.segment_id == "NM1"
        and use.loop.startswith(("2310", "2420"))
        and use.qualifier not in AMBULANCE
    )
)

_FACILITY = Wanted(
    lambda use: (
        use.segment_id == "NM1"
        and use.loop.startswith("2310")
        and use.qualifier == SERVICE_FACILITY
    )
)


def providers(claim: Claim) -> tuple[ClaimProvider, ...]:
    """Every provider of *claim* and of its lines, in the order of the file."""
    return tuple([_provider(step) for step in walk(claim, _PROVIDERS)])


def service_facility(claim: Claim) -> Party | None:
    """Where the claim's services were given, when it was not at the billing provider's address."""
    found = walk(claim, _FACILITY)
    return _provider(found[0]).party if found else None


def _provider(step: Step) -> ClaimProvider:
    """A provider: few, and each met again and again, so they are remembered."""
    texts, plan = party_texts(step)
    reader = reader_of(step.placed)
    key = reader, plan, step.line, tuple(texts[plan.name :])
    provider = _KNOWN.get(key)
    if provider is None:
        if len(_KNOWN) >= MOST_ORGANIZATIONS:
            _KNOWN.clear()
        party = read_party(reader, texts, plan)
        provider = ClaimProvider(step.use.qualifier, step.use.loop, step.line, party)
        _KNOWN[key] = provider
    return provider


_KNOWN: dict[tuple[SegmentReader, PartyPlan, str, tuple[str, ...]], ClaimProvider] = {}
