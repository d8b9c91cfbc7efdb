"""The table that README.md carries."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from benchmarks.environments import PEERS
from benchmarks.figures import MEGABYTE, Series
from benchmarks.rows import memory_rows, peer_rows, speed_rows, worker_rows
from benchmarks.table import (
    HEADINGS,
    at_least_text,
    at_most_text,
    figure,
    megabytes,
    ratio_row,
    rounds_row,
    series_row,
    table,
)
from benchmarks.turns import Absent


def series(megabytes: float, seconds: float, start: float | None = None) -> Series:
    return Series(
        size=int(megabytes * MEGABYTE),
        seconds=[seconds],
        starts=[] if start is None else [start],
        peaks=[77_400_000],
        cpu_seconds=[seconds],
    )


FAST, SLOW = series(50, 5.5, 0.5), series(2, 10, 2)
GONE = Absent("cannot be installed: no network")


def test_every_row_has_as_many_cells_as_the_headings() -> None:
    text = table([series_row("a", FAST), ratio_row("b", FAST, SLOW, 40), series_row("c", GONE)])
    assert {line.count("|") for line in text.splitlines()} == {len(HEADINGS) + 1}
    assert text.splitlines()[1].startswith("| --- | ---: |")


def test_a_series_shows_its_speed_with_and_without_start_up() -> None:
    row = series_row("`check`", FAST, "a remark")
    assert row == ("`check`", "50.0 MB", "9.09", "10.0", "0.50 s", "77 MB", "a remark")


def test_what_was_timed_after_its_start_up_shows_none() -> None:
    row = series_row("extraction", series(50, 1))
    assert (row.speed, row.steady, row.start_up) == ("50.0", "", "")


def test_a_ratio_of_whole_processes_is_judged_and_the_other_stands_beside_it() -> None:
    row = ratio_row("check : x12valid", FAST, SLOW, 40)
    assert row.work == "**check : x12valid**"
    assert (row.speed, row.steady) == ("**45.5 : 1**", "40.0 : 1")
    assert row.sought == "at least 40 : 1: met"


def test_a_ratio_that_nothing_is_sought_of_says_nothing() -> None:
    assert ratio_row("a : b", FAST, SLOW).sought == ""


@pytest.mark.parametrize(("ours", "theirs"), [(GONE, SLOW), (FAST, GONE)])
def test_what_could_not_be_measured_says_why(
    ours: Series | Absent, theirs: Series | Absent
) -> None:
    row = ratio_row("a : b", ours, theirs, 40)
    assert row.sought == "not measured: cannot be installed: no network"
    assert row.speed == ""


def test_a_bound_is_met_when_it_is_reached() -> None:
    assert at_least_text(40, 40, " : 1") == "at least 40 : 1: met"
    assert at_least_text(39.9, 40, " MB/s") == "at least 40 MB/s: missed"
    assert at_most_text(100, 100, " MB") == "at most 100 MB: met"
    assert at_most_text(100.1, 100, " MB") == "at most 100 MB: missed"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.2345, "0.23"), (9.5, "9.50"), (12.34, "12.3"), (1234.5, "1,234"), (math.nan, "-")],
)
def test_a_figure_has_the_digits_that_mean_something(value: float, text: str) -> None:
    assert figure(value) == text


def test_memory_is_in_megabytes_like_the_files() -> None:
    assert megabytes(100_000_000) == "100 MB"


def test_both_kinds_of_claims_are_judged_by_the_same_bounds() -> None:
    names = [f"{work} {kind}" for work in ("x12valid", "check", "process") for kind in "PI"]
    measured: dict[str, Series | Absent] = dict.fromkeys(names, FAST)
    measured |= {"x12valid P": SLOW, "x12valid I": SLOW, "process with examples P": FAST}
    measured |= {"extraction P": series(50, 1), "extraction I": series(50, 2)}
    sought = [row.sought for row in speed_rows(measured) if row.sought]
    assert sought == [
        "at least 40 : 1: met",
        "at least 25 : 1: met",
        "at least 25 : 1: met",
        "at least 40 MB/s: met",
        "at least 40 : 1: met",
        "at least 25 : 1: met",
        "at least 40 MB/s: missed",
    ]


def test_how_far_rounds_lie_apart_and_what_sharing_costs_stand_beside_the_ratio() -> None:
    one = replace(FAST, seconds=[4.0, 6.0, 5.0], cpu_seconds=[4.0, 4.0, 4.0])
    two = replace(FAST, seconds=[4.0, 3.0, 2.5], cpu_seconds=[4.0, 4.4, 4.2])
    row = rounds_row("two workers : one", two, one, 1.7)
    assert row.speed == "**2.00 : 1**"
    assert row.sought == "at least 1.7 : 1: met; rounds 1.00 to 2.00; processor time 1.05 : 1"


def test_two_workers_are_held_against_one() -> None:
    measured: dict[str, Series | Absent] = {
        "check alone": FAST,
        "check by two": series(50, 3),
        "check --ack alone": FAST,
        "check --ack by two": series(50, 4),
        "process alone": Absent("`process` has no `--jobs`"),
        "process by two": Absent("`process` has no `--jobs`"),
    }
    rows = list(worker_rows(measured))
    assert [row.sought for row in rows] == [
        "",
        "",
        "at least 1.7 : 1: met; rounds 1.83 to 1.83; processor time 0.55 : 1",
        "",
        "",
        "at least 1.7 : 1: missed; rounds 1.37 to 1.37; processor time 0.73 : 1",
        "not measured: `process` has no `--jobs`",
        "not measured: `process` has no `--jobs`",
    ]


def test_memory_is_judged_on_long_files_of_both_shapes() -> None:
    names = [f"{work} {shape}" for work in ("check", "process") for shape in ("long", "single")]
    rows = list(memory_rows(dict.fromkeys(names, FAST)))
    assert len(rows) == 4
    assert {row.sought for row in rows} == {"at most 100 MB of memory: met"}


def test_each_peer_says_what_it_does_and_how_check_compares() -> None:
    measured: dict[str, Series | Absent] = {peer.driver: SLOW for peer in PEERS}
    measured |= {PEERS[-1].driver: GONE, "check P": FAST}
    rows = list(peer_rows(measured))
    assert [peer.does in row.work for peer, row in zip(PEERS, rows, strict=True)] == [True] * 5
    assert rows[0].sought == "check : it 45.5 : 1"
    assert rows[-1].sought.startswith("not measured:")
