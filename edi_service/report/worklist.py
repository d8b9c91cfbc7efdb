"""
The work list: one line a case, the most urgent first, for a spreadsheet.

A cell that a spreadsheet would take for a formula is given a leading apostrophe.
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.report.rows import CaseRow

COLUMNS = (
    "deadline",
    "decision",
    "confidence",
    "payer",
    "line_of_business",
    "policy",
    "circumstance",
    "amount_at_risk",
    "penalty",
    "runs_out_first",
    "channel",
    "next_action",
    "held_by",
    "missing_facts",
    "documents_to_get",
    "file",
    "claim_id",
    "case_id",
    "certainty",
    "doubts",
)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
NO_DEADLINE = "9999"


def header() -> str:
    """The first line of worklist.csv."""
    return line(COLUMNS)


def sort_key(row: CaseRow) -> str:
    """
    What orders the list: the deadline, then decisions by name, then the case.

    An instant sorts by its own local day, among the days; cases without a deadline come last.
    """
    return f"{row.deadline or NO_DEADLINE}|{row.decision}|{row.case_id}"


def cells(row: CaseRow) -> tuple[str, ...]:
    """The cells of *row*, in the order of :data:`COLUMNS`."""
    to_get = [document.title for document in row.documents if not document.held]
    return (
        row.deadline or "",
        row.decision,
        row.confidence,
        row.payer,
        row.line_of_business,
        row.policy,
        row.circumstance or "",
        str(row.amount_at_risk),
        penalty(row),
        runs_out_first(row),
        row.channel + (" (confirm)" if row.confirm_channel else ""),
        row.next_action,
        " ".join(row.held_by),
        " ".join(row.missing_facts),
        "; ".join(to_get),
        row.file,
        row.claim_id,
        row.case_id,
        row.certainty,
        "; ".join(row.doubts),
    )


def penalty(row: CaseRow) -> str:
    """Dollars that late notice costs as things stand, or what would tell; empty without one."""
    if row.penalty is None:
        return ""
    if row.penalty.amount is None:
        return f"hangs on {' '.join(row.penalty.missing_facts)}"
    return str(row.penalty.amount)


def runs_out_first(row: CaseRow) -> str:
    """The tightest of the clocks that run, and its last moment; empty where none runs."""
    return next((f"{each.kind} {each.deadline}" for each in row.clocks if each.tightest), "")


def line(values: Iterable[str]) -> str:
    """*values* as a line of CSV with its line break."""
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerow(_harmless(value) for value in values)
    return target.getvalue()


def _harmless(value: str) -> str:
    """*value* so that no spreadsheet computes it; a number, be it below zero, is left one."""
    is_formula = value.startswith(FORMULA_STARTS) and not _NUMBER.fullmatch(value)
    return f"'{value}" if is_formula else value
