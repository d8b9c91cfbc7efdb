"""
Penalties and competing clocks by the clock of the place of care, which is far from the office's.

Care is in Honolulu, ten hours behind UTC, and whoever asks writes UTC.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from edi_service.policy.consequences import ClockState
from edi_service.policy.model import (
    Aftermath,
    Circumstance,
    CircumstanceCode,
    CompetingClock,
    Event,
    Penalty,
    Retrospective,
    Tier,
)
from edi_service.policy.retrospective import clocks, lateness
from edi_service.policy.retrospective.clocks import tightest
from edi_service.policy.retrospective.events import happened
from edi_service.policy.retrospective.review import review
from tests.policy.far_away import HONOLULU, subject, utc
from tests.policy.reviewing import CALENDAR_DAYS, HOURS, a_concern, a_subject, a_window, when


def a_case(as_of: str, after: Aftermath, **facts: Any) -> Any:
    """What follows from a claim under a policy with *after*."""
    circumstance = Circumstance(code=CircumstanceCode.ANY, windows=(a_window(60),))
    rule = Retrospective(allowed=True, circumstances=(circumstance,))
    asked, concern = subject(as_of, **facts), a_concern(retrospective=rule)
    late = lateness.late_notice(after.penalty, asked) if after.penalty else None
    return clocks.clocks(after.clocks, late, review(asked, concern), asked), late


def test_a_competing_clock_ends_where_the_care_was_given_and_says_by_which_clock() -> None:
    filing = CompetingClock("timely-filing", a_window(5, CALENDAR_DAYS))
    for as_of, state in (
        ("2026-03-16T09:59", ClockState.RUNNING),
        ("2026-03-16T10:00", ClockState.OVER),
    ):
        found, _ = a_case(as_of, Aftermath(clocks=(filing,)))
        clock = next(each for each in found if each.kind == "timely-filing")
        assert (clock.state, clock.zone) == (state, "Pacific/Honolulu")
        assert (clock.event, clock.start) == (Event.FIRST_DAY_OF_SERVICE, date(2026, 3, 10))
        assert clock.length == a_window(5, CALENDAR_DAYS).length
        assert clock.missing == ()


def test_what_was_done_on_the_last_day_there_was_in_time() -> None:
    notice = CompetingClock("notice", a_window(2, CALENDAR_DAYS))
    for given, state in (
        ("2026-03-13T09:59", ClockState.MET),
        ("2026-03-13T10:00", ClockState.OVER),
    ):
        found, _ = a_case("2026-03-20T00:00", Aftermath(clocks=(notice,)), notice_given=utc(given))
        assert next(each for each in found if each.kind == "notice").state is state


def test_a_clock_that_hangs_on_a_fact_names_it_and_one_that_does_not_names_none() -> None:
    appeal = CompetingClock("appeal", a_window(5, CALENDAR_DAYS, Event.DENIAL_LETTER))
    found, _ = a_case("2026-03-12T00:00", Aftermath(clocks=(appeal,)))
    assert [(each.kind, each.missing) for each in found] == [
        ("request", ()),
        ("appeal", ("denial_letter",)),
    ]
    two = a_window(5, CALENDAR_DAYS, Event.DENIAL_LETTER, before=Event.DISCHARGE)
    found, _ = a_case("2026-03-12T00:00", Aftermath(clocks=(CompetingClock("appeal", two),)))
    assert next(iter(clocks.told(found))) == (
        "The last moment for appeal hangs on denial_letter, discharged."
    )


def test_a_place_of_care_without_a_zone_leaves_the_clock_without_one() -> None:
    asked = a_subject(as_of=utc("2026-03-12T00:00"), zone=None)
    rule = a_concern(when("any", a_window(60, CALENDAR_DAYS)))
    filing = CompetingClock("timely-filing", a_window(5, CALENDAR_DAYS))
    found = clocks.clocks((filing,), None, review(asked, rule), asked)
    assert [each.zone for each in found] == ["", ""]


def test_the_tightest_of_a_day_and_an_hour_is_told_there() -> None:
    """The 12th ends there at 10:00 UTC of the 13th, two hours after the appeal's last moment."""
    filing = CompetingClock("timely-filing", a_window(2, CALENDAR_DAYS))
    appeal = CompetingClock("appeal", a_window(24, HOURS, Event.ADMISSION))
    found, _ = a_case(
        "2026-03-12T05:00",
        Aftermath(clocks=(filing, appeal)),
        admitted=utc("2026-03-12T08:00"),
    )
    assert next(each for each in found if each.is_tightest).kind == "appeal"
    running = [each for each in found if each.kind != "request"]
    assert tightest(running, HONOLULU) is not None
    assert "The tightest is that for appeal: " in list(clocks.told(found))[-1]


def test_the_request_is_called_so_where_it_is_the_tightest() -> None:
    filing = CompetingClock("timely-filing", a_window(365, CALENDAR_DAYS))
    found, _ = a_case("2026-03-12T05:00", Aftermath(clocks=(filing,)))
    assert list(clocks.told(found))[-1] == ("The tightest is that for the request: 2026-05-09.")


PENALTY = Penalty(
    after=Event.ADMISSION,
    liable="nobody",
    tiers=(
        Tier(a_window(2, CALENDAR_DAYS).length, 10, "allowed"),
        Tier(a_window(4, CALENDAR_DAYS).length, 50, "days-before-notice"),
        Tier(None, 100, "charges"),
    ),
)
ADMITTED = utc("2026-03-11T05:00")  # the evening of the 10th there


@pytest.mark.parametrize(
    ("as_of", "percent", "costlier"),
    [
        ("2026-03-13T09:59", 10, date(2026, 3, 12)),
        ("2026-03-13T10:00", 50, date(2026, 3, 14)),
        ("2026-03-15T09:59", 50, date(2026, 3, 14)),
        ("2026-03-15T10:00", 100, None),
    ],
)
def test_a_tier_of_a_penalty_ends_where_the_care_was_given(
    as_of: str, percent: int, costlier: date | None
) -> None:
    found, late = a_case(
        as_of, Aftermath(penalty=PENALTY), admitted=ADMITTED, daily_rate=Decimal(100)
    )
    assert late.tier.percent == percent
    assert (late.costlier_after and late.costlier_after.when) == costlier
    assert late.start == ADMITTED
    notices = [each for each in found if each.kind == "notice"]
    told = [(each.state, each.zone, each.event, each.start, each.length) for each in notices]
    still = (ClockState.RUNNING, "Pacific/Honolulu", Event.ADMISSION, ADMITTED, late.tier.length)
    assert told == ([] if costlier is None else [still])


@pytest.mark.parametrize(
    ("as_of", "amount"),
    [
        ("2026-03-13T10:00", "150.00"),
        ("2026-03-14T09:59", "150.00"),
        ("2026-03-14T10:00", "200.00"),
    ],
)
def test_days_before_notice_are_counted_by_the_days_there(as_of: str, amount: str) -> None:
    _, late = a_case(as_of, Aftermath(penalty=PENALTY), admitted=ADMITTED, daily_rate=Decimal(100))
    assert str(late.amount) == amount


def test_days_before_notice_are_counted_by_the_clock_of_the_notice_where_no_zone_is_known() -> None:
    asked = a_subject(
        as_of=utc("2026-03-14T00:00"), zone=None, admitted=ADMITTED, daily_rate=Decimal(100)
    )
    late = lateness.late_notice(PENALTY, asked)
    assert late.amount is not None
    assert str(late.amount) == "150.00"  # from the 11th to the 14th by UTC, at half


def test_nobody_bears_what_nobody_is_liable_for_and_others_are_named() -> None:
    for liable, words in (("nobody", "borne by nobody."), ("member", "borne by the member.")):
        penalty = Penalty(after=Event.ADMISSION, liable=liable, tiers=PENALTY.tiers)
        asked = subject("2026-03-12T00:00", admitted=ADMITTED, expected_amount=Decimal(80))
        [sentence] = lateness.told(lateness.late_notice(penalty, asked))
        assert sentence.endswith(words)
        assert "10 % of the allowed: $8.00" in sentence


def test_charges_stay_the_base_where_the_policy_says_so() -> None:
    penalty = Penalty(after=Event.ADMISSION, liable="provider", tiers=(Tier(None, 10, "charges"),))
    asked = subject("2026-03-12T00:00", admitted=ADMITTED, expected_amount=Decimal(80))
    assert asked.claim.charge != 80
    found = lateness.late_notice(penalty, asked)
    assert found.amount == asked.claim.charge / 10


def test_a_tier_in_hours_without_an_hour_or_a_zone_cannot_hold() -> None:
    penalty = Penalty(
        after=Event.ADMISSION,
        liable="provider",
        tiers=(Tier(a_window(24, HOURS).length, 0, "charges"), Tier(None, 100, "charges")),
    )
    asked = a_subject(as_of=utc("2026-03-10T12:00"), zone=None, admitted=date(2026, 3, 10))
    found = lateness.late_notice(penalty, asked)
    assert found.tier is not None
    assert found.tier.percent == 100


def test_no_day_before_notice_is_free_of_charge_where_no_rate_is_wanted() -> None:
    penalty = Penalty(
        after=Event.ADMISSION, liable="provider", tiers=(Tier(None, 0, "days-before-notice"),)
    )
    found = lateness.late_notice(penalty, subject("2026-03-12T00:00", admitted=ADMITTED))
    assert str(found.amount) == "0.00"
    assert happened(Event.ADMISSION, subject("2026-03-12T00:00")) is None


def test_a_clock_with_a_last_moment_names_no_fact_though_the_answer_wants_one() -> None:
    """The count is known; that the request must come before the discharge is another matter."""
    window = a_window(5, CALENDAR_DAYS, before=Event.DISCHARGE)
    asked = subject("2026-03-12T00:00")
    found = review(asked, a_concern(when("any", window)))
    assert found.missing == ("discharged",)
    both = clocks.clocks((CompetingClock("appeal", window),), None, found, asked)
    assert [(each.kind, each.missing) for each in both] == [("request", ()), ("appeal", ())]
    assert all(each.deadline is not None for each in both)


def test_a_request_whose_count_has_not_begun_names_the_fact_it_hangs_on() -> None:
    asked = subject("2026-03-12T00:00")
    found = review(asked, a_concern(when("any", a_window(5, CALENDAR_DAYS, Event.DENIAL_LETTER))))
    [request] = clocks.clocks((), None, found, asked)
    assert (request.state, request.missing) == (ClockState.UNKNOWN, ("denial_letter",))
    assert request.deadline is None


def test_a_penalty_is_told_without_a_zone_where_none_is_known() -> None:
    asked = a_subject(as_of=utc("2026-03-12T00:00"), zone=None, admitted=ADMITTED)
    late = lateness.late_notice(PENALTY, asked)
    found = clocks.clocks((), late, review(asked, a_concern(when("any"))), asked)
    assert [(each.kind, each.zone) for each in found] == [("request", ""), ("notice", "")]
