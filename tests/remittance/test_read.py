"""What an 835 says is read, figure by figure, and what does not add up is told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from edi_service.remittance.model import Adjustment
from tests.builders import spoiled
from tests.remittance.making import a_paid_claim, a_paid_line, a_remittance, codes, only_claim, read


def test_a_remittance_that_is_right_has_no_finding() -> None:
    assert codes(a_remittance()) == []
    denied = a_paid_line(adjustments=[("CO", "197", "1000")], remarks=["M62"])
    assert codes(a_remittance(a_paid_claim(denied), a_paid_claim(number="A2"))) == []


def test_the_payment_is_read() -> None:
    payment = only_claim(a_remittance()).payment
    assert (payment.handling, payment.amount, payment.method) == ("I", Decimal(1000), "CHK")
    assert (payment.day, payment.produced) == (date(2026, 3, 10), date(2026, 3, 9))
    assert (payment.trace, payment.payer_id) == ("CHK77", "1999999999")
    assert (payment.payer_name, payment.payee_npi) == ("EXAMPLE HEALTH", "1467893214")
    assert payment.decided == date(2026, 3, 10)


def test_a_claim_is_read() -> None:
    extra = (
        "NM1*IL*1*HOLLIS*OTTO****MI*M777~MOA***MA01*N130~REF*G1*AUTH5~"
        "DTM*232*20260201~DTM*233*20260204~DTM*050*20260212~"
    )
    claim = only_claim(
        a_remittance(
            a_paid_claim(adjustments=[("CO", "45", "300"), ("PR", "1", "100.50")], extra=extra)
        )
    )
    assert (claim.number, claim.status, claim.claim_filing) == ("A1", "1", "HM")
    assert (claim.charge, claim.paid) == (Decimal(1000), Decimal("599.50"))
    assert (claim.payer_number, claim.facility_code, claim.frequency) == ("ICNA1", "11", "1")
    assert claim.adjustments == (
        Adjustment("CO", "45", Decimal(300)),
        Adjustment("PR", "1", Decimal("100.50")),
    )
    assert claim.member_id == "M777"
    assert claim.remarks == ("MA01", "N130")
    assert claim.authorizations == ("AUTH5",)
    assert (claim.starts, claim.ends) == (date(2026, 2, 1), date(2026, 2, 4))
    assert claim.received == date(2026, 2, 12)


def test_a_line_is_read() -> None:
    line = a_paid_line(
        "HC:99283:25:59",
        "500",
        [("CO", "45", "100")],
        submitted="HC:99284",
        remarks=["M15", "N19"],
        extra="REF*G1*AUTH6~REF*6R*LINE1~",
    )
    [found] = only_claim(a_remittance(a_paid_claim(line, charge="500"))).lines
    assert (found.qualifier, found.procedure, found.modifiers) == ("HC", "99283", ("25", "59"))
    assert found.submitted == "99284"
    assert (found.charge, found.paid) == (Decimal(500), Decimal(400))
    assert (found.starts, found.ends) == (date(2026, 2, 3), date(2026, 2, 3))
    assert (found.remarks, found.control_number) == (("M15", "N19"), "LINE1")
    assert found.authorizations == ("AUTH6",)


def test_six_reasons_of_one_segment_are_read_with_their_quantities() -> None:
    six = "CAS*CO*45*1*2*197*2**15*3*4*16*4**96*5**204*6*7~"
    line = a_paid_line(charge="21", paid="0", extra=six)
    [found] = only_claim(a_remittance(a_paid_claim(line, charge="21"))).lines
    assert [each.reason for each in found.adjustments] == ["45", "197", "15", "16", "96", "204"]
    assert [each.quantity for each in found.adjustments] == [2, None, 4, None, None, 7]
    assert sum(each.amount for each in found.adjustments) == 21


def test_a_revenue_code_is_read_from_either_place() -> None:
    lines = [a_paid_line("NU:0450", "10"), "SVC*HC:70553*990*990*0610~DTM*472*20260203~"]
    found = only_claim(a_remittance(a_paid_claim(*lines))).lines
    assert [each.revenue_code for each in found] == ["0450", "0610"]


def test_what_is_taken_from_the_provider_is_read() -> None:
    plb = "PLB*1467893214*20261231*WO:ICN9*200*L6*-1.25~PLB*1467893214*20261231*FB*3~"
    _, taken, findings = read(a_remittance(plb=plb, amount="798.25"))
    assert findings == []
    assert [(each.reason, each.reference, each.amount) for each in taken] == [
        ("WO", "ICN9", Decimal(200)),
        ("L6", "", Decimal("-1.25")),
        ("FB", "", Decimal(3)),
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (a_remittance(a_paid_claim(paid="900"), amount="900"), "RM02"),
        (a_remittance(a_paid_claim(a_paid_line(paid="999"))), "RM03"),
        (a_remittance(amount="999"), "RM04"),
        (a_remittance(plb="PLB*1467893214*20261231*WO*1~"), "RM04"),
        (spoiled(a_remittance(), "CLP*A1*1*1000*1000", "CLP*A1*1*1000*X"), "RM01"),
        (spoiled(a_remittance(), "~DTM*405*20260309", "~DTM*405*20260231"), "RM01"),
    ],
)
def test_what_does_not_add_up_is_told(data: bytes, code: str) -> None:
    assert code in codes(data)


def test_an_amount_that_cannot_be_read_is_told_where_it_stands() -> None:
    data = spoiled(a_remittance(), "CLP*A1*1*1000*1000", "CLP*A1*1*1000*X")
    [found] = [each for each in read(data)[2] if each.kind.code == "RM01"]
    assert found.position.designator == "CLP04"


def test_nobody_is_named_by_what_was_read() -> None:
    claim = only_claim(a_remittance())
    assert "A1" not in repr(claim)
    assert "M00012345" not in repr(claim)
