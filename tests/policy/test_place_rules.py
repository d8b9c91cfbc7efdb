"""PS01 to PS03: what a place of service has to do with the day, the procedure and an admission."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from edi_service.finding import Severity
from edi_service.policy.model import PayerAlias
from tests.policy.casework import a_claim
from tests.policy.making import DAY, PAYER, a_policy, a_subject, codes, look

if TYPE_CHECKING:
    from edi_service.policy.examine import Examination
    from edi_service.policy.model import Policy

MEDICARE = PayerAlias(payer="example", line_of_business="medicare")
FAMILY = """<family id="emergency" title="Emergency visits" codes="99281-99285" expected="23"
                    tolerated="02">
  <otherwise severity="error" places="11 12" lines-of-business="medicare"/>
  <otherwise severity="warning" places="11"/>
  <otherwise severity="note" places="12"/>
</family>"""
GENERAL = a_policy(
    f'<places admission-date-needed-at="21 51">{FAMILY}</places>', subject="general", payer="*"
)


def look_on(day: date, *policies: Policy, **fields: Any) -> Examination:
    return look(a_subject(a_claim(day, fields)), *policies)


def visit(place: str = "", **line: Any) -> dict[str, Any]:
    return {"procedure": "99213", "place_of_service": place, **line}


@pytest.mark.parametrize(
    ("place", "day", "says"),
    [
        ("66", date(2024, 7, 31), "Place of service 66 was not assigned on 2024-07-31."),
        ("66", date(2024, 8, 1), ""),
        ("27", date(2023, 9, 30), "Place of service 27 was not assigned on 2023-09-30."),
        ("27", date(2023, 10, 1), ""),
        ("98", DAY, "98 is not a place-of-service code."),
        ("00", DAY, "00 is not a place-of-service code."),
        ("2", DAY, "2 is not a place-of-service code."),
        ("", DAY, ""),
    ],
)
def test_a_place_is_a_code_that_was_assigned_on_the_day(place: str, day: date, says: str) -> None:
    on_claim = look_on(day, facility_code=place, lines=[visit()])
    on_line = look_on(day, lines=[visit(place)])
    for examination in (on_claim, on_line):
        assert [finding.message for finding in examination.findings] == ([says] if says else [])
        for finding in examination.findings:
            assert finding.kind.code == "PS01"
            assert finding.severity is Severity.ERROR
            assert finding.source == "CMS place-of-service code set"


def test_the_claims_place_is_looked_at_on_every_day_it_stands_for() -> None:
    lines = [visit(starts=date(2024, 8, 1)), visit(starts=date(2024, 7, 31))]
    (found,) = look_on(DAY, facility_code="66", lines=lines).findings
    assert found.message == "Place of service 66 was not assigned on 2024-07-31."

    elsewhere = [visit(starts=date(2024, 8, 1)), visit("11", starts=date(2024, 7, 31))]
    assert not look_on(DAY, facility_code="66", lines=elsewhere).findings


def test_a_claims_place_that_no_line_has_is_looked_at_on_the_first_day() -> None:
    lines = [visit("11", starts=date(2024, 7, 31))]
    assert codes(look_on(DAY, facility_code="66", lines=lines)) == ["PS01"]


def test_a_code_that_does_not_exist_is_one_on_no_day_either() -> None:
    dateless = visit(starts=None, ends=None)
    assert codes(look_on(DAY, facility_code="98", lines=[dateless])) == ["PS01"]
    assert codes(look_on(DAY, facility_code="66", lines=[dateless])) == []


def test_a_type_of_bill_is_no_place_of_service() -> None:
    assert not look_on(DAY, kind="I", facility_code="98", lines=[{}]).findings


@pytest.mark.parametrize(
    ("place", "payer", "severity"),
    [
        ("23", MEDICARE, None),
        ("02", MEDICARE, None),
        ("11", MEDICARE, Severity.ERROR),
        ("12", MEDICARE, Severity.ERROR),
        ("11", PAYER, Severity.WARNING),
        ("12", PAYER, Severity.NOTE),
        ("22", MEDICARE, None),
        ("22", PAYER, None),
        ("11", None, Severity.WARNING),
    ],
)
def test_a_place_is_expected_tolerated_or_as_grave_as_the_first_answer_that_fits(
    place: str, payer: PayerAlias | None, severity: Severity | None
) -> None:
    claim = a_claim(DAY, {"facility_code": place, "lines": [{"procedure": "99283"}]})
    found = look(a_subject(claim, payer=payer), GENERAL).findings
    graves = [finding.severity for finding in found if finding.kind.code == "PS02"]
    assert graves == ([] if severity is None else [severity])


@pytest.mark.parametrize(
    ("procedure", "is_looked_at"),
    [("99280", False), ("99281", True), ("99285", True), ("99286", False), ("", False)],
)
def test_a_family_is_known_by_its_procedures(procedure: str, *, is_looked_at: bool) -> None:
    found = look_on(DAY, GENERAL, lines=[{"procedure": procedure}])
    assert codes(found) == (["PS02"] if is_looked_at else [])


def test_the_finding_names_the_procedure_the_place_and_where_it_belongs() -> None:
    (found,) = look_on(DAY, GENERAL, lines=[{"procedure": "99283"}]).findings
    assert found.message == ("99283 at place of service 11: Emergency visits are expected at 23.")
    assert found.source.startswith("example/general: Manual, 7.2")


def test_the_lines_own_place_goes_before_the_claims() -> None:
    lines = [{"procedure": "99283", "place_of_service": "23"}]
    assert not look_on(DAY, GENERAL, lines=lines).findings


def test_a_place_that_was_not_assigned_is_not_reported_twice() -> None:
    assert codes(look_on(DAY, GENERAL, facility_code="98", lines=[{"procedure": "99283"}])) == [
        "PS01"
    ]


def test_a_line_of_no_day_is_held_against_no_family() -> None:
    lines = [visit(), {"procedure": "99283", "starts": None, "ends": None}]
    claim = a_claim(DAY, {"lines": lines})
    assert claim.starts_of(claim.lines[1]) == DAY
    assert codes(look(a_subject(claim), GENERAL)) == ["PS02"]


def test_an_institutional_claim_has_no_place_to_hold_against_a_procedure() -> None:
    assert not look_on(DAY, GENERAL, kind="I", lines=[{"procedure": "99283"}]).findings


def test_a_payers_own_family_takes_the_place_of_the_general_one() -> None:
    own = FAMILY.replace('expected="23"', 'expected="23 11"').replace(
        '<otherwise severity="warning" places="11"/>', ""
    )
    own = own.replace('places="11 12"', 'places="12"')
    policy = a_policy(f"<places>{own}</places>")
    assert not look_on(DAY, policy, GENERAL, lines=[{"procedure": "99283"}]).findings
    assert not look_on(DAY, GENERAL, policy, lines=[{"procedure": "99283"}]).findings


def test_a_payers_own_family_counts_only_where_its_scope_fits() -> None:
    own = FAMILY.replace('places="11"/>', 'places="20"/>')
    policy = a_policy(f'<scope states="TX"/><places>{own}</places>')
    claim = a_claim(DAY, {"lines": [{"procedure": "99283"}]})
    assert codes(look(a_subject(claim, state="OH"), GENERAL, policy)) == ["PS02"]
    assert codes(look(a_subject(claim, state="TX"), GENERAL, policy)) == []
    assert codes(look(a_subject(claim, state=""), GENERAL, policy)) == ["PS02"]


@pytest.mark.parametrize(
    ("fields", "is_missing"),
    [
        ({"facility_code": "21"}, True),
        ({"facility_code": "51"}, True),
        ({"facility_code": "22"}, False),
        ({"facility_code": "21", "admitted": DAY}, False),
        ({"facility_code": "11", "lines": [visit("21")]}, True),
        ({"facility_code": "21", "kind": "D"}, False),
        ({"facility_code": "21", "kind": "I"}, False),
    ],
)
def test_an_inpatients_professional_claim_has_the_admission_date(
    fields: dict[str, Any], *, is_missing: bool
) -> None:
    found = look_on(DAY, GENERAL, **{"lines": [visit()], **fields})
    assert codes(found) == (["PS03"] if is_missing else [])
    for finding in found.findings:
        assert finding.severity is Severity.ERROR
        assert "(DTP*435 in loop 2300) is wanted" in finding.message


def test_an_admission_date_wanted_by_two_policies_is_asked_for_once() -> None:
    own = a_policy('<places admission-date-needed-at="21"/>')
    found = look_on(DAY, GENERAL, own, facility_code="21", lines=[visit()])
    assert codes(found) == ["PS03"]
