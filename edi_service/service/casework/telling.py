"""Telling a case what was heard about it: the answer is kept, and may move the case."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from edi_service.cases.progress import HEARD, Cause, Effect, Happening, advance
from edi_service.review.answer.heard import Heard, is_same
from edi_service.service.casework.progressing import keep, standing_in, write_down
from edi_service.service.records import AnswerRecord, Search

if TYPE_CHECKING:
    from datetime import datetime

    from edi_service.cases.progress import ProgressEvent
    from edi_service.service.records import CaseRecord
    from edi_service.service.store import Books, Shelf

REVIEW, BY_HAND = "278", "by hand"
"""Kinds of answers whose reading is a :class:`Heard`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """
    Something heard, before it is known what it does.

    Attributes:
        answer_id: the same for the same answer.
        kind: 278, 999, TA1, 277CA or by hand.
        cause: what it means.
        reading: all that was understood.
        data: its bytes.
        sha256: of the file that held it.
        attempt: the request it is about; 0: none.
        channel: the way it came.
        actor: who says so.
        note: in words, without a person's name or identifier.
    """

    answer_id: str
    kind: str
    cause: Cause
    reading: object = field(repr=False)
    data: bytes = field(repr=False)
    sha256: str = ""
    attempt: int = 0
    channel: str = ""
    actor: str = "payer"
    note: str = ""

    def record(self, at: datetime, case_id: str = "") -> AnswerRecord:
        """What the store keeps of it, of a case or of none."""
        return AnswerRecord(
            answer_id=self.answer_id,
            kind=self.kind,
            heard_at=at,
            case_id=case_id,
            attempt=self.attempt,
            sha256=self.sha256,
            channel=self.channel,
            reading=msgspec.json.encode(self.reading),
        )


def tell(books: Books, case: CaseRecord, said: Said, at: datetime) -> ProgressEvent | None:
    """
    Keep an answer to a case, and what it does; None when it was kept before.

    A decision that was heard before is a repetition only if it is the same to the numbers and
    days; else it contradicts what was heard.

    Raises:
        CaseMovedOn: somebody else has moved the case since it was looked at.
    """
    case = _sent_after_all(books, case, said, at)
    standing = standing_in(books, case)
    what = Happening(
        cause=said.cause, at=at, actor=said.actor, attempt=said.attempt, note=said.note
    )
    event = advance(standing, what)
    if event.effect is Effect.REPEATED and not _is_known(books, case.case_id, said):
        event = replace(event, effect=Effect.CONTRADICTS)
    if not books.add_answer(said.record(at, case.case_id), said.data):
        return None
    keep(books, case, event, answer_id=said.answer_id)
    if event.effect is Effect.MOVED and isinstance(said.reading, Heard):
        _note_numbers(books, case, said.reading)
    return event


def _sent_after_all(books: Books, case: CaseRecord, said: Said, at: datetime) -> CaseRecord:
    """
    The case, once it is known that what is answered was sent.

    A request that was only made may have been sent by other means; whoever answers it has got it.
    """
    attempts = books.attempts(case.case_id) if said.cause in HEARD else []
    last = attempts[-1] if attempts else None
    if last is None or last.number != said.attempt or last.sent_at is not None:
        return case
    sending = Happening(
        cause=Cause.REQUEST_SENT,
        at=at,
        actor=said.actor,
        attempt=last.number,
        note="an answer shows that it was sent",
    )
    if write_down(books, case, sending).effect is not Effect.MOVED:
        return case
    books.mark_sent(case.case_id, last.number, at)
    return books.case(case.case_id) or case


def heard_about(shelf: Shelf, case_id: str) -> list[tuple[AnswerRecord, Heard]]:
    """The decisions heard about a case, in the order they were heard."""
    return [
        (answer, msgspec.json.decode(answer.reading, type=Heard))
        for answer in shelf.answers(case_id)
        if answer.kind in (REVIEW, BY_HAND)
    ]


def _is_known(books: Books, case_id: str, said: Said) -> bool:
    """Whether it was heard before, just so; an acknowledgment has nothing to differ in."""
    reading = said.reading
    if not isinstance(reading, Heard):
        return True
    return any(
        is_same(earlier, reading)
        for answer, earlier in heard_about(books, case_id)
        if answer.attempt == said.attempt
    )


def _note_numbers(books: Books, case: CaseRecord, heard: Heard) -> None:
    """Let the claim be found by the numbers that the payer gave."""
    for number in dict.fromkeys([heard.number, *(line.number for line in heard.lines)]):
        if number:
            books.note(Search.AUTHORIZATION, number, case.claim_id)
