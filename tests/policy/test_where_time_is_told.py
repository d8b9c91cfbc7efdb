"""
By which clock a day is told when the office that asks is far from where the care was given.

Care is in Honolulu, ten hours behind UTC, and whoever asks writes UTC: at 05:00 UTC it is seven in
the evening of the day before there.
"""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Any

import pytest

from edi_service.codes.clock import Deadline, Terms
from edi_service.policy.model import (
    Event,
    Starting,
    Toll,
    Window,
)
from edi_service.policy.retrospective.review import review
from edi_service.policy.retrospective.windows import counted_from, is_today, stand
from tests.policy.far_away import subject, utc
from tests.policy.reviewing import (
    BUSINESS_DAYS,
    CALENDAR_DAYS,
    CANNOT_TELL,
    HOURS,
    NO,
    YES,
    a_concern,
    a_window,
    says,
    when,
)

if TYPE_CHECKING:
    from edi_service.policy.rule import Outcome

OUTAGE = Toll(Event.OUTAGE_BEGAN, Event.OUTAGE_ENDED)
DISASTER = Toll(Event.DISASTER_DECLARED, Event.DISASTER_ENDED)


@pytest.mark.parametrize(
    ("as_of", "outcome"), [("2026-03-16T09:59", YES), ("2026-03-16T10:00", NO)]
)
def test_a_last_day_ends_where_the_care_was_given(as_of: str, outcome: Outcome) -> None:
    found = review(subject(as_of), a_concern(when("any", a_window(5, CALENDAR_DAYS))))
    assert found.outcome is outcome
    assert found.deadline == Deadline(date(2026, 3, 15))
    verb = "end" if outcome is YES else "ended"
    assert any(f"5 calendar days from then {verb} on 2026-03-15" in each for each in says(found))
    assert ("Today is the last day." in says(found)) is (outcome is YES)


@pytest.mark.parametrize(
    ("as_of", "outcome"), [("2026-03-13T09:59", YES), ("2026-03-13T10:00", NO)]
)
def test_the_day_of_an_event_to_come_before_ends_there_too(as_of: str, outcome: Outcome) -> None:
    window = a_window(60, CALENDAR_DAYS, before=Event.CARD_ISSUED)
    found = review(subject(as_of, card_issued=date(2026, 3, 12)), a_concern(when("any", window)))
    assert found.outcome is outcome


def test_whether_today_is_the_last_day_is_told_there() -> None:
    asked = subject("2026-03-16T05:00")
    assert is_today(Deadline(date(2026, 3, 15)), asked)
    assert is_today(Deadline(utc("2026-03-16T06:00")), asked)
    assert not is_today(Deadline(utc("2026-03-16T12:00")), asked)


def test_the_earlier_of_a_day_and_an_hour_is_told_there() -> None:
    """The 12th ends there at 10:00 UTC of the 13th, after the hour; by UTC it would be before."""
    window = a_window(2, CALENDAR_DAYS, before=Event.COVERAGE_KNOWN)
    found = stand(window, subject("2026-03-11T05:00", coverage_known=utc("2026-03-13T05:00")))
    assert found.deadline == Deadline(utc("2026-03-13T05:00"))


def test_the_event_that_a_count_begins_with_is_the_earlier_there() -> None:
    """By the UTC they bear, the notice falls on the 12th and the first day in the plan before."""
    window = Window(
        length=a_window().length, after=Event.NOTICE, or_after=(Event.PLAN_START,), before=()
    )
    known = {"notice_given": utc("2026-03-12T05:00"), "plan_started": date(2026, 3, 11)}
    assert counted_from(window, subject("2026-03-20T00:00", **known)) is Event.PLAN_START
    earlier = {**known, "notice_given": utc("2026-03-11T05:00")}
    assert counted_from(window, subject("2026-03-20T00:00", **earlier)) is Event.NOTICE


def test_of_two_moments_of_one_day_the_count_begins_with_the_earlier_hour() -> None:
    window = Window(
        length=a_window().length, after=Event.NOTICE, or_after=(Event.ADMISSION,), before=()
    )
    for notice, first in (
        ("2026-03-12T02:00", Event.NOTICE),
        ("2026-03-12T04:00", Event.ADMISSION),
    ):
        known = {"notice_given": utc(notice), "admitted": utc("2026-03-12T03:00")}
        assert counted_from(window, subject("2026-03-20T00:00", **known)) is first


@pytest.mark.parametrize(
    ("admitted", "starting", "outcome", "sentence"),
    [
        (
            "2026-03-14T05:00",  # a Saturday by UTC, and Friday evening there
            Starting.BUSINESS_DAY,
            YES,
            "The patient was admitted on 2026-03-13, a business day.",
        ),
        (
            "2026-03-14T05:00",
            Starting.CLOSED_DAY,
            NO,
            (
                "The patient was admitted on 2026-03-13, a business day, so 9 calendar days do not "
                "count."
            ),
        ),
        (
            "2026-03-16T05:00",  # a Monday by UTC, and Sunday evening there
            Starting.BUSINESS_DAY,
            NO,
            (
                "The patient was admitted on 2026-03-15, no business day, so "
                "9 calendar days do not "
                "count."
            ),
        ),
        (
            "2026-03-16T05:00",
            Starting.CLOSED_DAY,
            YES,
            "The patient was admitted on 2026-03-15, no business day.",
        ),
    ],
)
def test_a_window_for_business_days_looks_at_the_day_it_was_there(
    admitted: str, starting: Starting, outcome: Outcome, sentence: str
) -> None:
    window = a_window(9, CALENDAR_DAYS, Event.ADMISSION, starting=starting)
    found = stand(window, subject("2026-03-17T00:00", admitted=utc(admitted)))
    assert found.outcome is outcome
    assert found.says[0] == sentence


def test_an_hour_that_a_window_ends_at_is_told_with_it() -> None:
    """The terms of a window that does not count are said as the payer has them."""
    until = time(17)
    window = a_window(
        1,
        BUSINESS_DAYS,
        Event.ADMISSION,
        starting=Starting.CLOSED_DAY,
        terms=Terms(until=until),
    )
    found = stand(window, subject("2026-03-17T00:00", admitted=utc("2026-03-13T20:00")))
    assert "so 1 business day (to 17:00) do not count." in found.says[0]


def test_an_event_that_is_not_known_shuts_no_window_for_a_sort_of_day() -> None:
    window = a_window(9, CALENDAR_DAYS, Event.NOTICE, starting=Starting.BUSINESS_DAY)
    found = stand(window, subject("2026-03-17T00:00"))
    assert (found.outcome, found.missing) == (CANNOT_TELL, ("notice_given",))


@pytest.mark.parametrize(
    ("facts", "last", "sentences"),
    [
        ({}, date(2026, 3, 20), []),
        (
            {"outage_began": utc("2026-03-12T05:00"), "outage_ended": utc("2026-03-15T05:00")},
            date(2026, 3, 23),
            ["The count stood still for 3 days, from 2026-03-11 until 2026-03-14."],
        ),
        (  # from before the count began, which is where it could first stand still
            {"outage_began": utc("2026-03-02T05:00"), "outage_ended": utc("2026-03-13T05:00")},
            date(2026, 3, 22),
            ["The count stood still for 2 days, from 2026-03-10 until 2026-03-12."],
        ),
        (  # still going on, up to today there
            {"outage_began": utc("2026-03-12T05:00")},
            date(2026, 3, 26),
            ["The count stood still for 6 days, from 2026-03-11 and still does."],
        ),
        (
            {
                "outage_began": utc("2026-03-12T05:00"),
                "outage_ended": utc("2026-03-14T05:00"),
                "disaster_declared": date(2026, 3, 14),
                "disaster_ended": date(2026, 3, 15),
            },
            date(2026, 3, 23),
            [
                "The count stood still for 2 days, from 2026-03-11 until 2026-03-13.",
                "The count stood still for 1 days, from 2026-03-14 until 2026-03-15.",
            ],
        ),
        (  # nothing is known of the first, and the second counts all the same
            {"disaster_declared": date(2026, 3, 14), "disaster_ended": date(2026, 3, 16)},
            date(2026, 3, 22),
            ["The count stood still for 2 days, from 2026-03-14 until 2026-03-16."],
        ),
        (  # over before the count began
            {"disaster_declared": date(2026, 3, 4), "disaster_ended": date(2026, 3, 6)},
            date(2026, 3, 20),
            [],
        ),
    ],
)
def test_a_count_stands_still_by_the_days_there_and_says_so(
    facts: dict[str, Any], last: date, sentences: list[str]
) -> None:
    window = a_window(10, CALENDAR_DAYS, tolls=(OUTAGE, DISASTER))
    found = stand(window, subject("2026-03-18T05:00", **facts))
    assert found.deadline == Deadline(last)
    assert [each for each in found.says if "stood still" in each] == sentences


def test_hours_stand_still_for_whole_days() -> None:
    window = a_window(48, HOURS, Event.ADMISSION, tolls=(OUTAGE,))
    known = {"outage_began": date(2026, 3, 11), "outage_ended": date(2026, 3, 14)}
    found = stand(window, subject("2026-03-15T05:00", admitted=utc("2026-03-11T20:00"), **known))
    assert found.deadline is not None
    assert found.deadline.instant == utc("2026-03-16T20:00")  # 48 hours, and three days of 24


def test_what_is_missing_before_an_event_is_named_with_the_sentence() -> None:
    window = a_window(60, CALENDAR_DAYS, before=Event.DISCHARGE)
    found = stand(window, subject("2026-03-12T05:00"))
    assert found.outcome is CANNOT_TELL
    assert found.missing == ("discharged",)
    assert "The request must come before the discharge, and it is not known when that was." in (
        found.says
    )


def test_an_event_that_the_office_would_know_of_is_taken_as_not_yet() -> None:
    window = a_window(60, CALENDAR_DAYS, before=Event.FIRST_SUBMISSION)
    found = stand(window, subject("2026-03-12T05:00"))
    assert found.outcome is YES
    assert any(each.startswith("Taken as not yet") for each in found.says)


def test_a_length_that_is_not_published_says_from_what_it_is_counted() -> None:
    found = stand(Window(length=None, after=Event.ADMISSION), subject("2026-03-12T05:00"))
    assert found.outcome is CANNOT_TELL
    assert found.says == (
        "The payer counts from the admission, and has not published for how long.",
    )


@pytest.mark.parametrize(
    ("known", "outcome", "sentence"),
    [
        (
            "2026-03-11T05:00",  # the evening of the first day there
            NO,
            "service began on 2026-03-10, so that was not later.",
        ),
        ("2026-03-11T12:00", YES, ", after service began on 2026-03-10."),
    ],
)
def test_whether_coverage_was_learned_of_later_is_told_there(
    known: str, outcome: Outcome, sentence: str
) -> None:
    asked = subject("2026-03-12T05:00", coverage_known=utc(known))
    found = review(asked, a_concern(when("coverage-unknown", a_window(60, CALENDAR_DAYS))))
    assert found.outcome is outcome
    assert any(sentence in each for each in says(found))
