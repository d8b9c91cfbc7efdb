from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec
import pytest

from edi_service.facts.model import (
    NO_FACTS,
    AuthorizationOnFile,
    ClaimFacts,
    DocumentDay,
    Network,
    Override,
    Status,
)
from edi_service.facts.parse import (
    AUTHORIZATIONS,
    CLAIM,
    FACTS,
    FactsRefused,
    parse_authorizations,
    parse_facts,
)
from edi_service.finding import NOWHERE, Report
from tests.facts.making import MEMBER, NPI, a_claim

if TYPE_CHECKING:
    from edi_service.facts.match import AuthorizationTable, FactsTable

EVERYTHING = {
    "claim_number": "A1",
    "billing_npi": NPI,
    "eligibility_added": "2026-02-03",
    "coverage_known": "2026-02-04T08:00Z",
    "notice_given": "2026-02-05",
    "denied": "2026-02-06",
    "first_submitted": "2026-02-07",
    "authorization_denied": "2026-02-08",
    "other_payer_decided": "2026-02-09",
    "procedure_changed": "yes",
    "coverage_unverifiable": "no",
    "payer_outage": "true",
    "investigational": "0",
    "network": "out",
    "plan": "gold",
    "member_state": "oh",
    "admitted": "2026-02-01T23:15Z",
    "discharged": "2026-02-10",
    "documents": "face-sheet; order",
    "document_days": "order: 2026-01-30",
    "overrides": "PS02: seen in the bay; PS03: observed",
}
READ = ClaimFacts(
    eligibility_added=date(2026, 2, 3),
    coverage_known=datetime(2026, 2, 4, 8, tzinfo=UTC),
    notice_given=date(2026, 2, 5),
    denied=date(2026, 2, 6),
    first_submitted=date(2026, 2, 7),
    authorization_denied=date(2026, 2, 8),
    other_payer_decided=date(2026, 2, 9),
    procedure_changed=True,
    coverage_unverifiable=False,
    payer_outage=True,
    investigational=False,
    network=Network.OUT,
    plan="gold",
    member_state="OH",
    admitted=datetime(2026, 2, 1, 23, 15, tzinfo=UTC),
    discharged=date(2026, 2, 10),
    documents=("face-sheet", "order"),
    document_days=(DocumentDay("order", date(2026, 1, 30)),),
    overrides=(Override("PS02", "seen in the bay"), Override("PS03", "observed")),
)


def facts_of(table: FactsTable, number: str = "A1") -> ClaimFacts:
    return table.find(a_claim(number), Report())


def told(table: FactsTable | AuthorizationTable) -> list[str]:
    return [f"{finding.kind.code} {finding.message}" for finding in table.findings]


def csv_of(**cells: str) -> str:
    return f"{','.join(cells)}\n{','.join(cells.values())}\n"


def test_the_columns_are_the_fields() -> None:
    facts = [field.name for field in msgspec.structs.fields(ClaimFacts)]
    assert sorted(FACTS) == sorted([*CLAIM, *facts])
    on_file = [field.name for field in msgspec.structs.fields(AuthorizationOnFile)]
    assert sorted(AUTHORIZATIONS) == sorted(on_file)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_column_of_a_spreadsheet_is_read(mark: str) -> None:
    table = parse_facts(mark + csv_of(**EVERYTHING), name="facts.csv")
    assert table.name == "facts.csv"
    assert facts_of(table) == READ
    assert told(table) == []


@pytest.mark.parametrize("mark", ["", "\ufeff", "\n "])
def test_json_has_the_same_names(mark: str) -> None:
    table = parse_facts(mark + json.dumps([EVERYTHING]), name="facts.json")
    assert facts_of(table) == READ
    assert told(table) == []


def test_json_may_say_yes_and_lists_in_its_own_way() -> None:
    row = {
        **EVERYTHING,
        "procedure_changed": True,
        "coverage_unverifiable": False,
        "payer_outage": True,
        "investigational": False,
        "documents": ["face-sheet", "order"],
        "overrides": [
            {"code": "PS02", "reason": "seen in the bay"},
            {"code": "PS03", "reason": "observed"},
        ],
    }
    assert facts_of(parse_facts(json.dumps([row]), name="f")) == READ


def test_json_may_say_nothing_and_numbers() -> None:
    text = '[{"claim_number": 12345678901234567890, "plan": null, "billing_npi": 1234567893}]'
    table = parse_facts(text, name="f")
    assert told(table) == []
    assert facts_of(table, "12345678901234567890") == NO_FACTS
    assert list(table.unmatched()) == []


def test_an_empty_cell_is_an_unknown_fact() -> None:
    text = "plan,claim_number,network\n,A1, \n\n , ,\n"
    table = parse_facts(text, name="f")
    assert facts_of(table) == NO_FACTS
    assert told(table) == []


def test_a_short_row_is_one_whose_last_cells_are_empty() -> None:
    table = parse_facts("claim_number,plan,network\nA1,gold\n", name="f")
    assert facts_of(table) == ClaimFacts(plan="gold")
    assert told(table) == []


def test_a_value_that_cannot_be_read_is_a_finding_and_the_row_is_kept() -> None:
    text = csv_of(claim_number="A1", denied="2/3/2026", admitted="2026-02-03T10:00", plan="gold")
    table = parse_facts(text, name="f")
    assert facts_of(table) == ClaimFacts(plan="gold")
    assert told(table) == [
        "FA03 row 2, denied: write a day such as 2026-02-03",
        "FA03 row 2, admitted: add the offset from UTC to the time, such as -05:00",
    ]
    assert {finding.position for finding in table.findings} == {NOWHERE}


def test_a_row_that_slipped_is_a_finding() -> None:
    table = parse_facts("claim_number,plan\nA1,gold,silver\nA2,tin,,\n", name="f")
    assert told(table) == ["FA03 row 2: it has more cells than columns"]
    assert facts_of(table, "A2") == ClaimFacts(plan="tin")


@pytest.mark.parametrize("number", ["", "=A1"])
def test_a_row_that_does_not_say_whom_it_is_about_is_left_aside(number: str) -> None:
    table = parse_facts(csv_of(claim_number=number, plan="gold"), name="f")
    assert told(table)[-1] == "FA03 row 2, claim_number: without it the row is left aside"
    assert list(table.unmatched()) == []


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ({"code": "PS02"}, "write a text, true or false, or a list of texts"),
        ([["PS02: x"], 1.5], "write a code and a reason"),
        ([{"code": "PS02", "reason": "seen; so"}], "leave out the semicolon"),
        ([{"code": "PS02", "reason": "x", "by": "y"}], "write a text, true or false"),
        (float("nan"), "write a text, true or false, or a list of texts"),
    ],
)
def test_a_json_value_of_another_sort_is_a_finding(value: object, says: str) -> None:
    text = json.dumps([{"claim_number": "A1", "plan": "gold", "overrides": value}])
    table = parse_facts(text, name="f")
    assert facts_of(table) == ClaimFacts(plan="gold")
    assert told(table)[0].startswith(f"FA03 object 1, overrides: {says}")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the column claim_number is absent"),
        ("plan\ngold\n", "the column claim_number is absent"),
        ("claim_number,colour\n", "the column 'colour' is not one of claim_number, billing_npi"),
        ("claim_number;plan\n", "the column 'claim_number;plan' is not one of"),
        ("claim_number,plan,plan\n", "a column is there twice"),
        ('claim_number,plan\n"A1,gold\n', "line 2: unexpected end of data"),
        ("[", "line 1: Expecting value"),
        ('{"claim_number": "A1"}', "it is not a list of objects"),
        ('["A1"]', "object 1 is not an object"),
        ('[{"claim_number": "A1", "colour": 1}]', "the column 'colour' is not one of"),
        ('[{"claim_number": "A1", "claim_number": "A2"}]', "an object has a name twice"),
        ("[" * 100_000, "its brackets are nested too deeply"),
    ],
)
def test_a_file_that_cannot_be_used_as_a_whole_is_refused(text: str, says: str) -> None:
    with pytest.raises(FactsRefused) as refused:
        parse_facts(text, name="f")
    assert str(refused.value).startswith(says)


def test_no_finding_quotes_a_value() -> None:
    text = csv_of(claim_number="SECRET-1", denied="SECRET-2", network="SECRET-3")
    assert "SECRET" not in "".join(told(parse_facts(text, name="f")))


def test_authorizations_are_read_with_all_they_say() -> None:
    text = csv_of(
        number="N1",
        payer="example",
        member=MEMBER,
        procedures="70551; 70553",
        starts="2026-01-01",
        ends="2026-03-31",
        units="2",
        used="1.5",
        modifiers="RT; lt",
        places="11; 22",
        providers="1234567893; 12-3456789",
        diagnoses="g43.909",
        status="Denied",
        decided="2026-02-01",
    )
    table = parse_authorizations(text, name="authorizations.csv")
    assert table.name == "authorizations.csv"
    assert told(table) == []
    (found,) = table.find(a_claim(), None)
    assert found == AuthorizationOnFile(
        number="N1",
        payer="example",
        member=MEMBER,
        procedures=("70551", "70553"),
        starts=date(2026, 1, 1),
        ends=date(2026, 3, 31),
        units=Decimal(2),
        used=Decimal("1.5"),
        modifiers=("RT", "LT"),
        places=("11", "22"),
        providers=("1234567893", "123456789"),
        diagnoses=("G43909",),
        status=Status.DENIED,
        decided=date(2026, 2, 1),
    )


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"ends": "soon"}, ["FA03 row 2, ends: write a day such as 2026-02-03"]),
        ({"status": "maybe"}, ["FA03 row 2, status: write approved, pending or denied"]),
        ({"places": "office"}, ["FA03 row 2, places: write two-digit codes such as 11; 22"]),
        ({"number": ""}, ["FA03 row 2, number: without it the row is left aside"]),
        ({"member": ""}, ["FA03 row 2, member: without it the row is left aside"]),
    ],
)
def test_half_an_authorization_is_none(changes: dict[str, str], says: list[str]) -> None:
    text = csv_of(**{"number": "N1", "payer": "example", "member": MEMBER, **changes})
    table = parse_authorizations(text, name="f")
    assert told(table) == says
    assert table.find(a_claim(), None) == ()


def test_authorizations_without_a_column_they_need_are_refused() -> None:
    with pytest.raises(FactsRefused, match="the column member is absent"):
        parse_authorizations("number,payer\n", name="f")
