"""A disk so small that it can be filled, for as long as a test lasts."""

from __future__ import annotations

import errno
import os
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PIECE = bytes(64 * 1024)


class Disk:
    """What is mounted at *path*."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._filler = path / ".filler"

    def fill(self, leaving: int = 0) -> None:
        """Leave nothing free but as many bytes."""
        with self._filler.open("ab", buffering=0) as file:
            for size in (len(_PIECE), 4096, 1):
                try:
                    while file.write(_PIECE[:size]):
                        pass
                except OSError as fault:
                    if fault.errno != errno.ENOSPC:
                        raise
            os.truncate(file.fileno(), max(0, file.tell() - leaving))

    def make_room(self) -> None:
        """Leave free what was filled."""
        self._filler.unlink()


@contextmanager
def small_disk(path: Path, megabytes: int) -> Iterator[Disk]:
    """A disk at *path*; the test is skipped where none can be had."""
    path.mkdir()
    size = f"size={megabytes}m,mode=755"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode != 0:
        pytest.skip(f"no small disk can be had here: {mounted.stderr.strip()}")
    try:
        yield Disk(path)
    finally:
        subprocess.run(["umount", "-l", str(path)], check=True)
