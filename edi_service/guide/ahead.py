"""
Taking some steps of one part of the work before the next part begins.

Segments are placed, claims made of them, claims checked: each part goes a fifth quicker when the
next does not interrupt it after every claim, since a processor keeps near what it used last.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edi_service.finding import Finding, Report

Item = TypeVar("Item")

TAKEN_AHEAD = 64  # runs of segments, or claims


def ahead(items: Iterable[Item], own: Report, report: Report) -> Iterator[Item]:
    """
    The same *items*, taken some at a time before the first of them is handed on.

    What is found with an item (in *own*) joins *report* when it is handed on, and what is found
    after the last one at the end; so *report* grows as if nothing had been taken ahead.
    """
    # Chained, since an item that comes out of a list costs less than one handed through generators.
    return chain.from_iterable(_batches(items, own, report))


def _batches(items: Iterable[Item], own: Report, report: Report) -> Iterator[Iterable[Item]]:
    taken: list[Item] = []
    found: dict[int, list[Finding]] = {}  # by the number of the item it was met with
    for item in items:
        if own.findings:
            found[len(taken)], own.findings = own.findings, []
        taken.append(item)
        if len(taken) == TAKEN_AHEAD:
            yield _handed_on(taken, found, report) if found else taken
            taken, found = [], {}
    yield _handed_on(taken, found, report)
    report.findings += own.findings


def _handed_on(
    taken: list[Item], found: dict[int, list[Finding]], report: Report
) -> Iterator[Item]:
    for number, item in enumerate(taken):
        report.findings += found.pop(number, ())
        yield item
