"""Requests gathered into one interchange for each sender and receiver, in files that grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.x12.gather import Gathering, address_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from edi_service.x12.gather import Address


class Batches:
    """
    Takes requests one by one; :meth:`finish` closes the interchanges.

    Args:
        first_number: ISA13 and GS06 of the first interchange; the next ones count on.
        append: appends bytes to the file with a name.
        folder: what the names begin with.
    """

    def __init__(
        self, first_number: int, append: Callable[[str, bytes], None], folder: str
    ) -> None:
        self._next = first_number
        self._append = append
        self._folder = folder
        self._open: dict[Address, Gathering] = {}

    def add(self, request: bytes) -> str:
        """Add a request, an interchange of its own; returns the name of the file that holds it."""
        address = address_of(request)
        gathering = self._open.get(address)
        if gathering is None:
            gathering = self._open[address] = Gathering(request, self._next)
            self._next += 1
            self._append(self._name(gathering), gathering.begin())
        self._append(self._name(gathering), gathering.add(request))
        return self._name(gathering)

    def finish(self) -> None:
        """Write the trailers of every interchange."""
        for gathering in self._open.values():
            self._append(self._name(gathering), gathering.end())
        self._open.clear()

    def _name(self, gathering: Gathering) -> str:
        return f"{self._folder}/batch-{gathering.number:09d}.278"
