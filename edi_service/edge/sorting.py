"""Sorting more lines than memory should hold: sorted runs on disk, merged at the end."""

from __future__ import annotations

import heapq
import tempfile
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

RUN_LENGTH = 20_000


class SortedLines:
    """
    Lines of text, given back in the order of their keys.

    Neither key nor line may hold a NUL; a line keeps its own line breaks.
    """

    def __init__(self, run_length: int = RUN_LENGTH) -> None:
        self._run_length = run_length
        self._pending: list[tuple[str, str]] = []
        self._runs: list[IO[str]] = []

    def add(self, key: str, line: str) -> None:
        """Keep *line*, to come out by *key*."""
        self._pending.append((key, line))
        if len(self._pending) >= self._run_length:
            self._spill()

    def __iter__(self) -> Iterator[str]:
        self._pending.sort()
        runs = [_read(run) for run in self._runs]
        for _, line in heapq.merge(*runs, self._pending):
            yield line

    def close(self) -> None:
        """Remove what was set aside on disk."""
        for run in self._runs:
            run.close()
        self._runs.clear()
        self._pending.clear()

    def _spill(self) -> None:
        run = _temporary_file()
        for key, line in sorted(self._pending):
            run.write(f"{len(key)} {len(line)}\0{key}{line}")
        self._runs.append(run)
        self._pending.clear()


def _temporary_file() -> IO[str]:
    """Without a name, gone when closed; takes the lone surrogates of bytes that are no UTF-8."""
    return tempfile.TemporaryFile("w+", encoding="utf-8", errors="surrogatepass", newline="")


def _read(run: IO[str]) -> Iterator[tuple[str, str]]:
    run.seek(0)
    while lengths := _read_lengths(run):
        key_length, line_length = lengths
        yield run.read(key_length), run.read(line_length)


def _read_lengths(run: IO[str]) -> tuple[int, int] | None:
    digits = ""
    while (character := run.read(1)) not in {"", "\0"}:
        digits += character
    if not digits:
        return None
    key_length, line_length = digits.split(" ")
    return int(key_length), int(line_length)
