"""A payer is told of an admission, and what it answers is proof or is not."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest

from edi_service.claims.model import Reference
from edi_service.edge.guides import find_guide
from edi_service.finding import Report
from edi_service.review.notice.read import read_acknowledgment, read_notice
from edi_service.review.notice.write import write_notice
from edi_service.review.profile import Partner
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally
from tests.review.making import (
    AS_OF,
    OF_DEPENDENT,
    a_professional,
    a_stay,
    about_stay,
    codes,
    service_types,
    with_parties,
)

if TYPE_CHECKING:
    from edi_service.claims.model import Claim
    from edi_service.review.envelope import Request
    from edi_service.review.notice.read import Notice

OURS = "0123456789abcdef-1"


def told(claim: Claim, attempt: int = 1, **settings: Any) -> Request:
    return write_notice(
        about_stay(circumstance=None),
        claim,
        Partner(contact_name="UM DESK", contact_phone="5555550100", **settings),
        7,
        AS_OF,
        service_types=service_types(),
        attempt=attempt,
    )


def segments_of(request: Request) -> list[str]:
    assert request.data is not None, [str(found) for found in request.findings]
    return request.data.decode("ascii").split("~")[:-1]


def test_an_admission_is_told_as_published_messages_tell_it() -> None:
    claim = a_stay(patient_status="30")
    assert segments_of(told(claim))[1:] == [
        "GS*HI*1987654328*00001*20261115*0930*7*X*005010X216",
        "ST*278*0001*005010X216",
        "BHT*0007*CN*0123456789abcdef-1*20261115*093000*RD",
        "HL*1**20*1",
        "NM1*FA*2*EXAMPLE HOSPITAL*****XX*1987654328",
        "PER*IC*UM DESK*TE*5555550100",
        "HL*2*1*21*1",
        "NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*00001",
        "HL*3*2*22*1",
        "NM1*IL*1*DOE*JANE****MI*MEM0001",
        "DMG*D8*19800101*F",
        "HL*4*3*EV*0",
        "TRN*1*0123456789abcdef-1*1123456789",
        "UM*AR*I*2*11:A**03",
        "DTP*435*D8*20261002",
        "HI*ABK:I214*ABJ:R079*ABF:I10",
        "CL1*1*1*30",
        "NM1*FA*2*EXAMPLE HOSPITAL*****XX*1987654328",
        "REF*EI*123456789",
        "N3*1 MAIN ST",
        "N4*DALLAS*TX*75201",
        "SE*21*0001",
        "GE*1*7",
        "IEA*1*000000007",
    ]


def test_a_discharge_is_told_by_the_same_message_with_its_day() -> None:
    segments = segments_of(told(a_stay(), attempt=2))
    assert "DTP*096*D8*20261006" in segments
    assert "BHT*0007*CN*0123456789abcdef-2*20261115*093000*RD" in segments


def test_the_codes_nobody_publishes_are_the_partners() -> None:
    settings: dict[str, Any] = {
        "notice_purpose": "14",
        "notice_type": "",
        "notice_certification": "",
    }
    segments = segments_of(told(a_stay(), **settings))
    assert "BHT*0007*14*0123456789abcdef-1*20261115*093000" in segments
    assert "UM*AR**2*11:A**03" in segments


def test_an_authorization_given_before_is_named() -> None:
    segments = segments_of(told(a_stay(references=(Reference("G1", "AUTH77"),))))
    assert "REF*BB*AUTH77" in segments


def test_a_dependent_has_a_level_of_its_own() -> None:
    claim = a_stay()
    claim = with_parties(claim, dependent=OF_DEPENDENT.dependent, dependent_relationship="19")
    segments = segments_of(told(claim))
    assert "NM1*QC*1*DOE*JIM*Q**JR" in segments
    assert "HL*5*4*EV*0" in segments


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (a_professional(), "RQ30"),
        (a_stay(facility_code="13"), "RQ30"),
        (a_stay(admitted=None), "RQ09"),
        (a_stay(diagnoses=()), "RQ08"),
        (a_stay(statement_to=date(2026, 10, 1)), "RQ11"),
    ],
)
def test_what_cannot_be_told_holds_the_case(claim: Claim, expected: str) -> None:
    request = told(claim)
    assert request.data is None
    assert codes(request) == [expected]


def a_message(body: str, purpose: str = "53", reference: str = OURS) -> bytes:
    isa = segments_of(told(a_stay()))[0]
    text = (
        f"BHT*0007*{purpose}*{reference}*20261116*1015~"
        "HL*1**20*1~NM1*FA*2*EXAMPLE HOSPITAL*****XX*1987654328~"
        "HL*2*1*21*1~NM1*PR*2*EXAMPLE HEALTH PLAN*****PI*00001~"
        f"HL*3*2*22*1~{body}"
    )
    return (
        f"{isa}~GS*HI*PAYER*HOSP*20261116*1015*1*X*005010X216~ST*278*0001*005010X216~"
        f"{text}SE*{text.count('~') + 2}*0001~GE*1*1~IEA*1*000000007~"
    ).encode("ascii")


MEMBER = "NM1*IL*1*DOE*JANE****MI*MEM0001~REF*NT*NOT-A-RECEIPT~"
RECEIPT = f"TRN*2*{OURS}*1123456789~REF*NT*RCPT0001~{MEMBER}"
AT_EVENT = f"{MEMBER}HL*4*3*EV*0~TRN*2*{OURS}*1123456789~REF*NT*RCPT0002~REF*BB*AUTH0009~"
REJECTED = f"AAA*N**75*C~{MEMBER}"
RULED = f"{MEMBER}HL*4*3*EV*0~HCR*A1*AUTH0009~DTP*435*D8*20261002~"


def heard(data: bytes) -> tuple[Notice | None, list[str]]:
    guide, report, tally = find_guide("005010X217", "11"), Report(), Tally()
    assert guide is not None
    (found,) = [
        read_acknowledgment(transaction_set, guide, report)
        for transaction_set in read_sets(read_blocks(BytesIO(data), report), report, tally)
    ]
    return found, [finding.kind.code for finding in report.take()]


def test_a_receipt_number_is_proof_and_no_authorization() -> None:
    notice, findings = heard(a_message(RECEIPT))
    assert notice is not None
    assert findings == []
    assert notice.is_proof
    assert (notice.receipts, notice.authorizations) == (("RCPT0001",), ())
    assert notice.answers == {OURS}


def test_an_authorization_number_is_kept_apart_from_the_receipt() -> None:
    notice, _ = heard(a_message(AT_EVENT))
    assert notice is not None
    assert (notice.receipts, notice.authorizations) == (("RCPT0002",), ("AUTH0009",))


def test_a_rejection_is_no_proof() -> None:
    notice, findings = heard(a_message(REJECTED))
    assert notice is not None
    assert findings == []
    assert not notice.is_proof
    (rejection,) = notice.rejections
    assert (rejection.loop, rejection.reason, rejection.follow_up) == ("2000C", "75", "C")


def test_an_acknowledgment_of_nothing_is_said_to_be_one() -> None:
    notice, findings = heard(a_message(MEMBER))
    assert notice is not None
    assert not notice.is_proof
    assert findings == ["NO02"]


@pytest.mark.parametrize("purpose", ["CN", "14", "22", ""])
def test_a_notification_is_no_acknowledgment(purpose: str) -> None:
    assert heard(a_message(RECEIPT, purpose)) == (None, ["NO01"])


def test_a_payers_own_notification_is_read_with_its_decision() -> None:
    guide, report, tally = find_guide("005010X217", "11"), Report(), Tally()
    assert guide is not None
    blocks = read_blocks(BytesIO(a_message(RULED, "CN", "PAYER77")), report)
    (notice,) = [read_notice(found, guide) for found in read_sets(blocks, report, tally)]
    assert [(one.action, one.number) for one in notice.rulings] == [("A1", "AUTH0009")]
    assert [(one.qualifier, one.starts) for one in notice.periods] == [("435", date(2026, 10, 2))]
    assert notice.reference == "PAYER77"


def test_our_own_notification_is_read_as_it_was_written() -> None:
    request = told(a_stay())
    assert request.data is not None
    assert heard(request.data) == (None, ["NO01"])
