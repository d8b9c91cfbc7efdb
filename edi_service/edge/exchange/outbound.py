"""
Where files for a partner are put: a folder, or one on the partner's SFTP server.

A file is first placed whole under a hidden name and then revealed, so that a partner never sees
half a file, and a crash in between never makes it appear twice.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import asyncssh

from edi_service.service.exchange.pickup import SourceLost

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from edi_service.edge.exchange.connection import Connection

_PRIVATE_FILE = 0o600
_UNSEEN = ".part"
_MOST_AT_ONCE = 1024 * 1024  # bytes
_LEAST_AT_ONCE = 16 * 1024  # bytes; what goes even over a line that breaks all the time


class OutboundFolder:
    """
    A :class:`~edi_service.service.exchange.delivery.Target` that is a folder.

    Args:
        folder: it must exist.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def place(self, name: str, token: str, pieces: Iterable[bytes]) -> None:
        """
        Put *pieces* there as one, unseen.

        Raises:
            OSError: it cannot be written.
        """
        handle = os.open(
            self._folder / _hidden(name, token),
            os.O_WRONLY | os.O_CREAT | os.O_TRUNC,
            _PRIVATE_FILE,
        )
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        flush_names(self._folder)

    def reveal(self, name: str, token: str) -> None:
        """
        Let the partner see what was placed; nothing happens where that was done before.

        Raises:
            OSError: it cannot be renamed.
        """
        try:
            (self._folder / _hidden(name, token)).rename(self._folder / name)
        except FileNotFoundError:
            return
        flush_names(self._folder)

    def withdraw(self, name: str, token: str) -> None:
        """
        Remove what was placed so.

        Raises:
            OSError: it cannot be removed.
        """
        (self._folder / _hidden(name, token)).unlink(missing_ok=True)

    def clear(self, name: str) -> None:
        """
        Remove whatever else was placed to get this name.

        The names are compared: a pattern of a name that comes once would be compiled, and kept.

        Raises:
            OSError: the folder cannot be read.
        """
        for other in self._folder.iterdir():
            if _was_placed_for(name, other.name):
                other.unlink(missing_ok=True)

    def unrevealed(self) -> set[str]:
        """
        The names of what is placed and was not revealed.

        Raises:
            OSError: the folder cannot be read.
        """
        return _names_of(other.name for other in self._folder.iterdir())


class RemoteOutbound:
    """
    A :class:`~edi_service.service.exchange.delivery.Target` behind SFTP.

    Whatever is done raises ``SourceLost`` when the server cannot be reached or refuses, and
    ``SourceDistrusted`` when its host key is not the one that is pinned.

    Args:
        connection: to the server; whoever made it closes it.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._at_once = _MOST_AT_ONCE

    def place(self, name: str, token: str, pieces: Iterable[bytes]) -> None:
        """Put *pieces* there as one, unseen; each goes on from where a lost connection left it."""
        path, offset = self._connection.path(_hidden(name, token)), 0
        self._connection.do(partial(_begin, path=path))
        for piece in pieces:
            self._send(path, offset, piece)
            offset += len(piece)
        self._connection.do(partial(_make_last, path=path))

    def _send(self, path: str, offset: int, data: bytes) -> None:
        """Write *data* at *offset*; what a lost connection had brought in part is sent again."""
        sent = 0
        while sent < len(data):
            part = data[sent : sent + self._at_once]
            try:
                self._connection.do(partial(_write, path=path, offset=offset + sent, data=part))
            except SourceLost:
                if self._at_once == _LEAST_AT_ONCE:
                    raise  # twice in a row: it is not the line alone
                self._at_once = _LEAST_AT_ONCE
            else:
                sent += len(part)
                self._at_once = min(2 * self._at_once, _MOST_AT_ONCE)

    def reveal(self, name: str, token: str) -> None:
        """Let the partner see what was placed; nothing happens where that was done before."""
        path = self._connection.path
        self._connection.do(partial(_rename, old=path(_hidden(name, token)), new=path(name)))

    def withdraw(self, name: str, token: str) -> None:
        """Remove what was placed so."""
        path = self._connection.path(_hidden(name, token))
        self._connection.do(partial(_remove, path=path))

    def clear(self, name: str) -> None:
        """Remove whatever else was placed to get this name."""
        self._connection.do(partial(_clear, folder=self._connection.path(""), name=name))

    def unrevealed(self) -> set[str]:
        """The names of what is placed and was not revealed."""
        return self._connection.do(partial(_unrevealed, folder=self._connection.path("")))


async def _begin(client: asyncssh.SFTPClient, path: str) -> None:
    async with client.open(path, "wb"):
        pass


async def _write(client: asyncssh.SFTPClient, path: str, offset: int, data: bytes) -> None:
    async with client.open(path, "r+b") as file:
        await file.write(data, offset)


async def _make_last(client: asyncssh.SFTPClient, path: str) -> None:
    """Let the server bring it to its disk, if it knows how to be asked."""
    async with client.open(path, "r+b") as file:
        with suppress(asyncssh.SFTPOpUnsupported):
            await file.fsync()


async def _rename(client: asyncssh.SFTPClient, old: str, new: str) -> None:
    if await client.exists(old):
        await client.rename(old, new)


async def _remove(client: asyncssh.SFTPClient, path: str) -> None:
    if await client.exists(path):
        await client.remove(path)


async def _clear(client: asyncssh.SFTPClient, folder: str, name: str) -> None:
    for item in await client.readdir(folder):
        other = str(item.filename)
        if _was_placed_for(name, other):
            await client.remove(f"{folder}{other}")


async def _unrevealed(client: asyncssh.SFTPClient, folder: str) -> set[str]:
    return _names_of(str(item.filename) for item in await client.readdir(folder))


def _hidden(name: str, token: str) -> str:
    return f".{name}~{token}{_UNSEEN}"  # no name of ours has a tilde


def _was_placed_for(name: str, other: str) -> bool:
    """Whether a file called *other* was placed to be called *name*, by whatever token."""
    return other.startswith(_hidden(name, "").removesuffix(_UNSEEN)) and other.endswith(_UNSEEN)


def _names_of(hidden: Iterable[str]) -> set[str]:
    """What the hidden ones among some files are to be called."""
    return {
        each[1:].partition("~")[0]
        for each in hidden
        if each.startswith(".") and "~" in each and each.endswith(_UNSEEN)
    }


def flush_names(folder: Path) -> None:
    """Make the names in *folder* last."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
