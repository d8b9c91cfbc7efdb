"""From the segments of one level to its parts; what cannot be read is named and left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.values import dated, number
from edi_service.review.answer import kinds
from edi_service.review.answer.model import (
    Delivery,
    Desk,
    Diagnosis,
    Level,
    Period,
    Rejection,
    Review,
    Ruling,
    Service,
    Trace,
    Wanted,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from edi_service.finding import Kind, Report
    from edi_service.guide.model import Placed, PlacedSegment

QUESTION = "LOI"  # HI: a LOINC code, with which a payer asks a question
_PATIENT_LOOPS = {"2000E": ("2010EA", "2010EB", "2010EC"), "2000F": ("2010FA", "2010FB")}


class LevelReader:
    """Reads what stands at one HL."""

    def __init__(self, placed: Placed, loop: str, report: Report) -> None:
        self._placed = placed
        self._loop = loop
        self._report = report

    def level(self) -> Level:
        """Everything at an event or a service."""
        ruling = next((_ruling(found) for found in self._find("HCR")), None)
        return Level(
            segment=self._placed.number,
            offset=self._placed.position(0).offset,
            traces=tuple(_trace(found) for found in self._find("TRN")),
            rejections=tuple(self.rejections(*_PATIENT_LOOPS[self._loop])),
            review=next((_review(found) for found in self._find("UM")), None),
            ruling=ruling,
            case_number=self._reference("NT"),
            previous_number=self._reference("BB"),
            periods=tuple(self._period(found) for found in self._find("DTP")),
            deliveries=tuple(self._delivery(found) for found in self._find("HSD")),
            diagnoses=tuple(self._diagnoses()),
            services=tuple(self._services()),
            teeth=tuple(found.segment.value(2) for found in self._find("TOO")),
            wanted=tuple(self._wanted()),
            messages=tuple(found.segment.value(1) for found in self._find("MSG")),
            desks=tuple(self.desks(*_PATIENT_LOOPS[self._loop])),
        )

    def rejections(self, *names: str) -> Iterator[Rejection]:
        """The AAA of the level and of the loops of *names* within it."""
        for loop in (self._loop, *names):
            for found in self._placed.find(loop, "AAA"):
                segment = found.segment
                yield Rejection(
                    loop=loop,
                    valid=segment.value(1),
                    reason=segment.value(3),
                    follow_up=segment.value(4),
                )

    def desks(self, *names: str) -> Iterator[Desk]:
        """Whoever can be turned to: names that come with a PER, and contacts (NM1*L5)."""
        for loop in names:
            found = [*self._placed.find(loop, "NM1"), *self._placed.find(loop, "PER")]
            name: PlacedSegment | None = None
            for each in sorted(found, key=lambda one: one.index):
                if each.segment.id == "PER":
                    yield _desk(loop, name, each)
                    name = None
                    continue
                if name is not None and name.segment.value(1) == "L5":
                    yield _desk(loop, name, None)
                name = each
            if name is not None and name.segment.value(1) == "L5":
                yield _desk(loop, name, None)

    def _find(self, *identifiers: str) -> Iterator[PlacedSegment]:
        for identifier in identifiers:
            yield from self._placed.find(self._loop, identifier)

    def _reference(self, qualifier: str) -> str:
        found = next(self._placed.find(self._loop, "REF", qualifier), None)
        return "" if found is None else found.segment.value(2)

    def _period(self, found: PlacedSegment) -> Period:
        segment = found.segment
        read = dated(segment.value(2), segment.value(3))
        if read.starts is None or (read.ends is not None and read.ends < read.starts):
            self._tell(kinds.DAY_UNREADABLE, found, 3, "no day, or a range that ends before it")
            return Period(qualifier=segment.value(1), starts=None, ends=None)
        return Period(qualifier=segment.value(1), starts=read.starts, ends=read.ends)

    def _delivery(self, found: PlacedSegment) -> Delivery:
        segment = found.segment
        return Delivery(
            unit=segment.value(1),
            count=self._number(found, 2),
            per=segment.value(3),
            every=self._number(found, 4),
            span=segment.value(5),
            spans=self._number(found, 6),
            pattern=segment.value(7),
            hours=segment.value(8),
        )

    def _diagnoses(self) -> Iterator[Diagnosis]:
        for qualifier, code in self._codes():
            if qualifier != QUESTION:
                yield Diagnosis(qualifier, code)

    def _wanted(self) -> Iterator[Wanted]:
        for found in self._find("PWK"):
            segment = found.segment
            yield Wanted(
                code=segment.value(1),
                transmission=segment.value(2),
                control_number=segment.value(6),
                description=segment.value(7),
            )
        for qualifier, code in self._codes():
            if qualifier == QUESTION:
                yield Wanted(code=code, is_question=True)

    def _codes(self) -> Iterator[tuple[str, str]]:
        for found in self._find("HI"):
            segment = found.segment
            for element in range(1, len(segment.elements)):
                if segment.value(element):
                    yield segment.value(element, 1), segment.value(element, 2)

    def _services(self) -> Iterator[Service]:
        for found in self._find("SV1", "SV2", "SV3"):
            yield self._service(found, _PLACES[found.segment.id])

    def _service(self, found: PlacedSegment, places: tuple[int, int, int, int]) -> Service:
        segment, (procedure, charge, unit, quantity) = found.segment, places
        codes = [*segment.components(procedure), *[""] * 8]
        return Service(
            qualifier=codes[0],
            procedure=codes[1],
            modifiers=tuple(code for code in codes[2:6] if code),
            through=codes[7],
            revenue_code=segment.value(1) if segment.id == "SV2" else "",
            charge=self._number(found, charge),
            unit=segment.value(unit) if unit else "",
            quantity=self._number(found, quantity),
        )

    def _number(self, found: PlacedSegment, element: int) -> Decimal | None:
        text = found.segment.value(element)
        value = number(text)
        if text and value is None:
            self._tell(kinds.QUANTITY_UNREADABLE, found, element, "no number")
        return value

    def _tell(self, kind: Kind, found: PlacedSegment, element: int, message: str) -> None:
        self._report.add(kind.found(self._placed.position(found.index, element), message))


# Where procedure, charge, unit and quantity stand.  An SV3 counts without a unit.
_PLACES = {"SV1": (1, 2, 3, 4), "SV2": (2, 3, 4, 5), "SV3": (1, 2, 0, 6)}


def _trace(found: PlacedSegment) -> Trace:
    segment = found.segment
    return Trace(
        kind=segment.value(1),
        number=segment.value(2),
        originator=segment.value(3).strip(" "),
        division=segment.value(4),
    )


def _review(found: PlacedSegment) -> Review:
    segment = found.segment
    return Review(
        category=segment.value(1),
        certification=segment.value(2),
        service_type=segment.value(3),
        facility=segment.value(4, 1),
        facility_qualifier=segment.value(4, 2),
        urgency=segment.value(6),
    )


def _ruling(found: PlacedSegment) -> Ruling:
    segment = found.segment
    return Ruling(
        action=segment.value(1),
        number=segment.value(2).strip(" "),
        reasons=tuple(reason for reason in segment.repetitions(3) if reason),
        second_opinion=segment.value(4),
    )


def _desk(loop: str, name: PlacedSegment | None, contact: PlacedSegment | None) -> Desk:
    who = name.segment if name is not None else None
    per = contact.segment if contact is not None else None
    pairs = [] if per is None else [(per.value(at), per.value(at + 1)) for at in (3, 5, 7)]
    names = [] if who is None else [who.value(3), who.value(4)]
    return Desk(
        loop=loop,
        entity="" if who is None else who.value(1),
        name=", ".join(filter(None, names)),
        identifier="" if who is None else who.value(9),
        contact="" if per is None else per.value(2),
        numbers=tuple(pair for pair in pairs if pair[1]),
    )
