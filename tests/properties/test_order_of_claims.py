"""Whatever is wrong with a claim, it is told the same wherever the claim stands in its set."""

from __future__ import annotations

import io
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from edi_service.codes.sets import NO_CODE_SETS
from edi_service.edge.guides import find_guide
from edi_service.finding import Report
from edi_service.service.stream import read_arrival
from edi_service.x12.tally import Tally
from tests.builders import a_claim, a_line, an_interchange

Told = dict[str, Counter[tuple[str, int, int, int, str]]]


def a_body(number: int, fault: str) -> str:
    """A claim, whose number is its own, with a fault."""
    name, last = f"A{number}", a_line(extra="LIN**N4*00002143380~")
    return {
        "nothing": a_claim(number=name),
        "charge": a_claim(number=name, charge="1"),
        "frequency": a_claim(number=name, frequency="8"),
        "pointers": a_claim(a_line(pointers="2"), number=name),
        "day": a_claim(a_line(day="20260230"), number=name),
        "element": a_claim(number=name, place="123"),
        "missing at the end": a_claim(last, number=name),
        "order": a_claim(number=name, dates="REF*F8*1~DTP*439*D8*20260101~"),
        "unknown": a_claim(number=name, extra="ZZZ*1~"),
        "no lines": a_claim(number=name).partition("LX*")[0],
    }[fault]


FAULTS = (
    "nothing",
    "charge",
    "frequency",
    "pointers",
    "day",
    "element",
    "missing at the end",
    "order",
    "unknown",
    "no lines",
)


def told(order: list[int], *, together: bool) -> Told:
    """What is found in each claim, by its number, but for where in the file."""
    bodies = [a_body(number, FAULTS[number]) for number in order]
    data = an_interchange("".join(bodies)) if together else an_interchange(*bodies)
    report, found = Report(), Told()
    names: dict[str, str] = {}
    for passed in read_arrival(
        io.BytesIO(data), "", report, Tally(), find_guide=find_guide, codes=NO_CODE_SETS
    ):
        if passed.claim is not None:
            names[passed.claim.claim_id] = passed.claim.number
            found[passed.claim.number] = Counter()
    for each in report.take():
        if each.claim_id:
            at = each.position
            key = (each.kind.code, at.element, at.component, at.repetition, each.message)
            found[names[each.claim_id]][key] += 1
    return found


@settings(max_examples=40, deadline=None)
@given(order=st.permutations(range(len(FAULTS))), together=st.booleans())
def test_the_order_of_claims_changes_nothing_that_is_found_in_any_of_them(
    *, order: list[int], together: bool
) -> None:
    in_order = told(list(range(len(FAULTS))), together=together)
    assert {FAULTS[int(name[1:])] for name, faults in in_order.items() if not faults} == {"nothing"}
    assert told(order, together=together) == in_order
