"""Names, identifiers and days of people are nowhere in the files of a database."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select, text

from edi_service.edge.store.rotation import rotate
from edi_service.edge.store.tables import cases, metadata
from edi_service.service.store import StoreRefused
from tests.edge.store.keeping import AT, CANARIES, a_case, keep_everything

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edi_service.edge.store.store import SqlStore


@pytest.fixture
def full(store: SqlStore) -> SqlStore:
    """A store with one record of every sort, and traces of what was written and undone."""
    with store.begin(actor="test", at=AT) as books:
        keep_everything(books)
    with store.begin(actor="test", at=AT + timedelta(days=1)) as books:
        books.replace_case(a_case(held_by=("RQ01",)))

    def undone() -> None:
        with store.begin(actor="test", at=AT) as books:
            books.replace_case(a_case(next_action="Wait."))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        undone()
    return store


def _files(store: SqlStore) -> Iterator[bytes]:
    """Every byte that the database has on the disk, its logs included."""
    with store.read_raw() as connection:
        if connection.dialect.name == "sqlite":
            file = str(store.engine.url.database)
            names = [f"{file}{end}" for end in ("", "-wal", "-shm")]
            folders: list[Path] = []
        else:
            folders = [Path(str(connection.execute(text("SHOW data_directory")).scalar()))]
            names = []
    if folders:
        with store.engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(text("CHECKPOINT"))
    for folder in folders:
        names += [str(path) for path in folder.rglob("*") if path.is_file()]
    for name in names:
        if os.path.exists(name):  # noqa: PTH110 -- a server removes files at any time
            yield Path(name).read_bytes()


def _seen(store: SqlStore, words: tuple[str, ...]) -> set[str]:
    """Which of *words* are on the disk, as they are or as a database may write them otherwise."""
    forms = {
        form: word
        for word in words
        for form in (
            word.encode(),
            word.lower().encode(),
            word.encode("utf-16-le"),
            word.encode().hex().encode(),
        )
    }
    return {word for data in _files(store) for form, word in forms.items() if form in data}


def test_no_canary_is_in_the_files_of_the_database(full: SqlStore) -> None:
    assert _seen(full, CANARIES) == set()


def test_the_search_would_find_what_is_in_the_open(full: SqlStore) -> None:
    assert _seen(full, ("example-plan-surgery",)) == {"example-plan-surgery"}


def test_no_canary_is_there_after_a_rotation(full: SqlStore, url: str) -> None:
    rotate(url, None)
    assert _seen(full, CANARIES) == set()


def test_no_canary_is_in_what_a_failing_store_says(full: SqlStore) -> None:
    """Whatever a table holds, its rows are not repeated in a sentence."""
    said: list[str] = []
    for table in metadata.sorted_tables:
        try:
            with full.begin_raw() as connection:
                connection.execute(insert(table).from_select(table.columns.keys(), select(table)))
        except StoreRefused as refused:
            said.append(str(refused))
    assert len(said) > 10
    assert [word for word in CANARIES if word in "".join(said)] == []


def test_a_row_whose_fields_were_swapped_does_not_open(full: SqlStore) -> None:
    with full.begin_raw() as connection:
        connection.execute(text("UPDATE claims SET details = (SELECT details FROM cases LIMIT 1)"))
    with pytest.raises(StoreRefused, match="claims does not open"), full.read() as shelf:
        shelf.claim("c1a1")


@pytest.mark.parametrize("table", [cases.name, "attempts", "answers", "events", "mended"])
def test_what_is_read_from_a_changed_row_is_refused(full: SqlStore, table: str) -> None:
    with full.begin_raw() as connection:
        connection.execute(
            metadata.tables[table].update().values(details=b"0" * 80),
        )
    reads: dict[str, Callable[[], object]]
    with full.read() as shelf:
        reads = {
            "cases": lambda: shelf.case("ca5e"),
            "attempts": lambda: shelf.attempts("ca5e"),
            "answers": lambda: shelf.answers("ca5e"),
            "events": lambda: shelf.events("ca5e"),
            "mended": lambda: shelf.mended("ca5e"),
        }
        with pytest.raises(StoreRefused):
            reads[table]()
