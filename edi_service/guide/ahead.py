"""
Taking some steps of one part of the work before the next part begins.

Segments are placed, claims made of them, claims checked: each part goes a fifth quicker when the
next does not interrupt it after every claim, since a processor keeps near what it used last.
"""

from __future__ import annotations

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
    taken: list[Item] = []
    found: dict[int, list[Finding]] = {}  # by the number of the item it was met with
    for item in items:
        if own.findings:
            found[len(taken)], own.findings = own.findings, []
        taken.append(item)
        if len(taken) == TAKEN_AHEAD:
            yield from _handed_on(taken, found, report)
            taken.clear()
    yield from _handed_on(taken, found, report)
    report.findings += own.findings


def _handed_on(
    taken: list[Item], found: dict[int, list[Finding]], report: Report
) -> Iterator[Item]:
    if not found:
        yield from taken
        return
    for number, item in enumerate(taken):
        report.findings += found.pop(number, ())
        yield item
