"""
What memory and how many open files the service takes under steady drops.

What still grows when it is warm is what SQLite keeps of a store that grows: at most 2 MB for each
of its connections.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.serving.soak import BROKEN, FOUND, MEGABYTE, Soaked

if TYPE_CHECKING:
    from pathlib import Path

MOST = 6 * MEGABYTE  # by which it grows once it is warm
MOST_HANDLES = 4
LONGEST = 1200  # seconds that the last files may take where all the other tests run besides


@pytest.mark.slow
def test_memory_and_open_files_stay_as_they_are_once_the_service_is_warm(
    request: pytest.FixtureRequest, soaking: Path
) -> None:
    """The soak has begun with the first of all tests, and this is the last."""
    deadline = time.monotonic() + float(request.config.getoption("--soak")) + LONGEST
    while not (soaking / FOUND).exists():
        assert not (soaking / BROKEN).exists(), (soaking / "soak.log").read_text()
        assert time.monotonic() < deadline, "the soak does not end"
        time.sleep(1)
    found = msgspec.json.decode((soaking / FOUND).read_bytes(), type=Soaked)

    assert (found.done, found.undelivered) == (found.files, 0)
    assert found.balanced == 0, found.books
    assert found.growth() < MOST, f"memory, with each file: {found.memory}"
    assert found.more_handles() <= MOST_HANDLES, f"open files, with each file: {found.handles}"
