"""
What one partner sees of our SFTP server: ``inbound`` to put files, ``outbound`` to take results.

An upload is written under a hidden name and gets its own when the partner closes it.  One whose
connection was lost keeps the hidden name, shows its size to whoever wants to go on with it, and
is never mistaken for a whole file.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import asyncssh
from asyncssh.constants import FXF_APPEND, FXF_CREAT, FXF_TRUNC, FXF_WRITE

from edi_service.edge.exchange.outbound import flush_names

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from io import RawIOBase
    from typing import NoReturn

INBOUND, OUTBOUND = "inbound", "outbound"
UNFINISHED = ".filepart"
_PRIVATE_FOLDER = 0o700
_WRITES = FXF_WRITE | FXF_APPEND | FXF_CREAT | FXF_TRUNC


def prepare(root: Path) -> None:
    """Make the folders of a partner."""
    for name in (INBOUND, OUTBOUND):
        (root / name).mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)


class Jail(asyncssh.SFTPServer):
    """
    The files of one partner, and nothing else.

    Args:
        channel: of the partner's connection.
        root: holds ``inbound`` and ``outbound``.
        uploaded: told when an upload is whole.
    """

    def __init__(
        self,
        channel: asyncssh.SSHServerChannel[bytes],
        root: Path,
        uploaded: Callable[[], None],
    ) -> None:
        super().__init__(channel, chroot=os.fsencode(root))
        self._inbound = root.resolve() / INBOUND
        self._root = root.resolve()
        self._uploaded = uploaded
        self._uploads: dict[int, Path] = {}

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        """
        Open a file to read, or one of ``inbound`` to write.

        Raises:
            asyncssh.SFTPError: it is not to be had, or not to be written.
        """
        if not pflags & _WRITES:
            return super().open(path, pflags, attrs)
        whole = self._in_inbound(path)
        unfinished = _unfinished(whole)
        file = super().open(
            b"/" + os.fsencode(unfinished.relative_to(self._root)), pflags, asyncssh.SFTPAttrs()
        )
        self._uploads[id(file)] = whole
        return file

    def write(self, file_obj: object, offset: int, data: bytes) -> int:
        """
        Write all of *data*: a disk that is nearly full takes less than it is given.

        Raises:
            OSError: it cannot be written; the upload is not whole, whatever its partner does next.
        """
        file = cast("RawIOBase", file_obj)
        left = memoryview(data)
        try:
            file.seek(offset)
            while left:
                left = left[file.write(left) :]
        except OSError:
            self._uploads.pop(id(file_obj), None)
            raise
        return len(data)

    def close(self, file_obj: object) -> None:
        """
        Close a file; an upload that its partner closes is whole.

        It has its name for good before the partner is told.  A lost connection closes what was
        open as well, while asyncssh handles the loss.

        Raises:
            OSError: it cannot be made to last, or be given its name.
        """
        whole = self._uploads.pop(id(file_obj), None)
        is_lost = sys.exc_info()[0] is not None
        try:
            if whole is not None and not is_lost:
                os.fsync(cast("RawIOBase", file_obj).fileno())
                _unfinished(whole).replace(whole)
                flush_names(whole.parent)
                self._uploaded()
        finally:
            super().close(file_obj)

    def map_path(self, path: bytes) -> bytes:
        """Where *path* leads; the unfinished upload while there is no whole file of the name."""
        mapped = super().map_path(path)
        local = Path(os.fsdecode(mapped))
        if local.parent == self._inbound and not local.exists():
            unfinished = _unfinished(local)
            if unfinished.exists():
                return os.fsencode(unfinished)
        return mapped

    async def scandir(self, path: bytes) -> AsyncIterator[asyncssh.SFTPName]:
        """The names in a folder; an unfinished upload under the name it will have."""
        async for item in super().scandir(path):
            name = item.filename
            assert isinstance(name, bytes)  # noqa: S101 -- they are told as the system has them
            if name in {b".", b".."} or not name.startswith(b"."):
                yield item
            elif name.endswith(UNFINISHED.encode()):
                item.filename = name[1 : -len(UNFINISHED)]
                yield item

    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        """
        Rename within ``inbound``; nothing is replaced.

        Raises:
            asyncssh.SFTPError: either is elsewhere, or the new name is taken.
        """
        self._in_inbound(oldpath)
        if self._in_inbound(newpath).exists():
            raise asyncssh.SFTPFileAlreadyExists(_TAKEN)
        super().rename(oldpath, newpath)
        self._uploaded()

    def posix_rename(self, oldpath: bytes, newpath: bytes) -> None:
        """
        Rename within ``inbound``; a file of the new name is replaced.

        Raises:
            asyncssh.SFTPError: either is elsewhere.
        """
        self._in_inbound(oldpath)
        self._in_inbound(newpath)
        super().posix_rename(oldpath, newpath)
        self._uploaded()

    def setstat(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        """Take note; times and rights of a file are ours."""

    def lsetstat(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        """As :meth:`setstat`."""

    def fsetstat(self, file_obj: object, attrs: asyncssh.SFTPAttrs) -> None:
        """As :meth:`setstat`."""

    def mkdir(self, *_: object, **__: object) -> NoReturn:
        """Refuse; there are the two folders."""
        raise asyncssh.SFTPPermissionDenied(_REFUSED)

    def rmdir(self, *_: object, **__: object) -> NoReturn:
        """Refuse; there are the two folders."""
        raise asyncssh.SFTPPermissionDenied(_REFUSED)

    def link(self, *_: object, **__: object) -> NoReturn:
        """Refuse; a link could lead anywhere."""
        raise asyncssh.SFTPPermissionDenied(_REFUSED)

    def symlink(self, *_: object, **__: object) -> NoReturn:
        """Refuse; a link could lead anywhere."""
        raise asyncssh.SFTPPermissionDenied(_REFUSED)

    def _in_inbound(self, path: bytes) -> Path:
        """
        Where *path* leads, if that is a file of ``inbound``.

        Raises:
            asyncssh.SFTPPermissionDenied: it is elsewhere, or hidden.
        """
        local = Path(os.fsdecode(super().map_path(path)))
        if local.parent != self._inbound or local.name.startswith("."):
            raise asyncssh.SFTPPermissionDenied(_REFUSED)
        return local


def _unfinished(whole: Path) -> Path:
    return whole.with_name(f".{whole.name}{UNFINISHED}")


_REFUSED = "files are put into inbound and taken from outbound"
_TAKEN = "there is a file of this name"
