"""Partners' servers that break off, stall, refuse, or are not who they were: nothing is lost."""

from __future__ import annotations

import asyncio
import hashlib
from contextlib import suppress
from typing import TYPE_CHECKING

import asyncssh
import pytest

from edi_service.edge.exchange.aside import set_aside
from edi_service.edge.exchange.connection import Connection
from edi_service.edge.exchange.folder import TAKEN
from edi_service.edge.exchange.remote import RemoteFolder
from edi_service.service.exchange.pickup import (
    Patience,
    Pickup,
    Removal,
    SourceDistrusted,
    SourceLost,
    Step,
)
from tests.edge.exchange.openssh import NEEDS_SSHD, OpenSSH
from tests.edge.exchange.ours import our_server
from tests.edge.exchange.reaching import KILOBYTE, TEN_MEGABYTES, reached
from tests.edge.exchange.sources import partner_server, remote, running_loop

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from edi_service.service.exchange.pickup import Aside, Entry
    from tests.edge.exchange.reaching import Reached

__all__ = ["reached"]


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


CUTS = 160  # of ten megabytes, one at every 64 kilobytes


@pytest.mark.slow
def test_a_line_that_never_brings_more_than_64_kilobytes(reached: Reached, tmp_path: Path) -> None:
    """So that ten megabytes come with a cut at every 64 kilobytes, and more."""
    source = RemoteFolder(reached.connection)
    (reached.drop / "a").write_bytes(TEN_MEGABYTES)
    office = Office(source, lambda: set_aside(tmp_path))
    reached.line.budget = 64 * KILOBYTE

    office.look_until_removed(2 * CUTS)

    assert office.received == [("a", hashlib.sha256(TEN_MEGABYTES).hexdigest())]
    assert list(reached.drop.iterdir()) == []
    assert reached.line.broken >= CUTS


def test_a_line_that_breaks_once(reached: Reached, tmp_path: Path, *, is_thorough: bool) -> None:
    """At each of the 64 kilobytes, one transfer after another."""
    line, drop = reached.line, reached.drop
    source = RemoteFolder(reached.connection)
    digest = hashlib.sha256(TEN_MEGABYTES).hexdigest()

    cuts = range(1, CUTS, 1 if is_thorough else 40)
    for cut in cuts:
        (drop / "a").write_bytes(TEN_MEGABYTES)
        office = Office(source, lambda: set_aside(tmp_path))
        line.budget = cut * 64 * KILOBYTE
        reached.connection.close()
        with suppress(SourceLost):
            office.look()
        line.budget = None
        office.look_until_removed(4)

        assert office.received == [("a", digest)]
        assert list(drop.iterdir()) == []
    assert line.broken == len(cuts)


def test_a_slow_line(reached: Reached, tmp_path: Path) -> None:
    """Less is asked for at once, so that it comes within the time an answer may take."""
    data = TEN_MEGABYTES[: 384 * KILOBYTE]
    (reached.drop / "a").write_bytes(data)
    office = Office(
        RemoteFolder(reached.connecting(timeout_seconds=2.0)), lambda: set_aside(tmp_path)
    )
    reached.line.pace = 96 * KILOBYTE

    office.look_until_removed(10)

    assert office.received == [("a", hashlib.sha256(data).hexdigest())]
    assert Step.CUT_OFF in office.steps, "it was too slow for all of it at once"


def test_a_line_that_falls_silent_is_given_up(reached: Reached, tmp_path: Path) -> None:
    source = RemoteFolder(reached.connection)
    (reached.drop / "a").write_bytes(TEN_MEGABYTES)
    office = Office(source, lambda: set_aside(tmp_path))
    reached.line.budget, reached.line.stalls = 200 * KILOBYTE, True
    office.look()

    assert office.steps == [Step.CUT_OFF]
    reached.line.budget = None
    office.look_until_removed(4)
    assert [name for name, _ in office.received] == ["a"]


def test_a_server_whose_key_has_changed_is_not_spoken_to(reached: Reached) -> None:
    (reached.drop / "a").write_bytes(b"x")
    another = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    assert [entry.name for entry in RemoteFolder(reached.connection).entries()] == ["a"]

    source = RemoteFolder(reached.connecting(host_keys=(" ".join(another.split()[:2]),)))

    for _ in range(2):
        with pytest.raises(SourceDistrusted, match="host key"):
            source.entries()
    assert (reached.drop / "a").read_bytes() == b"x"


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


@NEEDS_SSHD
@pytest.mark.parametrize(
    ("denied", "expected"),
    [("rename,posix-rename", Removal.REMOVED), ("rename,posix-rename,remove", Removal.REFUSED)],
)
def test_what_an_openssh_server_does_not_let_us_do(
    tmp_path: Path, denied: str, expected: Removal
) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "a").write_bytes(b"1")
    server = OpenSSH(tmp_path / "sshd", denied)

    with server.running(), Connection(server.remote(drop), tmp_path) as connection:
        source = RemoteFolder(connection)
        [entry] = source.entries()

        assert source.remove(entry) is expected
        assert [path.name for path in drop.iterdir()] == ["a"] * (expected is Removal.REFUSED)


def test_our_own_server_lets_nobody_rename_what_is_to_be_fetched(
    tmp_path: Path,
) -> None:
    with running_loop() as loop, our_server(tmp_path / "jails", loop) as served:
        (served.outbound / "a").write_bytes(b"1")
        with Connection(served.remote(served.port, "outbound"), tmp_path) as connection:
            source = RemoteFolder(connection)
            [entry] = source.entries()

            assert source.remove(entry) is Removal.REMOVED
        assert list(served.outbound.iterdir()) == []


class Forgetful(asyncssh.SFTPServer):
    """A server whose line breaks whenever it has renamed a file."""

    async def rename(self, oldpath: bytes, newpath: bytes) -> None:
        """Rename, and be gone before that can be told."""
        super().rename(oldpath, newpath)
        self.channel.get_connection().abort()
        await asyncio.sleep(0)


def test_a_file_that_changed_is_not_lost_when_the_line_breaks_while_it_is_renamed(
    tmp_path: Path,
) -> None:
    (tmp_path / "a").write_bytes(b"1")
    with (
        running_loop() as loop,
        partner_server(tmp_path, loop, Forgetful) as (port, key),
        Connection(remote(port, key), tmp_path, "correct horse") as connection,
    ):
        source = RemoteFolder(connection)
        [entry] = source.entries()
        (tmp_path / "a").write_bytes(b"another")
        with pytest.raises(SourceLost):
            source.remove(entry)
        assert [path.name[:7] for path in tmp_path.iterdir()] == [TAKEN]
    with (
        running_loop() as loop,
        partner_server(tmp_path, loop) as (port, key),
        Connection(remote(port, key), tmp_path, "correct horse") as connection,
    ):
        RemoteFolder(connection).entries()

    assert (tmp_path / "a").read_bytes() == b"another"
