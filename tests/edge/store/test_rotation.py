"""A new key for everything, also when it takes several attempts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from edi_service.edge.store import rotation
from edi_service.edge.store.keys import find_ring
from edi_service.edge.store.rotation import key_uses, rotate
from edi_service.edge.store.store import open_store
from edi_service.service.records import Search
from edi_service.service.store import StoreRefused
from tests.edge.store.keeping import (
    AT,
    CLAIM_DATA,
    MEMBER_ID,
    SHA256,
    a_claim,
    a_record,
    keep_everything,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from edi_service.edge.store.store import SqlStore

    Opening = Callable[[str], SqlStore]


@pytest.fixture
def full(store: SqlStore) -> SqlStore:
    """A store of more rows than are sealed anew at a time."""
    with store.begin(actor="test", at=AT) as books:
        keep_everything(books)
        books.add_claims((a_claim(f"c{number}"), CLAIM_DATA) for number in range(250))
    return store


def assert_all_is_there(store: SqlStore) -> None:
    with store.read() as shelf:
        assert shelf.claim("c1a1") == a_claim()
        assert shelf.claim_data("c249") == CLAIM_DATA
        assert b"".join(shelf.original(SHA256)) == CLAIM_DATA
        assert shelf.case("ca5e") == a_record(state="sent")
        assert len(shelf.find(Search.MEMBER, MEMBER_ID)) == 251
        assert shelf.verify() is None


def test_everything_is_sealed_with_the_new_key(full: SqlStore, url: str, opening: Opening) -> None:
    before = full.sealer.ring.current
    fields = sum(use.fields for use in key_uses(full))
    done = rotate(url, None)
    after = opening(url)
    assert_all_is_there(after)
    uses = key_uses(after)
    assert [use.key.key_id for use in uses] == [before.key_id, done.key.key_id]
    assert [use.fields for use in uses] == [0, fields + 1]  # the entry that says it was done
    assert [use.is_current for use in uses] == [False, True]
    assert done.rows < fields


def test_who_opened_the_store_before_is_told_that_the_key_is_lacking(
    full: SqlStore, url: str
) -> None:
    rotate(url, None)
    with pytest.raises(StoreRefused, match=r"which the key ring .* lacks"), full.read() as shelf:
        shelf.claim("c1a1")


def test_a_search_finds_what_either_key_noted(full: SqlStore, url: str, opening: Opening) -> None:
    del full
    with pytest.raises(_CutShortError):
        rotate(url, None, _cut_short_after(100))
    assert_all_is_there(opening(url))


class _CutShortError(Exception):
    """As if the machine had stopped."""


def _cut_short_after(rows: int) -> Callable[[int], None]:
    def advance(done: int) -> None:
        if done >= rows:
            raise _CutShortError

    return advance


@pytest.mark.parametrize("rows", [1, 100, 200, 252, 260])
def test_a_rotation_that_was_cut_short_goes_on(
    full: SqlStore, url: str, opening: Opening, rows: int
) -> None:
    del full
    with pytest.raises(_CutShortError):
        rotate(url, None, _cut_short_after(rows))
    begun = find_ring()
    assert begun is not None
    assert_all_is_there(opening(url))
    done = rotate(url, None)
    assert done.key.key_id == begun.current.key_id  # it is the same rotation
    after = opening(url)
    assert_all_is_there(after)
    assert [use.fields for use in key_uses(after) if not use.is_current] == [0]


def test_a_new_key_that_nothing_was_sealed_with_yet_is_used(
    full: SqlStore, url: str, opening: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ring was written, and then the machine stopped."""
    del full
    with monkeypatch.context() as patched:
        patched.setattr(rotation, "_reseal", _stop)
        with pytest.raises(_CutShortError):
            rotate(url, None)
    begun = find_ring()
    assert begun is not None
    assert rotate(url, None).key.key_id == begun.current.key_id
    assert_all_is_there(opening(url))


def _stop(store: SqlStore) -> None:
    del store
    raise _CutShortError


def test_a_ring_in_the_environment_is_changed_by_whoever_gave_it(
    full: SqlStore, url: str, ring_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = full.sealer.ring
    monkeypatch.setenv("EDI_SERVICE_KEYS", ring.encode().decode())
    with pytest.raises(StoreRefused, match="cannot be kept in EDI_SERVICE_KEYS"):
        rotate(url, None)
    newer = ring.with_new_key(AT)
    monkeypatch.setenv("EDI_SERVICE_KEYS", newer.encode().decode())
    assert rotate(url, None).key == newer.current
    monkeypatch.delenv("EDI_SERVICE_KEYS")
    with pytest.raises(StoreRefused, match="which the key ring"):
        open_store(url, ring_file)
