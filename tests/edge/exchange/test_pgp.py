"""Files that partners encrypt: decrypted within limits, and refused when anything is wrong."""

from __future__ import annotations

import gzip
import io
import os
from typing import TYPE_CHECKING, Any

import pytest

from edi_service.edge.exchange import pgp as module
from edi_service.edge.exchange.archive import Archives, Limits
from edi_service.edge.exchange.aside import EncryptedAside
from edi_service.edge.exchange.outbound import OutboundFolder
from edi_service.edge.exchange.pgp import (
    NOT_INSTALLED,
    EncryptedTarget,
    KeyRing,
    PgpFiles,
    PgpRefused,
    is_encrypted,
)
from edi_service.edge.exchange.unpackers import Unpackers
from edi_service.service.exchange.receiving import UnpackRefused
from tests.edge.exchange.people import CLAIMS, NEEDS_GPG, PASSPHRASE, a_home, people

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.edge.exchange.people import People

__all__ = ["people"]
pytestmark = NEEDS_GPG


@pytest.fixture(scope="module")
def ring(people: People) -> Iterator[KeyRing]:
    with a_home() as home:
        made = KeyRing(home / "ring", people.private("office"), PASSPHRASE, people.public("maple"))
        yield made
        made.close()


def aside() -> EncryptedAside:
    return EncryptedAside(io.BytesIO())


def unpacked(
    ring: KeyRing, data: bytes, limits: Limits | None = None, *, is_signed: bool = False
) -> bytes:
    files = PgpFiles(ring, limits=limits or Limits(), aside=aside, is_signed=is_signed)
    both = Unpackers(files, Archives(Limits()))
    assert both.is_archive(data[:106])
    [(name, content)] = [(name, b"".join(pieces)) for name, pieces in both.unpack(io.BytesIO(data))]
    assert name == ""
    return content


@pytest.mark.parametrize("armor", [True, False])
@pytest.mark.parametrize("by", ["", "maple"])
def test_a_file_encrypted_to_us_is_decrypted(
    people: People, ring: KeyRing, by: str, *, armor: bool
) -> None:
    assert unpacked(ring, people.to("office", by=by, armor=armor)) == CLAIMS


def test_a_signature_that_was_agreed_on_is_verified(people: People, ring: KeyRing) -> None:
    assert unpacked(ring, people.to("office", by="maple"), is_signed=True) == CLAIMS
    with pytest.raises(UnpackRefused, match="not signed by its partner"):
        unpacked(ring, people.to("office"), is_signed=True)
    with pytest.raises(UnpackRefused, match="signed by somebody else"):
        unpacked(ring, people.to("office", by="stranger"), is_signed=True)
    with pytest.raises(UnpackRefused, match="signed by somebody else"):
        unpacked(ring, people.to("office", by="stranger"))


def test_without_the_partners_key_nobodys_signature_matters(people: People) -> None:
    with a_home() as home:
        alone = KeyRing(home / "ring", people.private("office"), PASSPHRASE, b"")
        try:
            assert unpacked(alone, people.to("office", by="stranger")) == CLAIMS
        finally:
            alone.close()


def flipped(data: bytes) -> bytes:
    return data[:-30] + bytes([data[-30] ^ 1]) + data[-29:]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda people: people.to("stranger"), "not encrypted to our key"),
        (lambda people: flipped(people.to("office")), "damaged"),
        (lambda people: people.to("office")[:-9], "damaged"),
        (lambda people: people.to("office")[:40], "damaged"),
        (lambda people: people.to("office") * 2, "damaged"),
        (lambda people: people.to("office", armor=True) + b"\nISA*00*", "text behind"),
        (lambda _: b"\x85" + os.urandom(3000), "damaged|our key"),
        (lambda _: b"-----BEGIN PGP MESSAGE-----\n\n-----END PGP MESSAGE-----\n", "damaged"),
        (lambda people: people.public("office"), "text behind"),
        (
            lambda people: bytes(
                people.gpg.sign(CLAIMS, keyid=people.prints["maple"], clearsign=False).data
            ),
            "not encrypted",
        ),
        (lambda people: people.to("office", gzip.compress(CLAIMS)), "archive or another"),
        (lambda people: people.to("office", people.to("office")), "archive or another"),
        (lambda people: people.to("office", people.to("office", armor=True)), "archive or another"),
    ],
)
def test_what_is_wrong_is_refused_with_a_reason(
    people: People, ring: KeyRing, spoil: Any, says: str
) -> None:
    with pytest.raises(UnpackRefused, match=says) as told:
        unpacked(ring, spoil(people))
    assert "CANARY" not in str(told.value)


def test_a_bomb_is_refused_before_it_has_grown(people: People, ring: KeyRing) -> None:
    bomb = people.to("office", bytes(50_000_000))
    assert len(bomb) < 200_000
    taken: list[int] = []

    class Watched(EncryptedAside):
        def write(self, data: bytes, /) -> None:
            taken.append(len(data))
            super().write(data)

    files = PgpFiles(ring, limits=Limits(), aside=lambda: Watched(io.BytesIO()))
    with pytest.raises(UnpackRefused, match="too large"):
        list(files.unpack(io.BytesIO(bomb)))
    assert sum(taken) <= len(bomb) * Limits().ratio

    with pytest.raises(UnpackRefused, match="too large"):
        unpacked(ring, people.to("office", bytes(range(256)) * 100), Limits(total_bytes=1000))


def test_a_full_disk_is_no_fault_of_the_file(people: People, ring: KeyRing) -> None:
    class Full(EncryptedAside):
        def write(self, data: bytes, /) -> None:
            del data
            raise OSError(28, "No space left on device")

    files = PgpFiles(ring, limits=Limits(), aside=lambda: Full(io.BytesIO()))
    with pytest.raises(OSError, match="No space left"):
        list(files.unpack(io.BytesIO(people.to("office"))))


@pytest.mark.parametrize(
    ("own", "passphrase", "partner", "says"),
    [
        ("nonsense", PASSPHRASE, "", "our key is no PGP key"),
        ("public", PASSPHRASE, "", "the private one decrypts"),
        ("private", PASSPHRASE, "nonsense", "partner's key is no PGP key"),
    ],
)
def test_keys_that_are_none_are_refused(
    people: People, own: str, passphrase: str, partner: str, says: str
) -> None:
    keys = {
        "nonsense": b"ssh-ed25519 AAAA",
        "public": people.public("office"),
        "private": people.private("office"),
        "": b"",
    }
    with a_home() as home, pytest.raises(PgpRefused, match=says):
        KeyRing(home / "ring", keys[own], passphrase, keys[partner])


def test_a_wrong_passphrase_decrypts_nothing(people: People) -> None:
    with a_home() as home:
        wrong = KeyRing(home / "ring", people.private("office"), "wrong", b"")
        try:
            with pytest.raises(UnpackRefused):
                unpacked(wrong, people.to("office"))
        finally:
            wrong.close()


def test_nothing_of_the_keys_stays(people: People) -> None:
    with a_home() as home:
        KeyRing(home / "ring", people.private("office"), PASSPHRASE, b"").close()
        assert not (home / "ring").exists()


@pytest.mark.parametrize("length", [1, 90])
def test_what_a_crash_has_left_is_forgotten_at_the_next_start(people: People, length: int) -> None:
    with a_home() as home:
        folder = home / ("x" * length)
        KeyRing(folder, people.private("office"), PASSPHRASE, people.public("maple"))  # and crashes

        again = KeyRing(folder, people.private("office"), PASSPHRASE, b"")
        left = again._home  # noqa: SLF001 -- where the keys are
        assert unpacked(again, people.to("office", by="stranger")) == CLAIMS, "maple is forgotten"
        again.close()
        assert not left.exists()


def test_a_path_too_long_for_gnupg_is_avoided(people: People, tmp_path: Path) -> None:
    long = tmp_path / ("x" * 90)
    made = KeyRing(long, people.private("office"), PASSPHRASE, b"")
    try:
        assert unpacked(made, people.to("office")) == CLAIMS
        assert not long.exists()
    finally:
        made.close()


def test_an_answer_is_encrypted_to_its_partner(
    people: People, ring: KeyRing, tmp_path: Path
) -> None:
    target = EncryptedTarget(OutboundFolder(tmp_path), ring, aside)
    target.place("a.999", "t1", [b"ISA*", b"CANARY~" * 100_000])
    target.place("a.999", "t2", [b"ISA*"])
    target.reveal("a.999", "t1")
    target.clear("a.999")

    [path] = tmp_path.iterdir()
    assert path.name == "a.999.pgp"
    data = path.read_bytes()
    assert b"CANARY" not in data
    assert people.gpg.decrypt(data).data == b"ISA*" + b"CANARY~" * 100_000
    target.place("b.999", "t3", [b"ISA*"])
    target.withdraw("b.999", "t3")
    assert list(tmp_path.iterdir()) == [path]


def test_an_answer_whose_bytes_cannot_be_read_is_not_cut_short(
    ring: KeyRing, tmp_path: Path
) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"ISA*"
        message = "the store is away"
        raise ConnectionError(message)

    with pytest.raises(ConnectionError):
        EncryptedTarget(OutboundFolder(tmp_path), ring, aside).place("a.999", "t1", pieces())
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_nothing_is_read_and_nothing_leaves_in_the_clear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(PgpRefused, match="extra"):
        KeyRing(tmp_path / "ring", b"", "", b"")
    with pytest.raises(UnpackRefused, match="not here"):
        list(PgpFiles(None, why=NOT_INSTALLED, limits=Limits(), aside=aside).unpack(io.BytesIO()))
    with pytest.raises(OSError, match="extra"):
        EncryptedTarget(OutboundFolder(tmp_path), None, aside).place("a", "t", [b"ISA*"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"-----BEGIN PGP MESSAGE-----", True),
        (b"\r\n-----BEGIN PGP SIGNED MESSAGE-----", True),
        (b"\x84\x5e\x03", True),
        (b"\xc1\xc0\x4c", True),
        (b"ISA*00*", False),
        (b"PK\x03\x04", False),
        (b"\x1f\x8b", False),
        ("ISA*00*".encode("cp500"), False),
        (b"\xef\xbb\xbfISA*", False),
        (b"see below -----BEGIN PGP MESSAGE-----", False),
        (b"", False),
    ],
)
def test_how_a_message_is_told(head: bytes, *, expected: bool) -> None:
    assert is_encrypted(head) is expected
