"""
pyx12's own expected 997 and 999, segment by segment and element by element.

None of them is about a guide that is held here: they are about claims, remittances, enrolments and
reviews of 4010, and about the enrolment of 5010.  Our engine reads those maps of pyx12 as well, so
here it judges by them: every AK3 or IK3 and AK4 or IK4, or a class that says why not and who is
right.
"""

from __future__ import annotations

import io
from enum import Enum
from functools import cache
from importlib.resources import files
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

import pytest
from lxml import etree

from edi_service.acknowledge.file import DocumentKind, Source, acknowledge_file
from edi_service.acknowledge.judge import Rules
from edi_service.acknowledge.ledger import Ledger
from edi_service.edge.guides import find_guide
from edi_service.finding import Report
from edi_service.guide.check import check_set
from edi_service.guide.load import load_dictionary, load_guide
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally
from tests.acknowledge.making import CORPUS, MOMENT, expected_answers, read_back

if TYPE_CHECKING:
    from edi_service.guide.definition import Guide
    from edi_service.guide.load import Dictionary
    from edi_service.x12.envelope import TransactionSet

needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus is not beside this checkout"
)
MAPS = files("pyx12") / "map"


class Told(NamedTuple):
    """One AK3 or IK3, or one AK4 or IK4 below it; *position* counts from ST, which is 1."""

    segment_id: str
    position: int
    code: str
    element: int = 0
    component: int = 0
    data_element: str = ""


class Answer(NamedTuple):
    """What is said of one transaction set: AK2 or IK2 to AK5 or IK5."""

    control_number: str
    is_accepted: bool  # without any error; whether errors reject is for partners to agree on
    codes: frozenset[str]
    faults: frozenset[Told]


class Difference(Enum):
    """A class of differences: what it is, and who is right."""

    IN_FRONT = "what is missing at the end is placed at the SE, by pyx12 at the one before", "both"
    LATE = "N1 comes late with us; pyx12 does not know it, nor the address behind it", "ours"
    HEADER = "ST02 is too long and no text: pyx12 looks at no element of ST", "ours"
    CUT_OFF = "a file that ends with the ST: pyx12 says no more than that SE is missing", "both"
    LINE_BREAK = "a line break within N301: told of the interchange (SX17), not of the set", "both"
    TOO_OFTEN = "more than fifty LX: its own later test expects what we say", "ours"


# The differences by file; all other files are answered alike.
EMPTY_SETS = ("mult_isa", "mult_trn", "multiple_trn", "fail_no_IEA", "simple1")
NAMED = {
    **dict.fromkeys(EMPTY_SETS, Difference.IN_FRONT),
    "bad_header_looping": Difference.LATE,
    "837miss": Difference.CUT_OFF,
    "explicit_missing": Difference.CUT_OFF,
    "ele": Difference.HEADER,
    "834_eol_in_element": Difference.LINE_BREAK,
    "hist.loop_counting2": Difference.TOO_OFTEN,
}


def named(given: str) -> Difference | None:
    """The class of the differences of a file, if it has any."""
    name = given.partition("/")[2].removesuffix(".txt").removesuffix(".source")
    return NAMED.get(name) or NAMED.get(name.split(".", 1)[1])


@cache
def dictionary() -> Dictionary:
    """pyx12's own data elements and lists, without our overlays."""
    data_elements, lists = MAPS / "dataele.xml", MAPS / "codes.xml"
    return load_dictionary(data_elements.read_bytes(), lists.read_bytes())


@cache
def guide_of(group: str, version: str, purpose: str) -> Guide:
    """The map that pyx12 has for GS01, GS08 and, of a services review, BHT02."""
    index = etree.fromstring((MAPS / "maps.xml").read_bytes())
    [name] = [
        listed.text or ""
        for listed in index.iterfind(f".//map[@vriic='{version}'][@fic='{group}']")
        if listed.get("tspc") in (None, purpose)
    ]
    return load_guide((MAPS / name).read_bytes(), dictionary())


def held_against(transaction_set: TransactionSet, report: Report) -> None:
    """Judge a set by pyx12's map."""
    cursor, separator = transaction_set.cursor, transaction_set.delimiters.element
    following = [*cursor.block.texts[cursor.index : cursor.index + 1], ""][0]
    is_begun = following.startswith("BHT")
    purpose = [*following.split(separator), "", ""][2] if is_begun else "13"
    group, version = transaction_set.group.functional_id, transaction_set.version
    for _ in check_set(transaction_set, guide_of(group, version, purpose), report):
        pass


def ours(data: bytes) -> list[Answer]:
    """What we answer to each transaction set of *data*."""
    report, numbers = Report(), count(1)
    ledger = Ledger(report, Rules(claim="set", envelope="note"))
    answers: list[Answer] = []

    def take(before_segment: int | None) -> None:
        ledger.add_findings(report.take(before_segment))
        for document in acknowledge_file(
            ledger,
            moment=MOMENT,
            next_number=lambda _: next(numbers),
            source=Source(),
            before_segment=before_segment,
        ):
            if document.kind is DocumentKind.IMPLEMENTATION:
                answers.extend(read_answers(b"".join(document.parts)))

    blocks = ledger.watch(read_blocks(io.BytesIO(data), report))
    for transaction_set in read_sets(blocks, report, Tally()):
        take(transaction_set.position.segment)
        held_against(transaction_set, report)
    take(None)
    return answers


def read_answers(data: bytes) -> list[Answer]:
    """What a 997 or 999 says of each transaction set."""
    return [
        Answer(
            one.control_number,
            one.verdict == "A",
            frozenset(code.removeprefix("I") for code in one.codes),
            frozenset(
                told
                for fault in one.faults
                for told in [
                    Told(fault.segment_id, fault.position, fault.code),
                    *(
                        Told(
                            fault.segment_id,
                            fault.position,
                            element.code,
                            element.place.element,
                            element.place.component,
                            element.data_element,
                        )
                        for element in fault.elements
                    ),
                ]
            ),
        )
        for group in read_back(data).groups
        for one in group.sets
    ]


def explains(difference: Difference, mine: Answer, other: Answer) -> bool:
    """Whether *difference*, and nothing else, makes *mine* of *other*."""
    more, less = mine.faults - other.faults, other.faults - mine.faults
    match difference:
        case Difference.IN_FRONT:
            moved = {one._replace(position=one.position + 1) for one in less}
            return more == moved and {one.code for one in more} == {"3"}
        case Difference.LATE:
            address = {one for one in less if one.segment_id in ("N3", "N4")}
            unknown = {one._replace(code="1") for one in more}
            return less == unknown | address and {one.code for one in more} == {"7"}
        case Difference.HEADER:
            return not less and {(one.segment_id, one.position) for one in more} == {("ST", 1)}
        case Difference.CUT_OFF:
            return not less and {(one.position, one.code) for one in more} == {(2, "3")}
        case Difference.LINE_BREAK:
            return not more and less == {Told("N3", 12, "8"), Told("N3", 12, "6", 1, 0, "166")}
        case Difference.TOO_OFTEN:
            return not less and {(one.segment_id, one.code) for one in more} == {("LX", "4")}


@needs_corpus
@pytest.mark.parametrize(("given", "expected"), expected_answers())
def test_sets_are_answered_as_pyx12_expects_or_we_know_why_not(given: str, expected: str) -> None:
    mine, other = (
        ours((CORPUS / given).read_bytes()),
        read_answers((CORPUS / expected).read_bytes()),
    )
    differing = [pair for pair in zip(mine, other, strict=True) if pair[0] != pair[1]]

    assert [one.control_number for one in mine] == [one.control_number for one in other]
    difference = named(given)
    assert bool(differing) == (difference is not None)
    if difference is not None:
        assert all(explains(difference, *pair) for pair in differing)
        if difference in (Difference.IN_FRONT, Difference.LATE):  # the set's codes are the same
            assert all(pair[0][1:3] == pair[1][1:3] for pair in differing)


@needs_corpus
def test_each_class_is_met_and_most_files_are_answered_alike() -> None:
    classes = [named(given) for given, _ in expected_answers()]

    assert set(classes) == {None, *Difference}
    assert classes.count(None) > len(classes) / 2


@needs_corpus
def test_none_of_what_pyx12_expects_is_about_a_guide_that_is_held() -> None:
    """Were one added to the corpus, it would have to be judged by the guide we hold."""
    for given, _ in expected_answers():
        for found in read_sets(
            read_blocks(io.BytesIO((CORPUS / given).read_bytes()), Report()), Report(), Tally()
        ):
            assert find_guide(found.guide or found.version) is None, given
