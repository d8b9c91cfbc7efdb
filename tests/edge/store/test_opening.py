"""A store is opened with its keys and by a release that knows it, or not at all."""

from __future__ import annotations

import os
import threading
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, delete, event, insert, text

from edi_service.edge.store import database, schema
from edi_service.edge.store.claims import CLAIM, ClaimsWritten, words_of
from edi_service.edge.store.keys import FILE_IN_ENVIRONMENT, find_ring, make_ring
from edi_service.edge.store.rotation import key_uses, rotate
from edi_service.edge.store.sealing import pack
from edi_service.edge.store.store import open_store
from edi_service.edge.store.tables import claims, metadata, words
from edi_service.service.records import Search
from edi_service.service.store import StoreRefused
from tests.edge.store.keeping import AT, CLAIM_DATA, MEMBER_ID, a_claim, keep_everything

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Connection, Engine

    from edi_service.edge.store.store import SqlStore
    from edi_service.service.records import ClaimRecord

    Opening = Callable[[str], SqlStore]


def test_a_ring_is_made_with_the_first_store_and_found_by_the_next(
    url: str, ring_file: Path
) -> None:
    first = open_store(url)
    first.store.close()
    assert first.made_ring == ring_file
    second = open_store(url)
    second.store.close()
    assert second.made_ring is None


def test_a_store_that_must_be_there_is_not_made(url: str, ring_file: Path) -> None:
    for _ in range(2):
        with pytest.raises(StoreRefused, match="no store yet"):
            open_store(url, make=False)
    assert not ring_file.exists()


def test_a_sealed_store_without_its_ring_is_refused(store: SqlStore, url: str) -> None:
    del store
    with pytest.raises(StoreRefused, match=r"there is no key ring at .*none.json"):
        open_store(url, _beside("none.json"))
    assert not _beside("none.json").exists()


def test_a_ring_that_never_saw_the_store_is_refused(store: SqlStore, url: str) -> None:
    ours = store.sealer.ring.current.key_id
    with pytest.raises(StoreRefused, match=f"sealed with key {ours}, which the key ring"):
        open_store(url, _other_ring())


def test_a_key_of_the_right_name_and_the_wrong_bytes_is_refused(store: SqlStore, url: str) -> None:
    ours = store.sealer.ring.current.key_id
    other = _other_ring()
    wrong = find_ring(other)
    assert wrong is not None
    other.write_text(other.read_text().replace(wrong.current.key_id, ours))
    with pytest.raises(StoreRefused, match=f"key {ours} of .* is not the one"):
        open_store(url, other)


def _beside(name: str) -> Path:
    return Path(os.environ[FILE_IN_ENVIRONMENT]).with_name(name)


def _other_ring() -> Path:
    """A ring made for another store."""
    place = _beside("other.json")
    open_store(f"sqlite:///{_beside('other.sqlite')}", place).store.close()
    return place


def test_a_store_of_a_newer_release_is_refused(store: SqlStore, url: str) -> None:
    with store.begin_raw() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreRefused, match=r"newer release \(revision 9999, known here up to"):
        open_store(url)


def test_the_migrations_make_what_the_tables_say(store: SqlStore) -> None:
    with store.read_raw() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        scripts = ScriptDirectory.from_config(schema.migrations(connection))
    assert scripts.get_heads() == [schema.HEAD]


@pytest.fixture(params=["0001", "0002", "0003", "0004", "0005"])
def earlier(
    request: pytest.FixtureRequest, url: str, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> str:
    """The URL of a store that an earlier release has left, with one record of every sort."""

    def stop_there(connection: Connection, before: str | None) -> None:
        assert before is None
        command.upgrade(schema.migrations(connection), request.param)

    with monkeypatch.context() as patched:
        patched.setattr(schema, "HEAD", request.param)
        patched.setattr(schema, "_upgrade", stop_there)
        if request.param < "0005":
            patched.setattr(ClaimsWritten, "add_claims", _add_claims_as_before)
            patched.setattr(ClaimsWritten, "note", _note_as_before)
        store = opening(url)
        with store.begin(actor="test", at=AT) as books:
            keep_everything(books)
        store.close()
    return url


def _add_claims_as_before(
    books: ClaimsWritten, claims_and_data: Iterable[tuple[ClaimRecord, bytes]]
) -> int:
    """Until revision 0005 a claim lay in a row of its own, and each of its words in another."""
    connection, sealer = books._connection, books._sealer  # noqa: SLF001 -- it stands for a method
    (record, data), before = next(iter(claims_and_data)), MetaData()
    before.reflect(connection, only=["claims"])
    row = CLAIM.row(record, sealer)
    sealed = sealer.seal(pack(data), "claims", record.claim_id, "data")
    connection.execute(insert(before.tables["claims"]), [row | {"data": sealed}])
    for kind, word in words_of(record):
        _note_as_before(books, kind, word, record.claim_id)
    return 1


def _note_as_before(books: ClaimsWritten, kind: Search, word: str, subject: str) -> None:
    row = books._word(kind, word, subject)  # noqa: SLF001 -- likewise
    books._connection.execute(insert(words), [row])  # noqa: SLF001 -- likewise


def test_a_store_of_an_earlier_release_is_brought_up_to_date(
    earlier: str, opening: Opening
) -> None:
    store = opening(earlier)
    with store.begin(actor="test", at=AT) as books:
        assert books.add_claims([(a_claim(), b"other"), (a_claim("c1a2"), b"new")]) == 1
    with store.read() as shelf:
        assert shelf.claim("c1a1") == a_claim()
        assert shelf.claim_data("c1a1") == CLAIM_DATA
        assert shelf.claim_data("c1a2") == b"new"
        assert shelf.find(Search.MEMBER, MEMBER_ID) == ["c1a1", "c1a2"]
        assert shelf.verify() is None
        assert list(shelf.drops()) == []  # a table that the first release did not have


class CutOff(Exception):  # noqa: N818 -- what a power cut looks like from within
    """The machine is gone."""


def is_brought_up_to_date(engine: Engine, most: int) -> bool:
    """Whether it is before the power goes, after so many statements."""
    left = count(most, -1)

    def go(*_: object) -> None:
        if next(left) == 0:
            raise CutOff

    event.listen(engine, "before_cursor_execute", go)
    try:
        with engine.begin() as connection:
            schema.bring_up_to_date(connection)
    except CutOff:
        return False
    finally:
        event.remove(engine, "before_cursor_execute", go)
    return True


def test_a_migration_that_is_cut_off_anywhere_is_undone_and_done_the_next_time(
    earlier: str, opening: Opening, *, is_thorough: bool
) -> None:
    engine = database.connect(earlier)
    with engine.begin() as connection:
        before = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    cuts = 0
    for most in count(4, 1 if is_thorough else 9):
        if is_brought_up_to_date(engine, most):
            break
        cuts += 1
        with engine.begin() as connection:
            found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        assert found == before, f"after {most} statements"
    engine.dispose()

    assert cuts >= 1
    store = opening(earlier)
    with store.read() as shelf:
        assert shelf.claim_data("c1a1") == CLAIM_DATA
        assert shelf.find(Search.MEMBER, MEMBER_ID) == ["c1a1"]
        assert shelf.verify() is None


def test_what_an_earlier_release_has_sealed_can_be_sealed_anew(
    earlier: str, opening: Opening
) -> None:
    opening(earlier).close()
    rotate(earlier, None)
    store = opening(earlier)
    assert [use.fields for use in key_uses(store) if not use.is_current] == [0]
    with store.read() as shelf:
        assert shelf.claim_data("c1a1") == CLAIM_DATA
        assert shelf.find(Search.MEMBER, MEMBER_ID) == ["c1a1"]


def test_many_may_open_a_new_store_at_once(url: str, opening: Opening, ring_file: Path) -> None:
    make_ring(ring_file, AT)
    faults: list[BaseException] = []

    def open_one() -> None:
        try:
            opening(url)
        except BaseException as fault:  # noqa: BLE001 -- shown below
            faults.append(fault)

    threads = [threading.Thread(target=open_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with opening(url).read() as shelf:
        assert [entry.action for entry in shelf.entries()] == ["store made"]


@pytest.mark.parametrize(
    "name",
    ["mysql://host/database", "sqlite://", "sqlite:///:memory:", "://", "postgresql+x://h/d"],
)
def test_what_is_no_store_is_refused_in_one_sentence(name: str) -> None:
    with pytest.raises(StoreRefused, match="store"):
        open_store(name)


def test_a_password_is_in_no_sentence() -> None:
    with pytest.raises(StoreRefused, match="cannot be used") as refused:
        open_store("postgresql://somebody:secretword@127.0.0.1:1/database")
    assert "secretword" not in str(refused.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "store.sqlite"
    file.write_text("no database" * 100)
    with pytest.raises(StoreRefused, match="not a database"):
        open_store(str(file))


def test_what_the_database_refuses_is_told_without_values(store: SqlStore) -> None:
    with store.begin(actor="test", at=AT) as books:
        keep_everything(books)
    with pytest.raises(StoreRefused) as refused, store.begin_raw() as connection:
        connection.execute(delete(claims).where(claims.c.claim_id == "c1a1"))
    assert "FOREIGN KEY" in str(refused.value).upper()
    assert MEMBER_ID not in str(refused.value)


def test_what_is_committed_on_sqlite_is_on_the_disk(tmp_path: Path, opening: Opening) -> None:
    store = opening(str(tmp_path / "store.sqlite"))
    with store.read_raw() as connection:
        said = [
            connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    assert said == ["wal", 2, 1]


def test_a_file_of_sqlite_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    open_store(str(path), tmp_path / "ring.json").store.close()

    assert path.stat().st_mode & 0o777 == 0o600
