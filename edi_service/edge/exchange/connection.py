"""
A connection to a partner's SFTP server, made when first used and again when it was lost.

The server's host key is pinned: one that changed stops everything until a person has looked.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self, TypeVar

import asyncssh

from edi_service.service.exchange.pickup import SourceDistrusted, SourceLost

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from pathlib import Path
    from types import TracebackType

    from edi_service.service.exchange.partners import Remote

Result = TypeVar("Result")


class Connection:
    """
    One at a time to the server of *remote*; use it in a ``with``.

    Args:
        remote: where the server is and how we are known to it.
        base: the folder that relative names of key files start from.
        password: when the partner's server takes one.
    """

    def __init__(self, remote: Remote, base: Path, password: str | None = None) -> None:
        self._remote = remote
        self._base = base
        self._password = password
        self._runner = asyncio.Runner()
        self._connection: asyncssh.SSHClientConnection | None = None
        self._client: asyncssh.SFTPClient | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
        self._runner.close()

    def path(self, name: str) -> str:
        """Where a file of the remote folder lies."""
        return f"{self._remote.folder}/{name}"

    def do(self, work: Callable[[asyncssh.SFTPClient], Coroutine[None, None, Result]]) -> Result:
        """
        What *work* gives, connected.

        Raises:
            SourceLost: the server cannot be reached, does not let us in, refused, or fell silent.
            SourceDistrusted: its host key is not the one that is pinned.
        """
        try:
            return self._runner.run(self._do(work))
        except asyncssh.HostKeyNotVerifiable:
            message = "the server's host key is not the one that is pinned"
            raise SourceDistrusted(message) from None
        except (OSError, asyncssh.Error, TimeoutError) as fault:
            self.close()
            raise SourceLost(_reason(fault)) from None

    def close(self) -> None:
        """Hang up; whatever is asked next connects again."""
        if self._connection is not None:
            self._connection.abort()
            self._runner.run(self._connection.wait_closed())
        self._connection = self._client = None

    async def _do(
        self, work: Callable[[asyncssh.SFTPClient], Coroutine[None, None, Result]]
    ) -> Result:
        if self._client is None:
            await self._connect()
        assert self._client is not None  # noqa: S101 -- just made
        return await asyncio.wait_for(work(self._client), self._remote.timeout_seconds)

    async def _connect(self) -> None:
        keys = [str(self._base / self._remote.key)] if self._remote.key else []
        self._connection = await asyncssh.connect(
            self._remote.host,
            self._remote.port,
            username=self._remote.user,
            known_hosts=asyncssh.import_known_hosts(self._remote.known_hosts()),
            client_keys=keys or None,
            password=self._password,
            agent_path=None,
            config=None,
            connect_timeout=self._remote.timeout_seconds,
            keepalive_interval=self._remote.timeout_seconds / 4,
        )
        self._client = await self._connection.start_sftp_client(path_errors="surrogateescape")


def _reason(fault: Exception) -> str:
    """Why, in words that hold no name of a file."""
    if isinstance(fault, TimeoutError):
        return "the server did not answer in time"
    if isinstance(fault, asyncssh.PermissionDenied):
        return "the server does not let us in"
    if isinstance(fault, asyncssh.SFTPError):
        return f"the server refused ({type(fault).__name__})"
    return f"the connection was lost ({type(fault).__name__})"
