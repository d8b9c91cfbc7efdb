"""Many sets joined into one."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from benchmarks import joined
from edi_service import wiring
from edi_service.claims.model import ClaimKind
from edi_service.service.synth import stream

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def sets(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Sixty claims in sets of seven."""
    monkeypatch.setattr(stream, "CLAIMS_A_SET", 7)
    return b"".join(stream.synthesize(ClaimKind.PROFESSIONAL, claims=60, seed=3))


@pytest.fixture(params=[64, joined.BLOCK])
def one(sets: bytes, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setattr(joined, "BLOCK", request.param)
    target = BytesIO()
    joined.join(BytesIO(sets), target)
    return target.getvalue()


def claims_in(file: bytes) -> list[bytes]:
    return [segment for segment in file.split(b"~") if segment.startswith(b"CLM*")]


def test_every_claim_is_there_once_and_in_order(sets: bytes, one: bytes) -> None:
    assert sets.count(b"~ST*") == 9
    assert one.count(b"~ST*") == one.count(b"~SE*") == 1
    assert claims_in(one) == claims_in(sets)


def test_levels_are_numbered_through(one: bytes) -> None:
    levels = [segment.split(b"*") for segment in one.split(b"~") if segment.startswith(b"HL*")]
    assert [int(level[1]) for level in levels] == list(range(1, len(levels) + 1))


def test_nothing_is_found_in_what_was_joined(one: bytes, tmp_path: Path) -> None:
    path = tmp_path / "one.837"
    path.write_bytes(one)
    found = BytesIO()
    options = wiring.CheckOptions(inputs=(str(path),), output_format="json")
    assert not wiring.check(options, found, lambda _done, _total: None)
    assert [json.loads(line) for line in found.getvalue().splitlines()] == []


def test_a_file_of_one_set_is_left_as_it_is() -> None:
    file = b"".join(stream.synthesize(ClaimKind.INSTITUTIONAL, claims=5, seed=1))
    target = BytesIO()
    joined.join(BytesIO(file), target)
    assert target.getvalue() == file
