"""Files that other people wrote; they lie beside the checkout, where they are."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TypedDict

import pytest

from edi_service.x12.writer import write_blocks
from tests.x12.reading import assert_accounted, read_envelopes

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
MANIFEST = CORPUS / "MANIFEST.tsv"

pytestmark = pytest.mark.skipif(
    not MANIFEST.exists(), reason="the corpus is not beside the checkout"
)


class Row(TypedDict):
    """What the manifest says of a file, as far as it is used here."""

    file: str
    validity: str
    ST_sets: str


def _rows() -> list[Row]:
    if not MANIFEST.exists():
        return []
    lines = io.StringIO(MANIFEST.read_text(encoding="utf-8"))
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [Row(file=row["file"], validity=row["validity"], ST_sets=row["ST_sets"]) for row in rows]


ROWS = _rows()

# The file, the sets we read, and why they are not those of the manifest.
EXCEPTIONS = {
    "xlate+staedi/x12__issue109__ts214_ellipses_segterm.edi": (
        0,
        "its segments end with an ellipsis, a character of three bytes, which X12 does not allow",
    ),
}


@pytest.mark.parametrize("row", ROWS, ids=[row["file"] for row in ROWS])
def test_every_file_is_accounted_for_and_its_sets_are_found(row: Row) -> None:
    data = (CORPUS / row["file"]).read_bytes()
    reading = assert_accounted(data)
    if not any(code.startswith("SX") for code in reading.codes):
        assert b"".join(write_blocks(reading.blocks)) == data
    tally = read_envelopes(data).tally
    assert tally.segments == len(reading.texts)
    if row["validity"] != "invalid":
        expected, _ = EXCEPTIONS.get(row["file"], (int(row["ST_sets"]), ""))
        assert tally.transaction_sets == expected


def test_the_corpus_is_whole() -> None:
    assert len(ROWS) == 367
    assert set(EXCEPTIONS) <= {row["file"] for row in ROWS}


def test_a_file_with_many_interchanges_is_read_to_its_end() -> None:
    (row,) = [row for row in ROWS if row["file"].endswith("hist.837P-big.edi")]
    reading = read_envelopes((CORPUS / row["file"]).read_bytes())
    assert reading.tally.interchanges == 31
