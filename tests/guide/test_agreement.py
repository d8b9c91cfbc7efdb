"""Our guide engine and pyx12 judge the same sets alike, and where they do not, we know why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.guide.agreement import Opinion, Spoilt, interchange, ours, samples, theirs
from tests.guide.differences import LEAST_MENDED, Difference, classify, comparisons, tally
from tests.guide.mended_pyx12 import mended

if TYPE_CHECKING:
    from tests.guide.agreement import Sample
    from tests.guide.differences import Tally

MUTATIONS = 500  # 10,000 are judged by benchmarks/agreement.py
MENDED = 200  # of them, where pyx12 is another
LEAST = {"verdict": 0.99, "elements": 0.966, "first segment, elements": 1.0}  # what these 500 give


@pytest.fixture(scope="module")
def judged() -> Tally:
    return tally(MUTATIONS, seed=1)


def test_every_difference_has_a_class(judged: Tally) -> None:
    assert sum(judged.judged.values()) == 2 * MUTATIONS
    assert judged.smallest.get(Difference.UNEXPLAINED) is None


def test_verdicts_and_elements_are_mostly_the_same(judged: Tally) -> None:
    for what, least in LEAST.items():
        assert judged.equal(what) >= least


def test_verdicts_are_the_same_once_two_faults_of_pyx12_are_mended() -> None:
    with mended():
        found = tally(MENDED, seed=1)

    named = {Difference.FIRST_COMPONENT, Difference.BEGUN_TWICE, Difference.UNEXPLAINED}
    assert found.equal("verdict") >= LEAST_MENDED["verdict"]
    assert not named & set(found.smallest)


def test_pyx12_is_as_it_was_after_it_was_mended() -> None:
    example = next(one for one in EXAMPLES if one.named is Difference.FIRST_COMPONENT)
    sample = _sample(example.sort, REVIEW)
    text = "~".join("*".join(segment) for segment in sample.segments)
    changed = re.sub(example.pattern, example.instead, text, count=1)
    data = interchange(sample, [[line.split("*") for line in changed.split("~")]])

    with mended():
        assert not theirs(data)["0001"].accepted
    assert theirs(data).get("0001", Opinion()).accepted


def _sample(sort: str, name: str) -> Sample:
    return next(sample for sample in samples(sort, 1) if sample.name == name)


REVIEW = "request-of-a-subscriber-for-dental-care"
CLAIM = "subscriber-with-a-filling-and-a-crown"


class Example(NamedTuple):
    """How a sample is spoilt (a pattern, and what takes its place), and what that is called."""

    sort: str
    pattern: str
    instead: str
    named: Difference
    spoilt: str = "move"
    place: tuple[int, int] = (0, 0)


EXAMPLES = [
    Example(
        "D",
        r"(CLM\*[^*]*\*[^*]*\*\*\*)[^*]*",
        r"\1",
        Difference.SEGMENT_ONLY,
        "missing",
        (5, 0),
    ),
    Example("D", r"PRV\*BI", "PRV*XX", Difference.CODED_FIRST, "code", (1, 0)),
    Example("R", r"(UM\*IN\*I\*35\*)\d+", r"\1", Difference.FIRST_COMPONENT, "missing", (4, 1)),
    Example("D", r"(N3\*[^~]*)~(N4\*[^~]*)", r"\2~\1", Difference.LATE),
    Example("D", r"LX\*1", "LX*1~LX*1", Difference.BEGUN_TWICE),
    Example("D", r"(NM1\*IL.*)~(NM1\*PR[^~]*)", r"\2~\1", Difference.SAME_POSITION),
    Example("R", r"HL\*2\*", "HL*3*", Difference.NUMBERING),
    Example(
        "I", r"(NM1\*85.*?N4\*[^~]*\*)\d{9}", r"\g<1>45402", Difference.PATTERN, "short", (3, 0)
    ),
    Example("D", r"(BHT(?:\*[^*]*){4}\*\d{3})\d", r"\1", Difference.SHORT_TIME, "short", (5, 0)),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.named.name)
def test_each_class_has_a_smallest_example(example: Example) -> None:
    name = {"D": CLAIM, "R": REVIEW, "I": "I1"}[example.sort]
    [sample] = (one for one in samples(example.sort, 1) if one.name == name)
    text = "~".join("*".join(segment) for segment in sample.segments)
    changed, count = re.subn(example.pattern, example.instead, text, count=1)
    segments = [line.split("*") for line in changed.split("~")]
    data = interchange(sample, [segments])
    mine = ours(data, sample.guide).get("0001", Opinion())
    other = theirs(data).get("0001", Opinion())
    spoilt = Spoilt(
        sample=sample,
        sort=example.spoilt,
        at=2,
        element=example.place[0],
        component=example.place[1],
        segments=segments,
    )

    assert count == 1
    assert mine != other
    assert any(comparisons(spoilt, mine, other).values()) or example.spoilt == "code"
    assert classify(spoilt, mine, other) is example.named


def test_every_class_has_its_example() -> None:
    assert {example.named for example in EXAMPLES} | {Difference.UNEXPLAINED} == set(Difference)
