"""What a request is for, and what is said in it besides the claim."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from edi_service.cases.statement import OtherReviewer, Statement
from edi_service.claims.attachments import Attachment
from edi_service.claims.model import Reference
from edi_service.policy.model import CircumstanceCode
from edi_service.review.approach import Approach, Earlier, Purpose, approach_of
from edi_service.review.limits import LONGEST_MESSAGE
from tests.review.making import (
    a_case,
    a_line,
    a_professional,
    a_stay,
    about_stay,
    ask,
    assert_valid,
    codes,
)

if TYPE_CHECKING:
    from edi_service.review.envelope import Request

AUTHORIZED = Earlier(authorization="AUTH77")
PENDED = Earlier(reference="REF0001")


def asked(purpose: Purpose, earlier: Earlier, **said: Any) -> Request:
    approach = Approach(purpose=purpose, earlier=earlier, statement=Statement(**said))
    return ask(a_professional(), approach=approach)


def review(segments: list[str]) -> list[str]:
    elements = next(text for text in segments if text.startswith("UM*")).split("*")[1:]
    return elements + [""] * (10 - len(elements))


def references(segments: list[str]) -> list[str]:
    return [text for text in segments if text.startswith(("REF*BB", "REF*NT"))]


@pytest.mark.parametrize(
    ("purpose", "earlier", "said", "code", "written"),
    [
        (Purpose.INITIAL, Earlier(), {}, "I", []),
        (Purpose.INITIAL, PENDED, {"delay_reason": "17"}, "I", ["REF*NT*REF0001"]),
        (Purpose.REVISED, AUTHORIZED, {}, "S", ["REF*BB*AUTH77"]),
        (Purpose.EXTENSION, AUTHORIZED, {}, "4", ["REF*BB*AUTH77"]),
        (Purpose.RENEWAL, AUTHORIZED, {}, "R", ["REF*BB*AUTH77"]),
        (Purpose.RECONSIDERATION, PENDED, {}, "N", ["REF*NT*REF0001"]),
        (Purpose.APPEAL, AUTHORIZED, {}, "2", ["REF*BB*AUTH77"]),
        (Purpose.APPEAL, PENDED, {}, "2", ["REF*NT*REF0001"]),
        (Purpose.IMMEDIATE_APPEAL, AUTHORIZED, {"urgency": "urgent"}, "1", ["REF*BB*AUTH77"]),
        (Purpose.CANCEL, AUTHORIZED, {}, "3", ["REF*BB*AUTH77"]),
        (Purpose.CANCEL, PENDED, {}, "3", ["REF*NT*REF0001"]),
    ],
)
def test_each_purpose_has_its_type_and_names_the_review_it_is_about(
    purpose: Purpose, earlier: Earlier, said: dict[str, Any], code: str, written: list[str]
) -> None:
    segments = assert_valid(asked(purpose, earlier, **said))
    assert review(segments)[1] == code
    assert references(segments) == written


@pytest.mark.parametrize(
    ("purpose", "earlier", "expected"),
    [
        (Purpose.INITIAL, AUTHORIZED, ["RQ19"]),
        (Purpose.REVISED, PENDED, ["RQ19"]),
        (Purpose.EXTENSION, Earlier(), ["RQ19"]),
        (Purpose.RENEWAL, Earlier(authorization=" "), ["RQ19"]),
        (Purpose.APPEAL, Earlier(), ["RQ19"]),
        (Purpose.RECONSIDERATION, Earlier(), ["RQ19"]),
        (Purpose.CANCEL, Earlier(), ["RQ19"]),
        (Purpose.IMMEDIATE_APPEAL, AUTHORIZED, ["RQ20"]),
    ],
)
def test_a_purpose_without_what_it_needs_holds_the_case(
    purpose: Purpose, earlier: Earlier, expected: list[str]
) -> None:
    request = asked(purpose, earlier)
    assert request.data is None
    assert codes(request) == expected


def test_no_two_requests_of_a_case_share_a_number() -> None:
    seen: set[str] = set()
    for attempt in range(1, 4):
        segments = assert_valid(ask(a_stay(), about_stay(), attempt=attempt))
        traces = {text for text in segments if text.startswith("TRN")}
        assert len(traces) == 2
        assert not seen & traces
        seen |= traces


def test_no_trace_number_holds_the_patients_account() -> None:
    segments = assert_valid(ask(a_professional(lines=(a_line(control_number="PCN12345A"),))))
    assert not [text for text in segments if text.startswith(("TRN", "BHT")) and "PCN" in text]
    assert "REF*EJ*PCN12345" in segments


ADDED = a_case(circumstance=CircumstanceCode.ADDED_PROCEDURE)
CHANGED = a_case(circumstance=CircumstanceCode.CHANGED_PROCEDURE)
ON_CLAIM = (Reference("G1", "AUTH77"),)


@pytest.mark.parametrize("case", [ADDED, CHANGED])
def test_what_was_done_beside_an_authorized_service_revises_that_authorization(case: Any) -> None:
    segments = assert_valid(ask(a_professional(references=ON_CLAIM), case))
    assert review(segments)[1] == "S"
    assert references(segments) == ["REF*BB*AUTH77"]


def test_a_number_on_a_line_goes_with_the_line() -> None:
    lines = (a_line(authorizations=("AUTH88",)), a_line(number="2", authorizations=("OTHER",)))
    segments = assert_valid(ask(a_professional(lines=lines), ADDED))
    assert references(segments) == ["REF*BB*AUTH88"]
    at = segments.index("REF*BB*AUTH88")
    assert segments[at - 1].startswith("TRN*1*")
    assert segments[at + 1].startswith("DTP*472")


@pytest.mark.parametrize(
    "case", [ADDED, CHANGED, a_case(), a_case(circumstance=CircumstanceCode.EMERGENCY)]
)
def test_without_an_authorization_the_request_is_a_new_one(case: Any) -> None:
    segments = assert_valid(ask(a_professional(), case))
    assert review(segments)[1] == "I"
    assert references(segments) == []


def test_an_authorization_on_the_claim_is_not_named_in_a_new_request() -> None:
    segments = assert_valid(ask(a_professional(references=ON_CLAIM)))
    assert references(segments) == []


SAID = Statement(
    necessity="PAIN AT REST,\n  NO PULSE BELOW THE KNEE",
    urgency="urgent",
    condition="8",
    prognosis="2",
    delay_reason="4",
    release_restricted=True,
    birth_expected=date(2027, 2, 1),
)


def test_a_statement_says_what_no_claim_can() -> None:
    segments = assert_valid(ask(a_professional(), approach=Approach(statement=SAID)))
    assert review(segments) == ["HS", "I", "2", "22:B", "", "U", "8", "2", "M", "4"]
    assert "DTP*ABC*D8*20270201" in segments
    (message,) = [text for text in segments if text.startswith("MSG")]
    assert message.endswith(" - PAIN AT REST, NO PULSE BELOW THE KNEE")


def test_a_statement_goes_before_what_claim_and_circumstance_show() -> None:
    case = a_case(circumstance=CircumstanceCode.EMERGENCY)
    for urgency, code in (("emergency", "03"), ("urgent", "U"), ("elective", "E")):
        statement = msgspec.convert({"urgency": urgency}, Statement)
        request = ask(
            a_professional(), case, approach=approach_of(case, a_professional(), statement)
        )
        assert review(assert_valid(request))[5] == code


def test_a_statement_that_is_too_long_is_cut_and_that_is_said() -> None:
    approach = Approach(statement=Statement(necessity="PAIN " * 80))
    request = ask(a_professional(), approach=approach)
    (message,) = [text for text in assert_valid(request) if text.startswith("MSG")]
    assert len(message) <= len("MSG*") + LONGEST_MESSAGE
    assert codes(request) == ["RQ34"]


def test_another_reviewer_who_denied_the_event_is_named() -> None:
    other = OtherReviewer(name="FIRST PLAN", reasons=("0N", "17", "0U"), denied=date(2026, 10, 20))
    approach = Approach(statement=Statement(other_reviewers=(other, other)))
    segments = assert_valid(ask(a_stay(), about_stay(), approach=approach))
    at = segments.index("NM1*CA*2*FIRST PLAN")
    assert segments[at : at + 3] == [
        "NM1*CA*2*FIRST PLAN",
        "REF*ZZ*0N**ZZ:17:ZZ:0U",
        "DTP*598*D8*20261020",
    ]
    assert segments.count("NM1*CA*2*FIRST PLAN") == 2


def test_another_reviewer_cannot_have_denied_tomorrow() -> None:
    other = OtherReviewer(name="FIRST PLAN", reasons=("0N",), denied=date(2026, 11, 16))
    approach = Approach(statement=Statement(other_reviewers=(other,)))
    assert codes(ask(a_professional(), approach=approach)) == ["RQ11"]


def test_another_reviewer_has_denied_for_a_reason() -> None:
    other = OtherReviewer(name="FIRST PLAN", reasons=(" ", ""), denied=date(2026, 10, 20))
    approach = Approach(statement=Statement(other_reviewers=(other,)))
    assert codes(ask(a_professional(), approach=approach)) == ["RQ18"]
    other = msgspec.structs.replace(other, reasons=(" ", "0N"))
    approach = Approach(statement=Statement(other_reviewers=(other,)))
    assert "REF*ZZ*0N" in assert_valid(ask(a_professional(), approach=approach))


def test_papers_kept_with_the_case_are_announced_under_their_numbers() -> None:
    papers = (Attachment("OB", "EL", "ATT0009", ""), Attachment("DS", "FX", "ATT0010", ""))
    segments = assert_valid(ask(a_professional(), approach=Approach(papers=papers)))
    assert [text for text in segments if text.startswith("PWK")] == [
        "PWK*OB*EL***AC*ATT0009",
        "PWK*DS*FX***AC*ATT0010",
    ]


@pytest.mark.parametrize(
    "text",
    [
        {"urgency": "very"},
        {"delay_reason": "5"},
        {"condition": "X"},
        {"prognosis": "9"},
        {"trip": "Z"},
        {"necesity": "PAIN"},
        {"other_reviewers": [{"name": "A", "reasons": [], "denied": "2026-10-20"}]},
        {"other_reviewers": [{"name": "A", "reasons": ["0N"], "denied": "2026-10-20"}] * 4},
    ],
)
def test_a_statement_that_says_nothing_known_is_refused(text: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(text, Statement)


def test_a_statement_says_nothing_when_it_is_printed() -> None:
    other = OtherReviewer(name="FIRST PLAN", reasons=("0N",), denied=date(2026, 10, 20))
    approach = Approach(statement=Statement(necessity="PAIN", other_reviewers=(other,)))
    assert "PAIN" not in repr(approach)
    assert repr(other) == "<OtherReviewer>"
