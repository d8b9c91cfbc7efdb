from __future__ import annotations

from decimal import Decimal

from msgspec.structs import replace

from edi_service.cases.model import Decision
from edi_service.report.simulation import Simulation
from tests.cases.test_money import a_case

CASE = replace(a_case("1"), amount_at_risk=Decimal("120.00"))
ALLOWED = replace(CASE, decision=Decision.ALLOWED)


def test_nothing_is_counted_before_the_first_claim() -> None:
    row = Simulation("2026-11-16").row()
    assert row == {
        "as_of": "2026-11-16",
        "claims": 0,
        "concerned": 0,
        "at_risk": "0.00",
        "policies": {},
    }


def test_a_claim_without_a_case_is_a_claim_and_not_concerned() -> None:
    simulation = Simulation("now")
    simulation.add((), Decimal(0))
    assert (simulation.claims, simulation.concerned) == (1, 0)


def test_a_claim_with_two_cases_is_concerned_once_and_counted_under_each_policy() -> None:
    simulation = Simulation("now")
    simulation.add((CASE, replace(ALLOWED, policy="payer/other")), Decimal("120.00"))
    row = simulation.row()
    assert (row["claims"], row["concerned"], row["at_risk"]) == (1, 1, "120.00")
    assert list(row["policies"]) == ["payer/other", "payer/subject"]
    assert row["policies"]["payer/other"]["allowed"] == 1
    assert row["policies"]["payer/subject"]["refused"] == 1


def test_cases_add_up_by_decision() -> None:
    simulation = Simulation("now")
    for case in (CASE, ALLOWED, ALLOWED):
        simulation.add((case,), case.amount_at_risk)
    assert simulation.row()["policies"]["payer/subject"] == {
        "allowed": 2,
        "refused": 1,
        "undetermined": 0,
        "at_risk": "360.00",
    }


def test_the_table_has_a_head_and_a_line_for_each_policy() -> None:
    simulation = Simulation("now")
    simulation.add((CASE,), Decimal("1234.50"))
    first, heads, line = simulation.lines()
    assert first == "As of now: 1 claims, 1 concerned, $1,234.50 at risk"
    assert heads.split() == ["Policy", "allowed", "refused", "undetermined", "At", "risk"]
    assert line.split() == ["payer/subject", "0", "1", "0", "120.00"]
    assert len(line) == len(heads)
