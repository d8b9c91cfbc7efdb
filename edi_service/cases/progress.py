"""
The life of a case: its states, what may move it from one to another, and who is heard.

What moves a case is data, in :data:`STEPS`; nothing else in the house decides it.  Everything that
happens is kept as an event, whether or not it moves the case: an answer that comes late, twice or
against an earlier one is written down with its effect, and the case stays where it is.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from edi_service.cases.model import Decision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from edi_service.cases.model import Case


class State(StrEnum):
    """Where a case stands."""

    OPENED = "opened"
    WAITING = "waiting for facts"
    HELD = "held"  # something has to be mended before it can be asked, or asked again
    READY = "ready"
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"  # the payer can read the request
    PENDED = "pended"  # the payer wants something, or more time
    APPROVED = "approved"
    APPROVED_IN_PART = "approved in part"
    MODIFIED = "modified"  # approved, but not as asked
    REFUSED = "refused"
    APPEALED = "appealed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"  # no request is possible any more
    MENDED = "claim mended"
    CLOSED = "closed"


class Cause(StrEnum):
    """What happened to a case."""

    FACTS_MISSING = "facts are missing"
    FAULTS_FOUND = "faults have to be mended"
    NOTHING_MISSING = "nothing stands in the way"
    TOO_LATE = "no request is possible any more"
    REQUEST_SENT = "a request was sent"
    APPEAL_SENT = "an appeal was sent"
    DELIVERED = "the interchange with the request arrived"
    RECEIVED = "the request was acknowledged"
    UNREADABLE = "the request was rejected on receipt"
    RETURNED = "the payer returned the request to be corrected"
    TRY_AGAIN = "the payer wants the same request again"
    IN_WORK = "the payer holds the request and will answer"
    TURNED_DOWN = "the payer will not take the request"
    PENDED = "the payer pended the request"
    CONTACT = "the payer wants to be contacted"
    APPROVED = "the payer approved"
    PARTLY_APPROVED = "the payer approved a part"
    MODIFIED = "the payer approved with changes"
    REFUSED = "the payer refused"
    CANCELLED = "the payer confirmed the cancellation"
    NOT_NEEDED = "the payer needs no review"
    UNCLEAR = "an answer that decides nothing"
    UNANSWERED = "the payer has not answered in time"
    CLAIM_MENDED = "the claim was mended"
    CLAIM_ACCEPTED = "the mended claim was accepted"
    CLAIM_REJECTED = "the mended claim was rejected"
    CLAIM_DENIED = "the claim was denied"
    CLAIM_PAID = "the claim was paid"
    CLOSED = "somebody closed the case"
    OVERRIDDEN = "somebody overrode the state"


class Effect(StrEnum):
    """What an event did to its case."""

    MOVED = "moved"
    NOTED = "noted"  # as was to be expected here, without a step
    REPEATED = "repeated"  # said before
    LATE = "late"  # the case was further by then
    SUPERSEDED = "superseded"  # about an attempt that a later one has replaced
    CONTRADICTS = "contradicts"  # the case stands at something that cannot be true as well
    NOT_ALLOWED = "not allowed"


class Way(Struct, frozen=True):
    """One row of :data:`STEPS`: a cause leads from any of the states *before* to *after*."""

    cause: Cause
    before: tuple[State, ...]
    after: State


UNSENT = (State.OPENED, State.WAITING, State.HELD, State.READY)
"""States of a case that nobody was asked about."""
_ASKED = (State.SENT, State.ACKNOWLEDGED, State.PENDED, State.APPEALED)
AWAITED = (State.SENT, State.ACKNOWLEDGED, State.APPEALED)
"""States in which it is the payer's turn."""
GRANTED = (State.APPROVED, State.APPROVED_IN_PART, State.MODIFIED)
"""States in which the payer has given a number for all or some of what was asked."""
_TO_ASK_AGAIN = (State.READY, *_ASKED[:3], *GRANTED, State.REFUSED)
_TO_APPEAL = (*GRANTED[1:], State.REFUSED, State.EXPIRED, State.READY)
_DENIED_MEANWHILE = (*_ASKED, *GRANTED, State.REFUSED, State.CANCELLED, State.MENDED)
_OPEN = tuple(state for state in State if state is not State.CLOSED)

STEPS: tuple[Way, ...] = (
    Way(Cause.FACTS_MISSING, UNSENT, State.WAITING),
    Way(Cause.FAULTS_FOUND, UNSENT, State.HELD),
    Way(Cause.NOTHING_MISSING, UNSENT, State.READY),
    Way(Cause.TOO_LATE, UNSENT, State.EXPIRED),
    Way(Cause.REQUEST_SENT, _TO_ASK_AGAIN, State.SENT),
    Way(Cause.APPEAL_SENT, _TO_APPEAL, State.APPEALED),
    Way(Cause.DELIVERED, (State.SENT,), State.SENT),
    Way(Cause.DELIVERED, (State.APPEALED,), State.APPEALED),
    Way(Cause.RECEIVED, (State.SENT,), State.ACKNOWLEDGED),
    Way(Cause.RECEIVED, (State.APPEALED,), State.APPEALED),
    Way(Cause.UNREADABLE, (State.SENT, State.APPEALED), State.HELD),
    Way(Cause.RETURNED, _ASKED, State.HELD),
    Way(Cause.TRY_AGAIN, (State.SENT, State.ACKNOWLEDGED, State.APPEALED), State.READY),
    Way(Cause.IN_WORK, (State.SENT,), State.ACKNOWLEDGED),
    Way(Cause.IN_WORK, (State.ACKNOWLEDGED,), State.ACKNOWLEDGED),
    Way(Cause.IN_WORK, (State.APPEALED,), State.APPEALED),
    Way(Cause.TURNED_DOWN, _ASKED, State.REFUSED),
    Way(Cause.PENDED, _ASKED, State.PENDED),
    Way(Cause.CONTACT, _ASKED, State.PENDED),
    Way(Cause.APPROVED, _ASKED, State.APPROVED),
    Way(Cause.PARTLY_APPROVED, _ASKED, State.APPROVED_IN_PART),
    Way(Cause.MODIFIED, _ASKED, State.MODIFIED),
    Way(Cause.REFUSED, _ASKED, State.REFUSED),
    Way(Cause.CANCELLED, _ASKED, State.CANCELLED),
    *(Way(Cause.UNANSWERED, (state,), state) for state in AWAITED),
    Way(Cause.NOT_NEEDED, _ASKED, State.CLOSED),
    # Before anything was asked, a number on file may turn up.
    Way(Cause.CLAIM_MENDED, (*UNSENT, *GRANTED, State.EXPIRED, State.MENDED), State.MENDED),
    Way(Cause.CLAIM_ACCEPTED, (State.MENDED,), State.MENDED),
    Way(Cause.CLAIM_REJECTED, (State.MENDED,), State.MENDED),
    # A denial may start another clock: a case not asked for yet, or too late, is read anew.
    Way(Cause.CLAIM_DENIED, (*UNSENT, State.EXPIRED), State.OPENED),
    *(Way(Cause.CLAIM_DENIED, (state,), state) for state in _DENIED_MEANWHILE),
    Way(Cause.CLAIM_PAID, (State.MENDED,), State.CLOSED),
    Way(Cause.CLOSED, _OPEN, State.CLOSED),
)
"""Every step there is.  :data:`Cause.OVERRIDDEN` alone has no row: it leads wherever it says."""

_AFTER: Mapping[tuple[State, Cause], State] = {
    (before, way.cause): way.after for way in STEPS for before in way.before
}

HEARD = (
    Cause.DELIVERED,
    Cause.RECEIVED,
    Cause.UNREADABLE,
    Cause.RETURNED,
    Cause.TRY_AGAIN,
    Cause.IN_WORK,
    Cause.TURNED_DOWN,
    Cause.PENDED,
    Cause.CONTACT,
    Cause.APPROVED,
    Cause.PARTLY_APPROVED,
    Cause.MODIFIED,
    Cause.REFUSED,
    Cause.CANCELLED,
    Cause.NOT_NEEDED,
    Cause.UNCLEAR,
)
"""What a payer says about a request; each is about one attempt."""

_SILENT = (Cause.UNCLEAR, Cause.UNANSWERED)  # they say nothing of where a case stands
_SENDING = (Cause.REQUEST_SENT, Cause.APPEAL_SENT)
_ON_THE_WAY = (Cause.DELIVERED, Cause.RECEIVED, Cause.IN_WORK, Cause.PENDED, Cause.CONTACT)


class Happening(Struct, frozen=True, kw_only=True):
    """
    Something that happened to a case.

    Attributes:
        cause: what.
        at: when it became known, with its zone.
        actor: who says so: a person's name, or a part of the service.
        attempt: which request it is about, from 1; 0 where it is about none.
        note: in words, without a person's name or identifier.
        to: where an override leads; None for every other cause.
    """

    cause: Cause
    at: datetime
    actor: str
    attempt: int = 0
    note: str = ""
    to: State | None = None


class Standing(Struct, frozen=True, kw_only=True):
    """
    Where a case stands after some events.

    *attempt* counts the requests sent; *since* is when it came to *state*, or was last told the
    same; *heard* are the answers that were taken, each with the attempt it was about.
    """

    state: State = State.OPENED
    attempt: int = 0
    since: datetime | None = None
    heard: frozenset[tuple[int, Cause]] = frozenset()


class ProgressEvent(Struct, frozen=True, kw_only=True):
    """One thing that happened, what it did, and the states before and after it."""

    at: datetime
    cause: Cause
    actor: str
    before: State
    after: State
    effect: Effect
    attempt: int = 0
    note: str = ""


BEGINNING = Standing()


def after(state: State, cause: Cause) -> State | None:
    """Where *cause* leads from *state*; None when that is no step."""
    return _AFTER.get((state, cause))


def first_cause(case: Case) -> Cause:
    """What a case that was just opened needs next."""
    if case.decision is Decision.REFUSED:
        return Cause.TOO_LATE
    if case.decision is Decision.UNDETERMINED:
        return Cause.FACTS_MISSING
    return Cause.FAULTS_FOUND if case.held_by else Cause.NOTHING_MISSING


def advance(standing: Standing, what: Happening) -> ProgressEvent:
    """
    What becomes of a case at *standing* by *what*; an event in any case, with its effect.

    An answer is about the attempt it names: one about an attempt that was followed by another
    changes nothing, and neither does one that the table has no step for.
    """
    to, effect = _outcome(standing, what)
    return ProgressEvent(
        at=what.at,
        cause=what.cause,
        actor=what.actor,
        before=standing.state,
        after=to,
        effect=effect,
        attempt=what.attempt,
        note=what.note,
    )


def standing_after(standing: Standing, event: ProgressEvent) -> Standing:
    """Where a case stands once *event* is written down."""
    if event.effect not in (Effect.MOVED, Effect.NOTED) or event.cause in _SILENT:
        return standing
    is_sending = event.cause in _SENDING
    heard = {(event.attempt, event.cause)} if event.cause in HEARD else set()
    return Standing(
        state=event.after,
        attempt=max(standing.attempt, event.attempt) if is_sending else standing.attempt,
        since=event.at,
        heard=standing.heard | heard,
    )


def standing_of(events: Iterable[ProgressEvent]) -> Standing:
    """Where a case stands after *events*, in the order they were written down."""
    standing = BEGINNING
    for event in events:
        standing = standing_after(standing, event)
    return standing


def _outcome(standing: Standing, what: Happening) -> tuple[State, Effect]:
    state, cause = standing.state, what.cause
    if cause is Cause.OVERRIDDEN:
        return _overridden(state, what.to)
    if cause in HEARD and what.attempt != standing.attempt:
        is_earlier = what.attempt < standing.attempt
        return state, Effect.SUPERSEDED if is_earlier else Effect.NOT_ALLOWED
    if cause in _SENDING and what.attempt <= standing.attempt:
        return state, Effect.NOT_ALLOWED
    if cause is Cause.UNCLEAR:
        return state, Effect.NOTED if state in _ASKED else Effect.LATE
    to = after(state, cause)
    if to is None:
        return state, _why_not(standing, what)
    return to, Effect.NOTED if to is state else Effect.MOVED


def _overridden(state: State, to: State | None) -> tuple[State, Effect]:
    if to is None or to is state:
        return state, Effect.NOT_ALLOWED
    return to, Effect.MOVED


def _why_not(standing: Standing, what: Happening) -> Effect:
    """Why what was heard is no step from where the case stands."""
    if what.cause not in HEARD:
        return Effect.NOT_ALLOWED
    if (what.attempt, what.cause) in standing.heard:
        return Effect.REPEATED
    return Effect.LATE if what.cause in _ON_THE_WAY else Effect.CONTRADICTS
