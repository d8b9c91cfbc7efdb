"""Control numbers: each once, also when many ask at once."""

from __future__ import annotations

import subprocess
import sys
import threading
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from edi_service.edge.store.numbers import LAST
from edi_service.edge.store.tables import control_number_uses, control_numbers
from edi_service.service.store import StoreRefused
from tests.edge.store.keeping import AT, LANE, keep_everything

if TYPE_CHECKING:
    from edi_service.edge.store.store import SqlStore

ROOT = Path(__file__).parents[3]
OTHERS = (
    msgspec.structs.replace(LANE, sender="9"),
    msgspec.structs.replace(LANE, receiver="9"),
    msgspec.structs.replace(LANE, usage="P"),
)


def take(store: SqlStore, count: int = 1, kind: str = "ISA13") -> int:
    with store.begin(actor="test", at=AT) as books:
        return books.take_number(LANE, kind, "ca5e-1", count)


def test_numbers_are_counted_from_one_in_each_lane_and_kind(store: SqlStore) -> None:
    assert [take(store) for _ in range(3)] == [1, 2, 3]
    assert [take(store, kind=kind) for kind in ("GS06", "ST02", "ISA13")] == [1, 1, 4]
    for lane in OTHERS:
        with store.begin(actor="test", at=AT) as books:
            assert books.take_number(lane, "ISA13", "x") == 1


def test_what_is_undone_takes_no_number(store: SqlStore) -> None:
    def undone() -> None:
        with store.begin(actor="test", at=AT) as books:
            assert books.take_number(LANE, "ISA13", "x") == 1
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        undone()
    assert take(store) == 1


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counts=st.lists(st.integers(1, 30), min_size=1, max_size=8))
def test_runs_of_numbers_follow_each_other_without_a_gap(
    store: SqlStore, counts: list[int]
) -> None:
    for count in counts:
        take(store, count, "ST02")
    with store.begin(actor="test", at=AT) as books:
        uses = list(books.number_uses(LANE, "ST02"))
    assert uses[0].first == 1
    for before, after in pairwise(uses):
        assert after.first == before.first + before.count


def test_a_number_that_never_left_says_why(store: SqlStore) -> None:
    take(store, 3)
    with store.begin(actor="test", at=AT) as books:
        books.void_number(LANE, "ISA13", 2, "the request was withdrawn")
        [use] = books.number_uses(LANE, "ISA13")
    assert use.void_because == "the request was withdrawn"
    with store.read() as shelf:
        assert "control number void" in [entry.action for entry in shelf.entries()]
    with (
        pytest.raises(StoreRefused, match="ISA13 4 was never given out"),
        store.begin(actor="test", at=AT) as books,
    ):
        books.void_number(LANE, "ISA13", 4, "why not")


def test_the_reasons_of_numbers_that_nobody_will_see_are_counted(store: SqlStore) -> None:
    for _ in range(3):
        take(store)
    take(store, 5)
    take(store, kind="GS06")
    with store.begin(actor="test", at=AT) as books:
        for number in (1, 2):
            books.void_number(LANE, "ISA13", number, "the partner wants no TA1")
        books.void_number(LANE, "ISA13", 6, "others have used them")
        books.void_number(LANE, "GS06", 1, "left out")
        assert books.void_reasons() == {"others have used them": 5, "the partner wants no TA1": 2}
        assert books.drop_counts().numbers_void == 7


def test_a_number_taken_for_a_case_or_claim_is_in_what_was_made_of_it(store: SqlStore) -> None:
    with store.begin(actor="test", at=AT) as books:
        keep_everything(books)
        before = books.drop_counts()
        for subject in ("ca5e", "c1a1", "nobody"):
            books.take_number(LANE, "ISA13", subject)
        after = books.drop_counts()
    assert after.numbers_given - before.numbers_given == 3
    assert after.numbers_used - before.numbers_used == 2  # the third is nowhere


def test_a_run_of_numbers_that_is_gone_is_missed(store: SqlStore) -> None:
    take(store, 3)
    take(store, 2, "ST02")
    with store.read() as shelf:
        assert shelf.drop_counts().numbers_missing == 0
    with store.begin_raw() as connection:
        gone = control_number_uses.c.kind == "ST02"
        connection.execute(delete(control_number_uses).where(gone))
    with store.read() as shelf:
        assert shelf.drop_counts().numbers_missing == 2


def test_uses_of_all_lanes_are_told_in_order(store: SqlStore) -> None:
    *_, other = OTHERS
    with store.begin(actor="ANN", at=AT) as books:
        books.take_number(other, "ISA13", "b", 2)
        books.take_number(LANE, "ST02", "c")
        books.take_number(LANE, "ISA13", "a")
        told = [
            (use.lane, use.kind, use.first, use.count, use.subject) for use in books.number_uses()
        ]
    assert (other, "ISA13", 1, 2, "b") in told
    assert (LANE, "ST02", 1, 1, "c") in told
    assert told == sorted(
        told, key=lambda use: (use[0].sender, use[0].receiver, use[0].usage, use[1])
    )


def test_the_last_number_of_nine_digits_is_the_last(store: SqlStore) -> None:
    take(store)
    with store.begin_raw() as connection:
        connection.execute(update(control_numbers).values(last=LAST - 1))
    assert take(store) == LAST
    with pytest.raises(StoreRefused, match="used up"):
        take(store)


def test_threads_that_ask_at_once_get_different_numbers(store: SqlStore) -> None:
    found: list[int] = []
    faults: list[BaseException] = []

    def ask() -> None:
        try:
            found.extend(take(store, 2) for _ in range(10))
        except BaseException as fault:  # noqa: BLE001 -- shown below
            faults.append(fault)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert sorted(found) == list(range(1, 81, 2))


_ASKING = """
import sys
from datetime import UTC, datetime
from edi_service.edge.store.store import open_store
from edi_service.service.records import Lane

store = open_store(sys.argv[1]).store
for _ in range(10):
    with store.begin(actor="test", at=datetime.now(UTC)) as books:
        number = books.take_number(Lane("1234567893", "00001", "T"), "ISA13", "x")
        books.audit("taken", str(number))
    print(number, flush=True)
"""


def test_processes_that_ask_at_once_get_different_numbers(store: SqlStore, url: str) -> None:
    asking = [
        subprocess.Popen(
            [sys.executable, "-c", _ASKING, url], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    said = [each.communicate(timeout=300)[0] for each in asking]
    assert [each.returncode for each in asking] == [0, 0, 0]
    found = sorted(int(line) for text in said for line in text.splitlines())
    assert found == list(range(1, 31))
    with store.read() as shelf:
        assert shelf.verify() is None  # those who wrote at once made one chain
        assert shelf.head().number == 31
