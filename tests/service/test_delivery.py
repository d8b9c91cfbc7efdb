"""Bringing products to where they go, whatever fails in between."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace

from edi_service.service.exchange.delivery import Delivery
from edi_service.service.exchange.drops import ProductRecord, ProductState
from edi_service.service.exchange.pickup import SourceLost

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edi_service.service.store import Books


AT = datetime(2026, 11, 20, tzinfo=UTC)


class Crash(BaseException):
    """The process ends here."""


class Fuse:
    """Lets so many things happen, then ends the process: before or after the next."""

    def __init__(self, steps: int | None = None, *, before: bool = True) -> None:
        self._steps = steps
        self._before = before
        self.burnt = 0

    @contextmanager
    def step(self) -> Iterator[None]:
        """One thing that happens as a whole."""
        at_this = self._steps == self.burnt
        self.burnt += 1
        if at_this and self._before:
            raise Crash
        yield
        if at_this:
            raise Crash


class Shelf:
    """A store of products that outlives crashes."""

    def __init__(self, *products: ProductRecord) -> None:
        self.kept = {product.product_id: product for product in products}
        self.fuse = Fuse()
        self.arrived: list[ProductRecord] = []
        self.departed: list[str] = []

    @contextmanager
    def opened(self) -> Iterator[Books]:
        yield cast("Books", self)

    @contextmanager
    def written(self) -> Iterator[Books]:
        before = dict(self.kept)
        try:
            with self.fuse.step():
                yield cast("Books", self)
                before = dict(self.kept)
        finally:
            self.kept = before

    def products(self, *, drop_id: str = "", undelivered: bool = False) -> list[ProductRecord]:
        assert undelivered
        return [
            product
            for product in self.kept.values()
            if product.state is not ProductState.DELIVERED
            and (not drop_id or product.drop_id == drop_id)
        ]

    def have_arrived(self, partner: str, names: Iterable[str]) -> set[str]:
        there = {
            product.name
            for product in self.kept.values()
            if product.state is ProductState.DELIVERED and product.partner == partner
        }
        return there & set(names)

    def product_data(self, product_id: str) -> bytes:
        return f"bytes of {product_id}".encode()

    def product_part(self, lot: str, number: int) -> bytes:
        return f", part {number} of {lot}".encode() if number < 4 else b""

    def move_product(
        self, product_id: str, before: ProductState, after: ProductState, placed_as: str
    ) -> bool:
        if self.kept[product_id].state is not before:
            return False
        self.kept[product_id] = replace(self.kept[product_id], state=after, placed_as=placed_as)
        return True


class Partner:
    """A place that files are put into, whose partner takes them at once."""

    def __init__(self, fuse: Fuse) -> None:
        self.fuse = fuse
        self.hidden: dict[tuple[str, str], bytes] = {}
        self.taken: list[tuple[str, bytes]] = []
        self.lost = False

    def place(self, name: str, token: str, pieces: Iterable[bytes]) -> None:
        self.ask()
        with self.fuse.step():
            self.hidden[name, token] = b"".join(pieces)

    def reveal(self, name: str, token: str) -> None:
        with self.fuse.step():
            if (name, token) in self.hidden:
                self.taken.append((name, self.hidden.pop((name, token))))

    def withdraw(self, name: str, token: str) -> None:
        self.hidden.pop((name, token), None)

    def clear(self, name: str) -> None:
        with self.fuse.step():
            self.hidden = {key: data for key, data in self.hidden.items() if key[0] != name}

    def ask(self) -> None:
        if self.lost:
            message = "the server did not answer in time"
            raise SourceLost(message)

    def unrevealed(self) -> set[str]:
        self.ask()
        return {name for name, _ in self.hidden}


def a_product(product_id: str, partner: str = "maple", drop_id: str = "d1") -> ProductRecord:
    return ProductRecord(
        product_id=product_id,
        partner=partner,
        kind="999",
        name=f"{product_id}.999",
        made_at=AT,
        drop_id=drop_id,
    )


def delivery(shelf: Shelf, **partners: Partner) -> Delivery:
    tokens = map(str, count(1))
    return Delivery(
        read=shelf.opened,
        write=shelf.written,
        targets=partners,
        departing=lambda _, product: shelf.departed.append(product.product_id),
        arrived=shelf.arrived.append,
        new_token=lambda: next(tokens),
    )


def test_products_arrive_and_are_not_brought_again() -> None:
    shelf, partner = Shelf(a_product("p1"), a_product("p2")), Partner(Fuse())
    brings = delivery(shelf, maple=partner)

    assert brings.deliver() == []
    assert brings.deliver() == []
    assert partner.taken == [("p1.999", b"bytes of p1"), ("p2.999", b"bytes of p2")]
    assert [product.product_id for product in shelf.arrived] == ["p1", "p2"]
    assert shelf.departed == ["p1", "p2"]


def test_a_long_product_arrives_as_one() -> None:
    shelf, partner = Shelf(replace(a_product("p1"), lot="p1-7")), Partner(Fuse())

    assert delivery(shelf, maple=partner).deliver() == []
    told = b"bytes of p1, part 1 of p1-7, part 2 of p1-7, part 3 of p1-7"
    assert partner.taken == [("p1.999", told)]


def test_what_was_placed_of_a_product_that_has_arrived_is_removed_at_the_next_start() -> None:
    shelf, partner = Shelf(a_product("p1")), Partner(Fuse())
    delivery(shelf, maple=partner).deliver()
    partner.place("p1.999", "of another machine, which was cut off", [b"bytes of p1"])
    partner.place("p2.999", "of a machine that is at it", [b"bytes of p2"])
    again = delivery(shelf, maple=partner)

    again.deliver("d1")
    assert partner.unrevealed() == {"p1.999", "p2.999"}
    again.deliver()
    assert partner.unrevealed() == {"p2.999"}
    partner.place("p1.999", "of a machine that is a little late", [b"bytes of p1"])
    again.deliver()
    assert partner.unrevealed() == {"p1.999", "p2.999"}  # it is looked for once


def test_a_place_that_cannot_be_looked_at_is_looked_at_later() -> None:
    shelf, maple, elm = Shelf(a_product("p1", "elm")), Partner(Fuse()), Partner(Fuse())
    delivery(shelf, elm=elm).deliver()
    elm.place("p1.999", "of another machine", [b"bytes of p1"])
    maple.lost = True
    elm.lost = True
    again = delivery(shelf, elm=elm, maple=maple)

    assert again.deliver() == []
    elm.lost = False
    assert again.deliver() == []
    assert elm.unrevealed() == set()


def test_those_of_a_drop_alone() -> None:
    shelf, partner = Shelf(a_product("p1"), a_product("p2", drop_id="d2")), Partner(Fuse())

    delivery(shelf, maple=partner).deliver("d2")

    assert [name for name, _ in partner.taken] == ["p2.999"]


def test_a_partner_without_a_place_keeps_its_products_waiting() -> None:
    shelf = Shelf(a_product("p1", partner="birch"))

    assert delivery(shelf, maple=Partner(Fuse())).deliver() == []
    assert shelf.kept["p1"].state is ProductState.MADE


def test_a_partner_that_cannot_be_reached_does_not_keep_others_waiting() -> None:
    shelf = Shelf(a_product("p1"), a_product("p2", partner="birch"))
    away, there = Partner(Fuse()), Partner(Fuse())
    away.lost = True
    brings = delivery(shelf, maple=away, birch=there)

    assert brings.deliver() == [(a_product("p1"), "the server did not answer in time")]
    assert [name for name, _ in there.taken] == ["p2.999"]

    away.lost = False
    assert brings.deliver() == []
    assert [name for name, _ in away.taken] == ["p1.999"]


def test_a_disk_that_is_full_is_told() -> None:
    shelf, partner = Shelf(a_product("p1")), Partner(Fuse())

    def full(name: str, token: str, pieces: Iterable[bytes]) -> None:
        del name, token, pieces
        raise OSError(28, "No space left on device")

    partner.place = full  # type: ignore[method-assign]  # as the disk does

    assert delivery(shelf, maple=partner).deliver() == [
        (a_product("p1"), "No space left on device")
    ]


def test_a_crash_before_or_after_anything_shows_nothing_twice_and_loses_nothing() -> None:
    steps = 0
    while True:
        for before in (True, False):
            shelf, fuse = Shelf(a_product("p1"), a_product("p2")), Fuse(steps, before=before)
            partner = Partner(fuse)
            shelf.fuse = fuse
            try:
                delivery(shelf, maple=partner).deliver()
            except Crash:
                pass
            else:
                assert steps == 10  # place, note, reveal, clear, note: for two products
                return
            shelf.fuse = partner.fuse = Fuse()
            delivery(shelf, maple=partner).deliver()

            assert partner.taken == [("p1.999", b"bytes of p1"), ("p2.999", b"bytes of p2")]
            assert partner.hidden == {}
        steps += 1


def test_a_machine_that_wakes_does_not_bring_what_another_has_brought() -> None:
    shelf, partner = Shelf(a_product("p1")), Partner(Fuse())
    others = delivery(shelf, maple=Partner(Fuse()))
    place = partner.place

    def fall_asleep(name: str, token: str, pieces: Iterable[bytes]) -> None:
        place(name, token, pieces)
        others.deliver()

    partner.place = fall_asleep  # type: ignore[method-assign]  # another machine works meanwhile

    assert delivery(shelf, maple=partner).deliver() == []
    assert (partner.taken, partner.hidden) == ([], {})
    assert shelf.kept["p1"].state is ProductState.DELIVERED
