"""Where findings point, in which order they stand, and how long a claim takes."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_service.claims.model import ClaimKind
from edi_service.finding import NOWHERE, Report
from edi_service.guide.choose import choose
from edi_service.policy.examine import examine
from edi_service.policy.model import PayerAlias
from edi_service.policy.pointing import position
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally
from tests.builders import read_set
from tests.policy.casework import a_claim, library, shipped_cases
from tests.policy.making import a_policy, a_subject, look

if TYPE_CHECKING:
    from edi_service.claims.model import Claim
    from tests.policy.casework import ShippedCase

ISA = (
    "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       "
    "*260302*1200*^*00501*000000001*0*T*:~"
)
HEAD = (
    "GS*HC*SENDER*RECEIVER*20260302*1200*1*X*GUIDE~ST*837*0001*GUIDE~"
    "BHT*0019*00*1*20260302*1200*CH~HL*1**20*1~NM1*85*2*CLINIC*****XX*1234567893~"
    "HL*2*1*22*0~SBR*P*18*******CI~NM1*IL*1*DOE*JO****MI*W900000001~NM1*PR*2*PAYER*****PI*99999~"
)
TAIL = "SE*1*0001~GE*1*1~IEA*1*000000001~"
PROFESSIONAL = (
    "CLM*A1*300***11:B:1*Y*A*Y*Y~HI*ABK:R51~"
    "LX*1~SV1*HC:99283*100*UN*1***1~DTP*472*D8*20260302~"
    "LX*2~SV1*HC:70551*100*UN*1*98**1~DTP*472*D8*20260302~"
    "LX*3~DTP*472*D8*20260302~"
)
BODY = (
    '<authorization required="yes"><services codes="70551"/></authorization>'
    '<places><family id="f" title="Emergency visits" codes="99281-99285" expected="23">'
    '<otherwise severity="error"/></family></places>'
)
FOR_ALL = a_policy(BODY, payer="*")


def read(guide: str, claims: str) -> Claim:
    text = (ISA + HEAD + claims + TAIL).replace("GUIDE", guide)
    report, tally = Report(), Tally()
    (found,) = [
        claim
        for each in read_sets(read_blocks(io.BytesIO(text.encode()), report, tally), report, tally)
        if (kind := choose(each.guide)) is not None
        for claim in read_set(each, ClaimKind(kind), report, lambda segment: f"claim {segment}")
    ]
    return found


def test_findings_point_at_what_they_speak_of_in_the_order_of_the_file() -> None:
    claim = read("005010X222A1", PROFESSIONAL)
    found = look(a_subject(claim, payer=None), FOR_ALL).findings
    assert [
        (each.kind.code, each.position.designator, each.position.loop, each.position.segment)
        for each in found
    ] == [
        ("PA06", "CLM", "2300", 11),
        ("PS02", "SV1", "2400", 14),
        ("PA01", "SV1", "2400", 17),
        ("PS01", "SV105", "2400", 17),
    ]
    assert {each.claim_id for each in found} == {claim.claim_id}
    assert {each.position.set for each in found} == {"0001"}


def test_the_claims_place_is_pointed_at_by_its_component() -> None:
    claim = read("005010X222A1", PROFESSIONAL.replace("***11:", "***98:"))
    first = look(a_subject(claim)).findings[0]
    assert (first.kind.code, first.position.designator) == ("PS01", "CLM05-1")


def test_a_dental_lines_place_is_in_another_element() -> None:
    claim = read(
        "005010X224A2",
        "CLM*A1*100***11:B:1*Y*A*Y*Y~LX*1~SV3*AD:D1110*100*98~DTP*472*D8*20260302~",
    )
    (found,) = look(a_subject(claim)).findings
    assert (found.kind.code, found.position.designator) == ("PS01", "SV303")


def test_a_line_without_its_service_is_pointed_at_by_its_number() -> None:
    claim = read("005010X222A1", PROFESSIONAL)
    assert position(claim, claim.lines[2], 5).designator == "LX"


def test_a_claim_that_ends_with_a_line_number_is_pointed_at_all_the_same() -> None:
    claim = read("005010X222A1", PROFESSIONAL + "LX*4~")
    assert position(claim, claim.lines[3]).designator == "LX"


def test_a_claim_made_by_hand_is_nowhere() -> None:
    claim = a_claim(date(2026, 3, 2), {"lines": [{}]})
    assert position(claim, claim.lines[0], 5) == NOWHERE


@pytest.mark.parametrize("case", shipped_cases()[::7], ids=lambda case: case.name)
def test_no_finding_stands_twice_and_asking_again_says_the_same(case: ShippedCase) -> None:
    shelf = library(examples=case.is_example)
    subject = case.subject()
    examination = examine(subject, shelf)
    told = [(each.kind.code, each.position, each.message) for each in examination.findings]
    assert len(set(told)) == len(told)
    assert examine(subject, shelf) == examination


PROCEDURES = st.sampled_from(["99213", "99285", "70551", "15823", "A0429", "", "0101T", "é"])
PLACES = st.sampled_from(["", "11", "21", "22", "23", "98", "2", "66"])
LINES = st.fixed_dictionaries(
    {"procedure": PROCEDURES, "place_of_service": PLACES},
    optional={
        "revenue_code": st.sampled_from(["0450", "0120", ""]),
        "modifiers": st.lists(st.sampled_from(["26", "ET"]), max_size=2),
        "authorizations": st.lists(st.just("A1"), max_size=1),
        "starts": st.none() | st.dates(),
    },
)
CLAIMS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from("PID"),
        "facility_code": PLACES,
        "lines": st.lists(LINES, max_size=4),
    },
    optional={
        "admission_type": st.sampled_from(["1", "3"]),
        "delay_reason": st.sampled_from(["1", "7"]),
    },
)
PAYERS = st.none() | st.builds(
    PayerAlias,
    payer=st.sampled_from(["medicare-ffs", "va", "example-health", "lakeshore-plan", "nobody"]),
    line_of_business=st.sampled_from(["medicare", "commercial", "veterans"]),
)


@given(fields=CLAIMS, day=st.dates(), payer=PAYERS, state=st.sampled_from(["", "OH", "TX", "??"]))
def test_no_claim_is_too_odd_to_be_examined(
    fields: dict[str, object], day: date, payer: PayerAlias | None, state: str
) -> None:
    """Bad input never raises; concerns are about lines of the claim that show no number."""
    subject = a_subject(a_claim(day, fields), payer=payer, state=state)
    examination = examine(subject, library(examples=True))
    for concern in examination.concerns:
        assert concern.lines
        assert set(map(id, concern.lines)) <= set(map(id, subject.claim.lines))
        assert not any(line.authorizations for line in concern.lines)
        assert concern.whole_claim <= (len(concern.lines) == len(subject.claim.lines))
        assert concern.steps[-1][0] == "PA01"


@given(fields=CLAIMS, payer=PAYERS)
def test_the_order_of_lines_does_not_matter(
    fields: dict[str, object], payer: PayerAlias | None
) -> None:
    """What is found of a line hangs on the line, not on its neighbours."""
    forward = a_claim(date(2026, 3, 2), fields)
    backward = msgspec.structs.replace(forward, lines=forward.lines[::-1])
    shelf = library(examples=True)

    def told(claim: Claim) -> list[tuple[str, list[str]]]:
        examination = examine(a_subject(claim, payer=payer), shelf)
        return sorted(
            (concern.policy.id, sorted(line.number for line in concern.lines))
            for concern in examination.concerns
        )

    assert told(forward) == told(backward)
