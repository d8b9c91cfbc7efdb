"""What was measured as Markdown, which README.md may carry as it is."""

from __future__ import annotations

import math
import os
import platform
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.figures import MEGABYTE, cost_ratio, ratio, round_ratios, steady_ratio
from benchmarks.turns import Absent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.figures import Series

NOTHING = "-"


class Row(NamedTuple):
    """One line of the table; every cell is text."""

    work: str
    file: str = ""
    speed: str = ""
    steady: str = ""
    start_up: str = ""
    peak: str = ""
    sought: str = ""


HEADINGS = Row(
    "Work", "File", "MB/s", "MB/s after start-up", "Start-up", "Peak memory", "Sought, or beside it"
)
_ALIGNED = Row("---", "---:", "---:", "---:", "---:", "---:", "---")


def table(rows: Sequence[Row]) -> str:
    """All *rows* under their headings."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (HEADINGS, _ALIGNED, *rows))


def series_row(work: str, series: Series | Absent, remark: str = "") -> Row:
    """The figures of one kind of work, or why there are none."""
    if isinstance(series, Absent):
        return Row(work, sought=f"not measured: {series.reason}")
    return Row(
        work,
        file=f"{figure(series.size / MEGABYTE)} MB",
        speed=figure(series.speed),
        steady=figure(series.steady_speed) if series.starts else "",
        start_up=f"{series.start_up:.2f} s" if series.starts else "",
        peak=megabytes(series.peak),
        sought=remark,
    )


def ratio_row(
    work: str, ours: Series | Absent, theirs: Series | Absent, at_least: float | None = None
) -> Row:
    """How many times as fast, the whole process judged, and beside it without start-up."""
    if isinstance(ours, Absent) or isinstance(theirs, Absent):
        reasons = [side.reason for side in (ours, theirs) if isinstance(side, Absent)]
        return Row(f"**{work}**", sought=f"not measured: {reasons[0]}")
    judged, steady = ratio(ours, theirs), steady_ratio(ours, theirs)
    return Row(
        f"**{work}**",
        speed=f"**{figure(judged)} : 1**",
        steady=f"{figure(steady)} : 1",
        sought="" if at_least is None else at_least_text(judged, at_least, " : 1"),
    )


def rounds_row(work: str, ours: Series, theirs: Series, at_least: float) -> Row:
    """As :func:`ratio_row`, with how far the rounds lie apart, and the cost in processor time."""
    row = ratio_row(work, ours, theirs, at_least)
    each = sorted(round_ratios(ours, theirs))
    cost = f"processor time {figure(cost_ratio(ours, theirs))} : 1"
    rounds = f"rounds {figure(each[0])} to {figure(each[-1])}"
    return row._replace(sought=f"{row.sought}; {rounds}; {cost}")


def at_least_text(value: float, bound: float, unit: str) -> str:
    """What is sought and whether *value* is it."""
    return f"at least {bound:g}{unit}: {'met' if value >= bound else 'missed'}"


def at_most_text(value: float, bound: float, unit: str) -> str:
    """What is allowed and whether *value* keeps to it."""
    return f"at most {bound:g}{unit}: {'met' if value <= bound else 'missed'}"


def figure(value: float) -> str:
    """A number with three digits that mean something; a dash when it is none."""
    if math.isnan(value):
        return NOTHING
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def megabytes(count: float) -> str:
    """A number of bytes for people."""
    return f"{count / MEGABYTE:.0f} MB"


def machine() -> str:
    """What it was measured on."""
    return (
        f"{os.cpu_count()} processors ({platform.machine()}, {platform.system()}), "
        f"{platform.python_implementation()} {platform.python_version()}"
    )
