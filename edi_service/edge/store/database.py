"""A database by its URL: SQLite in a file, or PostgreSQL."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from edi_service.service.store import StoreRefused, StoreUnreachable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection, Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection

_PRIVATE_FILE = 0o600
_IDLE = 60.0  # seconds after which a transaction that nobody goes on with ends, on PostgreSQL
_WAIT = 60_000  # milliseconds for which a writer waits for another, on SQLite
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={_WAIT}",
)
_BEGIN = "edi_service_begin"  # how a transaction on SQLite begins: an option of its connection
READING = {_BEGIN: "BEGIN"}


def connect(text: str) -> Engine:
    """
    The database at *text*, an URL or the path of a file of SQLite.

    Raises:
        StoreRefused: it is neither.
    """
    url = _url(text)
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, hide_parameters=True)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(url, hide_parameters=True, pool_pre_ping=True)
    let_go_after(engine, _IDLE)
    return engine


def let_go_after(engine: Engine, seconds: float) -> None:
    """
    Let a server end any transaction that nobody goes on with for so long, and free its locks.

    A process that stands still or is cut off would otherwise keep all others from what it has
    begun to write.  A file of SQLite is let go of only with the process.
    """
    if engine.dialect.name != "postgresql":
        return
    setting = f"SET idle_in_transaction_session_timeout = {round(seconds * 1000)}"

    def prepare(connection: DBAPIConnection, record: object) -> None:
        del record
        connection.execute(setting)
        connection.commit()

    engine.dispose()  # connections that it holds keep what was set before
    event.listen(engine, "connect", prepare)


def may_hold_tables(engine: Engine) -> bool:
    """False when asking would make the file of a database that is not there."""
    return engine.dialect.name != "sqlite" or Path(str(engine.url.database)).exists()


def make_private(path: str) -> None:
    """Make a file of SQLite that its owner alone may read, unless it is there."""
    with suppress(OSError):  # what keeps it from being made, SQLite will say better
        Path(path).touch(mode=_PRIVATE_FILE)


def _url(text: str) -> URL:
    try:
        url = make_url(text if "://" in text else f"sqlite:///{text}")
    except (ArgumentError, ValueError):
        message = "the store is named by a file, sqlite:///FILE or postgresql://USER@HOST/DATABASE"
        raise StoreRefused(message) from None
    backend = url.get_backend_name()
    if backend == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if backend != "sqlite" or not url.database or url.database == ":memory:":
        message = f"a store is kept in SQLite (a file) or PostgreSQL, not in {backend}"
        raise StoreRefused(message)
    return url.set(drivername="sqlite")


def _prepare_sqlite(connection: DBAPIConnection, record: object) -> None:
    """Transactions begin when we say so, and what is committed is on the disk."""
    del record
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    """A writer says so from the start: two that read first would wait for each other for ever."""
    options = connection.get_execution_options()
    connection.exec_driver_sql(str(options.get(_BEGIN, "BEGIN IMMEDIATE")))


@contextmanager
def in_one_sentence() -> Iterator[None]:
    """
    Turn what the database says into one sentence without values.

    Raises:
        StoreRefused: with that sentence; StoreUnreachable where it does not answer.
    """
    try:
        yield
    except DBAPIError as fault:
        # What a database quotes is ids and ciphertext, and yet only its first line is repeated.
        said = str(fault.orig).strip().splitlines() or [type(fault.orig).__name__]
        message = f"the store cannot be used: {said[0]}"
        is_gone = fault.connection_invalidated or isinstance(fault, OperationalError)
        raise (StoreUnreachable if is_gone else StoreRefused)(message) from None
