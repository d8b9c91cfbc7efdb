"""
The dental claims that X12 published, judged.

What is expected was decided by reading each file.  All of them follow their guide, so each set is
accepted; but some of their providers have identifiers that were made up without a check digit.
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from edi_service import wiring

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
FILES = "kputnam+stupidedi/005010__X224A2__HC837__pass__"

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus of published files is not here"
)


class Judgment(NamedTuple):
    """IK501 of the 999, the findings as (code, loop and element), and why it is so."""

    verdict: str
    findings: tuple[tuple[str, str], ...]
    why: str


_BILLING, _RENDERING = ("CD01", "2010AA NM109"), ("CD01", "2310B NM109")
EXPECTED = {
    "claim-from-billing-provider-to-payer-a": Judgment(
        "A",
        (_BILLING, _RENDERING),
        "4567890123 and 6789012345 begin with 4 and 6, as no identifier does",
    ),
    "claim-from-billing-provider-to-payer-b": Judgment(
        "A",
        (_BILLING, _RENDERING),
        "the same providers; 150 paid and 50 adjusted by payer A make the charge of 200",
    ),
    "claim-multi-quantity-single-line": Judgment(
        "A",
        (),
        "both identifiers have their check digit; BK is ICD-9-CM, which is not judged",
    ),
    "commercial-health-insurance": Judgment(
        "A",
        (_BILLING, _RENDERING),
        "1234567890 should end in 3, and 9876543210 begins with 9; 100 and 50 make 150",
    ),
    "multiple-tooth-numbers": Judgment(
        "A",
        (),
        "five TOO on one line are five teeth; no day of service is wanted by the guide's structure",
    ),
    "orthodontic-treatment-plan": Judgment(
        "A",
        (_BILLING,),
        "2345678901 should end in 0; the appliance's day (DTP*452) stands for a day of service",
    ),
    "predetermination-of-benefits": Judgment(
        "A",
        (_BILLING,),
        "the same dentist; CLM19 is PB, so nothing was done and no day is named",
    ),
    "sales-tax": Judgment(
        "A",
        (),
        "the tax is a line of its own: 150, 130 and 13.19 make 293.19",
    ),
}


def judged(path: Path, answers: Path) -> tuple[str, list[tuple[str, str]]]:
    """IK501 of the one set of *path*, and each finding's code and place."""
    found = io.BytesIO()
    options = wiring.CheckOptions(
        inputs=(str(path),), output_format="json", acknowledgments=answers, as_of="2026-11-22"
    )
    wiring.check(options, found, lambda _done, _total: None)
    rows = [json.loads(line) for line in found.getvalue().splitlines()]
    verdicts = [
        segment.split("*")[1]
        for answer in answers.iterdir()
        for segment in answer.read_text(encoding="utf-8").split("~")
        if segment.strip().startswith("IK5*")
    ]
    [verdict] = verdicts
    return verdict, [(row["code"], _place(row)) for row in rows]


def _place(row: dict[str, Any]) -> str:
    return f"{row['loop']} {row['segment_id']}{row['element']:02d}"


@pytest.mark.parametrize("name", EXPECTED)
def test_a_published_dental_claim_is_judged_as_its_reader_judges_it(
    name: str, tmp_path: Path
) -> None:
    expected = EXPECTED[name]

    found = judged(CORPUS / f"{FILES}{name}.edi", tmp_path)

    assert found == (expected.verdict, list(expected.findings)), expected.why


def test_every_dental_file_of_the_corpus_is_in_the_table() -> None:
    with (CORPUS / "MANIFEST.tsv").open(encoding="utf-8") as source:
        names = {
            row["file"]
            for row in csv.DictReader(source, delimiter="\t")
            if row["transaction"] == "837D"
        }

    assert names == {f"{FILES}{name}.edi" for name in EXPECTED}
