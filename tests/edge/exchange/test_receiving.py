"""Files taken into a store: kept once, archives unpacked, and nothing judged."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from edi_service.edge.exchange.archive import Archives, Limits
from edi_service.edge.exchange.aside import EncryptedAside
from edi_service.edge.store.store import open_store
from edi_service.service.exchange.contents import first_set
from edi_service.service.exchange.drops import DropState
from edi_service.service.exchange.originals import stored_arrival
from edi_service.service.exchange.pickup import Entry
from edi_service.service.exchange.receiving import Receiver
from edi_service.service.records import ArrivalKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edi_service.edge.store.store import SqlStore
    from edi_service.service.exchange.drops import DropRecord

AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
CLAIMS = (
    b"ISA*00*          *00*          *ZZ*MAPLE          *ZZ*BIRCH          "
    b"*260101*1200*^*00501*000000001*0*T*:~GS*HC*M*B*20260101*1200*1*X*005010X222A1~"
    b"ST*837*0001*005010X222A1~SE*2*0001~GE*1*1~IEA*1*000000001~"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    opened = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}", tmp_path / "ring.json").store
    yield opened
    opened.close()


def aside_of(data: bytes) -> EncryptedAside:
    aside = EncryptedAside(io.BytesIO())
    aside.write(data)
    return aside


def entry(name: str = "a.837", modified: int = 1) -> Entry:
    return Entry(name, 0, modified)


def receive(
    store: SqlStore,
    data: bytes,
    left: Entry | None = None,
    partner: str = "maple",
    at: datetime = AT,
) -> list[DropRecord]:
    receiver = Receiver(
        lambda at: store.begin(actor="pickup", at=at),
        lambda: EncryptedAside(io.BytesIO()),
        Archives(Limits()),
    )
    return receiver.receive(partner, left or entry(), aside_of(data), at)


def kept(store: SqlStore) -> list[DropRecord]:
    with store.read() as shelf:
        return list(shelf.drops())


def test_a_file_is_kept_with_its_bytes_and_is_to_be_worked(store: SqlStore) -> None:
    [drop] = receive(store, CLAIMS * 20_000)

    assert (drop.partner, drop.name, drop.state) == ("maple", "a.837", DropState.TAKEN)
    with store.read() as shelf:
        assert b"".join(shelf.original(drop.sha256)) == CLAIMS * 20_000
        arrival = shelf.arrival(drop.sha256)
        assert arrival is not None
        assert arrival.kind is ArrivalKind.CLAIMS


def test_the_same_file_read_again_is_the_same_drop(store: SqlStore) -> None:
    first = receive(store, CLAIMS)

    assert receive(store, CLAIMS) == first
    assert kept(store) == first


def test_the_same_bytes_left_again_are_a_duplicate_and_no_work(store: SqlStore) -> None:
    receive(store, CLAIMS)

    assert receive(store, CLAIMS, entry("b.837")) == []
    assert sorted(drop.state for drop in kept(store)) == [DropState.DUPLICATE, DropState.TAKEN]


def test_the_same_bytes_of_another_partner_are_worked(store: SqlStore) -> None:
    receive(store, CLAIMS)

    assert len(receive(store, CLAIMS, partner="birch")) == 1


@pytest.mark.parametrize("days", [0, 10, 31, 400], ids="after {} days".format)
@pytest.mark.parametrize("name", ["a.837", "b.837"], ids=["same name", "other name"])
@pytest.mark.parametrize("partner", ["maple", "birch"], ids=["same partner", "other partner"])
def test_the_same_bytes_are_one_file_of_a_partner_for_ever(
    store: SqlStore, days: int, name: str, partner: str
) -> None:
    """Inside the window and outside: the bytes are what a partner left, the numbers are within."""
    receive(store, CLAIMS)

    again = receive(store, CLAIMS, entry(name, 1 + days), partner, AT + timedelta(days))

    if partner == "birch":
        assert [drop.state for drop in again] == [DropState.TAKEN]
    elif days == 0 and name == "a.837":
        assert again == kept(store), "it is the file itself, read once more"
    else:
        assert again == []
        assert {drop.state for drop in kept(store)} == {DropState.TAKEN, DropState.DUPLICATE}


def zipped(*members: tuple[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return target.getvalue()


def test_the_members_of_an_archive_are_worked_instead_of_it(store: SqlStore) -> None:
    data = zipped(("a.837", CLAIMS), ("b.837", CLAIMS + CLAIMS))

    to_do = receive(store, data, entry("both.zip"))

    assert [drop.name for drop in to_do] == ["a.837", "b.837"]
    archive = next(drop for drop in kept(store) if drop.state is DropState.UNPACKED)
    assert {drop.archive for drop in to_do} == {archive.drop_id}
    assert receive(store, data, entry("both.zip")) == to_do
    assert len(kept(store)) == 3


def test_an_archive_again_under_another_name_is_one_duplicate(store: SqlStore) -> None:
    data = zipped(("a.837", CLAIMS))
    receive(store, data, entry("first.zip"))

    assert receive(store, data, entry("second.zip")) == []
    assert len(kept(store)) == 3


def test_an_archive_that_cannot_be_unpacked_is_kept_and_says_why(store: SqlStore) -> None:
    assert receive(store, zipped(("a.837", CLAIMS))[:-30]) == []

    [drop] = kept(store)
    assert (drop.state, drop.finished_at) == (DropState.QUARANTINED, AT)
    assert "damaged" in drop.reason


PIPES = CLAIMS.replace(b"*", b"|").replace(b"~", b"\n")


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (CLAIMS, "837"),
        (CLAIMS.replace(b"~", b"~\r\n"), "837"),
        (PIPES, "837"),
        (CLAIMS.replace(b"*837*", b"*835*"), "835"),
        (CLAIMS.replace(b"~GS", b"~TA1*000000001*260101*1200*A*000~GS"), "TA1"),
        (CLAIMS[:106], ""),
        (CLAIMS[:50], ""),
        (CLAIMS[:106] + b"ST~", ""),
        (b"no X12 at all" * 20, ""),
    ],
)
def test_the_first_set_tells_where_a_file_belongs(head: bytes, expected: str) -> None:
    assert first_set(head) == expected


def test_what_is_set_aside_is_let_go_of(store: SqlStore) -> None:
    made: list[EncryptedAside] = []

    def aside() -> EncryptedAside:
        made.append(EncryptedAside(io.BytesIO()))
        return made[-1]

    receiver = Receiver(lambda at: store.begin(actor="pickup", at=at), aside, Archives(Limits()))
    receiver.receive("maple", entry(), aside_of(zipped(("a", CLAIMS), ("b", CLAIMS))), AT)

    assert len(made) == 2
    for each in made:
        with pytest.raises(ValueError, match="closed"):
            each.read_at(0, 1)


class OnlyPacked(Archives):
    """Takes nothing that is not an archive."""

    @property
    def refuses_plain(self) -> str:
        return "it is not signed"


def test_a_plain_file_of_a_partner_who_has_agreed_on_another_form_waits(store: SqlStore) -> None:
    receiver = Receiver(
        lambda at: store.begin(actor="pickup", at=at),
        lambda: EncryptedAside(io.BytesIO()),
        OnlyPacked(Limits()),
    )

    assert receiver.receive("maple", entry(), aside_of(CLAIMS), AT) == []
    [drop] = kept(store)
    assert (drop.state, drop.reason) == (DropState.QUARANTINED, "it is not signed")
    assert drop.finished_at == AT


def test_an_archive_that_was_refused_is_unpacked_when_it_is_released(store: SqlStore) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.837", CLAIMS)
        archive.writestr("b.837", CLAIMS + b"\n")

    def receiver(members: int) -> Receiver:
        return Receiver(
            lambda at: store.begin(actor="pickup", at=at),
            lambda: EncryptedAside(io.BytesIO()),
            Archives(Limits(members=members)),
        )

    receiver(1).receive("maple", entry("a.zip"), aside_of(packed.getvalue()), AT)
    [refused] = kept(store)
    assert refused.state is DropState.QUARANTINED
    arrival = stored_arrival(store.read, refused.sha256, refused.name, refused.size)

    assert receiver(1).unpack_again(refused, arrival, AT)
    assert [drop.state for drop in kept(store)] == [DropState.QUARANTINED]
    for _ in range(2):  # a step may come twice
        assert receiver(2).unpack_again(refused, arrival, AT)
    assert sorted((drop.name, drop.state) for drop in kept(store)) == [
        ("a.837", DropState.TAKEN),
        ("a.zip", DropState.UNPACKED),
        ("b.837", DropState.TAKEN),
    ]


def test_a_file_that_is_no_archive_is_not_unpacked(store: SqlStore) -> None:
    [drop] = receive(store, CLAIMS)
    arrival = stored_arrival(store.read, drop.sha256, drop.name, drop.size)
    receiver = Receiver(
        lambda at: store.begin(actor="pickup", at=at),
        lambda: EncryptedAside(io.BytesIO()),
        Archives(Limits()),
    )

    assert not receiver.unpack_again(drop, arrival, AT)
    assert [each.state for each in kept(store)] == [DropState.TAKEN]
