"""Professional against facility claims of the same patient, payer and day."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from edi_service import wiring
from edi_service.claims.model import Party, Person
from edi_service.finding import Severity
from edi_service.policy.across import Across
from tests.policy.casework import PARTIES, a_claim, library
from tests.policy.making import a_subject

DAY = date(2026, 3, 2)
SCENARIOS = Path(__file__).parents[2] / "fixtures" / "scenarios"


def professional(place: str, **fields: Any) -> dict[str, Any]:
    return {"facility_code": place, "lines": [{"procedure": "99213"}], **fields}


def facility(bill_type: str, *modifiers: str, **fields: Any) -> dict[str, Any]:
    line = {"revenue_code": "0450", "modifiers": list(modifiers)}
    return {"kind": "I", "facility_code": bill_type, "lines": [line], **fields}


def told(*claims: dict[str, Any], day: date = DAY) -> list[str]:
    across = Across(library())
    for written in claims:
        claim = msgspec.structs.replace(a_claim(day, written), claim_id="P1")
        across.add(a_subject(claim), "claims.837")
    found = list(across.findings())
    assert all(each.severity is Severity.WARNING for each, _ in found)
    assert all(each.claim_id == "P1" and file == "claims.837" for each, file in found)
    return [each.kind.code for each, _ in found]


SIDES = [
    ("11", [facility("11")], ["AC01"]),
    ("11", [facility("13")], ["AC01"]),
    ("11", [facility("21")], []),
    ("11", [], []),
    ("21", [facility("13")], ["AC02"]),
    ("21", [facility("11")], []),
    ("21", [facility("13"), facility("11")], []),
    ("21", [facility("13"), facility("12")], []),
    ("32", [facility("21")], ["AC03"]),
    ("31", [facility("21")], []),
    ("31", [facility("22")], ["AC03"]),
    ("31", [facility("23"), facility("21")], []),
    ("32", [facility("22")], []),
    ("22", [facility("13", "PO")], ["AC04"]),
    ("22", [facility("13", "PN")], ["AC04"]),
    ("22", [facility("13")], []),
    ("22", [facility("13"), facility("13", "PO")], []),
    ("19", [facility("13")], ["AC04"]),
    ("19", [facility("13", "PO")], []),
    ("19", [facility("13"), facility("13", "PO")], []),
    ("24", [facility("13")], ["AC05"]),
    ("24", [facility("83")], []),
    ("24", [facility("13"), facility("83")], []),
    ("23", [facility("11")], []),
]


@pytest.mark.parametrize(("place", "facilities", "codes"), SIDES)
def test_a_place_is_held_against_what_facilities_bill(
    place: str, facilities: list[dict[str, Any]], codes: list[str]
) -> None:
    assert told(professional(place), *facilities) == codes
    assert told(*facilities, professional(place)) == codes


def test_the_message_says_both_sides() -> None:
    across = Across(library())
    for written in (professional("11"), facility("11")):
        across.add(a_subject(a_claim(DAY, written)), "f")
    [(found, _)] = across.findings()
    assert found.message == (
        "Place of service 11 on 2026-03-02: a hospital bills the patient as an inpatient (11x) "
        "that day."
    )


@pytest.mark.parametrize(
    ("first", "last", "is_told"),
    [
        (date(2026, 3, 1), date(2026, 3, 3), True),
        (date(2026, 3, 2), date(2026, 3, 2), True),
        (date(2026, 3, 3), date(2026, 3, 9), False),
        (date(2026, 2, 1), date(2026, 3, 1), False),
    ],
)
def test_every_day_of_a_stay_counts_and_no_other(first: date, last: date, *, is_told: bool) -> None:
    stay = facility("11", statement_from=first, statement_to=last)
    assert told(professional("11"), stay) == (["AC01"] if is_told else [])


@pytest.mark.parametrize("name", ["member", "payer", "birth", "first name"])
def test_another_patient_or_payer_is_another_matter(name: str) -> None:
    subscriber, payer = PARTIES.subscriber, PARTIES.payer
    if name == "member":
        subscriber = Person(party=Party(identifier_qualifier="MI", identifier="W1"))
    elif name == "payer":
        payer = Party(identifier_qualifier="PI", identifier="11111")
    elif name == "birth":
        subscriber = msgspec.structs.replace(subscriber, birth_date=date(1980, 3, 15))
    else:
        party = msgspec.structs.replace(subscriber.party, first_name="AVERY")
        subscriber = msgspec.structs.replace(subscriber, party=party)
    others = msgspec.structs.replace(PARTIES, subscriber=subscriber, payer=payer)
    assert told(professional("11"), facility("11", parties=others)) == []


def test_a_claim_without_a_member_is_held_against_nothing() -> None:
    nobody = msgspec.structs.replace(PARTIES, subscriber=Person())
    assert told(professional("11", parties=nobody), facility("11", parties=nobody)) == []


def test_a_void_says_that_nothing_was_there() -> None:
    assert told(professional("11"), facility("11", frequency="8")) == []
    assert told(professional("11", frequency="8"), facility("11")) == []
    assert told(professional("11", frequency="7"), facility("11", frequency="7")) == ["AC01"]


def test_each_place_and_day_is_told_once() -> None:
    lines = [{}, {}, {"starts": date(2026, 3, 3)}, {"place_of_service": "21"}]
    stay = facility("13", statement_to=date(2026, 3, 3))
    assert told(professional("11", lines=lines), stay) == ["AC01", "AC01", "AC02"]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("across", [True, False])
def test_claims_of_two_files_are_held_against_each_other(
    tmp_path: Path, *, across: bool, jobs: int
) -> None:
    [office] = SCENARIOS.glob("0012-*/claims.837")
    [stay] = SCENARIOS.glob("0003-*/claims.837")
    text = office.read_text(encoding="utf-8").replace("20260603", "20260611")
    (tmp_path / "office.837").write_text(text, encoding="utf-8")
    options = wiring.Options(
        inputs=(str(tmp_path / "office.837"), str(stay)),
        out=tmp_path / "out",
        as_of="2026-07-05",
        across=across,
        jobs=jobs,
    )
    wiring.process(options, lambda _done, _total: None)
    lines = (tmp_path / "out" / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    found = [row for row in map(json.loads, lines) if row["code"].startswith("AC")]
    assert len(found) == across
    for row in found:
        assert row["code"] == "AC01"
        assert row["file"].endswith("office.837")
        assert row["message"].startswith("Place of service 11 on 2026-06-11: a hospital bills")
