"""The claims of remittance files, one at a time; other transaction sets are told and left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from edi_service.remittance.kinds import NOT_REMITTANCE
from edi_service.remittance.read import read_remittance
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.finding import Report
    from edi_service.remittance.model import PaidClaim, ProviderAdjustment
    from edi_service.service.stream import FindGuide
    from edi_service.x12.tally import Tally

_SET = "835"


def read_payments(
    source: BinaryIO, report: Report, tally: Tally, *, find_guide: FindGuide
) -> Iterator[PaidClaim | ProviderAdjustment]:
    """
    What the 835 sets of *source* say, in the order of the file.

    Args:
        source: read once, to its end.
        report: takes what is wrong with bytes, envelopes, segments and sums, as it is met.
        tally: counts what is read.
        find_guide: the guide that GS08 or ST03 names, None when it is not held.
    """
    for one in read_sets(read_blocks(source, report, tally), report, tally):
        guide = find_guide(one.guide) if one.set_id == _SET else None
        if guide is not None:
            yield from read_remittance(one, guide, report)
        else:
            by = f" by guide {one.guide}" if one.guide else ""
            message = f"a transaction set {one.set_id}{by} is not read"
            report.add(NOT_REMITTANCE.found(one.position, message))
