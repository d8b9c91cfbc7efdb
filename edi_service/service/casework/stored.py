"""A claim taken out of the store and read again, as it was when it came."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from edi_service.codes.sets import NO_CODE_SETS
from edi_service.finding import Report
from edi_service.service.store import StoreRefused
from edi_service.service.stream import read_arrival
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from edi_service.claims.model import Claim
    from edi_service.codes.sets import CodeSets
    from edi_service.finding import Finding
    from edi_service.service.records import ClaimRecord
    from edi_service.service.store import Shelf
    from edi_service.service.stream import FindGuide, Passed


class Stored(NamedTuple):
    """
    A claim of the store.

    *passed* is the claim with its set, *findings* what was found while it was read.  Both count
    segments in the interchange that the store keeps of it, and know the claim by its own id.
    """

    record: ClaimRecord
    passed: Passed
    findings: tuple[Finding, ...]

    @property
    def claim(self) -> Claim:
        """The claim itself."""
        assert self.passed.claim is not None  # noqa: S101 -- it was just read
        return self.passed.claim


def read_stored(
    shelf: Shelf, claim_id: str, *, find_guide: FindGuide, codes: CodeSets = NO_CODE_SETS
) -> Stored:
    """
    The claim *claim_id*.

    Raises:
        StoreRefused: there is no such claim, or what is kept of it cannot be read.
    """
    record, data = shelf.claim(claim_id), shelf.claim_data(claim_id)
    report, found = Report(), None
    # To its end, for what is missing behind a claim is told with what follows it.
    for passed in read_arrival(
        io.BytesIO(data), "", report, Tally(), find_guide=find_guide, codes=codes
    ):
        found = found or passed
    if record is None or found is None or found.claim is None:
        message = f"claim {claim_id} cannot be read from the store"
        raise StoreRefused(message)
    own = found.claim.claim_id
    findings = tuple(
        msgspec.structs.replace(each, claim_id=claim_id) if each.claim_id == own else each
        for each in report.take()
    )
    claim = msgspec.structs.replace(found.claim, claim_id=claim_id)
    return Stored(record, found._replace(claim=claim), findings)
