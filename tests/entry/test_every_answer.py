"""Every answer that ``check --ack`` writes passes the reference validator by its own map."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from edi_service import wiring
from edi_service.edge.reference import validate
from tests.acknowledge.making import read_back
from tests.acknowledge.test_bad_envelopes import CASES, PYX12_REFUSES

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus"
SCENARIOS = sorted((ROOT / "fixtures" / "scenarios").glob("*/claims.837"))
NOT_BY_PYX12 = {
    # A TA1 repeats the time of the interchange, and pyx12 refuses 3339 there as well.
    "hist.ele.txt",
    "x12testdata.ele.source.txt",
    # pyx12 stops at a 999 about a 275 and says no reason; ours reads it back.
    "x12__sample275_with_HL7_invalid_BIN01.edi",
    "x12__sample275_with_HL7_valid_BIN01.edi",
}
LARGEST = 200_000  # bytes: the reference validator is slow


def published() -> list[Path]:
    """Every file of the corpus with an 837 in it, but the largest."""
    return [
        path
        for path in sorted(CORPUS.rglob("*"))
        if path.is_file()
        and path.suffix not in {".tsv", ".md"}
        and path.stat().st_size < LARGEST
        and b"837" in path.read_bytes()
    ]


def answers(path: Path, folder: Path) -> list[bytes]:
    options = wiring.CheckOptions(
        inputs=(str(path),),
        output_format="json",
        acknowledgments=folder / "ack",
        as_of="2026-11-22T10:00",
    )
    wiring.check(options, io.BytesIO(), lambda _done, _total: None)
    return [each.read_bytes() for each in sorted((folder / "ack").glob("*"))]


def refused(documents: list[bytes]) -> list[bytes]:
    """Those the reference validator refuses, or that are not read back without a word."""
    return [data for data in documents if not validate(data).accepted or read_back(data).findings]


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.parent.name)
def test_the_answers_to_a_scenario_are_valid(path: Path, tmp_path: Path) -> None:
    documents = answers(path, tmp_path)
    assert documents
    assert refused(documents) == []


@pytest.mark.slow
@pytest.mark.parametrize("path", published(), ids=lambda path: path.name)
def test_the_answers_to_a_published_file_are_valid(path: Path, tmp_path: Path) -> None:
    documents = answers(path, tmp_path)
    if path.name in NOT_BY_PYX12:
        assert [read_back(data).findings for data in documents] == [[]] * len(documents)
    else:
        assert refused(documents) == []


@pytest.mark.parametrize("name", [name for name in CASES if name not in PYX12_REFUSES])
def test_the_answers_to_a_bad_envelope_are_valid(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.837"
    path.write_bytes(CASES[name][0].encode())
    assert refused(answers(path, tmp_path)) == []
