"""An SFTP server of our own: one folder and one set of keys for each partner."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import asyncssh

from edi_service.edge.exchange.jail import Jail, prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

HOST_KEY = "sftp_host_key"
_PRIVATE_FILE = 0o600


class KeysRefused(Exception):  # noqa: N818 -- a sentence for its reader
    """A partner's public key cannot be read; the message says whose."""


def read_keys(partner: str, keys: Iterable[str]) -> frozenset[bytes]:
    """
    The public keys of *partner*, as OpenSSH writes them (``ssh-ed25519 AAAA...``).

    Raises:
        KeysRefused: one of them cannot be read.
    """
    try:
        return frozenset(asyncssh.import_public_key(key).public_data for key in keys)
    except asyncssh.KeyImportError:
        message = f"a public key of partner {partner} cannot be read; write it as ssh-ed25519 AAAA"
        raise KeysRefused(message) from None


def host_key(folder: Path) -> asyncssh.SSHKey:
    """The key this server is known by; made when there is none."""
    path = folder / HOST_KEY
    if not path.exists():
        key = asyncssh.generate_private_key("ssh-ed25519")
        path.touch(mode=_PRIVATE_FILE, exist_ok=False)
        path.write_bytes(key.export_private_key())
        path.with_suffix(".pub").write_bytes(key.export_public_key())
    return asyncssh.read_private_key(path)


class _Door(asyncssh.SSHServer):
    """Lets a partner in by key alone."""

    def __init__(self, keys: Mapping[str, frozenset[bytes]]) -> None:
        self._keys = keys

    def begin_auth(self, username: str) -> bool:  # noqa: ARG002 -- asyncssh asks so
        return True

    def public_key_auth_supported(self) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return False

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        return key.public_data in self._keys.get(username, frozenset())


async def serve_sftp(  # noqa: PLR0913 -- where, for whom, and whom to tell
    *,
    address: str,
    port: int,
    key: asyncssh.SSHKey,
    root: Path,
    keys: Mapping[str, frozenset[bytes]],
    uploaded: Callable[[str], None],
) -> asyncssh.SSHAcceptor:
    """
    Listen at *address* and *port* (0: one that is free) until the acceptor is closed.

    Args:
        address: of this machine.
        port: TCP.
        key: what this server is known by.
        root: holds a folder for each partner, named by its key in the configuration.
        keys: the public keys of each partner.
        uploaded: told the partner whenever an upload is whole.

    Raises:
        OSError: the port cannot be had.
    """
    for partner in keys:
        prepare(root / partner)

    def jail(channel: asyncssh.SSHServerChannel[bytes]) -> Jail:
        partner = channel.get_extra_info("username")
        return Jail(channel, root / partner, partial(uploaded, partner))

    return await asyncssh.listen(
        address,
        port,
        server_host_keys=[key],
        server_factory=lambda: _Door(keys),
        sftp_factory=jail,
        allow_scp=False,
        agent_forwarding=False,
        encoding=None,
        login_timeout=30,
        keepalive_interval=30,
    )
