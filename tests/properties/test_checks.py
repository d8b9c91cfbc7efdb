"""Whatever stands in a claim, checking it gives findings and no exception."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import a_claim, a_line, a_transaction_set, enclosed
from tests.claims.checking import findings

OTHER = "SBR*S*18*******CI~CAS*CO*45*5~AMT*D*120~OI***Y*P**Y~NM1*PR*2*B*****PI*ONE~"
LINE = "LIN**N4*00002143380~CTP****2*ML~SVD*ONE*120*HC:99213**1~CAS*CO*45*5~DTP*573*D8*20260203~"
SEGMENTS = a_transaction_set(
    a_claim(
        a_line(procedure="A0429", extra=LINE),
        frequency="7",
        diagnoses=("J069", "R103"),
        providers=f"NM1*82*1*MERCER*JOAN****XX*1598765430~{OTHER}",
    )
).split("~")[1:-2]
ELEMENTS = ["", "1", "-1.5", "x", "20260230", "XX", "18", "AA:::ZZ", "\u0661", "1:2:0:99"]


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """A transaction set with segments left out, moved or repeated, and elements exchanged."""
    segments = draw(st.lists(st.sampled_from(SEGMENTS), max_size=8))
    segments = [*SEGMENTS[: draw(st.integers(0, len(SEGMENTS)))], *segments, *SEGMENTS]
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(segments) - 1))
        elements = segments[at].split("*")
        if len(elements) > 1:
            elements[draw(st.integers(1, len(elements) - 1))] = draw(st.sampled_from(ELEMENTS))
        segments[at] = "*".join(elements)
    return "~".join(["ST*837*0001*005010X222A1", *segments, f"SE*{len(segments) + 2}*0001", ""])


@settings(max_examples=150, deadline=None)
@given(damaged())
def test_no_damage_raises(text: str) -> None:
    for found in findings(enclosed(text)):
        assert found.message


FAULTS = ["", "frequency", "pointers", "charge", "day"]


@settings(max_examples=30, deadline=None)
@given(st.permutations(FAULTS))
def test_the_order_of_claims_does_not_change_their_findings(order: list[str]) -> None:
    claims = {
        "": a_claim(),
        "frequency": a_claim(frequency="8"),
        "pointers": a_claim(a_line(pointers="2")),
        "charge": a_claim(charge="1"),
        "day": a_claim(a_line(day="20260204")),
    }
    told = findings(enclosed(a_transaction_set(*[claims[fault] for fault in order])))
    assert Counter(found.kind.code for found in told) == Counter(["CM16", "CM03", "CM01", "CM25"])
