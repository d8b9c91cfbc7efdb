"""What is accepted as JSON beside the claims: schema and reader take the same."""

from __future__ import annotations

import json
import re
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from edi_service.facts.encounter import PatientClass
from edi_service.facts.model import Network, Status
from edi_service.facts.parse import (
    AUTHORIZATIONS,
    ENCOUNTERS,
    FACTS,
    FactsRefused,
    parse_authorizations,
    parse_encounters,
    parse_facts,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "schemas" / "facts"
COLUMNS: dict[str, Mapping[str, object]] = {
    "facts": FACTS,
    "encounters": ENCOUNTERS,
    "authorizations": AUTHORIZATIONS,
}
REQUIRED = {
    "facts": {"claim_number": "A1"},
    "encounters": {"claim_number": "A1"},
    "authorizations": {"number": "N1", "payer": "example", "member": "M1"},
}


def schema(name: str) -> dict[str, Any]:
    found = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def is_valid(name: str, rows: object) -> bool:
    return Draft202012Validator(schema(name)).is_valid(rows)


def is_taken(name: str, rows: object) -> bool:
    """Whether the reader takes *rows* without a finding."""
    text = json.dumps(rows)
    try:
        if name == "facts":
            return not parse_facts(text, name="f").findings
        if name == "encounters":
            return not parse_encounters(text, name="f", zone=UTC).findings
        return not parse_authorizations(text, name="f").findings
    except FactsRefused:
        return False


@pytest.mark.parametrize("name", COLUMNS)
def test_a_schema_is_one_and_names_itself(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert schema(name)["$id"] == f"urn:edi-service:facts:{name}:1"


@pytest.mark.parametrize("name", COLUMNS)
def test_a_schema_has_the_columns_of_the_reader(name: str) -> None:
    items = schema(name)["items"]
    assert list(items["properties"]) == list(COLUMNS[name])
    assert items["required"] == list(REQUIRED[name])


def test_the_words_of_the_schemas_are_those_of_the_reader() -> None:
    def words(name: str, definition: str) -> set[str]:
        return {each for each in schema(name)["$defs"][definition]["enum"] if each}

    def as_text(each: Iterable[object]) -> set[str]:
        return {str(word) for word in each}

    assert words("facts", "network") == as_text(Network)
    assert words("authorizations", "status") == as_text(Status)
    assert words("encounters", "patient_class") == as_text(PatientClass) | set("EIOPRB")


CELLS = [
    ("facts", "eligibility_added", "2026-06-15", True),
    ("facts", "eligibility_added", "15.6.2026", False),
    ("facts", "eligibility_added", None, True),
    ("facts", "eligibility_added", "", True),
    ("facts", "eligibility_added", 20260615, False),
    ("facts", "admitted", "2026-06-15", True),
    ("facts", "admitted", "2026-06-15T14:30-04:00", True),
    ("facts", "admitted", "2026-06-15T14:30", False),
    ("facts", "newborn", True, True),
    ("facts", "newborn", "no", True),
    ("facts", "newborn", "perhaps", False),
    ("facts", "network", "in", True),
    ("facts", "network", "nearly", False),
    ("facts", "member_state", "OH", True),
    ("facts", "member_state", "Ohio", False),
    ("facts", "visits", "12", True),
    ("facts", "visits", "twelve", False),
    ("facts", "documents", ["order", "clinical-notes"], True),
    ("facts", "documents", "order; clinical-notes", True),
    ("facts", "documents", ["order; notes"], False),
    ("facts", "documents", {"order": True}, False),
    ("facts", "document_days", ["order: 2026-06-01", "face-sheet:2026-06-03"], True),
    ("facts", "document_days", "order: 2026-06-01; face-sheet: 2026-06-03", True),
    ("facts", "document_days", ["order"], False),
    ("facts", "document_days", ["order: June 1"], False),
    ("facts", "overrides", [{"code": "PS02", "reason": "seen there"}], True),
    ("facts", "overrides", ["PS02: seen there"], True),
    ("facts", "overrides", [{"code": "PS02"}], False),
    ("facts", "overrides", ["seen there"], False),
    ("encounters", "patient_class", "inpatient", True),
    ("encounters", "patient_class", "I", True),
    ("encounters", "patient_class", "ward", False),
    ("encounters", "place", "22", True),
    ("encounters", "place", "2", False),
    ("encounters", "patient_status", "01", True),
    ("encounters", "patient_status", "home", False),
    ("encounters", "discharged", "2026-06-15T14:30Z", True),
    ("authorizations", "places", ["11", "22"], True),
    ("authorizations", "places", ["office"], False),
    ("authorizations", "providers", ["1234567893", "12-3456789"], True),
    ("authorizations", "providers", ["Dr. Example"], False),
    ("authorizations", "status", "denied", True),
    ("authorizations", "status", "maybe", False),
    ("authorizations", "units", "3", True),
    ("authorizations", "units", "-3", False),
    ("authorizations", "colour", "red", False),
]


@pytest.mark.parametrize(("name", "column", "value", "is_good"), CELLS)
def test_schema_and_reader_take_the_same(
    name: str, column: str, value: object, *, is_good: bool
) -> None:
    rows = [{**REQUIRED[name], column: value}]
    assert is_valid(name, rows) is is_good
    assert is_taken(name, rows) is is_good


@pytest.mark.parametrize("name", COLUMNS)
def test_a_row_must_say_whom_or_what_it_is_about(name: str) -> None:
    assert is_valid(name, [])
    assert is_valid(name, [REQUIRED[name]])
    assert is_taken(name, [REQUIRED[name]])
    for column in REQUIRED[name]:
        rows = [{key: value for key, value in REQUIRED[name].items() if key != column}]
        assert not is_valid(name, rows)
        assert not is_taken(name, rows)
    assert not is_valid(name, REQUIRED[name])
    assert not is_taken(name, REQUIRED[name])


def test_the_json_of_the_page_is_valid() -> None:
    text = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    assert blocks
    for block in blocks:
        assert is_valid("facts", json.loads(block))
