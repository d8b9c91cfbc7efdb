"""Partners' servers that break off, stall, refuse, or are not who they were: nothing is lost."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING

import asyncssh
import pytest

from edi_service.edge.exchange.aside import set_aside
from edi_service.edge.exchange.connection import Connection
from edi_service.edge.exchange.remote import RemoteFolder
from edi_service.service.exchange.pickup import (
    Patience,
    Pickup,
    Removal,
    SourceDistrusted,
    SourceLost,
    Step,
)
from tests.edge.exchange.lines import line_to
from tests.edge.exchange.openssh import NEEDS_SSHD, OpenSSH
from tests.edge.exchange.sources import partner_server, remote, running_loop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from edi_service.service.exchange.pickup import Aside, Entry
    from tests.edge.exchange.lines import Line

KILOBYTE = 1024
TEN_MEGABYTES = b"".join(hashlib.sha256(bytes([n % 256, n // 256])).digest() for n in range(64)) * (
    10 * 512
)


class Office:
    """Looks at a source until nothing is left there; keeps hashes of what was received."""

    def __init__(self, source: RemoteFolder, aside: Callable[[], Aside]) -> None:
        self.received: list[tuple[str, str]] = []
        self.steps: list[Step] = []
        patience = Patience(settled_seconds=0)
        self._pickup = Pickup(source, patience, aside, self._receive)

    def _receive(self, entry: Entry, aside: Aside) -> None:
        self.received.append((entry.name, aside.sha256))

    def look(self) -> None:
        """Once."""
        self.steps += [step for _, step in self._pickup.look(0.0)]

    def look_until_removed(self, most: int) -> int:
        """How many looks it took."""
        for number in range(most):
            try:
                self.look()
            except SourceLost:
                continue
            if Step.REMOVED in self.steps:
                return number
        pytest.fail(f"the file is still there after {most} looks")


@pytest.fixture(params=["asyncssh", pytest.param("openssh", marks=NEEDS_SSHD)])
def reached(
    request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[tuple[Line, Connection, Path]]:
    """A line to a server, the source behind it, and the folder of the files."""
    drop = tmp_path / "drop"
    drop.mkdir()
    with running_loop() as loop:
        if request.param == "openssh":
            server = OpenSSH(tmp_path / "sshd")
            with (
                server.running(),
                line_to(server.port, loop) as line,
                Connection(server.remote(drop, line.port), tmp_path) as connection,
            ):
                yield line, connection, drop
        else:
            with (
                partner_server(drop, loop) as (port, key),
                line_to(port, loop) as line,
                Connection(
                    remote(line.port, key, timeout_seconds=5.0), tmp_path, "correct horse"
                ) as connection,
            ):
                yield line, connection, drop


CUTS = 160  # of ten megabytes, one at every 64 kilobytes


def test_a_line_that_breaks_at_every_64_kilobytes(
    reached: tuple[Line, Connection, Path], tmp_path: Path, *, is_thorough: bool
) -> None:
    line, connection, drop = reached
    source = RemoteFolder(connection)
    digest = hashlib.sha256(TEN_MEGABYTES).hexdigest()

    for cut in range(1, CUTS, 1 if is_thorough else 40):
        (drop / "a").write_bytes(TEN_MEGABYTES)
        office = Office(source, lambda: set_aside(tmp_path))
        line.budget = cut * 64 * KILOBYTE
        connection.close()
        with suppress(SourceLost):
            office.look()
        line.budget = None
        office.look_until_removed(4)

        assert office.received == [("a", digest)]
        assert list(drop.iterdir()) == []
    assert line.broken == len(range(1, CUTS, 1 if is_thorough else 40))


def test_a_line_that_never_brings_more_than_64_kilobytes(
    reached: tuple[Line, Connection, Path], tmp_path: Path
) -> None:
    line, connection, drop = reached
    source = RemoteFolder(connection)
    data = TEN_MEGABYTES[: 1024 * KILOBYTE]
    (drop / "a").write_bytes(data)
    office = Office(source, lambda: set_aside(tmp_path))
    line.budget = 64 * KILOBYTE

    office.look_until_removed(100)

    assert office.received == [("a", hashlib.sha256(data).hexdigest())]


def test_a_line_that_falls_silent_is_given_up(
    reached: tuple[Line, Connection, Path], tmp_path: Path
) -> None:
    line, connection, drop = reached
    source = RemoteFolder(connection)
    (drop / "a").write_bytes(TEN_MEGABYTES)
    office = Office(source, lambda: set_aside(tmp_path))
    line.budget, line.stalls = 200 * KILOBYTE, True
    office.look()

    assert office.steps == [Step.CUT_OFF]
    line.budget = None
    office.look_until_removed(4)
    assert [name for name, _ in office.received] == ["a"]


def test_a_server_with_another_key_is_not_spoken_to(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    another = asyncssh.generate_private_key("ssh-ed25519")

    with (
        running_loop() as loop,
        partner_server(tmp_path, loop) as (port, _),
        Connection(remote(port, another), tmp_path, "correct horse") as connection,
    ):
        with pytest.raises(SourceDistrusted, match="host key"):
            RemoteFolder(connection).entries()
        with pytest.raises(SourceDistrusted, match="host key"):
            RemoteFolder(connection).entries()


def test_a_server_that_does_not_let_us_in(tmp_path: Path) -> None:
    with (
        running_loop() as loop,
        partner_server(tmp_path, loop) as (port, key),
        Connection(remote(port, key), tmp_path, "wrong") as connection,
        pytest.raises(SourceLost, match="does not let us in"),
    ):
        RemoteFolder(connection).entries()


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    key = asyncssh.generate_private_key("ssh-ed25519")

    with (
        Connection(remote(1, key), tmp_path, "x") as connection,
        pytest.raises(SourceLost, match="lost"),
    ):
        RemoteFolder(connection).entries()


class NoRename(asyncssh.SFTPServer):
    """A server on which files cannot be renamed."""

    def rename(self, *_: object, **__: object) -> None:
        """Refuse."""
        message = "no"
        raise asyncssh.SFTPPermissionDenied(message)


class ReadOnly(NoRename):
    """A server on which files can only be read."""

    def remove(self, *_: object, **__: object) -> None:
        """Refuse."""
        message = "no"
        raise asyncssh.SFTPPermissionDenied(message)


@pytest.mark.parametrize(
    ("server", "expected"), [(NoRename, Removal.REMOVED), (ReadOnly, Removal.REFUSED)]
)
def test_what_a_server_does_not_let_us_do(
    tmp_path: Path, server: type[asyncssh.SFTPServer], expected: Removal
) -> None:
    (tmp_path / "a").write_bytes(b"1")

    with (
        running_loop() as loop,
        partner_server(tmp_path, loop, server) as (port, key),
        Connection(remote(port, key), tmp_path, "correct horse") as connection,
    ):
        source = RemoteFolder(connection)
        [entry] = source.entries()

        assert source.remove(entry) is expected
        assert (tmp_path / "a").exists() is (expected is Removal.REFUSED)
