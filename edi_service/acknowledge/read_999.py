"""
From a 999 to what became of one of our functional groups.

A 997, which some payers still send, says the same with AK3, AK4 and AK5 and is read as well.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from edi_service.acknowledge import kinds
from edi_service.acknowledge.model import (
    Context,
    ContextName,
    ElementFault,
    GroupAcknowledgment,
    Place,
    SegmentFault,
    SetAcknowledgment,
    Verdict,
)
from edi_service.acknowledge.reading import SetReading

if TYPE_CHECKING:
    from edi_service.finding import Report
    from edi_service.x12.envelope import TransactionSet
    from edi_service.x12.segment import Segment

_OF_SETS = "AERMWX"  # IK501
_OF_GROUPS = "AEPRMWX"  # AK901


class _Trailer(NamedTuple):
    """An AK9."""

    verdict: Verdict
    included: int
    received: int
    accepted: int
    codes: tuple[str, ...]


def read_999(transaction_set: TransactionSet, report: Report) -> GroupAcknowledgment | None:
    """
    What a 999 or 997 says; None, with a finding, when it does not say about which group.

    Args:
        transaction_set: its cursor is moved to the end of the set.
        report: takes what cannot be read.
    """
    return _Implementation(SetReading(transaction_set, report)).read()


class _Implementation:
    """What has been read of one 999."""

    def __init__(self, reading: SetReading) -> None:
        self._reading = reading
        self._header: tuple[str, str, str] | None = None
        self._sets: list[SetAcknowledgment] = []
        self._open: SetAcknowledgment | None = None
        self._faults: list[SegmentFault] = []
        self._trailer: _Trailer | None = None
        self._handlers = {
            "AK1": self._take_header,
            "AK2": self._open_set,
            "IK3": self._take_segment,
            "AK3": self._take_segment,
            "CTX": self._take_context,
            "IK4": self._take_element,
            "AK4": self._take_element,
            "IK5": self._close_set,
            "AK5": self._close_set,
            "AK9": self._take_trailer,
        }

    def read(self) -> GroupAcknowledgment | None:
        for segment in self._reading:
            handler = self._handlers.get(segment.id)
            if handler is None:
                self._reading.misplaced()
            else:
                handler(segment)
        self._miss_end_of_set()
        if self._header is None:
            self._reading.find(kinds.INCOMPLETE, "there is no AK1")
            return None
        trailer = self._trailer or self._miss_trailer()
        functional_id, control_number, version = self._header
        return GroupAcknowledgment(
            functional_id=functional_id,
            control_number=control_number,
            version=version,
            sets=tuple(self._sets),
            **trailer._asdict(),
        )

    def _take_header(self, segment: Segment) -> None:
        if self._header is not None:
            self._reading.misplaced()
            return
        self._reading.check_used(segment, range(1, 4))
        self._header = (segment.value(1), segment.value(2), segment.value(3))

    def _open_set(self, segment: Segment) -> None:
        self._miss_end_of_set()
        self._reading.check_used(segment, range(1, 4))
        self._faults = []
        self._open = SetAcknowledgment(
            set_id=segment.value(1),
            control_number=segment.value(2),
            guide=segment.value(3),
            verdict=Verdict.REJECTED,
        )

    def _take_segment(self, segment: Segment) -> None:
        if self._open is None:
            self._reading.misplaced()
            return
        self._reading.check_used(segment, range(1, 5))
        fault = SegmentFault(
            segment_id=segment.value(1),
            position=self._reading.count(segment, 2),
            loop=segment.value(3),
            code=segment.value(4),
        )
        self._faults.append(fault)

    def _take_element(self, segment: Segment) -> None:
        if not self._faults:
            self._reading.misplaced()
            return
        self._reading.check_used(segment, range(1, 5))
        fault = ElementFault(
            place=self._place(segment, 1),
            data_element=segment.value(2),
            code=segment.value(3),
            value=segment.value(4),
        )
        last = self._faults[-1]
        self._faults[-1] = replace(last, elements=(*last.elements, fault))

    def _take_context(self, segment: Segment) -> None:
        if not self._faults:
            self._reading.misplaced()
            return
        reading = self._reading
        reading.check_used(segment, range(1, 7))
        reading.check_components(segment, 1, 2)
        context = Context(
            names=_names(segment),
            segment_id=segment.value(2),
            position=reading.count(segment, 3),
            loop=segment.value(4),
            place=self._place(segment, 5),
            data_elements=tuple(segment.components(6)),
        )
        last = self._faults[-1]
        if last.elements:
            element = last.elements[-1]
            element = replace(element, contexts=(*element.contexts, context))
            self._faults[-1] = replace(last, elements=(*last.elements[:-1], element))
        else:
            self._faults[-1] = replace(last, contexts=(*last.contexts, context))

    def _close_set(self, segment: Segment) -> None:
        if self._open is None:
            self._reading.misplaced()
            return
        self._reading.check_used(segment, range(1, 7))
        verdict = self._reading.verdict(segment, 1, _OF_SETS)
        self._keep(replace(self._open, verdict=verdict, codes=_codes(segment, 2)))

    def _take_trailer(self, segment: Segment) -> None:
        self._miss_end_of_set()
        reading = self._reading
        if self._trailer is not None:
            reading.misplaced()
            return
        reading.check_used(segment, range(1, 10))
        self._trailer = trailer = _Trailer(
            verdict=reading.verdict(segment, 1, _OF_GROUPS),
            included=reading.count(segment, 2),
            received=reading.count(segment, 3),
            accepted=reading.count(segment, 4),
            codes=_codes(segment, 5),
        )
        rejected = sum(not one.verdict.is_accepted for one in self._sets)
        if not max(len(self._sets), trailer.accepted + rejected) <= trailer.received:
            message = f"{len(self._sets)} sets are listed, {rejected} of them rejected"
            reading.find(kinds.COUNTS_DISAGREE, message, 3)

    def _miss_end_of_set(self) -> None:
        if self._open is not None:
            self._reading.find(kinds.INCOMPLETE, "no IK5 ends the transaction set before")
            self._keep(self._open)

    def _miss_trailer(self) -> _Trailer:
        self._reading.find(kinds.INCOMPLETE, "there is no AK9")
        accepted = sum(one.verdict.is_accepted for one in self._sets)
        count = len(self._sets)
        return _Trailer(Verdict.REJECTED, count, count, accepted, ())

    def _keep(self, one: SetAcknowledgment) -> None:
        self._sets.append(replace(one, faults=tuple(self._faults)))
        self._open, self._faults = None, []

    def _place(self, segment: Segment, element: int) -> Place:
        reading = self._reading
        reading.check_components(segment, element, 3)
        return Place(
            element=reading.count(segment, element, 1),
            component=reading.count(segment, element, 2),
            repetition=reading.count(segment, element, 3),
        )


def _names(segment: Segment) -> tuple[ContextName, ...]:
    separator = segment.delimiters.component
    names = (text.split(separator) for text in segment.repetitions(1))
    return tuple(ContextName(name=one[0], reference="".join(one[1:2])) for one in names)


def _codes(segment: Segment, first: int) -> tuple[str, ...]:
    """Up to five codes from element *first* on; an absent one between others is no code."""
    values = (segment.value(number) for number in range(first, first + 5))
    return tuple(value for value in values if value)
