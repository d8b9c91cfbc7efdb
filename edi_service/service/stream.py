"""From the bytes of an arrival to its claims, one at a time, each with an id that says nothing."""

from __future__ import annotations

import hashlib
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from msgspec.structs import replace

from edi_service.claims.check_kinds import DRUG_QUANTITY_MISSING
from edi_service.claims.checks import SetChecks
from edi_service.claims.model import ClaimKind
from edi_service.claims.read import read_claims
from edi_service.claims.values import day
from edi_service.codes.sets import NO_CODE_SETS
from edi_service.finding import Report
from edi_service.guide.ahead import ahead
from edi_service.guide.check import check_set
from edi_service.guide.choose import choose
from edi_service.guide.kinds import LOOP_MISSING, SEGMENT_MISSING
from edi_service.guide.match import place
from edi_service.service.kinds import NOT_CLAIMS
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.start import NOTHING_HELD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edi_service.claims.model import Claim
    from edi_service.codes.sets import CodeSets
    from edi_service.finding import Finding
    from edi_service.guide.definition import Guide
    from edi_service.guide.model import Placed
    from edi_service.x12.envelope import TransactionSet
    from edi_service.x12.segment import Block
    from edi_service.x12.start import Start
    from edi_service.x12.tally import Tally

    FindGuide = Callable[[str], Guide | None]

_OF_CLAIMS = ("CM", "CD")  # the families of what a claim says of itself, and of code sets
ID_LENGTH = 16  # hexadecimal digits
GUIDES = {
    ClaimKind.PROFESSIONAL: "005010X222",
    ClaimKind.INSTITUTIONAL: "005010X223",
    ClaimKind.DENTAL: "005010X224",
}


class Passed(NamedTuple):
    """
    A stretch of the file that has been read: a claim, or a transaction set without any.

    What lies before segment *end* has been told in full.  *header* is what precedes the first HL of
    the set.
    """

    claim: Claim | None
    end: int
    transaction_set: TransactionSet
    header: Placed | None = None


def read_arrival(  # noqa: PLR0913 -- the file, who counts, and what it is held against
    source: BinaryIO,
    sha256: str,
    report: Report,
    tally: Tally,
    *,
    find_guide: FindGuide,
    codes: CodeSets = NO_CODE_SETS,
    watch: Callable[[Iterator[Block]], Iterator[Block]] = iter,
    start: Start | None = None,
) -> Iterator[Passed]:
    """
    The claims in *source*, and the transaction sets that hold none, in the order of the file.

    Args:
        source: read once, to its end.
        sha256: of all its bytes; part of every claim's id.
        report: takes what is wrong with bytes, envelopes and loops as it is met, and where a claim
            disagrees with itself.
        tally: counts what is read.
        find_guide: the guide that GS08 or ST03 names, None when it is not held.
        codes: the code sets that claims are held against.
        watch: lets the blocks of segments pass, for whoever keeps books of the envelopes.
        start: where *source* stands, when that is not the start of the file; what has to be read
            of the file before it is read again first, claims included.
    """
    hashed = hashlib.sha256(f"{sha256}:".encode())

    def identify(segment: int) -> str:
        digest = hashed.copy()
        digest.update(b"%d" % segment)
        return digest.hexdigest()[:ID_LENGTH]

    held = start.held if start is not None else NOTHING_HELD
    judged = held.claims  # of the first set
    blocks = watch(read_blocks(source, report, tally, start))
    for transaction_set in read_sets(blocks, report, tally, held):
        kind = _kind_of(transaction_set)
        before, judged = judged, 0
        if kind is None:
            report.add(_not_claims(transaction_set))
            yield Passed(None, transaction_set.position.segment + 1, transaction_set)
        else:
            checks = SetChecks(codes, day(transaction_set.group.date), before)
            read = Report()
            runs = _placed(transaction_set, kind, find_guide, read)
            first = next(runs, None)
            header = first if first and first.head == "ST" else None
            runs = chain([first] if first else [], runs)
            claims = read_claims(runs, transaction_set.delimiters, kind, read, identify)
            for claim in ahead(claims, read, report):
                placed = claim.placed
                assert placed is not None  # noqa: S101 -- it was just read from there
                end = placed.number + len(placed.texts)
                is_known = bool(report.findings)
                if is_known:
                    end += _claim_findings(claim, report, end)
                checks.check(claim, report)
                if is_known:
                    report.findings = _not_said_by_guide(report.findings)
                yield Passed(claim, end, transaction_set, header)


def _placed(
    transaction_set: TransactionSet, kind: ClaimKind, find_guide: FindGuide, report: Report
) -> Iterator[Placed]:
    """
    The segments in their loops, held against the guide where it is held.

    The successors of a guide (X291, X298 …) have its loops; their usages and codes are not held.
    """
    guide = find_guide(transaction_set.guide)
    if guide is not None:
        own = Report()
        return ahead(check_set(transaction_set, guide, own), own, report)
    alike = find_guide(GUIDES[kind])
    assert alike is not None  # noqa: S101 -- the three claim guides are always held
    return place(transaction_set.cursor, transaction_set.delimiters, transaction_set.control, alike)


def _claim_findings(claim: Claim, report: Report, end: int) -> bool:
    """
    Say of which claim the guide's findings are: those about its own segments, until *end*.

    What is missing behind its last segment stands at *end*, and the answer is whether something is.
    """
    start, has_more = start_of(claim), False
    for number, found in enumerate(report.findings):
        at = found.position.segment
        is_behind = at == end and found.kind in (SEGMENT_MISSING, LOOP_MISSING)
        if not found.claim_id and (start <= at < end or is_behind):
            report.findings[number] = replace(found, claim_id=claim.claim_id)
            has_more = has_more or is_behind
    return has_more


def _not_said_by_guide(findings: list[Finding]) -> list[Finding]:
    """
    The *findings* without what follows from the guide's own.

    An element that the guide objects to needs no second word by the checks of claims or the code
    sets: a date that cannot be read is one fault.  Where no guide is held, they alone say so.
    """
    elements = {_element(found) for found in findings if found.kind.code[:2] == "EL"}
    segments = {found.position.segment - 1 for found in findings if found.kind is SEGMENT_MISSING}
    return [
        found
        for found in findings
        if not (found.kind.code[:2] in _OF_CLAIMS and _element(found) in elements)
        and not (found.kind is DRUG_QUANTITY_MISSING and found.position.segment in segments)
    ]


def _element(found: Finding) -> tuple[int, int, int]:
    position = found.position
    return position.segment, position.element, position.component


def start_of(claim: Claim) -> int:
    """The number of the claim's first segment in its file."""
    return claim.placed.number if claim.placed else 0


def identifier(*parts: object) -> str:
    """An id from a file's hash, a place in it and perhaps a policy: nothing from the person."""
    text = ":".join(str(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:ID_LENGTH]


def _kind_of(transaction_set: TransactionSet) -> ClaimKind | None:
    letter = choose(transaction_set.guide) if transaction_set.set_id == "837" else None
    return ClaimKind(letter) if letter else None


def _not_claims(transaction_set: TransactionSet) -> Finding:
    guide = f" by guide {transaction_set.guide}" if transaction_set.guide else ""
    return NOT_CLAIMS.found(
        transaction_set.position, f"a transaction set {transaction_set.set_id}{guide} is not read"
    )
