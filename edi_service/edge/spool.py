"""
What an acknowledgment will say of many claims, kept outside of memory until it is written.

It holds what claims hold, and lies encrypted in a file without a name.
"""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from edi_service.edge.exchange.aside import set_aside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from edi_service.edge.exchange.aside import EncryptedAside

Kept = TypeVar("Kept")

_IN_MEMORY = 2_000  # things, of all spools together, before they are written out


class DiskSpools:
    """
    The :class:`~edi_service.acknowledge.ledger.Spools` of one file, until they are closed.

    Args:
        folder: on whose file system they lie.
        in_memory: how many things are held in memory at most.
    """

    def __init__(self, folder: Path, in_memory: int = _IN_MEMORY) -> None:
        self._folder = folder
        self._most = in_memory
        self._held = 0
        self._holding: dict[int, _DiskSpool[object]] = {}
        self._aside: EncryptedAside | None = None

    def new(self, sort: type[Kept], /) -> _DiskSpool[Kept]:
        """One for things of a *sort*."""
        return _DiskSpool(self, sort)

    def close(self) -> None:
        """Forget all of them."""
        if self._aside is not None:
            self._aside.close()

    def hold(self, spool: _DiskSpool[Kept]) -> None:
        """Take note that *spool* holds one thing more; write all out when they are too many."""
        self._held += 1
        self._holding[id(spool)] = spool  # type: ignore[assignment]  # whatever it is of
        if self._held > self._most:
            for each in self._holding.values():
                each.write_out()
            self._holding, self._held = {}, 0

    def write(self, data: bytes) -> int:
        """
        Keep *data*, and say where.

        Raises:
            OSError: the disk is full.
        """
        if self._aside is None:
            self._aside = set_aside(self._folder)
        place = self._aside.size
        self._aside.write(data)
        return place

    def read(self, place: int, size: int) -> bytes:
        """What was kept there."""
        assert self._aside is not None  # noqa: S101 -- something was written there
        return self._aside.read_at(place, size)


class _DiskSpool(Generic[Kept]):
    def __init__(self, spools: DiskSpools, sort: type[Kept]) -> None:
        self._spools = spools
        self._held: list[Kept] = []
        # Place and size of each part, and what makes things of it again.
        self._written: list[tuple[int, int, Callable[[bytes], list[Kept]]]] = []
        self._decode = msgspec.msgpack.Decoder(list[sort]).decode  # type: ignore[valid-type]  # made here

    def add(self, one: Kept, /) -> None:
        self._held.append(one)
        self._spools.hold(self)

    def write_out(self) -> None:
        decode = self._decode
        try:
            data = msgspec.msgpack.encode(self._held)
        except UnicodeEncodeError:  # names may hold bytes that are no text
            data, decode = pickle.dumps(self._held), pickle.loads
        self._written.append((self._spools.write(data), len(data), decode))
        self._held = []

    def __iter__(self) -> Iterator[Kept]:
        for place, size, decode in self._written:
            yield from decode(self._spools.read(place, size))
        held, self._held = self._held, []
        yield from held
