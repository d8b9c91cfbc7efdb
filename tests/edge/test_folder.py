"""The output folder: whole or not at all, and private."""

from __future__ import annotations

import json
import stat
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from edi_service.edge.folder import PRODUCTS, OutputFolder
from edi_service.finding import NOWHERE, Kind, Severity
from edi_service.report.rows import CaseRow, SourceRow, finding_row
from edi_service.report.summary import Totals
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from pathlib import Path

    from edi_service.report.summary import Summary

AS_OF = datetime(2026, 6, 1, tzinfo=UTC)
KIND = Kind("TX99", Severity.NOTE, "Something", "Nothing to do.")


def a_summary() -> Summary:
    return Totals().summary(version="0", as_of=AS_OF, read=Tally())


def a_case(case_id: str, deadline: str | None) -> CaseRow:
    return CaseRow(
        case_id=case_id,
        claim_id="c",
        file="a.837",
        payer="example-health",
        line_of_business="commercial",
        policy="example-health/imaging",
        revision=date(2026, 1, 1),
        circumstance=None,
        evidence=[],
        decision="allowed",
        confidence="firm",
        doubts=[],
        held_by=[],
        missing_facts=[],
        deadline=deadline,
        clock=None,
        clocks=[],
        lines=["1"],
        amount_at_risk=Decimal("10.50"),
        rate_difference=None,
        penalty=None,
        turnaround=[],
        after_approval=None,
        after_denial=None,
        documents=[],
        channel="x217",
        confirm_channel=False,
        next_action="=send it",
        request=None,
        worksheet=None,
        source=SourceRow(
            title="Manual",
            href="https://payer.example",
            locator="1",
            retrieved=date(2026, 1, 1),
            certainty="A",
            published=None,
            stale=False,
        ),
        certainty="A",
        trace=[],
    )


def break_off(out: Path, name: str) -> None:
    with OutputFolder(out) as outbox:
        outbox.add_request(name, b"ISA")
        raise RuntimeError


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_everything_is_there_at_the_end_and_private(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    with OutputFolder(out) as outbox:
        assert outbox.add_request("abc", b"ISA") == "requests/abc.278"
        assert outbox.add_worksheet("abc", "Call.\n") == "worksheets/abc.txt"
        outbox.finish(a_summary())

    assert sorted(path.name for path in out.iterdir()) == sorted(PRODUCTS)
    assert (out / "requests" / "abc.278").read_bytes() == b"ISA"
    assert (out / "worksheets" / "abc.txt").read_text() == "Call.\n"
    assert json.loads((out / "summary.json").read_text())["claims"] == 0
    for path in [out, *out.rglob("*")]:
        assert mode(path) == (0o700 if path.is_dir() else 0o600), path


def test_a_run_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        break_off(tmp_path / "out", "abc")

    assert not (tmp_path / "out").exists()


def test_a_run_that_breaks_off_leaves_the_results_of_the_one_before(tmp_path: Path) -> None:
    with OutputFolder(tmp_path) as outbox:
        outbox.add_request("first", b"ISA")
        outbox.finish(a_summary())
    with pytest.raises(RuntimeError):
        break_off(tmp_path, "second")

    assert [path.name for path in (tmp_path / "requests").iterdir()] == ["first.278"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(PRODUCTS)


def test_a_second_run_replaces_the_first_and_leaves_other_files_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    for name in ("first", "second"):
        with OutputFolder(tmp_path) as outbox:
            outbox.add_request(name, b"ISA")
            outbox.finish(a_summary())

    assert [path.name for path in (tmp_path / "requests").iterdir()] == ["second.278"]
    assert (tmp_path / "mine.txt").read_text() == "keep"


def test_the_work_list_is_ordered_by_deadline_and_harmless_in_a_spreadsheet(tmp_path: Path) -> None:
    deadlines = [("c", None), ("b", "2026-06-10T14:30:00-04:00"), ("a", "2026-06-09")]
    with OutputFolder(tmp_path) as outbox:
        for case_id, deadline in deadlines:
            outbox.add_case(a_case(case_id, deadline))
        outbox.finish(a_summary())

    lines = (tmp_path / "worklist.csv").read_text().splitlines()
    assert lines[0].startswith("deadline,decision,confidence,payer")
    place = lines[0].split(",").index("case_id")
    assert [line.split(",")[place] for line in lines[1:]] == ["a", "b", "c"]
    assert "'=send it" in lines[1]


def test_a_finding_about_no_segment_has_no_place(tmp_path: Path) -> None:
    with OutputFolder(tmp_path) as outbox:
        outbox.add_finding(finding_row(KIND.found(NOWHERE, "met"), "a.837"))
        outbox.finish(a_summary())

    row = json.loads((tmp_path / "findings.jsonl").read_text())
    assert (row["segment_number"], row["byte"], row["loop"]) == (None, None, None)
    assert (row["code"], row["severity"], row["file"]) == ("TX99", "note", "a.837")
