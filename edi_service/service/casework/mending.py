"""From an original file and a decision to the file of one mended claim, seen through its guide."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from edi_service.finding import NOWHERE, Report, Severity
from edi_service.mending.kinds import MENDED_UNSOUND, NOT_WHOLE
from edi_service.mending.mend import mend, write_mended
from edi_service.service.stream import GUIDES, read_arrival, start_of
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from edi_service.finding import Finding
    from edi_service.mending.approval import Approval
    from edi_service.service.stream import FindGuide, Passed

_OF_STRUCTURE = frozenset({"SX", "EV", "SG", "EL"})  # what a payer's gateway refuses


class Original(NamedTuple):
    """
    A claim where it was read.

    *source* stands on the first byte of its file, *sha256* is that of all its bytes, and *start*
    the number of its CLM, counted from 1 through the whole file.
    """

    source: BinaryIO
    sha256: str
    start: int


class MendedFile(NamedTuple):
    """The bytes to send, None where there are none; and what was found on the way."""

    data: bytes | None
    findings: tuple[Finding, ...] = ()


def mend_in(
    original: Original,
    approval: Approval,
    *,
    find_guide: FindGuide,
    control_number: int,
) -> MendedFile:
    """
    The claim *original*, mended.

    Args:
        original: where it is read.
        approval: what it is mended by.
        find_guide: the guide that GS08 or ST03 names, None when it is not held.
        control_number: ISA13 and GS06 of the new file, used once.
    """
    passed = find_claim(original, find_guide)
    if passed is None:
        return MendedFile(None, (NOT_WHOLE.found(NOWHERE, "the claim is not in its file"),))
    return mend_passed(passed, approval, find_guide=find_guide, control_number=control_number)


def mend_passed(
    passed: Passed, approval: Approval, *, find_guide: FindGuide, control_number: int
) -> MendedFile:
    """As :func:`mend_in`, of a claim that was read."""
    claim, found = passed.claim, passed.transaction_set
    assert claim is not None  # noqa: S101 -- that is what was passed
    guide = find_guide(found.guide) or find_guide(GUIDES[claim.kind])
    assert guide is not None  # noqa: S101 -- the three claim guides are always held
    texts, findings = mend(claim, found, approval, guide)
    if texts is None:
        return MendedFile(None, findings)
    data = write_mended(claim, texts, found, passed.header, control_number)
    faults = sorted({each.kind.code for each in _faults(data, find_guide)})
    if faults:
        where = claim.placed.position(0) if claim.placed else NOWHERE
        message = f"held against its guide it has {', '.join(faults)}"
        unsound = MENDED_UNSOUND.found(where, message, claim_id=claim.claim_id)
        return MendedFile(None, (*findings, unsound))
    return MendedFile(data, findings)


def find_claim(original: Original, find_guide: FindGuide) -> Passed | None:
    """The claim that *original* says; None when there is none."""
    source, sha256, start = original
    for passed in read_arrival(source, sha256, Report(), Tally(), find_guide=find_guide):
        if passed.claim is not None and start_of(passed.claim) == start:
            return passed
    return None


def _faults(data: bytes, find_guide: FindGuide) -> list[Finding]:
    """What is wrong with the structure of a file that was written."""
    report = Report()
    for _ in read_arrival(io.BytesIO(data), "", report, Tally(), find_guide=find_guide):
        pass
    return [
        found
        for found in report.findings
        if found.severity >= Severity.ERROR and found.kind.code[:2] in _OF_STRUCTURE
    ]
