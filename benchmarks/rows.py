"""Which rows the table has, and what is sought in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.environments import PEERS
from benchmarks.figures import MEGABYTE, Series, ratio
from benchmarks.plan import (
    CHECK_SOUGHT,
    EXTRACTION_SOUGHT,
    MEMORY_ALLOWED,
    PROCESS_SOUGHT,
    WORKERS_SOUGHT,
)
from benchmarks.table import at_least_text, at_most_text, figure, ratio_row, rounds_row, series_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from benchmarks.table import Row
    from benchmarks.turns import Absent

    Measured = Mapping[str, Series | Absent]

_NAMES = {"P": "professional", "I": "institutional"}


def speed_rows(measured: Measured) -> Iterator[Row]:
    """Our commands beside x12valid, for each kind of claims."""
    for kind, name in _NAMES.items():
        theirs = measured[f"x12valid {kind}"]
        yield series_row(f"pyx12 `x12valid`, {name}: guide, 999", theirs)
        check = measured[f"check {kind}"]
        yield series_row(f"`check`, {name}: guide, codes, balances", check)
        yield ratio_row("check : x12valid", check, theirs, CHECK_SOUGHT)
        process = measured[f"process {kind}"]
        yield series_row(f"`process`, {name}: all that and the library's policies", process)
        yield ratio_row("process : x12valid", process, theirs, PROCESS_SOUGHT)
        if kind == "P":
            cases = measured["process with examples P"]
            yield series_row("`process`, the same with cases and 278 requests", cases)
            yield ratio_row("process : x12valid", cases, theirs, PROCESS_SOUGHT)
        yield _extraction(name, measured[f"extraction {kind}"])


def _extraction(name: str, series: Series | Absent) -> Row:
    remark = ""
    if isinstance(series, Series):
        remark = at_least_text(series.speed, EXTRACTION_SOUGHT, " MB/s")
    return series_row(f"bare extraction, {name}: claims read, nothing checked", series, remark)


def worker_rows(measured: Measured) -> Iterator[Row]:
    """Two workers beside one."""
    for command in ("check", "check --ack", "process"):
        one, two = measured[f"{command} alone"], measured[f"{command} by two"]
        yield series_row(f"`{command}`, professional, a longer file", one)
        yield series_row(f"`{command} --jobs 2`, the same", two)
        if isinstance(one, Series) and isinstance(two, Series):
            yield rounds_row("two workers : one", two, one, WORKERS_SOUGHT)


def memory_rows(measured: Measured) -> Iterator[Row]:
    """The peak of memory on a long file, which does not grow with it."""
    shapes = {"long": "a long file of many sets", "single": "a long file of one single set"}
    for command in ("check", "process"):
        for shape, name in shapes.items():
            yield _memory(f"`{command}`, {name}", measured[f"{command} {shape}"])


def _memory(work: str, series: Series | Absent) -> Row:
    remark = ""
    if isinstance(series, Series):
        remark = at_most_text(series.peak / MEGABYTE, MEMORY_ALLOWED, " MB of memory")
    return series_row(work, series, remark)


def peer_rows(measured: Measured) -> Iterator[Row]:
    """The other peers, each with the level of its work and how `check` compares."""
    check = measured["check P"]
    for peer in PEERS:
        series = measured[peer.driver]
        remark = ""
        if isinstance(series, Series) and isinstance(check, Series):
            remark = f"check : it {figure(ratio(check, series))} : 1"
        yield series_row(f"{peer.package} {peer.version}: {peer.does}", series, remark)
