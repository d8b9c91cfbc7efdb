"""What a payer cannot look at, though the guide allows it: answered by an AAA, level by level."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.codes import npi
from edi_service.simulator.asked import read_day
from edi_service.simulator.script import Level
from edi_service.simulator.verdict import Rejection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.simulator.asked import Asked

_WITHOUT_EARLIER = frozenset({"", "I"})  # UM02 of what refers to no earlier review


def complaint(asked: Asked) -> Rejection | None:
    """The first thing that keeps the payer from looking at the request; None when all is there."""
    found = next(_complaints(asked), None)
    if found is None:
        return None
    level, reason = found
    return Rejection(level=level, reason=reason, follow_up="C")


def _complaints(asked: Asked) -> Iterator[tuple[Level, str]]:
    """From the top of the tree down; the reasons are AAA03."""
    requester = asked.level("21").first("2010B", "NM1")
    is_npi = requester is not None and requester.value(8) == "XX"
    if requester is not None and is_npi and not npi.is_valid(requester.value(9)):
        yield Level.REQUESTER, "43"
    subscriber = asked.level("22")
    if not subscriber.value("2010C", "NM1", 9).strip():
        yield Level.SUBSCRIBER, "64"
    if asked.has_dependent:
        yield from _person(asked, "23", Level.DEPENDENT)
    else:
        yield from _person(asked, "22", Level.SUBSCRIBER)
    yield from _event(asked)


def _person(asked: Asked, code: str, level: Level) -> Iterator[tuple[Level, str]]:
    """The patient needs a name and a birth date."""
    person = asked.level(code)
    if not person.value(level, "NM1", 3).strip():
        yield level, "65"
    born = read_day(person.value(level, "DMG", 2))
    if born is None:
        yield level, "58"
    elif asked.days is not None and born > asked.days[0]:
        yield Level.EVENT, "60"


def _event(asked: Asked) -> Iterator[tuple[Level, str]]:
    event = asked.level("EV")
    is_admitted = event.first("2000E", "DTP", "435") is not None
    if asked.days is None or (asked.is_stay and not is_admitted):
        yield Level.EVENT, "57"
    if asked.review not in _WITHOUT_EARLIER and not event.first("2000E", "REF", "BB", "NT"):
        yield Level.EVENT, "AA"
