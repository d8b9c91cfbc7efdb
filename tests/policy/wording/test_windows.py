from __future__ import annotations

from datetime import time

import pytest

from edi_service.codes.clock import Length, Terms, Unit
from edi_service.policy.model import Channel, Event, Starting, Toll, Window
from edi_service.policy.retrospective.events import WORDS
from edi_service.policy.wording.windows import by_channel, window_in_words
from tests.policy.casework import library

PLAIN = Window(length=Length(14, Unit.CALENDAR_DAYS), after=Event.DISCHARGE)
EVERY = [
    window
    for policy in library(examples=True).policies
    for revision in policy.revisions
    if revision.retrospective
    for circumstance in revision.retrospective.circumstances
    for window in circumstance.windows
]


def told(**more: object) -> str:
    fields = {name: getattr(PLAIN, name) for name in PLAIN.__struct_fields__}
    return window_in_words(Window(**{**fields, **more}))


@pytest.mark.parametrize("window", EVERY, ids=str)
def test_every_window_held_here_is_told_with_its_length_and_its_event(window: Window) -> None:
    text = window_in_words(window)
    length = window.length
    count = "a time that is not published" if length is None else length.count
    assert text.startswith(f"within {count} ")
    assert WORDS[window.after].noun in text
    assert "None" not in text


def test_a_plain_window_is_told_in_one_breath() -> None:
    assert told() == "within 14 calendar days after the discharge"


@pytest.mark.parametrize(
    ("unit", "words"),
    [
        (Unit.HOURS, "1 hour"),
        (Unit.CALENDAR_DAYS, "1 calendar day"),
        (Unit.BUSINESS_DAYS, "1 business day"),
        (Unit.MONTHS, "1 month"),
        (Unit.YEARS, "1 year"),
    ],
)
def test_one_of_a_unit_is_told_as_one(unit: Unit, words: str) -> None:
    assert told(length=Length(1, unit)) == f"within {words} after the discharge"


@pytest.mark.parametrize("event", list(Event))
def test_every_event_can_be_counted_from_and_come_before(event: Event) -> None:
    assert told(after=event) == f"within 14 calendar days after {WORDS[event].noun}"
    assert told(before=(event,)).endswith(f", and before {WORDS[event].noun}")


def test_several_events_are_told_with_which_of_them_counts() -> None:
    several = (Event.DENIAL, Event.COVERAGE_KNOWN)
    nouns = "the discharge, the denial of the claim and the discovery of the coverage"
    assert told(or_after=several).endswith(f"after the first of {nouns}")
    assert told(or_after=several, from_latest=True).endswith(f"after the last of {nouns}")


def test_what_the_payer_adds_to_the_count_is_told_in_one_order() -> None:
    began, ended = (WORDS[each].noun for each in (Event.OUTAGE_BEGAN, Event.OUTAGE_ENDED))
    terms = Terms(until=time(17), roll_forward=True, count_first_day=True)
    text = told(
        terms=terms,
        starting=Starting.CLOSED_DAY,
        zone="America/Denver",
        tolls=(Toll(Event.OUTAGE_BEGAN, Event.OUTAGE_ENDED),),
        channel=Channel.FAX,
    )
    assert text.split(", ")[1:] == [
        "the last day only until 17:00",
        "the first day counted",
        "a last day without business moved to the next that has it",
        "if that fell on a closed day",
        "by the clock of America/Denver",
        f"without the days from {began} to {ended}",
        "by fax",
    ]


@pytest.mark.parametrize("channel", list(Channel))
def test_every_channel_reads_on_after_ask(channel: Channel) -> None:
    assert by_channel(channel).split()[0] in {"by", "through", "with"}
