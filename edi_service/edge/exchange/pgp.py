"""
Files that partners encrypt with PGP, and answers that are encrypted to them.

GnuPG does it, in a key ring of its own for each partner, which holds our key and the partner's and
nobody else's.  What is decrypted passes through memory into bytes set aside, and never lies on a
disk as it is.
"""

from __future__ import annotations

import hashlib
import io
import logging
import os
import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from edi_service.edge.exchange.archive import is_archive
from edi_service.service.exchange.receiving import UnpackRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from typing_extensions import Buffer

    from edi_service.edge.exchange.archive import Limits
    from edi_service.service.exchange.delivery import Target
    from edi_service.service.exchange.pickup import Aside

ENDING = ".pgp"
NOT_INSTALLED = "PGP needs the extra edi-service[pgp] and the program gpg, which are not here"
_REFUSED = "it is damaged, signed by somebody else, not encrypted, or becomes too large"
_ARMOR, _ARMOR_ENDS = b"-----BEGIN PGP", b"-----END PGP MESSAGE-----"
# How an encrypted message begins: a session key for a public key or for a password, by either
# form of packet headers (RFC 9580, sections 4.2 and 5).
_PACKETS = frozenset(b"\x84\x85\x86\x8c\x8d\x8e\xc1\xc3")
_FREE_OF_RATIO = 1024 * 1024  # bytes that any message may become, however small it is
_AT_ONCE = 256 * 1024  # bytes
_HEAD = 64  # bytes that tell a message or an archive
_LONGEST_HOME = 80  # characters: the socket of GnuPG's agent lies below it, and has 107


class PgpRefused(Exception):  # noqa: N818 -- a sentence for its reader
    """Keys cannot be read, or what reads them is not installed; the message says which."""


def is_available() -> bool:
    """Whether the library and the program are here."""
    return find_spec("gnupg") is not None and shutil.which("gpg") is not None


def is_encrypted(head: bytes) -> bool:
    """Whether a file that begins with *head* is a PGP message."""
    return head.lstrip().startswith(_ARMOR) or (bool(head) and head[0] in _PACKETS)


class KeyRing:
    """
    Our key and a partner's, until it is closed.

    Args:
        folder: where GnuPG keeps them meanwhile; made anew.
        own: our private key, as GnuPG exports it.
        passphrase: of that key; empty: it has none.
        partner: the partner's public key; empty: there is none.

    Raises:
        PgpRefused: a key cannot be read, or GnuPG is not here.
    """

    def __init__(self, folder: Path, own: bytes, passphrase: str, partner: bytes) -> None:
        if not is_available():
            raise PgpRefused(NOT_INSTALLED)
        self._home = _made_anew(folder)
        self._passphrase = passphrase
        try:
            self._import(own, "our key is no PGP key")
            self._require_private()
            self.partner = self._import(partner, "the partner's key is no PGP key")
        except PgpRefused:
            self.close()
            raise

    def close(self) -> None:
        """Forget them."""
        _forget(self._home)

    def decrypt(self, source: BinaryIO, most: int, take: Callable[[bytes], None]) -> str:
        """
        Decrypt *source* piece by piece; whose signature was found valid, else nothing.

        Args:
            source: a message.
            most: bytes that it may become.
            take: takes each piece; none of them counts when the message is refused.

        Raises:
            UnpackRefused: it is not encrypted to our key, damaged, signed falsely, or too large.
            OSError: a piece could not be taken.
        """
        options = ["--max-output", str(most)]
        if not self.partner:
            options.append("--skip-verify")  # there is no key to verify with
        try:
            found = self._gpg(take).decrypt_file(
                source, passphrase=self._passphrase, always_trust=True, extra_args=options
            )
        except BrokenPipeError:  # it stopped before the end of the message
            raise UnpackRefused(_REFUSED) from None
        _raise_what_was_met(found)
        if found.status == "no secret key":
            message = "it is not encrypted to our key"
            raise UnpackRefused(message)
        if not found.ok or found.returncode != 0:
            raise UnpackRefused(_REFUSED)
        return str(found.pubkey_fingerprint or "") if found.valid else ""

    def encrypt(self, pieces: Iterable[bytes], take: Callable[[bytes], None]) -> None:
        """
        Encrypt *pieces* as one message to the partner; *take* takes it piece by piece.

        Raises:
            OSError: GnuPG did not do it, or a piece could not be taken.
        """
        made = self._gpg(take).encrypt_file(
            io.BufferedReader(_Joined(pieces)), self.partner, always_trust=True, armor=False
        )
        _raise_what_was_met(made)
        if not made.ok:
            message = "it could not be encrypted"
            raise OSError(0, message)

    def _require_private(self) -> None:
        if not self._gpg().list_keys(secret=True):
            message = "our key is a public one; the private one decrypts"
            raise PgpRefused(message)

    def _import(self, key: bytes, fault: str) -> list[str]:
        """The fingerprints of a key that is brought into the ring."""
        if not key:
            return []
        found = self._gpg().import_keys(key)
        if not found.fingerprints:
            raise PgpRefused(fault)
        return sorted(set(found.fingerprints))

    def _gpg(self, take: Callable[[bytes], None] | None = None) -> Any:  # noqa: ANN401 -- untyped
        """GnuPG for one thing; *take* takes what it writes, of which nothing is kept then."""
        from gnupg import GPG  # noqa: PLC0415 -- an extra

        logging.getLogger("gnupg").setLevel(logging.CRITICAL)  # what failed is told by us
        gpg = GPG(gnupghome=str(self._home))
        if take is not None:
            gpg.on_data = lambda piece: bool(take(piece))  # False: do not keep it as well
        return gpg


class PgpFiles:
    """
    An :class:`~edi_service.service.exchange.receiving.Unpacker` of PGP messages of one partner.

    Args:
        ring: our key and the partner's; None: nothing was agreed on, or GnuPG is not here.
        why: why there is no ring.
        limits: how far a message is trusted.
        aside: makes a place for what is decrypted.
        is_signed: whether what the partner leaves has to be signed by it.
    """

    def __init__(
        self,
        ring: KeyRing | None,
        *,
        why: str = "",
        limits: Limits,
        aside: Callable[[], Aside],
        is_signed: bool = False,
    ) -> None:
        self._ring = ring
        self._why = why
        self._limits = limits
        self._aside = aside
        self._is_signed = is_signed

    @property
    def refuses_plain(self) -> str:
        """Why a file that is no message is not taken; empty when it is."""
        return "it is not signed, which its partner has agreed to do" if self._is_signed else ""

    def is_archive(self, head: bytes, /) -> bool:
        """Whether a file that begins with *head* is a message."""
        return is_encrypted(head)

    def unpack(self, source: BinaryIO, /) -> Iterator[tuple[str, Iterator[bytes]]]:
        """
        What is in a message, as the one member of an archive.

        Raises:
            UnpackRefused: it cannot be decrypted, is not signed as agreed, or holds an archive or
                another message.
        """
        if self._ring is None:
            raise UnpackRefused(self._why)
        packed = source.seek(0, io.SEEK_END)
        _require_nothing_behind(source, packed)
        source.seek(0)
        aside = self._aside()
        try:
            signer = self._ring.decrypt(source, self._most(packed), aside.write)
            if self._is_signed and signer not in self._ring.partner:
                message = "it is not signed by its partner"
                raise UnpackRefused(message)
            with aside.open() as stream:
                _require_content(stream.read(_HEAD))
                stream.seek(0)
                yield "", _pieces(stream)
        finally:
            aside.close()

    def _most(self, packed: int) -> int:
        most = max(_FREE_OF_RATIO, packed * self._limits.ratio)
        return min(most, self._limits.total_bytes)


class EncryptedTarget:
    """
    A :class:`~edi_service.service.exchange.delivery.Target` that gets everything encrypted.

    Args:
        target: where files for the partner are put; names get :data:`ENDING`.
        ring: with the partner's key; None: GnuPG is not here, and nothing is put in the clear.
        aside: makes a place for what is encrypted.
    """

    def __init__(self, target: Target, ring: KeyRing | None, aside: Callable[[], Aside]) -> None:
        self._target = target
        self._ring = ring
        self._aside = aside

    def place(self, name: str, token: str, pieces: Iterable[bytes]) -> None:
        """
        Put *pieces* there as one message, unseen.

        Raises:
            OSError: it cannot be encrypted or written.
        """
        if self._ring is None:
            raise OSError(0, NOT_INSTALLED)
        aside = self._aside()
        try:
            self._ring.encrypt(pieces, aside.write)
            with aside.open() as stream:
                self._target.place(name + ENDING, token, _pieces(stream))
        finally:
            aside.close()

    def reveal(self, name: str, token: str) -> None:
        """Let the partner see what was placed."""
        self._target.reveal(name + ENDING, token)

    def withdraw(self, name: str, token: str) -> None:
        """Remove what was placed so."""
        self._target.withdraw(name + ENDING, token)

    def clear(self, name: str) -> None:
        """Remove whatever else was placed to get this name."""
        self._target.clear(name + ENDING)

    def unrevealed(self) -> set[str]:
        """The names of what is placed and was not revealed."""
        return {name.removesuffix(ENDING) for name in self._target.unrevealed()}


class _Joined(io.RawIOBase):
    """Pieces, read as a file."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        if not self._left:
            self._left = memoryview(next(self._pieces, b""))
        view = memoryview(buffer)
        size = min(len(view), len(self._left))
        view[:size], self._left = self._left[:size], self._left[size:]
        return size


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    while piece := stream.read(_AT_ONCE):
        yield piece


def _require_content(head: bytes) -> None:
    """See that what begins with *head* is neither packed nor encrypted once more."""
    if is_archive(head) or is_encrypted(head):
        message = "it holds an archive or another message, which is not unpacked"
        raise UnpackRefused(message)


def _require_nothing_behind(source: BinaryIO, size: int) -> None:
    """See that no text stands behind an armored message, where nobody has signed it."""
    source.seek(0)
    if not source.read(len(_ARMOR) + 1).lstrip().startswith(_ARMOR[:5]):
        return
    source.seek(max(0, size - 1024))
    if not source.read(1024).rstrip().endswith(_ARMOR_ENDS):
        message = "there is text behind the message"
        raise UnpackRefused(message)


def _raise_what_was_met(found: Any) -> None:  # noqa: ANN401 -- the library's, untyped
    """Raise what kept a piece from being taken."""
    fault = getattr(found, "on_data_failure", None)
    if fault is not None:
        raise fault


def _made_anew(folder: Path) -> Path:
    """
    *folder*, empty and for nobody else; another one where its path is too long for GnuPG.

    It is always the same one, so that what a crash has left there is forgotten at the next start.

    Raises:
        PgpRefused: it cannot be made.
    """
    if len(str(folder)) > _LONGEST_HOME:
        known_by = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"edi-{os.getuid()}-{known_by}"
    if folder.exists():
        _forget(folder)
    try:
        folder.mkdir(mode=0o700, parents=True)
    except OSError as fault:
        message = f"the folder for GnuPG cannot be made: {fault.strerror}"
        raise PgpRefused(message) from None
    return folder


def _forget(home: Path) -> None:
    """End the agent of GnuPG that has keys of *home* in its memory, and remove these."""
    subprocess.run(  # noqa: S603 -- a program of the system, and a folder of ours
        ["gpgconf", "--homedir", str(home), "--kill", "gpg-agent"],  # noqa: S607 -- likewise
        check=False,
        capture_output=True,
    )
    shutil.rmtree(home, ignore_errors=True)
