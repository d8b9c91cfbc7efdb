"""Where does a request stand?  The question as published messages put it, and the answers."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import msgspec
import pytest

from edi_service.edge.guides import find_guide
from edi_service.finding import Report
from edi_service.review.approach import NOTHING_EARLIER, Earlier
from edi_service.review.inquiry.read import about, read_status
from edi_service.review.inquiry.write import reference_of, write_inquiry
from edi_service.review.profile import Partner
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally
from tests.review.making import (
    AS_OF,
    OF_DEPENDENT,
    a_case,
    a_line,
    a_professional,
    a_stay,
    about_stay,
    codes,
    with_billing,
    with_subscriber,
)

if TYPE_CHECKING:
    from edi_service.cases.model import Case
    from edi_service.claims.model import Claim
    from edi_service.review.answer.model import Answer
    from edi_service.review.envelope import Request

PENDED = Earlier(reference="ADM0000001")
REFERENCE = "0123456789abcdef-1-Q1"


def question(claim: Claim, case: Case | None = None, earlier: Earlier = PENDED) -> Request:
    return write_inquiry(
        case or a_case(), claim, Partner(), 7, AS_OF, attempt=1, question=1, earlier=earlier
    )


def segments_of(request: Request) -> list[str]:
    assert request.data is not None, [str(found) for found in request.findings]
    return request.data.decode("ascii").split("~")[:-1]


def test_the_question_is_the_core_that_public_messages_share() -> None:
    assert segments_of(question(a_professional()))[1:] == [
        "GS*HI*1234567893*00001*20261115*0930*7*X*005010X215",
        "ST*278*0001*005010X215",
        "BHT*0007*28*0123456789abcdef-1-Q1*20261115*0930",
        "HL*1**20*1",
        "NM1*X3*2*EXAMPLE HEALTH PLAN*****PI*00001",
        "HL*2*1*21*1",
        "NM1*1P*2*INVENTED ORTHOPEDIC GROUP*****XX*1234567893",
        "HL*3*2*22*1",
        "NM1*IL*1*DOE*JANE****MI*MEM0001",
        "DMG*D8*19800101*F",
        "HL*4*3*EV*0",
        "TRN*1*0123456789abcdef-1-Q1*1123456789",
        "REF*NT*ADM0000001",
        "DTP*AAH*D8*20261002",
        "NM1*SJ*2*INVENTED ORTHOPEDIC GROUP*****XX*1234567893",
        "SE*15*0001",
        "GE*1*7",
        "IEA*1*000000007",
    ]


def test_a_dependent_has_a_level_of_its_own() -> None:
    segments = segments_of(question(a_professional(parties=OF_DEPENDENT)))
    at = segments.index("HL*4*3*23*1")
    assert segments[at : at + 4] == [
        "HL*4*3*23*1",
        "NM1*QC*1*DOE*JIM*Q**JR",
        "DMG*D8*20100101*M",
        "HL*5*4*EV*0",
    ]


def test_a_stay_is_known_by_its_admission_and_its_hospital() -> None:
    segments = segments_of(question(a_stay(), about_stay()))
    assert "DTP*435*D8*20261002" in segments
    assert segments[-4] == "NM1*FA*2*EXAMPLE HOSPITAL*****XX*1987654328"
    assert not [text for text in segments if text.startswith("DTP*AAH")]


@pytest.mark.parametrize(
    ("earlier", "key"),
    [
        (Earlier(reference="R1", authorization="A1"), ["REF*NT*R1"]),
        (Earlier(authorization="A1"), ["REF*BB*A1"]),
        (NOTHING_EARLIER, []),
    ],
)
def test_the_payers_number_is_the_first_key(earlier: Earlier, key: list[str]) -> None:
    segments = segments_of(question(a_professional(), earlier=earlier))
    assert [text for text in segments if text.startswith("REF")] == key


@pytest.mark.parametrize(
    ("claim", "case", "expected"),
    [
        (with_subscriber(a_professional(), identifier=""), None, "RQ05"),
        (with_billing(a_professional(), identifier="1234567890"), None, "RQ04"),
        (with_subscriber(a_professional(), last_name="D*E"), None, "RQ12"),
        (a_professional(lines=(a_line(starts=None, ends=None),)), None, "RQ10"),
        (a_stay(admitted=None), about_stay(), "RQ09"),
    ],
)
def test_what_cannot_be_asked_is_said(claim: Claim, case: Case | None, expected: str) -> None:
    request = question(claim, case)
    assert request.data is None
    assert set(codes(request)) == {expected}


def test_every_question_has_a_number_of_its_own() -> None:
    case = a_case()
    assert reference_of(case, 1, 1) == REFERENCE
    assert len({reference_of(case, attempt, n) for attempt in (1, 2) for n in (1, 2)}) == 4


def an_answer(events: str, purpose: str = "49", reference: str = REFERENCE) -> bytes:
    """What N1's example holds: levels down to the event, one or more of them."""
    body = (
        f"BHT*0007*{purpose}*{reference}*20261116*1015*RD~"
        "HL*1**20*1~NM1*X3*2*EXAMPLE HEALTH PLAN*****PI*00001~"
        "HL*2*1*21*1~NM1*1P*2*INVENTED ORTHOPEDIC GROUP*****XX*1234567893~"
        "HL*3*2*22*1~TRN*2*SUB1*1123456789~NM1*IL*1*DOE*JANE****MI*MEM0001~DMG*D8*19800101~"
        f"{events}"
    )
    count = body.count("~") + 2
    isa = segments_of(question(a_professional()))[0]
    return (
        f"{isa}~GS*HI*PAYER*CLINIC*20261116*1015*1*X*005010X215~ST*278*0001*005010X215~"
        f"{body}SE*{count}*0001~GE*1*1~IEA*1*000000007~"
    ).encode("ascii")


def an_event(number: int, *segments: str) -> str:
    return "~".join([f"HL*{number}*3*EV*0", *segments]) + "~"


APPROVED = an_event(
    4, f"TRN*2*{REFERENCE}*1123456789", "UM*HS**2", "HCR*A1*AUTH0009", "DTP*AAH*D8*20261002"
)
STILL_PENDED = an_event(4, "HCR*A4**0U", "REF*NT*ADM0000001", "DTP*AAH*D8*20261002")
OF_OTHERS = an_event(5, "TRN*2*SOMEONE-ELSES*1123456789", "HCR*A3**0N")


def heard(data: bytes) -> tuple[Answer | None, list[str]]:
    guide, report, tally = find_guide("005010X217", "11"), Report(), Tally()
    assert guide is not None
    (found,) = [
        read_status(transaction_set, guide, report)
        for transaction_set in read_sets(read_blocks(BytesIO(data), report), report, tally)
    ]
    return found, [finding.kind.code for finding in report.take()]


def own(data: bytes, earlier: Earlier = PENDED) -> tuple[Answer, list[str]]:
    answer, told = heard(data)
    assert answer is not None
    assert told == []
    report = Report()
    return about(answer, REFERENCE, earlier, report), [one.kind.code for one in report.take()]


@pytest.mark.parametrize("purpose", ["49", "11", "52"])
def test_a_decision_is_heard_by_the_inquirys_trace(purpose: str) -> None:
    answer, told = own(an_answer(APPROVED, purpose))
    assert told == []
    assert answer.reference == REFERENCE
    (event,) = answer.events
    assert event.level.ruling is not None
    assert (event.level.ruling.action, event.level.ruling.number) == ("A1", "AUTH0009")


def test_without_a_trace_the_payers_number_tells_whose_it_is() -> None:
    answer, told = own(an_answer(STILL_PENDED))
    assert told == []
    assert answer.events[0].level.ruling is not None
    assert answer.events[0].level.ruling.action == "A4"
    answer, told = own(an_answer(STILL_PENDED), Earlier(reference="ANOTHER"))
    assert answer.events == ()
    assert told == ["IQ02", "IQ03"]


def test_an_event_of_another_case_is_not_taken() -> None:
    answer, told = own(an_answer(APPROVED + OF_OTHERS))
    assert len(answer.events) == 1
    assert told == ["IQ02"]


def test_an_empty_answer_is_said_to_be_one() -> None:
    answer, told = own(an_answer(""))
    assert answer.events == ()
    assert told == ["IQ03"]


def test_a_rejection_is_an_answer() -> None:
    rejected = an_answer("").replace(
        b"NM1*IL*1*DOE*JANE****MI*MEM0001~", b"NM1*IL*1*DOE*JANE****MI*MEM0001~AAA*N**75*C~"
    )
    rejected = rejected.replace(b"SE*11*", b"SE*12*")
    answer, told = own(rejected)
    assert told == []
    assert [(one.reason, one.follow_up) for one in answer.rejections] == [("75", "C")]


@pytest.mark.parametrize("purpose", ["28", "13", "XX"])
def test_a_question_is_no_answer(purpose: str) -> None:
    assert heard(an_answer(APPROVED, purpose)) == (None, ["IQ01"])


def test_our_own_question_is_no_answer() -> None:
    request = question(a_professional())
    assert request.data is not None
    assert heard(request.data) == (None, ["IQ01"])


def test_what_is_heard_says_nothing_when_printed() -> None:
    answer, _ = own(an_answer(APPROVED))
    assert "AUTH0009" not in repr(msgspec.structs.asdict(answer))
