from __future__ import annotations

from datetime import UTC, date, time, timedelta
from typing import TYPE_CHECKING

import pytest

from edi_service.facts.model import Network
from edi_service.policy.model import Event, Exclusion, Retrospective
from edi_service.policy.retrospective.review import ANSWERS, findings, review
from tests.policy.reviewing import (
    CALENDAR_DAYS,
    HOURS,
    IN_TIME,
    NEW_YORK,
    NO,
    SOURCE,
    YES,
    a_concern,
    a_silent_concern,
    a_stay,
    a_subject,
    a_window,
    at,
    says,
    when,
)

if TYPE_CHECKING:
    from datetime import datetime

    from edi_service.policy.rule import Concern

# What is told.


def test_the_trace_reads_from_the_policy_to_the_last_moment() -> None:
    concern = a_concern(
        when(
            "retro-eligibility",
            a_window(95, CALENDAR_DAYS, Event.ELIGIBILITY_ADDED, before=Event.FIRST_SUBMISSION),
            documents=("face-sheet", "order"),
        ),
        unless=(Exclusion.INVESTIGATIONAL,),
        network=Network.IN,
    )
    subject = a_subject(
        as_of=at("2026-11-04T18:00"),
        eligibility_added=date(2026, 8, 1),
        investigational=False,
        network=Network.IN,
        documents=("order",),
    )
    found = review(subject, concern)
    assert found.steps == (
        (
            "RT01",
            (
                "A policy: the payer looks at requests made after the service when coverage was "
                "added later."
            ),
        ),
        ("RT01", "The service is not investigational."),
        ("RT01", "Only a provider in the plan's network may ask, as this one is."),
        ("RT01", "Eligibility was added on 2026-08-01, after service began on 2026-03-10."),
        (
            "RT01",
            "Eligibility was added on 2026-08-01; 95 calendar days from then end on 2026-11-04.",
        ),
        ("RT01", "The request must come before the first submission of the claim."),
        ("RT01", "Taken as not yet submitted: no first submission date was given."),
        ("RT01", "Today is the last day."),
        (
            "RT01",
            (
                "A review may still be asked for until today, 2026-11-04, and no later: "
                "coverage was added later."
            ),
        ),
        ("RT04", "The payer wants documents that are not at hand: face-sheet. At hand: order."),
    )
    assert found.documents == ("face-sheet", "order")
    assert found.evidence == (("facts: eligibility_added", "Eligibility was added on 2026-08-01"),)


def test_several_circumstances_are_told_in_one_sentence() -> None:
    found = review(a_subject(), a_concern(when("emergency"), when("payer-outage")))
    assert says(found)[0] == (
        "A policy: the payer looks at requests made after the service when the service was an "
        "emergency, or when the payer's system was down."
    )


@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        ((), "The payer wants documents that are not at hand: order, face-sheet."),
        (("order", "face-sheet", "other"), "Every document the payer wants is at hand: "),
    ],
)
def test_documents_wanting_and_at_hand_are_told(held: tuple[str, ...], sentence: str) -> None:
    concern = a_concern(when("any", documents=("order", "face-sheet")))
    found = review(a_subject(documents=held), concern)
    assert found.steps[-1][0] == "RT04"
    assert found.steps[-1][1].startswith(sentence)


def test_no_documents_are_asked_for_when_no_review_is_possible() -> None:
    concern = a_concern(when("any", documents=("order",)))
    assert review(a_subject(as_of=at("2026-12-01")), concern).documents == ()


@pytest.mark.parametrize(
    ("concern", "as_of", "code", "message"),
    [
        (
            a_concern(when("any")),
            IN_TIME,
            "RT01",
            "A review may still be asked for until 2026-03-15",
        ),
        (
            a_concern(when("any")),
            at("2026-04-01"),
            "RT02",
            "The last day to ask for a review was 2026-03-15.",
        ),
        (
            a_concern(when("emergency")),
            IN_TIME,
            "RT02",
            "None of the reasons the payer accepts was there in time.",
        ),
        (
            a_concern(retrospective=Retrospective(allowed=False, because="Never.")),
            IN_TIME,
            "RT02",
            "Never.",
        ),
        (
            a_concern(when("payer-outage")),
            IN_TIME,
            "RT03",
            (
                "Whether a review may be asked for hangs on payer_outage (whether the payer's "
                "system was down). If it may, then until 2026-03-15."
            ),
        ),
        (
            a_silent_concern(),
            IN_TIME,
            "RT03",
            "Whether a review may be asked for hangs on payer_rule",
        ),
    ],
)
def test_a_review_makes_one_finding(
    concern: Concern, as_of: datetime, code: str, message: str
) -> None:
    subject = a_subject(as_of=as_of)
    found = review(subject, concern)
    told = list(findings(subject, concern, found))
    assert [each.kind.code for each in told] == [code]
    assert told[0].message.startswith(message)
    assert told[0].source == f"payer/subject: {SOURCE}"
    assert told[0].claim_id == "c1"
    assert (code, told[0].message) == [step for step in found.steps if step[0] != "RT04"][-1]


@pytest.mark.parametrize("whole_claim", [True, False])
def test_a_claim_without_segments_is_nowhere(whole_claim: bool) -> None:  # noqa: FBT001 - a table of two
    concern = a_concern(when("any"), whole_claim=whole_claim)
    subject = a_subject()
    (told,) = findings(subject, concern, review(subject, concern))
    assert told.position.segment == 0


def test_each_outcome_is_explained() -> None:
    for rule in ANSWERS.values():
        assert rule.kind.remedy
        assert rule.kind.explanation


def test_the_moment_of_asking_may_be_told_by_any_clock() -> None:
    concern = a_concern(when("any", a_window(48, HOURS, Event.ADMISSION)))
    claim = a_stay(admission_hour=time(14, 30))
    last = at("2026-03-12T14:30")
    for zone in (UTC, NEW_YORK):
        told = last.astimezone(zone)
        assert review(a_subject(claim, as_of=told), concern).outcome is YES
        assert review(a_subject(claim, as_of=told + timedelta(seconds=1)), concern).outcome is NO


def test_what_has_passed_is_told_as_past() -> None:
    window = a_window(95, before=Event.FIRST_SUBMISSION)
    found = review(a_subject(first_submitted=date(2026, 3, 11)), a_concern(when("any", window)))
    assert says(found)[-2:] == [
        "The request had to come before the first submission of the claim (2026-03-11).",
        "The last day to ask for a review was 2026-03-11.",
    ]
