"""What every part of the store does with its connection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from edi_service.edge.store.bulk import insert_new
from edi_service.edge.store.forms import row_key
from edi_service.edge.store.sealing import pack, unpack
from edi_service.edge.store.tables import cases
from edi_service.service.store import StoreRefused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Select, Table

    from edi_service.edge.store.forms import Form, Record, Row
    from edi_service.edge.store.sealing import Sealer

AT_A_TIME = 500  # rows fetched, or values named in one question


class Reader:
    """Reads through *connection* what *sealer* opens."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

    def _rows(self, question: Select[Any]) -> Iterator[Row]:
        """The rows of an answer of any length, some at a time."""
        some = {"yield_per": AT_A_TIME}
        with self._connection.execute(question, execution_options=some) as result:
            yield from result.mappings()

    def _first(self, question: Select[Any]) -> Row | None:
        return self._connection.execute(question.limit(1)).mappings().first()

    def _records(self, form: Form[Record], question: Select[Any]) -> list[Record]:
        rows = self._connection.execute(question).mappings()
        return [form.record(row, self._sealer) for row in rows]

    def _count(self, rows: Select[Any]) -> int:
        question = select(func.count()).select_from(rows.subquery())
        return int(self._connection.execute(question).scalar_one())

    def _data(self, table: Table, what: str, **key: object) -> bytes:
        """The bytes kept beside a record."""
        question = select(*table.primary_key, table.c.data).filter_by(**key)
        row = self._connection.execute(question).mappings().first()
        if row is None:
            message = f"there is no such {what} in the store"
            raise StoreRefused(message)
        return unpack(self._sealer.open(row["data"], table.name, row_key(table, row), "data"))


class Writer(Reader):
    """Writes in the name of *actor* at the moment *at*; what is done is logged by the end."""

    def __init__(self, connection: Connection, sealer: Sealer, *, actor: str, at: datetime) -> None:
        super().__init__(connection, sealer)
        self._actor = actor
        self._at = at
        self._done: list[tuple[str, str, str]] = []  # action, subject, note

    def audit(self, action: str, subject: str, note: str = "") -> None:
        """Let the audit log say what was done to *subject*."""
        self._done.append((action, subject, note))

    def _insert(self, table: Table, row: Row) -> None:
        self._connection.execute(insert(table), [dict(row)])

    def _insert_if_new(self, table: Table, row: Row) -> bool:
        """Insert a row unless its key is there; whether it was new."""
        statement = self._unless_there(table).returning(*table.primary_key)
        return self._connection.execute(statement, dict(row)).first() is not None

    def _insert_new(self, table: Table, rows: Sequence[Row]) -> None:
        """Insert the rows whose keys are not there yet."""
        if rows:
            insert_new(self._connection, table, rows)

    def _unless_there(self, table: Table) -> postgresql.Insert | sqlite.Insert:
        if self._connection.dialect.name == "postgresql":
            return postgresql.insert(table).on_conflict_do_nothing()
        return sqlite.insert(table).on_conflict_do_nothing()

    def _seal_data(self, table: Table, key: Row, data: bytes) -> bytes:
        return self._sealer.seal(pack(data), table.name, row_key(table, key), "data")

    def _lock_case(self, case_id: str) -> None:
        """Let nobody else write about this case until the transaction is over."""
        question = select(cases.c.case_id).where(cases.c.case_id == case_id).with_for_update()
        if self._connection.execute(question).first() is None:
            message = f"there is no case {case_id} in the store"
            raise StoreRefused(message)

    def _next_number(self, table: Table, case_id: str) -> int:
        """The number of the next record of a case, which nobody else can take meanwhile."""
        self._lock_case(case_id)
        last = select(func.coalesce(func.max(table.c.number), 0)).where(table.c.case_id == case_id)
        return int(self._connection.execute(last).scalar_one()) + 1
