"""Nothing is kept in the memory of the service of a file that is done."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.serving.counted import GARBAGE
from tests.serving.office import Office, running
from tests.serving.soak import written

if TYPE_CHECKING:
    from pathlib import Path

MORE = 12  # files, twice, after as many that warm it up
MOST_GARBAGE = 12_000  # objects in cycles that wait to be found; some 800 come with each file
# What SQLite's connections keep, up to a bound: 128 statements each, and 200 cursors that are gone.
BOUNDED = {"sqlite3.Statement", "weakref.ReferenceType"}


def counted(office: Office, found: Path) -> dict[str, int]:
    """How many objects of each sort the service has."""
    office.machines["left"].send_signal(signal.SIGUSR1)
    deadline = time.monotonic() + 60
    while not found.exists():
        assert time.monotonic() < deadline, office.log()
        time.sleep(0.1)
    counts = msgspec.json.decode(found.read_bytes(), type=dict[str, int])
    found.unlink()
    return counts


def work(office: Office, numbers: range) -> None:
    """Let it work files, and take them away."""
    for number in numbers:
        office.drop(f"{number}.837", written(number))
    assert office.wait_until_done(numbers.stop).done == numbers.stop
    office.wait_until_taken_away()


@pytest.mark.slow
def test_no_sort_of_object_becomes_more_with_each_file(tmp_path: Path) -> None:
    """What is worked out late, once, makes for more only in one of two times that it is looked."""
    found = tmp_path / "counts.json"
    counts = []
    for office in running(Office(tmp_path / "office", f"sqlite:///{tmp_path / 'store.sqlite'}")):
        office.start(program=f"tests.serving.counted {found}")
        office.wait_for_event("serving")
        for first in range(0, 3 * MORE, MORE):
            work(office, range(first, first + MORE))
            counts.append(counted(office, found))

    garbage = [each.pop(GARBAGE) for each in counts]
    assert max(garbage) < MOST_GARBAGE
    warm, then, last = counts
    grown = {
        sort: (then.get(sort, 0) - warm.get(sort, 0), count - then.get(sort, 0))
        for sort, count in last.items()
        if sort not in BOUNDED
    }
    assert {sort: each for sort, each in grown.items() if min(each) >= MORE} == {}
