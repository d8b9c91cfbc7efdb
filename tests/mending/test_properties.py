"""Whatever claim is mended, by whatever decision, nothing else in it changes."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edi_service.claims.model import ClaimKind
from edi_service.edge.guides import find_guide
from edi_service.finding import Report, Severity
from edi_service.mending.approval import Approval, LineApproval, Manner
from edi_service.service.casework.mending import Original, mend_in
from edi_service.service.stream import read_arrival, start_of
from edi_service.service.synth import synthesize
from edi_service.x12.tally import Tally
from tests.mending.cutting import asked, cut_out, segments
from tests.properties.test_process import damaged

if TYPE_CHECKING:
    from edi_service.claims.model import Claim

SENDING = [Manner.RELEASED, Manner.NEW, Manner.CORRECTED]
NUMBERS = st.from_regex(r"[A-Z0-9-]{4,16}", fullmatch=True)


@cache
def file_of(kind: ClaimKind, seed: int) -> bytes:
    return b"".join(synthesize(kind, 12, seed))


@cache
def claims_of(data: bytes) -> list[Claim]:
    passed = read_arrival(BytesIO(data), "0", Report(), Tally(), find_guide=find_guide)
    return [each.claim for each in passed if each.claim is not None]


@st.composite
def mendings(draw: st.DrawFn) -> tuple[bytes, Claim, Approval]:
    kind = draw(st.sampled_from(list(ClaimKind)))
    data = file_of(kind, draw(st.integers(1, 6)))
    claim = draw(st.sampled_from(claims_of(data)))
    numbers = [line.number for line in claim.lines]
    chosen = draw(st.lists(st.sampled_from(numbers), unique=True))
    lines = () if kind is ClaimKind.INSTITUTIONAL else chosen
    return (
        data,
        claim,
        Approval(
            manner=draw(st.sampled_from(SENDING)),
            number=draw(NUMBERS),
            lines=tuple(LineApproval(each, draw(st.just("") | NUMBERS)) for each in lines),
            payer_control_number=draw(NUMBERS),
        ),
    )


@settings(max_examples=150, deadline=None)
@given(mendings())
def test_only_what_was_asked_for_changes(one: tuple[bytes, Claim, Approval]) -> None:
    data, claim, approval = one
    found = mend_in(
        Original(BytesIO(data), "0", start_of(claim)),
        approval,
        find_guide=find_guide,
        control_number=4711,
    )
    assert found.data is not None
    before, after = cut_out(data, claim.number), segments(found.data)
    for gone, come in asked(before, after, "*"):
        references = {text for text in [*gone, *come] if text.startswith(("REF*G1*", "REF*F8*"))}
        others = [text for text in [*gone, *come] if text not in references]
        if approval.manner is Manner.CORRECTED:
            others = [text for text in others if not text.startswith("CLM*")]
        assert not [each for each in others if each in before and each not in after]
        assert not [each for each in others if each in after and each not in before]
        assert all(each.split("*")[2] in _numbers(approval) for each in references & set(come))
    [again] = claims_of(found.data)
    assert again.frequency == ("7" if approval.manner is Manner.CORRECTED else claim.frequency)
    for line in again.lines:
        named = {each.line: each.number or approval.number for each in approval.lines}
        shown = line.authorizations or again.authorizations
        if not named or line.number in named:
            assert shown == (named.get(line.number, approval.number),)


def _numbers(approval: Approval) -> set[str]:
    lines = {each.number for each in approval.lines}
    return {approval.number, approval.payer_control_number, *lines}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(damaged(), st.sampled_from(SENDING), st.integers(0, 3))
def test_no_damage_of_a_file_makes_mending_fail(data: bytes, manner: Manner, at: int) -> None:
    claims = claims_of(data)
    if not claims:
        return
    claim = claims[at % len(claims)]
    found = mend_in(
        Original(BytesIO(data), "0", start_of(claim)),
        Approval(manner=manner, number="A1", payer_control_number="P1"),
        find_guide=find_guide,
        control_number=1,
    )
    assert (found.data is None) == any(each.severity >= Severity.ERROR for each in found.findings)


@pytest.mark.parametrize("kind", list(ClaimKind))
def test_order_of_references_is_the_guides(kind: ClaimKind) -> None:
    data = file_of(kind, 1)
    for claim in claims_of(data):
        found = mend_in(
            Original(BytesIO(data), "0", start_of(claim)),
            Approval(manner=Manner.CORRECTED, number="A1", payer_control_number="P1"),
            find_guide=find_guide,
            control_number=1,
        )
        assert found.data is not None
        texts = [each for each in segments(found.data) if each.startswith("REF*")]
        ours = [each for each in texts if each in {"REF*G1*A1", "REF*F8*P1"}]
        in_order = ["REF*G1*A1", "REF*F8*P1"]
        assert ours == (in_order[::-1] if kind is ClaimKind.DENTAL else in_order)
