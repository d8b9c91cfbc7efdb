"""Coverage from 271 responses: only what is certain, and nothing of dependents."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_service.claims.model import Person, ServiceLine
from edi_service.facts.eligibility import NO_ELIGIBILITY, read_responses
from edi_service.facts.encounter import NO_ENCOUNTER
from edi_service.facts.match import EncounterTable, FactsTable
from edi_service.facts.model import NO_FACTS, ClaimFacts
from edi_service.facts.outside import Outside
from edi_service.finding import Report
from tests.facts.making import MEMBER, a_claim

if TYPE_CHECKING:
    from edi_service.facts.eligibility import EligibilityTable

ISA = (
    "ISA*00*          *00*          *ZZ*PAYER          *ZZ*OFFICE         *260620*1200*^*00501*"
    "000000001*0*T*:~GS*HB*PAYER*OFFICE*20260620*1200*1*X*005010X279A1~"
)
SUBSCRIBER = f"NM1*IL*1*QUILL*AVERY****MI*{MEMBER}~"
ADDED = date(2026, 6, 15)


def response(*parts: str, level: str = "22", payer: str = "example") -> str:
    body = "".join(
        [
            "ST*271*0001*005010X279A1~BHT*0022*11*T1*20260620*1200~",
            f"HL*1**20*1~NM1*PR*2*EXAMPLE HEALTH*****PI*{payer}~",
            "HL*2*1*21*1~NM1*1P*2*MAPLETON CLINIC*****XX*1234567893~",
            f"HL*3*2*{level}*0~TRN*2*T1*9999999999~",
            *parts,
        ]
    )
    return f"{body}SE*{body.count('~') + 1}*0001~"


def read(*sets: str) -> EligibilityTable:
    text = f"{ISA}{''.join(sets)}GE*{len(sets)}*1~IEA*1*000000001~"
    return read_responses(io.BytesIO(text.encode()), name="eligibility.271")


def tell(
    table: EligibilityTable, day: date = date(2026, 6, 10), facts: ClaimFacts = NO_FACTS, **of: Any
) -> tuple[date | None, list[str]]:
    """The day on which coverage was added, and the findings, of a claim on *day*."""
    claim = msgspec.structs.replace(a_claim(**of), lines=(ServiceLine("1", starts=day),))
    report = Report()
    found = table.tell(claim, facts, report)
    told = [f"{each.kind.code} {each.severity.name} {each.message}" for each in report.findings]
    return found.eligibility_added, told


def test_the_day_on_which_coverage_was_added_is_a_fact() -> None:
    table = read(response(SUBSCRIBER, "DTP*318*D8*20260615~", "EB*1**30~"))
    assert table.findings == ()
    assert table.name == "eligibility.271"
    assert tell(table) == (ADDED, [])


@pytest.mark.parametrize(
    "of", [{"member": "W1"}, {"member": ""}, {"payer": "another"}, {"payer": ""}]
)
def test_a_response_is_of_its_member_and_payer_only(of: dict[str, Any]) -> None:
    table = read(response(SUBSCRIBER, "DTP*318*D8*20260615~"))
    assert tell(table, **of) == (None, [])


def test_identifiers_are_compared_without_regard_to_case() -> None:
    table = read(response(SUBSCRIBER.lower().replace("nm1*il", "NM1*IL").replace("*mi*", "*MI*")))
    assert table.findings == ()
    table = read(response(SUBSCRIBER, "DTP*318*D8*20260615~", payer="EXAMPLE"))
    assert tell(table, member=MEMBER.lower()) == (ADDED, [])


def test_what_is_said_of_a_dependent_is_nobody_elses() -> None:
    dependent = "HL*4*3*23*0~NM1*03*1*QUILL*ROBIN~DTP*318*D8*20260615~EB*1**30~"
    assert tell(read(response(SUBSCRIBER, dependent))) == (None, [])


def test_a_claim_for_a_dependent_takes_nothing_of_the_subscribers() -> None:
    table, claim = read(response(SUBSCRIBER, "DTP*318*D8*20260615~")), a_claim()
    parties = msgspec.structs.replace(claim.parties, dependent=Person())
    dependent = msgspec.structs.replace(claim, parties=parties)
    assert table.tell(dependent, NO_FACTS, Report()) is NO_FACTS


@pytest.mark.parametrize(
    ("dates", "day", "says"),
    [
        ("DTP*346*D8*20260601~", date(2026, 6, 1), []),
        ("DTP*291*RD8*20260601-20260630~", date(2026, 6, 30), []),
        (
            "DTP*291*RD8*20260601-20260630~",
            date(2026, 7, 1),
            ["FA07 WARNING service began on 2026-07-01; the coverage shown ends on 2026-06-30"],
        ),
        (
            "DTP*347*D8*20260531~",
            date(2026, 6, 1),
            ["FA07 WARNING service began on 2026-06-01; the coverage shown ends on 2026-05-31"],
        ),
        (
            "DTP*356*D8*20260602~DTP*357*D8*20260630~",
            date(2026, 6, 1),
            ["FA07 NOTE service began on 2026-06-01; coverage is shown from 2026-06-02 only"],
        ),
        ("DTP*307*D8*20260602~", date(2026, 6, 2), []),
        ("DTP*472*D8*20200101~", date(2026, 6, 2), []),
        ("", date(2026, 6, 2), []),
    ],
)
def test_service_outside_the_coverage_shown_is_named(
    dates: str, day: date, says: list[str]
) -> None:
    assert tell(read(response(SUBSCRIBER, dates, "EB*1**30~")), day) == (None, says)
    assert tell(read(response(SUBSCRIBER, "EB*1**30^98~", dates)), day) == (None, says)


@pytest.mark.parametrize("benefit", ["EB*6**30~", "EB*1**88~", "EB*C**30~"])
def test_dates_of_other_benefits_are_no_coverage(benefit: str) -> None:
    table = read(response(SUBSCRIBER, benefit, "DTP*291*RD8*20250101-20250131~"))
    assert tell(table) == (None, [])


def test_two_spans_of_coverage_hold_what_either_holds() -> None:
    one = response(SUBSCRIBER, "DTP*291*RD8*20260101-20260131~", "EB*1**30~")
    other = response(SUBSCRIBER, "DTP*291*RD8*20260601-20260630~", "EB*1**30~")
    assert tell(read(one, other), date(2026, 6, 10)) == (None, [])


def test_coverage_whose_days_nobody_knows_may_hold_any_day() -> None:
    one = response(SUBSCRIBER, "DTP*291*RD8*20260101-20260131~", "EB*1**30~")
    assert tell(read(one, response(SUBSCRIBER, "EB*1**30~"))) == (None, [])


def test_where_two_responses_disagree_neither_is_believed() -> None:
    one = response(SUBSCRIBER, "DTP*318*D8*20260615~")
    other = response(SUBSCRIBER, "DTP*318*D8*20260616~")
    says = "FA06 WARNING eligibility_added: the records say 2026-06-15 and 2026-06-16"
    assert tell(read(one, other)) == (None, [says])
    assert tell(read(one, one)) == (ADDED, [])


def test_where_the_facts_say_another_day_neither_is_believed() -> None:
    table = read(response(SUBSCRIBER, "DTP*318*D8*20260615~"))
    assert tell(table, facts=ClaimFacts(eligibility_added=ADDED)) == (ADDED, [])
    found, says = tell(table, facts=ClaimFacts(eligibility_added=date(2026, 6, 1)))
    assert found is None
    assert says == ["FA06 WARNING eligibility_added: the records say 2026-06-01 and 2026-06-15"]


@pytest.mark.parametrize("text", ["", "2026", "20261340", "2026W011", "soon", "20260601-soon"])
def test_a_date_that_cannot_be_read_is_a_finding(text: str) -> None:
    table = read(response(SUBSCRIBER, f"DTP*318*D8*{text}~"))
    assert "FA04" in [each.kind.code for each in table.findings]
    assert tell(table) == (None, [])


def test_another_transaction_set_is_a_finding_and_the_rest_is_read() -> None:
    other = "ST*999*0002~AK9*A*1*1*1~SE*3*0002~"
    table = read(other, response(SUBSCRIBER, "DTP*318*D8*20260615~"))
    assert "FA04" in [each.kind.code for each in table.findings]
    assert tell(table)[0] == ADDED


def test_a_response_without_a_member_identifier_is_nobodys() -> None:
    table = read(response("NM1*IL*1*QUILL*AVERY~", "DTP*318*D8*20260615~"))
    assert tell(table, member="") == (None, [])


@given(st.binary(max_size=200))
def test_any_bytes_end_in_a_table(data: bytes) -> None:
    table = read_responses(io.BytesIO(ISA.encode() + data), name="f")
    assert tell(table)[0] is None


def test_it_is_asked_beside_facts_and_encounters() -> None:
    table = read(response(SUBSCRIBER, "DTP*318*D8*20260615~"))
    outside = Outside(FactsTable.empty(), EncounterTable.empty(), table)
    facts, encounter = outside.find(a_claim(), Report())
    assert facts == ClaimFacts(eligibility_added=ADDED)
    assert encounter is NO_ENCOUNTER
    assert list(outside.findings()) == []
    bad = outside._replace(eligibility=read(response(SUBSCRIBER, "DTP*318*D8*x~")))
    assert [name for _, name in bad.findings()] == ["eligibility.271"]
    assert NO_ELIGIBILITY.tell(a_claim(), NO_FACTS, Report()) is NO_FACTS


def coverage(added: str, span: str, plan: str = "") -> str:
    benefit = f"EB*1**30**{plan}~" if plan else "EB*1**30~"
    return response(SUBSCRIBER, f"DTP*318*D8*{added}~", benefit, f"DTP*291*RD8*{span}~")


def test_of_several_responses_the_one_that_covers_the_day_counts() -> None:
    table = read(
        coverage("20240115", "20240101-20241231"), coverage("20260615", "20260601-20261231")
    )
    assert tell(table) == (ADDED, [])
    assert tell(table, date(2024, 5, 1)) == (date(2024, 1, 15), [])
    found, says = tell(table, date(2025, 5, 1))  # in neither: which is meant is not known
    assert found is None
    assert any(each.startswith("FA06") for each in says)


def test_of_several_plans_the_members_counts() -> None:
    span = "20260601-20261231"
    table = read(coverage("20260615", span, "GOLD PLUS"), coverage("20260701", span, "SILVER"))
    assert tell(table, facts=ClaimFacts(plan="gold-plus")) == (ADDED, [])
    assert tell(table, facts=ClaimFacts(plan="Silver"))[0] == date(2026, 7, 1)
    assert tell(table, facts=ClaimFacts(plan="bronze"))[0] is None
    assert tell(table)[0] is None
