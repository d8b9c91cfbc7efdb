"""Files that come and go, on either sort of store."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from edi_service.service.exchange.drops import (
    DropRecord,
    DropState,
    EnvelopeRecord,
    MachineRecord,
    ProductRecord,
    ProductState,
)
from edi_service.service.records import ArrivalKind, ArrivalRecord
from edi_service.service.store import StoreRefused
from tests.edge.store.keeping import AT, LANE

if TYPE_CHECKING:
    from edi_service.edge.store.store import SqlStore

LATER = AT + timedelta(minutes=5)


def a_drop(drop_id: str = "d1", **changes: Any) -> DropRecord:
    record = DropRecord(
        drop_id=drop_id, partner="maple", sha256="ab" * 32, size=1200, taken_at=AT, name="a.837"
    )
    return msgspec.structs.replace(record, **changes)


def a_product(product_id: str = "p1", **changes: Any) -> ProductRecord:
    record = ProductRecord(
        product_id=product_id,
        partner="maple",
        kind="999",
        name="abc-1.999",
        made_at=AT,
        drop_id="d1",
    )
    return msgspec.structs.replace(record, **changes)


def test_a_drop_is_kept_once_as_it_was_left(store: SqlStore) -> None:
    with store.begin(actor="test", at=AT) as books:
        assert books.add_drop(a_drop()) == a_drop()
        assert books.add_drop(a_drop()) == a_drop()

    with store.read() as shelf:
        assert shelf.drop("d1") == a_drop()
        assert shelf.drop("d2") is None
        assert list(shelf.drops()) == [a_drop()]


def test_the_same_bytes_again_are_a_duplicate_of_that_partner_alone(store: SqlStore) -> None:
    with store.begin(actor="test", at=AT) as books:
        books.add_drop(a_drop())
    with store.begin(actor="test", at=LATER) as books:
        again = books.add_drop(a_drop("d2"))
        others = books.add_drop(a_drop("d3", partner="birch"))

    assert (again.state, again.finished_at) == (DropState.DUPLICATE, LATER)
    assert others.state is DropState.TAKEN
    with store.read() as shelf:
        assert [drop.drop_id for drop in shelf.drops(DropState.TAKEN)] == ["d1", "d3"]


def test_what_became_of_a_drop(store: SqlStore) -> None:
    done = a_drop(
        state=DropState.DONE, finished_at=LATER, claims=10, accepted=8, rejected=2, reason=""
    )
    with store.begin(actor="test", at=LATER) as books:
        books.add_drop(a_drop())
        books.settle_drop(done)

    with store.read() as shelf:
        assert shelf.drop("d1") == done


def test_a_product_is_made_once_and_goes_its_way(store: SqlStore) -> None:
    with store.begin(actor="test", at=AT) as books:
        assert books.add_product(a_product(), b"ISA*")
        assert not books.add_product(a_product(), b"another")
        books.add_product(a_product("p2", drop_id="d2"), b"2")
        assert books.move_product("p1", ProductState.MADE, ProductState.PLACED, "t1")
        assert not books.move_product("p1", ProductState.MADE, ProductState.PLACED, "t1")

    with store.read() as shelf:
        assert shelf.product_data("p1") == b"ISA*"
        assert [product.state for product in shelf.products(drop_id="d1")] == [ProductState.PLACED]

    with store.begin(actor="test", at=LATER) as books:
        assert books.move_product("p1", ProductState.PLACED, ProductState.DELIVERED, "t1")
    with store.read() as shelf:
        [product] = shelf.products(drop_id="d1")
        assert (product.delivered_at, product.placed_as) == (LATER, "t1")
        assert [product.product_id for product in shelf.products(undelivered=True)] == ["p2"]
        assert len(shelf.products()) == 2


def test_the_names_by_which_something_has_arrived(store: SqlStore) -> None:
    names = {"p1": "a.999", "p2": "b.999", "p3": "c.999"}
    with store.begin(actor="test", at=AT) as books:
        for product_id, name in names.items():
            books.add_product(a_product(product_id, name=name), b"ISA*")
        for product_id in ("p1", "p2"):
            books.move_product(product_id, ProductState.MADE, ProductState.PLACED, "t1")
            books.move_product(product_id, ProductState.PLACED, ProductState.DELIVERED, "t1")

    with store.read() as shelf:
        assert shelf.have_arrived("maple", ["a.999", "c.999", "d.999"]) == {"a.999"}
        assert shelf.have_arrived("elm", ["a.999"]) == set()
        assert shelf.have_arrived("maple", []) == set()


def test_a_long_product_is_kept_in_parts(store: SqlStore) -> None:
    with store.begin(actor="test", at=AT) as books:
        for _ in range(2):
            books.add_product_part("p1-7", 1, b"GS*")
        books.add_product_part("p1-7", 2, b"ST*")
        assert books.add_product(a_product(lot="p1-7"), b"ISA*")
    with store.begin(actor="test", at=AT) as books:
        assert not books.add_product(a_product(lot="p1-7"), b"ISA*"), "what is told twice stays"
        books.add_product_part("p1-8", 1, b"another")
        assert not books.add_product(a_product(lot="p1-8"), b"another")

    with store.read() as shelf:
        assert [product.lot for product in shelf.products()] == ["p1-7"]
        assert shelf.product_data("p1") == b"ISA*"
        assert [shelf.product_part("p1-7", number) for number in (1, 2, 3)] == [
            b"GS*",
            b"ST*",
            b"",
        ]
        assert shelf.product_part("p1-8", 1) == b"", "what is no product is forgotten"


def test_a_product_that_is_not_there(store: SqlStore) -> None:
    with store.begin(actor="test", at=AT) as books:
        assert not books.move_product("p1", ProductState.MADE, ProductState.PLACED, "t1")
    with store.read() as shelf, pytest.raises(StoreRefused):
        shelf.product_data("p1")


def an_envelope(digest: str, drop_id: str, **changes: Any) -> EnvelopeRecord:
    record = EnvelopeRecord(
        partner="maple", usage="T", kind="ISA13", digest=digest, drop_id=drop_id, seen_at=AT
    )
    return msgspec.structs.replace(record, **changes)


def test_numbers_that_another_drop_has_used(store: SqlStore) -> None:
    with store.begin(actor="test", at=AT) as books:
        mine = [an_envelope("1", "d1"), an_envelope("2", "d1")]
        assert books.note_envelopes(mine, AT) == []
        assert books.note_envelopes(mine, AT) == []  # it is the same drop

        again = an_envelope("2", "d2")
        assert books.note_envelopes([an_envelope("3", "d2"), again], AT) == [again]
        assert books.note_envelopes([an_envelope("3", "d3")], AT) == []  # d2 kept nothing


@pytest.mark.parametrize(
    "changes",
    [{"partner": "birch"}, {"usage": "P"}, {"kind": "GS06"}, {"digest": "9"}],
    ids=str,
)
def test_numbers_that_only_look_the_same(store: SqlStore, changes: dict[str, str]) -> None:
    with store.begin(actor="test", at=AT) as books:
        books.note_envelopes([an_envelope("1", "d1")], AT)

        other = msgspec.structs.replace(an_envelope("1", "d2"), **changes)
        assert books.note_envelopes([other], AT) == []


def test_numbers_used_long_ago_may_come_again(store: SqlStore) -> None:
    with store.begin(actor="test", at=AT) as books:
        books.note_envelopes([an_envelope("1", "d1")], AT)

        assert books.note_envelopes([an_envelope("1", "d2")], LATER) == []


def test_a_machine_is_heard_of_and_given_up_by_one(store: SqlStore) -> None:
    with store.begin(actor="test", at=AT) as books:
        books.beat("left")
        books.beat("right")
    with store.begin(actor="test", at=LATER) as books:
        books.beat("right")

    with store.read() as shelf:
        assert shelf.machines() == [MachineRecord("left", AT), MachineRecord("right", LATER)]
    with store.begin(actor="test", at=LATER) as books:
        assert not books.forget_machine("right", AT)  # it has been heard of since
        assert books.forget_machine("left", AT)
        assert not books.forget_machine("left", AT)
        assert books.machines() == [MachineRecord("right", LATER)]


def test_the_books_of_nothing(store: SqlStore) -> None:
    with store.read() as shelf:
        counts = shelf.drop_counts()

    assert set(msgspec.structs.astuple(counts)) == {0}


def test_the_books_count_what_came_and_what_became_of_it(store: SqlStore) -> None:
    with store.begin(actor="test", at=AT) as books:
        books.add_drop(a_drop())
        books.settle_drop(a_drop(state=DropState.DONE, claims=10, accepted=8, rejected=2))
        books.add_drop(a_drop("d2"))
        books.add_drop(a_drop("d3", sha256="cd" * 32, state=DropState.QUARANTINED))
        books.add_drop(a_drop("d4", sha256="ef" * 32, state=DropState.UNPACKED))
        books.add_drop(a_drop("d5", sha256="01" * 32))
        books.add_product(a_product(), b"1")
        number = books.take_number(LANE, "ISA13", "c1")
        books.take_number(LANE, "GS06", "c1")
        books.void_number(LANE, "ISA13", number, "the request could not be written")

        counts = books.drop_counts()

    assert (counts.files, counts.taken, counts.done) == (5, 1, 2)
    assert (counts.quarantined, counts.duplicate) == (1, 1)
    assert (counts.claims, counts.accepted, counts.rejected) == (10, 8, 2)
    assert (counts.products, counts.undelivered) == (1, 1)
    assert (counts.numbers_given, counts.numbers_used, counts.numbers_void) == (1, 1, 1)
    assert (counts.claims_kept, counts.claims_missing) == (0, 1)  # d1 says that it holds ten


def test_what_a_partner_told_of_claims_comes_newest_first(store: SqlStore) -> None:
    moments = {name: AT + timedelta(days=day) for day, name in enumerate("abcd")}
    kinds = {"a": ArrivalKind.FACTS, "b": ArrivalKind.CLAIMS, "c": ArrivalKind.ENCOUNTERS}
    with store.begin(actor="test", at=AT) as books:
        for name, kind in kinds.items():
            books.add_arrival(
                ArrivalRecord(sha256=name * 64, kind=kind, size=1, received_at=moments[name])
            )
            books.add_drop(a_drop(name, sha256=name * 64, taken_at=moments[name]))
            books.add_drop(
                a_drop(f"{name} of elm", sha256=name * 64, taken_at=moments[name], partner="elm")
            )

    def told(since: str, until: str) -> list[str]:
        with store.read() as shelf:
            found = shelf.told_by("maple", moments[since], moments[until])
        return [drop.drop_id for drop in found]

    assert told("a", "d") == ["c", "a"]
    assert told("b", "d") == ["c"]
    assert told("a", "b") == ["a"]

    with store.begin(actor="test", at=AT) as books:
        for name, state in (("a", DropState.DONE), ("c", DropState.QUARANTINED)):
            books.settle_drop(a_drop(name, sha256=name * 64, taken_at=moments[name], state=state))
    assert told("a", "d") == ["a"]
