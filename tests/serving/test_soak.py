"""
What memory and how many open files the service takes under steady drops.

Memory is not flat yet: it has been seen to grow by some 50 KB with each file, of which the bound
here is twice.  What holds it is not known.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.serving.soak import BROKEN, FOUND, MEGABYTE, Soaked

if TYPE_CHECKING:
    from pathlib import Path

MOST_A_FILE = 100 * 1024  # bytes
WARM = 16 * MEGABYTE  # by which it grows while the first files are worked
MOST_HANDLES = 4
LONGEST = 1200  # seconds that the last files may take where all the other tests run besides


@pytest.mark.slow
def test_memory_grows_no_more_than_is_known_and_open_files_stay_as_they_are(
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
    most = WARM + MOST_A_FILE * found.files
    assert found.growth() < most, f"memory, with each file: {found.memory}"
    assert found.more_handles() <= MOST_HANDLES, f"open files, with each file: {found.handles}"
