"""Writing down what happens to a case, in a store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from edi_service.cases.progress import (
    Cause,
    Effect,
    ProgressEvent,
    State,
    advance,
    standing_of,
)
from edi_service.service.records import EventRecord

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from edi_service.cases.progress import (
        Happening,
        Standing,
    )
    from edi_service.service.records import CaseRecord
    from edi_service.service.store import Books, Shelf


def standing_in(shelf: Shelf, record: CaseRecord) -> Standing:
    """Where a case stands by all that was written about it."""
    told = standing_of(_event(each) for each in shelf.events(record.case_id))
    return replace(told, state=State(record.state), since=told.since or record.opened_at)


def sent_at(shelf: Shelf, case_id: str, attempt: int) -> datetime | None:
    """When an attempt of a case left; None where it did not, or by no means known here."""
    found = (each for each in shelf.attempts(case_id) if each.number == attempt)
    return next((each.sent_at for each in found), None)


def lock_cases(books: Books, case_ids: Iterable[str]) -> None:
    """
    Let nobody else write about these cases until the transaction is over.

    Whoever locks several does so in this order, that of their ids, and before any control number
    is taken, which locks its lane: so no two wait for each other.

    Raises:
        StoreRefused: there is no such case.
    """
    for case_id in sorted(set(case_ids)):
        books.lock_case(case_id)


def write_down(
    books: Books, record: CaseRecord, what: Happening, *, answer_id: str = ""
) -> ProgressEvent:
    """
    Keep *what* happened to a case, whether or not it moves it.

    Args:
        books: an open transaction.
        record: the case, as it stands in that transaction.
        what: what happened.
        answer_id: the answer it was heard by, where it was heard.

    Raises:
        CaseMovedOn: somebody else has moved the case since it was looked at.
    """
    return keep(books, record, advance(standing_in(books, record), what), answer_id=answer_id)


def keep(
    books: Books, record: CaseRecord, event: ProgressEvent, *, answer_id: str = ""
) -> ProgressEvent:
    """Keep an *event* of a case; returns it."""
    books.add_event(
        EventRecord(
            case_id=record.case_id,
            at=event.at,
            cause=event.cause.value,
            actor=event.actor,
            before=event.before.value,
            after=event.after.value,
            effect=event.effect.value,
            attempt=event.attempt,
            note=event.note,
            answer_id=answer_id,
        )
    )
    return event


def _event(record: EventRecord) -> ProgressEvent:
    return ProgressEvent(
        at=record.at,
        cause=Cause(record.cause),
        actor=record.actor,
        before=State(record.before),
        after=State(record.after),
        effect=Effect(record.effect),
        attempt=record.attempt,
        note=record.note,
    )
