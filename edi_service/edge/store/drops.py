"""Files that come and go, and the machines that work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import asdict, replace
from sqlalchemy import delete, func, select, update

from edi_service.edge.store.forms import Form, row_key
from edi_service.edge.store.numbers import NumbersRead
from edi_service.edge.store.sealing import unpack
from edi_service.edge.store.sql import Writer
from edi_service.edge.store.tables import (
    arrivals,
    attempts,
    cases,
    claims,
    drops,
    envelopes,
    machines,
    product_parts,
    products,
)
from edi_service.facts.sort import Sort
from edi_service.service.exchange.drops import (
    DropCounts,
    DropRecord,
    DropState,
    MachineRecord,
    ProductRecord,
    ProductState,
)
from edi_service.service.store import StoreRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from edi_service.service.exchange.drops import (
        EnvelopeRecord,
    )

DROP = Form(drops, DropRecord)
PRODUCT = Form(products, ProductRecord)
_TELLING = tuple(sort.value for sort in Sort)
_ANSWERS = ("TA1", "999", "277CA")
_NUMBERS = 500  # looked for at a time
_PRODUCTS = [column for column in products.columns if column.name != "data"]


class DropsRead(NumbersRead):
    """Looks up drops, products and machines."""

    def drop(self, drop_id: str) -> DropRecord | None:
        """The drop with this id."""
        row = self._first(select(drops).where(drops.c.drop_id == drop_id))
        return None if row is None else DROP.record(row, self._sealer)

    def drops(self, state: DropState | None = None) -> Iterator[DropRecord]:
        """All drops, or those of a state, in the order they were taken."""
        question = select(drops).order_by(drops.c.taken_at, drops.c.drop_id)
        if state is not None:
            question = question.where(drops.c.state == state.value)
        for row in self._rows(question):
            yield DROP.record(row, self._sealer)

    def told_by(self, partner: str, since: datetime, until: datetime) -> list[DropRecord]:
        """What a partner left between two moments that tells of claims, newest first."""
        question = (
            select(drops)
            .join(arrivals, arrivals.c.sha256 == drops.c.sha256)
            .where(
                (drops.c.partner == partner)
                & drops.c.state.in_((DropState.TAKEN.value, DropState.DONE.value))
                & arrivals.c.kind.in_(_TELLING)
                & drops.c.taken_at.between(since, until)
            )
            .order_by(drops.c.taken_at.desc(), drops.c.drop_id)
        )
        return self._records(DROP, question)

    def products(self, *, drop_id: str = "", undelivered: bool = False) -> list[ProductRecord]:
        """All products, or those of a drop, or those that have not arrived yet."""
        question = select(*_PRODUCTS).order_by(products.c.made_at, products.c.product_id)
        if drop_id:
            question = question.where(products.c.drop_id == drop_id)
        if undelivered:
            question = question.where(products.c.state != ProductState.DELIVERED.value)
        return self._records(PRODUCT, question)

    def have_arrived(self, partner: str, names: Iterable[str]) -> set[str]:
        """Those of *names* by which something has arrived at a partner."""
        question = select(products.c.name).where(
            (products.c.partner == partner)
            & (products.c.state == ProductState.DELIVERED.value)
            & products.c.name.in_(list(names))
        )
        return set(self._connection.execute(question).scalars())

    def has_product(self, product_id: str) -> bool:
        """Whether a product was made."""
        question = select(products.c.product_id).filter_by(product_id=product_id)
        return self._connection.execute(question).first() is not None

    def product_data(self, product_id: str) -> bytes:
        """The bytes of a product."""
        data = self._data(products, "product", product_id=product_id)
        if not data:
            message = f"the bytes of product {product_id} are no longer kept"
            raise StoreRefused(message)
        return data

    def product_part(self, lot: str, number: int) -> bytes:
        """More of the bytes of a product, numbered from 1; empty after the last."""
        table = product_parts
        row = self._first(select(table).where(table.c.lot == lot, table.c.number == number))
        if row is None:
            return b""
        return unpack(self._sealer.open(row["data"], table.name, row_key(table, row), "data"))

    def machines(self) -> list[MachineRecord]:
        """Every machine that ever was."""
        rows = self._connection.execute(select(machines).order_by(machines.c.name)).mappings()
        return [MachineRecord(row["name"], row["seen_at"]) for row in rows]

    def drop_counts(self) -> DropCounts:
        """The books."""
        states = self._connection.execute(
            select(
                drops.c.state,
                func.count(),
                func.sum(drops.c.claims),
                func.sum(drops.c.accepted),
                func.sum(drops.c.rejected),
            ).group_by(drops.c.state)
        ).all()
        by_state = {row[0]: row[1] for row in states}
        made = self._connection.execute(
            select(products.c.state, func.count()).group_by(products.c.state)
        ).all()
        return DropCounts(
            files=sum(by_state.values()),
            taken=by_state.get(DropState.TAKEN.value, 0),
            done=by_state.get(DropState.DONE.value, 0) + by_state.get(DropState.UNPACKED.value, 0),
            quarantined=by_state.get(DropState.QUARANTINED.value, 0),
            duplicate=by_state.get(DropState.DUPLICATE.value, 0),
            claims=sum(int(row[2]) for row in states),
            accepted=sum(int(row[3]) for row in states),
            rejected=sum(int(row[4]) for row in states),
            claims_kept=self._count(select(claims)),
            claims_missing=self._claims_missing(),
            cases=self._count(select(cases)),
            requests=self._count(select(attempts.c.case_id, attempts.c.number)),
            products=sum(row[1] for row in made),
            undelivered=sum(row[1] for row in made if row[0] != ProductState.DELIVERED.value),
            numbers_given=self.numbers_given(),
            numbers_used=self.numbers_used(),
            numbers_void=self.numbers_given(is_void=True),
            numbers_missing=self.numbers_missing(),
        )

    def _claims_missing(self) -> int:
        """How many files that are done say other than what the store has of their claims."""
        kept = (
            select(claims.c.sha256, func.count().label("kept")).group_by(claims.c.sha256).subquery()
        )
        question = (
            select(drops.c.drop_id)
            .outerjoin(kept, kept.c.sha256 == drops.c.sha256)
            .where(
                (drops.c.state == DropState.DONE.value)
                & (drops.c.claims != func.coalesce(kept.c.kept, 0))
            )
        )
        return self._count(question)


class DropsWritten(DropsRead, Writer):
    """Keeps drops, products and machines."""

    def add_drop(self, record: DropRecord) -> DropRecord:
        """Keep a drop, as a duplicate where its partner has left the same bytes before."""
        self._one_at_a_time(record.partner)
        known = self.drop(record.drop_id)
        if known is not None:
            return known
        question = select(drops.c.drop_id).where(
            (drops.c.partner == record.partner) & (drops.c.sha256 == record.sha256)
        )
        if self._first(question) is not None:
            record = replace(record, state=DropState.DUPLICATE, finished_at=self._at)
        self._insert(drops, DROP.row(record, self._sealer))
        self.audit("drop kept", record.drop_id, record.state.value)
        return record

    def settle_drop(self, record: DropRecord) -> None:
        """Say what became of a drop."""
        row = DROP.row(record, self._sealer)
        change = update(drops).where(drops.c.drop_id == record.drop_id)
        self._connection.execute(change.values(row))
        self.audit("drop settled", record.drop_id, record.state.value)

    def add_product(self, record: ProductRecord, data: bytes) -> bool:
        """Keep a product; False when it had been made."""
        sealed = self._seal_data(products, {"product_id": record.product_id}, data)
        row = PRODUCT.row(record, self._sealer, data=sealed)
        is_new = self._insert_if_new(products, row)
        if not is_new and record.lot and record.lot != self._lot_of(record.product_id):
            self._connection.execute(delete(product_parts).where(product_parts.c.lot == record.lot))
        return is_new

    def _lot_of(self, product_id: str) -> str:
        """The lot of a product that was made."""
        question = select(*_PRODUCTS).filter_by(product_id=product_id)
        [kept] = self._records(PRODUCT, question)
        return kept.lot

    def add_product_part(self, lot: str, number: int, data: bytes) -> None:
        """Keep more of the bytes of a product that is being made; a part that is there stays."""
        key = {"lot": lot, "number": number}
        sealed = self._seal_data(product_parts, key, data)
        self._insert_if_new(product_parts, {**key, "data": sealed})

    def move_product(
        self, product_id: str, before: ProductState, after: ProductState, placed_as: str
    ) -> bool:
        """Say how far a product has come; False when it is no longer where it was *before*."""
        values: dict[str, object] = {"state": after.value, "placed_as": placed_as}
        if after is ProductState.DELIVERED:
            values["delivered_at"] = self._at
        here = (products.c.product_id == product_id) & (products.c.state == before.value)
        return self._connection.execute(update(products).where(here).values(values)).rowcount == 1

    def note_envelopes(
        self, records: Sequence[EnvelopeRecord], since: datetime
    ) -> list[EnvelopeRecord]:
        """Keep numbers; those come back that another drop has used since a moment."""
        for partner in {record.partner for record in records}:
            self._one_at_a_time(partner)
        used = [
            record
            for start in range(0, len(records), _NUMBERS)
            for record in self._used(records[start : start + _NUMBERS], since)
        ]
        if not used:
            self._insert_new(envelopes, [asdict(record) for record in records])
        return used

    def _one_at_a_time(self, partner: str) -> None:
        """Let nobody else look for duplicates of this partner until the transaction is over."""
        if self._connection.dialect.name == "postgresql":  # SQLite has one writer anyway
            self._connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(partner))))

    def _used(self, records: Sequence[EnvelopeRecord], since: datetime) -> list[EnvelopeRecord]:
        """Those of *records*, which are of one drop, that another drop has used."""
        table, first = envelopes, records[0]
        question = select(table.c.kind, table.c.digest).where(
            (table.c.partner == first.partner)
            & (table.c.usage == first.usage)
            & table.c.digest.in_([record.digest for record in records])
            & (table.c.drop_id != first.drop_id)
            & (table.c.seen_at >= since)
        )
        found = {(row.kind, row.digest) for row in self._connection.execute(question)}
        return [record for record in records if (record.kind, record.digest) in found]

    def beat(self, machine: str) -> None:
        """Say that a machine is alive."""
        change = update(machines).where(machines.c.name == machine).values(seen_at=self._at)
        if self._connection.execute(change).rowcount == 0:
            self._insert_if_new(machines, {"name": machine, "seen_at": self._at})

    def forget_machine(self, name: str, seen_at: datetime) -> bool:
        """Take the work of a machine that was last heard of then."""
        gone = delete(machines).where((machines.c.name == name) & (machines.c.seen_at == seen_at))
        if self._connection.execute(gone).rowcount == 0:
            return False
        self.audit("machine given up", name)
        return True
