"""What claims cannot say, named in the configuration or dropped by a partner."""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from edi_service.edge.exchange.archive import Archives, Limits
from edi_service.edge.exchange.aside import set_aside
from edi_service.edge.knowledge import KnowledgeRefused
from edi_service.edge.store.store import open_store
from edi_service.facts.sort import Sort
from edi_service.service.config import parse_config
from edi_service.service.exchange.drops import DropRecord, DropState
from edi_service.service.exchange.pickup import Entry
from edi_service.service.exchange.receiving import Receiver
from edi_service.wiring.serving import known as module
from edi_service.wiring.serving.known import Known
from tests.edge.store.keeping import AT
from tests.facts.making import a_claim
from tests.serving.office import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edi_service.edge.store.store import SqlStore
    from edi_service.facts.tables import Tables
    from tests.serving.office import Office

CONFIG = """
[service]
facts = "all.csv"
told_days = 7
[trading_partners.maple]
facts = "maple.csv"
[trading_partners.elm]
"""
SCENARIO = ROOT / "fixtures/scenarios/0012-authorization-on-file-but-not-on-the-claim"


def plans(plan: str, *numbers: str) -> bytes:
    return "\n".join(["claim_number,plan", *(f"{each},{plan}" for each in numbers)]).encode()


class Desk:
    """What is known over a store of its own."""

    def __init__(self, folder: Path, store: SqlStore) -> None:
        self.folder = folder
        self.store = store
        self.troubles: dict[str, str] = {}
        self.write("all.csv", plans("of all", "A1", "A2", "A3"))
        self.write("maple.csv", plans("of maple", "A1", "A2"))
        self.known = Known(parse_config(CONFIG), folder, store, self.troubles.__setitem__)

    def write(self, name: str, data: bytes) -> None:
        path = self.folder / name
        path.write_bytes(data)
        times = path.stat().st_mtime_ns + len(list(self.folder.iterdir()))
        os.utime(path, ns=(times, times))  # a clock that is coarse shows no change

    def drop(self, data: bytes, days: float = 0, partner: str = "maple") -> DropRecord:
        """As if a partner had left it so many days after the day all is about."""
        at = AT + timedelta(days=days)
        aside = set_aside(self.folder)
        aside.write(data)
        receiver = Receiver(
            lambda at: self.store.begin(actor="test", at=at),
            partial(set_aside, self.folder),
            Archives(Limits()),
        )
        name = hashlib.sha256(data).hexdigest()
        try:
            [drop] = receiver.receive(partner, Entry(name, len(data), 1), aside, at)
        finally:
            aside.close()
        return drop

    def tables(self, days: float = 1, partner: str = "maple") -> Tables:
        """What is known of the claims of a file that came so many days after."""
        at = AT + timedelta(days=days)
        drop = DropRecord(drop_id="x", partner=partner, sha256="", size=0, taken_at=at)
        return self.known.tables(drop)

    def told(self, days: float = 1, partner: str = "maple") -> list[str | None]:
        found = self.tables(days, partner).outside
        return [found.facts.find(a_claim(number), None).plan for number in ("A1", "A2", "A3")]  # type: ignore[arg-type]  # nothing is found wrong


@contextmanager
def opened(folder: Path) -> Iterator[SqlStore]:
    store = open_store(f"sqlite:///{folder / 'store.sqlite'}", folder / "ring.json").store
    try:
        yield store
    finally:
        store.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened(tmp_path) as store:
        yield Desk(tmp_path, store)


def test_what_is_named_for_a_partner_goes_before_what_is_named_for_all(desk: Desk) -> None:
    assert desk.told() == ["of maple", "of maple", "of all"]
    assert desk.told(partner="elm") == ["of all"] * 3


def test_what_a_partner_dropped_goes_before_what_is_named_for_it_alone(desk: Desk) -> None:
    desk.drop(plans("dropped", "A1"))

    assert desk.told() == ["dropped", "of maple", "of all"]
    assert desk.told(partner="elm") == ["of all"] * 3


def test_the_newest_drop_goes_before_and_counts_for_so_many_days(desk: Desk) -> None:
    desk.drop(plans("first", "A1", "A2"), days=0)
    desk.drop(plans("second", "A1"), days=3)

    assert desk.told(days=1) == ["first", "first", "of all"], "not what came after the claims"
    assert desk.told(days=4) == ["second", "first", "of all"]
    assert desk.told(days=8) == ["second", "of maple", "of all"]
    assert desk.told(days=11) == ["of maple", "of maple", "of all"]


def test_all_sorts_may_be_dropped(desk: Desk) -> None:
    desk.drop(b"claim_number,location\nA1,4W\n")
    desk.drop(b"number,payer,member\nN1,example,W900000001\n")

    found = desk.tables()

    claim = a_claim("A1")
    assert found.outside.encounters.find(claim, None).location == "4W"  # type: ignore[arg-type]  # likewise
    assert [each.number for each in found.authorizations.find(claim, None)] == ["N1"]


def test_files_are_read_once_and_again_when_they_have_changed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def counting(name: str, function: Any) -> Any:
        def counted(*arguments: Any, **options: Any) -> Any:
            read.append(name)
            return function(*arguments, **options)

        return counted

    for name in ("read_tables", "parse_tables"):
        monkeypatch.setattr(module, name, counting(name, getattr(module, name)))
    desk.drop(plans("dropped", "A1"))
    for _ in range(5):
        desk.told()
    assert sorted(read) == ["parse_tables", "read_tables", "read_tables"]

    desk.write("maple.csv", plans("newly of maple", "A2"))
    for _ in range(5):
        assert desk.told() == ["dropped", "newly of maple", "of all"]
    assert len(read) == 4


def test_a_file_that_cannot_be_read_any_more_counts_as_it_was(desk: Desk) -> None:
    desk.told()
    desk.write("maple.csv", b"claim_number,what\n")
    assert desk.told() == ["of maple", "of maple", "of all"]
    assert "counts as it was" in desk.troubles["facts of maple"]
    (desk.folder / "maple.csv").unlink()
    assert desk.told() == ["of maple", "of maple", "of all"]

    desk.write("maple.csv", plans("mended", "A1"))
    assert desk.told() == ["mended", "of all", "of all"]
    assert desk.troubles["facts of maple"] == ""


def test_a_file_that_never_could_be_read_stops_the_start(desk: Desk) -> None:
    desk.write("all.csv", b"\xff")

    with pytest.raises(KnowledgeRefused, match=r"facts .*all\.csv are refused: it is not text"):
        desk.known.read()


@pytest.mark.parametrize(
    ("data", "refused", "note"),
    [
        (plans("x", "A1"), "", ""),
        (b"claim_number,CANARY\nA1,1\n", "looks like facts", ""),
        (b"claim_number\n\xff\n", "looks like facts", ""),
        (b"claim_number,denied\nA1,CANARY\nA2,2026-06-01\n", "", "1 values or rows"),
    ],
)
def test_a_dropped_file_is_looked_at_before_it_counts(
    desk: Desk, data: bytes, refused: str, note: str
) -> None:
    found = desk.known.look_at(desk.drop(data), Sort.FACTS)

    assert refused in found.refused
    assert bool(found.refused) == bool(refused)
    assert note in found.note
    assert "CANARY" not in f"{found}"


def test_a_table_that_is_too_large_is_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LARGEST", 10)

    assert "more than" in desk.known.look_at(desk.drop(plans("x", "A1")), Sort.FACTS).refused


def test_responses_that_begin_as_something_else_are_not_taken_in_silence(desk: Desk) -> None:
    drop = desk.drop(b"Dear clearinghouse, ISA*00*")

    assert "how it begins" in desk.known.look_at(drop, Sort.ELIGIBILITY).refused


@pytest.mark.slow
def test_a_partner_drops_what_the_payer_has_authorized_and_then_claims(office: Office) -> None:
    office.service = f"policies = ['{ROOT / 'fixtures/policies/examples'}']\n"
    office.others = "[payers.EXHLTH01]\npayer = 'example-health'\nline_of_business = 'commercial'\n"
    whole = (SCENARIO / "claims.837").read_bytes()
    office.more = "duplicate_days = 0\n"
    office.start()
    office.drop("claims.837", whole)
    assert office.wait_until_done(files=1).cases == 1

    office.drop("CANARY.csv", (SCENARIO / "authorizations.csv").read_bytes())
    office.drop("broken.csv", b"claim_number,CANARY\n1,2\n")
    office.wait_until_done(files=3)
    office.drop("again.837", whole.replace(b"A12001", b"A12999"))
    counts = office.wait_until_done(files=4)

    assert (counts.done, counts.quarantined, counts.cases) == (3, 1, 1)
    [waiting] = [drop for drop in office.drops() if drop.state is DropState.QUARANTINED]
    assert "looks like facts" in waiting.reason
    assert "CANARY" not in office.log()
    assert office.balanced().returncode == 0
