"""Bytes set aside while they come in."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_service.edge.exchange.aside import EncryptedAside, set_aside

if TYPE_CHECKING:
    from pathlib import Path

    from typing_extensions import Buffer


@given(
    st.lists(st.binary(max_size=60), max_size=8),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 100)), max_size=6),
)
def test_what_came_in_is_read_from_anywhere(
    pieces: list[bytes], reads: list[tuple[int, int]]
) -> None:
    data = b"".join(pieces)
    aside = EncryptedAside(io.BytesIO())
    for piece in pieces:
        aside.write(piece)

    assert (aside.size, aside.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    with aside.open() as stream:
        assert stream.read() == data
        for offset, length in reads:
            stream.seek(offset)
            assert stream.read(length) == data[offset : offset + length]
    aside.close()


def test_writing_goes_on_after_reading(tmp_path: Path) -> None:
    aside = set_aside(tmp_path)
    aside.write(b"0123456789")
    with aside.open() as stream:
        assert stream.read(3) == b"012"
    aside.write(b"abc")

    with aside.open() as stream:
        stream.seek(-5, io.SEEK_END)
        assert stream.read() == b"89abc"
        stream.seek(-1, io.SEEK_CUR)
        assert stream.read() == b"c"
    aside.close()


def test_nothing_can_be_read_on_the_disk(tmp_path: Path) -> None:
    aside = set_aside(tmp_path)
    aside.write(b"CANARY" * 100)

    assert list(tmp_path.iterdir()) == []  # it has no name
    aside.close()


def test_nothing_can_be_read_in_the_file() -> None:
    file = io.BytesIO()
    aside = EncryptedAside(file)
    aside.write(b"CANARY" * 100)

    assert len(file.getvalue()) == 600
    assert b"CANARY" not in file.getvalue()


class FullAtTimes(io.BytesIO):
    """A file on a disk that is full while *is_full*."""

    is_full = False

    def write(self, data: Buffer, /) -> int:
        """As any file, unless the disk is full."""
        if self.is_full:
            message = "no space left: the disk is full"
            raise OSError(message)
        return super().write(data)


def test_what_could_not_be_written_did_not_come_in() -> None:
    file = FullAtTimes()
    aside = EncryptedAside(file)
    aside.write(b"0123456789")

    file.is_full = True
    with pytest.raises(OSError, match="full"):
        aside.write(b"lost")
    file.is_full = False
    aside.write(b"abc")

    with aside.open() as stream:
        assert stream.read() == b"0123456789abc"
    assert aside.sha256 == hashlib.sha256(b"0123456789abc").hexdigest()
