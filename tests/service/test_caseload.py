"""Cases as people look at them: in a list with what is due, and whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from edi_service.cases.appeals import appeal_by
from edi_service.cases.progress import State
from edi_service.codes.clock import Deadline, Length, Terms, Unit
from edi_service.policy.consequences import Consequences
from edi_service.policy.model import (
    Aftermath,
    CompetingClock,
    Event,
    Policy,
    Speed,
    Turnaround,
    Window,
)
from edi_service.service.casework.by_hand import record_answer
from edi_service.service.casework.casefile import CaseFile
from edi_service.service.casework.caseload import Caseload
from tests.edge.store.keeping import AUTHORIZATION, SAID, a_document, a_mended, a_statement
from tests.policy.reviewing import a_concern
from tests.review.answer.making import REASONS
from tests.review.making import a_case
from tests.service.office import an_office, answered
from tests.service.test_by_hand import HEARD_AT, TALK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edi_service.policy.model import Revision
    from edi_service.service.casework.caseload import CaseLine
    from tests.service.office import Office

NEW_YORK = ZoneInfo("America/New_York")
AS_OF = datetime(2026, 11, 20, 12, tzinfo=NEW_YORK)
PER_MONTH = Length(30, Unit.CALENDAR_DAYS)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    found = an_office(tmp_path)
    yield found
    found.store.close()


def an_appeal(length: Length = PER_MONTH, **changes: object) -> CompetingClock:
    window = Window(length=length, after=Event.DECISION)
    return CompetingClock("appeal", msgspec.structs.replace(window, **changes))


def a_revision(*clocks: CompetingClock) -> Revision:
    revision = a_concern().revision
    return msgspec.structs.replace(
        revision, starts=a_case().revision, aftermath=Aftermath(clocks=clocks)
    )


def policies(*clocks: CompetingClock) -> dict[str, Policy]:
    """The policy of the office's cases, with *clocks* beside the request's."""
    name = a_case().policy
    policy = Policy(
        id=name, payer="example-health", title="Surgery", revisions=(a_revision(*clocks),)
    )
    return {name: policy}


def lines(office: Office, *clocks: CompetingClock, **chosen: str) -> list[CaseLine]:
    with office.store.read() as shelf:
        return list(Caseload(shelf, policies(*clocks), AS_OF, NEW_YORK).lines(**chosen))


def shown(office: Office, case_id: str, *, show_phi: bool = False) -> Any:
    with office.store.read() as shelf:
        caseload = Caseload(shelf, policies(an_appeal()), AS_OF, NEW_YORK)
        record = shelf.case(case_id)
        assert record is not None
        found = CaseFile(shelf, caseload, REASONS, show_phi=show_phi).show(record)
    return msgspec.json.decode(msgspec.json.encode(found))


def test_cases_are_listed_with_what_is_due_and_by_when(office: Office) -> None:
    office.open(1)
    sent = office.send(office.open(2))
    ready, other = lines(office)
    assert (ready.case_id, ready.state, ready.attempt) == (f"{1:016x}", "ready", 0)
    (due,) = ready.due
    assert (due.what, due.clock, due.by) == ("send the request", "submission", "2026-12-01")
    assert (other.case_id, other.state, other.attempt) == (sent.case_id, "sent", 1)
    assert other.due[0].by is None


def test_a_list_may_be_of_one_state_or_payer(office: Office) -> None:
    office.open(1)
    office.send(office.open(2))
    assert [line.state for line in lines(office, state="sent")] == ["sent"]
    assert lines(office, payer="another") == []
    assert len(lines(office, payer="example-health")) == 2


def test_a_pend_is_due_by_the_day_somebody_was_told(office: Office) -> None:
    sent = office.send(office.open(1))
    office.hear(answered(sent, "HCR*A4**0U"))
    (line,) = lines(office)
    assert (line.due[0].clock, line.due[0].by) == ("pend response", None)
    talk = replace(TALK, says="pended", respond_by=date(2026, 11, 19), number="")
    record_answer(office.store, sent.case_id, talk, HEARD_AT)
    (line,) = lines(office)
    assert (line.due[0].by, line.due[0].is_past) == ("2026-11-19", True)


def test_the_payers_own_time_to_decide_runs_from_the_sending(office: Office) -> None:
    case_id = office.open(1)
    turnaround = Turnaround(Length(10, Unit.CALENDAR_DAYS), Speed.STANDARD, "unknown")
    sent = office.send(case_id)
    with office.store.begin(actor="test", at=AS_OF) as books:
        record = books.case(case_id)
        assert record is not None
        after = Consequences(turnarounds=(turnaround,))
        books.replace_case(msgspec.structs.replace(record.case, after=after))
        attempts = books.attempts(sent.case_id)
    assert attempts[0].sent_at is not None
    last = attempts[0].sent_at.astimezone(NEW_YORK).date() + timedelta(days=10)
    (line,) = lines(office)
    assert [(each.clock, each.by) for each in line.due] == [(None, None), ("answer", f"{last}")]


def pressing(office: Office, days: int, *clocks: CompetingClock) -> list[CaseLine]:
    with office.store.read() as shelf:
        return Caseload(shelf, policies(*clocks), AS_OF, NEW_YORK).pressing(days)


def test_what_ends_soon_or_is_over_is_pressing_and_the_first_to_end_comes_first(
    office: Office,
) -> None:
    ready = office.open(1)
    refused = office.send(office.open(2))
    office.hear(answered(refused, "HCR*A3**0F"))
    office.send(office.open(3))  # nothing of it ends
    days = (date(2026, 12, 1) - AS_OF.astimezone(NEW_YORK).date()).days

    assert pressing(office, days - 1, an_appeal()) == []
    assert [line.case_id for line in pressing(office, days, an_appeal())] == [ready]
    found = pressing(office, days + 4, an_appeal())
    assert [line.case_id for line in found] == [ready, refused.case_id]
    assert [[each.by for each in line.due] for line in found] == [["2026-12-01"], ["2026-12-05"]]


def test_a_refusal_is_due_for_appeal_by_the_policys_count_from_the_decision(office: Office) -> None:
    sent = office.send(office.open(1))
    office.hear(answered(sent, "HCR*A3**0F"))  # BHT04 is 2026-11-05
    (line,) = lines(office, an_appeal())
    assert (line.due[0].clock, line.due[0].by) == ("appeal", "2026-12-05")
    (line,) = lines(office)
    assert (line.due[0].clock, line.due[0].by) == ("appeal", None)


def test_a_state_somebody_set_counts_from_the_day_it_was_set(office: Office) -> None:
    sent = office.send(office.open(1))
    record_answer(office.store, sent.case_id, replace(TALK, says="refused"), HEARD_AT)
    (line,) = lines(office, an_appeal())
    assert line.due[0].by == "2026-12-16"


@pytest.mark.parametrize(
    ("clocks", "expected"),
    [
        ((), None),
        ((an_appeal(),), Deadline(date(2026, 12, 5))),
        ((an_appeal(Length(60, Unit.CALENDAR_DAYS)), an_appeal()), Deadline(date(2026, 12, 5))),
        ((an_appeal(terms=Terms(roll_forward=True)),), Deadline(date(2026, 12, 7))),
        ((an_appeal(after=Event.DENIAL_LETTER),), None),
        ((an_appeal(or_after=(Event.DENIAL_LETTER,)),), None),
        ((CompetingClock("timely-filing", an_appeal().window),), None),
    ],
)
def test_the_time_for_an_appeal_is_the_policys_own(
    clocks: tuple[CompetingClock, ...], expected: Deadline | None
) -> None:
    assert appeal_by(a_revision(*clocks), date(2026, 11, 5)) == expected


def test_a_case_is_shown_whole(office: Office) -> None:
    sent = office.send(office.open(1))
    services = (("HCR*A1*CERT1",), ("HCR*A3**0F", "MSG*NOT PROVEN"))
    office.hear(answered(sent, "HCR*A2*CERT1", lines=services))
    record_answer(office.store, sent.case_id, TALK, HEARD_AT)
    found = shown(office, sent.case_id)
    assert found["state"] == "approved in part"
    by_278, by_hand = found["answers"]
    assert by_278["says"] == "the payer approved a part"
    assert by_278["decision"]["decided_on"] == "2026-11-05"
    refused = by_278["decision"]["lines"][1]
    assert refused["reasons"] == [{"code": "0F", "means": "Not medically necessary"}]
    assert (by_hand["effect"], by_hand["channel"]) == ("contradicts", "phone")
    assert [event["effect"] for event in found["events"]] == [
        "moved",
        "moved",
        "contradicts",
    ]


PRIVATE = ("CERT1", "ACCOUNT1", "Agent Quill", "Approved as asked.", "NOT PROVEN", "CERT77")


def test_who_it_is_about_is_crossed_out_unless_it_is_asked_for(office: Office) -> None:
    sent = office.send(office.open(1))
    office.hear(answered(sent, "HCR*A1*CERT1", "MSG*NOT PROVEN"))
    record_answer(office.store, sent.case_id, TALK, HEARD_AT)
    masked = msgspec.json.encode(shown(office, sent.case_id)).decode()
    assert [text for text in PRIVATE if text in masked] == []
    plain = msgspec.json.encode(shown(office, sent.case_id, show_phi=True)).decode()
    assert [text for text in PRIVATE if text not in plain] == []


def test_a_rejection_is_told_in_words(office: Office) -> None:
    sent = office.send(office.open(1))
    data = answered(sent).replace(b"UM*HS", b"AAA*N**57*C~UM*HS")
    office.hear(data)
    (answer,) = shown(office, sent.case_id)["answers"]
    assert answer["decision"]["rejections"] == [
        {
            "loop": "2000E",
            "code": "57",
            "means": "Days of service missing or not valid",
            "follow_up": "C",
        }
    ]
    assert office.state(sent.case_id) is State.HELD


def test_what_was_stated_attached_and_mended_is_shown(office: Office) -> None:
    case_id = office.open(1)
    with office.books() as books:
        books.add_statement(a_statement(case_id=case_id))
        books.add_document(a_document(case_id=case_id))
        books.add_mended(a_mended(case_id=case_id, claim_id=f"{1:015x}c"), b"ISA")
    found = shown(office, case_id)
    (statement,), (document,), (mended,) = (
        found["statements"],
        found["documents"],
        found["mended"],
    )
    assert (statement["kind"], set(statement["text"])) == ("necessity", {"x"})
    assert (document["code"], set(document["place"])) == ("operative-report", {"x"})
    assert (mended["kind"], set(mended["authorization"])) == ("corrected", {"x"})
    plain = msgspec.json.encode(shown(office, case_id, show_phi=True)).decode()
    assert SAID in plain
    assert AUTHORIZATION in plain
