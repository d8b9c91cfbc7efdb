"""
Whatever somebody says of a case, and whatever a payer's numbers look like, nothing wrong leaves.

The claims and partners are those of the properties of requests; here purpose, numbers, statement
and papers vary with them, and inquiries and notifications are written of the same claims.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edi_service.cases.statement import OtherReviewer, Statement
from edi_service.claims.attachments import Attachment
from edi_service.edge.reference import validate
from edi_service.review.approach import Approach, Earlier, Purpose
from edi_service.review.inquiry.write import write_inquiry
from edi_service.review.notice.write import write_notice
from edi_service.review.situations import astray
from tests.review.making import AS_OF, ask, assert_sound, service_types
from tests.review.test_request_properties import (
    PARTNERS,
    SLOW_TO_DRAW,
    a_case_of,
    a_claim,
    a_claim_with_something_odd,
    a_likely_claim,
    text,
)

if TYPE_CHECKING:
    from edi_service.cases.model import Case
    from edi_service.claims.model import Claim
    from edi_service.review.profile import Partner

number = st.sampled_from(["", " ", "AUTH77", "A" * 50, "A" * 51, "A*B"]) | text
some_day = st.none() | st.dates(date(1790, 1, 1), date(2028, 1, 1))
EARLIER = st.builds(Earlier, authorization=number, reference=number)
OTHERS = st.lists(
    st.builds(
        OtherReviewer,
        name=text,
        role=st.sampled_from(["00", "CA", "GG"]),
        reasons=st.lists(text, min_size=1, max_size=4).map(tuple),
        denied=st.dates(date(2020, 1, 1), date(2027, 1, 1)),
    ),
    max_size=3,
).map(tuple)
STATEMENTS = st.builds(
    Statement,
    necessity=text | st.text(max_size=400),
    urgency=st.sampled_from(["", "emergency", "urgent", "elective"]),
    condition=st.sampled_from(["", "1", "P"]),
    prognosis=st.sampled_from(["", "8"]),
    delay_reason=st.sampled_from(["", "1", "17"]),
    release_restricted=st.booleans(),
    trip=st.sampled_from(["", "I", "X"]),
    complication=st.none() | st.booleans(),
    birth_expected=some_day,
    other_reviewers=OTHERS,
)
PAPERS = st.lists(
    st.builds(
        Attachment,
        st.sampled_from(["OB", "B4", "?"]),
        st.sampled_from(["EL", "FX", "FT", "ZZ"]),
        text,
        st.just(""),
    ),
    max_size=12,
).map(tuple)
APPROACHES = st.builds(
    Approach,
    purpose=st.sampled_from(Purpose),
    earlier=EARLIER,
    earlier_of_lines=st.dictionaries(st.sampled_from(["1", "2"]), EARLIER, max_size=2),
    statement=STATEMENTS | st.just(Statement()),
    papers=PAPERS,
)
FEW = settings(max_examples=25, deadline=None, suppress_health_check=SLOW_TO_DRAW)
MANY = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[*SLOW_TO_DRAW, HealthCheck.filter_too_much],
)


@MANY
@given(a_likely_claim() | a_claim_with_something_odd(), a_case_of(), PARTNERS, APPROACHES)
def test_any_approach_gives_a_sound_request_or_a_reason(
    claim: Claim, case: Case, partner: Partner, approach: Approach
) -> None:
    request = ask(claim, case, partner, approach=approach)
    assert (request.data is None) == bool(request.held_by)
    if request.data is not None:
        assert_sound(request)
    assert request == ask(claim, case, partner, approach=approach)


@FEW
@given(a_likely_claim(), a_case_of(), PARTNERS, APPROACHES)
def test_the_reference_validator_accepts_whatever_is_asked_for(
    claim: Claim, case: Case, partner: Partner, approach: Approach
) -> None:
    request = ask(claim, case, partner, approach=approach)
    verdict = None if request.data is None else validate(request.data)
    assert verdict is None or verdict.accepted, verdict


@MANY
@given(a_claim() | a_claim_with_something_odd(), a_case_of(), PARTNERS, EARLIER)
def test_any_claim_gives_a_well_built_question_or_a_reason(
    claim: Claim, case: Case, partner: Partner, earlier: Earlier
) -> None:
    request = write_inquiry(case, claim, partner, 7, AS_OF, attempt=1, question=1, earlier=earlier)
    assert (request.data is None) == bool(request.held_by)
    if request.data is not None:
        assert_well_built(request.data)


@MANY
@given(a_claim() | a_claim_with_something_odd(), a_case_of(), PARTNERS)
def test_any_claim_gives_a_well_built_notification_or_a_reason(
    claim: Claim, case: Case, partner: Partner
) -> None:
    request = write_notice(case, claim, partner, 7, AS_OF, service_types=service_types())
    assert (request.data is None) == bool(request.held_by)
    if request.data is not None:
        assert_well_built(request.data)


def assert_well_built(data: bytes) -> None:
    """Levels hang where they should, counts are right, and nothing is empty at an end."""
    segments = [text.split("*") for text in data.decode("ascii").split("~")[:-1]]
    assert all(segment[-1] for segment in segments[1:])
    inside = segments[2:-2]
    assert inside[-1] == ["SE", str(len(inside)), "0001"]
    assert list(astray([[*segment] for segment in inside])) == []
