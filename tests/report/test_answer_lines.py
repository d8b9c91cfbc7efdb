from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from edi_service.cases.model import Evidence, Step
from edi_service.codes.clock import Deadline
from edi_service.report.answer_lines import WIDTH, case_lines, head_lines
from tests.cases.test_money import a_case
from tests.policy.making import a_subject

TITLES = {"order": "The ordering provider's order"}
CASE = replace(
    a_case("1", "2"),
    deadline=Deadline(date(2026, 3, 16)),
    documents=("order", "x-ray"),
    evidence=(Evidence("CL101", "CL101 is 1 (emergency)"),),
    missing_facts=("plan", "network"),
    trace=(Step("PA01", "It needs one.", "payer/subject: Manual"), Step("RT01", "word " * 60)),
)


def test_a_case_is_told_with_its_facts_documents_money_and_steps() -> None:
    lines = list(case_lines(CASE, TITLES))
    assert lines[0] == "Case c under payer/subject: refused"
    assert lines[1:3] == ["  PA01  It needs one.", "      Source: payer/subject: Manual"]
    assert "  Facts used: CL101 is 1 (emergency)" in lines
    assert "  Facts missing: plan; network" in lines
    assert "  Last moment to ask: 2026-03-16" in lines
    assert "  Documents: The ordering provider's order; x-ray" in lines
    assert "  At risk: 0 for lines 1, 2" in lines


def test_what_there_is_nothing_of_is_said_to_be_none() -> None:
    lines = list(case_lines(a_case("1"), TITLES))
    for name in ("Facts used", "Facts missing", "Last moment to ask", "Documents"):
        assert f"  {name}: none" in lines


def test_no_line_is_wider_than_a_terminal() -> None:
    assert all(len(line) <= WIDTH for line in case_lines(CASE, TITLES))


def test_the_head_says_where_and_when_the_claim_is_looked_at() -> None:
    text = "\n".join(head_lines(a_subject(), "a.837", show_phi=False))
    assert "of a.837" in text
    assert "Payer: example, commercial" in text
    assert "OH, time zone not known" in text
    zoned = a_subject(zone=ZoneInfo("America/Chicago"), payer=None, state="")
    text = "\n".join(head_lines(zoned, "a.837", show_phi=False))
    assert "state not known, America/Chicago" in text
    assert "not mapped to any policy" in text
    assert "CASE" not in text


def test_the_number_of_the_account_is_shown_when_asked_for() -> None:
    assert "CASE" in "\n".join(head_lines(a_subject(), "a.837", show_phi=True))
