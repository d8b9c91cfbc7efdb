"""What an instruction makes of a request, before it is written."""

from __future__ import annotations

from datetime import date
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_service.edge.guides import find_guide
from edi_service.finding import Report
from edi_service.simulator.asked import read_request
from edi_service.simulator.complaints import complaint
from edi_service.simulator.numbers import Numbers
from edi_service.simulator.script import Does, Instruction, Level
from edi_service.simulator.verdict import ACTIONS, CERTIFIED, LineVerdict, Rejection, decide
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally
from tests.simulator.making import (
    GUIDE,
    a_dependents_request,
    a_request,
    a_stay_request,
    grown,
)

if TYPE_CHECKING:
    from edi_service.simulator.asked import Asked
    from edi_service.simulator.verdict import Verdict

NUMBERS = Numbers(1, "a request")


@cache
def read(data: bytes) -> Asked:
    guide = find_guide(GUIDE)
    assert guide is not None
    report = Report()
    sets = read_sets(read_blocks(BytesIO(data), report), report, Tally())
    [one] = [read_request(found, guide, report) for found in sets]
    return one


def decided(data: bytes, decision: Does, **more: Any) -> Verdict:
    return decide(read(data), Instruction(decision=decision, **more), NUMBERS)


def lines(verdict: Verdict) -> list[str]:
    return [line.action for line in verdict.lines]


@pytest.mark.parametrize("decision", sorted(ACTIONS))
def test_only_what_is_certified_has_a_number_and_days(decision: Does) -> None:
    verdict = decided(a_request(lines=2, quantity="4"), decision)
    is_certified = verdict.action in CERTIFIED
    assert bool(verdict.number) == is_certified
    assert bool(verdict.days) == is_certified
    assert bool(verdict.administrative) != is_certified


@pytest.mark.parametrize("decision", sorted(set(ACTIONS) - {Does.PEND}))
def test_only_a_pend_asks_for_anything(decision: Does) -> None:
    asking = {"documents": ("OB",), "questions": ("18842-5",), "line_questions": ("11504-8",)}
    verdict = decided(a_request(), decision, **asking)
    assert verdict.documents == verdict.questions == verdict.line_questions == ()
    assert not verdict.is_pended


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ((), ["A1", "A3", "A3"]),
        ((1,), ["A3", "A1", "A1"]),
        ((2, 3), ["A1", "A3", "A3"]),
        ((9,), ["A1", "A1", "A1"]),
    ],
)
def test_of_a_part_the_lines_named_are_refused(named: tuple[int, ...], expected: list[str]) -> None:
    verdict = decided(a_request(lines=3), Does.PART, lines=named)
    assert lines(verdict) == expected
    assert verdict.reasons == ()
    assert all(line.reasons == ("0F",) for line in verdict.lines if line.action == "A3")


@pytest.mark.parametrize(
    ("quantity", "more", "expected"),
    [
        ("4", {}, LineVerdict(action="A6", quantity="2")),
        ("4", {"quantity": 3}, LineVerdict(action="A6", quantity="3")),
        ("4", {"quantity": 4, "code": "27750"}, LineVerdict(action="A6", code="27750")),
        (
            "3",
            {"quantity": 1, "code": "27750"},
            LineVerdict(action="A6", quantity="1", code="27750"),
        ),
    ],
)
def test_a_line_is_modified_as_the_script_says(
    quantity: str, more: dict[str, Any], expected: LineVerdict
) -> None:
    [line] = decided(a_request(quantity=quantity), Does.MODIFY, **more).lines
    assert (line.action, line.quantity, line.code) == (
        expected.action,
        expected.quantity,
        expected.code,
    )


@pytest.mark.parametrize("quantity", [4, 5, 999])
def test_no_more_is_approved_than_was_asked(quantity: int) -> None:
    verdict = decided(a_request(quantity="4"), Does.MODIFY, quantity=quantity)
    assert verdict.action == "A1"
    assert lines(verdict) == ["A1"]


@pytest.mark.parametrize(
    ("quantity", "stay", "last"),
    [(None, "2", date(2026, 10, 4)), (3, "3", date(2026, 10, 5)), (1, "1", date(2026, 10, 3))],
)
def test_a_shorter_stay_ends_sooner(quantity: int | None, stay: str, last: date) -> None:
    verdict = decided(a_stay_request(), Does.MODIFY, quantity=quantity)
    assert (verdict.action, verdict.stay) == ("A6", stay)
    assert verdict.days == (date(2026, 10, 2), last)


@given(st.integers(1, 400), st.none() | st.integers(1, 400))
def test_a_modification_is_always_less_and_never_nothing(asked: int, approved: int | None) -> None:
    verdict = decided(a_request(quantity=str(asked)), Does.MODIFY, quantity=approved)
    [line] = verdict.lines
    if line.quantity:
        assert 1 <= int(line.quantity) < asked
        assert verdict.action == line.action == "A6"
    else:
        assert verdict.action == line.action == "A1"


# Rejections


@pytest.mark.parametrize(
    ("request_", "level", "named", "stands"),
    [
        (a_request(), Level.DEPENDENT, (), Level.SUBSCRIBER),
        (a_dependents_request(), Level.DEPENDENT, (), Level.DEPENDENT),
        (a_request(), Level.SERVICE, (), Level.SERVICE),
        (a_request(), Level.SERVICE, (2,), Level.EVENT),
        (a_stay_request(), Level.SERVICE, (), Level.EVENT),
        (a_request(), Level.SERVICE_PROVIDER, (), Level.SERVICE),
        (a_stay_request(), Level.SERVICE_PROVIDER, (), Level.EVENT),
        (a_request(), Level.REVIEWER, (), Level.REVIEWER),
    ],
)
def test_a_rejection_stands_where_it_can(
    request_: bytes, level: Level, named: tuple[int, ...], stands: Level
) -> None:
    verdict = decided(request_, Does.REJECT, level=level, lines=named)
    assert verdict.rejection is not None
    assert verdict.rejection.level is stands


@pytest.mark.parametrize(
    ("named", "expected", "action"),
    [((), ["", "", ""], ""), ((2,), ["A1", "", "A1"], "A2"), ((1, 2, 3), ["", "", ""], "")],
)
def test_lines_beside_a_rejected_one_are_approved(
    named: tuple[int, ...], expected: list[str], action: str
) -> None:
    verdict = decided(a_request(lines=3), Does.REJECT, level=Level.SERVICE, lines=named)
    assert lines(verdict) == expected
    assert verdict.action == action
    assert bool(verdict.number) == bool(action)


def test_the_first_complaint_from_the_top_is_the_one_that_is_made() -> None:
    spoiled = a_request().replace(b"DTP*AAH*D8*20261002", b"DTP*431*D8*20261002")
    assert complaint(read(spoiled)) == Rejection(level=Level.EVENT, reason="57", follow_up="C")
    both = spoiled.replace(b"XX*1234567893", b"XX*1234567890")
    assert complaint(read(both)) == Rejection(level=Level.REQUESTER, reason="43", follow_up="C")


@pytest.mark.parametrize("request_", [a_request(), a_stay_request(), a_dependents_request()])
def test_of_a_request_of_ours_there_is_nothing_to_complain(request_: bytes) -> None:
    assert complaint(read(request_)) is None


@pytest.mark.parametrize("review", ["1", "2", "3", "4", "N", "R", "S"])
def test_what_follows_an_earlier_review_has_to_name_it(review: str) -> None:
    request = a_request().replace(b"UM*HS*I", b"UM*HS*" + review.encode())
    found = complaint(read(request))
    assert found == Rejection(level=Level.EVENT, reason="AA", follow_up="C")
    for reference in ("REF*BB*OLD123~", "REF*NT*P0216001~"):
        assert complaint(read(grown(request, reference, "DTP*AAH"))) is None
