"""The bytes of an arrival out of the store, read as a file, a piece at a time."""

from __future__ import annotations

import io
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

from edi_service.service.ports import Arrival

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from typing_extensions import Buffer

    from edi_service.service.store import ArrivalShelf

    Read = Callable[[], AbstractContextManager[ArrivalShelf]]

_AT_ONCE = 64 * 1024  # bytes


def stored_arrival(read: Read, sha256: str, name: str, size: int) -> Arrival:
    """The arrival with these bytes, *name* being what its findings call it."""
    return Arrival(name, sha256, size, partial(_opened, read, sha256))


@contextmanager
def _opened(read: Read, sha256: str) -> Iterator[BinaryIO]:
    yield cast("BinaryIO", io.BufferedReader(_Original(read, sha256), _AT_ONCE))


class _Original(io.RawIOBase):
    """Looks each piece up by itself, so that no look at the store lasts as long as the reading."""

    def __init__(self, read: Read, sha256: str) -> None:
        self._read = read
        self._sha256 = sha256
        self._number = 0
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """
        Go back to the start.

        Raises:
            io.UnsupportedOperation: to go anywhere else.
        """
        if (offset, whence) != (0, io.SEEK_SET):
            message = "what the store keeps is read from its start"
            raise io.UnsupportedOperation(message)
        self._number, self._left = 0, memoryview(b"")
        return 0

    def readinto(self, buffer: Buffer) -> int:
        if not self._left:
            with self._read() as shelf:
                self._left = memoryview(shelf.original_part(self._sha256, self._number))
            self._number += 1
        view = memoryview(buffer)
        size = min(len(view), len(self._left))
        view[:size], self._left = self._left[:size], self._left[size:]
        return size
