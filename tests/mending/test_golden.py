"""Every folder of fixtures/mended is a test: a file and a decision in, the mended claim out."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from edi_service.edge.guides import find_guide
from edi_service.edge.reference import validate
from edi_service.finding import Report, Severity
from edi_service.mending.approval import Approval, LineApproval, Manner
from edi_service.service.casework.mending import Original, mend_in
from edi_service.service.stream import read_arrival, start_of
from edi_service.x12.tally import Tally
from tests.mending.cutting import cut_out, differences, segments

MENDED = Path(__file__).parents[2] / "fixtures" / "mended"
FOLDERS = sorted(path for path in MENDED.iterdir() if path.is_dir())


@dataclass
class Told:
    """What the folder says."""

    data: bytes
    number: str  # CLM01
    approval: Approval
    control_number: int


def told(folder: Path) -> Told:
    words: dict[str, Any] = tomllib.loads((folder / "mended.toml").read_text(encoding="utf-8"))
    approval = Approval(
        manner=Manner(words["manner"]),
        number=words.get("number", ""),
        lines=tuple(LineApproval(*each) for each in words.get("lines", {}).items()),
        standing=frozenset(words.get("standing", [])),
        payer_control_number=words.get("payer_control_number", ""),
    )
    data = (folder / "claims.837").read_bytes()
    return Told(data, words["claim"], approval, words["control_number"])


def start_in(data: bytes, number: str) -> int:
    for passed in read_arrival(BytesIO(data), "", Report(), Tally(), find_guide=find_guide):
        if passed.claim is not None and passed.claim.number == number:
            return start_of(passed.claim)
    raise LookupError(number)


def mended(folder: Path) -> bytes:
    one = told(folder)
    found = mend_in(
        Original(BytesIO(one.data), "0", start_in(one.data, one.number)),
        one.approval,
        find_guide=find_guide,
        control_number=one.control_number,
    )
    assert found.findings == ()
    assert found.data is not None
    return found.data


def difference(folder: Path) -> str:
    """What is other than in the original, cut out by hand, segment by segment."""
    one = told(folder)
    lines = []
    for gone, come in differences(cut_out(one.data, one.number), segments(mended(folder))):
        lines += [f"- {each}" for each in gone] + [f"+ {each}" for each in come]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_claim_is_mended_to_the_byte(folder: Path, request: pytest.FixtureRequest) -> None:
    data, differs = mended(folder), difference(folder)
    if request.config.getoption("--rewrite"):
        (folder / "expected.837").write_bytes(data)
        (folder / "difference.txt").write_text(differs, encoding="utf-8")
        pytest.skip("rewritten: read the difference before it is committed")
    assert data == (folder / "expected.837").read_bytes()
    assert differs == (folder / "difference.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_mended_claim_passes_our_guide_and_pyx12(folder: Path) -> None:
    data = mended(folder)
    report = Report()
    passed = list(read_arrival(BytesIO(data), "", report, Tally(), find_guide=find_guide))
    assert [each.claim.number for each in passed if each.claim] == [told(folder).number]
    assert [str(each) for each in report.findings if each.severity >= Severity.ERROR] == []
    verdict = validate(data)
    assert verdict.accepted, verdict.reason


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_was_mended_is_not_mended_again(folder: Path) -> None:
    data, one = mended(folder), told(folder)
    again = mend_in(
        Original(BytesIO(data), "0", start_in(data, one.number)),
        one.approval,
        find_guide=find_guide,
        control_number=one.control_number,
    )
    assert again.data == data


def test_the_folders_show_what_was_promised() -> None:
    for folder in FOLDERS:
        words = tomllib.loads((folder / "mended.toml").read_text(encoding="utf-8"))
        assert words["tells"].endswith(".")
    hundred = told(MENDED / "0001-professional-out-of-a-hundred").data
    assert segments(hundred)[-3].startswith("SE*")
    assert sum(each.startswith("CLM*") for each in segments(hundred)) == 100
