"""From what is agreed on about PGP to the key rings of partners."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from edi_service.edge.exchange.archive import Archives, Limits
from edi_service.edge.exchange.pgp import EncryptedTarget, KeyRing, PgpFiles, PgpRefused
from edi_service.edge.exchange.unpackers import Unpackers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from edi_service.service.config import Config
    from edi_service.service.exchange.delivery import Target
    from edi_service.service.exchange.partners import Pgp
    from edi_service.service.exchange.pickup import Aside
    from edi_service.service.exchange.receiving import Unpacker

_NOTHING_AGREED = "it is encrypted with PGP, and no key is agreed on with its partner"


def open_ring(pgp: Pgp, base: Path, folder: Path) -> KeyRing:
    """
    The keys that *pgp*, of a configuration in the folder *base*, names.

    Args:
        pgp: what is agreed on.
        base: where relative names start.
        folder: for GnuPG.

    Raises:
        PgpRefused: one of them cannot be read, or GnuPG is not here.
    """
    passphrase = os.environ.get(pgp.passphrase_from, "") if pgp.passphrase_from else ""
    partner = _read(base / pgp.partner_key) if pgp.partner_key else b""
    if (pgp.signed or pgp.encrypted) and not partner:
        message = "what is signed, or encrypted for the partner, needs its public key (partner_key)"
        raise PgpRefused(message)
    return KeyRing(folder, _read(base / pgp.key), passphrase, partner)


class KeyRings:
    """
    The key rings of all partners with PGP, until they are closed.

    Args:
        config: what is agreed on.
        base: the folder that relative names start from.
        folder: for GnuPG.
        aside: makes a place for what is decrypted or encrypted.
        trouble: told whose keys cannot be used, and why.
    """

    def __init__(
        self,
        config: Config,
        base: Path,
        folder: Path,
        aside: Callable[[], Aside],
        trouble: Callable[[str, str], None],
    ) -> None:
        self._partners = config.trading_partners
        self._aside = aside
        self._rings: dict[str, KeyRing] = {}
        for key, partner in self._partners.items():
            if partner.pgp is not None:
                try:
                    self._rings[key] = open_ring(partner.pgp, base, folder / key)
                except PgpRefused as fault:
                    trouble(f"PGP of {key}", str(fault))

    def unpacker(self, partner: str) -> Unpacker:
        """What unpacks the files of a partner."""
        return unpackers(self._partners[partner].pgp, self._rings.get(partner), self._aside)

    def target(self, partner: str, target: Target) -> Target:
        """Where files for a partner are put, encrypted where that is agreed on."""
        pgp = self._partners[partner].pgp
        if pgp is None or not pgp.encrypted:
            return target
        return EncryptedTarget(target, self._rings.get(partner), self._aside)

    def close(self) -> None:
        """Forget all keys."""
        for ring in self._rings.values():
            ring.close()


def unpackers(pgp: Pgp | None, ring: KeyRing | None, aside: Callable[[], Aside]) -> Unpacker:
    """What unpacks the files of a partner; *ring* is None where its keys cannot be used here."""
    limits = Limits()
    why = _NOTHING_AGREED if pgp is None else _NOT_HERE
    is_signed = pgp is not None and pgp.signed
    messages = PgpFiles(ring, why=why, limits=limits, aside=aside, is_signed=is_signed)
    if is_signed:  # an archive is no more signed than any other file
        return messages
    return Unpackers(messages, Archives(limits))


_NOT_HERE = "it is encrypted with PGP, which this machine cannot read: `doctor` says why"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        message = f"the key {path} cannot be read: {fault.strerror}"
        raise PgpRefused(message) from None
