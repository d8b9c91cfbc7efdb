"""Facts and encounters as one: what agrees is united, what disagrees is told and not believed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from edi_service.facts.encounter import NO_ENCOUNTER, Encounter, PatientClass, agree, united
from edi_service.facts.match import EncounterTable, FactsTable, Row
from edi_service.facts.model import NO_FACTS, ClaimFacts
from edi_service.facts.outside import Outside
from edi_service.finding import Report, Severity
from tests.facts.making import a_claim

DAY, NEXT_DAY = date(2026, 6, 10), date(2026, 6, 11)
HOUR = datetime(2026, 6, 10, 14, 30, tzinfo=UTC)


def unite(facts: dict[str, Any], encounter: dict[str, Any]) -> tuple[ClaimFacts, list[str]]:
    report = Report()
    found = united(ClaimFacts(**facts), Encounter(**encounter), report, "c1")
    assert all(each.claim_id == "c1" for each in report.findings)
    return found, [f"{each.kind.code} {each.message}" for each in report.findings]


@pytest.mark.parametrize("name", ["admitted", "discharged", "eligibility_added", "coverage_known"])
def test_what_one_of_them_knows_is_known(name: str) -> None:
    told: dict[str, Any] = {name: DAY}
    for facts, encounter in ((told, {}), ({}, told), (told, told)):
        assert unite(facts, encounter) == (ClaimFacts(**told), [])


@pytest.mark.parametrize("name", ["admitted", "discharged", "eligibility_added", "coverage_known"])
def test_where_they_disagree_neither_is_believed(name: str) -> None:
    found, findings = unite({name: DAY, "plan": "gold"}, {name: NEXT_DAY})
    assert found == ClaimFacts(plan="gold")
    assert findings == [f"FA06 {name}: the facts say 2026-06-10, the encounter 2026-06-11"]


@pytest.mark.parametrize(("facts", "encounter"), [(DAY, HOUR), (HOUR, DAY), (HOUR, HOUR)])
def test_of_two_that_agree_the_more_exact_counts(facts: date, encounter: date) -> None:
    assert unite({"admitted": facts}, {"admitted": encounter}) == (ClaimFacts(admitted=HOUR), [])


def test_two_hours_of_one_day_disagree() -> None:
    found, findings = unite({"admitted": HOUR}, {"admitted": HOUR.replace(hour=15)})
    assert found.admitted is None
    assert len(findings) == 1


@pytest.mark.parametrize(
    ("one", "other", "do_they"),
    [
        (DAY, DAY, True),
        (DAY, NEXT_DAY, False),
        (DAY, HOUR, True),
        (NEXT_DAY, HOUR, False),
        (HOUR, HOUR.astimezone(), True),
        (HOUR, HOUR.replace(minute=31), False),
    ],
)
def test_a_day_agrees_with_any_hour_of_it(one: date, other: date, *, do_they: bool) -> None:
    assert agree(one, other) is do_they
    assert agree(other, one) is do_they


def test_documents_of_both_are_held() -> None:
    found, _ = unite({"documents": ("order",)}, {"documents": ("face-sheet", "order")})
    assert found.documents == ("order", "face-sheet")


def test_an_encounter_that_tells_no_fact_leaves_the_facts_as_they_are() -> None:
    report, facts = Report(), ClaimFacts(plan="gold")
    seen = Encounter(patient_class=PatientClass.INPATIENT, place="21")
    assert united(facts, seen, report, "c1") is facts


def test_an_encounter_that_slips_into_a_log_says_nothing() -> None:
    assert repr(Encounter(location="4W")) == "<Encounter>"


def outside(facts: ClaimFacts, encounter: Encounter) -> Outside:
    return Outside(
        FactsTable([Row("row 2", "A1", "", facts)], name="facts.csv"),
        EncounterTable([Row("row 3", "A1", "", encounter)], name="encounters.csv"),
    )


def test_what_is_known_outside_is_asked_as_one() -> None:
    both = outside(ClaimFacts(admitted=DAY), Encounter(admitted=HOUR, place="21"))
    report = Report()
    assert both.find(a_claim(), report) == (
        ClaimFacts(admitted=HOUR),
        Encounter(admitted=HOUR, place="21"),
    )
    assert both.find(a_claim("A9"), report) == (NO_FACTS, NO_ENCOUNTER)
    assert report.findings == []
    assert list(both.findings()) == []


def test_what_is_contradicting_is_a_warning_about_the_claim() -> None:
    report, claim = Report(), a_claim()
    outside(ClaimFacts(admitted=DAY), Encounter(admitted=NEXT_DAY)).find(claim, report)
    [found] = report.findings
    assert (found.severity, found.claim_id) == (Severity.WARNING, claim.claim_id)


def test_what_no_claim_asked_for_is_told_with_its_file() -> None:
    both = outside(NO_FACTS, NO_ENCOUNTER)
    assert [(each.message, name) for each, name in both.findings()] == [
        ("row 2: no claim read has its number", "facts.csv"),
        ("row 3: no claim read has its number", "encounters.csv"),
    ]


def test_those_who_share_the_work_agree_on_who_asked_first() -> None:
    one, other = (outside(ClaimFacts(admitted=DAY), Encounter(place="21")) for _ in range(2))
    one.find(a_claim(npi="1234567893"), Report())
    other.find(a_claim(npi="1245319599"), Report())
    assert one.agrees(one.askers)
    assert not one.agrees(other.askers)


def test_nothing_outside_is_nothing_known_and_the_same_object() -> None:
    facts, encounter = Outside.empty().find(a_claim(), Report())
    assert facts is NO_FACTS
    assert encounter is NO_ENCOUNTER
