"""The results of a check as text, as JSON and as a page."""

from __future__ import annotations

import shutil
import textwrap
from itertools import groupby
from typing import TYPE_CHECKING, BinaryIO

import msgspec
from msgspec import Struct

from edi_service import __version__
from edi_service.edge.pages import page
from edi_service.edge.sorting import SortedLines
from edi_service.report.caret import underlined
from edi_service.report.encoding import encode_row, encode_text
from edi_service.report.masking import masked
from edi_service.report.rows import finding_row
from edi_service.service.snip import TYPES, snip_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.finding import Finding, Position
    from edi_service.service.check import CheckTotals

INDENT = "      "
TEXT_WIDTH = 100
COPIED_AT_ONCE = 1024 * 1024  # bytes


class TextOutput:
    """Findings as a person reads them, each with its segment and a caret under the element."""

    def __init__(self, target: BinaryIO, *, show_phi: bool) -> None:
        self._target = target
        self._show_phi = show_phi

    def add(self, finding: Finding, file: str) -> None:
        """Write *finding*."""
        kind, position = finding.kind, finding.position
        lines = [f"{finding.severity.name} {kind.code} in {file}, {position}: {finding.message}"]
        lines += [INDENT + line for line in _drawn(position, show_phi=self._show_phi)]
        lines += textwrap.wrap(
            kind.remedy, TEXT_WIDTH, initial_indent=INDENT, subsequent_indent=INDENT
        )
        self._write("\n".join(lines) + "\n\n")

    def finish(self, totals: CheckTotals) -> None:
        """Write the totals."""
        errors = totals.claims_with_errors
        self._write(
            f"{totals.files:,} files, {totals.tally.transaction_sets:,} transaction sets, "
            f"{totals.claims:,} claims, {errors:,} of them with errors; "
            f"{sum(totals.kinds.values()):,} findings.\n"
        )
        for kind, count in sorted(totals.kinds.items(), key=lambda item: item[0].code):
            self._write(f"{INDENT}{kind.code} {kind.severity.label:<8}{count:>8,}  {kind.title}\n")

    def take(self, findings: BinaryIO) -> None:
        """Write what another output of this sort has written of its findings."""
        shutil.copyfileobj(findings, self._target, COPIED_AT_ONCE)

    def _write(self, text: str) -> None:
        self._target.write(encode_text(text))


class JsonOutput:
    """A JSON object a finding and line: the keys of findings.jsonl, acknowledgment and snip."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target

    def add(self, finding: Finding, file: str) -> None:
        """Write *finding*."""
        row = encode_row(finding_row(finding, file))
        more = {
            "acknowledgment": finding.kind.acknowledgment or None,
            "snip": snip_type(finding.kind),
        }
        self._target.write(row[:-1] + b"," + msgspec.json.encode(more)[1:] + b"\n")

    def take(self, findings: BinaryIO) -> None:
        """Write what another output of this sort has written."""
        shutil.copyfileobj(findings, self._target, COPIED_AT_ONCE)

    def finish(self, totals: CheckTotals) -> None:
        """Nothing is left to write: programs count for themselves."""


class PageRow(Struct, frozen=True):
    """A finding of the page."""

    code: str
    severity: str
    file: str
    place: str
    claim: str
    message: str
    segment: str
    caret: str


class RowsOutput:
    """The findings of a page, a JSON object a line, for a :class:`PageOutput` to take."""

    def __init__(self, target: BinaryIO, *, show_phi: bool) -> None:
        self._target = target
        self._show_phi = show_phi

    def add(self, finding: Finding, file: str) -> None:
        """Write *finding*."""
        self._target.write(encode_row(_page_row(finding, file, show_phi=self._show_phi)) + b"\n")

    def finish(self, totals: CheckTotals) -> None:
        """Nothing is left to write: totals are for the page."""


class PageOutput:
    """One HTML page: totals, then the findings by kind, each in its place."""

    def __init__(self, target: BinaryIO, *, show_phi: bool) -> None:
        self._target = target
        self._show_phi = show_phi
        self._rows = SortedLines()
        self._count = 0

    def add(self, finding: Finding, file: str) -> None:
        """Keep *finding* for the page."""
        row = _page_row(finding, file, show_phi=self._show_phi)
        self._add(row.code, encode_row(row).decode() + "\n")

    def take(self, rows: BinaryIO) -> None:
        """Keep the findings that a :class:`RowsOutput` has written."""
        for row in rows:
            self._add(msgspec.json.decode(row, type=PageRow).code, row.decode())

    def _add(self, code: str, line: str) -> None:
        self._count += 1
        self._rows.add(f"{code}{self._count:012d}", line)

    def finish(self, totals: CheckTotals) -> None:
        """Write the page."""
        kinds = {kind.code: kind for kind in totals.kinds}
        groups = (
            (kinds[code], totals.kinds[kinds[code]], rows)
            for code, rows in groupby(self._read(), key=lambda row: row.code)
        )
        for piece in page(
            "check.html",
            totals=totals,
            kinds=sorted(totals.kinds.items(), key=lambda item: item[0].code),
            groups=groups,
            types=TYPES,
            snip_type=snip_type,
            version=__version__,
            shows_phi=self._show_phi,
        ):
            self._target.write(encode_text(piece))
        self._rows.close()

    def _read(self) -> Iterator[PageRow]:
        decoder = msgspec.json.Decoder(PageRow)
        return (decoder.decode(line) for line in self._rows)


def _page_row(finding: Finding, file: str, *, show_phi: bool) -> PageRow:
    segment, caret = _drawn(finding.position, show_phi=show_phi) or ("", "")
    return PageRow(
        code=finding.kind.code,
        severity=finding.severity.label,
        file=file,
        place=str(finding.position),
        claim=finding.claim_id,
        message=finding.message,
        segment=segment,
        caret=caret,
    )


def _drawn(position: Position, *, show_phi: bool) -> tuple[str, str] | tuple[()]:
    """The segment and the caret under it; nothing for a finding about no segment."""
    quote = position.quote if show_phi else masked(position)
    return underlined(position, quote) if quote is not None else ()
