"""Answers to invented files, as a service asks for them; and acknowledgments to be read back."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from edi_service.acknowledge.claim_status import StatusTable, billing_provider, judge_claim
from edi_service.acknowledge.file import Source, acknowledge_file
from edi_service.acknowledge.judge import Rules
from edi_service.acknowledge.ledger import Ledger
from edi_service.acknowledge.read_277ca import read_277ca
from edi_service.acknowledge.read_999 import read_999
from edi_service.acknowledge.read_ta1 import watch_ta1
from edi_service.acknowledge.write_277ca import write_claim
from edi_service.claims.model import ClaimKind
from edi_service.finding import Kind, Position, Report, Severity
from edi_service.guide.choose import choose
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally
from tests.builders import identify, read_set

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from edi_service.acknowledge.file import DocumentKind
    from edi_service.acknowledge.model import GroupAcknowledgment, InterchangeAcknowledgment
    from edi_service.acknowledge.statuses import BatchStatus
    from edi_service.claims.model import Claim
    from edi_service.finding import Finding

ROOT = Path(__file__).parents[2]
TABLE = StatusTable.parse((ROOT / "schemas/codes/claim-status.csv").read_text(encoding="utf-8"))
MOMENT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
TODAY = date(2026, 3, 1)
CORPUS = ROOT.parent / "shared" / "corpus"


def a_kind(acknowledgment: str, severity: Severity = Severity.ERROR, code: str = "EL99") -> Kind:
    """A kind of the guide engine, whose kinds are none of this floor's business."""
    return Kind(code, severity, "A fault", "Mend it.", "", acknowledgment)


def in_claim(claim: Claim, offset: int = 0) -> Position:
    """The position of the segment *offset* after a claim's CLM."""
    assert claim.placed is not None
    control = claim.placed.control
    return Position(
        segment=claim.placed.number + offset,
        segment_id=claim.placed.texts[offset].partition("*")[0],
        loop="2300",
        interchange=control.interchange,
        group=control.group,
        set=control.set,
    )


@dataclass(slots=True)
class Answers:
    """The documents of a file by kind, as bytes, and all findings met."""

    documents: list[tuple[DocumentKind, bytes]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def of(self, kind: DocumentKind) -> list[list[str]]:
        """The segments of the documents of one kind."""
        return [data.decode().split("~") for found, data in self.documents if found is kind]

    def segments(self, kind: DocumentKind, *identifiers: str) -> list[str]:
        """The segments with one of *identifiers*, of all documents of a kind."""
        return [
            text
            for document in self.of(kind)
            for text in document
            if text.partition("*")[0] in identifiers
        ]


def nothing_found(_claim: Claim) -> list[Finding]:
    """Every claim is right."""
    return []


def answer(
    data: bytes,
    find: Callable[[Claim], list[Finding]] = nothing_found,
    rules: Rules | None = None,
    source: Source | None = None,
    about: Iterable[Finding] = (),
) -> Answers:
    """The answers to *data*; *find* says what is wrong with a claim, *about* is found elsewhere."""
    answers, report = Answers(), Report()
    ledger = Ledger(report, rules or Rules())
    numbers = count(1)
    blocks = ledger.watch(read_blocks(io.BytesIO(data), report))

    def take(before_segment: int | None) -> None:
        found = report.take(before_segment)
        ledger.add_findings(found)
        answers.findings += found
        for document in acknowledge_file(
            ledger,
            moment=MOMENT,
            next_number=lambda _: next(numbers),
            source=source or Source(),
            before_segment=before_segment,
        ):
            answers.documents.append((document.kind, b"".join(document.parts)))

    for transaction_set in read_sets(blocks, report, Tally()):
        take(transaction_set.position.segment)
        letter = choose(transaction_set.guide)
        if letter is None or transaction_set.set_id != "837":
            continue
        for claim in read_set(transaction_set, ClaimKind(letter), report, identify):
            found = find(claim)
            assert claim.placed is not None
            written = write_claim(judge_claim(claim, found, TABLE, TODAY))
            ledger.add_claims(written, billing_provider(claim), claim.placed.number)
            ledger.add_findings(found, claim.number)
            answers.findings += found
    ledger.add_findings(about)
    take(None)
    answers.findings += report.take()
    return answers


@dataclass(slots=True)
class Read:
    """What was read back, and what could not be."""

    interchanges: list[InterchangeAcknowledgment] = field(default_factory=list)
    groups: list[GroupAcknowledgment] = field(default_factory=list)
    batches: list[BatchStatus] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def codes(self) -> list[str]:
        return [finding.kind.code for finding in self.findings]


def read_back(data: bytes) -> Read:
    """Every acknowledgment in *data*."""
    read, report = Read(), Report()
    blocks = watch_ta1(read_blocks(io.BytesIO(data), report), report, read.interchanges.append)
    for transaction_set in read_sets(blocks, report, Tally()):
        if transaction_set.set_id == "277":
            read.batches += read_277ca(transaction_set, report)
        elif transaction_set.set_id in {"997", "999"}:
            group = read_999(transaction_set, report)
            read.groups += [group] if group is not None else []
    read.findings = report.take()
    return read


def expected_answers() -> list[tuple[str, str]]:
    """The files of the corpus that pyx12's own tests answer, each with the 997 or 999 expected."""
    if not CORPUS.is_dir():
        return []
    with (CORPUS / "EXPECTED.tsv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.reader(table, delimiter="\t"))
    return [(row[0], row[1]) for row in rows if row[1].endswith((".997", ".999"))]
