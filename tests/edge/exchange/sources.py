"""Sources to test with, each with a way to play the partner who puts files there."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import asyncssh

from edi_service.edge.exchange.connection import Connection
from edi_service.edge.exchange.folder import DropFolder
from edi_service.edge.exchange.remote import RemoteFolder
from edi_service.service.exchange.partners import Remote

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator
    from pathlib import Path

    from edi_service.service.exchange.pickup import Source

Result = TypeVar("Result")


class Loop:
    """An event loop in a thread of its own, so that a server runs beside the code that asks it."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """What *work* gives."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    def close(self) -> None:
        """Stop the loop and its thread."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


@contextmanager
def running_loop() -> Iterator[Loop]:
    """A loop for as long as the ``with`` lasts."""
    loop = Loop()
    try:
        yield loop
    finally:
        loop.close()


class OpenDoor(asyncssh.SSHServer):
    """A partner's server that lets anyone in with the right password."""

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == ("office", "correct horse")


@contextmanager
def partner_server(
    folder: Path, loop: Loop, server: type[asyncssh.SFTPServer] = asyncssh.SFTPServer
) -> Iterator[tuple[int, asyncssh.SSHKey]]:
    """A partner's SFTP server with *folder* as its root: its port and host key."""
    key = asyncssh.generate_private_key("ssh-ed25519")

    async def listen() -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            "127.0.0.1",
            0,
            server_host_keys=[key],
            server_factory=OpenDoor,
            sftp_factory=lambda channel: server(channel, chroot=bytes(folder)),
        )

    acceptor = loop.run(listen())

    async def close() -> None:
        acceptor.close()
        await acceptor.wait_closed()

    try:
        yield acceptor.get_port(), key
    finally:
        loop.run(close())


def remote(port: int, key: asyncssh.SSHKey, **others: object) -> Remote:
    """How the server at *port*, known by *key*, is reached."""
    shown = " ".join(key.export_public_key().decode().split()[:2])
    values = {"timeout_seconds": 10.0} | others
    return Remote(host="127.0.0.1", port=port, user="office", host_keys=(shown,), **values)  # type: ignore[arg-type]  # as the test has them


@contextmanager
def drop_folder(folder: Path) -> Iterator[Source]:
    """A folder on this machine."""
    yield DropFolder(folder)


@contextmanager
def remote_folder(folder: Path) -> Iterator[Source]:
    """The same folder behind an SFTP server."""
    with (
        running_loop() as loop,
        partner_server(folder, loop) as (port, key),
        Connection(remote(port, key), folder, "correct horse") as connection,
    ):
        yield RemoteFolder(connection)
