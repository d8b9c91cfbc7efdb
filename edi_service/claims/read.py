"""The claims of a transaction set, one at a time, each with what it inherits from above."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from edi_service.claims import dental, institutional, kinds, professional
from edi_service.claims.assemble import Dialect, assemble
from edi_service.claims.model import ClaimKind
from edi_service.claims.parties import Levels
from edi_service.claims.segments import segment_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from edi_service.claims.model import Claim
    from edi_service.finding import Report
    from edi_service.guide.model import Placed
    from edi_service.x12.segment import Delimiters

_SERVICES = {
    ClaimKind.PROFESSIONAL: professional.read_service,
    ClaimKind.INSTITUTIONAL: institutional.read_service,
    ClaimKind.DENTAL: dental.read_service,
}


def read_claims(
    runs: Iterable[Placed],
    delimiters: Delimiters,
    kind: ClaimKind,
    report: Report,
    identify: Callable[[int], str],
) -> Iterator[Claim]:
    """
    The claims of an 837, in the order of the file; only one is held at a time.

    Args:
        runs: the segments of the transaction set, placed by its guide.
        delimiters: those of its interchange.
        kind: which guide the transaction set follows.
        report: takes what cannot be read, and claims that stand where no claim may stand.
        identify: the id of the claim whose CLM has this number among the file's segments.
    """
    dialect = _dialect(kind, delimiters.element, delimiters.component)
    levels = Levels(dialect.segments, report)
    for placed in runs:
        if placed.head == "CLM":
            block = placed.block
            assert block is not None  # noqa: S101 - the segments stand in a file
            claim_id = identify(block.number + placed.start)  # its number, without a call
            claim = assemble(dialect, placed, levels.parties, claim_id, report)
            if placed.is_cut or levels.doubt or not levels.has_subscriber:
                _object(claim, levels, report)
            yield claim
        elif placed.head == "HL":
            levels.enter(placed)


@lru_cache(maxsize=16)
def _dialect(kind: ClaimKind, element: str, component: str) -> Dialect:
    """How *kind* is written with these separators, with all that was read so far."""
    return Dialect(kind, _SERVICES[kind], segment_reader(element, component))


def _object(claim: Claim, levels: Levels, report: Report) -> None:
    """Report what is wrong with where *claim* stands, or with its length."""
    placed = claim.placed
    assert placed is not None  # noqa: S101 - it was just read from there
    if placed.is_cut:
        message = f"the claim has more than {len(placed.texts)} segments"
        report.add(kinds.TOO_LONG.found(placed.position(0), message, claim_id=claim.claim_id))
    if not levels.has_subscriber:
        message = "no subscriber level (HL03 = 22) is open"
        report.add(kinds.NO_SUBSCRIBER.found(placed.position(0), message, claim_id=claim.claim_id))
    if levels.doubt:
        report.add(
            kinds.PARENT_DISAGREES.found(
                levels.doubt.position, levels.doubt.message, claim_id=claim.claim_id
            )
        )
