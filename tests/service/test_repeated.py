"""Which numbers count as used before: by partner, window and usage, each kind by itself."""

from __future__ import annotations

import io
from datetime import timedelta
from itertools import count, product
from typing import TYPE_CHECKING, NamedTuple

import pytest

from edi_service.claims.model import ClaimKind
from edi_service.edge.store.store import open_store
from edi_service.service.exchange.contents import look_through
from edi_service.service.exchange.drops import DropRecord
from edi_service.service.exchange.partners import TradingPartner
from edi_service.service.exchange.repeated import arrange, envelopes
from edi_service.service.synth import synthesize
from tests.edge.store.keeping import AT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.edge.store.store import SqlStore

FIRST = b"".join(synthesize(ClaimKind.PROFESSIONAL, 5, 1))
WINDOW = 30  # days
KINDS = ("ISA13", "GS06", "ST02")
PARTNERS = count()


def renumbered(data: bytes, *same: str) -> bytes:
    """*data* with other numbers, but for those of the kinds *same*."""
    control = data[90:99]
    group = data[data.index(b"~GE*") :].split(b"~")[1].split(b"*")[2]
    if "ISA13" not in same:
        data = data.replace(control, b"777777777")
    if "GS06" not in same:
        data = data.replace(b"*%s*X*" % group, b"*7777*X*")
        data = data.replace(b"GE*1*%s" % group, b"GE*1*7777")
    if "ST02" not in same:
        data = data.replace(b"ST*837*0001", b"ST*837*7777").replace(b"*0001~", b"*7777~")
    return data.replace(b"CLM*", b"CLM*X")


class Left(NamedTuple):
    """How the second file differs from the first in what it is told apart by."""

    kind: str  # the number that is the same
    is_inside: bool  # of the window
    is_same_partner: bool
    is_same_usage: bool
    is_watched: bool  # the partner's numbers of the kind are

    @property
    def is_repeated(self) -> bool:
        return all(self[1:])


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    folder = tmp_path_factory.mktemp("repeated")
    opened = open_store(f"sqlite:///{folder / 'store.sqlite'}", folder / "ring.json").store
    yield opened
    opened.close()


def used(
    store: SqlStore, partner: str, data: bytes, days: float, agreed: TradingPartner
) -> list[str]:
    """What a file that came so many days after the first repeats, by kind."""
    contents, at = look_through(io.BytesIO(data)), AT + timedelta(days=days)
    drop = DropRecord(
        drop_id=f"{partner} {days}", partner=partner, sha256="", size=len(data), taken_at=at
    )
    mine = envelopes(drop, contents.numbers, contents.usages, agreed)
    with store.begin(actor="test", at=at) as books:
        since = at - timedelta(days=WINDOW)
        return [each.kind for each in books.note_envelopes([r for r, _ in mine.values()], since)]


@pytest.mark.parametrize(
    "left",
    [Left(kind, *rest) for kind, rest in product(KINDS, product((True, False), repeat=4))],
    ids=str,
)
@pytest.mark.parametrize("sets_unique_in", ["group", "partner"])
def test_a_number_counts_as_used_where_all_that_tells_it_apart_is_the_same(
    store: SqlStore, left: Left, sets_unique_in: str
) -> None:
    unique = tuple(kind for kind in KINDS if left.is_watched or kind != left.kind)
    agreed = TradingPartner(unique=unique, sets_unique_in=sets_unique_in)  # type: ignore[arg-type]  # as the test has it
    number = next(PARTNERS)
    other = f"p{number}" if left.is_same_partner else f"another than p{number}"
    data = renumbered(FIRST, left.kind)
    if not left.is_same_usage:
        data = data.replace(b"*T*:", b"*P*:")

    assert used(store, f"p{number}", FIRST, 0, agreed) == []
    found = used(store, other, data, 10 if left.is_inside else WINDOW + 1, agreed)

    is_alone = left.kind == "ST02" and sets_unique_in == "group"  # in another group it is another
    assert found == ([left.kind] if left.is_repeated and not is_alone else [])


def test_a_set_comes_again_in_the_group_it_came_in(store: SqlStore) -> None:
    agreed = TradingPartner(unique=("ST02",))
    assert used(store, "again", FIRST, 0, agreed) == []

    assert used(store, "again", renumbered(FIRST, *KINDS), 1, agreed) == ["ST02"]
    assert used(store, "again", renumbered(FIRST, "ISA13", "GS06"), 2, agreed) == []


def test_more_numbers_than_are_looked_for_at_a_time(store: SqlStore) -> None:
    start, end = FIRST.index(b"~ST*") + 1, FIRST.index(b"~GE*") + 1
    sets = b"".join(
        FIRST[start:end].replace(b"*0001~", b"*%04d~" % n).replace(b"*0001*", b"*%04d*" % n)
        for n in range(1, 1202)
    )
    data = FIRST[:start] + sets + FIRST[end:]
    agreed = TradingPartner(unique=("ST02",))
    assert used(store, "many", data, 0, agreed) == []

    assert len(used(store, "many", data + b"\n", 1, agreed)) == 1201


def test_used_numbers_are_arranged_by_where_they_stand() -> None:
    other = renumbered(FIRST).replace(b"777777777", b"888888888")
    contents = look_through(io.BytesIO(FIRST + other))
    numbers = [each for each in contents.numbers if each.kind != "ISA13" or each.number[0] == "8"]

    first, second = arrange(numbers, contents.received)

    assert (first.is_repeated, second.is_repeated) == (False, True)
    assert second.header.control_number == "888888888"
    [group] = first.groups
    assert (group.received, group.is_repeated) == (1, True)
    assert [each.control_number for each in group.sets] == ["0001"]
