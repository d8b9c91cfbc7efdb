"""Records to keep; everybody in them is invented."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from edi_service.cases.model import Case, Clock, Decision, Evidence, Step
from edi_service.codes.clock import Deadline
from edi_service.policy.certainty import Certainty
from edi_service.policy.model import Channel, CircumstanceCode, Event, Source
from edi_service.report.rows import FindingRow
from edi_service.service.records import (
    AnswerRecord,
    ArrivalKind,
    ArrivalRecord,
    AttemptRecord,
    CaseRecord,
    ClaimRecord,
    ContactRecord,
    DocumentRecord,
    EventRecord,
    Lane,
    MendedRecord,
    StatementRecord,
)

if TYPE_CHECKING:
    from edi_service.service.store import Books

AT = datetime(2026, 11, 15, 9, 30, 0, 250, tzinfo=UTC)
LANE = Lane("1234567893", "00001", "T")
SHA256 = hashlib.sha256(b"an arrival").hexdigest()

# What may be found nowhere on a disk.
LAST_NAME, FIRST_NAME = "CANARYLAST", "CANARYFIRST"
MEMBER_ID, ACCOUNT, AUTHORIZATION = "CANARYMEMBER77", "CANARYACCOUNT88", "CANARYAUTH99"
BIRTH_DATE, FIRST_DAY = date(1913, 2, 17), date(2019, 7, 23)
SAID = "CANARYSAID"
CANARIES = (
    *(LAST_NAME, FIRST_NAME, MEMBER_ID, ACCOUNT, AUTHORIZATION, SAID),
    *(day.isoformat() for day in (BIRTH_DATE, FIRST_DAY)),
    *(f"{day:%Y%m%d}" for day in (BIRTH_DATE, FIRST_DAY)),
)
CLAIM_DATA = f"ISA*...~NM1*IL*1*{LAST_NAME}*{FIRST_NAME}****MI*{MEMBER_ID}~".encode()


def an_arrival(**changes: Any) -> ArrivalRecord:
    record = ArrivalRecord(
        sha256=SHA256,
        kind=ArrivalKind.CLAIMS,
        size=1200,
        received_at=AT,
        name=f"claims of {LAST_NAME}.837",
    )
    return msgspec.structs.replace(record, **changes)


def a_claim(claim_id: str = "c1a1", **changes: Any) -> ClaimRecord:
    record = ClaimRecord(
        claim_id=claim_id,
        sha256=SHA256,
        kind="P",
        segment=21,
        frequency="1",
        payer="example-plan",
        account=ACCOUNT,
        member_id=MEMBER_ID,
        last_name=LAST_NAME,
        first_name=FIRST_NAME,
        birth_date=BIRTH_DATE,
        billing_id="1234567893",
        payer_name="EXAMPLE HEALTH PLAN",
        payer_id="00001",
        authorizations=(AUTHORIZATION,),
        charge=Decimal("1500.10"),
        first_day=FIRST_DAY,
        last_day=FIRST_DAY,
    )
    return msgspec.structs.replace(record, **changes)


def a_case(case_id: str = "ca5e", **changes: Any) -> Case:
    case = Case(
        case_id=case_id,
        claim_id="c1a1",
        payer="example-plan",
        line_of_business="commercial",
        policy="example-plan-surgery",
        revision=date(2026, 1, 1),
        circumstance=CircumstanceCode.EMERGENCY,
        evidence=(Evidence("CLM05-1", SAID),),
        decision=Decision.ALLOWED,
        lines=("1", "2"),
        is_whole_claim=False,
        amount_at_risk=Decimal("1500.10"),
        held_by=(),
        missing_facts=("discharge_time",),
        deadline=Deadline(FIRST_DAY),
        clock=Clock(Event.DISCHARGE, AT, 30, "calendar-days"),
        documents=("operative-report",),
        channel=Channel.X217,
        next_action="Send it.",
        source=Source(
            title="Invented Provider Manual",
            href="https://payer.example/manual.pdf",
            locator="section 7",
            retrieved=date(2026, 3, 2),
            certainty=Certainty.READ,
        ),
        certainty=Certainty.READ,
        trace=(Step("RR01", SAID),),
        doubts=("the source is old",),
    )
    return msgspec.structs.replace(case, **changes)


def a_record(case: Case | None = None, **changes: Any) -> CaseRecord:
    case = case or a_case()
    record = CaseRecord(
        case=case, state="opened", claim_id=case.claim_id, opened_at=AT, changed_at=AT
    )
    return msgspec.structs.replace(record, **changes)


def an_attempt(number: int = 1, **changes: Any) -> AttemptRecord:
    record = AttemptRecord(
        case_id="ca5e",
        number=number,
        kind="initial",
        channel="x217",
        reference=f"ca5e-{number}",
        trace=ACCOUNT if number == 1 else f"{ACCOUNT}-{number}",
        lane=LANE,
        interchange=number,
        group=number,
        set=number,
        made_at=AT,
    )
    return msgspec.structs.replace(record, **changes)


def an_answer(answer_id: str = "a45e", **changes: Any) -> AnswerRecord:
    record = AnswerRecord(
        answer_id=answer_id,
        kind="278",
        heard_at=AT,
        case_id="ca5e",
        attempt=1,
        sha256=SHA256,
        channel="x217",
        reading=f'{{"number":"{AUTHORIZATION}"}}'.encode(),
    )
    return msgspec.structs.replace(record, **changes)


def an_event(**changes: Any) -> EventRecord:
    record = EventRecord(
        case_id="ca5e",
        at=AT,
        cause="a request was sent",
        actor="import",
        before="opened",
        after="sent",
        note=SAID,
    )
    return msgspec.structs.replace(record, **changes)


def a_contact(**changes: Any) -> ContactRecord:
    record = ContactRecord(
        case_id="ca5e",
        at=AT,
        actor="biller",
        channel="phone",
        spoke_with="A. Person",
        reference="CALL-1",
        said=SAID,
        proof="",
    )
    return msgspec.structs.replace(record, **changes)


def a_document(**changes: Any) -> DocumentRecord:
    record = DocumentRecord(
        case_id="ca5e",
        sha256=hashlib.sha256(b"a report").hexdigest(),
        code="operative-report",
        title="Operative report",
        place=f"records/{LAST_NAME}.pdf",
        size=8,
        media_type="application/pdf",
        control_number="PWK1",
        added_at=AT,
        actor="biller",
    )
    return msgspec.structs.replace(record, **changes)


def a_statement(**changes: Any) -> StatementRecord:
    record = StatementRecord(case_id="ca5e", at=AT, actor="biller", kind="necessity", text=SAID)
    return msgspec.structs.replace(record, **changes)


def a_mended(**changes: Any) -> MendedRecord:
    record = MendedRecord(
        case_id="ca5e",
        claim_id="c1a1",
        made_at=AT,
        kind="corrected",
        authorization=AUTHORIZATION,
    )
    return msgspec.structs.replace(record, **changes)


def a_finding(**changes: Any) -> FindingRow:
    row = FindingRow(
        code="CM01",
        severity="error",
        file="1.837",
        claim_id="c1a1",
        interchange="000000001",
        group="1",
        set="0001",
        segment_number=21,
        segment_id="CLM",
        byte=700,
        loop="2300",
        element=2,
        component=None,
        message=SAID,
        remedy="Mend it.",
        source=None,
        difference=None,
    )
    return msgspec.structs.replace(row, **changes)


def keep_everything(books: Books) -> None:
    """One record of every sort."""
    books.add_arrival(an_arrival())
    books.add_original(SHA256, 0, CLAIM_DATA)
    books.add_claims([(a_claim(), CLAIM_DATA)])
    books.add_findings(SHA256, [a_finding()])
    books.open_case(a_record())
    books.add_attempt(an_attempt(), CLAIM_DATA)
    books.add_event(an_event())
    books.add_answer(an_answer(), CLAIM_DATA)
    books.add_contact(a_contact())
    books.add_document(a_document())
    books.add_statement(a_statement())
    books.add_mended(a_mended(), CLAIM_DATA)
    books.take_number(LANE, "ISA13", "ca5e-1")
    books.audit("case shown", "ca5e", SAID)
