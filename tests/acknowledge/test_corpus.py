"""Acknowledgments that other people wrote, read; and what pyx12 answers, matched."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from edi_service.acknowledge.file import DocumentKind
from edi_service.acknowledge.judge import Rules
from edi_service.acknowledge.model import Verdict
from tests.acknowledge.making import CORPUS, answer, expected_answers, read_back

if TYPE_CHECKING:
    from pathlib import Path

needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus is not beside this checkout"
)
PROJECT = "Project-Herophilus+Project-Herophilus-Assets"


def corpus(name: str) -> bytes:
    return (CORPUS / name).read_bytes()


class Summary(NamedTuple):
    """The verdict of a group, and of each set its verdict, codes and number of faults."""

    group: str
    counts: tuple[int, int, int]
    sets: list[tuple[str, tuple[str, ...], int]]


def summaries(data: bytes) -> list[Summary]:
    return [
        Summary(
            group.verdict,
            (group.included, group.received, group.accepted),
            [(one.verdict, one.codes, len(one.faults)) for one in group.sets],
        )
        for group in read_back(data).groups
    ]


PARTLY = Summary("P", (3, 3, 1), [("A", (), 0), ("R", ("5",), 1), ("R", ("5",), 1)])
SAMPLES = {
    f"{PROJECT}/999_Sample_(Accepted).txt": [Summary("A", (1, 1, 1), [("A", (), 0)])],
    f"{PROJECT}/999_Sample_(Rejected).txt": [Summary("R", (1, 1, 0), [("R", ("5",), 1)])],
    "kputnam+stupidedi/005010__X231A1__FA999__pass__response-to-functional-group-containing-"
    "3-837s.edi": [PARTLY],
    "xlate+staedi/x12__simple999.edi": [PARTLY],
    "kputnam+stupidedi/005010__X230__FA997__pass__response-to-functional-group-containing-"
    "837s.edi": [Summary("P", (2, 2, 1), [("A", (), 0), ("R", ("5",), 1)])],
}


@needs_corpus
@pytest.mark.parametrize("name", SAMPLES)
def test_a_published_999_is_read(name: str) -> None:
    assert summaries(corpus(name)) == SAMPLES[name]


@needs_corpus
def test_the_context_of_a_published_999_is_read() -> None:
    (group,) = read_back(corpus("xlate+staedi/x12__simple999.edi")).groups
    (unit,) = group.sets[1].faults[0].contexts
    assert [(name.name, name.reference) for name in unit.names] == [("CLM01", "123456789")]
    trigger, _ = group.sets[2].faults[0].contexts
    assert [name.reference for name in trigger.names] == ["", "2", "3"]
    assert (trigger.segment_id, trigger.position, trigger.place.element) == ("CLM", 43, 5)
    assert trigger.data_elements == ("1325",)


@needs_corpus
def test_a_999_that_is_no_999_is_read_as_far_as_it_goes() -> None:
    read = read_back(corpus("xlate+staedi/x12__invalid999.edi"))
    assert {"AK01", "AK02", "AK07"} <= set(read.codes)
    (group,) = read.groups
    assert [one.verdict for one in group.sets] == ["R", "R", "R"]


@needs_corpus
def test_a_published_ta1_is_read() -> None:
    (ta1,) = read_back(corpus("xlate+staedi/wiki__x12_interchange_ack.txt")).interchanges
    assert (ta1.control_number, ta1.verdict, ta1.code) == ("000000050", Verdict.ACCEPTED, "000")
    assert (ta1.date, ta1.time) == ("200229", "1200")


@needs_corpus
def test_a_payers_277ca_is_read() -> None:
    read = read_back(corpus(f"{PROJECT}/277CA_Sample_(Accepted).txt"))
    assert read.findings == []
    (batch,) = read.batches
    (provider,) = batch.providers
    (claim,) = provider.claims
    assert batch.totals.accepted == 1
    assert (claim.number, claim.payer_number) == ("5781", "1107000000014420")
    assert claim.is_accepted
    assert [(s.category, s.code) for s in claim.reports[0].statuses] == [("A2", "20")]


@needs_corpus
def test_a_payers_rejection_is_taken_as_it_is_meant_by_the_category() -> None:
    """The payer's sample says WQ beside A7, which rejects: the category tells."""
    read = read_back(corpus(f"{PROJECT}/277CA_Sample_(Rejected).txt"))
    (batch,) = read.batches
    (provider,) = batch.providers
    (claim,) = provider.claims
    (status,) = claim.reports[0].statuses
    assert (status.category, status.code, status.entity) == ("A7", "562", "85")
    assert not claim.is_accepted


# pyx12's own expected answers, as far as envelopes go; test_expected.py asks for the rest.
def _envelope_codes(data: bytes) -> list[tuple[str, tuple[str, ...]]]:
    """AK905 and IK502 of each group and set, in order, without 5: that tells of faults within."""
    return [
        found
        for group in read_back(data).groups
        for found in [
            ("group", group.codes),
            *(("set", tuple(sorted({*one.codes} - {"5", "I5"}))) for one in group.sets),
        ]
    ]


# pyx12 says 1 (group not supported) of any element of a GS that its map refuses; it is supported.
GROUPS_IT_DOES_NOT_SUPPORT = ("x12testdata.ele.source.txt", "hist.ele.txt")


@needs_corpus
@pytest.mark.parametrize(("given", "expected"), expected_answers())
def test_envelopes_are_answered_as_pyx12_answers_them(given: str, expected: str) -> None:
    data = corpus(given)
    ours = b"".join(
        one
        for kind, one in answer(data, rules=Rules(envelope="note")).documents
        if kind is DocumentKind.IMPLEMENTATION
    )
    theirs = _envelope_codes(corpus(expected))
    if given.endswith(GROUPS_IT_DOES_NOT_SUPPORT):
        assert theirs[0] == ("group", ("1",))
        theirs[0] = ("group", ())
    assert _envelope_codes(ours) == theirs


def _paths() -> list[Path]:
    if not CORPUS.is_dir():
        return []
    return sorted(path for path in CORPUS.rglob("*") if path.suffix not in {".tsv", ".md", ""})


@needs_corpus
def test_every_file_of_the_corpus_is_answered_and_read_without_a_word() -> None:
    for path in _paths():
        data = path.read_bytes()
        read_back(data)
        for _, document in answer(data).documents:
            assert read_back(document).findings == [], path.name
