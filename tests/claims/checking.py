"""What tests of checks share: files held against code sets, and what is told of them."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from edi_service.claims.checks import SetChecks
from edi_service.claims.model import ClaimKind
from edi_service.claims.values import day
from edi_service.codes.icd10 import Release, Releases
from edi_service.codes.sets import CodeSets
from edi_service.codes.states import States
from edi_service.finding import Report
from edi_service.guide.choose import choose
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally
from tests.builders import identify, read_set

if TYPE_CHECKING:
    from edi_service.finding import Finding

SCHEMAS = Path(__file__).parents[2] / "schemas"
STATES = States.parse((SCHEMAS / "codes" / "states.csv").read_text(encoding="utf-8"))


def release(starts: str, ends: str, *codes: str) -> Release:
    """A small release of ICD-10-CM."""
    return Release(
        name=starts,
        starts=date.fromisoformat(starts),
        ends=date.fromisoformat(ends),
        source="invented",
        sha256="",
        codes=tuple(sorted(codes)),
    )


RELEASES = Releases(
    [
        release("2026-01-01", "2026-03-31", "J069", "E1165", "R102"),
        release("2026-04-01", "2026-09-30", "J069", "E1165", "R1020"),
    ]
)
CODES = CodeSets(states=STATES, diagnoses=RELEASES)


def findings(data: bytes, codes: CodeSets = CODES) -> list[Finding]:
    """What reading and checking find in *data*, but for its envelopes, each in its place."""
    report, tally = Report(), Tally()
    for transaction_set in read_sets(read_blocks(BytesIO(data), report), report, tally):
        guide = choose(transaction_set.guide)
        assert guide
        checks = SetChecks(codes, day(transaction_set.group.date))
        for claim in read_set(transaction_set, ClaimKind(guide), report, identify):
            checks.check(claim, report)
    segments = data.decode().split("~")
    found = [each for each in report.take() if each.kind.code[:2] in ("CM", "CD")]
    for each in found:
        number, identifier = each.position.segment, each.position.segment_id
        assert number == 0 or segments[number - 1].split("*")[0].strip() == identifier
    return found


def told(data: bytes, codes: CodeSets = CODES) -> list[tuple[str, str]]:
    """Code and place of each finding, such as ``("CM16", "2300 CLM05-3")``."""
    return [
        (found.kind.code, f"{found.position.loop} {found.position.designator}".strip())
        for found in findings(data, codes)
    ]
