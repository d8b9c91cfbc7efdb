"""A payer's window in words: how long, from when, and what is special about the count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.policy.model import Starting
from edi_service.policy.retrospective.events import WORDS
from edi_service.policy.retrospective.windows import length_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from edi_service.policy.model import Channel, Event, Window

BY_CHANNEL = {
    "x217": "by 278 request (005010X217)",
    "x216": "by 278 notification (005010X216)",
    "portal": "through the payer's portal",
    "phone": "by telephone",
    "fax": "by fax",
    "mail": "by mail",
    "esmd": "through esMD",
    "claim": "with the claim, which the payer reviews afterwards",
    "unknown": "by a way that is not known: confirm it with the payer",
}
"""Each channel as it stands after "ask"."""


def by_channel(channel: Channel) -> str:
    """How a request goes to the payer, in words."""
    return BY_CHANNEL[channel.value]


def window_in_words(window: Window) -> str:
    """Such as ``within 14 calendar days after the first day of service``."""
    says = f"within {length_in_words(window.length)} after {_events(window)}"
    return ", ".join([says, *_particulars(window)])


def _events(window: Window) -> str:
    events = (window.after, *window.or_after)
    if len(events) == 1:
        return WORDS[window.after].noun
    return f"the {'last' if window.from_latest else 'first'} of {_nouns(events, 'and')}"


def _nouns(events: Sequence[Event], word: str) -> str:
    nouns = [WORDS[event].noun for event in events]
    return nouns[0] if len(nouns) == 1 else f"{', '.join(nouns[:-1])} {word} {nouns[-1]}"


def _particulars(window: Window) -> Iterator[str]:
    terms = window.terms
    if terms.until is not None:
        yield f"the last day only until {terms.until:%H:%M}"
    if terms.count_first_day:
        yield "the first day counted"
    if terms.roll_forward:
        yield "a last day without business moved to the next that has it"
    if window.starting is not None:
        sort = "a business day" if window.starting is Starting.BUSINESS_DAY else "a closed day"
        yield f"if that fell on {sort}"
    if window.zone:
        yield f"by the clock of {window.zone}"
    if window.before:
        yield f"and before {_nouns(window.before, 'and')}"
    for toll in window.tolls:
        began, ended = WORDS[toll.began].noun, WORDS[toll.ended].noun
        yield f"without the days from {began} to {ended}"
    if window.channel is not None:
        yield by_channel(window.channel)
