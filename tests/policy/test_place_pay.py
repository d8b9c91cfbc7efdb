"""PS14 and PS15: what a wrong place of service changes in the payment, with its sign."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from edi_service.cases.money import difference_of
from edi_service.claims.model import Party
from edi_service.codes.place_of_service import PlacesOfService, Rate
from edi_service.facts.encounter import Encounter
from edi_service.facts.model import ClaimFacts
from edi_service.facts.parse import parse_rates
from edi_service.facts.rates import NO_RATES
from edi_service.finding import Severity
from edi_service.policy.across import Across
from edi_service.policy.place_pay import KINDS, of_line
from tests.policy.casework import PARTIES, a_claim, library, places
from tests.policy.making import DAY, a_subject, look

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.facts.rates import RateTable
    from edi_service.finding import Difference, Finding
    from edi_service.policy.rule import Subject

RECORDS, SETTING = (
    next(each for each in library().policies if each.id == name)
    for name in ("federal/records", "federal/setting")
)
HEAD = "procedure,modifiers,payer,locality,facility,nonfacility,from,to,source\n"
RATES = (
    "99213,,,,67.38,92.05,2026-01-01,,Invented\n"
    "99213,25,,,60.00,60.00,2026-01-01,,Invented\n"
    "11042,*,,,40.004,100.009,2026-01-01,,Invented\n"
    "99308,,,,81.00,70.00,2026-01-01,,Invented\n"
)


def rates(text: str = RATES) -> RateTable:
    return parse_rates(HEAD + text, name="rates.csv")


def subject(place: str, *lines: dict[str, Any], **fields: Any) -> Subject:
    """A claim at *place* with *lines*, an office visit where there are none."""
    priced = fields.pop("rates", rates())
    encounter = fields.pop("encounter", None)
    claim = a_claim(
        DAY, {"facility_code": place, "lines": list(lines) or [{"procedure": "99213"}], **fields}
    )
    made = msgspec.structs.replace(a_subject(claim), rates=priced)
    if encounter is None:
        return made
    return msgspec.structs.replace(made, encounter=Encounter(**encounter))


def paid(findings: Iterable[Finding]) -> list[Finding]:
    return [each for each in findings if each.kind in KINDS]


def told(place: str, right: str, *lines: dict[str, Any], **fields: Any) -> list[Finding]:
    """What is said of the payment of a claim at *place* that the records have at *right*."""
    asked = subject(place, *lines, encounter={"place": right}, **fields)
    return paid(look(asked, RECORDS).findings)


def difference(finding: Finding) -> Difference:
    assert finding.difference is not None
    return finding.difference


def test_what_is_paid_too_much_has_a_minus_and_what_is_paid_too_little_none() -> None:
    (too_much,) = told("11", "22")
    assert too_much.kind.code == "PS14"
    assert too_much.severity is Severity.NOTE
    assert too_much.message == (
        "Line 1, 99213 on 2026-03-02: 92.05 at place 11 (nonfacility rate), 67.38 at 22 (facility "
        "rate): 24.67 too much is paid. Check at which rate these places are paid."
    )
    assert too_much.source == "rates.csv, row 2: Invented"
    assert tuple(difference(too_much)) == ("1", "11", ("22",), Decimal("-24.67"))
    (too_little,) = told("22", "11")
    assert "24.67 too little is paid" in too_little.message
    assert difference(too_little).amount == Decimal("24.67")


def test_a_facility_may_be_paid_more_and_the_sign_follows() -> None:
    (found,) = told("11", "31", {"procedure": "99308"})
    assert difference(found).amount == Decimal("11.00")


def test_two_places_of_one_setting_change_nothing() -> None:
    assert told("19", "22") == []
    assert told("11", "12") == []


def test_amounts_that_are_alike_are_a_difference_of_nothing() -> None:
    (found,) = told("11", "22", {"procedure": "99213", "modifiers": ["25"]})
    assert difference(found).amount == Decimal("0.00")
    assert "no difference." in found.message


def test_units_count_and_cents_are_rounded_once() -> None:
    (found,) = told("11", "22", {"procedure": "11042", "quantity": 3})
    assert difference(found).amount == Decimal("120.01") - Decimal("300.03")
    (one,) = told("11", "22", {"procedure": "11042"})
    assert difference(one).amount == Decimal("40.00") - Decimal("100.01")


def test_each_line_is_told_of_once_however_the_claim_names_its_place() -> None:
    found = told(
        "11",
        "22",
        {"procedure": "99213"},
        {"procedure": "11042"},
        {"procedure": "99213", "place_of_service": "22"},
        {"procedure": "99213", "place_of_service": "12"},
    )
    assert [(each.line, each.billed) for each in map(difference, found)] == [
        ("1", "11"),
        ("2", "11"),
        ("4", "12"),
    ]


def test_without_a_list_of_rates_nothing_is_said() -> None:
    assert told("11", "22", rates=NO_RATES) == []


def test_a_right_place_is_not_priced() -> None:
    assert told("22", "22") == []


def test_an_empty_list_of_rates_says_of_each_line_that_it_cannot_be_told() -> None:
    (found,) = told("11", "22", rates=rates(""))
    assert found.kind.code == "PS15"
    assert found.message == (
        "Line 1, 99213 on 2026-03-02: at place 11 it may be paid otherwise, but the rates have "
        "none for it."
    )
    assert difference(found).amount is None


@pytest.mark.parametrize(
    ("place", "right", "line", "why"),
    [
        ("11", "22", {"procedure": "99499"}, "the rates have none for it"),
        ("11", "22", {"procedure": "99213", "modifiers": ["57"]}, "the rates have none for it"),
        ("11", "22", {"starts": date(2025, 12, 31)}, "the rates have none for it"),
        ("11", "22", {"unit": "MJ"}, "it is not billed in units"),
        ("11", "22", {"quantity": 0}, "it is not billed in units"),
        ("18", "22", {}, "at which rate place 18 is paid is not known"),
        ("11", "18", {}, "18 are not known to be paid alike"),
        ("18", "18", {"place_of_service": "26", "starts": date(2026, 3, 2)}, "18 are not known"),
    ],
)
def test_what_is_not_known_is_named(place: str, right: str, line: dict[str, Any], why: str) -> None:
    (found,) = told(place, right, {"procedure": "99213", **line})
    assert found.kind.code == "PS15"
    assert why in found.message
    assert difference(found).amount is None


def test_a_claim_without_a_day_is_not_priced() -> None:
    undated = subject("11", {"procedure": "99213", "starts": None, "ends": None})
    assert list(of_line(undated, undated.claim.lines[0], ("22",), places())) == []


def test_rows_that_contradict_each_other_are_named_and_neither_wins() -> None:
    (found,) = told("11", "22", rates=rates(RATES + "99213,,,,70,90,2026-01-01,,Another\n"))
    assert found.kind.code == "PS15"
    assert "the rates say different things of it (row 2, row 6)" in found.message


def test_the_class_of_the_patient_tells_the_setting_where_the_records_name_no_place() -> None:
    (found,) = paid(look(subject("11", encounter={"patient_class": "inpatient"}), RECORDS).findings)
    assert tuple(difference(found)) == ("1", "11", ("21", "51", "61"), Decimal("-24.67"))
    outpatient = subject("21", encounter={"patient_class": "outpatient"})
    assert paid(look(outpatient, RECORDS).findings) == []


def test_places_a_procedure_is_expected_at_are_priced_where_they_are_paid_alike() -> None:
    line = {"procedure": "99285"}
    wrong = subject("11", line, rates=rates("99285,,,,170,180,2026-01-01,,Invented\n"))
    (found,) = paid(look(wrong, *library().policies).findings)
    assert tuple(difference(found)) == ("1", "11", ("23",), Decimal("-10.00"))


def test_where_two_findings_want_places_that_are_paid_differently_it_cannot_be_told() -> None:
    """PS02 expects an emergency visit at 23, and the records have the patient at home."""
    asked = subject(
        "22",
        {"procedure": "99285"},
        rates=rates("99285,,,,170,180,2026-01-01,,Invented\n"),
        encounter={"place": "12"},
    )
    (found,) = paid(look(asked, *library().policies).findings)
    assert found.kind.code == "PS15"
    assert "23 or 12 are not known to be paid alike" in found.message


@pytest.mark.parametrize("kind", ["I", "D"])
def test_only_professional_claims_are_paid_by_the_place(kind: str) -> None:
    assert told("11", "22", {"procedure": "99213"}, kind=kind) == []


def test_the_zip_code_is_that_of_the_billing_provider_where_no_facility_is_named() -> None:
    text = "99213,,,432,10,20,2026-01-01,,Columbus\n99213,,,441,30,50,2026-01-01,,Cleveland\n"
    asked = subject("11", encounter={"place": "22"}, rates=rates(text))
    billing = msgspec.structs.replace(PARTIES.billing, postal_code="441151234")
    claim = msgspec.structs.replace(
        asked.claim, parties=msgspec.structs.replace(PARTIES, billing=billing)
    )
    (found,) = paid(look(msgspec.structs.replace(asked, claim=claim), RECORDS).findings)
    assert difference(found).amount == Decimal("-20.00")
    assert found.source == "rates.csv, row 3: Cleveland"
    assert isinstance(billing, Party)


def test_the_payer_is_known_by_the_librarys_name_and_by_the_claims() -> None:
    for name in ("example", "99999"):
        text = f"99213,,,,1,2,2026-01-01,,Any\n99213,,{name},,10,20,2026-01-01,,Contract\n"
        (found,) = told("11", "22", rates=rates(text))
        assert difference(found).amount == Decimal("-10.00"), name


def test_a_rate_that_was_read_at_the_source_needs_no_check() -> None:
    lines = (each for each in places() if each.code in {"02", "10"})
    assert {each.rate_certainty for each in lines if each.rate} == {"A"}
    text = "99213,,,,10,20,2024-01-01,,Invented\n"
    (found,) = told("02", "10", rates=rates(text))
    assert difference(found).amount == Decimal("10.00")
    assert found.message.endswith("10.00 too little is paid.")


def test_every_rate_of_a_place_says_how_well_it_was_read() -> None:
    for each in places():
        assert each.rate_certainty in ({"A", "B"} if each.rate else {""})
    assert isinstance(places(), PlacesOfService)
    assert {each.rate for each in places()} == {*Rate, None}


def across(place: str, *facilities: dict[str, Any], **fields: Any) -> list[Finding]:
    """What is found across claims of a professional claim at *place* and of *facilities*."""
    held = Across(library())
    held.add(subject(place, **fields), "doctor.837")
    for written in facilities:
        line = {"revenue_code": "0510", **written.pop("line", {})}
        claim = a_claim(DAY, {"kind": "I", "lines": [line], **written})
        held.add(a_subject(claim), "hospital.837")
    found = [each for each, file in held.findings() if file == "doctor.837"]
    assert len({each.claim_id for each in found}) <= 1
    return found


@pytest.mark.parametrize(
    ("place", "bill_type", "modifiers", "code", "rightly", "amount"),
    [
        ("11", "13", [], "AC01", ("19", "22"), "-24.67"),
        ("11", "11", [], "AC01", ("21",), "-24.67"),
        ("11", "83", [], "AC01", ("24",), "-24.67"),
        ("32", "21", [], "AC03", ("31",), "-24.67"),
        ("31", "22", [], "AC03", ("32",), "24.67"),
    ],
)
def test_a_facility_claim_of_the_day_tells_the_right_place_and_what_it_pays(  # noqa: PLR0917 -- a row of a table
    place: str,
    bill_type: str,
    modifiers: list[str],
    code: str,
    rightly: tuple[str, ...],
    amount: str,
) -> None:
    found = across(place, {"facility_code": bill_type, "line": {"modifiers": modifiers}})
    assert [each.kind.code for each in found] == [code, "PS14"]
    assert difference(found[1])[2:] == (rightly, Decimal(amount))


@pytest.mark.parametrize(
    ("place", "bill_type", "modifiers"),
    [("22", "13", ["PO"]), ("19", "13", []), ("24", "13", []), ("21", "13", [])],
)
def test_a_facility_claim_that_speaks_for_a_place_of_the_same_setting_changes_nothing(
    place: str, bill_type: str, modifiers: list[str]
) -> None:
    found = across(place, {"facility_code": bill_type, "line": {"modifiers": modifiers}})
    assert len(found) == 1
    assert not paid(found)


def test_across_claims_too_it_is_said_what_cannot_be_told_and_nothing_without_rates() -> None:
    hospital = {"facility_code": "13"}
    assert [each.kind.code for each in across("11", hospital, rates=rates(""))] == ["AC01", "PS15"]
    assert [each.kind.code for each in across("11", hospital, rates=NO_RATES)] == ["AC01"]
    assert across("11") == []


def test_every_line_of_a_visit_is_priced_across_claims() -> None:
    held = Across(library())
    held.add(subject("11", {"procedure": "99213"}, {"procedure": "11042"}), "doctor.837")
    claim = a_claim(DAY, {"kind": "I", "facility_code": "13", "lines": [{"revenue_code": "0510"}]})
    held.add(a_subject(claim), "hospital.837")
    amounts = [difference(each).amount for each, _ in held.findings() if each.kind in KINDS]
    assert amounts == [Decimal("-24.67"), Decimal("-60.01")]


def test_the_difference_of_a_case_is_that_of_its_lines_and_of_no_other() -> None:
    asked = subject("11", {"procedure": "99213"}, {"procedure": "11042"}, encounter={"place": "22"})
    found = look(asked, RECORDS).findings
    first, second = asked.claim.lines
    assert difference_of(found, [first]) == Decimal("-24.67")
    assert difference_of(found, [first, second]) == Decimal("-84.68")
    assert difference_of([*found, *found], [first]) == Decimal("-24.67")
    assert difference_of([], [first]) is None
    assert difference_of(found, []) is None


def test_the_difference_of_a_case_is_not_known_where_that_of_a_line_is_not() -> None:
    asked = subject("11", {"procedure": "99213"}, {"procedure": "99499"}, encounter={"place": "22"})
    found = look(asked, RECORDS).findings
    assert difference_of(found, asked.claim.lines) is None
    assert difference_of(found, asked.claim.lines[:1]) == Decimal("-24.67")


def test_facts_alone_price_nothing() -> None:
    asked = msgspec.structs.replace(subject("11"), facts=ClaimFacts(plan="gold"))
    assert paid(look(asked, RECORDS, SETTING).findings) == []
