"""A disk under the service that is full, or refuses now and then: nothing lost, nothing twice."""

from __future__ import annotations

import re
import subprocess
import time
from contextlib import closing, contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPConnection
from itertools import count
from typing import TYPE_CHECKING

import pytest

from edi_service.service.exchange.drops import DropState
from tests.edge.exchange.disks import small_disk
from tests.serving.office import Office, running
from tests.serving.test_faults import FEW, claims, require_each_once

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.edge.exchange.disks import Disk
    from tests.warm import Warm

FILES = 6
SERVES = '"serving"'  # an event of the log


@pytest.mark.slow
def test_a_disk_that_refuses_one_thing_in_six(office: Office) -> None:
    """Commits, files made to last, names given and taken; what ends the service begins it anew."""
    seeds = count(1)
    office.start(fault=f"refuse {next(seeds)}")
    for number in range(FILES):
        office.drop(f"{number}.837", claims(number, FEW))
        try:
            office.machines["left"].wait(1)
        except subprocess.TimeoutExpired:
            continue
        office.start(fault=f"refuse {next(seeds)}")
    office.kill()

    office.start()
    office.wait_until_done(FILES)

    require_each_once(office, FILES, FEW)


def begin(office: Office, fault: str) -> None:
    """Let it serve, anew where the *fault* keeps it from beginning."""
    log = office.folder / "left.log"
    before = log.read_text().count(SERVES) if log.exists() else 0
    office.start(fault=fault)
    deadline = time.monotonic() + 60
    while log.read_text().count(SERVES) == before:
        assert time.monotonic() < deadline, office.log()
        with suppress(subprocess.TimeoutExpired):
            office.machines["left"].wait(0.1)
            office.start()


@pytest.mark.slow
def test_a_disk_that_refuses_one_thing(office: Office, *, is_thorough: bool) -> None:
    """Each thing that lasts, one after another; the gate has a few of them."""
    points = range(1, 60) if is_thorough else range(14, 60, 20)
    for files, point in enumerate(points, start=1):
        begin(office, f"once {point}")
        office.drop(f"{point}.837", claims(point, FEW))
        office.wait_until_done(files)
        office.wait_until_taken_away()
        office.kill()

    require_each_once(office, len(points), FEW)


MEGABYTES = 24
LARGE = 1000  # claims
FEW_LOOKS = 10


@pytest.mark.slow
@pytest.mark.parametrize("leaving", [0, 300_000])
def test_a_disk_that_is_full_of_something_else(tmp_path: Path, warm: Warm, leaving: int) -> None:
    """Everything is on it: store, engine, drop folder, what is set aside, and results."""
    with crowded(tmp_path, warm, "least_free_mib = 0") as (office, disk):
        beside = office.inbound / "second.837.tmp"
        beside.write_bytes(claims(2, LARGE))
        disk.fill(leaving)
        beside.rename(office.inbound / "second.837")  # which it cannot be done with before
        told = wait_until_told(office, HTTPStatus.SERVICE_UNAVAILABLE)
        assert "disk is full" in told or "No space left" in told
        assert all(drop.state is not DropState.QUARANTINED for drop in office.drops())

        disk.make_room()

        require_both_done(office)


@pytest.mark.slow
def test_a_disk_that_is_nearly_full(tmp_path: Path, warm: Warm) -> None:
    """Nothing has failed yet, and nothing does: what comes waits where it is."""
    with crowded(tmp_path, warm, "least_free_mib = 6") as (office, disk):
        disk.fill(leaving=4 * 1024**2)
        told = wait_until_told(office, HTTPStatus.SERVICE_UNAVAILABLE)
        assert re.search(r"disk of [^:]*: only \d MiB are free, and 6 are to be", told), told
        office.drop("second.837", claims(2, LARGE))
        time.sleep(FEW_LOOKS * office.looks)
        assert [path.name for path in office.inbound.iterdir()] == ["second.837"]
        assert len(office.drops()) == 1

        disk.make_room()

        require_both_done(office)


@contextmanager
def crowded(tmp_path: Path, warm: Warm, service: str) -> Iterator[tuple[Office, Disk]]:
    """An office on a small disk of its own that has answered its first file."""
    with small_disk(tmp_path / "disk", MEGABYTES) as disk:
        url = f"sqlite:///{disk.path / 'store.sqlite'}"
        made = Office(disk.path / "office", url, service=service, warm=warm)
        for office in running(made):
            office.start()
            office.wait_for_event("serving")
            office.drop("first.837", claims(1, FEW))
            office.wait_until_done(1)
            yield office, disk


def require_both_done(office: Office) -> None:
    """Both files are done once, nothing waits, and the service says that it can."""
    office.wait_until_done(2)
    kinds = {drop.claims: drop.state for drop in office.drops()}
    assert kinds == {FEW: DropState.DONE, LARGE: DropState.DONE}
    office.wait_until_taken_away()
    told = office.balanced()
    assert told.returncode == 0, told.stdout
    assert wait_until_told(office, HTTPStatus.OK) == "ready"


def wait_until_told(office: Office, status: HTTPStatus) -> str:
    """Wait for ``/ready`` to say so; what it says besides."""
    port = int(str(office.wait_for_event("serving")["port"]))
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as asking:
            asking.request("GET", "/ready")
            told = asking.getresponse()
            says = told.read().decode().strip()
            if told.status == status:
                return says
        time.sleep(0.05)
    pytest.fail(f"nobody is told {status}")
