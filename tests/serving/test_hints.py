"""Work begins when a file comes, and not later than a look when nobody tells of it."""

from __future__ import annotations

import asyncio
import errno
import os
import threading
import time
from typing import TYPE_CHECKING, Any

import asyncssh
import pytest
import watchfiles

from edi_service.claims.model import ClaimKind
from edi_service.edge.exchange.folder import TAKEN
from edi_service.service.synth import synthesize
from edi_service.wiring.serving.hinting import Hinting
from tests.serving.office import Office, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NEVER = 10_000.0  # seconds between two looks


def claims(seed: int) -> bytes:
    return b"".join(synthesize(ClaimKind.PROFESSIONAL, 5, seed))


@pytest.fixture
def one_office(tmp_path: Path) -> Iterator[Office]:
    url = f"sqlite:///{tmp_path / 'store.sqlite'}"
    yield from running(Office(tmp_path / "office", url))


def renamed_into(office: Office, name: str, data: bytes) -> None:
    office.drop(name, data)


def written_slowly(office: Office, name: str, data: bytes) -> None:
    with (office.inbound / name).open("wb") as file:
        for start in range(0, len(data), 2000):
            file.write(data[start : start + 2000])
            file.flush()
            time.sleep(0.05)


def linked_into(office: Office, name: str, data: bytes) -> None:
    beside = office.folder / name
    beside.write_bytes(data)
    os.link(beside, office.inbound / name)
    beside.unlink()


@pytest.mark.parametrize("leave", [renamed_into, written_slowly, linked_into])
def test_a_file_is_taken_and_removed_without_waiting_for_a_look(
    one_office: Office, leave: Callable[[Office, str, bytes], None]
) -> None:
    one_office.looks = NEVER
    one_office.start()
    one_office.wait_for_event("serving")
    time.sleep(1)  # the first look is over
    for number in range(3):
        leave(one_office, f"{number}.837", claims(number))

    counts = one_office.wait_until_done(files=3, seconds=60)
    one_office.wait_until_taken_away()

    assert (counts.done, counts.claims) == (3, 15)


def test_an_upload_to_our_own_server_is_seen_as_soon_as_it_has_its_name(
    one_office: Office,
) -> None:
    """Whoever gives it the name: the server tells of what it closes, the folder of all else."""
    one_office.looks = NEVER
    one_office.more = f"sftp_keys = ['{PUBLIC_KEY}']\n"
    one_office.service = "[service.sftp]\nport = 0\n"
    one_office.start()
    one_office.wait_for_event("sftp listening")
    time.sleep(1)
    inbound = one_office.folder / "sftp" / "maple" / "inbound"
    (inbound / ".a.837.filepart").write_bytes(claims(1))
    (inbound / ".a.837.filepart").rename(inbound / "a.837")

    assert one_office.wait_until_done(files=1, seconds=60).done == 1


@pytest.mark.slow
def test_an_upload_that_is_closed_is_worked_at_once(one_office: Office) -> None:
    key = asyncssh.generate_private_key("ssh-ed25519")
    public = key.export_public_key().decode().strip()
    one_office.looks = NEVER
    one_office.more = f"sftp_keys = ['{public}']\n"
    one_office.service = "[service.sftp]\nport = 0\n"
    one_office.start()
    port = one_office.wait_for_event("sftp listening")["port"]
    time.sleep(1)

    async def upload() -> None:
        options = {"username": "maple", "client_keys": [key], "known_hosts": None, "config": None}
        async with (
            asyncssh.connect("127.0.0.1", port, **options) as connection,
            connection.start_sftp_client() as client,
            client.open("inbound/a.837", "wb") as file,
        ):
            await file.write(claims(1))

    asyncio.run(upload())

    assert one_office.wait_until_done(files=1, seconds=60).claims == 5


PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ7k0i0kB1VwP0mG3w2o8l2kq9Q3QzXk0lqv3k0bq3bP"


def test_a_system_without_watches_only_makes_it_slower(one_office: Office) -> None:
    one_office.start(program="tests.serving.deaf")
    one_office.wait_for_event("folders are not watched")
    one_office.drop("a.837", claims(1))

    assert one_office.wait_until_done(files=1).done == 1
    assert one_office.stop() == 0


class Bell:
    """Counts how often it was rung."""

    def __init__(self) -> None:
        self.count = 0
        self._rung = threading.Event()

    def ring(self) -> None:
        self.count += 1
        self._rung.set()

    def is_rung(self, seconds: float = 10) -> bool:
        found = self._rung.wait(seconds)
        self._rung.clear()
        return found


@pytest.fixture
def bells(tmp_path: Path) -> Iterator[dict[Path, Bell]]:
    folders = {tmp_path / name: Bell() for name in ("maple", "elm")}
    for folder in folders:
        folder.mkdir()
    hinting = Hinting({folder: bell.ring for folder, bell in folders.items()}, again_after=0.1)
    hinting.start()
    time.sleep(0.5)
    try:
        yield folders
    finally:
        hinting.stop()


def test_each_folder_has_its_own_bell(bells: dict[Path, Bell]) -> None:
    maple, elm = bells
    (maple / "a.837").write_bytes(b"x")

    assert bells[maple].is_rung()
    assert bells[elm].count == 0


def test_moving_files_out_of_the_way_rings_no_bell(bells: dict[Path, Bell]) -> None:
    maple, _ = bells
    (maple / f"{TAKEN}1").write_bytes(b"x")
    (maple / f"{TAKEN}1").unlink()

    assert not bells[maple].is_rung(0.7)


def test_a_folder_that_goes_and_comes_back_is_heard_again(bells: dict[Path, Bell]) -> None:
    maple, elm = bells
    maple.rmdir()
    bells[maple].is_rung(1)
    maple.mkdir()
    for number in range(50):  # it is watched anew at some moment after it came
        (maple / f"{number}.837").write_bytes(b"x")
        if bells[maple].is_rung(0.2):
            break
    (elm / "a.837").write_bytes(b"x")

    assert bells[maple].count
    assert bells[elm].is_rung()


def test_watching_is_tried_again_when_it_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = watchfiles.watch
    failed: list[bool] = []

    def fail_once(*folders: Path, **options: Any) -> object:
        if not failed:
            failed.append(True)
            raise OSError(errno.EMFILE, "Too many open files")
        return watch(*folders, **options)

    monkeypatch.setattr(watchfiles, "watch", fail_once)
    bell = Bell()
    hinting = Hinting({tmp_path: bell.ring}, again_after=0.01)
    hinting.start()
    time.sleep(0.5)
    (tmp_path / "a.837").write_bytes(b"x")
    try:
        assert bell.is_rung()
        assert failed
    finally:
        hinting.stop()
