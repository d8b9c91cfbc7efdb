"""Days that cannot be: behind the file, before birth, outside the statement."""

from __future__ import annotations

from typing import Any, Final

import pytest

from edi_service.claims.checks import check
from edi_service.claims.model import Claim, ClaimKind
from edi_service.finding import Report
from tests.builders import DAY, a_claim, a_line, an_interchange, spoiled
from tests.claims.checking import findings, told

P: Final = "P"
I: Final = "I"  # noqa: E741 - the guide's letter
D: Final = "D"
LATER, EARLIER = "20260204", "19791231"


def professional() -> bytes:
    dates = f"DTP*439*D8*{DAY}~DTP*431*D8*20260101~DTP*435*D8*{DAY}~DTP*096*D8*{DAY}~"
    return an_interchange(a_claim(dates=dates))


def institutional() -> bytes:
    data = an_interchange(kind=I)
    return spoiled(data, "NM1*71", f"HI*BBR:0SRC0J9:D8:{DAY}~NM1*71")


def dental() -> bytes:
    return an_interchange(a_claim(kind=D, dates=f"DTP*472*RD8*{DAY}-{DAY}~"), kind=D)


LINE = f"DTP*472*D8*{DAY}~SE"
DAYS = [
    pytest.param(
        professional(),
        LINE,
        f"DTP*472*D8*{LATER}~SE",
        [("CM25", "2400 DTP03")],
        id="service after the file",
    ),
    pytest.param(
        professional(),
        LINE,
        f"DTP*472*RD8*{DAY}-{LATER}~SE",
        [("CM25", "2400 DTP03")],
        id="last day after the file",
    ),
    pytest.param(
        professional(),
        LINE,
        f"DTP*472*D8*{EARLIER}~SE",
        [("CM26", "2400 DTP03")],
        id="service before birth",
    ),
    pytest.param(
        professional(),
        LINE,
        f"DTP*472*RD8*{EARLIER}-{LATER}~SE",
        [("CM25", "2400 DTP03"), ("CM26", "2400 DTP03")],
        id="both",
    ),
    pytest.param(
        professional(),
        f"439*D8*{DAY}",
        f"439*D8*{LATER}",
        [("CM25", "2300 DTP03")],
        id="accident after the file",
    ),
    pytest.param(
        professional(),
        "431*D8*20260101",
        f"431*D8*{EARLIER}",
        [("CM26", "2300 DTP03")],
        id="onset before birth",
    ),
    pytest.param(
        professional(),
        f"435*D8*{DAY}",
        f"435*D8*{EARLIER}",
        [("CM26", "2300 DTP03")],
        id="admission before birth",
    ),
    pytest.param(
        professional(),
        f"096*D8*{DAY}",
        f"096*D8*{LATER}",
        [("CM25", "2300 DTP03")],
        id="discharge after the file",
    ),
    pytest.param(
        institutional(),
        f"434*RD8*{DAY}-{DAY}",
        f"434*RD8*{DAY}-{LATER}",
        [("CM25", "2300 DTP03")],
        id="statement after the file",
    ),
    pytest.param(
        institutional(),
        f"D8:{DAY}",
        f"D8:{LATER}",
        [("CM25", "2300 HI")],
        id="procedure after the file",
    ),
    pytest.param(
        institutional(),
        f"D8:{DAY}",
        f"D8:{EARLIER}",
        [("CM26", "2300 HI")],
        id="procedure before birth",
    ),
    pytest.param(
        dental(),
        f"472*RD8*{DAY}-{DAY}",
        f"472*RD8*{DAY}-{LATER}",
        [("CM25", "2300 DTP03")],
        id="dental claim after the file",
    ),
    pytest.param(
        institutional(),
        LINE,
        "DTP*472*D8*20260202~SE",
        [("CM27", "2400 DTP03")],
        id="line before the statement",
    ),
    pytest.param(
        institutional(),
        f"434*RD8*{DAY}-{DAY}",
        "434*RD8*20260131-20260202",
        [("CM27", "2400 DTP03")],
        id="line after the statement",
    ),
    pytest.param(
        institutional(),
        LINE,
        f"DTP*472*RD8*20260131-{DAY}~SE",
        [("CM27", "2400 DTP03")],
        id="line begins too early",
    ),
]


@pytest.mark.parametrize(("good", "old", "new", "expected"), DAYS)
def test_a_day_that_cannot_be_is_told_where_it_stands(
    good: bytes, old: str, new: str, expected: list[tuple[str, str]]
) -> None:
    good = good.replace(f"GS*HC*CLINIC*EXAMPLEHEALTH*{DAY}".encode(), b"GS*HC*C*E*20260203")
    assert told(good) == []
    assert told(spoiled(good, old, new)) == expected


def test_no_message_quotes_the_birth_date() -> None:
    [found] = findings(spoiled(an_interchange(), LINE, "DTP*472*D8*19800101~SE"))

    assert found.kind.code == "CM26"
    assert "1980-01-02" not in found.message


def test_messages_say_which_days_do_not_fit() -> None:
    data = institutional()
    [one] = findings(spoiled(data, LINE, "DTP*472*D8*20260202~SE"))
    [range_] = findings(spoiled(data, LINE, f"DTP*472*RD8*20260201-{DAY}~SE"))

    assert one.message == (
        "the line's 2026-02-02 is not within the statement's 2026-02-03 to 2026-02-03"
    )
    assert "2026-02-01 to 2026-02-03" in range_.message


def test_a_statement_that_is_reversed_is_told_once() -> None:
    data = spoiled(institutional(), f"{DAY}-{DAY}", f"{DAY}-20260101")
    assert told(data) == [("CM02", "2300 DTP03")]


def test_without_the_date_of_the_file_nothing_is_after_it() -> None:
    data = spoiled(professional(), LINE, "DTP*472*D8*20991231~SE")
    undated = data.replace(f"GS*HC*CLINIC*EXAMPLEHEALTH*{DAY}".encode(), b"GS*HC*C*E*")
    assert told(undated) == []


def test_the_birth_of_the_patient_counts_not_of_the_subscriber() -> None:
    data = an_interchange(a_claim(a_line(day="20150606")), dependent=True)
    assert told(data) == [("CM26", "2400 DTP03")]
    assert told(an_interchange(a_claim(a_line(day="20150607")), dependent=True)) == []


@pytest.mark.parametrize("kind", list(ClaimKind))
def test_a_claim_made_by_hand_without_anything_gets_an_answer(kind: Any) -> None:
    report = Report()
    hand_made = Claim(
        kind=kind, number="A1", frequency="8", facility_code="11", related_causes=("AA",)
    )
    check(hand_made, report)

    codes = {found.kind.code for found in report.findings}
    assert {"CM04", "CM16"} <= codes
    assert ("CM19" in codes) is (kind is ClaimKind.INSTITUTIONAL)
    assert ("CM17" in codes) is (kind is not ClaimKind.INSTITUTIONAL)
    assert all(found.position.segment == 0 for found in report.findings)
