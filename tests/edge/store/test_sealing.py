"""What is sealed opens where it was put, with its key, and nowhere else."""

from __future__ import annotations

import base64
import json
import stat
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_service.edge.store import keys
from edi_service.edge.store.sealing import Sealer, normal, pack, unpack
from edi_service.service.records import Search
from edi_service.service.store import StoreRefused

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 27, tzinfo=UTC)
KEY = keys.Key("0badcafe", b"k" * 32, "2026-11-27")
OTHER = keys.Key("0badcaff", b"l" * 32, "2026-11-28")
SEALER = Sealer(keys.KeyRing(KEY, {KEY.key_id: KEY}))
BOTH = Sealer(keys.KeyRing(OTHER, {KEY.key_id: KEY, OTHER.key_id: OTHER}))
PLACE = ("claims", "c1a1", "details")


@given(st.binary(max_size=300))
def test_what_is_sealed_is_opened_as_it_was(data: bytes) -> None:
    sealed = SEALER.seal(data, *PLACE)
    assert SEALER.open(sealed, *PLACE) == data
    assert BOTH.open(sealed, *PLACE) == data
    assert len(data) < 4 or data not in sealed


def test_the_same_sealed_twice_looks_different() -> None:
    assert SEALER.seal(b"data", *PLACE) != SEALER.seal(b"data", *PLACE)


@pytest.mark.parametrize(
    "place",
    [
        ("cases", "c1a1", "details"),
        ("claims", "c1a2", "details"),
        ("claims", "c1a1", "data"),
        ("claims", "c1a1details", ""),
    ],
)
def test_what_was_put_elsewhere_does_not_open(place: tuple[str, str, str]) -> None:
    sealed = SEALER.seal(b"data", *PLACE)
    with pytest.raises(StoreRefused, match="does not open"):
        SEALER.open(sealed, *place)


@given(st.integers(min_value=0, max_value=39), st.integers(min_value=0, max_value=7))
def test_a_changed_bit_is_found(byte: int, bit: int) -> None:
    sealed = bytearray(SEALER.seal(b"data", *PLACE))
    sealed[byte] ^= 1 << bit
    with pytest.raises(StoreRefused):
        SEALER.open(bytes(sealed), *PLACE)


@pytest.mark.parametrize("length", [0, 7, 8, 20, 35])
def test_a_field_that_was_cut_does_not_open(length: int) -> None:
    with pytest.raises(StoreRefused):
        SEALER.open(SEALER.seal(b"data", *PLACE)[:length], *PLACE)


def test_a_key_of_the_same_id_does_not_open_what_another_sealed() -> None:
    same_id = keys.Key(KEY.key_id, b"x" * 32, KEY.made)
    wrong = Sealer(keys.KeyRing(same_id, {KEY.key_id: same_id}))
    with pytest.raises(StoreRefused, match="claims does not open"):
        wrong.open(SEALER.seal(b"data", *PLACE), *PLACE)


def test_a_key_that_is_lacking_is_named() -> None:
    with pytest.raises(StoreRefused, match="sealed with key 0badcaff, which the key ring"):
        SEALER.open(BOTH.seal(b"data", *PLACE), *PLACE)


def test_the_keys_for_sealing_searching_and_the_log_are_different() -> None:
    made = {KEY.sealing, KEY.searching, KEY.auditing, bytes.fromhex(KEY.proof), KEY.secret}
    assert len(made) == 5


def test_a_hash_depends_on_key_and_kind_but_not_on_how_it_is_written() -> None:
    assert SEALER.hash(Search.NAME, "O'Neil-Doe") == SEALER.hash(Search.NAME, "ONEIL DOE ")
    assert SEALER.hash(Search.NAME, "DOE") != SEALER.hash(Search.MEMBER, "DOE")
    assert SEALER.hash(Search.NAME, "DOE") != BOTH.hash(Search.NAME, "DOE")
    assert BOTH.hashes(Search.NAME, "DOE") == [
        BOTH.hash(Search.NAME, "DOE"),
        SEALER.hash(Search.NAME, "DOE"),
    ]


@given(st.text())
def test_what_makes_no_difference_is_left_out_once_and_for_all(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(st.binary())
def test_what_is_packed_is_unpacked(data: bytes) -> None:
    assert unpack(pack(data)) == data


def test_a_key_has_no_secret_in_its_words() -> None:
    assert repr(KEY) == "<Key 0badcafe>"


def test_a_ring_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    place = tmp_path / "new" / "ring.json"
    assert keys.find_ring(place) is None
    ring = keys.make_ring(place, NOW)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert keys.find_ring(place) == ring
    with pytest.raises(StoreRefused, match="cannot be made"):
        keys.make_ring(place, NOW)


def test_a_new_key_is_current_and_the_old_ones_stay(tmp_path: Path) -> None:
    ring = keys.make_ring(tmp_path / "ring.json", NOW)
    keys.keep_ring(ring.with_new_key(NOW))
    found = keys.find_ring(tmp_path / "ring.json")
    assert found is not None
    assert found.current != ring.current
    assert found.key(ring.current.key_id) == ring.current
    assert stat.S_IMODE((tmp_path / "ring.json").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["ring.json"]


def test_the_ring_is_found_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ring = keys.make_ring(tmp_path / "ring.json", NOW)
    monkeypatch.setenv("EDI_SERVICE_KEYS", ring.encode().decode())
    found = keys.find_ring()
    assert found == keys.KeyRing(ring.current, ring.keys, None)
    assert found.whereabouts == "the key ring in EDI_SERVICE_KEYS"
    other = keys.make_ring(tmp_path / "other.json", NOW)
    assert keys.find_ring(tmp_path / "other.json") == other  # a file that is named goes first


def test_the_ring_lies_below_the_users_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EDI_SERVICE_KEYS_FILE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert keys.place_of_ring(None) == tmp_path / "edi-service" / "keys.json"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert keys.place_of_ring(None) == tmp_path / ".local/share/edi-service/keys.json"


def _ring(**changes: object) -> str:
    secret = base64.b64encode(b"k" * 32).decode()
    rows = {"0badcafe": {"secret": secret, "made": "2026-11-27"}}
    return json.dumps({"current": "0badcafe", "keys": rows} | changes)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        _ring(current="0badcaff"),
        _ring(keys={}),
        _ring(more=1),
        _ring(keys={"0badcafe": {"secret": "not base64!"}}),
        _ring(keys={"0badcafe": {"secret": base64.b64encode(b"short").decode()}}),
        _ring(current="id", keys={"id": {"secret": base64.b64encode(b"k" * 32).decode()}}),
    ],
)
def test_a_damaged_ring_is_refused_without_its_text(tmp_path: Path, text: str) -> None:
    place = tmp_path / "ring.json"
    place.write_text(text)
    with pytest.raises(StoreRefused, match="the key ring") as refused:
        keys.find_ring(place)
    assert base64.b64encode(b"k" * 32).decode() not in str(refused.value)


def test_a_ring_that_cannot_be_read_or_written_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreRefused, match="cannot be read"):
        keys.find_ring(tmp_path)
    with pytest.raises(StoreRefused, match="cannot be written"):
        keys.keep_ring(keys.KeyRing(KEY, {KEY.key_id: KEY}, tmp_path / "none" / "ring.json"))
