"""Servers that are reached over a line: a real OpenSSH server, asyncssh's, and our own."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from edi_service.edge.exchange.connection import Connection
from tests.edge.exchange.lines import line_to
from tests.edge.exchange.openssh import NEEDS_SSHD, OpenSSH
from tests.edge.exchange.ours import our_server
from tests.edge.exchange.sources import partner_server, remote, running_loop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edi_service.service.exchange.partners import Remote
    from tests.edge.exchange.lines import Line
    from tests.edge.exchange.sources import Loop

KILOBYTE = 1024
TEN_MEGABYTES = b"".join(hashlib.sha256(bytes([n % 256, n // 256])).digest() for n in range(64)) * (
    10 * 512
)


@dataclass
class Reached:
    """
    A server behind a line.

    Attributes:
        line: what leads there.
        remote: how it is reached by that.
        drop: the folder of its files.
        connection: one that is made.
    """

    line: Line
    remote: Remote
    drop: Path
    _base: Path
    connection: Connection = field(init=False)
    _closing: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        """Connect."""
        self.connection = self.connecting()

    def connecting(self, **others: object) -> Connection:
        """Another connection, with *others* of what is agreed."""
        agreed = replace(self.remote, **others)
        return self._closing.enter_context(Connection(agreed, self._base, "correct horse"))

    def close(self) -> None:
        """Hang up."""
        self._closing.close()


@contextmanager
def reaching(kind: str, folder: Path) -> Iterator[Reached]:
    """A server of a *kind*, with its files and keys in *folder*."""
    drop = folder / "drop"
    drop.mkdir()
    with running_loop() as loop, _SERVERS[kind](folder, drop, loop) as (line, agreed, files):
        found = Reached(line, agreed, files, folder)
        try:
            yield found
        finally:
            found.close()


@contextmanager
def _openssh(folder: Path, drop: Path, loop: Loop) -> Iterator[tuple[Line, Remote, Path]]:
    server = OpenSSH(folder / "sshd")
    with server.running(), line_to(server.port, loop) as line:
        yield line, server.remote(drop, line.port), drop


@contextmanager
def _asyncssh(folder: Path, drop: Path, loop: Loop) -> Iterator[tuple[Line, Remote, Path]]:
    del folder
    with partner_server(drop, loop) as (port, key), line_to(port, loop) as line:
        yield line, remote(line.port, key, timeout_seconds=5.0), drop


@contextmanager
def _ours(folder: Path, drop: Path, loop: Loop) -> Iterator[tuple[Line, Remote, Path]]:
    del drop
    with our_server(folder / "jails", loop) as served, line_to(served.port, loop) as line:
        yield line, served.remote(line.port, "outbound"), served.outbound


_SERVERS = {"openssh": _openssh, "asyncssh": _asyncssh, "ours": _ours}
KINDS = ["asyncssh", pytest.param("openssh", marks=NEEDS_SSHD), "ours"]


@pytest.fixture(params=KINDS)
def reached(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Reached]:
    """A server of each kind."""
    with reaching(request.param, tmp_path) as found:
        yield found
