"""
Whether a payer's window is still open at the moment of asking: yes, no, or cannot tell.

A window is a count from an event and, in some policies, other events before which the request must
come.  All must hold; one that has failed shuts the window whatever is known of the others.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec import Struct

from edi_service.codes.calendar import is_business_day
from edi_service.codes.clock import (
    Deadline,
    MissingZone,
    day_on,
    deadline,
    describe,
    earliest,
)
from edi_service.policy.model import Event, Starting, Window
from edi_service.policy.retrospective.events import WORDS, happened, in_words, submitted, today
from edi_service.policy.retrospective.kleene import both
from edi_service.policy.retrospective.missing import TIME_LIMIT, ZONE, union
from edi_service.policy.rule import Outcome

if TYPE_CHECKING:
    from edi_service.codes.clock import Length, Moment
    from edi_service.policy.rule import Subject

LAST_DAY = "Today is the last day."
TAKEN_AS_NOT_YET = {
    Event.FIRST_SUBMISSION: "Taken as not yet submitted: no first submission date was given.",
    Event.DENIAL: "Taken as not yet denied: no day of denial was given.",
    Event.OTHER_PAYER_DECIDED: "Taken as not yet decided by another payer: no day was given.",
    Event.DECISION: "Taken as not yet decided by the payer: no day was given.",
    Event.CLAIM_RECEIPT: "Taken as not yet received by the payer: no day was given.",
    Event.DENIAL_LETTER: "Taken as not yet denied by letter: no day was given.",
}
"""Events the office would know of: while no day is given, they have not happened."""


class Standing(Struct, frozen=True, kw_only=True):
    """
    How a window stands; *outcome* YES: it is open.

    *event* is the one counted from, *start* when it happened, and *deadline* the last moment to
    ask, as far as known; of a window that is shut, the moment at which it was.  *says* are
    sentences, in order.
    """

    window: Window
    event: Event
    outcome: Outcome
    start: date | datetime | None
    deadline: Deadline | None
    missing: tuple[str, ...]
    says: tuple[str, ...]


class _Limit(Struct, frozen=True, kw_only=True):
    """One of the conditions of a window."""

    outcome: Outcome
    says: tuple[str, ...]
    deadline: Deadline | None = None
    missing: tuple[str, ...] = ()


def stand(window: Window, subject: Subject) -> Standing:
    """How *window* stands for *subject* at the moment of asking."""
    event = counted_from(window, subject)
    start = happened(event, subject)
    limits = [
        *_starting(window, event, start, subject),
        _count(window, event, start, subject),
        *[_before(each, subject) for each in window.before],
    ]
    outcome = both([limit.outcome for limit in limits])
    # A shut window is told by what shut it: the other condition's day may still lie ahead.
    telling = [found for found in limits if outcome is not Outcome.NO or found.outcome is outcome]
    known = [limit.deadline for limit in telling if limit.deadline is not None]
    last = earliest(known, subject.zone)
    return Standing(
        window=window,
        event=event,
        outcome=outcome,
        start=None if start is None else start.when,
        deadline=last,
        missing=union([limit.missing for limit in telling]),
        says=(
            *[says for limit in limits for says in limit.says],
            *_last_day(outcome, last, subject),
        ),
    )


def counted_from(window: Window, subject: Subject) -> Event:
    """
    Of the events that *window* names, the one its count begins with.

    The first of those known, for a count from the earliest: one that comes later can only leave
    the deadline where it is.  For a count from the latest all must be known; the first that is
    not is given, so that it is named as missing.
    """
    if not window.or_after:
        return window.after
    named = (window.after, *window.or_after)
    known = [(each, moment) for each in named if (moment := happened(each, subject)) is not None]
    if window.from_latest and len(known) < len(named):
        return next(each for each in named if happened(each, subject) is None)
    if not known:
        return window.after
    choose = max if window.from_latest else min
    return choose(known, key=lambda pair: (pair[1].day_in(subject.zone), _second(pair[1])))[0]


def _second(moment: Moment) -> float:
    """The place of a moment within its day; a day alone stands at its beginning."""
    return moment.when.timestamp() if isinstance(moment.when, datetime) else 0.0


def clock_of(window: Window, subject: Subject) -> ZoneInfo | None:
    """The zone in which *window* is counted: the payer's when its clock counts."""
    return ZoneInfo(window.zone) if window.zone else subject.zone


def _starting(
    window: Window, event: Event, start: Moment | None, subject: Subject
) -> tuple[_Limit, ...]:
    """Whether the event fell on the sort of day for which the window is meant."""
    if window.starting is None or start is None:
        return ()
    day = start.day_in(clock_of(window, subject))
    is_open, wanted = is_business_day(day), window.starting is Starting.BUSINESS_DAY
    sort = "a business day" if is_open else "no business day"
    outcome = Outcome.YES if is_open is wanted else Outcome.NO
    said = f"{WORDS[event].happened} on {day}, {sort}"
    says = (
        f"{said}." if outcome is Outcome.YES else f"{said}, so {_described(window)} do not count."
    )
    return (_Limit(outcome=outcome, says=(says,)),)


def _described(window: Window) -> str:
    """The length in words, and what the payer adds to it."""
    length, terms = length_in_words(window.length), window.terms
    return f"{length} (to {terms.until:%H:%M})" if terms.until else length


def length_in_words(length: Length | None) -> str:
    """Such as ``10 business days``; that none is published where there is none."""
    return "a time that is not published" if length is None else describe(length)


def _tolled(window: Window, start: Moment, subject: Subject) -> tuple[int, tuple[str, ...]]:
    """How many days the count stood still, and the sentences that say so."""
    days, says = 0, []
    for toll in window.tolls:
        began, ended = happened(toll.began, subject), happened(toll.ended, subject)
        if began is None:
            continue
        zone = clock_of(window, subject)
        first = max(began.day_in(zone), start.day_in(zone))
        last = today(subject) if ended is None else min(ended.day_in(zone), today(subject))
        stood = max((last - first).days, 0)
        until = "and still does" if ended is None else f"until {last}"
        if stood:
            says.append(f"The count stood still for {stood} days, from {first} {until}.")
        days += stood
    return days, tuple(says)


def _count(window: Window, event: Event, start: Moment | None, subject: Subject) -> _Limit:
    """The length after the starting event."""
    words, length = WORDS[event], window.length
    if length is None:
        says = f"The payer counts from {words.noun}, and has not published for how long."
        return _Limit(outcome=Outcome.CANNOT_TELL, says=(says,), missing=(TIME_LIMIT,))
    if start is None:
        clause = words.happened[0].lower() + words.happened[1:]
        says = f"It is not known when {clause}, so {describe(length)} cannot be counted from then."
        return _Limit(outcome=Outcome.CANNOT_TELL, says=(says,), missing=(words.fact,))
    tolled, stood = _tolled(window, start, subject)
    terms = replace(window.terms, tolled=tolled) if tolled else window.terms
    clock = clock_of(window, subject)
    began, end = words.on(start), deadline(start, length, clock, terms)
    if isinstance(end, MissingZone):
        says = (
            f"{began}, but the time zone of the place of care is not known, "
            f"so {describe(length)} cannot be counted from then."
        )
        return _Limit(outcome=Outcome.CANNOT_TELL, says=(says,), missing=(ZONE,))
    outcome = _in_time(end, subject, clock)
    return _Limit(
        outcome=outcome,
        says=(*stood, f"{began}; {_count_ends(length, end, outcome)}.", *_assumed(length, end)),
        deadline=end,
    )


def _count_ends(length: Length, end: Deadline, in_time: Outcome) -> str:
    verb = "ends" if length.count == 1 else "end"
    if in_time is Outcome.NO:
        verb = "ended"
    return f"{describe(length)} from then {verb} on {in_words(end.when)}"


def _assumed(length: Length, end: Deadline) -> tuple[str, ...]:
    if not end.assumed_midnight:
        return ()
    counted = f"{describe(length)} {'is' if length.count == 1 else 'are'} counted"
    return (
        f"Only the day is known, so the {counted} from 00:00 local time, the earliest possible.",
    )


def _before(event: Event, subject: Subject) -> _Limit:
    """The event before which the request must come; its own day is still in time."""
    noun, moment = WORDS[event].noun, happened(event, subject)
    if moment is not None:
        end = Deadline(moment.when)
        outcome = _in_time(end, subject, subject.zone)
        verb = "had to" if outcome is Outcome.NO else "must"
        says = f"The request {verb} come before {noun} ({in_words(moment.when)})."
        return _Limit(outcome=outcome, says=(says,), deadline=end)
    demand = f"The request must come before {noun}."
    if event is Event.FIRST_SUBMISSION and (shown := submitted(subject)):
        return _Limit(outcome=Outcome.NO, says=(demand, f"It is too late: {shown}."))
    if event in TAKEN_AS_NOT_YET:
        return _Limit(outcome=Outcome.YES, says=(demand, TAKEN_AS_NOT_YET[event]))
    missing = (WORDS[event].fact,)
    says = f"{demand[:-1]}, and it is not known when that was."
    return _Limit(outcome=Outcome.CANNOT_TELL, says=(says,), missing=missing)


def _in_time(end: Deadline, subject: Subject, clock: ZoneInfo | None) -> Outcome:
    """Whether *end* is still ahead, a last day by *clock*."""
    return Outcome.NO if end.is_past(subject.as_of, clock) else Outcome.YES


def _last_day(outcome: Outcome, last: Deadline | None, subject: Subject) -> tuple[str, ...]:
    if outcome is Outcome.NO or last is None or not is_today(last, subject):
        return ()
    return (LAST_DAY,)


def is_today(last: Deadline, subject: Subject) -> bool:
    """Whether *last* falls on the day of asking, where the care was given."""
    return day_on(subject.zone, last.when) == today(subject)
