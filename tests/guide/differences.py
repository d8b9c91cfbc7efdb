"""
Where our verdict and that of pyx12 part, by name: every difference has a class, and a right side.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from tests.guide.agreement import (
    ELEMENT_SORTS,
    Opinion,
    definitions,
    interchange,
    ours,
    samples,
    spoil,
    theirs,
)

if TYPE_CHECKING:
    from tests.guide.agreement import Sample, Spoilt, Told

SEGMENT_HAS_FAULTS = "IK304*8"  # follows from the element's own fault
# The least shares that have to be equal over 10,000 spoilt sets.
LEAST = {"verdict": 0.99, "elements": 0.99, "first segment, elements": 1.0}
# With the two faults mended that FIRST_COMPONENT and BEGUN_TWICE name.
LEAST_MENDED = {"verdict": 0.995, "elements": 0.99, "first segment, elements": 1.0}
PATTERN_UNMET = "IK403*I12"
CODE_INVALID = "IK403*7"


class Difference(Enum):
    """A class of differences: its name, and who is right."""

    SEGMENT_ONLY = "pyx12 names the segment alone for elements too many, composites missing", "ours"
    CODED_FIRST = "pyx12 takes a coded first element for a qualifier, and has no place", "ours"
    FIRST_COMPONENT = "pyx12 lets an optional composite begin with a required one empty", "ours"
    LATE = "a segment that comes late is late with us, with pyx12 missing and unknown", "ours"
    BEGUN_TWICE = "pyx12 does not search a loop that begins anew at once", "ours"
    SAME_POSITION = "pyx12 misses a loop that follows another of the same position", "ours"
    NUMBERING = (
        "pyx12 refuses a number of HL without saying where, and counts from the first",
        "ours",
    )
    PATTERN = "pyx12 says 7 of a pattern unmet, the 999 has I12: counted as equal", "ours"
    SHORT_TIME = "pyx12 takes three digits for a time that is only too short", "ours"
    UNEXPLAINED = "unexplained", "nobody knows"


@dataclass(kw_only=True)
class Tally:
    """What came of a number of spoilt sets."""

    judged: Counter[str] = field(default_factory=Counter)
    differ: Counter[tuple[str, Difference]] = field(default_factory=Counter)
    smallest: dict[Difference, tuple[Spoilt, Opinion, Opinion]] = field(default_factory=dict)

    def add(self, spoilt: Spoilt, mine: Opinion, other: Opinion) -> None:
        """Count one set under what is compared of it."""
        for what, differs in comparisons(spoilt, mine, other).items():
            self.judged[what] += 1
            if differs:
                named = classify(spoilt, mine, other)
                self.differ[what, named] += 1
                known = self.smallest.get(named)
                if known is None or len(spoilt.segments) < len(known[0].segments):
                    self.smallest[named] = spoilt, mine, other

    def equal(self, what: str) -> float:
        """
        The share of what was compared that is equal, from 0 to 1.

        A fault that both name in the same place, each by the code that its document has for it,
        is the same fault.
        """
        differing = sum(
            n
            for (of, named), n in self.differ.items()
            if of == what and named is not Difference.PATTERN
        )
        return 1 - differing / self.judged[what]

    def lines(self) -> list[str]:
        """The tally in words."""
        said = []
        for what, count in sorted(self.judged.items()):
            said.append(f"{what}: {count} compared, {self.equal(what):.2%} equal")
            for (of, named), number in sorted(self.differ.items(), key=lambda one: -one[1]):
                if of == what:
                    name, right = named.value
                    said.append(f"  {number:5} {name} (right: {right})")
        return said


def comparisons(spoilt: Spoilt, mine: Opinion, other: Opinion) -> dict[str, bool]:
    """What is compared of a spoilt set, and whether it differs."""
    verdict = {"verdict": mine.accepted != other.accepted}
    by_segment = {"first segment": first(mine) != first(other)}
    if spoilt.sort not in ELEMENT_SORTS:
        return verdict | by_segment
    if spoilt.sort == "extra" or is_qualifier(spoilt):
        return verdict | {f"{name}, elements": one for name, one in by_segment.items()}
    return verdict | {"elements": own(mine.faults) != own(other.faults)}


def is_qualifier(spoilt: Spoilt) -> bool:
    """Whether pyx12 takes the element for what tells siblings apart: then it is about order."""
    about = spoilt.about
    return (
        about is not None
        and bool(about.codes)
        and (spoilt.element, spoilt.component) in ((1, 0), (1, 1))
    )


def own(faults: set[Told]) -> set[Told]:
    """The faults without those that only say that a segment has some."""
    return {fault for fault in faults if fault.code != SEGMENT_HAS_FAULTS}


def first(opinion: Opinion) -> int:
    """The segment of the first fault, counted from ST; 0 without any."""
    return min((fault.segment for fault in opinion.faults), default=0)


def classify(spoilt: Spoilt, mine: Opinion, other: Opinion) -> Difference:
    """The class of a difference."""
    our, their = own(mine.faults), own(other.faults)
    their_codes = {fault.code for fault in their}
    our_codes = {fault.code for fault in our}
    if our_codes in ({"IK403*3"}, {"IK403*1"}) and not their and other.faults:
        return Difference.SEGMENT_ONLY
    if spoilt.sort in ELEMENT_SORTS and spoilt.element == 1 and "IK304*1" in their_codes:
        return Difference.CODED_FIRST
    if spoilt.sort in ELEMENT_SORTS:
        return _of_elements(spoilt, our - their, their - our)
    return _of_order(spoilt, mine, other)


def _of_order(spoilt: Spoilt, mine: Opinion, other: Opinion) -> Difference:
    our, their = own(mine.faults), own(other.faults)
    levels = {at for at, segment in enumerate(spoilt.segments, 2) if segment[0] == "HL"}
    numbering = {fault for fault in our if fault.code == PATTERN_UNMET and fault.segment in levels}
    rest = Opinion(accepted=mine.accepted, faults=mine.faults - numbering)
    if numbering and first(rest) == first(other) and not other.accepted:
        return Difference.NUMBERING
    more = {fault.code for fault in our - their}
    less = {fault.code for fault in their - our}
    if "IK304*3" in more and first(mine) != first(other):
        return Difference.BEGUN_TWICE
    if "IK304*7" in more and "IK304*3" in less:
        return Difference.LATE
    return Difference.SAME_POSITION if "IK304*3" in less else Difference.UNEXPLAINED


def _of_elements(spoilt: Spoilt, more: set[Told], less: set[Told]) -> Difference:
    only_more = {fault.code for fault in more} if not less else set()
    if only_more == {"IK403*1"} and spoilt.sort == "missing" and spoilt.component == 1:
        return Difference.FIRST_COMPONENT
    if only_more == {"IK403*9"} and spoilt.sort == "short":
        return Difference.SHORT_TIME
    if {fault._replace(code=CODE_INVALID) for fault in more} == less and {
        fault.code for fault in more
    } == {PATTERN_UNMET}:
        return Difference.PATTERN
    return Difference.UNEXPLAINED


def tally(count: int, seed: int) -> Tally:
    """
    The tally of *count* spoilt sets: P, I and services reviews, all made by *seed*.

    Dental claims are left out: both judge them by our own map, which would prove little.
    """
    found = Tally()
    choice = random.Random(seed)  # noqa: S311 - it must repeat, and is no secret
    every = [sample for sort in "PIR" for sample in samples(sort, 9)]
    for number, sample in enumerate(every):
        share = count // len(every) + (number < count % len(every))
        for spoilt, mine, other in judged(sample, share, choice):
            found.add(spoilt, mine, other)
    return found


def judged(
    sample: Sample, count: int, choice: random.Random
) -> list[tuple[Spoilt, Opinion, Opinion]]:
    """*count* spoilt copies of *sample*, with both opinions of each."""
    here = definitions(sample)
    copies: list[Spoilt] = []
    while len(copies) < count:
        if (spoilt := spoil(sample, here, choice)) is not None:
            copies.append(spoilt)
    data = interchange(sample, [copy.segments for copy in copies])
    mine, other = defaultdict(Opinion, ours(data, sample.guide)), theirs(data)
    return [
        (copy, mine[f"{number:04}"], other[f"{number:04}"]) for number, copy in enumerate(copies, 1)
    ]
