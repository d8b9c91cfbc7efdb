"""Disks that are full, ours and partners': whatever could not be written is asked for again."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import asyncssh
import pytest

from edi_service.edge.exchange.aside import set_aside
from edi_service.edge.exchange.connection import Connection
from edi_service.edge.exchange.folder import DropFolder
from edi_service.edge.exchange.outbound import OutboundFolder, RemoteOutbound
from edi_service.service.exchange.pickup import Patience, Pickup, SourceLost, Step
from tests.edge.exchange.disks import small_disk
from tests.edge.exchange.openssh import NEEDS_SSHD, OpenSSH
from tests.edge.exchange.ours import our_server
from tests.edge.exchange.sources import running_loop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edi_service.service.exchange.pickup import Aside, Entry
    from tests.edge.exchange.disks import Disk

DATA = bytes(range(256)) * 4096  # a megabyte
PAGE = 4096  # bytes


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk", megabytes=4) as made:
        yield made


def test_a_file_that_cannot_be_set_aside_stays_and_is_taken_when_there_is_room(
    disk: Disk, tmp_path: Path
) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "a").write_bytes(DATA)
    received: list[str] = []

    def receive(_: Entry, aside: Aside) -> None:
        received.append(aside.sha256)

    pickup = Pickup(
        DropFolder(drop), Patience(settled_seconds=0), lambda: set_aside(disk.path), receive
    )
    disk.fill(leaving=len(DATA) // 3)
    for now in range(3):
        with pytest.raises(OSError, match="No space"):
            pickup.look(now)
    assert (drop / "a").read_bytes() == DATA

    disk.make_room()

    assert pickup.look(3) == [("a", Step.TAKEN)]
    assert received == [hashlib.sha256(DATA).hexdigest()]


def test_a_result_that_cannot_be_placed_is_not_seen_until_it_is_whole(disk: Disk) -> None:
    out = OutboundFolder(disk.path)
    disk.fill(leaving=len(DATA) // 3)
    with pytest.raises(OSError, match="No space"):
        out.place("a.999", "first", [DATA])
    assert not (disk.path / "a.999").exists()

    disk.make_room()
    out.place("a.999", "second", [DATA])
    out.reveal("a.999", "second")
    out.clear("a.999")

    assert [path.name for path in disk.path.iterdir()] == ["a.999"]
    assert (disk.path / "a.999").read_bytes() == DATA


@NEEDS_SSHD
def test_a_partners_disk_that_is_full(disk: Disk, tmp_path: Path) -> None:
    server = OpenSSH(tmp_path / "sshd")
    with server.running(), Connection(server.remote(disk.path), tmp_path) as connection:
        out = RemoteOutbound(connection)
        disk.fill(leaving=len(DATA) // 3)
        with pytest.raises(SourceLost):
            out.place("a.999", "first", [DATA])
        assert not (disk.path / "a.999").exists()

        disk.make_room()
        out.place("a.999", "second", [DATA])
        out.reveal("a.999", "second")
        out.clear("a.999")

    assert [path.name for path in disk.path.iterdir()] == ["a.999"]
    assert (disk.path / "a.999").read_bytes() == DATA


@pytest.mark.parametrize("leaving", [0, PAGE, len(DATA) // 3, len(DATA) - PAGE])
def test_an_upload_that_our_disk_cannot_hold_is_refused_and_never_taken_for_whole(
    disk: Disk, leaving: int
) -> None:
    """Not even where its partner closes it, as programs do whatever has happened."""
    with running_loop() as loop, our_server(disk.path, loop) as served:

        async def put(client: asyncssh.SFTPClient) -> None:
            async with client.open("inbound/a.837", "wb") as file:
                await file.write(DATA)

        disk.fill(leaving)
        with pytest.raises(asyncssh.SFTPError):
            served.do(put)
        assert not (served.inbound / "a.837").exists()
        assert served.told == []

        disk.make_room()
        served.do(put)

        assert [path.name for path in served.inbound.iterdir()] == ["a.837"]
        assert (served.inbound / "a.837").read_bytes() == DATA
        assert served.told == ["maple"]
