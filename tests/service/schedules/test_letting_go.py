"""Once a day: bytes that nobody needs any more are let go, with an entry in the audit log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from edi_service.service.exchange.drops import (
    DropRecord,
    DropState,
    EnvelopeRecord,
    ProductRecord,
    ProductState,
)
from edi_service.service.exchange.partners import TradingPartner
from edi_service.service.records import ArrivalKind, ArrivalRecord
from edi_service.service.schedules import keeping
from edi_service.service.schedules.keeping import LettingGo
from edi_service.service.schedules.settings import Retention, Schedule
from edi_service.service.store import StoreRefused
from tests.service.schedules.direct import do

if TYPE_CHECKING:
    from edi_service.edge.store.store import SqlStore

START = datetime(2026, 6, 1, 12, tzinfo=UTC)
PARTNERS = {"maple": TradingPartner(inbound="in", duplicate_days=30)}


def let_go(store: SqlStore, days: int, retention: Retention) -> dict[str, int]:
    """Let go, so many days after the start; how many of what."""
    now = START + timedelta(days)
    do(store, {Schedule.RETENTION: LettingGo(retention, PARTNERS)}, now)
    with store.read() as shelf:
        run = shelf.schedule_run("retention", now.date())
    assert run is not None
    return {what: count for what, count in run.found.items() if count}


def keep_file(store: SqlStore, number: int, state: DropState = DropState.DONE) -> str:
    sha256 = f"{number:064x}"
    with store.begin(actor="test", at=START) as books:
        books.add_arrival(
            ArrivalRecord(sha256=sha256, kind=ArrivalKind.CLAIMS, size=5, received_at=START)
        )
        books.add_original(sha256, 0, b"BYTES")
        drop = DropRecord(
            drop_id=f"{number:032x}", partner="maple", sha256=sha256, size=5, taken_at=START
        )
        books.add_drop(drop)
        finished = None if state is DropState.TAKEN else START + timedelta(days=10)
        settled = DropRecord(
            drop_id=drop.drop_id,
            partner="maple",
            sha256=sha256,
            size=5,
            taken_at=START,
            state=state,
            finished_at=finished,
        )
        books.settle_drop(settled)
    return sha256


def has_bytes(store: SqlStore, sha256: str) -> bool:
    with store.read() as shelf:
        assert shelf.arrival(sha256) is not None  # that it came stays known
        assert b"".join(shelf.original(sha256)) in (b"BYTES", b"")
        return shelf.has_original(sha256)


def actions(store: SqlStore) -> list[tuple[str, str]]:
    with store.read() as shelf:
        assert shelf.verify(None) is None
        return [(entry.action, entry.subject) for entry in shelf.entries()]


@pytest.mark.parametrize(
    ("state", "days", "goes"),
    [
        (DropState.DONE, 39, False),
        (DropState.DONE, 41, True),
        (DropState.DUPLICATE, 41, True),
        (DropState.UNPACKED, 41, True),
        (DropState.TAKEN, 400, False),
        (DropState.QUARANTINED, 400, False),
    ],
)
def test_the_bytes_of_a_file_go_so_long_after_the_work_on_it(
    store: SqlStore, state: DropState, days: int, *, goes: bool
) -> None:
    sha256 = keep_file(store, 1, state)
    assert let_go(store, days, Retention(files_days=30)) == ({"files": 1} if goes else {})
    assert has_bytes(store, sha256) is not goes
    assert (("bytes let go", sha256) in actions(store)) is goes


def test_nothing_goes_unless_somebody_says_so(store: SqlStore) -> None:
    sha256, product_id = keep_file(store, 1), keep_product(store, 1)
    assert let_go(store, 10_000, Retention()) == {}
    assert has_bytes(store, sha256)
    with store.read() as shelf:
        assert shelf.product_data(product_id) == b"BYTES"


def keep_product(store: SqlStore, number: int, *, is_delivered: bool = True) -> str:
    record = ProductRecord(
        product_id=f"p{number}", partner="maple", kind="999", name="a.999", made_at=START
    )
    with store.begin(actor="test", at=START) as books:
        books.add_product(record, b"BYTES")
        if is_delivered:
            books.move_product(record.product_id, ProductState.MADE, ProductState.DELIVERED, "x")
    return record.product_id


def test_the_bytes_of_a_product_go_so_long_after_its_delivery(store: SqlStore) -> None:
    gone, waiting = keep_product(store, 1), keep_product(store, 2, is_delivered=False)
    retention = Retention(products_days=90)
    assert let_go(store, 89, retention) == {}
    assert let_go(store, 91, retention) == {"products": 1}
    assert let_go(store, 92, retention) == {}
    with store.read() as shelf:
        assert len(shelf.products()) == 2
        assert shelf.product_data(waiting) == b"BYTES"
        with pytest.raises(StoreRefused, match="no longer kept"):
            shelf.product_data(gone)
        assert shelf.drop_counts().numbers_used == 2  # its number stays accounted for


def test_a_product_in_parts_goes_with_all_of_them(store: SqlStore) -> None:
    record = ProductRecord(
        product_id="p1", partner="maple", kind="999", name="a.999", made_at=START, lot="lot"
    )
    with store.begin(actor="test", at=START) as books:
        books.add_product_part("lot", 1, b"MORE")
        books.add_product(record, b"BYTES")
        books.move_product("p1", ProductState.MADE, ProductState.DELIVERED, "x")
    assert let_go(store, 91, Retention(products_days=90)) == {"products": 1}
    with store.read() as shelf:
        assert shelf.product_part("lot", 1) == b""


def test_numbers_that_were_used_go_when_they_may_long_come_again(store: SqlStore) -> None:
    with store.begin(actor="test", at=START) as books:
        number = EnvelopeRecord(
            partner="maple", usage="T", kind="ISA13", digest="d", drop_id="1", seen_at=START
        )
        books.note_envelopes([number], START)
    assert let_go(store, 59, Retention()) == {}
    assert let_go(store, 61, Retention()) == {"numbers": 1}
    assert ("used numbers let go", "maple") in actions(store)


def test_more_than_fits_one_transaction_goes(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "AT_A_TIME", 2)
    kept = [keep_file(store, number) for number in range(1, 6)]
    for number in range(1, 5):
        keep_product(store, number)
    found = let_go(store, 400, Retention(files_days=1, products_days=1))
    assert found == {"files": 5, "products": 4}
    assert not any(has_bytes(store, sha256) for sha256 in kept)


def test_bytes_that_are_wanted_by_one_partner_stay_for_all(store: SqlStore) -> None:
    sha256 = keep_file(store, 1)
    with store.begin(actor="test", at=START) as books:
        books.add_drop(
            DropRecord(drop_id="other", partner="elm", sha256=sha256, size=5, taken_at=START)
        )
    assert let_go(store, 400, Retention(files_days=30)) == {}
    assert has_bytes(store, sha256)
