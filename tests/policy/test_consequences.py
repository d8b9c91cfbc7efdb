"""What a case leads to, as fields: every clock with its state, the penalty, the next steps."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from edi_service.codes.clock import Deadline, Length, Unit
from edi_service.facts.model import ClaimFacts
from edi_service.policy.consequences import ClockState
from edi_service.policy.model import Event, NextStep, Speed, Turnaround
from edi_service.policy.retrospective.review import review
from tests.policy.casework import a_claim
from tests.policy.making import DAY, a_policy, a_subject, look

if TYPE_CHECKING:
    from edi_service.policy.consequences import Consequences, LateNotice, RunningClock

NEW_YORK = ZoneInfo("America/New_York")
NOON = datetime(2026, 4, 1, 12, 0, tzinfo=NEW_YORK)
ADMITTED = datetime(2026, 3, 31, 8, 0, tzinfo=NEW_YORK)  # 28 hours before the moment of asking
OPEN = (
    '<authorization required="yes"/><retrospective allowed="yes"><circumstance code="any">'
    '<window length="60" unit="calendar-days" after="first-day-of-service"/></circumstance>'
    "{}</retrospective>"
)
FILING = (
    '<clock kind="timely-filing" length="45" unit="calendar-days" after="last-day-of-service"/>'
)
APPEAL = '<clock kind="appeal" length="180" unit="calendar-days" after="denial-letter"/>'
NOTICE = '<clock kind="notice" length="2" unit="business-days" after="admission"/>'
PENALTY = (
    '<penalty after="admission" liable="provider">{}'
    '<tier length="24" unit="hours" percent="0"/>'
    '<tier length="72" unit="hours" percent="50" of="stay"/>'
    '<tier percent="100"/></penalty>'
)
REST = (
    '<turnaround length="72" unit="hours" speed="expedited" silence="approved"/>'
    '<approved action="corrected-claim">Send frequency 7.</approved>'
    '<denied action="appeal">Appeal in writing.</denied>'
)


def after(body: str, **facts: Any) -> Consequences:
    """What follows for a claim of $100 of 2026-03-02, asked for on 2026-04-01 at noon."""
    claim = a_claim(DAY, {"lines": [{"procedure": "99213"}]})
    subject = a_subject(claim, facts=ClaimFacts(**facts), zone=NEW_YORK, as_of=NOON)
    return review(subject, look(subject, a_policy(body)).concerns[0]).after


def the_clock(kind: str, body: str, **facts: Any) -> RunningClock:
    return next(each for each in after(body, **facts).clocks if each.kind == kind)


def the_penalty(body: str, **facts: Any) -> LateNotice:
    found = after(OPEN.format("") + body, **facts).late_notice
    assert found is not None
    return found


def test_the_request_itself_is_one_of_the_clocks() -> None:
    found = the_clock("request", OPEN.format(""))
    assert (found.state, found.deadline) == (ClockState.RUNNING, Deadline(date(2026, 5, 1)))
    assert (found.event, found.start) == (Event.FIRST_DAY_OF_SERVICE, DAY)
    assert found.length == Length(60, Unit.CALENDAR_DAYS)
    assert found.zone == "America/New_York"
    assert found.is_tightest


def test_the_tightest_is_the_one_that_ends_first_of_those_that_run() -> None:
    found = after(OPEN.format("") + FILING + APPEAL)
    assert [(each.kind, each.state, each.is_tightest) for each in found.clocks] == [
        ("request", ClockState.RUNNING, False),
        ("timely-filing", ClockState.RUNNING, True),
        ("appeal", ClockState.UNKNOWN, False),
    ]
    assert found.clocks[2].missing == ("denial_letter",)


def test_no_clock_is_tightest_once_all_are_over() -> None:
    body = OPEN.format("").replace('length="60"', 'length="5"')
    filing = FILING.replace('length="45"', 'length="4"')
    found = after(body + filing)
    assert [each.state for each in found.clocks] == [ClockState.OVER, ClockState.OVER]
    assert not any(each.is_tightest for each in found.clocks)


@pytest.mark.parametrize(
    ("clock", "fact", "in_time", "late"),
    [
        (FILING, "first_submitted", date(2026, 4, 16), date(2026, 4, 17)),
        (APPEAL, "appeal_filed", date(2026, 8, 29), date(2026, 8, 30)),
        (NOTICE, "notice_given", date(2026, 4, 2), date(2026, 4, 3)),
    ],
)
def test_what_was_done_in_time_closes_its_clock(
    clock: str, fact: str, in_time: date, late: date
) -> None:
    known = {"denial_letter": DAY, "admitted": ADMITTED}
    kept = after(OPEN.format("") + clock, **known, **{fact: in_time}).clocks[-1]
    missed = after(OPEN.format("") + clock, **known, **{fact: late}).clocks[-1]
    assert (kept.state, missed.state) == (ClockState.MET, ClockState.OVER)
    assert not kept.is_tightest


def test_a_clock_that_was_kept_is_told_as_such() -> None:
    claim = a_claim(DAY, {"lines": [{"procedure": "99213"}]})
    facts = ClaimFacts(first_submitted=date(2026, 3, 20))
    subject = a_subject(claim, facts=facts, zone=NEW_YORK)
    found = review(subject, look(subject, a_policy(OPEN.format("") + FILING)).concerns[0])
    assert "The time for timely filing was kept; it ends on 2026-04-16." in [
        says for _, says in found.steps
    ]


def test_a_penalty_makes_a_clock_for_notice_until_it_costs_more() -> None:
    found = the_clock("notice", OPEN.format("") + PENALTY.format(""), admitted=ADMITTED)
    assert found.deadline == Deadline(datetime(2026, 4, 3, 8, 0, tzinfo=NEW_YORK))
    assert (found.state, found.is_tightest) == (ClockState.RUNNING, True)


@pytest.mark.parametrize(
    "facts",
    [
        {"admitted": ADMITTED, "notice_given": ADMITTED},
        {"admitted": datetime(2026, 3, 2, tzinfo=NEW_YORK)},
        {},
        {"admitted": ADMITTED, "county": "franklin"},
    ],
    ids=["notice was given", "it can cost no more", "the start is not known", "exempt"],
)
def test_no_clock_for_notice_runs_when_nothing_can_be_gained(facts: dict[str, Any]) -> None:
    body = PENALTY.format('<exempt counties="franklin"/>')
    assert [each.kind for each in after(OPEN.format("") + body, **facts).clocks] == ["request"]


def test_the_policys_own_clock_for_notice_goes_before_that_of_its_penalty() -> None:
    body = OPEN.format("") + PENALTY.format("") + NOTICE
    kinds = [each.kind for each in after(body, admitted=ADMITTED).clocks]
    assert kinds == ["request", "notice"]


@pytest.mark.parametrize(
    ("hours", "percent", "amount", "costlier_after"),
    [
        (24, 0, "0.00", "2026-04-01T08:00:00-04:00"),
        (25, 50, "50.00", "2026-04-03T08:00:00-04:00"),
        (73, 100, "100.00", None),
    ],
)
def test_a_penalty_grows_with_the_delay(
    hours: int, percent: int, amount: str, costlier_after: str | None
) -> None:
    claim = a_claim(DAY, {"lines": [{"procedure": "99213"}]})
    moment = ADMITTED + timedelta(hours=hours)
    subject = a_subject(claim, facts=ClaimFacts(admitted=ADMITTED), zone=NEW_YORK, as_of=moment)
    policy = a_policy(OPEN.format("") + PENALTY.format(""))
    found = review(subject, look(subject, policy).concerns[0]).after.late_notice
    assert found is not None
    assert found.tier is not None
    assert (found.tier.percent, found.amount) == (percent, Decimal(amount))
    assert (found.costlier_after and found.costlier_after.isoformat()) == costlier_after
    assert (found.notice, found.is_given) == (moment, False)


def test_a_penalty_says_who_bears_it_and_what_is_missing() -> None:
    found = the_penalty(PENALTY.format(""))
    assert (found.liable, found.after, found.start) == ("provider", Event.ADMISSION, None)
    assert (found.tier, found.amount, found.missing) == (None, None, ("admitted",))
    by_the_day = PENALTY.format("").replace('of="stay"', 'of="days-before-notice"')
    assert the_penalty(by_the_day, admitted=ADMITTED).missing == ("daily_rate",)
    assert the_penalty(by_the_day, admitted=ADMITTED, daily_rate=Decimal(9)).missing == ()


def test_the_exempt_bear_no_penalty_and_the_doubtful_perhaps() -> None:
    body = PENALTY.format('<exempt counties="franklin"/>')
    exempt = the_penalty(body, admitted=ADMITTED, county="franklin")
    assert (exempt.is_exempt, exempt.amount, exempt.tier) == (True, Decimal("0.00"), None)
    doubtful = the_penalty(body, admitted=ADMITTED)
    assert (doubtful.is_exempt, doubtful.amount) == (None, Decimal("50.00"))
    assert doubtful.missing == ("county",)
    assert the_penalty(body, admitted=ADMITTED, county="adams").is_exempt is False


def test_the_payers_time_to_decide_and_the_next_steps_are_fields() -> None:
    found = after(OPEN.format(REST))
    expedited = Turnaround(Length(72, Unit.HOURS), Speed.EXPEDITED, "approved")
    assert found.turnarounds == (expedited,)
    assert found.approved == NextStep("corrected-claim", "Send frequency 7.")
    assert found.denied == NextStep("appeal", "Appeal in writing.")


def test_nothing_follows_a_request_that_is_not_looked_at_but_the_clocks_go_on() -> None:
    found = after(OPEN.format(REST).replace('length="60"', 'length="2"') + FILING)
    assert (found.turnarounds, found.approved, found.denied) == ((), None, None)
    assert [each.state for each in found.clocks] == [ClockState.OVER, ClockState.RUNNING]
    assert found.clocks[1].is_tightest


def test_a_last_day_by_the_payers_clock_is_past_when_that_clock_says_so() -> None:
    window = 'length="30" unit="calendar-days"'
    body = OPEN.format("").replace(
        'length="60" unit="calendar-days"', window + ' zone="America/Los_Angeles"'
    )
    claim = a_claim(DAY, {"lines": [{"procedure": "99213"}]})
    # There it is 23:00 of the last day, then 01:00 of the day after it.
    for hour, state in ((2, ClockState.RUNNING), (4, ClockState.OVER)):
        moment = datetime(2026, 4, 2, hour, tzinfo=NEW_YORK)
        subject = a_subject(claim, zone=NEW_YORK, as_of=moment)
        found = review(subject, look(subject, a_policy(body)).concerns[0])
        [clock] = found.after.clocks
        assert (clock.state, clock.zone) == (state, "America/Los_Angeles")
        assert (found.outcome == "yes") is (state is ClockState.RUNNING)
