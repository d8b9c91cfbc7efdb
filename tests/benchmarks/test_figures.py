"""The arithmetic of measurements."""

from __future__ import annotations

import math

import pytest

from benchmarks.figures import (
    MEGABYTE,
    Series,
    cost_ratio,
    ratio,
    round_ratios,
    steady_ratio,
)


def series(megabytes: float, seconds: list[float], starts: list[float] | None = None) -> Series:
    size = int(megabytes * MEGABYTE)
    return Series(size=size, seconds=seconds, starts=starts or [], peaks=[30, 50, 40])


def test_the_speed_is_the_median_of_the_rounds() -> None:
    assert series(12, [1.0, 4.0, 2.0]).speed == 6.0


def test_the_start_up_is_a_median_and_counts_for_nothing_after_it() -> None:
    figures = series(10, [2.5, 3.0], [0.4, 0.5, 9.0])
    assert figures.start_up == 0.5
    assert figures.steady_speeds == [5.0, 4.0]
    assert figures.steady_speed == 4.5


def test_without_a_start_up_the_speeds_are_the_same() -> None:
    figures = series(10, [2.0, 4.0])
    assert figures.start_up == 0.0
    assert figures.steady_speeds == figures.speeds


def test_work_that_is_all_start_up_has_no_speed_after_it() -> None:
    assert math.isnan(series(1, [0.5], [0.6]).steady_speed)


def test_the_peak_is_the_largest_of_the_rounds() -> None:
    assert series(1, [1.0]).peak == 50


def test_a_ratio_is_the_median_of_the_ratios_of_rounds_not_the_ratio_of_medians() -> None:
    ours = series(10, [1.0, 2.0, 10.0])
    theirs = series(1, [1.0, 10.0, 2.0])
    assert ratio(ours, theirs) == pytest.approx(10.0)  # of 10, 50 and 2


def test_the_ratio_of_each_round_is_there_to_be_shown() -> None:
    assert round_ratios(series(4, [1.0, 2.0]), series(1, [1.0, 1.0])) == [4.0, 2.0]


def test_what_it_costs_is_processor_time_whatever_the_clock_says() -> None:
    ours, theirs = series(1, [1.0, 9.0, 2.0]), series(1, [5.0, 1.0, 1.0])
    ours.cpu_seconds, theirs.cpu_seconds = [3.0, 2.0, 8.0], [2.0, 2.0, 2.0]
    assert cost_ratio(ours, theirs) == 1.5


def test_a_ratio_counts_start_up_and_the_steady_one_does_not() -> None:
    ours, theirs = series(40, [2.5], [0.5]), series(2, [8.25], [0.25])
    assert ratio(ours, theirs) == pytest.approx(16 * 8.25 / 2)
    assert steady_ratio(ours, theirs) == pytest.approx(20 / 0.25)


def test_rounds_that_do_not_pair_are_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        ratio(series(1, [1.0, 1.0]), series(1, [1.0]))
