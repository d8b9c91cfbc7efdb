"""Who encrypts to whom, each with a key of PGP."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from edi_service.edge.exchange.pgp import is_available

if TYPE_CHECKING:
    from collections.abc import Iterator

NEEDS_GPG = pytest.mark.skipif(
    not is_available(), reason="the extra pgp, or the program gpg, is not here"
)
CLAIMS = b"ISA*00*          *00*          *ZZ*CANARY" + b"CLM*CANARY~" * 1000
PASSPHRASE = "correct horse"


class People:
    """The office, its partner and a stranger, with a key each, and GnuPG to play any of them."""

    def __init__(self, home: Path) -> None:
        from gnupg import GPG  # noqa: PLC0415 -- an extra

        self.gpg: Any = GPG(gnupghome=str(home))
        self.prints: dict[str, str] = {}
        for name in ("office", "maple", "stranger"):
            passphrase = PASSPHRASE if name == "office" else ""
            command = ["gpg", "--homedir", str(home), "--batch", "--quiet"]
            command += ["--pinentry-mode", "loopback", "--passphrase", passphrase]
            command += ["--quick-generate-key", f"{name} <{name}@example>", "future-default"]
            subprocess.run([*command, "default", "never"], check=True, capture_output=True)
            self.prints[name] = self.gpg.list_keys()[-1]["fingerprint"]

    def private(self, name: str) -> bytes:
        """The private key of somebody, as a file."""
        passphrase = PASSPHRASE if name == "office" else None
        options = {"passphrase": passphrase} if passphrase else {"expect_passphrase": False}
        return str(self.gpg.export_keys(self.prints[name], secret=True, **options)).encode()

    def public(self, name: str) -> bytes:
        """The public one."""
        return str(self.gpg.export_keys(self.prints[name])).encode()

    def to(self, name: str, data: bytes = CLAIMS, *, by: str = "", armor: bool = False) -> bytes:
        """*data* encrypted to somebody, signed by somebody or by nobody."""
        made = self.gpg.encrypt(
            data,
            [self.prints[name]],
            sign=self.prints[by] if by else None,
            always_trust=True,
            armor=armor,
        )
        assert made.ok, made.status
        return bytes(made.data)


@contextmanager
def a_home() -> Iterator[Path]:
    """A short path, as GnuPG wants one."""
    home = Path(tempfile.mkdtemp(prefix="edi-test-"))
    try:
        yield home
    finally:
        subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "gpg-agent"], check=False)
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="module")
def people() -> Iterator[People]:
    with a_home() as home:
        yield People(home)
