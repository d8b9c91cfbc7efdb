"""The store read as a file, and the store within somebody else's transaction."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from edi_service.edge.store import database
from edi_service.edge.store.within import StoreWithin
from edi_service.service.exchange.originals import stored_arrival
from edi_service.service.store import StoreRefused, StoreUnreachable
from tests.edge.store.keeping import AT, SHA256, a_claim, an_arrival

if TYPE_CHECKING:
    from sqlalchemy.exc import DBAPIError

    from edi_service.edge.store.store import SqlStore

PARTS = [b"0123456789" * 1000, b"abcdef" * 2000, b"the end"]


@pytest.fixture
def filled(store: SqlStore) -> SqlStore:
    with store.begin(actor="test", at=AT) as books:
        books.add_arrival(an_arrival())
        for number, part in enumerate(PARTS):
            books.add_original(SHA256, number, part)
    return store


def test_the_bytes_of_an_arrival_are_read_as_one_file(filled: SqlStore) -> None:
    arrival = stored_arrival(filled.read, SHA256, "a.837", 22_007)

    with arrival.open() as source:
        assert source.read(5) == b"01234"
        source.seek(0)
        assert source.read() == b"".join(PARTS)
        assert source.read() == b""


def test_it_can_be_opened_again_and_again(filled: SqlStore) -> None:
    arrival = stored_arrival(filled.read, SHA256, "a.837", 22_007)

    for _ in range(2):
        with arrival.open() as source:
            assert source.read(10_003)[-3:] == b"abc"


def test_it_is_read_from_its_start_alone(filled: SqlStore) -> None:
    arrival = stored_arrival(filled.read, SHA256, "a.837", 22_007)

    with arrival.open() as source, pytest.raises(io.UnsupportedOperation):
        source.seek(5)


def test_a_part_beyond_the_last_is_empty(filled: SqlStore) -> None:
    with filled.read() as shelf:
        assert shelf.original_part(SHA256, 2) == b"the end"
        assert shelf.original_part(SHA256, 3) == b""
        assert shelf.original_part("no such arrival", 0) == b""


def test_what_is_written_within_a_transaction_is_kept_with_it(store: SqlStore) -> None:
    with store.begin_raw() as connection:
        within = StoreWithin(store, lambda: connection)
        with within.begin(actor="test", at=AT) as books:
            books.add_arrival(an_arrival())
        with within.read() as shelf:
            assert shelf.arrival(SHA256) is not None

    with store.read() as shelf:
        assert shelf.arrival(SHA256) == an_arrival()
        assert shelf.verify() is None


def test_what_is_undone_within_a_transaction_is_undone_alone(store: SqlStore) -> None:
    with store.begin_raw() as connection:
        within = StoreWithin(store, lambda: connection)
        with within.begin(actor="test", at=AT) as books:
            books.add_arrival(an_arrival())
        with suppress(ZeroDivisionError), within.begin(actor="test", at=AT) as books:
            books.add_claims([(a_claim(), b"data")])
            raise ZeroDivisionError
        within.close()  # it is the owner's to close

    with store.read() as shelf:
        assert shelf.arrival(SHA256) is not None
        assert shelf.claim("c1a1") is None
        assert shelf.verify() is None


def test_what_its_owner_undoes_is_undone(store: SqlStore) -> None:
    with suppress(ZeroDivisionError), store.begin_raw() as connection:
        with StoreWithin(store, lambda: connection).begin(actor="test", at=AT) as books:
            books.add_arrival(an_arrival())
        raise ZeroDivisionError

    with store.read() as shelf:
        assert shelf.arrival(SHA256) is None
        assert shelf.verify() is None


def test_a_database_that_is_away_is_told_from_one_that_refuses() -> None:
    def meet(fault: DBAPIError) -> None:
        with database.in_one_sentence():
            raise fault

    with pytest.raises(StoreUnreachable, match="closed the connection"):
        meet(OperationalError("SELECT 1", {}, Exception("server closed the connection")))
    with pytest.raises(StoreRefused, match="duplicate") as refused:
        meet(IntegrityError("INSERT", {}, Exception("duplicate key")))
    assert not isinstance(refused.value, StoreUnreachable)
