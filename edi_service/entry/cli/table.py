"""The totals of a run as a biller reads them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from edi_service.service.kinds import every_kind

if TYPE_CHECKING:
    from decimal import Decimal
    from pathlib import Path

    from edi_service.report.summary import Summary

PLAIN_WIDTH = 100


def show_table(summary: Summary, out: Path) -> None:
    """Print *summary* to standard output and say where the rest lies."""
    console = Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH, highlight=False)
    console.print(_totals(summary))
    if summary.findings:
        console.print(_findings(summary))
    console.print(f"\nResults, private to you, are in {out}/: start with {out}/worklist.csv.")


def _totals(summary: Summary) -> Table:
    table = Table("", "", title=f"As of {summary.as_of}", show_header=False, title_justify="left")
    cases = summary.cases
    rows = [
        ("Files", f"{summary.files:,} ({summary.bytes:,} bytes)"),
        ("Claims", f"{summary.claims:,} with {summary.service_lines:,} service lines"),
        ("Charges", _dollars(summary.charges)),
        ("Claims with an authorization number", f"{summary.with_authorization:,}"),
        ("Findings", f"{sum(summary.findings.values()):,}"),
        ("Cases: may still be asked for", f"{cases['allowed']:,}"),
        ("Cases: refused or too late", f"{cases['refused']:,}"),
        ("Cases: cannot tell, facts missing", f"{cases['undetermined']:,}"),
        ("At risk in these cases", _dollars(summary.amount_at_risk)),
        ("278 requests written", f"{summary.requests:,}"),
        ("Worksheets written", f"{summary.worksheets:,}"),
    ]
    for name, value in rows:
        table.add_row(name, value)
    return table


def _findings(summary: Summary) -> Table:
    table = Table("Code", "Severity", "Count", "What was found")
    kinds = every_kind()
    for code, count in summary.findings.items():
        kind = kinds[code]
        table.add_row(code, kind.severity.label, f"{count:,}", kind.title)
    return table


def _dollars(amount: Decimal) -> str:
    return f"${amount:,.2f}"
