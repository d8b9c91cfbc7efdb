from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from edi_service.codes.clock import Deadline
from edi_service.facts.model import Network
from edi_service.policy.model import (
    CircumstanceCode,
    Event,
    Exclusion,
    Retrospective,
)
from edi_service.policy.retrospective import kleene
from edi_service.policy.retrospective.review import review
from tests.policy.reviewing import (
    CALENDAR_DAYS,
    CANNOT_TELL,
    IN_TIME,
    NO,
    SERVICE_DAY,
    YES,
    a_claim,
    a_concern,
    a_silent_concern,
    a_subject,
    a_window,
    at,
    says,
    when,
)

if TYPE_CHECKING:
    from datetime import datetime

    from edi_service.claims.model import Claim
    from edi_service.policy.rule import Concern, Outcome

# What the policy says as such.


@pytest.mark.parametrize(
    "concern", [a_silent_concern(), a_concern()], ids=["no element", "no circumstances"]
)
def test_a_silent_policy_leaves_the_payers_rule_missing(concern: Concern) -> None:
    found = review(a_subject(), concern)
    assert (found.outcome, found.missing) == (CANNOT_TELL, ("payer_rule",))
    assert says(found)[0] == "A policy: the policy is silent on requests made after the service."


def test_a_policy_that_allows_none_is_a_no_with_its_reason() -> None:
    rule = Retrospective(allowed=False, because="It is a condition of payment.")
    found = review(a_subject(), a_concern(retrospective=rule))
    assert found.outcome is NO
    assert says(found) == [
        "A policy: the payer does not look at requests made after the service.",
        "It is a condition of payment.",
    ]


def test_a_policy_that_allows_none_needs_no_reason() -> None:
    found = review(a_subject(), a_concern(retrospective=Retrospective(allowed=False)))
    assert len(found.steps) == 1


@pytest.mark.parametrize(
    ("rule", "as_of"),
    [
        (Retrospective(allowed=True, circumstances=(when("any"),)), IN_TIME),
        (Retrospective(allowed=True, circumstances=(when("any"),)), at("2027-01-01")),
        (Retrospective(allowed=False), IN_TIME),
    ],
    ids=["yes", "too late", "never"],
)
def test_whether_the_policy_is_meant_at_all_comes_before_what_it_says(
    rule: Retrospective, as_of: datetime
) -> None:
    concern = a_concern(retrospective=rule, unknown=("plan",))
    found = review(a_subject(as_of=as_of), concern)
    assert (found.outcome, found.missing) == (CANNOT_TELL, ("plan",))
    assert says(found)[0] == (
        "Whether the policy is about these services hangs on "
        "plan (which of the payer's plans covers the member)."
    )
    assert ("If it may, then until" in says(found)[-1]) == (rule.allowed and as_of == IN_TIME)


# What shuts the door.


@pytest.mark.parametrize(
    ("exclusion", "claim", "facts", "outcome", "unknown"),
    [
        ("investigational", a_claim(), {}, CANNOT_TELL, ("investigational",)),
        ("investigational", a_claim(), {"investigational": False}, YES, ()),
        ("investigational", a_claim(), {"investigational": True}, NO, ()),
        ("authorization-denied", a_claim(), {}, YES, ()),
        ("authorization-denied", a_claim(), {"authorization_denied": SERVICE_DAY}, NO, ()),
        ("claim-submitted", a_claim(), {}, YES, ()),
        ("claim-submitted", a_claim(), {"first_submitted": date(2026, 3, 13)}, YES, ()),
        ("claim-submitted", a_claim(), {"first_submitted": date(2026, 3, 12)}, NO, ()),
        ("claim-submitted", a_claim(), {"denied": date(2026, 3, 12)}, NO, ()),
        ("claim-submitted", a_claim(frequency="7"), {}, NO, ()),
        ("claim-submitted", a_claim(frequency="8"), {}, NO, ()),
    ],
)
def test_an_exclusion_shuts_the_door(
    exclusion: str, claim: Claim, facts: dict[str, Any], outcome: Outcome, unknown: tuple[str, ...]
) -> None:
    concern = a_concern(when("any"), unless=(Exclusion(exclusion),))
    found = review(a_subject(claim, **facts), concern)
    assert (found.outcome, found.missing) == (outcome, unknown)


def test_an_exclusion_that_the_policy_does_not_name_is_none() -> None:
    subject = a_subject(
        a_claim(frequency="7"), investigational=True, authorization_denied=SERVICE_DAY
    )
    assert review(subject, a_concern(when("any"))).outcome is YES


@pytest.mark.parametrize(
    ("demanded", "standing", "outcome", "unknown"),
    [
        (Network.IN, Network.IN, YES, ()),
        (Network.IN, Network.OUT, NO, ()),
        (Network.IN, None, CANNOT_TELL, ("network",)),
        (Network.OUT, Network.OUT, YES, ()),
        (Network.OUT, Network.IN, NO, ()),
        (None, Network.OUT, YES, ()),
        (None, None, YES, ()),
    ],
)
def test_the_standing_in_the_network_counts_where_the_policy_asks(
    demanded: Network | None,
    standing: Network | None,
    outcome: Outcome,
    unknown: tuple[str, ...],
) -> None:
    found = review(a_subject(network=standing), a_concern(when("any"), network=demanded))
    assert (found.outcome, found.missing) == (outcome, unknown)


def test_what_is_assumed_is_said() -> None:
    unless = (Exclusion.AUTHORIZATION_DENIED, Exclusion.CLAIM_SUBMITTED)
    before_the_claim = a_window(95, before=Event.FIRST_SUBMISSION)
    found = review(a_subject(), a_concern(when("any", before_the_claim), unless=unless))
    submitted = "Taken as not yet submitted: no first submission date was given."
    refused = "Taken as never refused: no denial of a request for an authorization is known."
    assert refused in says(found)
    assert says(found).count(submitted) == 1


# How they are joined.

UNTOLD = {"yes": True, "no": False, "unknown": None}


@pytest.mark.parametrize("outage", UNTOLD)
@pytest.mark.parametrize("condition", UNTOLD)
def test_one_circumstance_suffices_and_all_must_fail(condition: str, outage: str) -> None:
    subject = a_subject(coverage_unverifiable=UNTOLD[condition], payer_outage=UNTOLD[outage])
    found = review(subject, a_concern(when("coverage-unverifiable"), when("payer-outage")))
    words = {condition, outage}
    expected = YES if "yes" in words else CANNOT_TELL if "unknown" in words else NO
    assert found.outcome is expected
    asked = [
        name
        for name, word in (("coverage_unverifiable", condition), ("payer_outage", outage))
        if word == "unknown"
    ]
    assert found.missing == (tuple(asked) if expected is CANNOT_TELL else ())


@pytest.mark.parametrize(
    ("condition", "standing", "outcome", "unknown"),
    [
        (True, None, CANNOT_TELL, ("network",)),
        (False, None, NO, ()),
        (None, None, CANNOT_TELL, ("network", "coverage_unverifiable")),
        (None, Network.OUT, NO, ()),
        (None, Network.IN, CANNOT_TELL, ("coverage_unverifiable",)),
    ],
)
def test_a_fact_missing_at_the_door_makes_a_yes_uncertain_and_leaves_a_no(
    condition: bool | None,  # noqa: FBT001 - the office's word itself
    standing: Network | None,
    outcome: Outcome,
    unknown: tuple[str, ...],
) -> None:
    concern = a_concern(when("coverage-unverifiable"), network=Network.IN)
    found = review(a_subject(network=standing, coverage_unverifiable=condition), concern)
    assert (found.outcome, found.missing) == (outcome, unknown)


def test_a_door_that_is_shut_makes_no_difference_of_one_that_is_unknown() -> None:
    unless = (Exclusion.INVESTIGATIONAL, Exclusion.CLAIM_SUBMITTED)
    found = review(a_subject(a_claim(frequency="7")), a_concern(when("any"), unless=unless))
    assert (found.outcome, found.missing) == (NO, ())


def test_a_circumstance_nobody_knows_of_makes_no_difference_once_its_window_is_past() -> None:
    found = review(a_subject(), a_concern(when("payer-outage", a_window(1))))
    assert (found.outcome, found.missing) == (NO, ())
    assert found.deadline == Deadline(date(2026, 3, 11))


def test_a_circumstance_nobody_knows_of_tells_the_last_moment_all_the_same() -> None:
    found = review(a_subject(), a_concern(when("payer-outage")))
    assert (found.outcome, found.missing) == (CANNOT_TELL, ("payer_outage",))
    assert found.deadline == Deadline(date(2026, 3, 15))
    assert says(found)[-1].endswith("If it may, then until 2026-03-15.")


def test_a_missing_fact_is_asked_for_once() -> None:
    window = a_window(60, CALENDAR_DAYS, Event.ELIGIBILITY_ADDED)
    concern = a_concern(when("retro-eligibility", window), when("any", window))
    assert review(a_subject(), concern).missing == ("eligibility_added",)


def test_the_circumstance_with_evidence_leads_and_then_the_one_with_a_deadline() -> None:
    concern = a_concern(
        when("payer-outage", a_window(60, CALENDAR_DAYS, Event.DISCHARGE)),
        when("added-procedure"),
        when("retro-eligibility", a_window(60, CALENDAR_DAYS, Event.ELIGIBILITY_ADDED)),
    )
    plain = review(a_subject(), concern)
    hinted = review(a_subject(a_claim(delay_reason="8")), concern)
    assert plain.circumstance is CircumstanceCode.ADDED_PROCEDURE
    assert hinted.circumstance is CircumstanceCode.RETRO_ELIGIBILITY
    assert plain.missing == hinted.missing
    assert plain.missing == ("payer_outage", "discharged", "procedure_changed", "eligibility_added")


def test_of_two_circumstances_the_first_listed_counts() -> None:
    concern = a_concern(when("payer-outage"), when("any", a_window(30)))
    both_open = review(a_subject(payer_outage=True), concern)
    only_second = review(a_subject(payer_outage=True, as_of=at("2026-03-20T00:00")), concern)
    assert both_open.circumstance is CircumstanceCode.PAYER_OUTAGE
    assert only_second.circumstance is CircumstanceCode.ANY


def test_of_two_that_closed_the_last_to_close_is_told() -> None:
    concern = a_concern(when("payer-outage", a_window(30)), when("any"), when("emergency"))
    found = review(a_subject(payer_outage=True, as_of=at("2026-05-01T00:00")), concern)
    assert found.circumstance is CircumstanceCode.PAYER_OUTAGE
    assert found.deadline == Deadline(date(2026, 4, 9))


def test_where_no_circumstance_was_there_none_is_named() -> None:
    found = review(a_subject(), a_concern(when("emergency")))
    assert (found.outcome, found.circumstance, found.deadline) == (NO, None, None)
    assert says(found)[-1] == "None of the reasons the payer accepts was there in time."


KLEENE = [YES, CANNOT_TELL, NO]


@pytest.mark.parametrize("left", KLEENE)
@pytest.mark.parametrize("right", KLEENE)
def test_kleenes_tables(left: Outcome, right: Outcome) -> None:
    assert kleene.both([left, right]) is max(left, right, key=KLEENE.index)
    assert kleene.either([left, right]) is min(left, right, key=KLEENE.index)
