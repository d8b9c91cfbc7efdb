"""
Charts as SVG: bars, columns and lines, drawn by plain arithmetic.

A chart is a text without script or style of its own: its classes are coloured by the page.  It
says what it shows in a title and a description, for those who do not see it, and every value is in
the table beside it.  Nothing to draw is the empty text.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 760
LABELS = 316  # of bars, at their left
TOTALS = 80  # of bars, at their right
ROW = 26
HEIGHT = 190  # of the field of columns and lines
SIDE = 64
TOP = 34  # room for the legend
LONGEST = 36  # letters of a label
MOST_LABELS = 13  # below columns and lines
PIXELS_A_LETTER = 7

Value = int | Decimal


@dataclass(frozen=True, slots=True)
class Series:
    """What a colour stands for; *style* is its class in the page."""

    name: str
    style: str


@dataclass(frozen=True, slots=True)
class Row:
    """A bar, a column or a point: its label, and a value for each series."""

    label: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """
    What is to be drawn.

    *key* is unique in the page; *unit* names the axis of values; *dollars* writes them as money.
    """

    key: str
    title: str
    unit: str
    series: tuple[Series, ...]
    rows: tuple[Row, ...]
    dollars: bool = False

    @property
    def description(self) -> str:
        """The chart in a sentence."""
        sums = [
            f"{each.name} {self.shown(sum(row.values[index] for row in self.rows))}"
            for index, each in enumerate(self.series)
        ]
        return f"{self.unit}, {len(self.rows)} entries; in all: {', '.join(sums)}."

    def shown(self, value: Value) -> str:
        """*value* as a person reads it."""
        return f"${value:,.0f}" if self.dollars else f"{value:,}"


def bars(chart: Chart) -> str:
    """A horizontal bar a row, its series one after another."""
    most = _most(chart, stacked=True)
    if not most:
        return ""
    top, field = scale(most), WIDTH - LABELS - TOTALS
    bottom = TOP + ROW * len(chart.rows)
    parts = [
        _line(x, TOP, x, bottom) + _text(x, bottom + 16, chart.shown(value), "middle")
        for value, x in [(top * n / 4, LABELS + field * n / 4) for n in range(5)]
    ]
    for index, row in enumerate(chart.rows):
        y, x = TOP + index * ROW, float(LABELS)
        parts.append(_text(LABELS - 8, y + 17, shortened(row.label), "end"))
        for series, value in zip(chart.series, row.values, strict=True):
            width = _share(value, top, field)
            parts.append(_rectangle(chart, series, row, value, (x, y + 4, width, ROW - 8)))
            x += width
        parts.append(_text(x + 6, y + 17, chart.shown(sum(row.values)), "start", "value"))
    parts.append(_text(LABELS + field / 2, bottom + 34, chart.unit, "middle", "axis"))
    return _svg(chart, bottom + 42, parts)


def columns(chart: Chart) -> str:
    """A column a row, its series one on another; rows are moments, from left to right."""
    most = _most(chart, stacked=True)
    if not most:
        return ""
    top, step = scale(most), (WIDTH - SIDE - 10) / len(chart.rows)
    parts = _frame(chart, top, step)
    for index, row in enumerate(chart.rows):
        y = float(TOP + HEIGHT)
        for series, value in zip(chart.series, row.values, strict=True):
            height = _share(value, top, HEIGHT)
            y -= height
            box = (SIDE + index * step + step * 0.12, y, step * 0.76, height)
            parts.append(_rectangle(chart, series, row, value, box))
    return _svg(chart, TOP + HEIGHT + 44, parts)


def lines(chart: Chart) -> str:
    """A line a series, with a dot at each of its values; rows are moments, from left to right."""
    most = _most(chart, stacked=False)
    if not most:
        return ""
    top, step = scale(most), (WIDTH - SIDE - 10) / len(chart.rows)
    parts = _frame(chart, top, step)
    for index, series in enumerate(chart.series):
        points = [
            (SIDE + (at + 0.5) * step, TOP + HEIGHT - _share(row.values[index], top, HEIGHT))
            for at, row in enumerate(chart.rows)
        ]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        parts.append(f'<polyline class="{series.style}" points="{path}"/>')
        for row, (x, y) in zip(chart.rows, points, strict=True):
            said = _said(chart, series, row, row.values[index])
            parts.append(
                f'<circle class="{series.style}" cx="{x:.1f}" cy="{y:.1f}" r="3.5">{said}</circle>'
            )
    return _svg(chart, TOP + HEIGHT + 44, parts)


def scale(most: Value) -> Decimal:
    """The end of an axis that shows *most*: its quarters are round numbers."""
    power = Decimal(1)
    while True:
        for step in (4, 8, 20):
            if power * step >= most:
                return power * step
        power *= 10


def shortened(label: str) -> str:
    """*label*, cut where it would not fit."""
    return label if len(label) <= LONGEST else label[: LONGEST - 1].rstrip() + "…"


def _most(chart: Chart, *, stacked: bool) -> Value:
    return max((sum(row.values) if stacked else max(row.values) for row in chart.rows), default=0)


def _share(value: Value, top: Decimal, length: float) -> float:
    return float(value / top) * length


def _frame(chart: Chart, top: Decimal, step: float) -> list[str]:
    """The lines of the values and the labels of the moments, thinned until they fit."""
    bottom, parts = TOP + HEIGHT, []
    for quarter in range(5):
        y = bottom - HEIGHT * quarter / 4
        parts.append(_line(SIDE, y, WIDTH - 10, y))
        parts.append(_text(SIDE - 6, y + 4, chart.shown(top * quarter / 4), "end"))
    every = -(-len(chart.rows) // MOST_LABELS)
    for index in range(0, len(chart.rows), every):
        x = SIDE + (index + 0.5) * step
        parts.append(_text(x, bottom + 17, chart.rows[index].label, "middle"))
    parts.append(_text((SIDE + WIDTH) / 2, bottom + 36, chart.unit, "middle", "axis"))
    return parts


def _svg(chart: Chart, height: float, parts: Sequence[str]) -> str:
    key = escape(chart.key)
    return (
        f'<svg role="img" viewBox="0 0 {WIDTH} {height:.0f}" '
        f'aria-labelledby="{key}-title {key}-description">'
        f'<title id="{key}-title">{escape(chart.title)}</title>'
        f'<desc id="{key}-description">{escape(chart.description)}</desc>'
        f"{_legend(chart.series)}{''.join(parts)}</svg>"
    )


def _legend(series: Sequence[Series]) -> str:
    parts, x = [], 0
    for each in series if len(series) > 1 else ():
        parts.append(f'<rect class="{each.style}" x="{x}" y="6" width="12" height="12"/>')
        parts.append(_text(x + 18, 16, each.name, "start"))
        x += 36 + PIXELS_A_LETTER * len(each.name)
    return "".join(parts)


def _rectangle(
    chart: Chart, series: Series, row: Row, value: Value, box: tuple[float, float, float, float]
) -> str:
    if not value:
        return ""
    x, y, width, height = box
    return (
        f'<rect class="{series.style}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" '
        f'height="{height:.1f}">{_said(chart, series, row, value)}</rect>'
    )


def _said(chart: Chart, series: Series, row: Row, value: Value) -> str:
    return f"<title>{escape(f'{row.label}: {series.name} {chart.shown(value)}')}</title>"


def _text(x: float, y: float, text: str, anchor: str, style: str = "label") -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="{style}" {place}>{escape(text)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'
