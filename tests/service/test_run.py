"""What one run does, from a file to its products."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from edi_service import wiring
from edi_service.edge.reference import validate

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "fixtures" / "scenarios"
EXAMPLES = ROOT / "fixtures" / "policies" / "examples"
IMAGING = SCENARIOS / "0010-patient-is-a-dependent" / "claims.837"
STAY = SCENARIOS / "0002-emergency-then-admission-in-time" / "claims.837"
SLEEP = SCENARIOS / "0013-channel-is-a-portal"
IN_TIME = "2026-06-05"


class Results:
    """The products of a run, read back."""

    def __init__(self, out: Path) -> None:
        self.summary: dict[str, Any] = json.loads((out / "summary.json").read_bytes())
        self.claims = self._rows(out / "claims.jsonl")
        self.findings = self._rows(out / "findings.jsonl")
        self.cases = self._rows(out / "cases.jsonl")
        self.requests = {path.stem: path.read_bytes() for path in (out / "requests").iterdir()}
        self.worksheets = {path.stem: path.read_text() for path in (out / "worksheets").iterdir()}

    @staticmethod
    def _rows(path: Path) -> list[dict[str, Any]]:
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    @property
    def codes(self) -> list[str]:
        return [row["code"] for row in self.findings]


def process(
    tmp_path: Path,
    *data: bytes,
    as_of: str = IN_TIME,
    config: str = "",
    facts: str = "",
    authorizations: str = "",
    first_control_number: int = 1,
) -> Results:
    inputs = []
    for number, each in enumerate(data, 1):
        path = tmp_path / f"{number}.837"
        path.write_bytes(each)
        inputs.append(str(path))
    options = wiring.Options(
        inputs=tuple(inputs),
        out=tmp_path / "out",
        as_of=as_of,
        policies=(EXAMPLES,),
        config=_written(tmp_path / "config.toml", config),
        facts=_written(tmp_path / "facts.csv", facts),
        authorizations=_written(tmp_path / "authorizations.csv", authorizations),
        first_control_number=first_control_number,
    )
    wiring.process(options, lambda _done, _total: None)
    return Results(tmp_path / "out")


def _written(path: Path, text: str) -> Path | None:
    if not text:
        return None
    path.write_text(text, encoding="utf-8")
    return path


def test_every_request_of_a_scenario_is_accepted_by_the_reference_validator() -> None:
    requests = sorted(SCENARIOS.glob("*/expected/requests/*.278"))
    # Of notifications (005010X216) neither pyx12 nor we hold a map.
    judged = [path for path in requests if b"005010X216" not in path.read_bytes()]
    assert len(judged) >= 5
    for path in judged:
        assert validate(path.read_bytes()).accepted, path


def test_the_partners_channel_goes_before_the_policys(tmp_path: Path) -> None:
    config = '[partners.prairie-mutual]\nchannel = "x217"\n'
    facts = (SLEEP / "facts.csv").read_text()
    found = process(tmp_path, (SLEEP / "claims.837").read_bytes(), config=config, facts=facts)
    [case] = found.cases
    assert case["channel"] == "x217"
    assert case["next_action"].startswith("Send the 278 request by")
    assert list(found.requests) == [case["case_id"]]
    assert b"*0*T*:" in found.requests[case["case_id"]]


def test_a_partner_that_takes_no_278_gets_a_worksheet(tmp_path: Path) -> None:
    config = '[partners.example-health]\nchannel = "fax"\n'
    found = process(tmp_path, IMAGING.read_bytes(), config=config)
    [case] = found.cases
    assert (case["channel"], case["request"]) == ("fax", None)
    assert case["next_action"].startswith("Fax the request by")
    assert "Fax this sheet" in found.worksheets[case["case_id"]]
    assert case["worksheet"] == f"worksheets/{case['case_id']}.txt"


def test_an_interchange_is_for_production_only_when_the_partner_says_so(tmp_path: Path) -> None:
    config = '[partners.example-health]\nusage = "P"\n'
    found = process(tmp_path, IMAGING.read_bytes(), config=config, first_control_number=41)
    [request] = found.requests.values()
    assert b"*000000041*0*P*:" in request


def test_control_numbers_count_on_from_request_to_request(tmp_path: Path) -> None:
    second = IMAGING.read_bytes().replace(b"A10001", b"A10002")
    found = process(tmp_path, IMAGING.read_bytes(), second, first_control_number=7)
    numbers = sorted(request.split(b"*")[13] for request in found.requests.values())
    assert numbers == [b"000000007", b"000000008"]


def test_what_a_request_lacks_holds_the_case(tmp_path: Path) -> None:
    data = IMAGING.read_bytes().replace(b"MI*M10000001", b"MI*")
    found = process(tmp_path, data)
    [case] = found.cases
    held = [code for code in case["held_by"] if code.startswith("RQ")]
    assert held
    assert case["next_action"].startswith(f"Mend {held[0]}")
    assert found.requests == {}
    assert case["worksheet"]
    assert held[0] in found.codes


def test_a_claim_that_contradicts_itself_holds_its_case_and_no_other(tmp_path: Path) -> None:
    spoiled = IMAGING.read_bytes().replace(b"A10001*900*", b"A10009*950*")
    found = process(tmp_path, spoiled, IMAGING.read_bytes())
    held, free = found.cases
    assert held["held_by"] == ["CM01"]
    assert free["held_by"] == []
    assert list(found.requests) == [free["case_id"]]


def test_the_same_bytes_twice_are_named_and_counted_once(tmp_path: Path) -> None:
    found = process(tmp_path, IMAGING.read_bytes(), IMAGING.read_bytes())
    assert found.summary["files"] == 2
    assert found.summary["claims"] == 1
    assert found.codes.count("TX01") == 1
    assert found.summary["bytes"] == len(IMAGING.read_bytes())


def test_facts_that_fit_no_claim_are_named(tmp_path: Path) -> None:
    facts = "claim_number,billing_npi,network\nNOBODY,1987654328,in\n"
    found = process(tmp_path, IMAGING.read_bytes(), facts=facts)
    [row] = [row for row in found.findings if row["code"] == "FA02"]
    assert row["file"].endswith("facts.csv")
    assert "NOBODY" not in json.dumps(row)


def test_an_authorization_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    rows = "number,payer,member,procedures,starts,ends,units\nA1,example-health,M1,,soon,,\n"
    found = process(tmp_path, IMAGING.read_bytes(), authorizations=rows)
    [row] = [row for row in found.findings if row["code"] == "FA03"]
    assert row["file"].endswith("authorizations.csv")


def test_a_number_on_file_goes_on_the_claim_and_is_not_asked_for(tmp_path: Path) -> None:
    rows = (
        "number,payer,member,procedures,starts,ends,units\n"
        "AUTH1,EXHLTH01,M10000001,70553,2026-06-01,2026-06-30,1\n"
    )
    found = process(tmp_path, IMAGING.read_bytes(), authorizations=rows)
    assert found.cases == []
    assert "PA02" in found.codes


def test_findings_are_in_file_order(tmp_path: Path) -> None:
    data = (SCENARIOS / "0021-damaged-and-foreign-bytes" / "claims.837").read_bytes()
    found = process(tmp_path, data)
    places = [row["segment_number"] for row in found.findings]
    assert places == sorted(places)
    assert len(places) > 8


def test_a_stay_is_at_risk_as_a_whole_and_a_line_by_its_charge(tmp_path: Path) -> None:
    found = process(tmp_path, STAY.read_bytes(), as_of="2026-06-12T14:30")
    assert Decimal(found.summary["amount_at_risk"]) == Decimal(18400)
    assert found.summary["amount_at_risk"] == "18400.00"


def test_ids_say_nothing_and_depend_on_the_bytes_alone(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first = process(tmp_path / "a", IMAGING.read_bytes())
    again = process(tmp_path / "b", b"not X12", IMAGING.read_bytes())
    assert first.cases[0]["case_id"] == again.cases[0]["case_id"]
    other = process(tmp_path, IMAGING.read_bytes().replace(b"QUILL", b"QUIRK"))
    assert other.cases[0]["case_id"] != first.cases[0]["case_id"]


def test_totals_are_those_of_the_claims(tmp_path: Path) -> None:
    names = ("0001-emergency-visit-treated-and-released", "0022-dental-claim")
    data = [(SCENARIOS / name / "claims.837").read_bytes() for name in names]
    found = process(tmp_path, *data)
    summary = found.summary
    assert summary["claims"] == len(found.claims) == 3
    assert summary["place_of_service"] == {"11": 1, "23": 1}
    assert summary["bill_type"] == {"13": 1}
    assert Decimal(summary["charges"]) == sum(Decimal(row["charge"]) for row in found.claims)
    assert Decimal(summary["service_line_charges"]) == sum(
        Decimal(line["charge"]) for row in found.claims for line in row["lines"]
    )
    assert summary["segments"] == sum(one.count(b"~") for one in data)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-06-05", "2026-06-05T00:00:00-05:00"),
        ("2026-06-05T09:30", "2026-06-05T09:30:00-05:00"),
        ("2026-06-05T09:30:00+02:00", "2026-06-05T09:30:00+02:00"),
    ],
)
def test_the_moment_of_asking_is_in_the_configured_zone(
    text: str, expected: str, tmp_path: Path
) -> None:
    found = process(tmp_path, IMAGING.read_bytes(), as_of=text, config='zone = "America/Chicago"\n')
    assert found.summary["as_of"] == expected


def test_now_is_the_moment_when_none_is_given(tmp_path: Path) -> None:
    found = process(tmp_path, IMAGING.read_bytes(), as_of="")
    assert found.summary["as_of"] > "2026-01-01"


def test_a_finding_met_while_a_claim_was_read_holds_its_case(tmp_path: Path) -> None:
    data = IMAGING.read_bytes().replace(b"HI*ABK:G43909", b"DTP*439*D8*20261399~\nHI*ABK:G43909")
    found = process(tmp_path, data)
    assert found.cases[0]["held_by"] == ["EL08"]
    assert found.requests == {}


def test_findings_of_sets_without_claims_are_told_as_they_come(tmp_path: Path) -> None:
    data = (SCENARIOS / "0021-damaged-and-foreign-bytes" / "claims.837").read_bytes()
    found = process(tmp_path, data)
    assert found.codes.count("TX02") == 2
    assert found.codes.index("TX02") < found.codes.index("EV01")


@pytest.mark.parametrize("guide", [b"005010X222", b"005010X222A2", b"005010X291", b"005010X298"])
def test_errata_and_successors_of_a_guide_are_read_as_it_is(guide: bytes, tmp_path: Path) -> None:
    found = process(tmp_path, IMAGING.read_bytes().replace(b"005010X222A1", guide))
    [claim] = found.claims
    assert claim["kind"] == "P"
    assert claim["patient"]["relationship"] == "19"
    assert [case["decision"] for case in found.cases] == ["allowed"]
    assert found.codes == ["PA01", "RT01"]


def test_a_fault_by_the_guide_holds_its_claim_and_no_other(tmp_path: Path) -> None:
    spoiled = IMAGING.read_bytes().replace(b"SV1*HC:70553*900*UN", b"SV1*HC:70553*900*ZZ")
    found = process(tmp_path, spoiled, IMAGING.read_bytes())
    held, free = found.cases
    assert held["held_by"] == ["EL07"]
    assert free["held_by"] == []
