"""Documents with terms, limits not published, and payers who want to be told and no more."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from edi_service.cases.model import Decision
from edi_service.cases.open import open_case
from edi_service.facts.model import ClaimFacts, DocumentDay
from edi_service.policy.consequences import ClockState
from edi_service.policy.documents import DocumentTerms, WhenMissing
from edi_service.policy.language.refused import PolicyRefused
from edi_service.policy.retrospective.review import review
from edi_service.policy.rule import Outcome
from tests.policy.casework import a_claim
from tests.policy.making import DAY, NEEDED, a_policy, a_subject, look

if TYPE_CHECKING:
    from edi_service.cases.model import Case
    from edi_service.policy.rule import Review, Subject

NEW_YORK = ZoneInfo("America/New_York")
NOON = datetime(2026, 4, 1, 12, 0, tzinfo=NEW_YORK)
NEEDS = '<authorization required="yes"/>'
ANY = (
    '<retrospective allowed="yes"><circumstance code="any">'
    '<window length="60" unit="calendar-days" after="first-day-of-service"/>{}</circumstance>'
    "</retrospective>"
)
NOTICE = (
    '<retrospective allowed="yes" asks-for="notice"><circumstance code="any">'
    '<window length="2" unit="calendar-days" after="first-day-of-service"/>'
    '<document code="order"/></circumstance></retrospective>'
)
TERMS = '<document code="order" fresh-days="30" when-missing="pended" pend-days="14"/>'


def subject_of(**facts: Any) -> Subject:
    claim = a_claim(DAY, {"lines": [{"procedure": "99213"}]})
    return a_subject(claim, facts=ClaimFacts(**facts), zone=NEW_YORK, as_of=NOON)


def reviewed(body: str, **facts: Any) -> Review:
    subject = subject_of(**facts)
    return review(subject, look(subject, a_policy(NEEDS + body)).concerns[0])


def opened(body: str, **facts: Any) -> Case:
    subject = subject_of(**facts)
    concern = look(subject, a_policy(NEEDS + body)).concerns[0]
    return open_case(subject, concern, review(subject, concern), (), "case1")


def told(body: str, **facts: Any) -> str:
    return " ".join(says for _code, says in reviewed(body, **facts).steps)


def test_what_is_asked_of_a_document_goes_with_the_case() -> None:
    found = opened(ANY.format(TERMS + '<document code="face-sheet"/>'))
    assert found.documents == ("order", "face-sheet")
    assert found.document_terms == (
        DocumentTerms(code="order", fresh_days=30, when_missing=WhenMissing.PENDED, pend_days=14),
    )


@pytest.mark.parametrize(
    ("terms", "says"),
    [
        ('when-missing="returned"', "Without order the request comes back."),
        ('when-missing="denied"', "Without order the request is denied."),
        ('when-missing="pended"', "Without order the request is set aside."),
        (
            'when-missing="pended" pend-days="14"',
            "Without order the request is set aside for 14 days.",
        ),
    ],
)
def test_what_a_missing_document_leads_to_is_told(terms: str, says: str) -> None:
    body = ANY.format(f'<document code="order" {terms}/>')
    assert says in told(body)
    assert says not in told(body, documents=("order",))


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (date(2026, 3, 2), "Every document the payer wants is at hand: order."),
        (date(2026, 3, 1), "no more than 30 days old, and is of 2026-03-01: get a newer one."),
        (None, "order may be no more than 30 days old: document_days would tell."),
    ],
)
def test_a_document_may_be_too_old(day: date | None, says: str) -> None:
    days = () if day is None else (DocumentDay("order", day),)
    assert says in told(ANY.format(TERMS), documents=("order",), document_days=days)


@pytest.mark.parametrize(
    ("documents", "fault"),
    [
        ('<document code="order" pend-days="3"/>', 'goes with when-missing="pended"'),
        ('<document code="order"/><document code="order"/>', "the document order is there twice"),
        ('<document code="order" fresh-days="0"/>', "fresh-days"),
        ('<document code="order" when-missing="lost"/>', "when-missing"),
    ],
)
def test_terms_that_say_nothing_are_refused(documents: str, fault: str) -> None:
    with pytest.raises(PolicyRefused, match=fault):
        a_policy(NEEDS + ANY.format(documents))


UNPUBLISHED = (
    '<retrospective allowed="yes"><circumstance code="any">'
    '<window length="not-published" after="admission"{}/></circumstance></retrospective>'
)


def test_a_limit_that_is_not_published_cannot_be_told() -> None:
    found = reviewed(UNPUBLISHED.format(""), admitted=DAY)
    assert (found.outcome, found.missing) == (Outcome.CANNOT_TELL, ("time_limit",))
    assert found.deadline is None
    case = opened(UNPUBLISHED.format(""), admitted=DAY)
    assert case.clock is not None
    assert (case.clock.length, case.clock.unit) == (None, None)
    assert [(each.state, each.length) for each in case.after.clocks] == [(ClockState.UNKNOWN, None)]
    assert case.next_action == (
        "Find out how long the payer gives, which it has not published, then decide."
    )


def test_other_conditions_of_such_a_window_still_shut_it() -> None:
    body = UNPUBLISHED.format(' before="first-submission"')
    found = reviewed(body, admitted=DAY, first_submitted=date(2026, 3, 20))
    assert found.outcome is Outcome.NO


@pytest.mark.parametrize(
    "window",
    [
        '<window length="5" after="admission"/>',
        '<window length="not-published" unit="hours" after="admission"/>',
        '<window length="not-published" after="admission" roll-forward="yes"/>',
        '<window length="soon" after="admission"/>',
    ],
)
def test_a_length_has_a_unit_or_is_not_published(window: str) -> None:
    circumstance = f'<circumstance code="any">{window}</circumstance>'
    with pytest.raises(PolicyRefused):
        a_policy(f'{NEEDS}<retrospective allowed="yes">{circumstance}</retrospective>')


def test_notice_given_in_time_settles_the_case_for_good() -> None:
    case = opened(NOTICE, notice_given=date(2026, 3, 4))
    assert (case.decision, case.deadline, case.documents) == (Decision.ALLOWED, None, ())
    assert [(each.kind, each.state) for each in case.after.clocks] == [("notice", ClockState.MET)]
    assert case.next_action.startswith("Notice was given in time, and nothing else is asked:")
    says = " ".join(step.says for step in case.trace)
    assert "Notice was given in time, which ended on 2026-03-04" in says
    assert "asks for notice alone, and it was given on 2026-03-04 at 23:59 (UTC-0500)." in says
    assert "Today is the last day." not in says


def test_notice_given_late_is_late_and_none_given_may_still_be() -> None:
    late = opened(NOTICE, notice_given=date(2026, 3, 5))
    assert late.decision is Decision.REFUSED
    assert [each.state for each in late.after.clocks] == [ClockState.OVER]
    assert opened(NOTICE).decision is Decision.REFUSED
    still = NOTICE.replace('length="2"', 'length="60"')
    assert opened(still).decision is Decision.ALLOWED
    assert opened(still).deadline is not None


def test_notice_does_not_settle_a_review() -> None:
    case = opened(ANY.format(""), notice_given=date(2026, 3, 3))
    assert case.deadline is not None
    assert [each.kind for each in case.after.clocks] == ["request"]


def test_notice_goes_with_a_time_for_it() -> None:
    with pytest.raises(PolicyRefused, match='asks-for="notice" goes with allowed'):
        a_policy(NEEDED + '<retrospective allowed="no" asks-for="notice"/>')
