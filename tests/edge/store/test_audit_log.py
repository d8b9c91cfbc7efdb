"""Whoever changes the log without the key is found out, and where."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, text, update

from edi_service.edge.store.audit import Fault, Head
from edi_service.edge.store.tables import audit_head, audit_log
from edi_service.service.store import StoreRefused
from tests.edge.store.keeping import AT, keep_everything

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from edi_service.edge.store.store import SqlStore

    Tampering = Callable[[Connection], object]

LOG = audit_log


@pytest.fixture
def log(store: SqlStore) -> SqlStore:
    """A store with a log of some entries."""
    with store.begin(actor="test", at=AT) as books:
        keep_everything(books)
    with store.begin(actor="another", at=AT + timedelta(hours=1)) as books:
        books.audit("case shown", "ca5e")
        books.audit("case shown", "ca5e")
    return store


def faults(store: SqlStore, noted: Head | None = None) -> Fault | None:
    with store.read() as shelf:
        return shelf.verify(noted)


def test_a_log_that_nobody_touched_is_whole(log: SqlStore) -> None:
    with log.read() as shelf:
        entries = list(shelf.entries())
        assert shelf.verify() is None
        assert shelf.head() == Head(len(entries), entries[-1].digest)
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    assert {entry.actor for entry in entries} == {"edi-service", "test", "another"}
    assert entries[0].action == "store made"
    assert entries[-1].at == AT + timedelta(hours=1)


def test_what_is_done_to_a_case_is_in_the_log(log: SqlStore) -> None:
    with log.read() as shelf:
        done = [entry.action for entry in shelf.entries() if entry.subject == "ca5e"]
    assert done[:8] == [
        "case opened",
        "attempt",
        "event",
        "answer",
        "added to contacts",
        "added to documents",
        "added to statements",
        "mended file",
    ]


def _swap(connection: Connection) -> None:
    """Let entries 3 and 4 change places, with everything they hold but their numbers."""
    for before, after in ((3, 0), (4, 3), (0, 4)):
        found = LOG.c.number == before
        connection.execute(update(LOG).where(found).values(number=after))


def _copy(connection: Connection, source: int, number: int) -> None:
    row = connection.execute(select(LOG).where(LOG.c.number == source)).mappings().one()
    connection.execute(insert(LOG), [{**row, "number": number}])


def _change(number: int, **values: object) -> Tampering:
    return lambda connection: connection.execute(
        update(LOG).where(LOG.c.number == number).values(**values)
    )


TAMPERINGS: dict[str, tuple[Tampering, int]] = {
    "time changed": (_change(4, at=AT + timedelta(microseconds=1)), 4),
    "actor changed": (_change(4, actor="another"), 4),
    "action changed": (_change(4, action="case closed"), 4),
    "subject changed": (_change(4, subject="ca5f"), 4),
    "digest changed": (_change(4, digest="0" * 64), 4),
    "key changed": (_change(4, key_id="00000000"), 4),
    "note changed": (_change(4, note=b"0" * 60), 4),
    "first deleted": (lambda c: c.execute(delete(LOG).where(LOG.c.number == 1)), 1),
    "one deleted": (lambda c: c.execute(delete(LOG).where(LOG.c.number == 4)), 4),
    "one inserted at the end": (lambda c: _copy(c, 4, _last(c) + 1), -1),
    "one inserted before the first": (lambda c: _copy(c, 4, 0), 1),
    "two swapped": (_swap, 3),
    "tail cut": (lambda c: c.execute(delete(LOG).where(LOG.c.number == _last(c))), -1),
    "all deleted": (lambda c: c.execute(delete(LOG)), 0),
    "head deleted": (lambda c: c.execute(delete(audit_head)), -1),
    "all deleted, head with it": (
        lambda c: (
            c.execute(delete(LOG)),
            c.execute(update(audit_head).values(number=0, digest="")),
        ),
        0,
    ),
    "head's proof changed": (lambda c: c.execute(update(audit_head).values(proof="0")), -1),
    "head's key changed": (lambda c: c.execute(update(audit_head).values(key_id="0")), -1),
}


def _last(connection: Connection) -> int:
    question = select(LOG.c.number).order_by(LOG.c.number.desc()).limit(1)
    return int(connection.execute(question).scalar_one())


@pytest.mark.parametrize("name", TAMPERINGS)
def test_every_tampering_is_found_where_it_was_done(log: SqlStore, name: str) -> None:
    tamper, place = TAMPERINGS[name]
    with log.begin_raw() as connection:
        tamper(connection)
        number = place if place >= 0 else _last(connection)
    fault = faults(log)
    assert fault is not None
    assert fault.number == number


def test_a_tail_cut_with_its_head_is_found_by_what_was_signed(log: SqlStore) -> None:
    """Whoever cuts the tail can write an earlier digest into the head, but not its proof."""
    with log.begin_raw() as connection:
        last = _last(connection)
        connection.execute(delete(LOG).where(LOG.c.number == last))
        before = connection.execute(select(LOG).where(LOG.c.number == last - 1)).mappings().one()
        head = {"number": last - 1, "digest": before["digest"]}
        connection.execute(update(audit_head).values(**head))
    assert faults(log) == Fault(last - 1, "the head was not written with the key")


def test_an_older_copy_put_back_is_found_by_a_noted_head(log: SqlStore) -> None:
    with log.begin_raw() as connection:
        head = dict(connection.execute(select(audit_head)).mappings().one())
        last = _last(connection)
    with log.begin(actor="test", at=AT) as books:
        books.audit("case shown", "ca5e")
    with log.read() as shelf:
        noted = Head.parse(str(shelf.head()))
    assert faults(log, noted) is None
    with log.begin_raw() as connection:
        connection.execute(delete(LOG).where(LOG.c.number > last))
        connection.execute(update(audit_head).values(**head))
    assert faults(log) is None
    fault = faults(log, noted)
    assert fault == Fault(last + 1, "the entry that was noted is not in the log")


@pytest.mark.parametrize("words", ["", "5", "x:abc", "5:"])
def test_what_is_no_head_is_refused(words: str) -> None:
    with pytest.raises(StoreRefused, match="NUMBER:DIGEST"):
        Head.parse(words)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_change_of_a_single_character_goes_unseen(log: SqlStore, data: st.DataObject) -> None:
    with log.read_raw() as connection:
        rows = list(connection.execute(select(LOG).order_by(LOG.c.number)).mappings())
    row = data.draw(st.sampled_from(rows))
    column = data.draw(st.sampled_from(["actor", "action", "subject", "digest", "key_id"]))
    place = data.draw(st.integers(0, len(row[column]) - 1))
    mark = data.draw(st.sampled_from("abcdefghi0123456789"))
    changed = row[column][:place] + mark + row[column][place + 1 :]
    found = LOG.c.number == row["number"]
    with log.begin_raw() as connection:
        connection.execute(update(LOG).where(found).values({column: changed}))
    fault = faults(log)
    with log.begin_raw() as connection:
        connection.execute(update(LOG).where(found).values({column: row[column]}))
    assert (fault is None) == (changed == row[column])
    assert faults(log) is None


def test_nothing_done_is_nothing_logged(log: SqlStore) -> None:
    with log.read() as shelf:
        before = shelf.head()
    with log.begin(actor="test", at=AT):
        pass
    with log.read() as shelf:
        assert shelf.head() == before


def test_the_log_is_read_by_sql_as_well(log: SqlStore) -> None:
    with log.read_raw() as connection:
        actors = connection.execute(text("SELECT DISTINCT actor FROM audit_log")).scalars()
        assert "another" in set(actors)
