"""
Fields sealed with AES-256-GCM, and the hashes that they can be found by.

A sealed field is the id of its key (8 bytes), a nonce (12 bytes), and the ciphertext with its tag.
Table, row and column are bound to it, so that a field put elsewhere does not open.
"""

from __future__ import annotations

import hmac
import os
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from edi_service.service.store import StoreRefused

if TYPE_CHECKING:
    from edi_service.edge.store.keys import KeyRing
    from edi_service.service.records import Search

KEY_ID_BYTES = 8
_NONCE_BYTES = 12
_HEAD = KEY_ID_BYTES + _NONCE_BYTES
_HASH = "sha256"
_QUICK = 1  # what is packed is packed fast: it is written once and seldom read


class Sealer:
    """Seals and opens fields with the keys of a ring."""

    def __init__(self, ring: KeyRing) -> None:
        self.ring = ring
        self._current = ring.current.key_id.encode()
        self._seal = AESGCM(ring.current.sealing).encrypt
        self._hash = hmac.new(ring.current.searching, digestmod=_HASH)
        self._cipher = lru_cache(maxsize=None)(self._cipher_of)

    def seal(self, data: bytes, table: str, row: str, column: str) -> bytes:
        """*data* as it may be written into this place alone."""
        nonce = os.urandom(_NONCE_BYTES)
        return self._current + nonce + self._seal(nonce, data, _place(table, row, column))

    def open(self, sealed: bytes, table: str, row: str, column: str) -> bytes:
        """
        What was sealed for this place.

        Raises:
            StoreRefused: the key is not held, or this was not sealed with it for this place.
        """
        cipher = self._cipher(bytes(sealed[:KEY_ID_BYTES]))
        nonce, rest = sealed[KEY_ID_BYTES:_HEAD], sealed[_HEAD:]
        try:
            return cipher.decrypt(nonce, rest, _place(table, row, column))
        except (InvalidTag, ValueError):
            message = f"a row of {table} does not open: it was changed, or sealed with another key"
            raise StoreRefused(message) from None

    def hashes(self, kind: Search, text: str) -> list[bytes]:
        """What *text* may be noted as: by the current key first, then by those before it."""
        plain = _told(kind, text)
        current = self.ring.current
        others = [key for key in self.ring.keys.values() if key is not current]
        return [hmac.digest(key.searching, plain, _HASH) for key in (current, *others)]

    def hash(self, kind: Search, text: str) -> bytes:
        """What *text* is noted as."""
        begun = self._hash.copy()
        begun.update(_told(kind, text))
        return begun.digest()

    def _cipher_of(self, key_id: bytes) -> AESGCM:
        return AESGCM(self.ring.key(key_id.decode("ascii", "replace")).sealing)


def _told(kind: Search, text: str) -> bytes:
    """What is hashed of a word: its kind as well, so that a name is no account number."""
    return f"{kind.value}\0{normal(text)}".encode()


def _place(table: str, row: str, column: str) -> bytes:
    return f"{table}\0{row}\0{column}".encode()


def normal(text: str) -> str:
    """*text* without what makes no difference in a search: case, spaces and punctuation."""
    folded = text.casefold()
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))


def pack(data: bytes) -> bytes:
    """*data* in fewer bytes: it cannot be made smaller once it is sealed."""
    return zlib.compress(data, _QUICK)


def unpack(data: bytes) -> bytes:
    """What :func:`pack` made smaller."""
    return zlib.decompress(data)
