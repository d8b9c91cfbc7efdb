"""
A new key for everything: each field sealed anew, a few rows a transaction.

A row says by itself which key its fields are sealed with.  So a rotation that was cut short goes on
where it stopped, and until it is over both keys are in the ring.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, or_, select, tuple_, update

from edi_service.edge.store.claims import CLAIM, note_anew
from edi_service.edge.store.forms import row_key
from edi_service.edge.store.keys import keep_ring
from edi_service.edge.store.sealing import KEY_ID_BYTES
from edi_service.edge.store.store import open_store
from edi_service.edge.store.tables import claims, metadata, sealed_as, sealed_columns, words
from edi_service.service.records import Search
from edi_service.service.store import StoreRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlalchemy import Column, ColumnElement, Connection, Table

    from edi_service.edge.store.forms import Row
    from edi_service.edge.store.keys import Key
    from edi_service.edge.store.store import SqlStore

_ROWS = 100  # sealed anew in one transaction


class Use(NamedTuple):
    """A key of the ring, and how many fields of the store are sealed with it."""

    key: Key
    is_current: bool
    fields: int


class Rotated(NamedTuple):
    """The key that all is sealed with now, and how many rows had to be sealed anew."""

    key: Key
    rows: int


def key_uses(store: SqlStore) -> list[Use]:
    """The keys of the ring in the order they were made, the current one last."""
    counts: dict[bytes, int] = {}
    with store.read_raw() as connection:
        for table in _sealed_tables():
            for column in sealed_columns(table):
                head = _key_of(column)
                for found, count in connection.execute(select(head, func.count()).group_by(head)):
                    counts[bytes(found)] = counts.get(bytes(found), 0) + count
    ring = store.sealer.ring
    uses = [
        Use(key, key is ring.current, counts.get(key.key_id.encode(), 0))
        for key in ring.keys.values()
    ]
    return sorted(uses, key=lambda use: (use.is_current, use.key.made, use.key.key_id))


def rotate(
    url: str, ring_file: Path | None, advance: Callable[[int], None] = lambda _rows: None
) -> Rotated:
    """
    Seal everything with a new key, or finish a rotation that was cut short.

    Args:
        url: of the store.
        ring_file: where the key ring lies, as for :func:`~edi_service.edge.store.store.open_store`.
        advance: told how many rows have been sealed anew, after each transaction.

    Raises:
        StoreRefused: the ring cannot be written, or a row does not open.
    """
    store = open_store(url, ring_file, make=False).store
    try:
        if not any(use.fields for use in key_uses(store) if not use.is_current):
            store = _with_new_key(store, url, ring_file)
        rows = 0
        for some in _reseal(store):
            rows += some
            advance(rows)
        key = store.sealer.ring.current
        with store.begin(actor="edi-service", at=datetime.now(UTC)) as books:
            books.audit("keys rotated", key.key_id, f"{rows} rows")
        return Rotated(key, rows)
    finally:
        store.close()


def _with_new_key(store: SqlStore, url: str, ring_file: Path | None) -> SqlStore:
    """The store opened with a ring whose new key is on the disk before anything is sealed by it."""
    store.close()
    ring = store.sealer.ring
    if ring.place is None:
        message = (
            "a new key cannot be kept in EDI_SERVICE_KEYS: rotate with the ring in a file, then "
            "give its text there"
        )
        raise StoreRefused(message)
    keep_ring(ring.with_new_key(datetime.now(UTC)))
    return open_store(url, ring_file).store


def _reseal(store: SqlStore) -> Iterator[int]:
    """Seal rows anew, table by table; how many, after each transaction."""
    for table in _sealed_tables():
        last: tuple[Any, ...] | None = None
        while True:
            with store.begin_raw() as connection:
                rows = _next_rows(connection, table, store.sealer.ring.current, last)
                for row in rows:
                    _reseal_row(connection, table, row, store)
            if not rows:
                break
            last = tuple(rows[-1][column.name] for column in table.primary_key)
            yield len(rows)


def _next_rows(
    connection: Connection, table: Table, current: Key, last: tuple[Any, ...] | None
) -> list[Row]:
    """Rows behind *last* with a field that is sealed by another key than *current*."""
    key = [*table.primary_key]
    is_old = [_key_of(column) != current.key_id.encode() for column in sealed_columns(table)]
    question = select(table).where(or_(*is_old)).order_by(*key).limit(_ROWS).with_for_update()
    if last is not None:
        question = question.where(tuple_(*key) > last)
    return list(connection.execute(question).mappings())


def _reseal_row(connection: Connection, table: Table, row: Row, store: SqlStore) -> None:
    sealer, key, place = store.sealer, row_key(table, row), sealed_as(table)
    values: dict[str, Any] = {}
    for column in sealed_columns(table):
        plain = sealer.open(row[column.name], place, key, column.name)
        values[column.name] = sealer.seal(plain, place, key, column.name)
        if table is words:
            values["hash"] = sealer.hash(Search(row["kind"]), plain.decode()).hex()
    found = [column == row[column.name] for column in table.primary_key]
    connection.execute(update(table).where(*found).values(values))
    if table is claims:
        note_anew(connection, CLAIM.record(row, sealer), sealer)


def _sealed_tables() -> list[Table]:
    return [table for table in metadata.sorted_tables if sealed_columns(table)]


def _key_of(column: Column[Any]) -> ColumnElement[bytes]:
    """The id of the key that a field is sealed with, as the database sees it."""
    return func.substr(column, 1, KEY_ID_BYTES, type_=column.type)
