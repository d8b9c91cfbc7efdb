"""Taking ahead changes when the work is done, never what is found or in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from edi_service.finding import NOWHERE, Report
from edi_service.guide.ahead import TAKEN_AHEAD, ahead
from edi_service.guide.kinds import SEGMENT_MISSING

if TYPE_CHECKING:
    from collections.abc import Iterator


def counted(count: int, own: Report, drawn: list[int]) -> Iterator[int]:
    """Numbers; each third is found fault with, and so is the end."""
    for number in range(count):
        drawn.append(number)
        if number % 3 == 0:
            own.add(SEGMENT_MISSING.found(NOWHERE, str(number)))
        yield number
    own.add(SEGMENT_MISSING.found(NOWHERE, "end"))


@pytest.mark.parametrize("count", [0, 1, TAKEN_AHEAD - 1, TAKEN_AHEAD, 3 * TAKEN_AHEAD + 5])
def test_findings_join_the_report_with_their_item(count: int) -> None:
    own, report = Report(), Report()
    seen = []
    for number in ahead(counted(count, own, []), own, report):
        assert [found.message for found in report.findings] == [
            str(each) for each in range(0, number + 1, 3)
        ]
        seen.append(number)

    assert seen == list(range(count))
    assert report.findings[-1].message == "end"
    assert own.findings == report.findings[-1:]


def test_no_more_is_taken_than_it_says() -> None:
    own, drawn = Report(), list[int]()
    items = ahead(counted(1000, own, drawn), own, Report())

    assert next(items) == 0
    assert len(drawn) == TAKEN_AHEAD
