"""The caret stands under what is meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_service.finding import Position, Quote
from edi_service.report.caret import WIDTH, underlined

CLM = "CLM*A1*100***11:B:1*Y"
HI = "HI*BK:1^BF:22"


@pytest.mark.parametrize(
    ("text", "element", "component", "repetition", "under"),
    [
        (CLM, 0, 0, 0, "CLM"),
        (CLM, 2, 0, 0, "100"),
        (CLM, 5, 0, 0, "11:B:1"),
        (CLM, 5, 2, 0, "B"),
        (CLM, 6, 0, 0, "Y"),
        (HI, 1, 2, 2, "22"),
        (HI, 1, 0, 1, "BK:1"),
    ],
)
def test_the_caret_is_as_wide_as_what_it_points_to(
    text: str, element: int, component: int, repetition: int, under: str
) -> None:
    position = Position(element=element, component=component, repetition=repetition)
    shown, carets = underlined(position, Quote(text))
    start = len(carets) - len(carets.lstrip())
    assert shown == text
    assert shown[start : start + carets.count("^")] == under


@pytest.mark.parametrize(("element", "component"), [(3, 0), (9, 0), (5, 4)])
def test_what_is_absent_is_pointed_to_where_it_would_stand(element: int, component: int) -> None:
    _, carets = underlined(Position(element=element, component=component), Quote(CLM))
    assert carets.endswith("^")
    assert carets.count("^") == 1


def test_a_long_segment_is_shown_around_the_caret() -> None:
    text = "MSG*" + "A" * 300 + "*B*" + "C" * 300
    shown, carets = underlined(Position(element=2), Quote(text))
    assert len(shown) == WIDTH
    assert shown[carets.index("^")] == "B"
    assert shown.startswith("…")
    assert shown.endswith("…")


def test_what_cannot_be_printed_keeps_its_place() -> None:
    shown, carets = underlined(Position(element=2), Quote("REF*\x07\x08*B"))
    assert shown[carets.index("^")] == "B"
    assert shown.isprintable()


@given(st.text(), st.integers(0, 30), st.integers(0, 9), st.integers(0, 9))
def test_any_segment_can_be_shown(text: str, element: int, component: int, repetition: int) -> None:
    position = Position(element=element, component=component, repetition=repetition)
    shown, carets = underlined(position, Quote(text))
    assert len(shown) <= WIDTH
    assert len(carets) <= WIDTH + 1
    assert "^" in carets
