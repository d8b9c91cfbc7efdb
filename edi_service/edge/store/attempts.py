"""What was sent for a case and what was heard of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from edi_service.edge.store.claims import ClaimsWritten
from edi_service.edge.store.forms import Form
from edi_service.edge.store.sql import Reader
from edi_service.edge.store.tables import answers, attempts
from edi_service.service.records import AnswerRecord, AttemptRecord, Lane, Search
from edi_service.service.store import StoreRefused

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select

    from edi_service.edge.store.forms import Row

ATTEMPT = Form(attempts, AttemptRecord, apart=("lane",))
ANSWER = Form(answers, AnswerRecord)
_ATTEMPTS = [column for column in attempts.columns if column.name != "data"]
_ANSWERS = [column for column in answers.columns if column.name != "data"]


class AttemptsRead(Reader):
    """Looks up what was sent and what was heard."""

    def attempts(self, case_id: str) -> list[AttemptRecord]:
        """The attempts of a case, in their order."""
        return self._attempts(select(*_ATTEMPTS).where(attempts.c.case_id == case_id))

    def attempt_data(self, case_id: str, number: int) -> bytes:
        """The bytes of an attempt."""
        return self._data(attempts, "attempt", case_id=case_id, number=number)

    def attempt_by_reference(self, reference: str) -> AttemptRecord | None:
        """The attempt with this BHT03."""
        row = self._first(select(*_ATTEMPTS).where(attempts.c.reference == reference))
        return None if row is None else self._attempt(row)

    def attempts_in(
        self, lane: Lane, *, interchange: int | None = None, group: int | None = None
    ) -> list[AttemptRecord]:
        """The attempts that left in this interchange (ISA13) or group (GS06)."""
        question = select(*_ATTEMPTS).filter_by(
            sender=lane.sender, receiver=lane.receiver, usage=lane.usage
        )
        if interchange is not None:
            question = question.where(attempts.c.interchange == interchange)
        if group is not None:
            question = question.where(attempts.c.group == group)
        return self._attempts(question)

    def answer(self, answer_id: str) -> AnswerRecord | None:
        """The answer with this id."""
        row = self._first(select(*_ANSWERS).where(answers.c.answer_id == answer_id))
        return None if row is None else ANSWER.record(row, self._sealer)

    def answers(self, case_id: str) -> list[AnswerRecord]:
        """What was heard about a case, in the order it was heard; "" : what answers nothing."""
        is_about = answers.c.case_id == case_id if case_id else answers.c.case_id.is_(None)
        question = select(*_ANSWERS).where(is_about)
        return self._records(ANSWER, question.order_by(answers.c.heard_at, answers.c.answer_id))

    def answer_data(self, answer_id: str) -> bytes:
        """The bytes of an answer."""
        return self._data(answers, "answer", answer_id=answer_id)

    def _attempts(self, question: Select[tuple[object, ...]]) -> list[AttemptRecord]:
        ordered = question.order_by(attempts.c.case_id, attempts.c.number)
        return [self._attempt(row) for row in self._rows(ordered)]

    def _attempt(self, row: Row) -> AttemptRecord:
        lane = Lane(row["sender"], row["receiver"], row["usage"])
        return ATTEMPT.record(row, self._sealer, lane=lane)


class AttemptsWritten(AttemptsRead, ClaimsWritten):
    """Keeps what is sent and heard."""

    def add_attempt(self, record: AttemptRecord, data: bytes) -> None:
        """Keep an attempt and the request's bytes."""
        self._lock_case(record.case_id)
        lane, key = record.lane, {"case_id": record.case_id, "number": record.number}
        row = ATTEMPT.row(
            record,
            self._sealer,
            sender=lane.sender,
            receiver=lane.receiver,
            usage=lane.usage,
            data=self._seal_data(attempts, key, data),
        )
        try:
            self._insert(attempts, row)
        except IntegrityError:
            message = f"attempt {record.reference} is kept already, or its numbers are another's"
            raise StoreRefused(message) from None
        self.note(Search.TRACE, record.trace, record.reference)
        self.audit("attempt", record.case_id, f"{record.kind}, number {record.number}")

    def mark_sent(self, case_id: str, number: int, at: datetime) -> None:
        """Say when an attempt left."""
        found = (attempts.c.case_id == case_id) & (attempts.c.number == number)
        change = update(attempts).where(found).values(sent_at=at)
        if self._connection.execute(change).rowcount != 1:
            message = f"case {case_id} has no attempt {number}"
            raise StoreRefused(message)
        self.audit("attempt sent", case_id, f"number {number}")

    def add_answer(self, record: AnswerRecord, data: bytes) -> bool:
        """Keep what was heard; False when it had been heard before."""
        sealed = self._seal_data(answers, {"answer_id": record.answer_id}, data)
        row = ANSWER.row(record, self._sealer, data=sealed)
        if not self._insert_if_new(answers, row):
            return False
        self.audit("answer", record.case_id or record.answer_id, record.kind)
        return True
