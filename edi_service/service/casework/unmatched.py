"""Answers that are about nothing the store knows: kept, and shown until somebody takes them up."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from edi_service.review.answer.heard import Heard
from edi_service.service.casework.telling import REVIEW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.service.store import Shelf

_CROSS = "x"


class Unmatched(Struct, frozen=True, kw_only=True):
    """
    An answer that answers nothing known.

    *says*, *action*, *number* and *reference* (BHT03) are a 278's; empty for an acknowledgment.
    *number* and *file* are crossed out unless asked for.
    """

    answer_id: str
    heard_at: datetime
    kind: str
    says: str
    action: str
    number: str
    reference: str
    file: str


def unmatched(shelf: Shelf, *, show_phi: bool = False) -> Iterator[Unmatched]:
    """All of them, in the order they were heard."""

    def masked(text: str) -> str:
        return text if show_phi else _CROSS * len(text)

    for answer in shelf.answers(""):
        heard = msgspec.json.decode(answer.reading, type=Heard) if answer.kind == REVIEW else None
        arrival = shelf.arrival(answer.sha256)
        yield Unmatched(
            answer_id=answer.answer_id,
            heard_at=answer.heard_at,
            kind=answer.kind,
            says="" if heard is None else heard.cause.value,
            action="" if heard is None else heard.action,
            number="" if heard is None else masked(heard.number),
            reference="" if heard is None else heard.reference,
            file="" if arrival is None else masked(arrival.name),
        )
