"""The fast yes is never said to a segment with a fault, and is said to those without."""

from __future__ import annotations

import random
import re

import pytest

from edi_service.guide.explain_segment import examine
from edi_service.guide.fit import Memo, fits_always, is_new_each_time
from edi_service.guide.model import SegmentUse
from edi_service.guide.pattern import alternation, segment_pattern
from edi_service.guide.values import is_date, is_range, is_time
from edi_service.x12.segment import Delimiters
from tests.guide.agreement import definitions, samples, spoil

DELIMITERS = Delimiters()


@pytest.mark.parametrize("sort", ["P", "I", "D", "R"])
def test_a_pattern_never_matches_a_segment_with_a_fault(sort: str) -> None:
    choice = random.Random(5)  # noqa: S311 - it must repeat, and is no secret
    for sample in samples(sort, 6):
        here = definitions(sample)
        patterns = [re.compile(segment_pattern(one, DELIMITERS)) for one in here]
        for segment, pattern, definition in zip(sample.segments, patterns, here, strict=True):
            # What a guide writes as a pattern of its own is left to the slow path.
            is_slow = any(element.pattern for element in definition.elements)
            assert is_slow or pattern.fullmatch("*".join(segment)), segment
        for _ in range(150):
            spoilt = spoil(sample, here, choice)
            if spoilt is None or len(spoilt.segments) != len(here):
                continue
            for segment, pattern, definition in zip(spoilt.segments, patterns, here, strict=True):
                text = "*".join(segment)
                if pattern.fullmatch(text):
                    assert list(examine(definition, text, DELIMITERS)) == []


def test_what_was_judged_is_remembered() -> None:
    [sample] = samples("P", 1)
    definition = definitions(sample)[0]
    memo = Memo(definition, DELIMITERS)
    text = "*".join(sample.segments[0])

    assert memo[text]
    assert not memo["BHT*X"]
    assert dict(memo) == {text: True, "BHT*X": False}
    assert fits_always("NM1")


@pytest.mark.parametrize(
    ("loop", "segment_id", "qualifier", "is_new"),
    [
        ("2010BA", "NM1", "IL", True),
        ("2010CA", "NM1", "QC", True),
        ("2310B", "NM1", "82", False),
        ("2010BA", "N3", "", True),
        ("2010AA", "N3", "", False),
        ("2300", "CLM", "", True),
        ("2400", "SV1", "", False),
        ("2400", "DTP", "472", False),
    ],
)
def test_what_is_about_a_person_or_numbers_something_is_not_remembered(
    loop: str,
    segment_id: str,
    qualifier: str,
    is_new: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert is_new_each_time(SegmentUse(loop, segment_id, qualifier)) is is_new


def test_an_alternation_matches_its_codes_alone() -> None:
    codes = ["A", "AB", "ABC", "B1", "*"]
    pattern = re.compile(alternation(sorted(codes)))

    assert all(pattern.fullmatch(code) for code in codes)
    assert not any(pattern.fullmatch(other) for other in ("", "ABCD", "B", "C"))
    assert not re.fullmatch(alternation([]), "")


@pytest.mark.parametrize(
    ("value", "is_one"),
    [
        ("20240229", True),
        ("20230229", False),
        ("20261301", False),
        ("17991231", False),
        ("240229", True),
        ("991231", True),
        ("202402291130", True),
        ("202402292530", False),
        ("2024022", False),
        ("2024022X", False),
        ("\u0662\u0660240229", False),
    ],
)
def test_dates_are_days_of_the_calendar(value: str, is_one: bool) -> None:  # noqa: FBT001 - pytest passes parameters by name
    assert is_date(value) is is_one


def test_ranges_and_times_are_held_to_the_calendar_and_the_clock() -> None:
    assert is_range("20260101-20251231")  # which is first is another rule's question
    assert not is_range("20260101")
    assert not is_range("20260101-20260230")
    assert all(map(is_time, ("2359", "235959", "23595999")))
    assert not any(map(is_time, ("2400", "2360", "145", "AB12")))
