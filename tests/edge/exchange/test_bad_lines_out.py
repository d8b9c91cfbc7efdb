"""Results and uploads over lines that break, crawl and refuse: whole in the end, and seen once."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import asyncssh
import pytest

from edi_service.edge.exchange.connection import Connection
from edi_service.edge.exchange.outbound import RemoteOutbound
from edi_service.service.exchange.pickup import SourceDistrusted, SourceLost
from tests.edge.exchange.lines import line_to
from tests.edge.exchange.openssh import NEEDS_SSHD, OpenSSH
from tests.edge.exchange.ours import our_server
from tests.edge.exchange.reaching import KILOBYTE, TEN_MEGABYTES, reaching
from tests.edge.exchange.sources import running_loop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.edge.exchange.ours import Served
    from tests.edge.exchange.reaching import Reached

CUTS = 160  # of ten megabytes, one at every 64 kilobytes
PIECE = 16 * KILOBYTE  # what a partner sends at once


@pytest.fixture(params=["asyncssh", pytest.param("openssh", marks=NEEDS_SSHD)])
def reached(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Reached]:
    """A partner's server; nothing is brought to our own."""
    with reaching(request.param, tmp_path) as found:
        yield found


@pytest.mark.slow
def test_a_line_that_never_takes_more_than_64_kilobytes(reached: Reached) -> None:
    out = RemoteOutbound(reached.connection)
    reached.line.allowance = 64 * KILOBYTE

    out.place("a.278", "token", [TEN_MEGABYTES])
    assert not (reached.drop / "a.278").exists()
    out.reveal("a.278", "token")

    assert [path.name for path in reached.drop.iterdir()] == ["a.278"]
    assert (reached.drop / "a.278").read_bytes() == TEN_MEGABYTES
    assert reached.line.broken >= CUTS


def test_a_line_that_takes_next_to_nothing_is_given_up(reached: Reached) -> None:
    out = RemoteOutbound(reached.connection)
    reached.line.allowance = 12 * KILOBYTE

    with pytest.raises(SourceLost):
        out.place("a.278", "token", [TEN_MEGABYTES])

    assert not (reached.drop / "a.278").exists()


def test_a_slow_line(reached: Reached) -> None:
    data = TEN_MEGABYTES[: 384 * KILOBYTE]
    out = RemoteOutbound(reached.connecting(timeout_seconds=2.0))
    reached.line.pace = 96 * KILOBYTE

    out.place("a.278", "token", [data])
    out.reveal("a.278", "token")

    assert (reached.drop / "a.278").read_bytes() == data


def test_nothing_is_brought_to_a_server_whose_key_has_changed(reached: Reached) -> None:
    another = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    out = RemoteOutbound(reached.connecting(host_keys=(" ".join(another.split()[:2]),)))

    with pytest.raises(SourceDistrusted, match="host key"):
        out.place("a.278", "token", [b"ISA"])

    assert list(reached.drop.iterdir()) == []


@NEEDS_SSHD
def test_where_nothing_may_be_renamed_nothing_is_seen_until_it_may(tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    refusing = OpenSSH(tmp_path / "refusing", "rename,posix-rename")
    with refusing.running(), Connection(refusing.remote(drop), tmp_path) as connection:
        out = RemoteOutbound(connection)
        out.place("a.278", "token", [b"ISA"])
        for _ in range(2):
            with pytest.raises(SourceLost, match="refused"):
                out.reveal("a.278", "token")
        assert not (drop / "a.278").exists()

    server = OpenSSH(tmp_path / "sshd")
    with server.running(), Connection(server.remote(drop), tmp_path) as connection:
        RemoteOutbound(connection).reveal("a.278", "token")

    assert [path.name for path in drop.iterdir()] == ["a.278"]
    assert (drop / "a.278").read_bytes() == b"ISA"


async def upload(served: Served, port: int, data: bytes) -> None:
    """As far as the line lets it, from where the server says that it has come."""
    connection = await served.connect("maple", "maple", port)
    try:
        client = await connection.start_sftp_client()
        size = 0
        if await client.exists("inbound/a.837"):
            size = (await client.stat("inbound/a.837")).size or 0
        flags = asyncssh.FXF_WRITE if size else asyncssh.FXF_WRITE | asyncssh.FXF_CREAT
        file = await client.open("inbound/a.837", flags, encoding=None)
        for start in range(size, len(data), PIECE):
            await file.write(data[start : start + PIECE], start)
        await file.close()
    finally:
        connection.abort()
        await connection.wait_closed()


@pytest.mark.slow
def test_an_upload_to_our_server_that_is_cut_at_every_64_kilobytes(tmp_path: Path) -> None:
    with (
        running_loop() as loop,
        our_server(tmp_path, loop) as served,
        line_to(served.port, loop) as line,
    ):
        line.allowance = 64 * KILOBYTE
        while not (served.inbound / "a.837").exists():
            assert served.told == [], "half of it is no whole upload"
            assert line.broken < 4 * CUTS
            with suppress(OSError, asyncssh.Error):
                loop.run(upload(served, line.port, TEN_MEGABYTES))

        assert line.broken >= CUTS
        assert [path.name for path in served.inbound.iterdir()] == ["a.837"]
        assert (served.inbound / "a.837").read_bytes() == TEN_MEGABYTES
        assert served.told == ["maple"]


def test_a_slow_upload_to_our_server_is_not_seen_before_it_is_whole(tmp_path: Path) -> None:
    with (
        running_loop() as loop,
        our_server(tmp_path, loop) as served,
        line_to(served.port, loop) as line,
    ):
        line.pace = 32 * KILOBYTE
        slow = asyncio.run_coroutine_threadsafe(
            upload(served, line.port, TEN_MEGABYTES[: 64 * KILOBYTE]), loop.loop
        )
        seen = set()
        while not slow.done():
            seen |= {path.name for path in served.inbound.iterdir() if not slow.done()}
        slow.result()

        assert seen <= {".a.837.filepart", "a.837"}
        assert ".a.837.filepart" in seen
        assert (served.inbound / "a.837").stat().st_size == 64 * KILOBYTE
