"""What a file holds, by its envelopes alone: whose it is, which sets, under which numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO

from edi_service.acknowledge.read_ta1 import watch_ta1
from edi_service.facts.sort import ENOUGH, Sort, sort_of
from edi_service.finding import Report
from edi_service.service.exchange.repeated import numbers_of
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from edi_service.acknowledge.model import InterchangeAcknowledgment
    from edi_service.service.exchange.repeated import Number
    from edi_service.x12.headers import GroupHeader

CLAIMS = frozenset({"837"})
ANSWERS = frozenset({"278", "999", "997", "277"})
REMITTANCE = frozenset({"835"})
ELIGIBILITY = frozenset({"271"})


@dataclass(slots=True)
class Contents:
    """
    What the envelopes of a file say.

    Attributes:
        sets: ST01 of every sort of transaction set in the file.
        usages: ISA15 of its interchanges.
        numbers: of its interchanges, groups and sets, each once.
        received: how many sets each group has.
        interchanges: how many there are.
        has_ta1: whether it acknowledges an interchange of ours.
        tells: what it tells of claims besides; None: nothing.
    """

    sets: set[str] = field(default_factory=set)
    usages: set[str] = field(default_factory=set)
    numbers: list[Number] = field(default_factory=list)
    received: Counter[GroupHeader] = field(default_factory=Counter)
    interchanges: int = 0
    has_ta1: bool = False
    tells: Sort | None = None

    @property
    def may_hold_claims(self) -> bool:
        """Whether there is anything in it that is not known to be something else."""
        if self.tells is not None:
            return False
        return bool(self.sets - ANSWERS - REMITTANCE) or not (self.sets or self.has_ta1)


def look_through(source: BinaryIO) -> Contents:
    """What *source* holds; whatever is wrong with it is found by those who read it in earnest."""
    contents, tally, nobody = Contents(), Tally(), Report()
    seen: set[tuple[str, str, str, str]] = set()

    def take(_: InterchangeAcknowledgment) -> None:
        contents.has_ta1 = True

    blocks = watch_ta1(read_blocks(source, nobody, tally), nobody, take)
    for transaction_set in read_sets(blocks, nobody, tally):
        nobody.take()
        contents.sets.add(transaction_set.set_id)
        contents.usages.add(transaction_set.interchange.usage)
        contents.received[transaction_set.group] += 1
        for number in numbers_of(transaction_set):
            key = (number.kind, number.scope, number.within, number.number)
            if key not in seen:
                seen.add(key)
                contents.numbers.append(number)
    contents.interchanges = tally.interchanges
    if contents.sets == ELIGIBILITY:
        contents.tells = Sort.ELIGIBILITY
    elif not contents.interchanges:
        source.seek(0)
        contents.tells = sort_of(source.read(ENOUGH))
    return contents


def first_set(head: bytes) -> str:
    """
    The first transaction set, or TA1, of a file that begins with *head*; empty where none shows.

    It tells where a file belongs; what it holds in truth is found when it is read.
    """
    if not head.startswith(b"ISA") or len(head) <= _TERMINATOR:
        return ""
    separator, terminator = head[3:4], head[_TERMINATOR : _TERMINATOR + 1]
    for segment in head[_TERMINATOR + 1 :].split(terminator):
        elements = segment.lstrip(b"\r\n").split(separator)
        if elements[0] == b"TA1":
            return "TA1"
        if elements[0] == b"ST" and len(elements) > 1:
            return elements[1].decode("ascii", "replace")
    return ""


_TERMINATOR = 105  # where an ISA of the fixed length has it, counted from 0
