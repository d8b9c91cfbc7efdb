"""A partner's key that has expired or was revoked: it proves nothing, and nothing leaves by it."""

from __future__ import annotations

import io
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from edi_service.edge.exchange.archive import Limits
from edi_service.edge.exchange.aside import EncryptedAside
from edi_service.edge.exchange.outbound import OutboundFolder
from edi_service.edge.exchange.pgp import EncryptedTarget, KeyRing, PgpFiles
from edi_service.service.exchange.receiving import UnpackRefused
from tests.edge.exchange.people import CLAIMS, NEEDS_GPG, PASSPHRASE, a_home, people

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.edge.exchange.people import People

__all__ = ["people"]
pytestmark = NEEDS_GPG
GOOD_FOR = 3  # seconds


def aside() -> EncryptedAside:
    return EncryptedAside(io.BytesIO())


def gpg(home: Path, *arguments: str, data: bytes = b"") -> bytes:
    """What GnuPG makes of *data* for whoever lives in *home*."""
    command = ["gpg", "--homedir", str(home), "--batch", "--quiet", "--no-tty"]
    command += ["--pinentry-mode", "loopback", "--passphrase", "", "--trust-model", "always"]
    return subprocess.run(
        [*command, *arguments], input=data, capture_output=True, check=True
    ).stdout


class Partner:
    """Maple, whose key is good until :meth:`expires` or :meth:`revokes`."""

    def __init__(self, home: Path, people: People) -> None:
        self._home = home
        self._office = people.prints["office"]
        gpg(home, "--import", data=people.public("office"))

    def makes_a_key(self, good_for: str) -> bytes:
        """A message that is signed with a new key while that is good."""
        gpg(self._home, "--quick-generate-key", "maple <m@example>", "default", "default", good_for)
        return gpg(
            *(self._home, "--sign", "--encrypt", "--local-user", "maple"),
            *("--recipient", self._office),
            data=CLAIMS,
        )

    def revokes(self) -> None:
        """Say that the key is no longer good."""
        [path] = (self._home / "openpgp-revocs.d").iterdir()
        words = path.read_bytes().replace(b":-----BEGIN", b"-----BEGIN")
        gpg(self._home, "--import", data=words)

    @property
    def key(self) -> bytes:
        """The public one, with all that is said of it."""
        return gpg(self._home, "--armor", "--export", "maple")


@pytest.fixture(scope="module", params=["expired", "revoked"])
def met(request: pytest.FixtureRequest, people: People) -> Iterator[tuple[KeyRing, bytes]]:
    """A ring with a key that is good no longer, and a message that was signed with it."""
    with a_home() as home, a_home() as ours:
        partner = Partner(home, people)
        if request.param == "expired":
            message = partner.makes_a_key(f"seconds={GOOD_FOR}")
            time.sleep(GOOD_FOR + 1)
        else:
            message = partner.makes_a_key("never")
            partner.revokes()
        ring = KeyRing(ours / "ring", people.private("office"), PASSPHRASE, partner.key)
        yield ring, message
        ring.close()


def unpacked(ring: KeyRing, message: bytes, *, is_signed: bool) -> bytes:
    files = PgpFiles(ring, limits=Limits(), aside=aside, is_signed=is_signed)
    [(_, pieces)] = [(name, b"".join(found)) for name, found in files.unpack(io.BytesIO(message))]
    return pieces


def test_a_signature_with_it_is_none(met: tuple[KeyRing, bytes]) -> None:
    ring, message = met
    with pytest.raises(UnpackRefused, match="not signed by its partner"):
        unpacked(ring, message, is_signed=True)


def test_where_none_was_agreed_on_the_file_is_taken_as_one_without(
    met: tuple[KeyRing, bytes],
) -> None:
    ring, message = met
    assert unpacked(ring, message, is_signed=False) == CLAIMS


def test_nothing_leaves_for_it_and_nothing_leaves_in_the_clear(
    met: tuple[KeyRing, bytes], tmp_path: Path
) -> None:
    ring, _ = met
    target = EncryptedTarget(OutboundFolder(tmp_path), ring, aside)
    with pytest.raises(OSError, match="could not be encrypted"):
        target.place("a.999", "t1", [b"ISA*"])
    assert list(tmp_path.iterdir()) == []
