"""Our own SFTP server, beside everything else, in an event loop and thread of its own."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

from edi_service.edge.exchange.server import host_key, read_keys, serve_sftp

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import ExitStack
    from pathlib import Path

    from edi_service.service.config import Config


def start_sftp(
    config: Config, base: Path, work: Path, uploaded: Callable[[str], None], closing: ExitStack
) -> int | None:
    """
    Serve every partner that has keys for it; *closing* ends it.

    Args:
        config: partners and the server.
        base: the folder that relative names start from.
        work: the folder where the server's own key lies, or is made.
        uploaded: told the partner whose upload has its name.
        closing: what is closed in the end.

    Returns:
        The port; None where no partner has keys.

    Raises:
        OSError: the port cannot be had.
    """
    keys = {
        name: read_keys(name, partner.sftp_keys)
        for name, partner in config.trading_partners.items()
        if partner.sftp_keys
    }
    if not keys:
        return None
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="sftp", daemon=True)
    thread.start()
    server = config.service.sftp
    listening = serve_sftp(
        address=server.address,
        port=server.port,
        key=host_key(work),
        root=base / server.root,
        keys=keys,
        uploaded=uploaded,
    )
    acceptor = asyncio.run_coroutine_threadsafe(listening, loop).result()

    async def end() -> None:
        acceptor.close()
        await acceptor.wait_closed()

    def stop() -> None:
        asyncio.run_coroutine_threadsafe(end(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()

    closing.callback(stop)
    return acceptor.get_port()
