"""Many rows in one statement: what is there already stays, values come back as they were."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from edi_service.edge.store.bulk import insert_new
from edi_service.edge.store.tables import claim_words, envelopes
from edi_service.service.store import StoreRefused

if TYPE_CHECKING:
    from edi_service.edge.store.store import SqlStore

SEEN = datetime(2026, 6, 12, 14, 30, tzinfo=timezone(timedelta(hours=-4)))


def _envelope(digest: str, drop_id: str = "d1") -> dict[str, object]:
    return {
        "partner": "maple",
        "usage": "P",
        "kind": "ISA13",
        "digest": digest,
        "drop_id": drop_id,
        "seen_at": SEEN,
    }


def test_rows_come_back_as_they_were_given(store: SqlStore) -> None:
    rows = [_envelope(f"{number:04}") for number in range(1000)]
    with store.begin_raw() as connection:
        insert_new(connection, envelopes, rows)
    with store.read_raw() as connection:
        found = connection.execute(select(envelopes).order_by(envelopes.c.digest)).mappings()
        assert [dict(row) for row in found] == rows


def test_a_moment_is_kept_in_utc(store: SqlStore) -> None:
    with store.begin_raw() as connection:
        insert_new(connection, envelopes, [_envelope("a")])
        seen_at = connection.execute(select(envelopes.c.seen_at)).scalar_one()
    assert seen_at == SEEN
    assert seen_at.tzinfo is UTC


def test_a_row_that_is_there_stays_and_the_others_are_kept(store: SqlStore) -> None:
    later = _envelope("a") | {"seen_at": SEEN + timedelta(days=1)}
    with store.begin_raw() as connection:
        insert_new(connection, envelopes, [_envelope("a")])
        insert_new(connection, envelopes, [later, _envelope("b"), _envelope("b")])
        question = select(envelopes.c.digest, envelopes.c.seen_at).order_by(envelopes.c.digest)
        found = [tuple(row) for row in connection.execute(question)]
    assert found == [("a", SEEN), ("b", SEEN)]


@pytest.mark.parametrize("data", [b"", b"\x00", bytes(range(256)), b"'\"\\{}", b"NULL"])
def test_bytes_of_any_sort_are_kept(store: SqlStore, data: bytes) -> None:
    rows = [{"hash": data, "claim_id": "c{1},\"'\\"}, {"hash": data, "claim_id": "NULL"}]
    with store.begin_raw() as connection:
        insert_new(connection, claim_words, rows)
        found = connection.execute(select(claim_words)).mappings()
        assert sorted(found, key=lambda row: str(row["claim_id"])) == sorted(
            rows, key=lambda row: str(row["claim_id"])
        )


def test_no_rows_are_no_statement(store: SqlStore) -> None:
    with store.begin_raw() as connection:
        insert_new(connection, claim_words, [])
        assert connection.execute(select(claim_words)).first() is None


def test_what_the_database_refuses_is_said_without_a_value(store: SqlStore) -> None:
    with (
        pytest.raises(StoreRefused) as refused,
        store.begin_raw() as connection,
    ):
        insert_new(connection, claim_words, [{"hash": None, "claim_id": "c1a1"}])
    assert "c1a1" not in str(refused.value)
