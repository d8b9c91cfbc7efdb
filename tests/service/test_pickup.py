"""When a partner's file is taken, and when it may go."""

from __future__ import annotations

import io
import math
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

import pytest

from edi_service.service.exchange.pickup import (
    Entry,
    Patience,
    Pickup,
    Removal,
    SourceDistrusted,
    SourceLost,
    Step,
    can_be_opened,
    looks_whole,
    may_be_taken,
)
from edi_service.service.store import StoreUnreachable

if TYPE_CHECKING:
    from collections.abc import Iterator

ISA = (
    b"ISA*00*          *00*          *ZZ*MAPLE          *ZZ*BIRCH          "
    b"*260101*1200*^*00501*000000001*0*T*:~"
)
WHOLE = ISA + b"GS*HC~GE*0*1~IEA*0*000000001~"


class Memory:
    """A source in memory; *cut_after* bytes of each reading come through."""

    def __init__(self, **files: bytes) -> None:
        self.files = {name.replace("_", "."): (data, 1) for name, data in files.items()}
        self.cut_after: int | None = None
        self.refuses = False
        self.changes_while_read = False
        self.opened: list[int] = []

    def put(self, name: str, data: bytes) -> None:
        """As the partner."""
        self.files[name] = (data, self.files.get(name, (b"", 0))[1] + 1)

    def entries(self) -> list[Entry]:
        return [Entry(name, len(data), time) for name, (data, time) in sorted(self.files.items())]

    @contextmanager
    def open(self, entry: Entry, offset: int) -> Iterator[BinaryIO]:
        self.opened.append(offset)
        data = self.files[entry.name][0][offset:]
        if self.cut_after is None:
            yield io.BytesIO(data)
        else:
            yield _Cut(data[: self.cut_after])

    def is_unchanged(self, entry: Entry) -> bool:
        return entry in self.entries() and not self.changes_while_read

    def remove(self, entry: Entry) -> Removal:
        if self.refuses:
            return Removal.REFUSED
        if not self.is_unchanged(entry):
            return Removal.CHANGED
        del self.files[entry.name]
        return Removal.REMOVED

    def remove_marker(self, name: str) -> None:
        self.files.pop(name, None)


class _Cut(io.BytesIO):
    """Ends as a lost connection does."""

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        if not data:
            message = "the connection was lost"
            raise SourceLost(message)
        return data


class InMemory:
    """Bytes set aside in memory."""

    def __init__(self) -> None:
        self.data = b""

    @property
    def size(self) -> int:
        return len(self.data)

    @property
    def sha256(self) -> str:
        return ""

    def write(self, data: bytes, /) -> None:
        self.data += data

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        yield io.BytesIO(self.data)

    def close(self) -> None:
        self.data = b"closed"


class Office:
    """Looks at a source; remembers what was received."""

    def __init__(self, source: Memory, **patience: object) -> None:
        self.received: list[tuple[str, bytes]] = []
        self.pickup = Pickup(
            source,
            Patience(**patience),  # type: ignore[arg-type]  # as the test has them
            InMemory,
            lambda entry, aside: self.received.append((entry.name, aside.data)),  # type: ignore[attr-defined]
        )

    def look(self, now: float) -> list[tuple[str, str]]:
        """The steps of one look, in words."""
        return [(name, str(step)) for name, step in self.pickup.look(now)]


def test_a_file_is_taken_once_it_has_settled_and_removed_at_the_next_look() -> None:
    source = Memory(a_837=WHOLE)
    office = Office(source, settled_seconds=4)

    assert office.look(0) == []
    assert office.look(3.9) == []
    assert office.look(4) == [("a.837", "taken")]
    assert "a.837" in source.files
    assert office.look(5) == [("a.837", "removed")]
    assert office.received == [("a.837", WHOLE)]
    assert source.files == {}


def test_a_file_that_grows_begins_to_settle_anew() -> None:
    source = Memory(a_837=WHOLE[:50])
    office = Office(source, settled_seconds=4)
    office.look(0)
    source.put("a.837", WHOLE)

    assert office.look(4) == []
    assert office.look(8) == [("a.837", "taken")]


def test_an_interchange_without_its_end_waits_longer() -> None:
    source = Memory(a_837=WHOLE[:-10])
    office = Office(source, settled_seconds=4, incomplete_seconds=60)
    office.look(0)

    assert office.look(4) == []
    assert office.look(59) == []
    assert office.look(60) == [("a.837", "taken")]
    assert source.opened == [0]  # it was read once


def test_it_is_known_when_the_next_look_is_worth_while() -> None:
    source = Memory(a_837=WHOLE, b_tmp=WHOLE)
    office = Office(source, settled_seconds=4)
    assert office.pickup.due(0) == math.inf

    office.look(0)
    assert office.pickup.due(1) == 3
    office.look(4)
    assert office.pickup.due(4) == 1, "it is removed soon after it was taken"
    office.look(5)
    assert office.pickup.due(5) == math.inf


@pytest.mark.parametrize(
    ("data", "refuses", "patience"),
    [
        pytest.param(WHOLE[:-10], False, {"settled_seconds": 4}, id="incomplete"),
        pytest.param(WHOLE, False, {"needs_marker": True}, id="without its marker"),
        pytest.param(WHOLE, True, {"settled_seconds": 4}, id="never to be removed"),
    ],
)
def test_nothing_is_due_for_a_file_that_only_waits(
    data: bytes, patience: dict[str, object], *, refuses: bool
) -> None:
    source = Memory(a_837=data)
    source.refuses = refuses
    office = Office(source, **patience)
    for moment in (0, 4, 5):
        office.look(moment)

    assert office.pickup.due(5) == math.inf


def test_new_bytes_under_the_name_are_another_file() -> None:
    source = Memory(a_837=WHOLE)
    office = Office(source, settled_seconds=0)
    assert office.look(0) == [("a.837", "taken")]
    source.put("a.837", WHOLE + WHOLE)

    assert office.look(1) == [("a.837", "taken")]
    assert office.look(2) == [("a.837", "removed")]
    assert [data for _, data in office.received] == [WHOLE, WHOLE + WHOLE]


def test_a_file_that_changes_while_it_is_read_is_read_again() -> None:
    source = Memory(a_837=WHOLE)
    office = Office(source, settled_seconds=0)
    source.changes_while_read = True

    assert office.look(0) == [("a.837", "changed")]
    assert office.received == []


def test_reading_goes_on_where_it_was_cut_off() -> None:
    source = Memory(a_837=WHOLE)
    source.cut_after = 100
    office = Office(source, settled_seconds=0)

    assert office.look(0) == [("a.837", "cut off")]
    assert office.look(1) == [("a.837", "taken")]
    assert source.opened == [0, 100]
    assert office.received == [("a.837", WHOLE)]


def test_what_was_cut_off_is_begun_anew_when_the_file_is_another_one() -> None:
    source = Memory(a_837=WHOLE)
    source.cut_after = 100
    office = Office(source, settled_seconds=0)
    office.look(0)
    source.put("a.837", WHOLE)
    source.cut_after = None

    assert office.look(1) == [("a.837", "taken")]
    assert source.opened == [0, 0]


def test_what_may_not_be_removed_is_told_once_and_not_read_again() -> None:
    source = Memory(a_837=WHOLE)
    source.refuses = True
    office = Office(source, settled_seconds=0)

    assert office.look(0) == [("a.837", "taken")]
    assert office.look(1) == [("a.837", "refused")]
    assert office.look(2) == []
    assert len(office.received) == 1


def test_a_partner_with_markers_says_when_a_file_is_whole() -> None:
    source = Memory(a_837=WHOLE[:-10])
    office = Office(source, needs_marker=True)

    assert office.look(0) == []
    assert office.look(1000) == []
    source.put("a.837.done", b"")
    assert office.look(1001) == [("a.837", "taken")]
    assert office.look(1002) == [("a.837", "removed")]
    assert source.files == {}


def test_a_name_that_leads_elsewhere_is_told_once_and_left_alone() -> None:
    source = Memory()
    source.put("../a.837", WHOLE)
    office = Office(source, settled_seconds=0)

    assert office.look(0) == [("../a.837", "nameless")]
    assert office.look(1) == []
    assert source.opened == []


def test_a_store_that_fails_leaves_the_file_where_it_is() -> None:
    source = Memory(a_837=WHOLE)
    fails = [True]

    def receive(*_: object) -> None:
        if fails.pop():
            message = "disk full"
            raise OSError(message)

    pickup = Pickup(source, Patience(settled_seconds=0), InMemory, receive)
    with pytest.raises(OSError, match="disk full"):
        pickup.look(0)

    fails.append(False)
    assert pickup.look(1) == [("a.837", Step.TAKEN)]
    assert source.opened == [0]


def test_a_file_that_cannot_be_kept_keeps_no_other_waiting() -> None:
    source = Memory(a_837=WHOLE, b_837=WHOLE, c_837=WHOLE)

    def receive(entry: Entry, aside: object) -> None:
        del aside
        if entry.name == "b.837":
            "\udcff".encode()

    pickup = Pickup(source, Patience(settled_seconds=0), InMemory, receive)
    assert [step for _, step in pickup.look(0)] == ["taken", "failed", "taken"]
    assert [type(fault) for fault in pickup.faults] == [UnicodeEncodeError]
    assert [step for _, step in pickup.look(1)] == ["removed", "failed", "removed"]
    assert list(source.files) == ["b.837"]

    pickup = Pickup(source, Patience(settled_seconds=0), InMemory, lambda *_: None)  # mended
    assert [step for _, step in pickup.look(2)] == ["taken"]
    assert pickup.faults == []


@pytest.mark.parametrize(
    "fault", [OSError("full"), StoreUnreachable("away"), SourceLost("away"), SourceDistrusted("?")]
)
def test_what_the_next_file_would_meet_as_well_ends_the_look(fault: Exception) -> None:
    source = Memory(a_837=WHOLE, b_837=WHOLE)

    def receive(*_: object) -> None:
        raise fault

    pickup = Pickup(source, Patience(settled_seconds=0), InMemory, receive)
    with pytest.raises(type(fault)):
        pickup.look(0)
    assert source.opened == [0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.837", True),
        ("a", True),
        (".a", False),
        (".taken-1", False),
        ("a.tmp", False),
        ("a.PART", False),
        ("a.837.filepart", False),
        ("a.837.done", False),
        ("done", True),
    ],
)
def test_which_names_are_taken(name: str, *, expected: bool) -> None:
    assert may_be_taken(name) is expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a", True), ("a b", True), ("a\n", True), ("..\\a", True), ("../a", False), ("a\x00", False)],
)
def test_which_names_can_be_opened(name: str, *, expected: bool) -> None:
    assert can_be_opened(name) is expected


PIPES = WHOLE.replace(b"*", b"|").replace(b"~", b"\n")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (WHOLE, True),
        (WHOLE + b"\r\n\r\n", True),
        (WHOLE.replace(b"~", b"~\n"), True),
        (WHOLE + b"\x1a", True),
        (WHOLE[:-1], True),  # the last terminator is missing
        (PIPES, True),
        (PIPES[:-20], False),
        (WHOLE[: WHOLE.index(b"IEA")], False),
        (WHOLE + ISA, False),  # a second interchange has begun
        (ISA[:50], False),
        (b"PK\x03\x04 an archive", True),
        (b"", True),
    ],
)
def test_what_looks_whole(data: bytes, *, expected: bool) -> None:
    assert looks_whole(data[:106], data[-512:]) is expected
