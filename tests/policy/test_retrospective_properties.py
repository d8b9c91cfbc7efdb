"""
Laws of the retrospective review, over claims, facts and policies made up by Hypothesis.

Some facts have something that stands in for them while they are unknown: the first day of service
for the admission, the offset an hour was written with for the zone, and silence for another payer
(none).  Learning such a fact may overturn an answer.  The laws are about all the others.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from edi_service.claims.model import Claim, ClaimKind, Reference, ServiceLine
from edi_service.codes.clock import Length, Unit
from edi_service.facts.model import ClaimFacts, Network
from edi_service.policy.certainty import Certainty
from edi_service.policy.model import (
    Circumstance,
    CircumstanceCode,
    Event,
    Exclusion,
    Policy,
    Retrospective,
    Revision,
    Source,
    Window,
)
from edi_service.policy.retrospective.review import review
from edi_service.policy.rule import Concern, Outcome, Subject

CHICAGO = ZoneInfo("America/Chicago")
SOURCE = Source(
    title="Manual",
    href="https://payer.example/manual",
    locator="section 1",
    retrieved=date(2026, 11, 1),
    certainty=Certainty.READ,
)

days = st.dates(date(2026, 3, 1), date(2026, 3, 14))
instants = st.datetimes(datetime(2026, 3, 1), datetime(2026, 3, 14), timezones=st.just(UTC))  # noqa: DTZ001 - bounds are without a zone
moments = days | instants
askings = st.datetimes(datetime(2026, 3, 1), datetime(2026, 3, 25), timezones=st.just(CHICAGO))  # noqa: DTZ001 - bounds are without a zone

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "eligibility_added": days,
    "coverage_known": moments,
    "denied": days,
    "first_submitted": days,
    "authorization_denied": days,
    "procedure_changed": st.booleans(),
    "coverage_unverifiable": st.booleans(),
    "payer_outage": st.booleans(),
    "investigational": st.booleans(),
    "network": st.sampled_from(Network),
    "discharged": moments,
}
"""Facts that nothing stands in for, on a claim that shows no discharge."""

STOOD_IN_FOR = {"admitted": moments, "other_payer_decided": days}

facts = st.fixed_dictionaries({}, optional={**VALUES, **STOOD_IN_FOR}).map(
    lambda known: ClaimFacts(**known)
)

claims = st.builds(
    Claim,
    kind=st.sampled_from([ClaimKind.PROFESSIONAL, ClaimKind.INSTITUTIONAL]),
    number=st.just("A1"),
    frequency=st.sampled_from("17"),
    facility_code=st.sampled_from(["11", "23"]),
    delay_reason=st.sampled_from(["", "1", "7", "8"]),
    references=st.sampled_from([(), (Reference(qualifier="4N", value="2"),)]),
    admitted=st.none() | days,
    admission_hour=st.none() | st.just(time(14, 30)),
    lines=st.builds(ServiceLine, number=st.just("1"), starts=days).map(lambda line: (line,)),
)

windows = st.builds(
    Window,
    length=st.builds(Length, st.integers(0, 5), st.sampled_from(Unit)),
    after=st.sampled_from(Event),
    before=st.lists(st.sampled_from(Event), max_size=2).map(tuple),
)
circumstances = st.builds(
    Circumstance,
    code=st.sampled_from(CircumstanceCode),
    windows=st.lists(windows, min_size=1, max_size=2).map(tuple),
)
rules = st.builds(
    Retrospective,
    allowed=st.sampled_from([True]),
    unless=st.lists(st.sampled_from(Exclusion), unique=True, max_size=2).map(tuple),
    network=st.none() | st.sampled_from(Network),
    circumstances=st.lists(circumstances, min_size=1, max_size=3).map(tuple),
)
subjects = st.builds(
    Subject,
    claim=claims,
    payer=st.none(),
    facts=facts,
    on_file=st.just(()),
    state=st.just(""),
    zone=st.sampled_from([CHICAGO, None]),
    as_of=askings,
)


def concern_of(rule: Retrospective) -> Concern:
    revision = Revision(starts=date(2020, 1, 1), ends=None, source=SOURCE, retrospective=rule)
    policy = Policy(id="payer/subject", payer="payer", title="A policy", revisions=(revision,))
    return Concern(policy=policy, revision=revision, lines=(), whole_claim=True, steps=())


def learning(subject: Subject, name: str, value: object) -> Subject:
    return msgspec.structs.replace(
        subject, facts=msgspec.structs.replace(subject.facts, **{name: value})
    )


concerns = rules.map(concern_of)


@given(subjects, concerns)
def test_an_answer_is_missing_something_exactly_when_it_cannot_be_told(
    subject: Subject, concern: Concern
) -> None:
    found = review(subject, concern)
    assert bool(found.missing) == (found.outcome is Outcome.CANNOT_TELL)
    assert len(set(found.missing)) == len(found.missing)
    assert all(getattr(subject.facts, name, None) is None for name in found.missing)
    assert found.steps


@given(subjects, concerns, st.timedeltas(timedelta(0), timedelta(days=20)))
def test_a_refusal_stands_however_long_one_waits(
    subject: Subject, concern: Concern, wait: timedelta
) -> None:
    now = review(subject, concern)
    later = review(
        msgspec.structs.replace(subject, as_of=(subject.as_of.astimezone(UTC) + wait)), concern
    )
    if now.outcome is Outcome.NO:
        assert later.outcome is Outcome.NO
    if later.outcome is Outcome.YES:
        assert now.outcome is not Outcome.NO


@given(subjects, concerns, askings)
def test_the_deadline_of_a_window_does_not_hang_on_when_one_asks(
    subject: Subject, concern: Concern, other: datetime
) -> None:
    now = review(subject, concern)
    then = review(msgspec.structs.replace(subject, as_of=other), concern)
    same = (now.circumstance, now.window) == (then.circumstance, then.window)
    if same and now.deadline is not None and then.deadline is not None:
        assert now.deadline == then.deadline


@given(subjects, concerns)
def test_a_yes_is_in_time_and_a_deadline_of_a_no_is_past(
    subject: Subject, concern: Concern
) -> None:
    found = review(subject, concern)
    if found.outcome is Outcome.YES:
        assert found.deadline is not None
    if found.deadline is not None and found.outcome is not Outcome.CANNOT_TELL:
        assert found.deadline.is_past(subject.as_of, subject.zone) == (found.outcome is Outcome.NO)


@given(subjects, concerns, st.data())
def test_learning_a_missing_fact_settles_the_answer_or_leaves_fewer_questions(
    subject: Subject, concern: Concern, data: st.DataObject
) -> None:
    """What was missing shrinks by the fact learned; only where the hours ran may be asked anew."""
    found = review(subject, concern)
    if askable := [name for name in found.missing if name in VALUES]:
        name = data.draw(st.sampled_from(askable))
        learned = review(learning(subject, name, data.draw(VALUES[name])), concern)
        assert set(learned.missing) <= (set(found.missing) - {name}) | {"zone"}


@given(subjects, concerns, st.data())
def test_learning_a_fact_never_unsettles_an_answer(
    subject: Subject, concern: Concern, data: st.DataObject
) -> None:
    """A yes or a no may be overturned by what was taken for granted, but stays definite."""
    unknown = [name for name in VALUES if getattr(subject.facts, name) is None]
    found = review(subject, concern)
    if unknown and found.outcome is not Outcome.CANNOT_TELL:
        name = data.draw(st.sampled_from(unknown))
        learned = review(learning(subject, name, data.draw(VALUES[name])), concern)
        assert learned.outcome is not Outcome.CANNOT_TELL


@given(subjects, concerns)
def test_whether_a_policy_is_meant_unsettles_any_answer(subject: Subject, concern: Concern) -> None:
    found = review(subject, replace(concern, missing=("plan",)))
    assert found.outcome is Outcome.CANNOT_TELL
    assert found.missing[0] == "plan"
