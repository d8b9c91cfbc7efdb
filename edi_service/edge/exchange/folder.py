"""A folder on this machine, or mounted on it, where a partner leaves files."""

from __future__ import annotations

import os
import stat
import uuid
from contextlib import contextmanager
from io import RawIOBase
from typing import TYPE_CHECKING, BinaryIO, cast

from edi_service.service.exchange.pickup import Entry, Removal, SourceLost

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import FileIO
    from pathlib import Path

TAKEN = ".taken-"
_OF = "~"  # between what tells a removal from others and the name of the file
_LONGEST_NAME = 255  # bytes


class DropFolder:
    """
    A :class:`~edi_service.service.exchange.pickup.Source` that is a folder.

    Links, devices, pipes and folders in it are left alone: a partner could point them elsewhere.

    Args:
        folder: it must exist.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def entries(self) -> list[Entry]:
        """
        Every regular file, in the order of names.

        What a removal that was cut off has hidden comes back, under its own name where
        that is free.

        Raises:
            SourceLost: the folder cannot be read.
        """
        found = []
        try:
            with os.scandir(self._folder) as listing:
                for item in listing:
                    entry = self._entry(item.name)
                    if entry is not None and item.name.startswith(TAKEN):
                        self._put_back(
                            self._folder / item.name, self._folder / shown_name(item.name)
                        )
                    elif entry is not None:
                        found.append(entry)
        except OSError as fault:
            message = f"the drop folder cannot be read: {fault.strerror}"
            raise SourceLost(message) from None
        return sorted(found, key=lambda entry: entry.name)

    @contextmanager
    def open(self, entry: Entry, offset: int) -> Iterator[BinaryIO]:
        """
        The bytes of *entry* from *offset* on.

        Raises:
            SourceLost: it is gone, or cannot be read.
        """
        try:
            handle = os.open(self._folder / entry.name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError as fault:
            raise _lost(fault) from None
        with os.fdopen(handle, "rb", buffering=0) as file:
            yield cast("BinaryIO", _Stream(file, offset))

    def is_unchanged(self, entry: Entry) -> bool:
        """Whether the file of this name is *entry* in all."""
        return self._entry(entry.name) == entry

    def remove(self, entry: Entry) -> Removal:
        """
        Remove *entry* unless it has changed.

        It is renamed first, since nobody else writes under that name: what is removed is what was
        looked at.
        """
        path = self._folder / entry.name
        hidden = self._folder / hidden_name(entry.name)
        try:
            path.rename(hidden)
        except FileNotFoundError:
            return Removal.CHANGED
        except OSError:
            return Removal.REFUSED
        found = self._entry(hidden.name)
        if found is not None and _is_same(found, entry):
            hidden.unlink(missing_ok=True)
            return Removal.REMOVED
        return self._put_back(hidden, path)

    def remove_marker(self, name: str) -> None:
        """Remove the marker *name*; one that cannot be removed tells nothing more."""
        try:
            (self._folder / name).unlink(missing_ok=True)
        except OSError:
            return

    def _put_back(self, hidden: Path, path: Path) -> Removal:
        """Give a file that turned out to be another one its name back, or one that is free."""
        while True:
            try:
                os.link(hidden, path)  # unlike a rename, it replaces nothing
            except FileExistsError:
                if _is_one_file(hidden, path):
                    hidden.unlink(missing_ok=True)  # a cut came between the two names
                    return Removal.CHANGED
                path = path.with_name(f"{path.name[:200]}.{uuid.uuid4().hex[:8]}")
                continue
            except FileNotFoundError:
                return Removal.CHANGED  # someone else has put it back
            hidden.unlink(missing_ok=True)
            return Removal.CHANGED

    def _entry(self, name: str) -> Entry | None:
        try:
            found = (self._folder / name).lstat()
        except OSError:
            return None  # it went while the folder was read
        if not stat.S_ISREG(found.st_mode):
            return None
        return Entry(name, found.st_size, found.st_mtime_ns, found.st_ino)


class _Stream(RawIOBase):
    """Reads on from an offset; what cannot be read is the folder's fault, all else is not."""

    def __init__(self, file: FileIO, offset: int) -> None:
        self._file = file
        self._offset = offset

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        """
        At most *size* bytes; none at the end.

        Raises:
            SourceLost: they cannot be read.
        """
        try:
            self._file.seek(self._offset)
            data = self._file.read(size)
        except OSError as fault:
            raise _lost(fault) from None
        self._offset += len(data)
        return data


def _lost(fault: OSError) -> SourceLost:
    return SourceLost(f"a file of the drop folder cannot be read: {fault.strerror}")


def hidden_name(name: str) -> str:
    """What the file *name* is called while it is removed; nobody else gives this name."""
    hidden = f"{TAKEN}{uuid.uuid4().hex}{_OF}{name}"
    return hidden if len(os.fsencode(hidden)) <= _LONGEST_NAME else hidden.partition(_OF)[0]


def shown_name(hidden: str) -> str:
    """What a file that is called *hidden* was called before; a new name where that did not fit."""
    return hidden.partition(_OF)[2] or uuid.uuid4().hex


def _is_one_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except FileNotFoundError:
        return False


def _is_same(found: Entry, entry: Entry) -> bool:
    return (found.size, found.modified, found.identity) == (
        entry.size,
        entry.modified,
        entry.identity,
    )
