"""Our SFTP server as partners meet it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import asyncssh
import pytest

from edi_service.edge.exchange.jail import prepare
from edi_service.edge.exchange.server import (
    HOST_KEY,
    KeysRefused,
    host_key,
    read_keys,
)
from tests.edge.exchange.ours import our_server
from tests.edge.exchange.sources import running_loop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.edge.exchange.ours import Served


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with running_loop() as loop, our_server(tmp_path, loop) as server:
        yield server


async def put(client: asyncssh.SFTPClient, name: str, data: bytes) -> None:
    async with client.open(name, "wb") as file:
        await file.write(data)


def test_an_upload_gets_its_name_when_it_is_closed(served: Served) -> None:
    seen = []

    async def work(client: asyncssh.SFTPClient) -> None:
        async with client.open("inbound/a.837", "wb") as file:
            await file.write(b"ISA")
            seen.append([path.name for path in served.inbound.iterdir()])

    served.do(work)

    assert seen == [[".a.837.filepart"]]
    assert (served.inbound / "a.837").read_bytes() == b"ISA"
    assert served.told == ["maple"]


def test_an_upload_that_was_cut_off_is_not_whole_and_can_go_on(served: Served) -> None:
    async def cut_off() -> None:
        connection = await served.connect("maple", "maple")
        client = await connection.start_sftp_client()
        file = await client.open("inbound/a.837", "wb")
        await file.write(b"0123")
        connection.abort()
        await connection.wait_closed()
        await asyncio.sleep(0.2)  # the server has to notice

    served.loop.run(cut_off())

    assert [path.name for path in served.inbound.iterdir()] == [".a.837.filepart"]
    assert served.told == []

    async def go_on(client: asyncssh.SFTPClient) -> list[str]:
        size = (await client.stat("inbound/a.837")).size
        assert size == 4
        names = await client.listdir("inbound")
        async with client.open("inbound/a.837", asyncssh.FXF_WRITE, encoding=None) as file:
            await file.seek(size)
            await file.write(b"4567")
        return [str(name) for name in names]

    assert served.do(go_on) == [".", "..", "a.837"]
    assert (served.inbound / "a.837").read_bytes() == b"01234567"
    assert served.told == ["maple"]


def test_a_channel_closed_with_the_file_still_open_is_no_whole_upload(served: Served) -> None:
    async def leave(client: asyncssh.SFTPClient) -> None:
        file = await client.open("inbound/a.837", "wb")
        await file.write(b"0123")

    served.do(leave)

    assert [path.name for path in served.inbound.iterdir()] == [".a.837.filepart"]


def test_an_upload_again_replaces_what_was_not_taken(served: Served) -> None:
    async def work(client: asyncssh.SFTPClient) -> None:
        await put(client, "inbound/a.837", b"longer first")
        await put(client, "inbound/a.837", b"second")

    served.do(work)

    assert (served.inbound / "a.837").read_bytes() == b"second"


def test_upload_under_another_name_and_rename(served: Served) -> None:
    async def work(client: asyncssh.SFTPClient) -> None:
        await put(client, "inbound/a.tmp", b"1")
        await client.rename("inbound/a.tmp", "inbound/a.837")
        await put(client, "inbound/b.tmp", b"2")
        with pytest.raises(asyncssh.SFTPError):
            await client.rename("inbound/b.tmp", "inbound/a.837")
        await client.posix_rename("inbound/b.tmp", "inbound/a.837")

    served.do(work)

    assert [path.name for path in served.inbound.iterdir()] == ["a.837"]
    assert (served.inbound / "a.837").read_bytes() == b"2"
    assert len(served.told) == 4


def test_results_are_taken_from_outbound(served: Served) -> None:
    outbound = served.root / "maple" / "outbound"
    (outbound / "a.999").write_bytes(b"AK1")

    async def work(client: asyncssh.SFTPClient) -> object:
        async with client.open("outbound/a.999", "rb") as file:
            data = await file.read()
        await client.remove("outbound/a.999")
        return data

    assert served.do(work) == b"AK1"
    assert list(outbound.iterdir()) == []


@pytest.mark.parametrize(
    "path",
    [
        "a.837",
        "outbound/a.837",
        "../a.837",
        "inbound/../../birch/inbound/a.837",
        "/../../../../escape",
        "inbound/.hidden",
        "inbound/deep/a.837",
    ],
)
def test_nothing_is_written_but_into_inbound(served: Served, path: str) -> None:
    async def work(client: asyncssh.SFTPClient) -> None:
        with pytest.raises(asyncssh.SFTPError):
            await put(client, path, b"x")

    served.do(work)

    assert [path for path in served.root.rglob("*") if path.is_file()] == []


def test_another_partners_files_cannot_be_seen(served: Served) -> None:
    (served.root / "birch" / "outbound" / "secret").write_bytes(b"x")

    async def work(client: asyncssh.SFTPClient) -> None:
        for path in ("../birch/outbound/secret", "/../birch/outbound/secret"):
            with pytest.raises(asyncssh.SFTPError):
                await client.stat(path)
        assert sorted(map(str, await client.listdir("/"))) == [".", "..", "inbound", "outbound"]

    served.do(work)


def test_what_a_partner_may_not_do(served: Served) -> None:
    (served.inbound / "a").write_bytes(b"1")

    async def work(client: asyncssh.SFTPClient) -> None:
        for refused in (
            client.mkdir("inbound/new"),
            client.rmdir("outbound"),
            client.symlink("/etc/passwd", "inbound/link"),
            client.link("inbound/a", "inbound/b"),
            client.rename("inbound/a", "outbound/a"),
            client.posix_rename("inbound/a", "outbound/a"),
        ):
            with pytest.raises(asyncssh.SFTPError):
                await refused
        await client.chmod("inbound/a", 0o777)
        await client.setstat("inbound/a", asyncssh.SFTPAttrs(size=0), follow_symlinks=False)
        async with client.open("inbound/c", "wb") as file:
            await file.setstat(asyncssh.SFTPAttrs(permissions=0o777))

    before = (served.inbound / "a").stat().st_mode
    served.do(work)

    assert (served.inbound / "a").read_bytes() == b"1"
    assert (served.inbound / "a").stat().st_mode == before


@pytest.mark.parametrize(("user", "key_of"), [("maple", "birch"), ("nobody", "maple")])
def test_only_a_partners_own_key_opens(served: Served, user: str, key_of: str) -> None:
    async def work() -> None:
        with pytest.raises(asyncssh.PermissionDenied):
            await served.connect(user, key_of)

    served.loop.run(work())


def test_a_password_opens_nothing(served: Served) -> None:
    async def work() -> None:
        with pytest.raises(asyncssh.PermissionDenied):
            await asyncssh.connect(
                "127.0.0.1",
                served.acceptor.get_port(),
                username="maple",
                password="maple",  # noqa: S106 -- it opens nothing
                known_hosts=None,
                client_keys=None,
                agent_path=None,
                config=None,
            )

    served.loop.run(work())


def test_there_is_no_shell(served: Served) -> None:
    async def work() -> None:
        async with await served.connect("maple", "maple") as connection:
            with pytest.raises(asyncssh.ChannelOpenError):
                await connection.run("id", check=True)

    served.loop.run(work())


def test_the_host_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first = host_key(tmp_path)

    assert host_key(tmp_path).public_data == first.public_data
    assert (tmp_path / HOST_KEY).stat().st_mode & 0o777 == 0o600


def test_a_key_that_cannot_be_read_names_its_partner() -> None:
    with pytest.raises(KeysRefused, match="maple"):
        read_keys("maple", ["ssh-ed25519 AAAA-no-key"])


def test_folders_of_a_partner_are_private(tmp_path: Path) -> None:
    prepare(tmp_path / "maple")

    assert (tmp_path / "maple" / "inbound").stat().st_mode & 0o777 == 0o700
