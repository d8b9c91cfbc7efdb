"""The keys that the store is sealed with, and where they are kept."""

from __future__ import annotations

import base64
import hmac
import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from edi_service.edge import resources
from edi_service.service.store import StoreRefused

if TYPE_CHECKING:
    from datetime import datetime

IN_ENVIRONMENT = "EDI_SERVICE_KEYS"  # the ring itself
FILE_IN_ENVIRONMENT = "EDI_SERVICE_KEYS_FILE"  # where it lies
_SECRET_BYTES = 32
_NAME = "keys.json"


@dataclass(frozen=True)
class Key:
    """
    A key and the keys made of it: one a use, so that none of them tells anything about another.

    *key_id* is public and of eight characters.
    """

    key_id: str
    secret: bytes
    made: str  # the day it was made

    def __repr__(self) -> str:
        return f"<Key {self.key_id}>"

    @cached_property
    def sealing(self) -> bytes:
        """For what is sealed."""
        return self._derive(b"seal")

    @cached_property
    def searching(self) -> bytes:
        """For the hashes that records are found by."""
        return self._derive(b"search")

    @cached_property
    def auditing(self) -> bytes:
        """For the chain of the audit log."""
        return self._derive(b"audit")

    @cached_property
    def proof(self) -> str:
        """What a store keeps to know this key again."""
        return self._derive(b"proof").hex()

    def _derive(self, use: bytes) -> bytes:
        return hmac.digest(self.secret, b"edi-service store: " + use, "sha256")


class _KeyRow(msgspec.Struct, forbid_unknown_fields=True):
    secret: str
    made: str = ""


class _RingFile(msgspec.Struct, forbid_unknown_fields=True):
    current: str
    keys: dict[str, _KeyRow]


@dataclass(frozen=True)
class KeyRing:
    """
    All keys that a store was ever sealed with; new things are sealed with *current*.

    A key that is no longer current still checks the entries of the audit log written under it.
    *place* is where the ring lies, None when it was given in the environment.
    """

    current: Key
    keys: dict[str, Key]
    place: Path | None = None

    def key(self, key_id: str) -> Key:
        """
        The key with this id.

        Raises:
            StoreRefused: the ring does not hold it.
        """
        try:
            return self.keys[key_id]
        except KeyError:
            message = f"the store is sealed with key {key_id}, which {self.whereabouts} lacks"
            raise StoreRefused(message) from None

    @property
    def whereabouts(self) -> str:
        """The words for where the ring lies."""
        return f"the key ring {self.place or f'in {IN_ENVIRONMENT}'}"

    def with_new_key(self, now: datetime) -> KeyRing:
        """The ring with a new key, which is current from now on."""
        key = _new_key(now)
        return KeyRing(key, {**self.keys, key.key_id: key}, self.place)

    def encode(self) -> bytes:
        """The ring as it is kept: JSON, the secrets in base64."""
        rows = {
            key.key_id: _KeyRow(base64.b64encode(key.secret).decode(), key.made)
            for key in self.keys.values()
        }
        text = msgspec.json.encode(_RingFile(self.current.key_id, rows))
        return msgspec.json.format(text, indent=2) + b"\n"


def _new_key(now: datetime) -> Key:
    return Key(secrets.token_hex(4), secrets.token_bytes(_SECRET_BYTES), now.date().isoformat())


def find_ring(named: Path | None = None) -> KeyRing | None:
    """
    The ring: in the file *named*, in the environment, in the file named there, or by default.

    None when the file does not exist, so that a ring may be made there.

    Raises:
        StoreRefused: it cannot be read, or is none.
    """
    if named is None and (text := os.environ.get(IN_ENVIRONMENT)):
        return _decode(text.encode(), None)
    place = place_of_ring(named)
    try:
        data = place.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as fault:
        message = f"the key ring {place} cannot be read: {fault.strerror}"
        raise StoreRefused(message) from None
    return _decode(data, place)


def place_of_ring(named: Path | None) -> Path:
    """Where a ring lies that is kept in a file."""
    return named or Path(os.environ.get(FILE_IN_ENVIRONMENT) or resources.user_folder() / _NAME)


def make_ring(place: Path, now: datetime) -> KeyRing:
    """
    A new ring of one key, kept at *place* for its owner's eyes alone.

    Raises:
        StoreRefused: it cannot be written there.
    """
    key = _new_key(now)
    ring = KeyRing(key, {key.key_id: key}, place)
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(ring, place, os.O_CREAT | os.O_EXCL)
    except OSError as fault:
        message = f"the key ring {place} cannot be made: {fault.strerror}"
        raise StoreRefused(message) from None
    return ring


def keep_ring(ring: KeyRing) -> None:
    """
    Write *ring* over the one that lay in its place; a crash leaves the one or the other.

    Raises:
        StoreRefused: it cannot be written.
    """
    assert ring.place is not None  # noqa: S101 -- a ring of the environment is kept by who gave it
    aside = ring.place.with_name(f"{ring.place.name}.{os.getpid()}.new")
    try:
        _write(ring, aside, os.O_CREAT | os.O_TRUNC)
        aside.replace(ring.place)
    except OSError as fault:
        message = f"the key ring {ring.place} cannot be written: {fault.strerror}"
        raise StoreRefused(message) from None


def _write(ring: KeyRing, place: Path, flags: int) -> None:
    with os.fdopen(os.open(place, os.O_WRONLY | flags, 0o600), "wb") as target:
        target.write(ring.encode())
        target.flush()
        os.fsync(target.fileno())


def _decode(data: bytes, place: Path | None) -> KeyRing:
    name = f"the key ring {place or f'in {IN_ENVIRONMENT}'}"
    try:
        file = msgspec.json.decode(data, type=_RingFile)
        keys = {
            key_id: Key(key_id, base64.b64decode(row.secret, validate=True), row.made)
            for key_id, row in file.keys.items()
        }
        current = keys[file.current]
    except (msgspec.MsgspecError, ValueError, KeyError):
        message = f"{name} is none, or is damaged"
        raise StoreRefused(message) from None
    for key in keys.values():
        if len(key.secret) != _SECRET_BYTES or len(key.key_id.encode()) != 8:
            message = f"{name} holds a key that is not of {_SECRET_BYTES} bytes, or its id not of 8"
            raise StoreRefused(message)
    return KeyRing(current, keys, place)
