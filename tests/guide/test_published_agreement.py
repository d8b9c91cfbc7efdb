"""Published files of the guides held: our engine and pyx12 refuse the same sets, for the same."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from enum import Enum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from edi_service.edge.guides import find_guide
from edi_service.edge.reference import validate
from edi_service.finding import Report
from edi_service.guide.check import check_set
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from edi_service.edge.reference import Fault
    from edi_service.finding import Finding

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
GUIDES = r"005010X(?:217|22[234])"
STUPIDEDI = "kputnam+stupidedi"
needs_corpus = pytest.mark.skipif(
    not CORPUS.exists(), reason="the corpus of published files is not here"
)


class Difference(Enum):
    """A class of differences, and who is right."""

    CERTIFICATE = "PWK*CT*AD, a certificate of medical necessity, taken for other paperwork", "ours"
    QUEBEC = "QC is a province, which pyx12's list of states lacks", "ours"
    IN_FRONT = "what is missing at the end is placed at the SE, by pyx12 behind another", "both"


# By file and ST02; all other sets are judged alike.
NAMED = {
    ("005010__X222A1__HC837__pass__oxygen.edi", "0001"): Difference.CERTIFICATE,
    ("005010__X222A1__HC837__pass__wheelchair.edi", "112233"): Difference.CERTIFICATE,
    ("hist.samples_837_7.txt", "0001"): Difference.CERTIFICATE,
    ("hist.samples_837_8.txt", "112233"): Difference.CERTIFICATE,
    ("hist.samples_837_all.txt", "0001"): Difference.CERTIFICATE,
    ("hist.samples_837_all.txt", "112233"): Difference.CERTIFICATE,
    ("hist.837P-big.edi", "987654"): Difference.CERTIFICATE,
    ("hist.837P-big.edi", "987655"): Difference.QUEBEC,
    ("hist.837P-big.edi", "0022"): Difference.IN_FRONT,
}


class Judgment(NamedTuple):
    """What both say of the sets of one ST02: faults in segments, counted from ST, which is 1."""

    mine: list[tuple[int, Finding]]
    other: list[Fault]
    is_refused: bool  # by pyx12, for its segments

    @property
    def firsts(self) -> tuple[int, int]:
        """The segment of the first fault by us and by pyx12; 0 without any."""
        ours = min((segment for segment, _ in self.mine), default=0)
        return ours, min((fault.segment for fault in self.other), default=0)


def published() -> list[str]:
    """The files of the corpus that follow a guide held here."""
    manifest = CORPUS / "MANIFEST.tsv"
    if not manifest.exists():
        return []
    with manifest.open(encoding="utf-8") as source:
        rows = csv.DictReader(source, delimiter="\t")
        return [row["file"] for row in rows if re.search(GUIDES, row["version(GS08/ST03)"])]


@cache
def judged(name: str) -> dict[str, Judgment] | str:
    """Both judgments of each ST02 of a file, or why there is none."""
    data = (CORPUS / name).read_bytes()
    # pyx12 ships maps for one erratum of each guide.
    data = re.sub(rb"005010X222A?\d?", b"005010X222A1", data)
    data = re.sub(rb"005010X223A?\d?", b"005010X223A2", data)
    verdict = validate(data)
    if verdict.reason:
        return f"pyx12 has no verdict: {verdict.reason}"
    mine: dict[str, list[tuple[int, Finding]]] = defaultdict(list)
    for found in read_sets(read_blocks(io.BytesIO(data), Report()), Report(), Tally()):
        second = [*found.cursor.block.texts[found.cursor.index].split(found.delimiters.element), ""]
        guide = find_guide(found.guide or found.version, second[2])
        if guide is None:
            return "one of its sets follows a guide that is not held"
        report, start = Report(), found.position.segment
        for _ in check_set(found, guide, report):
            pass
        findings = [(one.position.segment - start + 1, one) for one in report.take()]
        mine[found.control.set] += findings
    faults = [fault for fault in verdict.faults if fault.kind in ("IK3", "IK4")]
    refused = {one.set_control for one in verdict.faults if (one.kind, one.code) == ("IK5", "5")}
    return {
        number: Judgment(
            findings, [one for one in faults if one.set_control == number], number in refused
        )
        for number, findings in mine.items()
    }


@needs_corpus
@pytest.mark.parametrize("name", published())
def test_sets_are_refused_alike_and_their_first_faults_are_in_the_same_segment(name: str) -> None:
    found = judged(name)
    if isinstance(found, str):
        pytest.skip(found)
    for number, judgment in found.items():
        ours, theirs = judgment.firsts
        match NAMED.get((name.removeprefix(f"{STUPIDEDI}/"), number)):
            case Difference.CERTIFICATE | Difference.QUEBEC as difference:
                place = ("PWK", 2) if difference is Difference.CERTIFICATE else ("N4", 2)
                told = {(one.segment_id, one.element, one.code) for one in judgment.other}
                assert {one for one in told if one[1]} == {(*place, "7")}
                assert judgment.is_refused
                assert not ours
            case Difference.IN_FRONT:
                assert ours == theirs + 1
                assert [one.kind.acknowledgment for _, one in judgment.mine] == ["IK304*3"]
                assert {one.code for one in judgment.other} == {"3"}
            case _:
                assert ours == theirs
                assert bool(judgment.mine) is judgment.is_refused


@needs_corpus
def test_every_difference_that_is_named_is_there() -> None:
    for name, number in NAMED:
        found = judged(f"{STUPIDEDI}/{name}")
        assert not isinstance(found, str)
        ours, theirs = found[number].firsts
        assert ours != theirs


@needs_corpus
def test_enough_sets_are_judged_and_some_of_them_have_faults() -> None:
    found = [one for one in map(judged, published()) if not isinstance(one, str)]
    sets = [judgment for one in found for judgment in one.values()]

    assert len(sets) >= 110
    assert sum(any(one.firsts) for one in sets) >= 30
