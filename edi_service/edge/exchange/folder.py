"""A folder on this machine, or mounted on it, where a partner leaves files."""

from __future__ import annotations

import os
import stat
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from edi_service.service.exchange.pickup import Entry, Removal, SourceLost

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TAKEN = ".taken-"


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

        What a removal that was cut off has hidden comes back under a new name.

        Raises:
            SourceLost: the folder cannot be read.
        """
        found = []
        try:
            with os.scandir(self._folder) as listing:
                for item in listing:
                    entry = self._entry(item.name)
                    if entry is not None and item.name.startswith(TAKEN):
                        self._put_back(self._folder / item.name, self._folder / uuid.uuid4().hex)
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
            with os.fdopen(handle, "rb") as stream:
                stream.seek(offset)
                yield stream
        except OSError as fault:
            message = f"a file of the drop folder cannot be read: {fault.strerror}"
            raise SourceLost(message) from None

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
        hidden = self._folder / f"{TAKEN}{uuid.uuid4().hex}"
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


def _is_same(found: Entry, entry: Entry) -> bool:
    return (found.size, found.modified, found.identity) == (
        entry.size,
        entry.modified,
        entry.identity,
    )
