"""
The claims published by X12 that stupidedi's readers are tested with, judged by the whole of check.

The files named "pass" follow their guide, but for three of them, named below with their
reason.  What code sets find in them was read once, file by file.  No file named "fail" is of a
guide that is held here: those are orders, schedules and shipments (830, 850, 856, 860).
"""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from edi_service import wiring

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
SOURCE = "kputnam+stupidedi/"
I = "X223A2"  # noqa: E741 - the guide's letter
STRUCTURE = {"SX", "EV", "SG", "EL"}

pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus of published files is not here"
)

# What the guides object to, with the reason.
AGAINST_THE_GUIDE = {
    f"{I}:837-institutional-claim": {
        ("EL15", "2010AA N403", "17111: the billing provider's postal code has nine digits"),
        ("EL08", "2300 DTP03", "19960911: RD8 asks for two days with a hyphen between"),
    },
    f"{I}:automobile-accident": {
        ("EL15", "2010AA N403", "99998: the billing provider's postal code has nine digits"),
    },
    f"{I}:two-claims-for-the-same-provider": {
        ("EL15", "2010AA N403", "17111: the billing provider's postal code has nine digits"),
    },
}

# What code sets object to.  Each CD01 is a number invented for the example: the last digit is not
# the check digit of the others, it does not begin with 1 or 2, or it has nine digits.  Each CD09 is
# a code of the taxonomy before its tenth character was an X.  No CM is found in any of them.
GOLDEN = Path(__file__).with_name("published_claims.golden.tsv")


def names(verdict: str) -> list[str]:
    """The files of a verdict whose guide is held, from the list of the corpus."""
    if not CORPUS.is_dir():
        return []
    with (CORPUS / "MANIFEST.tsv").open(encoding="utf-8", newline="") as source:
        return [
            row["file"]
            for row in csv.DictReader(source, delimiter="\t")
            if row["file"].startswith(SOURCE)
            and f"__{verdict}__" in row["file"]
            and row["version(GS08/ST03)"].startswith(("005010X222", "005010X223", "005010X224"))
        ]


def short(name: str) -> str:
    """Guide and name of a file, such as ``X222A1:ambulance``."""
    _, guide, _, _, told = Path(name).stem.split("__")
    return f"{guide}:{told}"


def found(name: str) -> set[tuple[str, str]]:
    """Code and place of each finding of a check of the file."""
    out = io.BytesIO()
    path = str(CORPUS / name)
    options = wiring.CheckOptions(inputs=(path,), output_format="json", as_of="2026-11-22")
    wiring.check(options, out, lambda _done, _total: None)
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    return {(row["code"], f"{row['loop']} {row['segment_id']}{row['element']:02d}") for row in rows}


@pytest.mark.parametrize("name", names("pass"), ids=short)
def test_a_file_that_passes_has_no_finding_of_structure_but_those_with_a_reason(name: str) -> None:
    against = {(code, place) for code, place, _ in AGAINST_THE_GUIDE.get(short(name), ())}
    assert {each for each in found(name) if each[0][:2] in STRUCTURE} == against


def test_what_code_sets_find_in_the_files_that_pass_is_what_was_read() -> None:
    told = sorted(
        f"{short(name)}\t{code}\t{place}\n"
        for name in names("pass")
        for code, place in found(name)
        if code[:2] not in STRUCTURE
    )
    read = GOLDEN.read_text(encoding="utf-8").splitlines(keepends=True)
    assert told == [line for line in read if not line.startswith("#")]


def test_no_file_that_fails_is_of_a_guide_that_is_held() -> None:
    assert len(names("pass")) == 29
    assert names("fail") == []
    failing = [path.name for path in (CORPUS / SOURCE).glob("*__fail__*")]
    assert sorted(name.split("__")[1] for name in failing) == [
        "PC860",
        "PO830",
        "PO850",
        "PO850",
        "SH856",
    ]


@pytest.mark.parametrize(
    "path", sorted((CORPUS / SOURCE).glob("*__fail__*")), ids=lambda path: path.name
)
def test_a_file_that_fails_is_refused(path: Path) -> None:
    out = io.BytesIO()
    options = wiring.CheckOptions(inputs=(str(path),), output_format="json", as_of="2026-11-22")
    assert wiring.check(options, out, lambda _done, _total: None)
