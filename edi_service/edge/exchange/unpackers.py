"""Several sorts of archives, each unpacked by whoever knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from edi_service.service.exchange.pickup import HEAD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.service.exchange.receiving import Unpacker


class Unpackers:
    """
    An :class:`~edi_service.service.exchange.receiving.Unpacker` that is several.

    Args:
        unpackers: the first that knows a file unpacks it.
    """

    def __init__(self, *unpackers: Unpacker) -> None:
        self._unpackers = unpackers

    @property
    def refuses_plain(self) -> str:
        """Why a file that none of them knows is not taken; empty when it is."""
        return next(filter(None, (each.refuses_plain for each in self._unpackers)), "")

    def is_archive(self, head: bytes, /) -> bool:
        """Whether one of them knows a file that begins with *head*."""
        return any(each.is_archive(head) for each in self._unpackers)

    def unpack(self, source: BinaryIO, /) -> Iterator[tuple[str, Iterator[bytes]]]:
        """The members of *source*, as the one that knows it gives them."""
        head = source.read(HEAD)
        source.seek(0)
        known = next(each for each in self._unpackers if each.is_archive(head))
        return known.unpack(source)
