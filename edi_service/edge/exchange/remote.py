"""A folder on a partner's SFTP server, where it leaves files."""

from __future__ import annotations

import asyncio
import io
import stat
import uuid
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

import asyncssh

from edi_service.edge.exchange.folder import TAKEN, hidden_name, shown_name
from edi_service.service.exchange.pickup import Entry, Removal, SourceLost, can_be_opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.edge.exchange.connection import Connection

_ASKED_AT_ONCE = 64 * 1024  # bytes of one request
_MOST_AT_ONCE = 16 * _ASKED_AT_ONCE
_LEAST_AT_ONCE = 16 * 1024  # bytes; what comes even over a line that breaks all the time
_NANOSECONDS = 1_000_000_000
_LOST = (asyncssh.SFTPConnectionLost, asyncssh.SFTPNoConnection)


class RemoteFolder:
    """
    A :class:`~edi_service.service.exchange.pickup.Source` behind SFTP.

    Args:
        connection: to the server; whoever made it closes it.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._at_once = _MOST_AT_ONCE

    def entries(self) -> list[Entry]:
        """
        Every regular file, in the order of names.

        What a removal that was cut off has hidden comes back, under its own name where that is
        free.

        Raises:
            SourceLost: the server cannot be reached, or does not let us in.
            SourceDistrusted: its host key is not the one that is pinned.
        """
        listed = self._connection.do(self._list)
        found = [_entry(str(item.filename), item.attrs) for item in listed]
        entries = sorted((entry for entry in found if entry), key=lambda entry: entry.name)
        for entry in entries:
            if entry.name.startswith(TAKEN) and can_be_opened(entry.name):
                self._connection.do(partial(self._put_back, hidden=entry.name))
        return [entry for entry in entries if not entry.name.startswith(TAKEN)]

    @contextmanager
    def open(self, entry: Entry, offset: int) -> Iterator[BinaryIO]:
        """
        The bytes of *entry* from *offset* on.

        Raises:
            SourceLost: the connection was lost, or the file cannot be read.
        """
        stream = _RemoteStream(self, self._connection.path(entry.name), offset)
        try:
            yield cast("BinaryIO", stream)
        finally:
            stream.close()

    def read_at(self, path: str, offset: int, length: int) -> bytes:
        """
        At most *length* bytes of the file at *path* from *offset* on; none at its end.

        What a lost connection had brought in part is asked for again, so that after a loss less
        is asked for at once.

        Raises:
            SourceLost: the connection was lost, or the file cannot be read.
        """
        size = min(length, self._at_once)
        try:
            data = self._connection.do(partial(_read, path=path, offset=offset, length=size))
        except SourceLost:
            self._at_once = _LEAST_AT_ONCE
            raise
        self._at_once = min(2 * self._at_once, _MOST_AT_ONCE)
        return data

    def is_unchanged(self, entry: Entry) -> bool:
        """
        Whether the file of this name is *entry* in all.

        Raises:
            SourceLost: the connection was lost.
        """
        return self._connection.do(partial(self._look, name=entry.name)) == entry

    def remove(self, entry: Entry) -> Removal:
        """
        Remove *entry* unless it has changed; what the server refuses stays.

        Raises:
            SourceLost: the connection was lost.
        """
        return self._connection.do(partial(self._remove, entry=entry))

    def remove_marker(self, name: str) -> None:
        """
        Remove the marker *name*; one that cannot be removed tells nothing more.

        Raises:
            SourceLost: the connection was lost.
        """
        self._connection.do(partial(_unlink, path=self._connection.path(name)))

    async def _list(self, client: asyncssh.SFTPClient) -> list[asyncssh.SFTPName]:
        return list(await client.readdir(self._connection.path("")))

    async def _look(self, client: asyncssh.SFTPClient, name: str) -> Entry | None:
        try:
            return _entry(name, await client.lstat(self._connection.path(name)))
        except asyncssh.SFTPNoSuchFile:
            return None

    async def _remove(self, client: asyncssh.SFTPClient, entry: Entry) -> Removal:
        """
        Rename, look, remove: nobody else writes under the new name.

        A server that does not let us rename is asked to remove what was looked at a moment ago.
        """
        name = hidden_name(entry.name)
        path = self._connection.path
        try:
            await client.rename(path(entry.name), path(name))
        except asyncssh.SFTPNoSuchFile:
            return Removal.CHANGED
        except _LOST:
            raise
        except asyncssh.SFTPError:
            name = entry.name
        found = await self._look(client, name)
        if found is None or (found.size, found.modified) != (entry.size, entry.modified):
            if name != entry.name:
                await self._put_back(client, name)
            return Removal.CHANGED
        if await _unlink(client, path(name)):
            return Removal.REMOVED
        if name != entry.name:
            await self._put_back(client, name)  # so that its partner finds it where it was
        return Removal.REFUSED

    async def _put_back(self, client: asyncssh.SFTPClient, hidden: str) -> None:
        """Give a file its name back, or one that is free: a rename of SFTP replaces nothing."""
        path = self._connection.path
        for name in (shown_name(hidden), uuid.uuid4().hex):
            try:
                await client.rename(path(hidden), path(name))
            except _LOST:
                raise
            except asyncssh.SFTPNoSuchFile:
                return  # someone else has put it back
            except asyncssh.SFTPError:
                continue
            return


class _RemoteStream(io.RawIOBase):
    """Reads on from an offset."""

    def __init__(self, folder: RemoteFolder, path: str, offset: int) -> None:
        self._folder = folder
        self._path = path
        self._offset = offset

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        wanted = size if size >= 0 else _MOST_AT_ONCE
        data = self._folder.read_at(self._path, self._offset, wanted)
        self._offset += len(data)
        return data


async def _read(client: asyncssh.SFTPClient, path: str, offset: int, length: int) -> bytes:
    """Several requests at a time; what follows one that brought less than it might is lost."""
    spans = [
        (start, min(_ASKED_AT_ONCE, offset + length - start))
        for start in range(offset, offset + length, _ASKED_AT_ONCE)
    ]
    async with client.open(path, "rb", block_size=_ASKED_AT_ONCE) as file:
        found = await asyncio.gather(*(file.read(size, start) for start, size in spans))
    data = bytearray()
    for (_, size), piece in zip(spans, found, strict=True):
        data += cast("bytes", piece)
        if len(piece) < size:
            break
    return bytes(data)


async def _unlink(client: asyncssh.SFTPClient, path: str) -> bool:
    """Whether the file at *path* is gone."""
    try:
        await client.remove(path)
    except asyncssh.SFTPNoSuchFile:
        return True
    except _LOST:
        raise
    except asyncssh.SFTPError:
        return False
    return True


def _entry(name: str, attributes: asyncssh.SFTPAttrs) -> Entry | None:
    """None for what is no regular file."""
    if attributes.permissions is not None and not stat.S_ISREG(attributes.permissions):
        return None
    modified = (attributes.mtime or 0) * _NANOSECONDS + (attributes.mtime_ns or 0)
    return Entry(name, attributes.size or 0, modified)
