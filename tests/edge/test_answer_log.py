"""What a process that read a part of a file leaves for the one that answers the whole of it."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from edi_service.acknowledge.statuses import WrittenClaims
from edi_service.edge.answer_log import ANSWER_LOG, AnswerLog
from edi_service.edge.knowledge import read_status_table
from edi_service.edge.steps import read_steps
from edi_service.finding import Report, Severity
from edi_service.service.acknowledging import Judged, judge
from edi_service.service.stretch import WHOLE
from edi_service.x12.reader import read_blocks
from edi_service.x12.segment import Block
from tests.acknowledge.making import a_kind, in_claim
from tests.builders import a_claim, a_transaction_set, an_interchange, enclosed, read_all

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from edi_service.claims.model import Claim
    from edi_service.finding import Finding

TODAY = date(2026, 6, 10)
TABLE = read_status_table()
BAD = a_kind("IK403*7", Severity.ERROR)


def nothing(_: Claim) -> list[Finding]:
    return []


def logged(
    folder: Path, data: bytes, find: Callable[[Claim], list[Finding]] = nothing
) -> list[Judged]:
    """What is written down of the claims in *data*, in each of which *find* may find something."""
    with (folder / ANSWER_LOG).open("wb") as target:
        log = AnswerLog(target, WHOLE, TABLE, TODAY)
        log.begin(Report())
        assert list(log.watch(read_blocks(io.BytesIO(data), Report())))
        for claim in read_all(data)[0]:
            log.take(claim, find(claim))
        log.finish()
    return [step for step in read_steps(folder / ANSWER_LOG) if not isinstance(step, Block)]


def sizes(steps: list[Judged]) -> list[int]:
    """Of how many claims each of *steps* tells."""
    return [0 if step.claims is None else len(step.claims.written.bodies) for step in steps]


def many(count: int) -> bytes:
    return an_interchange(*(a_claim(number=f"A{number}") for number in range(count)))


def test_claims_in_a_row_are_told_together_but_never_very_many(tmp_path: Path) -> None:
    steps = logged(tmp_path, many(40))
    assert sizes(steps) == [16, 16, 8]
    told = [judge(claim, [], TABLE, TODAY).claims for claim in read_all(many(40))[0]]
    for at, step in zip((0, 16, 32), steps, strict=True):
        first = told[at]
        assert first is not None
        written = [one.written for one in told[at : at + 16] if one is not None]
        assert step == Judged([], [], first._replace(written=WrittenClaims.join(written)))


@pytest.mark.parametrize("is_own", [True, False])
def test_a_claim_whose_faults_are_told_stands_alone_and_in_its_place(
    is_own: bool,  # noqa: FBT001 -- given by pytest
    tmp_path: Path,
) -> None:
    def find(claim: Claim) -> list[Finding]:
        found = BAD.found(in_claim(claim, 1), "bad")
        about = replace(found, claim_id=claim.claim_id if is_own else "")
        return [about] if claim.number == "A5" else []

    steps = logged(tmp_path, many(9), find)
    assert sizes(steps) == [5, 1, 3]
    assert [step.claims.number for step in steps if step.claims] == ["A0", "A5", "A6"]
    assert [len(step.own) for step in steps] == [0, int(is_own), 0]
    assert [len(step.others) for step in steps] == [0, int(not is_own), 0]


def test_a_finding_that_no_answer_carries_separates_no_claims(tmp_path: Path) -> None:
    quiet = a_kind("")
    steps = logged(tmp_path, many(9), lambda claim: [quiet.found(in_claim(claim, 1), "so")])
    assert sizes(steps) == [9]


def test_what_is_found_between_claims_is_told_between_them(tmp_path: Path) -> None:
    with (tmp_path / ANSWER_LOG).open("wb") as target:
        log = AnswerLog(target, WHOLE, TABLE, TODAY)
        log.begin(Report())
        first, second, third = read_all(many(3))[0]
        for claim in (first, second, None, third):
            log.take(claim, [] if claim else [BAD.found(in_claim(second, 1), "bad")])
        log.finish()
    assert sizes(list(read_steps(tmp_path / ANSWER_LOG))) == [2, 0, 1]


def test_claims_of_two_sets_or_of_two_providers_are_not_told_together(tmp_path: Path) -> None:
    claims = [a_claim(number=f"A{number}") for number in range(3)]
    sets = [a_transaction_set(*claims, control=control) for control in ("0001", "0002")]
    assert sizes(logged(tmp_path, enclosed(*sets))) == [3, 3]
    one = enclosed(a_transaction_set(a_claim(), a_claim(number="B1")))
    other = one.replace(b"HL*3*1*22*0", b"HL*3**20*1~NM1*85*2*OTHER*****XX*1598765430~HL*4*3*22*0")
    assert sizes(logged(tmp_path, other)) == [1, 1]
