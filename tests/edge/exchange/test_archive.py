"""Archives, honest and hostile."""

from __future__ import annotations

import gzip
import io
import stat
import struct
import tracemalloc
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


@pytest.mark.parametrize(
    "name",
    [
        *(
            "../../etc/passwd",
            "/etc/passwd",
            "..\\..\\a",
            "C:\\a",
            "\\\\host\\share\\a",
            "//host/a",
        ),
        *("CON", "NUL", "COM1.837", "a\nb", "a\x00b", "-rf", " ", "a\u202eb", "x" * 2000, "."),
    ],
)
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


def a_zip_of(local: bytes, entries: bytes, count: int, *, is_large: bool = False) -> bytes:
    """*local* is what lies in it, *entries* what its directory says."""
    end = struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, *[min(count, 0xFFFF)] * 2, len(entries), len(local), 0
    )
    if is_large:
        place = len(local) + len(entries)
        large = struct.pack(
            "<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(entries), len(local)
        )
        end = large + struct.pack("<4sIQI", b"PK\x06\x07", 0, place, 1) + end
    return local + entries + end


def parts_of(data: bytes) -> tuple[bytes, bytes]:
    """The one member of a zip, and what its directory says of it."""
    directory = data.index(b"PK\x01\x02")
    return data[:directory], data[directory : data.index(b"PK\x05\x06")]


def test_a_zip_put_together_by_hand_is_one() -> None:
    local, entry = parts_of(zipped(("a", CLAIMS)))
    for is_large in (False, True):
        assert unpacked(a_zip_of(local, entry, 1, is_large=is_large)) == [("a", CLAIMS)]


def test_members_that_lie_in_one_another() -> None:
    """A few bytes that come to a gigabyte, though none of them becomes more than a hundred."""
    local, entry = parts_of(zipped(("a", bytes(range(256)) * 4000)))

    assert "one another" in refused(a_zip_of(local, entry * 900, 900))


def test_a_member_that_claims_to_be_packed_badly() -> None:
    """Its ratio would be within the limit."""
    data = bytearray(zipped(("a", BOMB)))
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 20, len(BOMB))

    assert "one another" in refused(bytes(data))


@pytest.mark.parametrize("is_large", [False, True], ids=["zip", "zip64"])
def test_a_hundred_thousand_members_take_no_memory(*, is_large: bool) -> None:
    local, entry = parts_of(zipped(("a", b"")))
    data = a_zip_of(local, entry * 100_000, 100_000, is_large=is_large)
    tracemalloc.start()
    try:
        assert "list of members is too long" in refused(data)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 1024 * 1024


def test_a_comment_does_not_hide_how_many_members_there_are() -> None:
    local, entry = parts_of(zipped(("a", b"")))
    data = a_zip_of(local, entry * 100_000, 100_000)
    commented = data[:-2] + struct.pack("<H", 0xFFFF) + b"x" * 0xFFFF

    assert "list of members is too long" in refused(commented)


def test_as_many_members_as_are_unpacked() -> None:
    members = [(f"{number:04}" + "x" * 200, b"ISA") for number in range(Limits().members)]

    assert len(unpacked(zipped(*members))) == Limits().members


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
