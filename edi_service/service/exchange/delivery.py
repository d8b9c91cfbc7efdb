"""Bringing products to where they go, each once."""

from __future__ import annotations

from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Protocol

from edi_service.service.exchange.drops import ProductState
from edi_service.service.exchange.pickup import SourceDistrusted, SourceLost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager

    from edi_service.service.exchange.drops import DropShelf, ProductRecord
    from edi_service.service.store import Books


class Target(Protocol):
    """Where files for a partner are put; *token* tells one placing from another."""

    def place(self, name: str, token: str, pieces: Iterable[bytes]) -> None:
        """Put *pieces* there as one, under a name of this placing that its partner does not see."""

    def reveal(self, name: str, token: str) -> None:
        """Give what was placed its name; nothing happens where that was done before."""

    def withdraw(self, name: str, token: str) -> None:
        """Remove what was placed so."""

    def clear(self, name: str) -> None:
        """Remove whatever else was placed to get this name."""

    def unrevealed(self) -> set[str]:
        """The names of what is placed and was not revealed."""


class Delivery:
    """
    Brings products to their partners.

    A product is placed, which is written down, then revealed, which is written down.  Whatever is
    cut off in between is done again from the last thing written, and shows nothing twice.

    Args:
        read: opens the store for reading.
        write: opens it for writing.
        targets: where files for each partner are put.
        departing: writes what else is to be known of a product that arrives, within the same
            transaction.
        arrived: told of each product that has arrived.
        new_token: makes a word that nobody else makes.
    """

    def __init__(  # noqa: PLR0913 -- one for each thing that a delivery needs
        self,
        *,
        read: Callable[[], AbstractContextManager[DropShelf]],
        write: Callable[[], AbstractContextManager[Books]],
        targets: Mapping[str, Target],
        departing: Callable[[Books, ProductRecord], None],
        arrived: Callable[[ProductRecord], None],
        new_token: Callable[[], str],
    ) -> None:
        self._read = read
        self._write = write
        self._targets = targets
        self._departing = departing
        self._arrived = arrived
        self._new_token = new_token
        self._untidy = set(targets)  # partners whose places were not looked at since the start

    def deliver(self, drop_id: str = "") -> list[tuple[ProductRecord, str]]:
        """
        Bring every product, or those of a drop, that has not arrived.

        The first time that all are brought, what an earlier run has left behind is removed.

        Returns:
            Those that could not be brought this time, and why.
        """
        for partner in () if drop_id else sorted(self._untidy):
            with suppress(OSError, SourceLost, SourceDistrusted):  # told when something is brought
                self._tidy(partner)
                self._untidy.discard(partner)
        with self._read() as shelf:
            waiting = [
                product
                for product in shelf.products(drop_id=drop_id, undelivered=True)
                if product.partner in self._targets
            ]
        failed = []
        for product in waiting:
            try:
                self._bring(product, self._targets[product.partner])
            except (SourceLost, SourceDistrusted) as fault:
                failed.append((product, str(fault)))
            except OSError as fault:
                failed.append((product, fault.strerror or type(fault).__name__))
        return failed

    def _tidy(self, partner: str) -> None:
        """
        Remove what was placed of products that have arrived since.

        A machine that is cut off just when another was quicker leaves it, unseen.
        """
        target = self._targets[partner]
        if names := target.unrevealed():
            with self._read() as shelf:
                arrived = shelf.have_arrived(partner, names)
            for name in sorted(arrived):
                target.clear(name)

    def _bring(self, product: ProductRecord, target: Target) -> None:
        token = product.placed_as
        if product.state is ProductState.MADE:
            token = self._new_token()
            target.place(product.name, token, self._pieces(product))
            if not self._note(product, ProductState.MADE, ProductState.PLACED, token):
                target.withdraw(product.name, token)  # another is bringing it
                return
        target.reveal(product.name, token)
        # From here on nobody else's placing counts; what a crash has left of one goes as well.
        target.clear(product.name)
        if self._note(product, ProductState.PLACED, ProductState.DELIVERED, token):
            self._arrived(product)

    def _pieces(self, product: ProductRecord) -> Iterator[bytes]:
        """Its bytes, each piece looked up by itself, however long a partner's server takes."""
        with self._read() as shelf:
            piece = shelf.product_data(product.product_id)
        numbers = count(1)
        while piece:
            yield piece
            if not product.lot:
                return
            with self._read() as shelf:
                piece = shelf.product_part(product.lot, next(numbers))

    def _note(
        self, product: ProductRecord, before: ProductState, after: ProductState, token: str
    ) -> bool:
        with self._write() as books:
            has_moved = books.move_product(product.product_id, before, after, token)
            if has_moved and after is ProductState.DELIVERED:
                self._departing(books, product)
            return has_moved
