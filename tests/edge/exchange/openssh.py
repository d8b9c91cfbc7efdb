"""A real OpenSSH server, for as long as a test lasts."""

from __future__ import annotations

import getpass
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import asyncssh
import pytest

from edi_service.service.exchange.partners import Remote

if TYPE_CHECKING:
    from collections.abc import Iterator

SSHD = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin:/usr/bin")
NEEDS_SSHD = pytest.mark.skipif(SSHD is None, reason="no OpenSSH server is installed here")


class OpenSSH:
    """
    A server of this user's files.

    Args:
        folder: where its keys and settings lie.
        denied: requests of SFTP that it refuses, by OpenSSH's names for them.
    """

    def __init__(self, folder: Path, denied: str = "") -> None:
        folder.mkdir(mode=0o700)
        self._folder = folder
        self._host = asyncssh.generate_private_key("ssh-ed25519")
        client = asyncssh.generate_private_key("ssh-ed25519")
        self._write("host", self._host.export_private_key("openssh"))
        self._write("client", client.export_private_key("openssh"))
        self._write("authorized", client.export_public_key("openssh"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        lines = (
            f"Port {self.port}",
            "ListenAddress 127.0.0.1",
            f"HostKey {folder}/host",
            f"AuthorizedKeysFile {folder}/authorized",
            f"PidFile {folder}/pid",
            "PasswordAuthentication no",
            "PermitRootLogin prohibit-password",
            "StrictModes no",
            "UsePAM no",
            "MaxStartups 100",
            f"Subsystem sftp internal-sftp{f' -P {denied}' if denied else ''}",
        )
        self._write("config", "\n".join(lines).encode())

    def _write(self, name: str, data: bytes) -> None:
        path = self._folder / name
        path.touch(mode=0o600)
        path.write_bytes(data)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Listen until the ``with`` ends."""
        assert SSHD is not None
        Path("/run/sshd").mkdir(exist_ok=True)  # where a server started as root goes to
        command = [SSHD, "-D", "-e", "-f", str(self._folder / "config")]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
            try:
                self._wait()
                yield
            finally:
                process.terminate()

    def _wait(self) -> None:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        pytest.fail("the OpenSSH server did not start")

    def remote(self, folder: Path, port: int | None = None) -> Remote:
        """How it is reached, by a line at *port* if there is one."""
        key = " ".join(self._host.export_public_key().decode().split()[:2])
        return Remote(
            host="127.0.0.1",
            port=port or self.port,
            user=getpass.getuser(),
            host_keys=(key,),
            folder=str(folder),
            key=str(self._folder / "client"),
            timeout_seconds=5.0,
        )
