"""What was certified beside what was asked for."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

from edi_service.edge.guides import find_guide
from edi_service.finding import NOWHERE, Report
from edi_service.review.answer.decide import Understanding
from edi_service.review.answer.read import purpose_of, read_review
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally
from tests.review.answer.making import ASSIGNER, REASONS, TRACE, a_line, an_event
from tests.review.answer.test_decide import A1, A2, A3, A4

if TYPE_CHECKING:
    from edi_service.review.answer.heard import Heard
    from edi_service.review.answer.model import Answer


def reviewed(data: bytes) -> Answer:
    report = Report()
    transaction_set = next(read_sets(read_blocks(io.BytesIO(data), report), report, Tally()))
    guide = find_guide(transaction_set.guide, purpose_of(transaction_set))
    assert guide is not None
    return read_review(transaction_set, guide, report)


def a_request(*said: str, lines: tuple[tuple[str, ...], ...]) -> bytes:
    """The request that the answers of these tests are about."""
    data = an_event(*said, lines=lines).replace(b"BHT*0007*11", b"BHT*0007*13")
    return data.replace(b"*18~HL", b"~HL").replace(b"TRN*2", b"TRN*1")


ASKED = a_request(
    "DTP*AAH*RD8*20260202-20260206",
    "HSD*VS*12",
    lines=(
        (*a_line(1)[:1], "DTP*472*D8*20260202", "SV1*HC:97110:GP*90*UN*6"),
        a_line(2, procedure="97140"),
        a_line(3, procedure="97150"),
    ),
)


def hear(answer: bytes, asked: bytes = ASKED) -> tuple[Heard, list[str]]:
    read = reviewed(answer)
    understanding = Understanding(read, REASONS, NOWHERE)
    heard = understanding.heard(read.events[0], reviewed(asked).events[0])
    return heard, [found.kind.code for found in understanding.findings]


def test_what_comes_back_as_it_was_asked_is_no_change() -> None:
    lines = (
        a_line(1, A1),
        a_line(2, A1, procedure="97140"),
        a_line(3, A1, procedure="97150"),
    )
    unchanged = tuple(tuple(text.replace("97110*", "97110:GP*") for text in line) for line in lines)
    heard, codes = hear(an_event(A1, "DTP*AAH*RD8*20260202-20260206", "HSD*VS*12", lines=unchanged))
    assert (heard.changes, codes) == ((), [])


@pytest.mark.parametrize(
    ("name", "line", "expected"),
    [
        ("another procedure", ("SV1*HC:97112:GP*90*UN*6",), ("1", "procedure", "97110", "97112")),
        ("other modifiers", ("SV1*HC:97110:GO*90*UN*6",), ("1", "modifiers", "GP", "GO")),
        ("fewer units", ("SV1*HC:97110:GP*90*UN*4",), ("1", "quantity", "6", "4")),
        ("another day", ("DTP*472*D8*20260203", "SV1*HC:97110:GP*90*UN*6"),
         ("1", "days", "2026-02-02 to 2026-02-02", "2026-02-03 to 2026-02-03")),
    ],
)  # fmt: skip
def test_a_service_that_is_certified_otherwise_is_named(
    name: str, line: tuple[str, ...], expected: tuple[str, str, str, str]
) -> None:
    ours = (f"TRN*2*{TRACE}-1*{ASSIGNER}", A1, *line)
    heard, codes = hear(an_event("HCR*A6*CERT1", lines=(ours,)))
    (change,) = heard.changes
    assert (change.line, change.what, change.asked, change.certified) == expected, name
    assert codes == ["AN14"]


def test_fewer_visits_of_an_event_are_named() -> None:
    heard, codes = hear(an_event("HCR*A6*CERT1", "HSD*VS*8"))
    (change,) = heard.changes
    assert (change.line, change.what, change.asked, change.certified) == ("", "quantity", "12", "8")
    assert codes == ["AN14"]


@pytest.mark.parametrize(
    ("days", "is_changed"),
    [
        (("DTP*007*RD8*20260201-20260228",), False),
        (("DTP*007*D8*20260202",), False),
        (("DTP*036*D8*20260206", "DTP*007*D8*20260202"), False),
        (("DTP*036*D8*20260205", "DTP*007*D8*20260202"), True),
        (("DTP*007*D8*20260203",), True),
        (("DTP*AAH*RD8*20260202-20260205",), True),
        ((), False),
    ],
)
def test_days_are_changed_when_those_asked_for_are_not_all_certified(
    days: tuple[str, ...],
    is_changed: bool,  # noqa: FBT001 - a column of the table
) -> None:
    heard, _ = hear(an_event(A1, *days))
    assert [change.what for change in heard.changes] == ["days"] * is_changed


def test_a_service_without_a_trace_number_is_told_by_its_procedure() -> None:
    lines = (
        ("HCR*A3**0F", "SV1*HC:97150*70*UN*6"),
        ("HCR*A1*CERT1", "SV1*HC:97140*80*UN*6"),
    )
    heard, codes = hear(an_event(A2, lines=lines))
    assert [(line.line, line.action) for line in heard.lines] == [("3", "A3"), ("2", "A1")]
    assert codes == []


def test_a_service_that_nothing_tells_is_named_and_not_guessed() -> None:
    same = ("HCR*A1*CERT1", "SV1*HC:97140*80*UN*6")
    heard, codes = hear(an_event(A1, lines=(same, same)))
    assert [line.line for line in heard.lines] == ["", ""]
    assert codes == ["AN13", "AN13"]
    heard, codes = hear(an_event(A1, lines=(("HCR*A1*CERT1", "SV1*HC:99999*80*UN*6"),)))
    assert (heard.lines[0].line, codes) == ("", ["AN13"])
    heard, codes = hear(an_event(A1, lines=(("HCR*A1*CERT1",),)))
    assert (heard.lines[0].line, codes) == ("", ["AN13"])


@pytest.mark.parametrize("ruling", [A3, A4, "HCR*C"])
def test_what_is_not_granted_is_not_compared(ruling: str) -> None:
    line = a_line(1, ruling, procedure="97112")
    heard, codes = hear(an_event(ruling, "HSD*VS*8", lines=(line,)))
    assert heard.changes == ()
    assert "AN14" not in codes


def test_a_refused_service_of_a_part_is_not_compared() -> None:
    lines = (a_line(1, A3, procedure="97112"), a_line(2, A1, procedure="97140"))
    heard, codes = hear(an_event(A2, lines=lines))
    assert (heard.changes, codes) == ((), [])
