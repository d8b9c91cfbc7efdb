"""Any request that is right, answered in any way: the answer is right too, and says so itself."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec import convert, to_builtins

from edi_service.simulator.script import Does, Instruction, Level, Rule, Script
from tests.review.making import ask
from tests.review.test_request_properties import (
    PARTNERS,
    SLOW_TO_DRAW,
    a_case_of,
    a_claim_with_something_odd,
    a_likely_claim,
)
from tests.simulator.making import a_payer, assert_sound, faults, of, responses

if TYPE_CHECKING:
    from edi_service.cases.model import Case
    from edi_service.claims.model import Claim
    from edi_service.review.profile import Partner
    from edi_service.simulator.payer import Payer

# AAA03 and AAA04 that every level named takes; the guide has a list for each.
REJECTIONS = {
    Level.REVIEWER: ("42", "P"),
    Level.REVIEWER_NAME: ("80", "Y"),
    Level.REQUESTER: ("97", "R"),
    Level.SUBSCRIBER: ("95", "N"),
    Level.DEPENDENT: ("95", "N"),
    Level.EVENT: ("33", "C"),
    Level.EVENT_PROVIDER: ("33", "C"),
    Level.SERVICE: ("33", "N"),
    Level.SERVICE_PROVIDER: ("33", "N"),
}
REASONS = st.lists(st.sampled_from(["0F", "0N", "0U", "17", "0H"]), max_size=5).map(tuple)


@st.composite
def an_instruction(draw: st.DrawFn) -> Instruction:
    level = draw(st.sampled_from(Level))
    reason, follow_up = REJECTIONS[level]
    return Instruction(
        decision=draw(st.sampled_from(sorted(set(Does) - {Does.SILENCE}))),
        reasons=draw(REASONS),
        lines=tuple(draw(st.lists(st.integers(1, 5), max_size=3))),
        quantity=draw(st.none() | st.integers(1, 999_999)),
        code=draw(st.sampled_from(["", "27750", "D2740"])),
        documents=tuple(draw(st.lists(st.sampled_from(["OB", "DS", "PN"]), max_size=10))),
        questions=tuple(draw(st.lists(st.just("18842-5"), max_size=12))),
        line_questions=tuple(draw(st.lists(st.just("11504-8"), max_size=12))),
        line_numbers=draw(st.booleans()),
        level=level,
        reject_reason=reason,
        follow_up=follow_up,  # type: ignore[arg-type]  # one of those listed above
        then=draw(st.none() | st.sampled_from(sorted(set(Does) - {Does.SILENCE}))),
        times=draw(st.integers(1, 2)),
        unknown=draw(st.booleans()),
    )


def answered_so(instruction: Instruction, data: bytes) -> Payer:
    """A payer that answered *data* as *instruction* says, whatever it might object to itself."""
    rule = convert(to_builtins(instruction), Rule)
    payer = a_payer(Script(answer=(rule,)))
    payer.take("1.278", BytesIO(data))
    return payer


@settings(max_examples=100, suppress_health_check=SLOW_TO_DRAW)
@given(a_likely_claim() | a_claim_with_something_odd(), a_case_of(), PARTNERS, an_instruction())
def test_any_answer_to_any_request_is_as_the_guide_wants_it(
    claim: Claim, case: Case, partner: Partner, instruction: Instruction
) -> None:
    request = ask(claim, case, partner)
    assume(request.data is not None)
    assert request.data is not None
    payer = answered_so(instruction, request.data)
    assume(payer.journal[0].did != "999")  # a place of service that nobody has assigned
    answers = [letter for letter in payer.letters() if letter.kind == "278"]
    assert len(answers) == instruction.times + (instruction.then is not None)
    assert [did for did in payer.journal if did.is_fault] == []
    for answer in answers:
        assert faults(answer.data) == []
    for texts in responses(payer):
        # An answer decides about each line, or says at one level why not.
        assert of(texts, "HCR") or of(texts, "AAA")


@settings(max_examples=20, suppress_health_check=SLOW_TO_DRAW)
@given(a_likely_claim(), a_case_of(), PARTNERS, an_instruction())
def test_the_reference_validator_accepts_any_answer(
    claim: Claim, case: Case, partner: Partner, instruction: Instruction
) -> None:
    request = ask(claim, case, partner)
    assume(request.data is not None)
    assert request.data is not None
    assert_sound(answered_so(instruction, request.data).letters())
