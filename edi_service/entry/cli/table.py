"""The totals of a run as a biller reads them."""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING

from edi_service.service.catalogue import every_kind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal
    from pathlib import Path

    from edi_service.report.summary import Summary

WIDTH = 100  # characters; whatever the terminal, so that what is shown is what is kept of it
_NAME = 38  # the width of what a total is of
_COUNT = 12


def show_table(summary: Summary, out: Path) -> None:
    """Print *summary* to standard output and say where the rest lies."""
    lines = [f"As of {summary.as_of}", "", *_totals(summary), ""]
    if summary.findings:
        lines += [*_findings(summary), ""]
    lines.append(f"Results, private to you, are in {out}/: start with {out}/worklist.csv.")
    sys.stdout.write("\n".join(lines) + "\n")


def _totals(summary: Summary) -> Iterator[str]:
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
    return (f"{name:{_NAME}}{value}" for name, value in rows)


def _findings(summary: Summary) -> Iterator[str]:
    yield f"{'Code':6}{'Severity':10}{'Count':>{_COUNT}}  What was found"
    kinds = every_kind()
    for code, count in summary.findings.items():
        kind = kinds[code]
        start = f"{code:6}{kind.severity.label:10}{count:>{_COUNT},}  "
        yield from textwrap.wrap(
            kind.title, WIDTH, initial_indent=start, subsequent_indent=" " * len(start)
        )


def _dollars(amount: Decimal) -> str:
    return f"${amount:,.2f}"
