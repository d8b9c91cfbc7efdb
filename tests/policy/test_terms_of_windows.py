"""What payers add to a plain count: hours of the day, roll-forward, several events, tolling."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from edi_service.facts.model import ClaimFacts
from edi_service.policy.language.refused import PolicyRefused
from edi_service.policy.model import Event
from edi_service.policy.retrospective import circumstances
from edi_service.policy.retrospective.review import review
from edi_service.policy.rule import Outcome
from tests.policy.making import a_policy, a_subject, look

if TYPE_CHECKING:
    from edi_service.policy.model import CircumstanceCode
    from edi_service.policy.rule import Review

NEW_YORK = ZoneInfo("America/New_York")
ADMISSION = (
    '<window length="24" unit="hours" after="admission" starting="business-day"/>'
    '<window length="1" unit="business-days" until="17:00" after="admission" '
    'starting="closed-day"/>'
)


def asked(
    windows: str,
    *,
    code: str = "any",
    evidence: str = "",
    unless: str = "",
    zone: ZoneInfo | None = NEW_YORK,
    **facts: Any,
) -> Review:
    """What the payer says when its policy has these *windows*, on 2026-04-01 at noon UTC."""
    inside = f'<circumstance code="{code}">{evidence}{windows}</circumstance>'
    policy = a_policy(
        f'<authorization required="yes"/><retrospective allowed="yes">{unless}{inside}'
        "</retrospective>"
    )
    subject = a_subject(facts=ClaimFacts(**facts), zone=zone)
    return review(subject, look(subject, policy).concerns[0])


def days(length: int, attributes: str = "", inside: str = "", after: str = "discharge") -> str:
    return (
        f'<window length="{length}" unit="calendar-days" after="{after}" {attributes}>'
        f"{inside}</window>"
    )


def last(found: Review) -> str:
    assert found.deadline is not None
    return found.deadline.isoformat()


def test_a_patient_admitted_on_a_weekday_leaves_a_day_of_hours() -> None:
    tuesday = datetime(2026, 3, 31, 22, 15, tzinfo=NEW_YORK)
    found = asked(ADMISSION, admitted=tuesday)
    assert (found.outcome, last(found)) == (Outcome.YES, "2026-04-01T22:15:00-04:00")


def test_a_patient_admitted_on_a_weekend_leaves_until_five_on_the_next_business_day() -> None:
    saturday = datetime(2026, 3, 28, 3, 0, tzinfo=NEW_YORK)
    found = asked(ADMISSION, admitted=saturday)
    assert (found.outcome, last(found)) == (Outcome.NO, "2026-03-30T17:00:00-04:00")


def test_an_hour_of_the_last_day_is_told_by_the_payers_clock_where_it_says_so() -> None:
    window = days(1, 'until="17:00" zone="America/Los_Angeles"')
    assert (
        last(asked(window, zone=None, discharged=date(2026, 4, 1))) == "2026-04-02T17:00:00-07:00"
    )


def test_an_hour_of_the_last_day_without_a_zone_cannot_be_told() -> None:
    found = asked(days(1, 'until="17:00"'), zone=None, discharged=date(2026, 4, 1))
    assert (found.outcome, found.missing) == (Outcome.CANNOT_TELL, ("zone",))


@pytest.mark.parametrize(
    ("length", "end"), [(1, "2026-04-06"), (3, "2026-04-06"), (4, "2026-04-07")]
)
def test_a_last_day_on_a_weekend_moves_to_monday(length: int, end: str) -> None:
    window = days(length, 'roll-forward="yes"')
    assert last(asked(window, discharged=date(2026, 4, 3))) == end


def test_the_day_of_the_event_may_count_as_the_first() -> None:
    window = days(30, 'count-first-day="yes"')
    assert last(asked(window, discharged=date(2026, 3, 3))) == "2026-04-01"


@pytest.mark.parametrize(("which", "end"), [("earliest", "2026-04-12"), ("latest", "2026-04-30")])
def test_a_count_begins_with_the_first_or_the_last_of_several_events(which: str, end: str) -> None:
    window = days(10, f'counted-from="{which}"', after="coverage-known discharge")
    found = asked(window, coverage_known=date(2026, 4, 20), discharged=date(2026, 4, 2))
    assert last(found) == end


def test_a_count_from_the_latest_needs_all_and_one_from_the_earliest_any() -> None:
    after = "coverage-known discharge"
    latest = asked(days(10, 'counted-from="latest"', after=after), discharged=date(2026, 4, 2))
    assert (latest.outcome, latest.missing) == (Outcome.CANNOT_TELL, ("coverage_known",))
    earliest = asked(days(10, after=after), discharged=date(2026, 4, 2))
    assert (earliest.outcome, earliest.event) == (Outcome.YES, Event.DISCHARGE)


def test_of_several_events_the_request_must_precede_the_first_decides() -> None:
    window = days(300, 'before="first-submission denial"')
    found = asked(
        window,
        discharged=date(2026, 3, 1),
        first_submitted=date(2026, 5, 1),
        denied=date(2026, 6, 1),
    )
    assert last(found) == "2026-05-01"


def test_a_count_stands_still_while_the_payer_is_down() -> None:
    window = days(10, inside='<toll from="outage-began" to="outage-ended"/>')
    facts: dict[str, Any] = {"discharged": date(2026, 3, 20), "outage_began": date(2026, 3, 25)}
    assert last(asked(window, **facts, outage_ended=date(2026, 3, 28))) == "2026-04-02"
    assert last(asked(window, **facts)) == "2026-04-06"
    assert last(asked(window, discharged=date(2026, 3, 20))) == "2026-03-30"


def test_an_outage_that_ended_before_the_event_adds_nothing() -> None:
    window = days(10, inside='<toll from="outage-began" to="outage-ended"/>')
    began, ended = date(2026, 3, 1), date(2026, 3, 5)
    found = asked(window, discharged=date(2026, 3, 25), outage_began=began, outage_ended=ended)
    assert last(found) == "2026-04-04"


@pytest.mark.parametrize(
    ("unit", "end"),
    [("months", "2026-04-30"), ("years", "2028-01-31"), ("days-except-holidays", "2026-02-03")],
)
def test_months_years_and_days_without_holidays_are_counted(unit: str, end: str) -> None:
    length = {"months": 3, "years": 2, "days-except-holidays": 3}[unit]
    window = f'<window length="{length}" unit="{unit}" after="discharge"/>'
    assert last(asked(window, discharged=date(2026, 1, 31))) == end


@pytest.mark.parametrize("code", sorted(circumstances.TOLD), ids=str)
def test_a_circumstance_that_only_a_word_can_settle(code: CircumstanceCode) -> None:
    fact = circumstances.TOLD[code]
    window = days(300)
    known: dict[str, Any] = {"discharged": date(2026, 3, 1)}
    for word, outcome in ((True, Outcome.YES), (False, Outcome.NO)):
        told: dict[str, Any] = {**known, fact: word}
        assert asked(window, code=code.value, **told).outcome is outcome
    unknown = asked(window, code=code.value, **known)
    assert (unknown.outcome, unknown.missing) == (Outcome.CANNOT_TELL, (fact,))


EVIDENCE = (
    '<all-of><document code="coverage-search-record"/>'
    '<any-of><fact name="coverage_unverifiable" is="yes"/><reason code="emergency"/></any-of>'
    '</all-of><none-of><fact name="authorization_denied" is="known"/></none-of>'
)


@pytest.mark.parametrize(
    ("facts", "outcome", "missing"),
    [
        ({}, Outcome.CANNOT_TELL, ("documents", "coverage_unverifiable")),
        ({"documents": ("coverage-search-record",)}, "cannot tell", ("coverage_unverifiable",)),
        ({"coverage_unverifiable": True}, Outcome.CANNOT_TELL, ("documents",)),
        ({"coverage_unverifiable": False}, Outcome.NO, ()),
        ({"authorization_denied": date(2026, 3, 1)}, Outcome.NO, ()),
        (
            {"documents": ("coverage-search-record",), "coverage_unverifiable": True},
            Outcome.YES,
            (),
        ),
    ],
)
def test_evidence_is_all_of_any_of_and_none_of(
    facts: dict[str, Any], outcome: Outcome, missing: tuple[str, ...]
) -> None:
    found = asked(days(300), evidence=EVIDENCE, discharged=date(2026, 3, 1), **facts)
    assert (found.outcome, found.missing) == (outcome, missing)


def test_a_fact_may_be_asked_for_by_a_word_of_its_own() -> None:
    evidence = '<all-of><fact name="plan" is="gold"/></all-of>'
    known: dict[str, Any] = {"discharged": date(2026, 3, 1)}
    assert asked(days(300), evidence=evidence, plan="gold", **known).outcome is Outcome.YES
    assert asked(days(300), evidence=evidence, plan="silver", **known).outcome is Outcome.NO


@pytest.mark.parametrize(
    ("exclusion", "facts", "outcome"),
    [
        ("service-ongoing", {}, Outcome.CANNOT_TELL),
        ("service-ongoing", {"service_ongoing": True}, Outcome.NO),
        ("service-ongoing", {"service_ongoing": False}, Outcome.YES),
        ("appeal-filed", {}, Outcome.YES),
        ("appeal-filed", {"appeal_filed": date(2026, 3, 9)}, Outcome.NO),
        ("clinical-decision", {}, Outcome.YES),
        ("clinical-decision", {"decided": date(2026, 3, 9)}, Outcome.NO),
    ],
)
def test_what_shuts_the_door(exclusion: str, facts: dict[str, Any], outcome: Outcome) -> None:
    unless = f'<unless exclusion="{exclusion}"/>'
    found = asked(days(300), unless=unless, discharged=date(2026, 3, 1), **facts)
    assert found.outcome is outcome


@pytest.mark.parametrize(
    ("window", "says"),
    [
        (
            '<window length="24" unit="hours" after="admission" until="17:00"/>',
            "until is for a count of days, not of hours: leave it out",
        ),
        (days(2, 'zone="America/Springfield"'), "America/Springfield is no time zone; write one"),
        (days(2, 'zone="America/Indiana"'), "America/Indiana is no time zone; write one"),
        (days(2, 'counted-from="latest"'), "counted-from needs two or more events in after"),
    ],
)
def test_terms_that_make_no_sense_are_refused_with_what_to_write(window: str, says: str) -> None:
    with pytest.raises(PolicyRefused, match=says):
        asked(window)


def test_evidence_asks_only_for_facts_there_are_and_is_not_stacked_high() -> None:
    with pytest.raises(PolicyRefused, match="weather is no column of the facts"):
        asked(days(3), evidence='<all-of><fact name="weather" is="yes"/></all-of>')
    deep = "<all-of>" * 7 + '<fact name="dual" is="yes"/>' + "</all-of>" * 7
    with pytest.raises(PolicyRefused, match="more than 5 deep"):
        asked(days(3), evidence=deep)


def test_a_newborns_clock_begins_with_the_mothers_discharge() -> None:
    window = '<window length="24" unit="hours" after="mother-discharge"/>'
    went = datetime(2026, 3, 31, 11, 0, tzinfo=NEW_YORK)
    found = asked(window, code="newborn", newborn=True, mother_discharged=went)
    assert last(found) == "2026-04-01T11:00:00-04:00"
