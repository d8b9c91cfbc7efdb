"""
From the text of a segment to what it says: the segments that every claim has.

A reader of segments remembers what it read, since most of these texts come again and again in a
file: the same service on the same day for the same reason.  Nothing it remembers names a person.
"""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from edi_service.claims import kinds
from edi_service.claims.model import (
    ZERO,
    CodedAmount,
    CodedDay,
    Coverage,
    Diagnosis,
    Procedure,
    Reference,
)
from edi_service.claims.values import Fault, Memory, dated, number

if TYPE_CHECKING:
    from edi_service.claims.values import Dated
    from edi_service.guide.model import Placed

ONE = Decimal(1)
DIAGNOSES = frozenset({"ABK", "BK", "ABF", "BF", "ABJ", "BJ", "APR", "PR", "ABN", "BN", "TQ"})
PROCEDURES = frozenset({"BBR", "BR", "BBQ", "BQ", "CAH"})

BLANK = [""] * 21  # elements or components that a segment may leave out at its end
FEW = BLANK[:4]


class Codes(Struct, frozen=True, gc=False):
    """What one HI segment says."""

    diagnoses: tuple[Diagnosis, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    occurrences: tuple[CodedDay, ...] = ()
    values: tuple[CodedAmount, ...] = ()
    conditions: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


class Service(Struct, frozen=True, gc=False):
    """What a service segment (SV1, SV2, SV3) says, in the order of a service line's fields."""

    charge: Decimal = ZERO
    procedure_qualifier: str = ""
    procedure: str = ""
    modifiers: tuple[str, ...] = ()
    description: str = ""
    revenue_code: str = ""
    unit: str = ""
    quantity: Decimal = ZERO
    place_of_service: str = ""
    diagnosis_pointers: tuple[int, ...] = ()
    is_emergency: bool = False


class CodedProcedure(NamedTuple):
    """Composite C003: which code set, the code, up to four modifiers, a description."""

    qualifier: str
    code: str
    modifiers: tuple[str, ...]
    description: str


class Day(Struct, frozen=True, gc=False):
    """What a DTP segment says, and what could not be read in it."""

    starts: date | None = None
    ends: date | None = None
    hour: time | None = None
    faults: tuple[Fault, ...] = ()


class Causes(Struct, frozen=True, gc=False):
    """CLM11 taken apart: what caused the illness or injury, and where an accident happened."""

    codes: tuple[str, ...] = ()
    state: str = ""
    country: str = ""


class Place(Struct, frozen=True, gc=False):
    """CLM05 taken apart: facility code, its qualifier, frequency."""

    code: str = ""
    qualifier: str = ""
    frequency: str = ""


NO_CODES = Codes()
NO_DAY = Day()
NO_CAUSES = Causes()


class Elements:
    """The elements of one segment, and the faults met in reading them."""

    __slots__ = ("_component", "faults", "texts")

    def __init__(self, text: str, element: str, component: str) -> None:
        self.texts = text.split(element) + BLANK
        self._component = component
        self.faults: list[Fault] = []

    def components(self, element: int) -> list[str]:
        """The components of an element; one empty text when it is absent."""
        return self.texts[element].split(self._component)

    def procedure(self, element: int) -> CodedProcedure:
        """The procedure in *element*: composite C003."""
        parts = self.components(element) + BLANK
        return CodedProcedure(parts[0], parts[1], tuple(filter(None, parts[2:6])), parts[6])

    def number(self, element: int, *, absent: Decimal = ZERO) -> Decimal:
        """The number in *element*; *absent* where there is none, zero where it is unreadable."""
        text = self.texts[element]
        if not text:
            return absent
        value = number(text)
        if value is None:
            self.faults.append(unreadable_number(text, element))
            return ZERO
        return value

    def pointers(self, element: int) -> tuple[int, ...]:
        """Diagnosis pointers."""
        pointers = []
        for component, text in enumerate(self.components(element), 1):
            if text.isascii() and text.isdigit() and len(text) < 3:
                pointers.append(int(text))
            elif text:
                message = f"{shown(text)} is no number of a diagnosis"
                self.faults.append(Fault(kinds.POINTER_TO_NOTHING, element, component, message))
        return tuple(pointers)


class SegmentReader:
    """
    Reads segments written with one pair of separators.

    Its memories give, by the text of an element or segment, what it says: ``amounts[CLM02]``,
    ``places[CLM05]``, ``causes[CLM11]``, ``days[DTP]``, ``codes[HI]``, ``admissions[CL1]``,
    ``coverages[SBR]``; ``numbers`` element 01 of any segment.
    """

    def __init__(self, element: str, component: str) -> None:
        self.element = element
        self.component = component
        self.amounts = Memory(_amount)
        self.days = Memory(self._day)
        self.codes = Memory(self._codes)
        self.places = Memory(self._place)
        self.causes = Memory(self._causes)
        self.admissions = Memory(self._admission)
        self.coverages = Memory(self._coverage)
        self.numbers = Memory(self._number)

    def elements(self, text: str) -> Elements:
        """Take *text* apart."""
        return Elements(text, self.element, self.component)

    def reference(self, text: str) -> Reference:
        """
        A REF segment.

        Its fourth element is a composite; ``2U`` in front says that the number is another
        payer's, whose identifier follows.
        """
        texts = text.split(self.element) + BLANK
        marks = texts[4].split(self.component) + BLANK
        other_payer = (marks[1] or marks[0]) if marks[0] == "2U" else ""
        return Reference(texts[1], texts[2], other_payer)

    def second(self, text: str) -> str:
        """Element 02 of any segment, such as the number in a REF."""
        texts = text.split(self.element, 3)
        return texts[2] if len(texts) > 2 else ""

    def _number(self, text: str) -> str:
        return (text.split(self.element) + BLANK)[1]

    def _day(self, text: str) -> Day:
        texts = text.split(self.element) + BLANK
        value = dated(texts[2], texts[3])
        faults = () if value.is_readable else (unreadable_date(texts[3], 3),)
        return Day(value.starts, value.ends, value.hour, faults)

    def _place(self, text: str) -> Place:
        return Place(*(text.split(self.component) + BLANK)[:3])

    def _causes(self, text: str) -> Causes:
        parts = text.split(self.component) + BLANK
        return Causes(tuple(filter(None, parts[:3])), parts[3], parts[4])

    def _admission(self, text: str) -> tuple[str, str, str]:
        texts = text.split(self.element) + BLANK
        return texts[1], texts[2], texts[3]

    def _coverage(self, text: str) -> Coverage:
        texts = text.split(self.element) + BLANK
        return Coverage(texts[1], texts[2], texts[3], texts[4], texts[9])

    def _codes(self, text: str) -> Codes:
        diagnoses: list[Diagnosis] = []
        procedures: list[Procedure] = []
        occurrences: list[CodedDay] = []
        amounts: list[CodedAmount] = []
        conditions: list[str] = []
        faults: list[Fault] = []
        for element, composite in enumerate(text.split(self.element)):
            parts = composite.split(self.component) + BLANK
            qualifier, code = parts[0], parts[1]
            if element == 0 or not code:
                continue
            if qualifier in DIAGNOSES:
                diagnoses.append(Diagnosis(qualifier, code, parts[8]))
            elif qualifier in PROCEDURES:
                when = _dated(parts, element, faults)
                procedures.append(Procedure(qualifier, code, when.starts))
            elif qualifier in ("BH", "BI"):
                when = _dated(parts, element, faults)
                occurrences.append(CodedDay(code, when.starts, when.ends))
            elif qualifier == "BE":
                amount = number(parts[4])
                if amount is None:
                    faults.append(unreadable_number(parts[4], element, 5))
                amounts.append(CodedAmount(code, amount or ZERO))
            elif qualifier == "BG":
                conditions.append(code)
        return Codes(
            tuple(diagnoses),
            tuple(procedures),
            tuple(occurrences),
            tuple(amounts),
            tuple(conditions),
            tuple(faults),
        )


def _amount(text: str) -> Decimal | None:
    return number(text) if text else ZERO


def _dated(parts: list[str], element: int, faults: list[Fault]) -> Dated:
    """Components 3 and 4 of a composite of HI: a date and how it is written."""
    value = dated(parts[2], parts[3])
    if not value.is_readable:
        faults.append(unreadable_date(parts[3], element, 4))
    return value


def unreadable_number(text: str, element: int, component: int = 0) -> Fault:
    """The fault of a text that should be a number."""
    return Fault(kinds.UNREADABLE_NUMBER, element, component, f"{shown(text)} is not a number")


def unreadable_date(text: str, element: int, component: int = 0) -> Fault:
    """The fault of a text that should be a date."""
    return Fault(kinds.UNREADABLE_DATE, element, component, f"{shown(text)} is not a date")


def shown(text: str) -> str:
    """*text* as a message quotes it: no longer than can be read, control characters escaped."""
    return repr(text if len(text) <= 35 else text[:35] + "…")


@lru_cache(maxsize=16)
def segment_reader(element: str, component: str) -> SegmentReader:
    """The reader for one pair of separators, with all that it remembers."""
    return SegmentReader(element, component)


def reader_of(placed: Placed) -> SegmentReader:
    """The reader for the segments of *placed*."""
    return segment_reader(placed.delimiters.element, placed.delimiters.component)
