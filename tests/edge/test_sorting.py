"""Lines come out in order, however many were kept."""

from __future__ import annotations

import random

import pytest

from edi_service.edge.sorting import SortedLines


@pytest.mark.parametrize("run_length", [1, 3, 10, 1_000])
def test_lines_come_out_by_their_keys_whether_or_not_they_were_set_aside(run_length: int) -> None:
    lines = [(f"{number:04d}", f"line {number}\nwith a break, é\n") for number in range(100)]
    shuffled = random.Random(7).sample(lines, k=len(lines))  # noqa: S311 -- a shuffle

    kept = SortedLines(run_length)
    for key, line in shuffled:
        kept.add(key, line)

    assert list(kept) == [line for _, line in lines]
    kept.close()


def test_nothing_kept_gives_nothing() -> None:
    kept = SortedLines()
    assert list(kept) == []
    kept.close()


def test_lines_with_equal_keys_all_come_out() -> None:
    kept = SortedLines(2)
    for line in ("b\n", "a\n", "c\n"):
        kept.add("same", line)
    assert list(kept) == ["a\n", "b\n", "c\n"]
    kept.close()
