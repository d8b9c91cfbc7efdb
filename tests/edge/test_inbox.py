"""Inputs as named on a command line."""

from __future__ import annotations

import hashlib
import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from edi_service.edge.inbox import HELD_IN_MEMORY, InputUnreadable, arrivals


def test_a_file_arrives_with_its_hash_and_size(tmp_path: Path) -> None:
    path = tmp_path / "a.837"
    path.write_bytes(b"ISA*")

    [arrival] = arrivals([str(path)])

    assert (arrival.name, arrival.size) == (str(path), 4)
    assert arrival.sha256 == hashlib.sha256(b"ISA*").hexdigest()
    with arrival.open() as source:
        assert source.read() == b"ISA*"


def test_a_folder_gives_its_files_in_order_but_hidden_ones(tmp_path: Path) -> None:
    for name in ("b.837", "a.837", ".hidden", "deep/c.837", ".git/d"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(name.encode())

    names = [Path(arrival.name).name for arrival in arrivals([str(tmp_path)])]

    assert names == ["a.837", "b.837", "c.837"]


def test_a_file_named_twice_arrives_once(tmp_path: Path) -> None:
    path = tmp_path / "a.837"
    path.write_bytes(b"x")
    assert len(list(arrivals([str(path), str(path), str(tmp_path)]))) == 1


def test_a_name_that_leads_nowhere_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.837"
    path.write_bytes(b"x")
    with pytest.raises(InputUnreadable, match="nowhere is neither a file nor a folder"):
        next(arrivals([str(path), "nowhere"]))


def test_a_file_that_cannot_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.837"
    path.write_bytes(b"x")

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(InputUnreadable, match="Permission denied"):
        list(arrivals([str(path)]))


@pytest.mark.parametrize("size", [0, 10, HELD_IN_MEMORY + 1])
def test_standard_input_is_set_aside_and_can_be_read_from_its_start(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = b"x" * size
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))

    [arrival] = arrivals(["-"])

    assert (arrival.name, arrival.size) == ("-", size)
    with arrival.open() as source:
        assert source.read() == data
