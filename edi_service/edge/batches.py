"""Requests gathered into one interchange for each sender and receiver, in files that grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.x12.gather import Gathering, address_of, numbers_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from edi_service.x12.gather import Address, Numbers


class Batches:
    """
    Takes requests one by one; :meth:`finish` closes the interchanges.

    Args:
        first_number: ISA13 and GS06 of the first interchange; the next ones count on.  None: the
            requests bear their numbers, and those with the same ones travel together.
        append: appends bytes to the file with a name.
        folder: what the names begin with.
    """

    def __init__(
        self, first_number: int | None, append: Callable[[str, bytes], None], folder: str
    ) -> None:
        self._next = first_number
        self._append = append
        self._folder = folder
        self._open: dict[tuple[Address, Numbers | None], Gathering] = {}

    def add(self, request: bytes) -> str:
        """Add a request, an interchange of its own; returns the name of the file that holds it."""
        numbers = numbers_of(request) if self._next is None else None
        key = address_of(request), numbers
        gathering = self._open.get(key)
        if gathering is None:
            gathering = self._open[key] = self._begin(request, numbers)
            self._append(self._name(gathering), gathering.begin())
        self._append(self._name(gathering), gathering.add(request))
        return self._name(gathering)

    def _begin(self, request: bytes, numbers: Numbers | None) -> Gathering:
        if numbers is not None:
            return Gathering(request, numbers.interchange, group=numbers.group, first_set=None)
        assert self._next is not None  # noqa: S101 -- or the requests bear their numbers
        self._next += 1
        return Gathering(request, self._next - 1)

    def finish(self) -> None:
        """Write the trailers of every interchange."""
        for gathering in self._open.values():
            self._append(self._name(gathering), gathering.end())
        self._open.clear()

    def _name(self, gathering: Gathering) -> str:
        return f"{self._folder}/batch-{gathering.number:09d}.278"
