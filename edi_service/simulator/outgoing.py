"""What the simulated payer sends, and its journal of what it did."""

from __future__ import annotations

from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING

from msgspec import Struct

from edi_service.simulator.numbers import Numbers

if TYPE_CHECKING:
    from edi_service.simulator.asked import Asked


class Sent(Struct, frozen=True):
    """
    One interchange the payer sends.

    Attributes:
        kind: TA1, 999 or 278.
        moment: the date and time it bears.
        data: its bytes.
        answers: BHT03 of the request that a 278 answers; empty for the others.
    """

    kind: str
    moment: datetime
    data: bytes
    answers: str = ""


class Did(Struct, frozen=True, kw_only=True):
    """
    What was done about one request; nobody it is about is named.

    Attributes:
        input: the file.
        interchange: ISA13.
        set_number: ST02.
        reference: BHT03.
        rule: the number of the ``[[answer]]`` that fit, from 1; 0: the mix, the default or a fault.
        did: what was done, in the script's words, or ``999`` or ``TA1`` where it was refused.
        note: what else is to be known, in a sentence.
        is_fault: whether the script asks for what the guide forbids.
    """

    input: str
    interchange: str = ""
    set_number: str = ""
    reference: str = ""
    rule: int = 0
    did: str
    note: str = ""
    is_fault: bool = False

    @classmethod
    def about(cls, name: str, asked: Asked, outcome: Outcome) -> Did:
        """The line of the journal for a request in the file *name*."""
        return cls(
            input=name,
            interchange=asked.interchange.control_number.strip(),
            set_number=asked.number,
            reference=asked.reference,
            rule=outcome.rule,
            did=outcome.did,
            note=outcome.note,
            is_fault=outcome.is_fault,
        )


class Outcome(Struct, frozen=True):
    """The part of :class:`Did` that is about what was done."""

    did: str
    rule: int = 0
    note: str = ""
    is_fault: bool = False


class Outgoing:
    """Letters as they are written; control numbers count from *first_control_number*."""

    def __init__(self, first_control_number: int) -> None:
        self._numbers = count(first_control_number)
        self._sent: list[Sent] = []

    def next_number(self) -> int:
        """The next ISA13 and GS06."""
        return next(self._numbers)

    def send(self, letter: Sent) -> None:
        """Hand *letter* over."""
        self._sent.append(letter)

    def in_order(self) -> list[Sent]:
        """By the moment they bear."""
        return sorted(self._sent, key=lambda one: one.moment)

    def shuffled(self, seed: int) -> list[Sent]:
        """In an order drawn by *seed*."""
        draw = Numbers(seed, "order").draw
        keys = {id(one): draw(str(place)) for place, one in enumerate(self._sent)}
        return sorted(self._sent, key=lambda one: keys[id(one)])
