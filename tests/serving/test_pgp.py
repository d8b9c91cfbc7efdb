"""A partner who encrypts what it sends, and wants its answers encrypted."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from edi_service.claims.model import ClaimKind
from edi_service.edge.exchange.pgp import KeyRing, PgpRefused
from edi_service.service.exchange.drops import DropState
from edi_service.service.synth import synthesize
from tests.edge.exchange.people import NEEDS_GPG, PASSPHRASE, people
from tests.serving.office import Office, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.edge.exchange.people import People

__all__ = ["people"]
pytestmark = NEEDS_GPG
AGREED = """
[trading_partners.maple.pgp]
key = "office.asc"
passphrase_from = "OFFICE_PASSPHRASE"
partner_key = "maple.asc"
signed = true
encrypted = true
"""


def claims(seed: int) -> bytes:
    return b"".join(synthesize(ClaimKind.PROFESSIONAL, 5, seed))


@pytest.fixture
def one_office(
    tmp_path: Path,
    people: People,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Office]:
    office = Office(tmp_path / "office", f"sqlite:///{tmp_path / 'store.sqlite'}", others=AGREED)
    monkeypatch.setenv("OFFICE_PASSPHRASE", PASSPHRASE)
    (office.folder / "office.asc").write_bytes(people.private("office"))
    (office.folder / "maple.asc").write_bytes(people.public("maple"))
    try:
        yield from running(office)
    finally:
        forget(office.folder)


def forget(folder: Path) -> None:
    """End what a service that was killed has left of GnuPG, as its next start does."""
    with suppress(PgpRefused):
        KeyRing(folder / "work" / "pgp" / "maple", b"", "", b"")


@pytest.mark.slow
def test_encrypted_claims_come_in_and_encrypted_answers_go_out(
    one_office: Office,
    people: People,
) -> None:
    one_office.start()
    one_office.drop("signed.837.pgp", people.to("office", claims(1), by="maple"))
    one_office.drop("unsigned.837.pgp", people.to("office", claims(2)))
    one_office.drop("plain.837", claims(3))
    one_office.drop("anothers.pgp", people.to("stranger", claims(4), by="maple"))

    counts = one_office.wait_until_done(files=5)

    assert (counts.done, counts.quarantined, counts.claims) == (2, 3, 5)
    reasons = sorted(
        drop.reason for drop in one_office.drops() if drop.state is DropState.QUARANTINED
    )
    assert reasons == [
        "it is not encrypted to our key",
        "it is not signed by its partner",
        "it is not signed, which its partner has agreed to do",
    ]
    answers = sorted(one_office.outbound.iterdir())
    assert [path.suffixes for path in answers] == [[".999", ".pgp"], [".277ca", ".pgp"]]
    for path in answers:
        assert people.gpg.decrypt(path.read_bytes()).data.startswith(b"ISA*")
    assert one_office.stop() == 0
    assert not list((one_office.folder / "work" / "pgp").glob("*"))
    assert one_office.balanced().returncode == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoil", "told"),
    [("", "its keys can be read"), ("office.asc", "our key is no PGP key")],
)
def test_doctor_looks_at_the_keys(one_office: Office, spoil: str, told: str) -> None:
    one_office.start()
    one_office.wait_for_event("serving")
    one_office.stop()
    if spoil:
        (one_office.folder / spoil).write_bytes(b"nonsense")

    said = one_office.command("doctor", "--config", str(one_office.folder / "left.toml"))

    assert told in " ".join(said.stdout.split()), said.stdout
    assert said.returncode == (1 if spoil else 0), said.stdout


@pytest.mark.slow
def test_what_could_not_be_read_is_worked_when_it_can_be_and_is_released(
    one_office: Office,
    people: People,
) -> None:
    key = one_office.folder / "office.asc"
    whole = key.read_bytes()
    key.write_bytes(b"nonsense")
    one_office.start()
    one_office.drop("signed.pgp", people.to("office", claims(1), by="maple"))
    assert one_office.wait_until_done(files=1).quarantined == 1
    [waiting] = one_office.drops()
    assert "doctor" in waiting.reason
    one_office.stop()

    key.write_bytes(whole)
    assert one_office.command("drops", "release", waiting.drop_id).returncode == 0
    one_office.start()
    counts = one_office.wait_until_done(files=2)

    assert (counts.done, counts.quarantined, counts.claims) == (2, 0, 5)
    assert one_office.balanced().returncode == 0
