"""What the simulated payer understands of a request: its levels, and what it looks for in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from edi_service.guide.check import check_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.finding import Report
    from edi_service.guide.definition import Guide
    from edi_service.x12.envelope import TransactionSet
    from edi_service.x12.headers import GroupHeader, InterchangeHeader
    from edi_service.x12.segment import Delimiters, Segment

GUIDE = "005010X217"
SERVICE_PROVIDERS = "2010F"  # in a request; 2010FA in an answer
_SERVICES = ("SV1", "SV2", "SV3")


@dataclass(frozen=True, slots=True)
class Part:
    """A segment and the loop it stands in."""

    loop: str
    segment: Segment


@dataclass(slots=True)
class LevelAsked:
    """One HL with all that belongs to it; *code* is HL03."""

    code: str
    parts: list[Part] = field(default_factory=list)

    def all(self, loop: str, identifier: str, *qualifiers: str) -> Iterator[Segment]:
        """The segments of *loop* with *identifier*, and one of *qualifiers* when given."""
        for part in self.parts:
            segment = part.segment
            is_meant = part.loop == loop and segment.id == identifier
            if is_meant and (not qualifiers or segment.value(1) in qualifiers):
                yield segment

    def first(self, loop: str, identifier: str, *qualifiers: str) -> Segment | None:
        """The first of these segments."""
        return next(self.all(loop, identifier, *qualifiers), None)

    def value(self, loop: str, identifier: str, element: int) -> str:
        """An element of the first of these segments; empty when there is none."""
        found = self.first(loop, identifier)
        return found.value(element) if found is not None else ""


@dataclass(slots=True, kw_only=True)
class Asked:
    """
    One request, as far as it could be read.

    Attributes:
        interchange: the ISA it came under.
        group: its GS.
        segment: the number of its ST in the file, from 1.
        number: ST02.
        delimiters: of the interchange.
        is_review: whether it is a 278 by 005010X217 at all.
        reference: BHT03.
        levels: in the order of the file.
    """

    interchange: InterchangeHeader
    group: GroupHeader
    segment: int
    number: str
    delimiters: Delimiters
    is_review: bool
    reference: str = ""
    levels: list[LevelAsked] = field(default_factory=list)

    def level(self, code: str) -> LevelAsked:
        """The first level with HL03 *code*; an empty one when there is none."""
        return next((one for one in self.levels if one.code == code), LevelAsked(code))

    @property
    def services(self) -> list[LevelAsked]:
        """The service levels, in order."""
        return [one for one in self.levels if one.code == "SS"]

    @property
    def has_dependent(self) -> bool:
        """Whether the patient is a dependent."""
        return any(one.code == "23" for one in self.levels)

    @property
    def payer(self) -> str:
        """NM109 of loop 2010A."""
        return self.level("20").value("2010A", "NM1", 9)

    @property
    def review(self) -> str:
        """UM02 of the event: I initial, 3 cancel and so on."""
        return self.level("EV").value("2000E", "UM", 2)

    @property
    def is_stay(self) -> bool:
        """Whether an admission is to be reviewed (UM01)."""
        return self.level("EV").value("2000E", "UM", 1) == "AR"

    @property
    def procedures(self) -> frozenset[str]:
        """The procedure and revenue codes of all service lines."""
        found = set()
        for service in self.services:
            for part in service.parts:
                if part.segment.id in _SERVICES:
                    element = 2 if part.segment.id == "SV2" else 1
                    found.add(part.segment.value(element, 2))
                if part.segment.id == "SV2":
                    found.add(part.segment.value(1))
        return frozenset(found - {""})

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and last day of the event: AAH, else admission and discharge."""
        event = self.level("EV")
        admitted = event.first("2000E", "DTP", "435")
        given = event.first("2000E", "DTP", "AAH") or admitted
        if given is None:
            return None
        first, _, last = given.value(3).partition("-")
        discharged = event.first("2000E", "DTP", "096")
        if given is admitted and discharged is not None:
            last = discharged.value(3)
        starts, ends = read_day(first), read_day(last or first)
        return None if starts is None or ends is None else (starts, max(starts, ends))


def read_day(text: str) -> date | None:
    """A day in the form CCYYMMDD; None when it is none."""
    if len(text) != 8 or not text.isascii() or not text.isdigit():
        return None
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        return None


def read_request(transaction_set: TransactionSet, guide: Guide, report: Report) -> Asked:
    """
    Read *transaction_set*, whatever it is; what is wrong with it goes to *report*.

    Anything but a services review is only noted, and left unread.
    """
    asked = Asked(
        interchange=transaction_set.interchange,
        group=transaction_set.group,
        segment=transaction_set.position.segment,
        number=transaction_set.control.set,
        delimiters=transaction_set.delimiters,
        is_review=transaction_set.set_id == "278" and transaction_set.guide.startswith(GUIDE),
    )
    if not asked.is_review:
        return asked
    for placed in check_set(transaction_set, guide, report):
        parts = [Part(use.loop, placed.segment(index)) for index, use in enumerate(placed.uses)]
        if placed.head == "HL":
            asked.levels.append(LevelAsked(placed.segment(0).value(3), parts))
        for part in parts:
            if part.segment.id == "BHT":
                asked.reference = part.segment.value(3)
    return asked
