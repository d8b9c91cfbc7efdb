"""What came in: files, their bytes, and the findings that hold what is in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import delete, func, select

from edi_service.edge.store.forms import Form, row_key
from edi_service.edge.store.sealing import pack, unpack
from edi_service.edge.store.sql import Reader, Writer
from edi_service.edge.store.tables import arrival_findings, arrival_parts, arrivals
from edi_service.report.rows import FindingRow
from edi_service.service.records import ArrivalRecord

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ARRIVAL = Form(arrivals, ArrivalRecord)


class ArrivalsRead(Reader):
    """Looks up what came in."""

    def arrival(self, sha256: str) -> ArrivalRecord | None:
        """The arrival with these bytes; None when it never came."""
        row = self._first(select(arrivals).where(arrivals.c.sha256 == sha256))
        return None if row is None else ARRIVAL.record(row, self._sealer)

    def original(self, sha256: str) -> Iterator[bytes]:
        """The bytes of an arrival as they came, piece by piece."""
        table = arrival_parts
        for row in self._rows(
            select(table).where(table.c.sha256 == sha256).order_by(table.c.number)
        ):
            yield unpack(self._sealer.open(row["data"], table.name, row_key(table, row), "data"))

    def has_original(self, sha256: str) -> bool:
        """Whether the bytes of an arrival are still kept."""
        question = select(arrival_parts.c.number).where(arrival_parts.c.sha256 == sha256)
        return self._first(question) is not None

    def original_part(self, sha256: str, number: int) -> bytes:
        """A piece of the bytes of an arrival, numbered from 0; empty after the last."""
        table = arrival_parts
        row = self._first(select(table).where(table.c.sha256 == sha256, table.c.number == number))
        if row is None:
            return b""
        return unpack(self._sealer.open(row["data"], table.name, row_key(table, row), "data"))

    def findings(self, claim_id: str) -> list[FindingRow]:
        """The findings that hold a claim."""
        table = arrival_findings
        question = (
            select(table)
            .where(table.c.claim_id == claim_id)
            .order_by(table.c.sha256, table.c.number)
        )
        return [
            msgspec.json.decode(
                self._sealer.open(row["details"], table.name, row_key(table, row), "details"),
                type=FindingRow,
            )
            for row in self._rows(question)
        ]


class ArrivalsWritten(ArrivalsRead, Writer):
    """Keeps what came in."""

    def add_arrival(self, record: ArrivalRecord) -> bool:
        """Keep an arrival; False when its bytes are known."""
        is_new = self._insert_if_new(arrivals, ARRIVAL.row(record, self._sealer))
        if is_new:
            self.audit("arrival kept", record.sha256)
        return is_new

    def add_original(self, sha256: str, number: int, data: bytes) -> None:
        """Keep a piece of its bytes, numbered from 0; a piece that is kept already stays."""
        key = {"sha256": sha256, "number": number}
        sealed = self._sealer.seal(
            pack(data), arrival_parts.name, row_key(arrival_parts, key), "data"
        )
        self._insert_if_new(arrival_parts, {**key, "data": sealed})

    def add_findings(self, sha256: str, rows: Sequence[FindingRow]) -> None:
        """Keep findings that hold claims, after those of the arrival kept before."""
        if not rows:
            return
        table = arrival_findings
        last = select(func.max(table.c.number)).where(table.c.sha256 == sha256)
        before = self._connection.execute(last).scalar_one()
        first = 0 if before is None else before + 1
        found = [self._finding(sha256, place, row) for place, row in enumerate(rows, start=first)]
        self._insert_new(table, found)

    def clear_findings(self, sha256: str) -> None:
        """Forget the findings of an arrival, which is about to be read again."""
        table = arrival_findings
        self._connection.execute(delete(table).where(table.c.sha256 == sha256))

    def _finding(self, sha256: str, number: int, row: FindingRow) -> dict[str, object]:
        table = arrival_findings
        key = {"sha256": sha256, "number": number}
        return {
            **key,
            "claim_id": row.claim_id or "",
            "code": row.code,
            "severity": row.severity,
            "details": self._sealer.seal(
                msgspec.json.encode(row), table.name, row_key(table, key), "details"
            ),
        }
