"""Inputs as named on a command line: files, folders and standard input."""

from __future__ import annotations

import hashlib
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from edi_service.service.ports import Arrival
from edi_service.service.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

STANDARD_INPUT = "-"
CHUNK = 1024 * 1024
HELD_IN_MEMORY = 8 * 1024 * 1024


class InputUnreadable(Refused):
    """An input cannot be read; the message says which and why."""


def arrivals(names: Iterable[str]) -> Iterator[Arrival]:
    """
    The files that *names* stand for, each once, folders in the order of their files' names.

    A folder is searched to any depth; files and folders whose names begin with a dot are left
    alone.

    Raises:
        InputUnreadable: a name leads nowhere, or a file cannot be read.
    """
    seen: set[Path] = set()
    for path in _paths(names):
        if path is None:
            yield _from_standard_input()
        elif (real := path.resolve()) not in seen:
            seen.add(real)
            yield _from_file(path)


def _paths(names: Iterable[str]) -> Iterator[Path | None]:
    """Every file; None for standard input.  All names are looked at before the first is given."""
    found: list[Path | None] = []
    for name in names:
        path = Path(name)
        if name == STANDARD_INPUT:
            found.append(None)
        elif path.is_dir():
            found.extend(_files_below(path))
        elif path.is_file():
            found.append(path)
        else:
            message = f"{name} is neither a file nor a folder that can be read"
            raise InputUnreadable(message)
    yield from found


def _files_below(folder: Path) -> list[Path]:
    try:
        found = sorted(path for path in folder.rglob("*") if path.is_file())
    except OSError as fault:
        message = f"{folder} cannot be read: {fault.strerror}"
        raise InputUnreadable(message) from None
    return [path for path in found if not _is_hidden(path.relative_to(folder))]


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _from_file(path: Path) -> Arrival:
    try:
        with path.open("rb") as source:
            sha256, size = _measure(source)
    except OSError as fault:
        message = f"{path} cannot be read: {fault.strerror}"
        raise InputUnreadable(message) from None
    return Arrival(str(path), sha256, size, partial(path.open, "rb"))


def _from_standard_input() -> Arrival:
    """Standard input, set aside first: its hash, part of every id, is known only at its end."""
    aside = cast(
        "BinaryIO",
        tempfile.SpooledTemporaryFile(max_size=HELD_IN_MEMORY),  # noqa: SIM115 -- kept open
    )
    while chunk := sys.stdin.buffer.read(CHUNK):
        aside.write(chunk)
    aside.seek(0)
    sha256, size = _measure(aside)

    def rewind() -> AbstractContextManager[BinaryIO]:
        aside.seek(0)
        return aside

    return Arrival(STANDARD_INPUT, sha256, size, rewind)


def _measure(source: BinaryIO) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size
