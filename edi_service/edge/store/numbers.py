"""
Control numbers: each given out once between a sender and a receiver, tests apart.

They are taken in the transaction that keeps what they are for, so that what is undone takes none.
Every run of numbers says what it was taken for; one that never left says why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from edi_service.edge.store.sql import Writer
from edi_service.edge.store.tables import control_number_uses, control_numbers
from edi_service.service.store import StoreRefused

if TYPE_CHECKING:
    from edi_service.service.records import Lane

LAST = 999_999_999
_KINDS = ("ISA13", "GS06", "ST02")


class NumbersGiven(Writer):
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

    def number_uses(self, lane: Lane, kind: str) -> list[dict[str, Any]]:
        """What the numbers of a lane were taken for, in their order: none is left out."""
        table = control_number_uses
        question = select(table).filter_by(**_key(lane, kind)).order_by(table.c.first)
        return [dict(row) for row in self._connection.execute(question).mappings()]


def _key(lane: Lane, kind: str) -> dict[str, str]:
    return {"sender": lane.sender, "receiver": lane.receiver, "usage": lane.usage, "kind": kind}
