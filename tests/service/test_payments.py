"""A file of remittances is read set by set; what is none is told."""

from __future__ import annotations

from io import BytesIO

from edi_service.edge.guides import find_guide
from edi_service.finding import Report
from edi_service.remittance.model import PaidClaim
from edi_service.service.casework.payments import read_payments
from edi_service.x12.tally import Tally
from tests.builders import an_interchange
from tests.remittance.making import a_paid_claim, a_remittance


def read(data: bytes) -> tuple[list[str], list[str]]:
    """The numbers of the claims, and the findings as code and message."""
    report = Report()
    found = read_payments(BytesIO(data), report, Tally(), find_guide=find_guide)
    numbers = [each.number for each in found if isinstance(each, PaidClaim)]
    return numbers, [f"{each.kind.code} {each.message}" for each in report.findings]


def test_all_sets_of_all_interchanges_are_read() -> None:
    data = a_remittance(a_paid_claim(number="A1")) + a_remittance(a_paid_claim(number="A2"))
    assert read(data) == (["A1", "A2"], [])


def test_claims_that_were_sent_are_no_remittance() -> None:
    numbers, findings = read(a_remittance() + an_interchange())
    assert numbers == ["A1"]
    assert findings == ["RM06 a transaction set 837 by guide 005010X222A1 is not read"]


def test_an_earlier_version_is_not_read() -> None:
    data = a_remittance().replace(b"005010X221A1", b"004010X091A1")
    numbers, findings = read(data)
    assert numbers == []
    assert findings == ["RM06 a transaction set 835 by guide 004010X091A1 is not read"]
