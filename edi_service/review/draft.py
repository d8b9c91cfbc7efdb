"""
The request while it is being written: its segments, and what stands in the way of it.

Every value passes through :meth:`Draft.add`, so that nothing of the wrong length and no delimiter
can get in by any door.  A value that cannot be sent becomes a finding, never another value.
"""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

from edi_service.finding import NOWHERE, Severity
from edi_service.review import kinds
from edi_service.review.limits import LIMITS, NUMBERS

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from edi_service.claims.model import Claim, ServiceLine
    from edi_service.finding import Finding, Kind, Position
    from edi_service.x12.segment import Delimiters
    from edi_service.x12.writer import Element

# The extended character set of 005010, less the tilde, which the guides leave to the terminator.
_SENDABLE = frozenset(string.ascii_letters + string.digits + " !\"&'()*+,-./:;?=%@[]_{}\\|<>#$^`")
_FIRST_YEAR = 1800


class Draft:
    """
    Segments of one transaction set, collected with the findings made on the way.

    Attributes:
        segments: each a list of its identifier and elements; a composite is a tuple.
        findings: in the order met.
    """

    def __init__(self, claim: Claim, delimiters: Delimiters, as_of: datetime) -> None:
        self.claim = claim
        self.as_of = as_of
        self.segments: list[list[Element]] = []
        self.findings: list[Finding] = []
        self._refused = frozenset(
            (delimiters.element, delimiters.repetition, delimiters.component, delimiters.segment)
        )
        self._levels = 0

    @property
    def is_refused(self) -> bool:
        """Whether an error was found, so that it will not be sent."""
        return any(found.severity >= Severity.ERROR for found in self.findings)

    def add(self, loop: str, name: str, *elements: str | tuple[str, ...]) -> None:
        """
        Add a segment of *loop*; empty elements at its end are left off.

        A tuple is a composite.  Values lose spaces at their ends, which X12 forbids to send.
        """
        checked: list[str | tuple[str, ...]] = [
            self._composite(loop, f"{name}{number:02d}", element)
            if isinstance(element, tuple)
            else self.check(loop, f"{name}{number:02d}", element)
            for number, element in enumerate(elements, start=1)
        ]
        while checked and not checked[-1]:
            checked.pop()
        self.segments.append([name, *checked])

    def check(self, loop: str, name: str, value: str) -> str:
        """*value* without spaces at its ends; a finding when element *name* cannot hold it."""
        value = value.strip(" ")
        where = f"{name} in loop {loop}"
        for character in sorted(set(value)):
            if character in self._refused or character not in _SENDABLE:
                self.find(kinds.CHARACTER_REFUSED, f"{where} holds {spell(character)}")
        least, most = LIMITS.get("HI-2" if _is_code(name) else name, (0, 0))
        size = len(value.translate(_SIGNS) if name in NUMBERS else value)
        if value and most and not least <= size <= most:
            self.find(
                kinds.LENGTH_REFUSED,
                f"{where} has {size} characters; {least} to {most} fit",
            )
        return value

    def open_level(self, loop: str, code: str, parent: int | None, *, has_children: bool) -> int:
        """Add the HL segment of a hierarchical level and return its number (HL01)."""
        self._levels += 1
        above = "" if parent is None else str(parent)
        self.add(loop, "HL", str(self._levels), above, code, "1" if has_children else "0")
        return self._levels

    def find(self, kind: Kind, message: str, line: ServiceLine | None = None) -> None:
        """Report *kind*, at the claim or at one of its service lines."""
        position = position_of(self.claim, line)
        self.findings.append(kind.found(position, message, claim_id=self.claim.claim_id))

    def day(self, day: date, what: str, line: ServiceLine | None = None) -> str:
        """*day* as CCYYMMDD; a finding when it cannot be the day of *what*."""
        if day.year < _FIRST_YEAR:
            self.find(kinds.DAY_IMPOSSIBLE, f"{what} lies before {_FIRST_YEAR}", line)
        elif day > self.as_of.date():
            self.find(kinds.DAY_IMPOSSIBLE, f"{what} lies after the day of the request", line)
        return compact(day)

    def days(
        self, starts: date, ends: date, what: str, line: ServiceLine | None = None
    ) -> tuple[str, str]:
        """Days as DTP02 and DTP03 have them; a finding when they cannot be the days of *what*."""
        if ends < starts:
            self.find(kinds.DAY_IMPOSSIBLE, f"{what} ends before it starts", line)
        for day in dict.fromkeys((starts, ends)):
            self.day(day, what, line)
        return span(starts, ends)

    def _composite(self, loop: str, name: str, components: tuple[str, ...]) -> tuple[str, ...]:
        checked = [
            self.check(loop, f"{name}-{number}", component)
            for number, component in enumerate(components, start=1)
        ]
        while checked and not checked[-1]:
            checked.pop()
        return tuple(checked)


_SIGNS = str.maketrans("", "", "-.")


def _is_code(name: str) -> bool:
    """Whether *name* is the code of one of the twelve composites of HI, which are all alike."""
    return name.startswith("HI") and name.endswith("-2")


def position_of(claim: Claim, line: ServiceLine | None = None) -> Position:
    """Where *claim*, or one of its lines, stands in its file; nowhere when it was made by hand."""
    if claim.placed is None or not claim.placed.origins:
        return NOWHERE
    return claim.placed.position(0 if line is None else line.index)


def compact(day: date) -> str:
    """*day* as CCYYMMDD, also before the year 1000."""
    return day.isoformat().replace("-", "")


def span(starts: date, ends: date) -> tuple[str, str]:
    """A format qualifier (D8 or RD8) and the day or days in that format."""
    if starts == ends:
        return "D8", compact(starts)
    return "RD8", f"{compact(starts)}-{compact(ends)}"


def number(amount: Decimal) -> str:
    """*amount* as X12 writes a decimal: no exponent, no zeros at its end, no needless point."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def spell(character: str) -> str:
    """A character as one can talk about it, with its number."""
    shown = f"{character!r} " if character.isprintable() and character.isascii() else ""
    return f"the character {shown}(U+{ord(character):04X})"
