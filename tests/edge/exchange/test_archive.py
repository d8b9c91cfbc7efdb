"""Archives, honest and hostile."""

from __future__ import annotations

import gzip
import io
import stat
import struct
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_service.edge.exchange.archive import Archives, Limits, is_archive
from edi_service.service.exchange.receiving import UnpackRefused

CLAIMS = b"ISA*00*...~" * 1000


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return target.getvalue()


def unpacked(data: bytes, limits: Limits | None = None) -> list[tuple[str, bytes]]:
    members = Archives(limits or Limits()).unpack(io.BytesIO(data))
    return [(name, b"".join(pieces)) for name, pieces in members]


def test_the_members_of_a_zip() -> None:
    data = zipped(("a.837", CLAIMS), ("folder/", b""), ("folder/b.837", b"ISA"))

    assert unpacked(data) == [("a.837", CLAIMS), ("folder/b.837", b"ISA")]


def test_the_one_of_a_gzip() -> None:
    assert unpacked(gzip.compress(CLAIMS)) == [("", CLAIMS)]


def test_two_gzips_in_a_row_are_one() -> None:
    assert unpacked(gzip.compress(b"ISA") + gzip.compress(b"IEA")) == [("", b"ISAIEA")]


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "CON", "a\nb", "C:\\a"])
def test_a_name_is_only_a_name(name: str) -> None:
    [(_, data)] = unpacked(zipped((name, b"ISA")))

    assert data == b"ISA"


@pytest.mark.parametrize(
    ("head", "expected"),
    [(b"PK\x03\x04", True), (b"PK\x05\x06", True), (b"\x1f\x8b\x08", True), (b"ISA*", False)],
)
def test_what_an_archive_begins_with(head: bytes, *, expected: bool) -> None:
    assert is_archive(head) is expected


def test_an_empty_zip_has_no_members() -> None:
    assert unpacked(zipped()) == []


def refused(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UnpackRefused) as fault:
        unpacked(data, limits)
    return str(fault.value)


BOMB = b"\x00" * 5 * 1024 * 1024


@pytest.mark.parametrize("data", [zipped(("a", BOMB)), gzip.compress(BOMB)], ids=["zip", "gzip"])
def test_a_byte_becomes_too_many(data: bytes) -> None:
    assert "more than 100 bytes" in refused(data)


def test_all_of_it_becomes_too_much() -> None:
    data = zipped(("a", CLAIMS), ("b", CLAIMS))

    assert "more than 15000 bytes" in refused(data, Limits(total_bytes=15_000))


def test_too_many_members() -> None:
    data = zipped(*((str(n), b"") for n in range(11)))

    assert "11 members" in refused(data, Limits(members=10))


@pytest.mark.parametrize("inner", [zipped(("a", b"x")), gzip.compress(b"x")], ids=["zip", "gzip"])
@pytest.mark.parametrize(
    "outer", [lambda data: zipped(("a", data)), gzip.compress], ids=["in zip", "in gzip"]
)
def test_an_archive_within_an_archive(inner: bytes, outer) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 -- a packer
    assert "archives within archives" in refused(outer(inner))


def test_a_link_in_a_zip() -> None:
    member = zipfile.ZipInfo("link")
    member.external_attr = (stat.S_IFLNK | 0o777) << 16
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(member, "/etc/passwd")

    assert "link" in refused(target.getvalue())


def test_an_encrypted_zip() -> None:
    data = bytearray(zipped(("a", b"ISA")))
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flags in the directory

    assert "password" in refused(bytes(data))


def test_a_zip_that_lies_about_a_size() -> None:
    data = bytearray(zipped(("a", b"ISA" * 100), method=zipfile.ZIP_STORED))
    directory = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, directory + 24, 10)  # what the directory says it unpacks to

    assert "damaged" in refused(bytes(data))


@given(st.data())
def test_damaged_archives_are_refused_or_read(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([zipped(("a", CLAIMS), ("b", b"x")), gzip.compress(CLAIMS)]))
    damaged = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(2, len(whole) - 1))] = data.draw(st.integers(0, 255))

    with suppress(UnpackRefused):
        assert all(isinstance(name, str) for name, _ in unpacked(bytes(damaged)))


@pytest.mark.parametrize(
    "whole", [zipped(("a", CLAIMS)), gzip.compress(CLAIMS)], ids=["zip", "gzip"]
)
def test_a_truncated_archive_is_refused(whole: bytes) -> None:
    for length in range(4, len(whole)):
        assert refused(whole[:length])
