from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from edi_service.cases.model import Case, Decision
from edi_service.cases.money import amount_of, total_at_risk
from edi_service.claims.model import Claim, ClaimKind, ServiceLine
from edi_service.policy.certainty import Certainty
from edi_service.policy.model import Channel, Source

LINES = tuple(
    ServiceLine(number=number, charge=Decimal(charge))
    for number, charge in (("1", "100.10"), ("2", "20.20"), ("3", "3.30"))
)
CLAIM = Claim(
    kind=ClaimKind.PROFESSIONAL, number="A1", charge=Decimal("125.00"), lines=LINES
)  # the lines do not add up to it, so that one can tell which was taken


def a_case(*lines: str, is_whole_claim: bool = False) -> Case:
    return Case(
        case_id="c",
        claim_id="k",
        payer="payer",
        line_of_business="commercial",
        policy="payer/subject",
        revision=date(2026, 1, 1),
        circumstance=None,
        evidence=(),
        decision=Decision.REFUSED,
        lines=lines,
        is_whole_claim=is_whole_claim,
        amount_at_risk=Decimal(0),
        held_by=(),
        missing_facts=(),
        deadline=None,
        clock=None,
        documents=(),
        channel=Channel.X217,
        next_action="",
        source=Source(
            title="Manual",
            href="https://payer.example/manual",
            locator="1",
            retrieved=date(2026, 1, 1),
            certainty=Certainty.READ,
        ),
        certainty=Certainty.READ,
        trace=(),
    )


@pytest.mark.parametrize(
    ("cases", "total"),
    [
        ([], "0"),
        ([a_case("1")], "100.10"),
        ([a_case("1"), a_case("1")], "100.10"),
        ([a_case("1", "2"), a_case("2", "3")], "123.60"),
        ([a_case("1", "2", "3")], "123.60"),
        ([a_case("1", "2", "3", is_whole_claim=True)], "125.00"),
        ([a_case("1"), a_case("1", "2", "3", is_whole_claim=True)], "125.00"),
        ([a_case("1", "2", is_whole_claim=True)], "120.30"),
        ([a_case("1", "2", is_whole_claim=True), a_case("2")], "120.30"),
        ([a_case("9")], "0"),
    ],
)
def test_a_line_is_at_risk_once_however_many_cases_name_it(cases: list[Case], total: str) -> None:
    assert total_at_risk(cases, CLAIM) == Decimal(total)
    assert total_at_risk(reversed(cases), CLAIM) == Decimal(total)


def test_the_amount_of_a_whole_claim_is_its_charge_unless_lines_were_taken_out() -> None:
    assert amount_of(CLAIM, LINES, whole_claim=True) == Decimal("125.00")
    assert amount_of(CLAIM, LINES[:2], whole_claim=True) == Decimal("120.30")
    assert amount_of(CLAIM, LINES, whole_claim=False) == Decimal("123.60")
    assert amount_of(CLAIM, (), whole_claim=False) == Decimal(0)
