"""
Bytes set aside on their way in, unreadable to anyone else.

They lie in a file without a name, encrypted with a key that is in this process alone, so that
after a crash nothing is left that could be read.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import CTR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from typing_extensions import Buffer

_BLOCK = 16  # bytes: what AES encrypts at a time, and what its counter counts
_READ_AT_ONCE = 256 * 1024  # bytes


class EncryptedAside:
    """
    An :class:`~edi_service.service.exchange.pickup.Aside` on disk.

    Args:
        file: an empty one that nobody else has open.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._key = os.urandom(32)
        self._encryptor = Cipher(AES256(self._key), CTR(bytes(_BLOCK))).encryptor()
        self._digest = hashlib.sha256()
        self._size = 0

    @property
    def size(self) -> int:
        """How many bytes have come in."""
        return self._size

    @property
    def sha256(self) -> str:
        """Of the bytes that have come in, in hexadecimal."""
        return self._digest.hexdigest()

    def write(self, data: bytes, /) -> None:
        """
        Add bytes at the end.

        Raises:
            OSError: they cannot be written (the disk is full); none of them count as come in.
        """
        self._file.seek(self._size)
        encrypted = self._encryptor.update(data)
        try:
            self._file.write(encrypted)
            self._file.flush()
        except OSError:
            self._encryptor = self._cipher_from(self._size).encryptor()
            self._skip()
            raise
        self._digest.update(data)
        self._size += len(data)

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """All bytes that have come in, from the start; one reader at a time."""
        yield cast("BinaryIO", io.BufferedReader(_Decrypting(self), _READ_AT_ONCE))

    def close(self) -> None:
        """Forget them."""
        self._file.close()

    def read_at(self, offset: int, length: int) -> bytes:
        """*length* bytes from *offset* on, fewer at the end."""
        skipped = offset % _BLOCK
        self._file.seek(offset - skipped)
        encrypted = self._file.read(min(length, max(0, self._size - offset)) + skipped)
        return self._cipher_from(offset).decryptor().update(encrypted)[skipped:]

    def _cipher_from(self, offset: int) -> Cipher[CTR]:
        """The cipher as it stands at the block that holds *offset*."""
        return Cipher(AES256(self._key), CTR((offset // _BLOCK).to_bytes(_BLOCK, "big")))

    def _skip(self) -> None:
        """Bring the encryptor from the start of its block to where writing goes on."""
        self._encryptor.update(bytes(self._size % _BLOCK))


def set_aside(folder: Path) -> EncryptedAside:
    """A new one, in a file without a name in the file system of *folder*."""
    return EncryptedAside(cast("BinaryIO", tempfile.TemporaryFile(dir=folder)))


class _Decrypting(io.RawIOBase):
    def __init__(self, aside: EncryptedAside) -> None:
        self._aside = aside
        self._offset = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        origin = {io.SEEK_SET: 0, io.SEEK_CUR: self._offset, io.SEEK_END: self._aside.size}
        self._offset = origin[whence] + offset
        return self._offset

    def readinto(self, buffer: Buffer) -> int:
        view = memoryview(buffer)
        data = self._aside.read_at(self._offset, len(view))
        view[: len(data)] = data
        self._offset += len(data)
        return len(data)
