"""Our own SFTP server, for as long as a test lasts."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import TYPE_CHECKING

import asyncssh

from edi_service.edge.exchange.server import read_keys, serve_sftp
from edi_service.service.exchange.partners import Remote

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    from tests.edge.exchange.sources import Loop


class Served:
    """Our server with two partners, and a client of each."""

    def __init__(self, root: Path, loop: Loop) -> None:
        self.root = root
        self.loop = loop
        self.told: list[str] = []
        self.server_key = asyncssh.generate_private_key("ssh-ed25519")
        self.client_keys = {
            name: asyncssh.generate_private_key("ssh-ed25519") for name in ("maple", "birch")
        }
        keys = {
            name: read_keys(name, [key.export_public_key().decode()])
            for name, key in self.client_keys.items()
        }
        self.acceptor = loop.run(
            serve_sftp(
                address="127.0.0.1",
                port=0,
                key=self.server_key,
                root=root,
                keys=keys,
                uploaded=self.told.append,
            )
        )

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.acceptor.get_port()

    async def connect(
        self, user: str, key_of: str, port: int | None = None
    ) -> asyncssh.SSHClientConnection:
        """As *user* with the key of a partner, by a line at *port* if there is one."""
        return await asyncssh.connect(
            "127.0.0.1",
            port or self.port,
            username=user,
            client_keys=[self.client_keys[key_of]],
            known_hosts=([self.server_key.convert_to_public()], [], []),
            agent_path=None,
            config=None,
        )

    def do(self, work: Callable[[asyncssh.SFTPClient], Awaitable[object]]) -> object:
        """What *work* gives with the client of the partner maple."""

        async def connected() -> object:
            connection = await self.connect("maple", "maple")
            try:
                return await work(await connection.start_sftp_client())
            finally:
                connection.close()
                await connection.wait_closed()

        return self.loop.run(connected())

    @property
    def inbound(self) -> Path:
        """Where maple's uploads arrive."""
        return self.root / "maple" / "inbound"

    @property
    def outbound(self) -> Path:
        """Where maple finds files."""
        return self.root / "maple" / "outbound"

    def remote(self, port: int, folder: str) -> Remote:
        """How maple reaches a *folder* of it by a line at *port*."""
        client = self.root / "maple.key"
        client.touch(mode=0o600)
        client.write_bytes(self.client_keys["maple"].export_private_key("openssh"))
        shown = " ".join(self.server_key.export_public_key().decode().split()[:2])
        return Remote(
            host="127.0.0.1",
            port=port,
            user="maple",
            host_keys=(shown,),
            folder=folder,
            key=str(client),
            timeout_seconds=5.0,
        )


@contextmanager
def our_server(root: Path, loop: Loop) -> Iterator[Served]:
    """The server, with the folders of its partners in *root*."""
    server = Served(root, loop)
    yield server

    async def close() -> None:
        server.acceptor.close()
        await server.acceptor.wait_closed()
        await asyncio.sleep(0.05)  # connections say good-bye

    loop.run(close())
