"""Denials open cases, wake those that were too late, and are written down with the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec
import pytest

from edi_service.cases.model import Decision
from edi_service.cases.progress import Cause, State
from edi_service.edge.knowledge import read_reasons
from edi_service.facts.match import EncounterTable
from edi_service.facts.outside import Outside
from edi_service.facts.parse import parse_authorizations, parse_facts
from edi_service.policy.model import Channel, Event
from edi_service.remittance.denials import Verdict
from edi_service.service.casework.denying import RemittedClaim
from edi_service.service.casework.remitting import Remitter
from edi_service.service.records import Search
from tests.builders import a_claim, a_line, an_interchange
from tests.remittance.making import a_paid_claim, a_paid_line, a_remittance
from tests.service.memory import a_desk, an_arrival
from tests.service.storing import a_store, keep_claims, move

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.edge.store.store import SqlStore
    from edi_service.service.casework.remitting import Remitted
    from edi_service.service.desk import Desk

SCENARIOS = Path(__file__).parents[2] / "fixtures" / "scenarios"
SLEEP = (SCENARIOS / "0013-channel-is-a-portal" / "claims.837").read_bytes().replace(b"\n", b"")
FACTS = "claim_number,billing_npi,plan,investigational\nA13001,1987654328,gold,no\n"
ZONE = ZoneInfo("America/New_York")
LATE = datetime(2026, 6, 30, 9, tzinfo=ZONE)  # the three days after the service are over
DENIED_ON = "20260620"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    one = a_store(tmp_path)
    yield one
    one.close()


def desk(at: datetime = LATE) -> Desk:
    return replace(a_desk(), as_of=at)


def outside(text: str = FACTS) -> Outside:
    if not text:
        return Outside.empty()
    return Outside(parse_facts(text, name="facts.csv"), EncounterTable.empty())


def remit(store: SqlStore, data: bytes, *, at: datetime = LATE, facts: str = FACTS) -> Remitted:
    return Remitter(store, desk(at), outside(facts), read_reasons()).take(
        an_arrival(data, "paid.835")
    )


def sleep_denied(reason: str = "197", status: str = "1", **claim: str) -> bytes:
    line = a_paid_line("HC:95810", "640", [("CO", reason, "640")]).replace("20260203", "20260603")
    fields = {"number": "A13001", "charge": "640", "status": status, **claim}
    data = a_remittance(a_paid_claim(line, **fields))  # type: ignore[arg-type]
    return data.replace(b"20260310~TRN", DENIED_ON.encode() + b"~TRN")


def codes(found: Remitted) -> list[str]:
    return [each.kind.code for each in found.findings]


@pytest.mark.parametrize("state", [None, State.EXPIRED])
def test_the_day_of_denial_starts_a_clock(store: SqlStore, state: State | None) -> None:
    keep_claims(store, SLEEP, desk(), outside())
    with store.read() as shelf:
        [before] = shelf.cases()
    assert (before.state, before.case.decision) == (State.WAITING, Decision.UNDETERMINED)
    if state is not None:
        move(store, before.case_id, state)

    found = remit(store, sleep_denied())
    assert [each.did for each in found.cases] == ["read anew"]
    with store.read() as shelf:
        [after] = shelf.cases()
        events = shelf.events(after.case_id)
    assert after.case_id == before.case_id
    assert (after.state, after.case.decision) == (State.READY, Decision.ALLOWED)
    assert after.case.channel is Channel.FAX
    assert after.case.clock is not None
    assert after.case.clock.event is Event.DENIAL
    assert str(after.case.clock.start) == "2026-06-20"
    assert [(each.cause, each.after) for each in events][-2:] == [
        (Cause.CLAIM_DENIED, State.OPENED),
        (Cause.NOTHING_MISSING, State.READY),
    ]
    assert events[-2].note == "CO-197: 640 taken off"
    assert events[-2].actor == "remit"


def test_a_denial_opens_a_case_where_there_was_none(store: SqlStore) -> None:
    [claim_id] = keep_claims(store, SLEEP, desk(), outside(FACTS.replace("gold", "bronze")))
    with store.read() as shelf:
        assert list(shelf.cases()) == []
    found = remit(store, sleep_denied())
    [touched] = found.cases
    assert (touched.did, touched.state) == ("opened", State.READY)
    with store.read() as shelf:
        [record] = shelf.cases()
    assert (record.cause, record.claim_id) == ("denial", claim_id)
    assert record.case.policy == "prairie-mutual/sleep-studies"


def test_a_number_that_the_payer_refuses_does_not_count(store: SqlStore) -> None:
    shown = SLEEP.replace(b"HI*ABK", b"REF*G1*TYPO1~HI*ABK").replace(b"SE*26", b"SE*27")
    keep_claims(store, shown, desk(), outside())
    with store.read() as shelf:
        assert list(shelf.cases()) == []
    assert [each.did for each in remit(store, sleep_denied("15")).cases] == ["opened"]


def test_what_was_asked_goes_on_and_the_denial_stands_beside_it(store: SqlStore) -> None:
    keep_claims(store, SLEEP, desk(), outside())
    with store.read() as shelf:
        [record] = shelf.cases()
    move(store, record.case_id, State.PENDED)
    [touched] = remit(store, sleep_denied()).cases
    assert (touched.did, touched.state) == ("noted", State.PENDED)
    with store.read() as shelf:
        [after] = shelf.cases()
        assert shelf.events(after.case_id)[-1].cause == Cause.CLAIM_DENIED
    assert after.case == record.case


def test_the_same_file_twice_does_nothing_more(store: SqlStore) -> None:
    keep_claims(store, SLEEP, desk(), outside())
    remit(store, sleep_denied())
    with store.read() as shelf:
        [before] = shelf.cases()
        events = shelf.events(before.case_id)
    again = remit(store, sleep_denied())
    assert [each.did for each in again.cases] == ["heard before"]
    with store.read() as shelf:
        assert list(shelf.cases()) == [before]
        assert shelf.events(before.case_id) == events


def test_the_answer_is_kept_with_its_bytes_and_the_payers_number(store: SqlStore) -> None:
    [claim_id] = keep_claims(store, SLEEP, desk(), outside())
    data = sleep_denied()
    [touched] = remit(store, data).cases
    with store.read() as shelf:
        [answer] = shelf.answers(touched.case_id)
        kept = shelf.answer_data(answer.answer_id)
        assert shelf.find(Search.PAYER_CLAIM, "ICNA13001") == [claim_id]
        assert b"".join(shelf.original(answer.sha256)) == data
    assert answer.kind == "835"
    assert kept.startswith(b"CLP*A13001*")
    assert kept in data
    reading = msgspec.json.decode(answer.reading, type=RemittedClaim)
    assert (reading.payer_number, reading.verdict) == ("ICNA13001", Verdict.AUTHORIZATION)
    assert str(reading.decided) == "2026-06-20"
    [part] = reading.denials
    assert (part.procedure, part.reasons, part.amount) == ("95810", ("CO-197",), "640")


def test_a_mended_claim_that_is_paid_closes_its_case(store: SqlStore) -> None:
    keep_claims(store, SLEEP, desk(), outside())
    with store.read() as shelf:
        [record] = shelf.cases()
    move(store, record.case_id, State.MENDED)
    line = a_paid_line("HC:95810", "640", [("CO", "45", "100")]).replace("20260203", "20260603")
    found = remit(store, a_remittance(a_paid_claim(line, number="A13001", charge="640")))
    assert [(each.did, each.state) for each in found.cases] == [("closed", State.CLOSED)]
    assert found.counts[Verdict.PAID] == 1


@pytest.mark.parametrize(
    ("reason", "status", "verdict"),
    [
        ("29", "1", Verdict.OTHER),
        ("45", "1", Verdict.PAID),
        ("197", "22", Verdict.REVERSED),
        ("197", "25", Verdict.PREDETERMINED),
        ("Z9", "1", Verdict.UNKNOWN),
    ],
)
def test_what_is_no_such_denial_is_counted_and_left_alone(
    store: SqlStore, reason: str, status: str, verdict: Verdict
) -> None:
    keep_claims(store, SLEEP, desk(), outside())
    with store.read() as shelf:
        before = list(shelf.cases())
    found = remit(store, sleep_denied(reason, status))
    assert (found.counts[verdict], sum(found.counts.values())) == (1, 1)
    assert found.cases == ()
    with store.read() as shelf:
        assert list(shelf.cases()) == before


def test_a_denied_claim_that_nobody_knows_is_told(store: SqlStore) -> None:
    assert codes(remit(store, sleep_denied())) == ["RM07"]


def test_of_claims_with_one_number_the_charge_tells(store: SqlStore) -> None:
    other = SLEEP.replace(b"640", b"641")
    keep_claims(store, other, desk(), outside())
    keep_claims(store, SLEEP, desk(), outside())
    assert len(remit(store, sleep_denied()).cases) == 1


def test_of_claims_that_are_alike_none_is_guessed(store: SqlStore) -> None:
    keep_claims(store, SLEEP, desk(), outside())
    keep_claims(store, SLEEP.replace(b"REED", b"REID"), desk(), outside())
    found = remit(store, sleep_denied())
    assert (codes(found), found.cases) == (["RM08"], ())


def test_a_number_cut_to_twenty_characters_is_known_again(store: SqlStore) -> None:
    long = "A13001-2026-0000000000077"
    keep_claims(store, SLEEP.replace(b"A13001", long.encode()), desk(), outside(""))
    found = remit(store, sleep_denied(number=long[:20]), facts="")
    assert "RM07" not in codes(found)


def test_a_denial_under_no_policy_is_told(store: SqlStore) -> None:
    keep_claims(store, an_interchange(a_claim(a_line(charge="640"))), desk(), outside())
    line = a_paid_line("HC:99213", "640", [("CO", "197", "640")])
    found = remit(store, a_remittance(a_paid_claim(line, charge="640")))
    assert (codes(found), found.cases) == (["RM09"], ())


def test_a_denial_although_a_number_is_on_file_says_so(store: SqlStore) -> None:
    text = "number,payer,member,procedures\nFILED1,prairie-mutual,M10000001,95810\n"
    one = replace(desk(), authorizations=parse_authorizations(text, name="a.csv"))
    keep_claims(store, SLEEP, one, outside())
    remitter = Remitter(store, one, outside(), read_reasons())
    found = remitter.take(an_arrival(sleep_denied(), "paid.835"))
    [told] = found.findings
    assert told.kind.code == "RM09"
    assert "FILED1 is on file" in told.message


def test_a_denial_for_the_place_proposes_what_a_rule_expects(store: SqlStore) -> None:
    claim = a_claim(a_line(procedure="99284", charge="640"))
    keep_claims(store, an_interchange(claim), desk(), outside())
    line = a_paid_line("HC:99284", "640", [("CO", "5", "640")])
    found = remit(store, a_remittance(a_paid_claim(line, charge="640")))
    [place] = [each for each in found.findings if each.kind.code == "RM10"]
    assert place.message == "CLM05-1 11: 23 by PS02"
    assert found.counts[Verdict.PLACE] == 1


def test_what_was_judged_is_held_against_what_was_sent(store: SqlStore) -> None:
    keep_claims(store, SLEEP, desk(), outside())
    found = remit(store, sleep_denied(where="22*1"))
    assert "place of service 22; 11 was sent" in [each.message for each in found.findings]


def test_money_taken_back_for_a_known_claim_is_told(store: SqlStore) -> None:
    [claim_id] = keep_claims(store, SLEEP, desk(), outside())
    remit(store, sleep_denied())
    plb = "PLB*1467893214*20261231*WO:ICNA13001*200*WO:OTHER*50~"
    found = remit(store, a_remittance(plb=plb, amount="750"))
    [taken] = [each for each in found.findings if each.kind.code == "RM11"]
    assert (taken.message, taken.claim_id) == ("200 taken back", claim_id)


def test_the_later_day_of_denial_counts(store: SqlStore) -> None:
    text = FACTS.replace("investigational\n", "investigational,denied\n").replace(
        ",no\n", ",no,2026-06-25\n"
    )
    keep_claims(store, SLEEP, desk(), outside())
    remit(store, sleep_denied(), facts=text)
    with store.read() as shelf:
        [record] = shelf.cases()
    assert record.case.clock is not None
    assert str(record.case.clock.start) == "2026-06-25"
