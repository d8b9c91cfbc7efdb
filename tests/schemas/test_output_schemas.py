from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from edi_service.cases.model import Decision
from edi_service.codes.clock import Unit
from edi_service.finding import Severity
from edi_service.policy.certainty import Certainty
from edi_service.policy.consequences import ClockState
from edi_service.policy.model import Channel, CircumstanceCode, Event
from tests.schemas.output_rows import GOOD, STRUCTS

if TYPE_CHECKING:
    from enum import Enum

SCHEMAS = Path(__file__).parents[2] / "schemas" / "output"
XSD = "{http://www.w3.org/2001/XMLSchema}"
NAMES = ("case", "finding", "summary")  # "claim" has tests of its own

# Each is a good row with one thing changed: where, and what stands there instead.
SPOILED: list[tuple[str, str, object]] = [
    ("case", "case_id", "0123456789ABCDEF"),
    ("case", "claim_id", None),
    ("case", "revision", "1 January 2026"),
    ("case", "circumstance", "because"),
    ("case", "evidence.0.says", None),
    ("case", "evidence.0.page", 4),
    ("case", "decision", "perhaps"),
    ("case", "confidence", "perhaps"),
    ("case", "doubts", None),
    ("case", "held_by.0", "place of service"),
    ("case", "missing_facts", None),
    ("case", "deadline", "2026-12-01T08:00:00"),
    ("case", "deadline", ""),
    ("case", "clock.unit", "fortnights"),
    ("case", "clocks.0.kind", "patience"),
    ("case", "clocks.0.state", "stopped"),
    ("case", "clocks.0.tightest", None),
    ("case", "clocks.1.missing_facts", None),
    ("case", "penalty.liable", "patient"),
    ("case", "penalty.notice", "2026-11-18"),
    ("case", "penalty.percent", 101),
    ("case", "penalty.tiers.0.of", "everything"),
    ("case", "turnaround.0.silence", "consent"),
    ("case", "after_approval.action", "celebrate"),
    ("case", "clock.length", -1),
    ("case", "lines.0", 1),
    ("case", "amount_at_risk", 1481.5),
    ("case", "amount_at_risk", "1,481.50"),
    ("case", "rate_difference", "-24.6"),
    ("case", "rate_difference", 24.67),
    ("case", "documents.0.held", "no"),
    ("case", "documents.0.when_missing", "lost"),
    ("case", "documents.0.fresh_days", 0),
    ("case", "channel", "pigeon"),
    ("case", "source.retrieved", "2026-11"),
    ("case", "source.certainty", "D"),
    ("case", "certainty", None),
    ("case", "trace.0.rule", None),
    ("case", "member", "INV000000001"),
    ("finding", "code", "PA1"),
    ("finding", "severity", "fatality"),
    ("finding", "claim_id", ""),
    ("finding", "segment_number", 0),
    ("finding", "byte", -1),
    ("finding", "element", 0),
    ("finding", "component", "2"),
    ("finding", "message", None),
    ("finding", "line", 4),
    ("finding", "difference", "-24.67"),
    ("summary", "as_of", "2026-11-22"),
    ("summary", "claims", -1),
    ("summary", "claims", 1.5),
    ("summary", "charges", 1481.5),
    ("summary", "place_of_service.11", "1"),
    ("summary", "findings.pa01", 1),
    ("summary", "cases.perhaps", 1),
    ("summary", "elapsed", 4),
]


def schema(name: str) -> dict[str, Any]:
    text = (SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def words_of(name: str) -> list[str]:
    """The words of a closed list of the policy language."""
    root = etree.parse(SCHEMAS.parent / "policy" / "policy.xsd").getroot()
    found = root.iterfind(f"{XSD}simpleType[@name='{name}']//{XSD}enumeration")
    return [str(each.get("value")) for each in found]


def written(row: msgspec.Struct) -> Any:
    """*row* as it is read back from the output folder."""
    return json.loads(msgspec.json.Encoder(decimal_format="string").encode(row))


def faults(name: str, row: object) -> list[str]:
    return [fault.message for fault in Draft202012Validator(schema(name)).iter_errors(row)]


def changed(row: Any, path: str, value: object) -> Any:
    result = copy.deepcopy(row)
    *way, last = path.split(".")
    target = result
    for step in way:
        target = target[int(step) if isinstance(target, list) else step]
    target[int(last) if isinstance(target, list) else last] = value
    return result


def part(name: str, definition: str) -> dict[str, Any]:
    whole = schema(name)
    return dict(whole["$defs"][definition]) if definition else whole


def objects(node: Any) -> list[dict[str, Any]]:
    """Every object with properties of its own, anywhere in a schema."""
    if isinstance(node, list):
        return [found for each in node for found in objects(each)]
    if not isinstance(node, dict):
        return []
    inside = [found for each in node.values() for found in objects(each)]
    return [node, *inside] if isinstance(node.get("properties"), dict) else inside


def test_there_is_a_schema_for_each_sort_of_row() -> None:
    found = {path.name.removesuffix(".schema.json") for path in SCHEMAS.iterdir()}

    assert found == {*NAMES, "claim"}


@pytest.mark.parametrize("name", NAMES)
def test_each_schema_is_a_schema(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))

    assert schema(name)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize(
    ("name", "row"), [(name, row) for name, rows in GOOD.items() for row in rows]
)
def test_a_good_row_is_accepted(name: str, row: msgspec.Struct) -> None:
    assert faults(name, written(row)) == []


@pytest.mark.parametrize(("name", "path", "value"), SPOILED)
def test_a_spoiled_row_is_refused(name: str, path: str, value: object) -> None:
    row = written(GOOD[name][0])

    assert len(faults(name, changed(row, path, value))) == 1


@pytest.mark.parametrize("name", NAMES)
def test_no_key_may_be_left_out(name: str) -> None:
    row = written(GOOD[name][0])

    for key in row:
        assert faults(name, {other: row[other] for other in row if other != key}), key


@pytest.mark.parametrize(("name", "definition"), STRUCTS)
def test_a_schema_has_the_keys_of_its_row_and_no_others(name: str, definition: str) -> None:
    fields = [field.encode_name for field in msgspec.structs.fields(STRUCTS[name, definition])]
    described = part(name, definition)

    assert list(described["properties"]) == fields
    assert described["required"] == fields


@pytest.mark.parametrize("name", NAMES)
def test_every_object_is_closed(name: str) -> None:
    for described in objects(schema(name)):
        assert described["additionalProperties"] is False
        assert sorted(described["required"]) == sorted(described["properties"])


@pytest.mark.parametrize(
    ("name", "definition", "key", "words"),
    [
        ("case", "", "circumstance", CircumstanceCode),
        ("case", "", "decision", Decision),
        ("case", "", "channel", Channel),
        ("case", "running_clock", "state", ClockState),
    ],
)
def test_a_closed_list_of_words_is_that_of_the_program(
    name: str, definition: str, key: str, words: type[Enum]
) -> None:
    listed = part(name, definition)["properties"][key]["enum"]

    assert [word for word in listed if word is not None] == [word.value for word in words]


@pytest.mark.parametrize(
    ("definition", "words"),
    [("event", [*Event]), ("unit", [*Unit]), ("penalty_base", words_of("penaltyBase"))],
)
def test_a_list_that_several_parts_share_is_that_of_the_program(
    definition: str, words: list[str]
) -> None:
    assert part("case", definition)["enum"] == [str(word) for word in words]


def test_the_words_of_the_policy_language_are_those_of_the_rows() -> None:
    kinds = part("case", "running_clock")["properties"]["kind"]["enum"]
    steps = part("case", "next_step")["properties"]["action"]["enum"]
    turnaround = part("case", "turnaround")["properties"]
    assert kinds == ["request", *words_of("clockKind")]
    assert steps == [*words_of("afterApproval"), *words_of("afterDenial")]
    assert turnaround["speed"]["enum"] == words_of("speed")
    assert turnaround["silence"]["enum"] == words_of("silence")
    assert part("case", "penalty")["properties"]["liable"]["enum"] == words_of("liable")


def test_severities_and_certainties_are_those_of_the_program() -> None:
    assert schema("finding")["properties"]["severity"]["enum"] == [each.label for each in Severity]
    assert schema("case")["$defs"]["certainty"]["enum"] == [each.value for each in Certainty]


def test_the_summary_counts_every_decision() -> None:
    assert list(schema("summary")["properties"]["cases"]["properties"]) == [*Decision]


@pytest.mark.parametrize("name", ["claim", "finding", "case"])
def test_what_every_scenario_leaves_behind_is_as_described(name: str) -> None:
    validator = Draft202012Validator(json.loads((SCHEMAS / f"{name}.schema.json").read_text()))
    scenarios = Path(__file__).parents[2] / "fixtures" / "scenarios"
    rows = [
        json.loads(line)
        for path in sorted(scenarios.glob(f"*/expected/{name}s.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert len(rows) >= 15
    for row in rows:
        validator.validate(row)


def test_the_totals_of_every_scenario_are_as_described() -> None:
    validator = Draft202012Validator(json.loads((SCHEMAS / "summary.schema.json").read_text()))
    scenarios = Path(__file__).parents[2] / "fixtures" / "scenarios"
    summaries = sorted(scenarios.glob("*/expected/summary.json"))
    assert summaries
    for path in summaries:
        validator.validate(json.loads(path.read_bytes()))
