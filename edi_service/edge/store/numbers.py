"""
Control numbers: each given out once between a sender and a receiver, tests apart.

They are taken in the transaction that keeps what they are for, so that what is undone takes none.
Every run of numbers says what it was taken for; one that never left says why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select, true, update

from edi_service.edge.store.sql import Reader, Writer
from edi_service.edge.store.tables import (
    attempts,
    cases,
    claims,
    contacts,
    control_number_uses,
    control_numbers,
    products,
)
from edi_service.service.records import INQUIRY, Lane, NumberUse
from edi_service.service.store import StoreRefused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement

    from edi_service.edge.store.forms import Row

LAST = 999_999_999
_INTERCHANGE = "ISA13"
_KINDS = (_INTERCHANGE, "GS06", "ST02")
_ANSWERS = ("TA1", "999", "277CA")
_SUBJECT = control_number_uses.c.subject
_REQUESTS = (  # the interchanges of requests whose numbers are not void
    select(attempts.c.sender, attempts.c.receiver, attempts.c.usage, attempts.c.interchange)
    .distinct()
    .join(
        control_number_uses,
        (control_number_uses.c.sender == attempts.c.sender)
        & (control_number_uses.c.receiver == attempts.c.receiver)
        & (control_number_uses.c.usage == attempts.c.usage)
        & (control_number_uses.c.kind == _INTERCHANGE)
        & (control_number_uses.c.first == attempts.c.interchange)
        & (control_number_uses.c.void_because == ""),
    )
)


class NumbersRead(Reader):
    """Looks up what control numbers were taken for."""

    def number_uses(self, lane: Lane | None = None, kind: str = "") -> Iterator[NumberUse]:
        """What numbers were taken for, by lane and kind in their order: none is left out."""
        table = control_number_uses
        question = select(table).order_by(*table.primary_key)
        if lane is not None:
            question = question.filter_by(**_key(lane, kind))
        for row in self._rows(question):
            yield _use(row)

    def number_of(self, lane: Lane, kind: str, subject: str) -> int | None:
        """The newest number that was taken for a subject and is not void; None: there is none."""
        table, key = control_number_uses, _key(lane, kind)
        question = select(table).filter_by(subject=subject, void_because="")
        # A subject has few numbers and a lane has many: which index is used is not left to chance.
        of_lane = (
            row["first"]
            for row in self._rows(question)
            if all(row[name] == value for name, value in key.items())
        )
        return max(of_lane, default=None)

    def numbers_unmade(self, drop_id: str) -> list[NumberUse]:
        """The interchange numbers taken for answers to a drop that were not made, and not void."""
        table = control_number_uses
        answers_to = f"{drop_id}-"
        # However a database orders signs, what begins so lies between these; the index finds it.
        nearby = (table.c.subject > drop_id) & (table.c.subject < f"{drop_id}z")
        question = (
            select(table)
            .outerjoin(products, products.c.product_id == table.c.subject)
            .where(
                nearby
                & (table.c.kind == _INTERCHANGE)
                & (table.c.void_because == "")
                & products.c.product_id.is_(None)
            )
            .order_by(*table.primary_key)
        )
        return [_use(row) for row in self._rows(question) if row["subject"].startswith(answers_to)]

    def void_reasons(self) -> dict[str, int]:
        """Why interchange numbers will never be seen, and how many for each reason."""
        table = control_number_uses
        question = (
            select(table.c.void_because, func.sum(table.c["count"]))
            .where((table.c.kind == _INTERCHANGE) & (table.c.void_because != ""))
            .group_by(table.c.void_because)
            .order_by(table.c.void_because)
        )
        return {reason: int(count) for reason, count in self._connection.execute(question)}

    def numbers_missing(self) -> int:
        """How many numbers of any kind were counted and are in no run; none, of a whole store."""
        counted = select(func.coalesce(func.sum(control_numbers.c.last), 0))
        given = select(func.coalesce(func.sum(control_number_uses.c["count"]), 0))
        return int(self._connection.execute(counted).scalar_one()) - int(
            self._connection.execute(given).scalar_one()
        )

    def numbers_given(self, *, is_void: bool = False) -> int:
        """How many interchange numbers were given out, or were explained as unused."""
        return self._numbers(control_number_uses.c.void_because != "" if is_void else true())

    def numbers_used(self) -> int:
        """
        How many of them stand in interchanges of ours, as far as the store has those.

        A request says its number.  Of acknowledgments and inquiries there is one for each number.
        A mended claim and enclosed documents are the office's to keep; that each took its number
        is written in the same transaction as that it was made.
        """
        is_made = or_(
            _SUBJECT.in_(select(claims.c.claim_id)), _SUBJECT.in_(select(cases.c.case_id))
        )
        answers = select(products.c.product_id).where(products.c.kind.in_(_ANSWERS))
        questions = select(contacts.c.case_id).where(contacts.c.channel == INQUIRY)
        counted = sum(self._count(rows) for rows in (_REQUESTS, answers, questions))
        return counted + self._numbers((control_number_uses.c.void_because == "") & is_made)

    def _numbers(self, are_meant: ColumnElement[bool]) -> int:
        table = control_number_uses
        question = select(func.coalesce(func.sum(table.c["count"]), 0))
        question = question.where((table.c.kind == _INTERCHANGE) & are_meant)
        return int(self._connection.execute(question).scalar_one())


class NumbersGiven(NumbersRead, Writer):
    """Gives out control numbers."""

    def take_number(self, lane: Lane, kind: str, subject: str, count: int = 1) -> int:
        """The first of *count* numbers that were never given out."""
        assert kind in _KINDS  # noqa: S101 -- the three numbers that X12 knows
        key = _key(lane, kind)
        self._insert_if_new(control_numbers, {**key, "last": 0})
        table = control_numbers
        move = update(table).filter_by(**key).where(table.c.last <= LAST - count)
        last = self._connection.execute(
            move.values(last=table.c.last + count).returning(table.c.last)
        ).scalar()
        if last is None:
            message = f"all {kind} from {lane.sender} to {lane.receiver} are used up"
            raise StoreRefused(message)
        first = int(last) - count + 1
        use = {"first": first, "count": count, "subject": subject, "taken_at": self._at}
        self._insert(control_number_uses, {**key, **use, "void_because": ""})
        return first

    def void_number(self, lane: Lane, kind: str, number: int, reason: str) -> None:
        """Say why a number that was taken will never be seen by the receiver."""
        table = control_number_uses
        holds = (table.c.first <= number) & (number < table.c.first + table.c["count"])
        change = update(table).filter_by(**_key(lane, kind)).where(holds)
        if self._connection.execute(change.values(void_because=reason)).rowcount != 1:
            message = f"{kind} {number} was never given out"
            raise StoreRefused(message)
        self.audit("control number void", f"{kind} {number}", reason)


def _use(row: Row) -> NumberUse:
    return NumberUse(
        lane=Lane(row["sender"], row["receiver"], row["usage"]),
        kind=row["kind"],
        first=row["first"],
        count=row["count"],
        subject=row["subject"],
        taken_at=row["taken_at"],
        void_because=row["void_because"],
    )


def _key(lane: Lane, kind: str) -> dict[str, str]:
    return {"sender": lane.sender, "receiver": lane.receiver, "usage": lane.usage, "kind": kind}
