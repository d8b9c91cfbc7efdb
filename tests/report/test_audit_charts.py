"""Charts: what is drawn, what is said of it, and what cannot harm the page."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from edi_service.report.audit.charts import (
    LABELS,
    TOTALS,
    WIDTH,
    Chart,
    Row,
    Series,
    bars,
    columns,
    lines,
    scale,
    shortened,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from edi_service.report.audit.charts import Value

    Draw = Callable[[Chart], str]

ONE = (Series("open", "allowed"),)
TWO = (Series("open", "allowed"), Series("lost", "refused"))
DRAWERS = [bars, columns, lines]


def a_chart(*rows: tuple[str, Value | tuple[Value, ...]], dollars: bool = False) -> Chart:
    every = tuple(
        Row(label, values if isinstance(values, tuple) else (values,)) for label, values in rows
    )
    series = TWO if every and len(every[0].values) == 2 else ONE
    return Chart(
        key="cases", title="Cases", unit="cases", series=series, rows=every, dollars=dollars
    )


def drawn(svg: str) -> etree._Element:
    return etree.fromstring(svg)


def rectangles(svg: str, style: str = "allowed") -> list[etree._Element]:
    """Those of the field, which say their value; those of the legend do not."""
    return [each for each in drawn(svg).iter("rect") if each.get("class") == style and len(each)]


@pytest.mark.parametrize("draw", DRAWERS)
def test_nothing_is_drawn_of_nothing(draw: Draw) -> None:
    assert draw(a_chart()) == ""
    assert draw(a_chart(("a", 0), ("b", 0))) == ""


@pytest.mark.parametrize("draw", DRAWERS)
def test_a_chart_says_what_it_shows_to_those_who_do_not_see_it(draw: Draw) -> None:
    root = drawn(draw(a_chart(("a", (3, 1)), ("b", (2, 0)))))
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "cases-title cases-description"
    assert root[0].text == "Cases"
    assert root[1].text == "cases, 2 entries; in all: open 5, lost 1."


@pytest.mark.parametrize("draw", DRAWERS)
def test_a_chart_names_its_axis_and_its_series(draw: Draw) -> None:
    texts = [each.text for each in drawn(draw(a_chart(("a", (3, 1))))).iter("text")]
    assert {"cases", "open", "lost", "a"} <= set(texts)


@pytest.mark.parametrize("draw", DRAWERS)
def test_a_label_is_text_whatever_it_holds(draw: Draw) -> None:
    label = "</text><script>alert(1)</script>&\"'"
    svg = draw(a_chart((label, 2)))
    assert "<script" not in svg
    assert any(shortened(label) == each.text for each in drawn(svg).iter("text"))


@pytest.mark.parametrize("draw", DRAWERS)
def test_a_chart_has_no_script_and_no_style_of_its_own(draw: Draw) -> None:
    root = drawn(draw(a_chart(("a", (3, 1)))))
    assert {each.tag for each in root.iter()}.isdisjoint({"script", "style", "image", "use", "a"})
    assert not any("style" in each.attrib for each in root.iter())


def test_one_bar_fills_its_share_of_the_axis() -> None:
    [bar] = rectangles(bars(a_chart(("only", 4))))
    assert float(bar.get("width", "")) == pytest.approx(WIDTH - LABELS - TOTALS)
    [half] = rectangles(bars(a_chart(("only", 10))))
    assert float(half.get("width", "")) == pytest.approx((WIDTH - LABELS - TOTALS) / 2)


def test_stacked_bars_stand_one_after_another() -> None:
    svg = bars(a_chart(("a", (3, 1))))
    [first], [second] = rectangles(svg), rectangles(svg, "refused")
    assert float(second.get("x", "")) == pytest.approx(
        float(first.get("x", "")) + float(first.get("width", ""))
    )


def test_stacked_columns_stand_on_one_another() -> None:
    svg = columns(a_chart(("a", (3, 1))))
    [first], [second] = rectangles(svg), rectangles(svg, "refused")
    bottom = float(second.get("y", "")) + float(second.get("height", ""))
    assert bottom == pytest.approx(float(first.get("y", "")), abs=0.11)


def test_an_empty_part_is_not_drawn() -> None:
    assert rectangles(bars(a_chart(("a", (3, 0)))), "refused") == []


def test_a_bar_shows_its_sum_and_each_part_its_own_value() -> None:
    svg = bars(a_chart(("a", (Decimal("1200.50"), Decimal(300))), dollars=True))
    assert "$1,500" in [each.text for each in drawn(svg).iter("text")]
    assert [bar[0].text for bar in rectangles(svg)] == ["a: open $1,200"]


def test_a_line_has_a_dot_for_each_moment() -> None:
    svg = lines(a_chart(("05", (3, 1)), ("06", (0, 2))))
    assert len(list(drawn(svg).iter("circle"))) == 4
    points = [each.get("points", "").split() for each in drawn(svg).iter("polyline")]
    assert [len(each) for each in points] == [2, 2]


def test_labels_below_are_thinned_until_they_fit() -> None:
    svg = columns(a_chart(*((f"{day:02d}", 1) for day in range(31))))
    labels = [each.text for each in drawn(svg).iter("text") if (each.text or "").isdigit()]
    assert len([each for each in labels if len(each or "") == 2]) <= 13


def test_a_long_label_is_cut() -> None:
    assert shortened("x" * 36) == "x" * 36
    assert shortened("x" * 37) == "x" * 35 + "…"


@pytest.mark.parametrize(
    ("most", "end"),
    [(1, 4), (4, 4), (5, 8), (9, 20), (21, 40), (Decimal("72800.01"), 80_000), (81, 200)],
)
def test_an_axis_ends_at_a_round_number(most: Value, end: int) -> None:
    assert scale(most) == end


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=40))
def test_nothing_leaves_the_picture(values: list[int]) -> None:
    chart = a_chart(*((str(index), value) for index, value in enumerate(values)))
    for svg in filter(None, (bars(chart), columns(chart))):
        width, height = map(float, drawn(svg).get("viewBox", "").split()[2:])
        for each in rectangles(svg):
            x, y, wide, high = (float(each.get(name, "")) for name in ("x", "y", "width", "height"))
            assert x >= 0
            assert y >= 0
            assert x + wide <= width
            assert y + high <= height
