"""A disk under the service that is full, or refuses now and then: nothing lost, nothing twice."""

from __future__ import annotations

import subprocess
import time
from contextlib import closing
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
    from pathlib import Path

    from tests.serving.warm import Warm

FILES = 12


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


MEGABYTES = 24
LARGE = 1000  # claims


@pytest.mark.slow
@pytest.mark.parametrize("leaving", [0, 300_000])
def test_a_disk_that_is_full_of_something_else(tmp_path: Path, warm: Warm, leaving: int) -> None:
    """Everything is on it: store, engine, drop folder, what is set aside, and results."""
    with small_disk(tmp_path / "disk", MEGABYTES) as disk:
        url = f"sqlite:///{disk.path / 'store.sqlite'}"
        for office in running(Office(disk.path / "office", url, warm=warm)):
            office.start()
            port = office.wait_for_event("serving")["port"]
            office.drop("first.837", claims(1, FEW))
            office.wait_until_done(1)
            office.drop("second.837", claims(2, LARGE))
            disk.fill(leaving)
            wait_until_it_says_so(port)
            assert all(drop.state is not DropState.QUARANTINED for drop in office.drops())

            disk.make_room()
            office.wait_until_done(2)

            kinds = {drop.claims: drop.state for drop in office.drops()}
            assert kinds == {FEW: DropState.DONE, LARGE: DropState.DONE}
            office.wait_until_taken_away()
            told = office.balanced()
            assert told.returncode == 0, told.stdout


def wait_until_it_says_so(port: object) -> None:
    """Wait for the service not to be ready, with a reason."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        asking = HTTPConnection("127.0.0.1", int(str(port)), timeout=10)
        with closing(asking):
            asking.request("GET", "/ready")
            told = asking.getresponse()
            if told.status == HTTPStatus.SERVICE_UNAVAILABLE and told.read().strip():
                return
        time.sleep(0.1)
    pytest.fail("nobody is told that the disk is full")
