"""The store within a transaction that somebody else has begun and will commit."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from edi_service.edge.store.books import SqlShelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from edi_service.edge.store.books import SqlBooks
    from edi_service.edge.store.store import SqlStore


class StoreWithin:
    """
    A :class:`~edi_service.service.store.Store` whose transactions are parts of one.

    What is undone by an exception is undone alone; the rest is for the owner to decide.

    Args:
        store: whose keys seal what is written.
        connection: gives the transaction under way.
    """

    def __init__(self, store: SqlStore, connection: Callable[[], Connection]) -> None:
        self._store = store
        self._connection = connection

    @contextmanager
    def begin(self, *, actor: str, at: datetime) -> Iterator[SqlBooks]:
        """A part that writes: undone when the block raises."""
        connection = self._connection()
        with (
            connection.begin_nested(),
            self._store.begin_on(connection, actor=actor, at=at) as books,
        ):
            yield books

    @contextmanager
    def read(self) -> Iterator[SqlShelf]:
        """A look at what is kept, and at what the transaction has written so far."""
        yield SqlShelf(self._connection(), self._store.sealer)

    def close(self) -> None:
        """Leave everything to the owner."""
