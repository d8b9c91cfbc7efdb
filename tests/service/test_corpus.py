"""Real files of other people go through the whole of it, and nothing of them is lost."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from edi_service import wiring

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
GUIDES = ("005010X222", "005010X223", "005010X224")
pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the collection of X12 files is not beside this checkout"
)


def rows() -> list[dict[str, str]]:
    if not CORPUS.is_dir():
        return []
    with (CORPUS / "MANIFEST.tsv").open(encoding="utf-8", newline="") as source:
        return [
            row
            for row in csv.DictReader(source, delimiter="\t")
            if row["transaction"].startswith("837") and row["version(GS08/ST03)"].startswith(GUIDES)
        ]


def process(path: Path, out: Path) -> dict[str, object]:
    options = wiring.Options(inputs=(str(path),), out=out, as_of="2026-11-22")
    wiring.process(options, lambda _done, _total: None)
    return json.loads((out / "summary.json").read_bytes())  # type: ignore[no-any-return]  # JSON


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["file"].replace("/", ":"))
def test_a_file_gives_the_sets_and_claims_it_holds(row: dict[str, str], tmp_path: Path) -> None:
    summary = process(CORPUS / row["file"], tmp_path / "out")
    assert summary["claims"] == int(row["CLM_segments"])
    assert summary["transaction_sets"] == int(row["ST_sets"])
    assert summary["bytes"] == int(row["bytes"])


def test_the_big_file_is_whole(tmp_path: Path) -> None:
    [row] = [row for row in rows() if row["file"].endswith("hist.837P-big.edi")]
    summary = process(CORPUS / row["file"], tmp_path / "out")
    assert (summary["interchanges"], summary["claims"]) == (31, 150)


def test_every_file_of_any_sort_leaves_results_and_no_exception(tmp_path: Path) -> None:
    inputs = tuple(str(path) for path in sorted(CORPUS.rglob("*")) if path.is_file())
    options = wiring.Options(inputs=inputs, out=tmp_path / "out", as_of="2026-11-22")

    outcome = wiring.process(options, lambda _done, _total: None)

    assert outcome.has_errors
    assert outcome.summary.files == len(inputs)
    distinct = {path.read_bytes() for path in map(Path, inputs)}
    assert outcome.summary.bytes == sum(map(len, distinct))
    assert outcome.summary.findings["TX01"] == len(inputs) - len(distinct)
