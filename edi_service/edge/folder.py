"""
The output folder of a run.

Everything is written beside its final place and moved there at the end, so that a run that could
not be finished leaves nothing half-written.  The folder holds health data: mode 0700, files 0600.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

import msgspec
from msgspec.structs import replace

from edi_service.edge.batches import Batches
from edi_service.edge.sorting import SortedLines
from edi_service.report import worklist
from edi_service.report.claim_row import claim_row
from edi_service.report.encoding import encode_row, encode_text
from edi_service.report.rows import CaseRow
from edi_service.x12.renumber import renumber

if TYPE_CHECKING:
    from types import TracebackType

    from edi_service.claims.model import Claim
    from edi_service.policy.model import PayerAlias
    from edi_service.report.rows import FindingRow
    from edi_service.report.summary import Summary

CLAIMS, FINDINGS, CASES = "claims.jsonl", "findings.jsonl", "cases.jsonl"
ACCEPTED, HELD = "accepted.837", "held.837"
WORKLIST, SUMMARY = "worklist.csv", "summary.json"
REQUESTS, WORKSHEETS = "requests", "worksheets"
PRODUCTS = (SUMMARY, CLAIMS, FINDINGS, CASES, WORKLIST, REQUESTS, WORKSHEETS)
WRITTEN_AT_ONCE = 1 << 18  # bytes; a call of the system for each row or two takes its time
COPIED_AT_ONCE = 1024 * 1024  # bytes
PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700


class OutputFolder:
    """
    An :class:`~edi_service.service.ports.Outbox` that is a folder; use it in a ``with``.

    Leaving the ``with`` before :meth:`finish` leaves the folder as it was.

    Args:
        folder: made where there is none.
        with_split: whether ``accepted.837`` and ``held.837`` are among the products.
        batch_from: when given, requests are gathered into one interchange for each sender and
            receiver, numbered from here; 0: as the requests are numbered already.
        is_part: whether it is only what another one will :meth:`join`: then it is there and empty,
            is written in place, and has neither totals nor a work list of its own.
    """

    accepted: BinaryIO
    held: BinaryIO

    def __init__(
        self,
        folder: Path,
        *,
        with_split: bool = False,
        batch_from: int | None = None,
        is_part: bool = False,
    ) -> None:
        self._folder = folder
        self._batches: Batches | None = None
        if batch_from is not None:
            self._batches = Batches(batch_from or None, self._append, REQUESTS)
        self._with_split = with_split
        self._is_part = is_part
        self._worklist = SortedLines()

    def __enter__(self) -> Self:
        self._existed = self._folder.exists()
        self._partial = self._folder
        if not self._is_part:
            self._folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            self._partial = Path(tempfile.mkdtemp(prefix=".partial-", dir=self._folder))
        (self._partial / REQUESTS).mkdir(mode=PRIVATE_FOLDER)
        (self._partial / WORKSHEETS).mkdir(mode=PRIVATE_FOLDER)
        self._claims = self._create(CLAIMS)
        self._findings = self._create(FINDINGS)
        self._cases = self._create(CASES)
        self._streams = [self._claims, self._findings, self._cases]
        if self._with_split:
            self.accepted, self.held = self._create(ACCEPTED), self._create(HELD)
            self._streams += [self.accepted, self.held]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        for stream in self._streams:
            stream.close()
        self._worklist.close()
        if self._is_part:
            return
        shutil.rmtree(self._partial, ignore_errors=True)
        if kind is not None and not self._existed and not any(self._folder.iterdir()):
            self._folder.rmdir()

    def add_claim(self, claim: Claim, file: str, alias: PayerAlias | None) -> None:
        """Keep a claim."""
        self._claims.write(encode_row(claim_row(claim, file, alias)) + b"\n")

    def add_finding(self, row: FindingRow) -> None:
        """Keep a finding."""
        self._findings.write(encode_row(row) + b"\n")

    def add_case(self, row: CaseRow) -> None:
        """Keep a case, and its line of the work list."""
        self._cases.write(encode_row(row) + b"\n")
        if not self._is_part:
            self._worklist.add(worklist.sort_key(row), worklist.line(worklist.cells(row)))

    def add_request(self, case_id: str, data: bytes) -> str:
        """Keep a 278 request; returns the name within the folder of the file that holds it."""
        if self._batches is not None:
            return self._batches.add(data)
        return self._write(f"{REQUESTS}/{case_id}.278", data)

    def add_worksheet(self, case_id: str, text: str) -> str:
        """Keep a worksheet; returns its name within the folder."""
        return self._write(f"{WORKSHEETS}/{case_id}.txt", encode_text(text))

    def spool(self) -> BinaryIO:
        """A file without a name, for what has to wait; it is gone when closed."""
        return tempfile.TemporaryFile(dir=self._partial)

    @property
    def workplace(self) -> Path:
        """A private folder for whatever is in the making; it goes when the ``with`` ends."""
        return self._partial

    def join(self, part: Path, first_number: int) -> int:
        """
        Add what *part*, the folder of a finished part, holds; what can be moved is moved.

        Its requests are numbered on from *first_number*.

        Returns:
            The number of the next request.
        """
        for name, stream in ((CLAIMS, self._claims), (FINDINGS, self._findings)):
            _copy(part / name, stream)
        with (part / CASES).open("rb") as cases:
            for line in cases:
                row = msgspec.json.decode(line, type=CaseRow)
                if row.request is not None:
                    data = renumber((part / row.request).read_bytes(), first_number)
                    row = replace(row, request=self.add_request(row.case_id, data))
                    first_number += 1
                self.add_case(row)
                if row.worksheet is not None:
                    (part / row.worksheet).replace(self._partial / row.worksheet)
        return first_number

    def finish(self, summary: Summary) -> None:
        """Put everything in place; what an earlier run left under these names is replaced."""
        for stream in self._streams:
            stream.close()
        if self._is_part:
            return
        if self._batches is not None:
            self._batches.finish()
        self._write(SUMMARY, msgspec.json.format(encode_row(summary), indent=2) + b"\n")
        with self._create(WORKLIST) as target:
            target.write(encode_text(worklist.header()))
            for line in self._worklist:
                target.write(encode_text(line))
        self._folder.chmod(PRIVATE_FOLDER)
        for name in (*PRODUCTS, *((ACCEPTED, HELD) if self._with_split else ())):
            _replace(self._partial / name, self._folder / name)

    def _write(self, name: str, data: bytes) -> str:
        with self._create(name) as target:
            target.write(data)
        return name

    def _append(self, name: str, data: bytes) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
        with os.fdopen(os.open(self._partial / name, flags, mode=PRIVATE_FILE), "wb") as target:
            target.write(data)

    def _create(self, name: str) -> BinaryIO:
        handle = os.open(
            self._partial / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode=PRIVATE_FILE
        )
        return os.fdopen(handle, "wb", WRITTEN_AT_ONCE)


def _copy(source: Path, target: BinaryIO) -> None:
    with source.open("rb") as stream:
        shutil.copyfileobj(stream, target, COPIED_AT_ONCE)


def _replace(new: Path, old: Path) -> None:
    if old.is_dir() and not old.is_symlink():
        shutil.rmtree(old)
    new.replace(old)
