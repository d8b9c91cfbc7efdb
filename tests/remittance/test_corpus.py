"""
Remittances that other people wrote, read to the right figures.

The figures of the table were taken from the files by eye.  What these files break of the guide is
told by their guide; none of it keeps them from being read.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from edi_service.remittance.denials import Verdict, judge
from tests.remittance.making import read, table

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
MANIFEST = CORPUS / "MANIFEST.tsv"

needs_corpus = pytest.mark.skipif(
    not MANIFEST.exists(), reason="the corpus is not beside the checkout"
)

NEW_YORK = "Project-Herophilus+Project-Herophilus-Assets/835"
PUBLISHED = "kputnam+stupidedi/005010__X221A1__HP835__pass__"
PAID, OTHER, REVERSED = Verdict.PAID, Verdict.OTHER, Verdict.REVERSED


class Figures(NamedTuple):
    """BPR02; CLP04 of all claims; what PLB takes; the verdicts; codes of RM that are due."""

    payment: str
    paid: str
    taken: str
    verdicts: dict[Verdict, int]
    found: tuple[str, ...] = ()


EXPECTED = {
    f"{NEW_YORK}Sample(OutpatientRetro).txt": Figures(
        "0", "-20.16", "-20.16", {REVERSED: 1, PAID: 1}
    ),
    f"{NEW_YORK}_Inst_Sample(Inpatient_DRG_Retro).txt": Figures(
        "1.57", "1.57", "0", {REVERSED: 1, PAID: 1}
    ),
    # A bill refused with CO*39: the authorization had been asked for, and denied.
    f"{NEW_YORK}_Sample_(Institutional_Claims_only).2014.txt": Figures(
        "1481.99", "1481.99", "0", {Verdict.AUTHORIZATION: 1, PAID: 1}
    ),
    f"{NEW_YORK}_Sample_(Professional_Claims_only-no_payment).2014.txt": Figures(
        "0", "0", "0", {OTHER: 1}
    ),
    f"{NEW_YORK}_Sample_(Professional_Claims_only-w_payment).2014.txt": Figures(
        "45.75", "45.75", "0", {PAID: 1, OTHER: 2}
    ),
    f"{NEW_YORK}_Sample_Pharmacy.2014.txt": Figures(
        "219.65", "223.64", "3.99", {OTHER: 2, PAID: 1}
    ),
    f"{PUBLISHED}dollars-and-data-sent-separate.edi": Figures("945", "945", "0", {PAID: 2}),
    f"{PUBLISHED}dollars-and-data-sent-together.edi": Figures(
        "150000", "149998.73", "-1.27", {PAID: 2}
    ),
    f"{PUBLISHED}era-sample.edi": Figures("132", "132", "0", {PAID: 1}),
    f"{PUBLISHED}multiple-claims-single-check.edi": Figures("810.8", "810.8", "0", {PAID: 9}),
    f"{PUBLISHED}secondary-payment-with-higher-fee-schedule.edi": Figures(
        "34", "34", "0", {PAID: 1}
    ),
    f"{PUBLISHED}secondary-payments.edi": Figures("1222", "1222", "0", {PAID: 2}),
    f"{PUBLISHED}tertiary-payments.edi": Figures("187.5", "187.5", "0", {PAID: 1}),
    "azoner+pyx12/pyx12__tests__835_mult_loops.txt": Figures("0", "0", "0", {OTHER: 1}),
    # Its line shows a submitted charge where the charge of the line is due.
    "LinuxForHealth+x12/835_005010X221A1__tertiary-payment.835": Figures(
        "187.5", "187.5", "0", {PAID: 1}, ("RM03",)
    ),
    # BPR16 has one digit too many.
    "LinuxForHealth+x12/835_005010X221A1__managed-care.835": Figures(
        "945", "945", "0", {PAID: 2}, ("RM01",)
    ),
    # Fifty dollars of one line are taken off for a late notice (CO*210).
    "kputnam+stupidedi/005010__X221__HP835__case__2.edi": Figures(
        "945", "945", "0", {PAID: 1, Verdict.AUTHORIZATION: 1}
    ),
    # The same PLB is there twice, and the payment knows of neither.
    "kputnam+stupidedi/005010__X221__HP835__case__3a.edi": Figures(
        "1222", "1222", "-2.54", {PAID: 2}, ("RM04",)
    ),
}


@needs_corpus
@pytest.mark.parametrize("name", EXPECTED)
def test_a_published_remittance_is_read_to_the_cent(name: str) -> None:
    claims, taken, findings = read((CORPUS / name).read_bytes())
    expected = EXPECTED[name]
    assert claims[0].payment.amount == Decimal(expected.payment)
    assert sum(each.paid for each in claims) == Decimal(expected.paid)
    assert sum(each.amount for each in taken) == Decimal(expected.taken)
    assert Counter(judge(each, table()).verdict for each in claims) == expected.verdicts
    codes = [each.kind.code for each in findings if each.kind.code.startswith("RM")]
    assert tuple(codes) == expected.found


@needs_corpus
def test_whatever_is_published_is_read_without_an_exception() -> None:
    lines = io.StringIO(MANIFEST.read_text(encoding="utf-8"))
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    for name in (row["file"] for row in rows):
        data = (CORPUS / name).read_bytes()
        is_held = b"005010X221" in data
        claims, _, _ = read(data)
        assert len(claims) == (len(re.findall(rb"\bCLP\b[^a-z]", data)) if is_held else 0), name
