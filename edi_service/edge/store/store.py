"""A store opened: its database, its keys, and its transactions."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import insert, select

from edi_service.edge.store import audit, database, schema
from edi_service.edge.store.books import SqlBooks, SqlShelf
from edi_service.edge.store.keys import find_ring, make_ring, place_of_ring
from edi_service.edge.store.sealing import Sealer
from edi_service.edge.store.tables import audit_head, keys
from edi_service.service.store import StoreRefused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from edi_service.edge.store.keys import KeyRing


_NO_STORE = "there is no store yet: edi-service process --store makes one"


class SqlStore:
    """Keeps the promises of :class:`~edi_service.service.store.Store` in a database."""

    def __init__(self, engine: Engine, ring: KeyRing) -> None:
        self.engine = engine
        self.sealer = Sealer(ring)

    @contextmanager
    def begin(self, *, actor: str, at: datetime) -> Iterator[SqlBooks]:
        """A transaction that writes: kept when the block ends, undone when it raises."""
        with (
            self.begin_raw() as connection,
            self.begin_on(connection, actor=actor, at=at) as books,
        ):
            yield books

    @contextmanager
    def begin_on(self, connection: Connection, *, actor: str, at: datetime) -> Iterator[SqlBooks]:
        """As :meth:`begin`, within the transaction of a *connection* that its owner commits."""
        books = SqlBooks(connection, self.sealer, actor=actor, at=at)
        yield books
        books.settle()

    @contextmanager
    def read(self) -> Iterator[SqlShelf]:
        """One consistent look at what is kept."""
        with self.read_raw() as connection:
            yield SqlShelf(connection, self.sealer)

    @contextmanager
    def begin_raw(self) -> Iterator[Connection]:
        """A transaction without books, for what concerns rows rather than records."""
        with database.in_one_sentence(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def read_raw(self) -> Iterator[Connection]:
        """One consistent look at the rows."""
        with database.in_one_sentence(), self.engine.connect() as connection:
            connection.execution_options(**database.READING)
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


class Opened(NamedTuple):
    """A store, and where a key ring was made for it; None when there was one."""

    store: SqlStore
    made_ring: Path | None


def open_store(url: str, ring_file: Path | None = None, *, make: bool = True) -> Opened:
    """
    Open the store at *url*, making its tables and keys where there are none yet.

    Args:
        url: ``postgresql://…``, ``sqlite:///FILE``, or the path of a file of SQLite.
        ring_file: where the key ring lies; None: where the environment says, or by default.
        make: whether a store may be made; otherwise one that is not there is refused.

    Raises:
        StoreRefused: it cannot be opened with these keys, or by this release.
    """
    engine = database.connect(url)
    if not make and not database.may_hold_tables(engine):
        raise StoreRefused(_NO_STORE)
    if engine.dialect.name == "sqlite":
        database.make_private(str(engine.url.database))
    now = datetime.now(UTC)
    ring, made = find_ring(ring_file), None
    try:
        with database.in_one_sentence(), engine.begin() as connection:
            is_new = schema.bring_up_to_date(connection)
            if is_new and not make:
                raise StoreRefused(_NO_STORE)  # noqa: TRY301 -- which undoes the tables
            found = connection.execute(select(keys.c.key_id, keys.c.proof))
            known = {row.key_id: row.proof for row in found}
            if ring is None:
                made = place_of_ring(ring_file)
                _refuse_lost(known, made)
                ring = make_ring(made, now)
            _check_keys(known, ring)
            _note_key(connection, known, ring, now)
            if is_new:
                _begin_log(connection, ring, now)
    except BaseException:
        engine.dispose()
        raise
    return Opened(SqlStore(engine, ring), made)


def _refuse_lost(known: dict[str, str], place: Path) -> None:
    if known:
        message = (
            f"the store is sealed, and there is no key ring at {place}: name the one it was made "
            "with by EDI_SERVICE_KEYS_FILE, or give it in EDI_SERVICE_KEYS"
        )
        raise StoreRefused(message)


def _check_keys(known: dict[str, str], ring: KeyRing) -> None:
    for key_id, proof in known.items():
        if ring.key(key_id).proof != proof:
            message = f"key {key_id} of {ring.whereabouts} is not the one the store was sealed with"
            raise StoreRefused(message)


def _note_key(connection: Connection, known: dict[str, str], ring: KeyRing, now: datetime) -> None:
    key = ring.current
    if key.key_id not in known:
        row = {"key_id": key.key_id, "first_used_at": now, "proof": key.proof}
        connection.execute(insert(keys), [row])


def _begin_log(connection: Connection, ring: KeyRing, now: datetime) -> None:
    row = {"only": audit.ONLY, "number": 0, "key_id": "", "digest": "", "proof": ""}
    connection.execute(insert(audit_head), [row])
    done = [("store made", ring.current.key_id, "")]
    audit.append(connection, Sealer(ring), done, actor="edi-service", at=now)
