from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest

from edi_service.codes.clock import Deadline, Moment
from edi_service.facts.model import ClaimFacts
from edi_service.policy.model import Channel, Event
from edi_service.policy.retrospective import events, missing
from edi_service.policy.retrospective.review import review
from tests.policy.reviewing import (
    BUSINESS_DAYS,
    CALENDAR_DAYS,
    CANNOT_TELL,
    HOURS,
    NEW_YORK,
    NO,
    SERVICE_DAY,
    YES,
    a_claim,
    a_concern,
    a_line,
    a_stay,
    a_subject,
    a_window,
    at,
    says,
    when,
)

if TYPE_CHECKING:
    from edi_service.claims.model import Claim
    from edi_service.policy.model import Window
    from edi_service.policy.rule import Outcome

# The last moment, and the one after.


@pytest.mark.parametrize(
    ("window", "claim", "last", "late"),
    [
        (
            a_window(5, CALENDAR_DAYS),
            a_claim(),
            at("2026-03-15T23:59:59"),
            at("2026-03-16T00:00"),
        ),
        (
            a_window(5, BUSINESS_DAYS),
            a_claim(),
            at("2026-03-17T23:59:59"),
            at("2026-03-18T00:00"),
        ),
        (
            a_window(1, CALENDAR_DAYS, Event.LAST_DAY_OF_SERVICE),
            a_claim(statement_from=SERVICE_DAY, statement_to=date(2026, 3, 20)),
            at("2026-03-21T23:59:59"),
            at("2026-03-22T00:00"),
        ),
        (
            a_window(48, HOURS, Event.ADMISSION),
            a_stay(admission_hour=time(14, 30)),
            at("2026-03-12T14:30:00"),
            at("2026-03-12T14:30:01"),
        ),
        (
            a_window(72, HOURS, Event.START_OF_CARE),
            a_stay(),
            at("2026-03-13T00:00:00"),
            at("2026-03-13T00:00:01"),
        ),
        (
            a_window(2, BUSINESS_DAYS),
            a_claim(lines=(a_line(starts=date(2026, 11, 25)),)),
            at("2026-11-30T23:59:59"),
            at("2026-12-01T00:00"),
        ),
        (
            a_window(1, BUSINESS_DAYS),
            a_claim(lines=(a_line(starts=date(2026, 7, 2)),)),
            at("2026-07-06T23:59:59"),
            at("2026-07-07T00:00"),
        ),
        (
            a_window(24, HOURS, Event.ADMISSION),
            a_stay(admitted=date(2026, 3, 7), admission_hour=time(10)),
            at("2026-03-08T11:00:00"),
            at("2026-03-08T11:00:01"),
        ),
    ],
    ids=[
        "calendar days",
        "business days over a weekend",
        "from the last day",
        "hours from an hour",
        "hours from a day",
        "Thanksgiving",
        "Independence Day on a Saturday",
        "the clocks go forward",
    ],
)
def test_the_last_moment_is_in_time_and_the_next_is_not(
    window: Window, claim: Claim, last: datetime, late: datetime
) -> None:
    concern = a_concern(when("any", window))
    in_time = review(a_subject(claim, as_of=last), concern)
    too_late = review(a_subject(claim, as_of=late), concern)
    assert (in_time.outcome, too_late.outcome) == (YES, NO)
    assert in_time.deadline == too_late.deadline
    assert "Today is the last day." in says(in_time)
    assert "Today is the last day." not in says(too_late)


def test_a_day_ends_where_the_care_was_given() -> None:
    concern = a_concern(when("any", a_window(5)))
    late_in_new_york = at("2026-03-16T00:30", NEW_YORK)  # half past eleven the day before
    assert review(a_subject(as_of=late_in_new_york), concern).outcome is YES
    assert review(a_subject(as_of=late_in_new_york, zone=NEW_YORK), concern).outcome is NO
    assert review(a_subject(as_of=late_in_new_york, zone=None), concern).outcome is NO


def test_a_day_before_the_last_is_told_without_haste() -> None:
    found = review(a_subject(as_of=at("2026-03-14T12:00")), a_concern(when("any", a_window(5))))
    assert "Today is the last day." not in says(found)
    assert says(found)[-1] == (
        "A review may still be asked for until 2026-03-15: no authorization was asked for in time."
    )


# From which moment.


@pytest.mark.parametrize(
    ("event", "claim", "facts", "expected"),
    [
        ("start-of-care", a_claim(), {}, SERVICE_DAY),
        ("start-of-care", a_stay(admitted=date(2026, 3, 9)), {}, date(2026, 3, 9)),
        ("start-of-care", a_stay(admission_hour=time(14)), {}, at("2026-03-10T14:00")),
        ("start-of-care", a_stay(), {"admitted": at("2026-03-10T15:00")}, at("2026-03-10T15:00")),
        ("first-day-of-service", a_claim(), {}, SERVICE_DAY),
        ("last-day-of-service", a_claim(), {}, SERVICE_DAY),
        ("first-day-of-service", a_claim(lines=()), {}, None),
        ("last-day-of-service", a_claim(lines=()), {}, None),
        ("admission", a_claim(), {}, None),
        ("admission", a_claim(), {"admitted": date(2026, 3, 9)}, date(2026, 3, 9)),
        ("admission", a_stay(admission_hour=time(0)), {}, at("2026-03-10T00:00")),
        ("admission", a_stay(), {"admitted": datetime(2026, 3, 10, 15)}, at("2026-03-10T15:00")),  # noqa: DTZ001 - a local hour, as a facts file may give it
        ("discharge", a_claim(), {}, None),
        ("discharge", a_claim(discharged=date(2026, 3, 12)), {}, date(2026, 3, 12)),
        ("discharge", a_claim(), {"discharged": date(2026, 3, 13)}, date(2026, 3, 13)),
        (
            "discharge",
            a_stay(
                statement_from=SERVICE_DAY,
                statement_to=date(2026, 3, 14),
                discharge_hour=time(0),
            ),
            {},
            at("2026-03-14T00:00"),
        ),
        ("discharge", a_stay(statement_to=date(2026, 3, 14)), {}, None),
        ("eligibility-added", a_claim(), {"eligibility_added": SERVICE_DAY}, SERVICE_DAY),
        ("eligibility-added", a_claim(), {}, None),
        ("coverage-known", a_claim(), {"coverage_known": SERVICE_DAY}, SERVICE_DAY),
        ("coverage-known", a_claim(), {}, None),
        ("other-payer-decided", a_claim(), {"other_payer_decided": SERVICE_DAY}, SERVICE_DAY),
        ("other-payer-decided", a_claim(), {}, None),
        ("denial", a_claim(), {"denied": SERVICE_DAY}, SERVICE_DAY),
        ("denial", a_claim(), {}, None),
        ("first-submission", a_claim(), {"first_submitted": SERVICE_DAY}, SERVICE_DAY),
        ("first-submission", a_claim(), {}, None),
    ],
)
def test_an_event_is_told_by_the_facts_or_else_by_the_claim(
    event: str, claim: Claim, facts: dict[str, Any], expected: date | None
) -> None:
    found = events.happened(Event(event), a_subject(claim, **facts))
    assert found == (None if expected is None else Moment(expected))


def test_every_event_has_words_and_its_fact_a_meaning() -> None:
    assert set(events.WORDS) == set(Event)
    assert {words.fact for words in events.WORDS.values()} <= set(missing.MEANINGS)


def test_every_fact_that_can_be_missing_is_a_field_or_told_elsewhere() -> None:
    elsewhere = {"zone", "payer_rule", "time_limit", "first_day", "last_day", "birth_date"}
    assert set(missing.MEANINGS) - elsewhere <= set(ClaimFacts.__struct_fields__)
    assert missing.meaning("weather") == "weather"


def test_an_hour_without_a_zone_is_left_at_its_day() -> None:
    claim = a_stay(admission_hour=time(14))
    found = events.happened(Event.ADMISSION, a_subject(claim, zone=None))
    assert found == Moment(SERVICE_DAY)


def test_an_unknown_start_is_named_and_nothing_is_counted() -> None:
    window = a_window(60, CALENDAR_DAYS, Event.DISCHARGE)
    found = review(a_subject(), a_concern(when("any", window)))
    assert (found.outcome, found.missing) == (CANNOT_TELL, ("discharged",))
    assert (found.window, found.event) == (window, Event.DISCHARGE)
    assert (found.start, found.deadline) == (None, None)
    assert (
        "It is not known when the patient was discharged, "
        "so 60 calendar days cannot be counted from then."
    ) in says(found)


def test_hours_from_a_local_hour_need_the_zone() -> None:
    concern = a_concern(when("any", a_window(72, HOURS, Event.START_OF_CARE)))
    found = review(a_subject(a_stay(admission_hour=time(14)), zone=None), concern)
    assert (found.outcome, found.missing) == (CANNOT_TELL, ("zone",))
    assert found.start == SERVICE_DAY
    assert any("the time zone of the place of care is not known" in each for each in says(found))


def test_hours_from_a_moment_with_its_offset_need_no_zone() -> None:
    concern = a_concern(when("any", a_window(72, HOURS, Event.START_OF_CARE)))
    admitted = datetime(2026, 3, 10, 14, tzinfo=timezone(timedelta(hours=-5)))
    found = review(a_subject(zone=None, admitted=admitted), concern)
    assert found.deadline == Deadline(admitted + timedelta(hours=72))


def test_days_need_no_zone() -> None:
    concern = a_concern(when("any", a_window(5, CALENDAR_DAYS, Event.START_OF_CARE)))
    found = review(a_subject(a_stay(admission_hour=time(14)), zone=None), concern)
    assert found.deadline == Deadline(date(2026, 3, 15))


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (72, "Only the day is known, so the 72 hours are counted from 00:00 local time, "),
        (1, "Only the day is known, so the 1 hour is counted from 00:00 local time, "),
    ],
)
def test_hours_from_a_day_alone_are_counted_from_its_start_and_said_so(
    count: int, sentence: str
) -> None:
    concern = a_concern(when("any", a_window(count, HOURS, Event.START_OF_CARE)))
    found = review(a_subject(as_of=at("2026-03-10T00:30")), concern)
    assert found.assumed_midnight
    assert f"{sentence}the earliest possible." in says(found)


def test_a_count_of_one_ends() -> None:
    found = review(a_subject(as_of=at("2026-03-10T12:00")), a_concern(when("any", a_window(1))))
    assert "Service began on 2026-03-10; 1 calendar day from then ends on 2026-03-11." in says(
        found
    )


# Several windows, and an event before which the request must come.


def test_the_first_window_that_is_open_counts() -> None:
    tiers = (a_window(3), a_window(10, channel=Channel.FAX), a_window(20))
    concern = a_concern(when("any", *tiers))
    first = review(a_subject(as_of=at("2026-03-13T23:59")), concern)
    second = review(a_subject(as_of=at("2026-03-14T00:00")), concern)
    none = review(a_subject(as_of=at("2026-03-31T00:00")), concern)
    assert [first.window, second.window, none.window] == list(tiers)
    assert [first.outcome, second.outcome, none.outcome] == [YES, YES, NO]
    assert none.deadline == Deadline(date(2026, 3, 30))
    assert "Service began on 2026-03-10; 3 calendar days from then ended on 2026-03-13." in says(
        second
    )


def test_a_window_that_cannot_be_counted_yields_to_one_that_is_open() -> None:
    windows = (a_window(30, CALENDAR_DAYS, Event.DENIAL), a_window(10))
    found = review(a_subject(), a_concern(when("any", *windows)))
    assert (found.outcome, found.window) == (YES, windows[1])


def test_a_window_that_cannot_be_counted_outlives_one_that_is_closed() -> None:
    windows = (a_window(1), a_window(30, CALENDAR_DAYS, Event.DENIAL))
    found = review(a_subject(), a_concern(when("any", *windows)))
    assert (found.outcome, found.missing, found.window) == (CANNOT_TELL, ("denied",), windows[1])


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_of_closed_windows_the_last_to_close_is_told(order: tuple[int, ...]) -> None:
    windows = (a_window(1), a_window(8), a_window(100, before=Event.FIRST_SUBMISSION))
    shuffled = [windows[index] for index in order]
    subject = a_subject(a_claim(frequency="7"), as_of=at("2026-04-01T00:00"))
    found = review(subject, a_concern(when("any", *shuffled)))
    assert (found.outcome, found.window) == (NO, windows[1])
    assert found.deadline == Deadline(date(2026, 3, 18))


BEFORE_CLAIM = a_window(95, before=Event.FIRST_SUBMISSION)


@pytest.mark.parametrize(
    ("claim", "facts", "outcome", "deadline", "sentence"),
    [
        (
            a_claim(),
            {},
            YES,
            date(2026, 6, 13),
            "Taken as not yet submitted: no first submission date was given.",
        ),
        (
            a_claim(),
            {"first_submitted": date(2026, 3, 12)},
            YES,
            date(2026, 3, 12),
            "The request must come before the first submission of the claim (2026-03-12).",
        ),
        (
            a_claim(),
            {"first_submitted": date(2026, 3, 11)},
            NO,
            date(2026, 3, 11),
            "The last day to ask for a review was 2026-03-11.",
        ),
        (
            a_claim(),
            {"first_submitted": date(2026, 12, 1)},
            YES,
            date(2026, 6, 13),
            "The request must come before the first submission of the claim (2026-12-01).",
        ),
        (
            a_claim(frequency="8"),
            {},
            NO,
            None,
            "It is too late: CLM05-3 is 8, so the claim was submitted before.",
        ),
        (
            a_claim(),
            {"denied": date(2026, 3, 12)},
            NO,
            None,
            "It is too late: the claim was denied on 2026-03-12, so it was submitted before.",
        ),
        (
            a_claim(),
            {"denied": date(2026, 3, 13)},
            YES,
            date(2026, 6, 13),
            "Taken as not yet submitted: no first submission date was given.",
        ),
    ],
)
def test_a_request_must_come_before_the_claim(
    claim: Claim, facts: dict[str, Any], outcome: Outcome, deadline: date | None, sentence: str
) -> None:
    found = review(a_subject(claim, **facts), a_concern(when("any", BEFORE_CLAIM)))
    assert found.outcome is outcome
    assert found.deadline == (None if deadline is None else Deadline(deadline))
    assert sentence in says(found)


@pytest.mark.parametrize(
    ("event", "outcome", "unknown"),
    [
        (Event.DENIAL, YES, ()),
        (Event.OTHER_PAYER_DECIDED, YES, ()),
        (Event.DISCHARGE, CANNOT_TELL, ("discharged",)),
        (Event.COVERAGE_KNOWN, CANNOT_TELL, ("coverage_known",)),
    ],
)
def test_an_unknown_event_is_taken_as_to_come_only_where_the_office_would_know(
    event: Event, outcome: Outcome, unknown: tuple[str, ...]
) -> None:
    found = review(a_subject(), a_concern(when("any", a_window(5, before=event))))
    assert (found.outcome, found.missing) == (outcome, unknown)
    assert found.deadline == Deadline(date(2026, 3, 15))


def test_a_window_shut_by_either_end_is_shut_whatever_is_missing_of_the_other() -> None:
    counted = a_window(95, CALENDAR_DAYS, Event.ELIGIBILITY_ADDED, before=Event.FIRST_SUBMISSION)
    late = a_window(1, before=Event.DISCHARGE)
    resubmitted = a_subject(a_claim(frequency="7"))
    assert review(resubmitted, a_concern(when("any", counted))).outcome is NO
    found = review(a_subject(), a_concern(when("any", late)))
    assert (found.outcome, found.missing) == (NO, ())


def test_a_discharge_at_an_hour_ends_a_window_at_that_hour() -> None:
    concern = a_concern(when("any", a_window(30, before=Event.DISCHARGE)))
    discharged = at("2026-03-12T12:00")
    in_time = review(a_subject(as_of=discharged, discharged=discharged), concern)
    late = review(
        a_subject(as_of=discharged + timedelta(seconds=1), discharged=discharged), concern
    )
    assert (in_time.outcome, late.outcome) == (YES, NO)
    assert says(late)[-1] == (
        "The last moment to ask for a review was 2026-03-12 at 12:00 (UTC-0500)."
    )
