"""
Files that partners pack: zip and gzip, unpacked within limits.

Nothing is written under a name from an archive; names are data.  What is unpacked is counted as
it comes, whatever the archive says of its own sizes.
"""

from __future__ import annotations

import gzip
import stat
import struct
import zipfile
import zlib
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from msgspec import Struct

from edi_service.service.exchange.receiving import UnpackRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

ZIP, GZIP = (b"PK\x03\x04", b"PK\x05\x06"), b"\x1f\x8b"
_ENCRYPTED = 0x1  # bit of a zip member's flags
_FREE_OF_RATIO = 1024 * 1024  # bytes that any member may unpack to, however small it is packed


class Limits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    How far an archive is trusted.

    Attributes:
        members: how many it may hold.
        total_bytes: what all of them may unpack to.
        ratio: how many bytes a packed byte may become.
    """

    members: int = 1_000
    total_bytes: int = 4 * 1024**3
    ratio: int = 100


def is_archive(head: bytes) -> bool:
    """Whether a file that begins with *head* is one that is unpacked here."""
    return head.startswith((*ZIP, GZIP))


class Archives:
    """
    An :class:`~edi_service.service.exchange.receiving.Unpacker` of zip and gzip.

    Args:
        limits: how far they are trusted.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    @property
    def refuses_plain(self) -> str:
        """Nothing: a file need not be packed."""
        return ""

    def is_archive(self, head: bytes, /) -> bool:
        """Whether a file that begins with *head* is one that is unpacked here."""
        return is_archive(head)

    def unpack(self, source: BinaryIO, /) -> Iterator[tuple[str, Iterator[bytes]]]:
        """
        The name of each member (empty for gzip, which has one) and its bytes, piece by piece.

        The pieces of a member are used up before the next member is asked for.

        Raises:
            UnpackRefused: it is damaged, encrypted, packed twice, holds what is no file, or
                exceeds the limits; what came before is not to be used either.
        """
        with _faults():
            head = source.read(len(GZIP))
            source.seek(0)
            if head == GZIP:
                yield "", _Gzip(source, self._limits).pieces()
            else:
                yield from _Zip(source, self._limits).members()


_DAMAGE = (
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,  # a way of packing that Python does not know
    OverflowError,
    RuntimeError,
    ValueError,  # an offset that leads before the beginning
)


@contextmanager
def _faults() -> Iterator[None]:
    """What the libraries raise for damaged archives, in our words."""
    try:
        yield
    except _DAMAGE:
        message = "the archive is damaged, or packed in a way that is not known"
        raise UnpackRefused(message) from None


class _Counter:
    """Lets bytes pass as long as they are within the limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._total = 0

    def count(self, stream: BinaryIO, packed: int) -> Iterator[bytes]:
        """The bytes of a member that takes *packed* bytes in the archive."""
        most = max(_FREE_OF_RATIO, packed * self._limits.ratio)
        size = 0
        with _faults():
            while piece := stream.read(_PIECE):
                if not size and is_archive(piece):
                    message = "it holds an archive; archives within archives are not unpacked"
                    raise UnpackRefused(message)
                size += len(piece)
                self._total += len(piece)
                if size > most:
                    message = f"a byte of it becomes more than {self._limits.ratio} bytes"
                    raise UnpackRefused(message)
                if self._total > self._limits.total_bytes:
                    message = f"it unpacks to more than {self._limits.total_bytes} bytes"
                    raise UnpackRefused(message)
                yield piece


class _Gzip:
    def __init__(self, source: BinaryIO, limits: Limits) -> None:
        self._source = source
        self._counter = _Counter(limits)

    def pieces(self) -> Iterator[bytes]:
        packed = self._source.seek(0, 2)
        self._source.seek(0)
        with gzip.GzipFile(fileobj=self._source) as stream:
            yield from self._counter.count(cast("BinaryIO", stream), packed)


class _Zip:
    def __init__(self, source: BinaryIO, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._counter = _Counter(limits)

    def members(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        size = self._source.seek(0, 2)
        if _directory_bytes(self._source, size) > self._limits.members * _MEMBER_BYTES:
            message = f"its list of members is too long for {self._limits.members} of them"
            raise UnpackRefused(message)  # before it is read: each takes more room in memory
        with closing(zipfile.ZipFile(self._source)) as archive:
            members = archive.infolist()
            if len(members) > self._limits.members:
                message = f"it has {len(members)} members; {self._limits.members} are unpacked"
                raise UnpackRefused(message)
            for member in members:
                _require_a_file(member)
            if sum(member.compress_size for member in members) > size:
                message = "its members take more room than there is: they lie in one another"
                raise UnpackRefused(message)
            for member in members:
                if not member.is_dir():
                    with archive.open(member) as stream:
                        pieces = self._counter.count(cast("BinaryIO", stream), member.compress_size)
                        yield member.filename, pieces


def _directory_bytes(source: BinaryIO, size: int) -> int:
    """
    How long a zip of *size* bytes says its list of members is; 0 where it is none.

    It stands in the last record of the file, or for a large one (Zip64) in one before that.
    """
    source.seek(max(0, size - _LAST_RECORDS))
    tail = source.read(_LAST_RECORDS)
    source.seek(0)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + _END:
        return 0
    (told,) = struct.unpack_from("<I", tail, end + 12)
    large = end - _LOCATOR - _LARGE_END
    if large >= 0 and tail[large + _LARGE_END :].startswith(b"PK\x06\x07"):
        told = max(told, *struct.unpack_from("<Q", tail, large + 40))
    return int(told)


def _require_a_file(member: zipfile.ZipInfo) -> None:
    if member.flag_bits & _ENCRYPTED:
        message = "it is encrypted with a password"
        raise UnpackRefused(message)
    mode = member.external_attr >> 16
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        message = "it holds a link or a device"
        raise UnpackRefused(message)


_PIECE = 256 * 1024  # bytes
_MEMBER_BYTES = 1024  # of the list of members: a name of 900 bytes, and what stands beside it
_END, _LOCATOR, _LARGE_END = 22, 20, 56  # bytes of the last records of a zip
_LAST_RECORDS = _END + 0xFFFF + _LOCATOR + _LARGE_END  # with the longest comment there may be
