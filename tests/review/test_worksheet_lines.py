"""Lines of a worksheet: what fits stands as it is, the rest as a wrapper of texts puts it."""

from __future__ import annotations

from textwrap import wrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_service.review.worksheet_lines import COLUMNS, NOT_KNOWN, field, item

TEXTS = st.text("ab -,é\t\n\u00a0", max_size=COLUMNS + 10)


@given(TEXTS)
def test_a_value_stands_as_a_wrapper_of_texts_would_put_it(value: str) -> None:
    first, *others = wrap(value, COLUMNS - 20) or [NOT_KNOWN]

    assert field("Member", value) == [
        f"{'Member:':<20}{first}",
        *(" " * 20 + one for one in others),
    ]


@given(TEXTS, st.sampled_from(["*", "[to get]"]))
def test_an_entry_stands_as_a_wrapper_of_texts_would_put_it(text: str, mark: str) -> None:
    further = " " * (len(mark) + 1)
    wrapped = wrap(text, COLUMNS, initial_indent=f"{mark} ", subsequent_indent=further)

    assert item(text, mark) == (wrapped or [mark])


@pytest.mark.parametrize("size", [57, 58, 59, 116, 117])
def test_a_value_is_as_wide_as_the_sheet_allows(size: int) -> None:
    lines = field("Payer", "x" * size)

    assert len(lines) == -(-size // 58)
    assert max(map(len, lines)) <= COLUMNS


@pytest.mark.parametrize(("size", "count"), [(75, 1), (76, 1), (77, 2)])
def test_an_entry_is_as_wide_as_the_sheet_allows(size: int, count: int) -> None:
    lines = item("x" * size)

    assert len(lines) == count
    assert max(map(len, lines)) <= COLUMNS


def test_what_is_absent_is_said_to_be() -> None:
    assert field("Group", "") == [f"{'Group:':<20}{NOT_KNOWN}"]
    assert item("", "line 1:") == ["line 1:"]
