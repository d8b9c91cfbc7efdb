"""
A transaction set held against its guide, while its segments are placed.

One law keeps findings apart from their consequences: within a loop that could not be placed, only
the placement is reported.  A level or claim that has no place is such a loop, with all that hangs
on it, and so are the details behind an entity that the guide does not know.
"""

from __future__ import annotations

from itertools import chain
from operator import call
from typing import TYPE_CHECKING

from msgspec.structs import replace

from edi_service.finding import Position
from edi_service.guide import kinds
from edi_service.guide.engine import engine_of
from edi_service.guide.explain_segment import examine
from edi_service.guide.match import place
from edi_service.guide.messages import LONGEST_IDENTIFIER, element_message, segment_message
from edi_service.guide.numbering import Numbering
from edi_service.guide.outline import Outline
from edi_service.guide.parts import CLAIM, HEADER, LEVEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.finding import Finding, Report
    from edi_service.guide.definition import Guide, SegmentDefinition
    from edi_service.guide.explain_segment import ElementFault
    from edi_service.guide.model import Fits, Form, Placed, Shape
    from edi_service.guide.walk import Fault
    from edi_service.x12.envelope import TransactionSet


def check_set(transaction_set: TransactionSet, guide: Guide, report: Report) -> Iterator[Placed]:
    """
    The segments of one transaction set, placed; what is wrong with them is added to *report*.

    One pass does both: a run is checked before it is handed out, so its findings are in the
    report by then, apart from what turns out to be missing after it.

    Args:
        transaction_set: its cursor stands behind the ST, and is left on the next envelope segment.
        guide: what it is held against.
        report: takes the findings.
    """
    check = _Check(transaction_set, guide, report)
    check.header()
    for placed in place(
        transaction_set.cursor, transaction_set.delimiters, transaction_set.control, guide
    ):
        check.run(placed)
        yield placed
    check.end()


class _Check:
    """The check of one transaction set."""

    def __init__(self, transaction_set: TransactionSet, guide: Guide, report: Report) -> None:
        self._set = transaction_set
        self._guide = guide
        self._engine = engine_of(guide, transaction_set.delimiters)
        self._report = report
        self._outline = Outline(guide, self._engine.parts)
        self._numbering = Numbering(names_parents=self._engine.parts.claim is None)
        self._last: Placed | None = None
        self._is_lost = False  # in a level or claim that has no place
        self._is_settled = False  # whether nothing is missing at the end of the last run
        self._most_parts = 1 + self._outline.most_lines

    def header(self) -> None:
        """Hold the ST against the guide; its ST03 may name any erratum of it."""
        found = self._set
        text = found.cursor.block.texts[found.cursor.index - 1]
        definition = next(iter(self._guide.root.segments()), None)
        if definition is None or definition.segment_id != "ST":
            return
        for fault in examine(definition, text, found.delimiters):
            is_erratum = fault.value.startswith(self._guide.identifier)
            if fault.kind is not kinds.CODE_NOT_LISTED or not is_erratum:
                self._report.add(self._element_finding(definition, found.position, fault))

    def run(self, placed: Placed) -> None:
        """Check a header, level or claim with its segments."""
        findings: list[Finding] = []
        is_header = self._last is None and placed.head == HEADER
        faults = [] if self._is_settled or is_header else self._closing()
        faults += self._begin(placed)
        if faults:
            where = placed.position(0)
            findings += [self._segment_finding(fault, where) for fault in faults]
        if placed.head == LEVEL:
            findings += self._numbers(placed)
        self._is_settled = True
        if not self._is_lost:
            form = placed.form
            fits = form.fits or self._look_at(form)
            is_sound = form.is_sound and len(form.parts) <= self._most_parts
            if not is_sound:
                findings += self._order(placed)
            if not all(map(call, fits, placed.texts)):
                findings += self._elements(placed)
            self._is_settled = is_sound and (placed.head != CLAIM or len(form.parts) > 1)
        self._last = placed
        if placed.head == CLAIM and not self._is_settled:
            # Said while the claim is at hand, so that it is the claim that is held for it.
            findings += [self._segment_finding(fault, self._behind()) for fault in self._closing()]
            self._is_settled = True
        if findings:
            findings.sort(key=lambda found: (found.position.segment, found.position.element))
            for finding in findings:
                self._report.add(finding)

    def end(self) -> None:
        """What was missing when the transaction set ended."""
        faults = [] if self._is_settled else self._closing()
        faults += self._outline.end()
        where = self._behind()
        for fault in faults:
            self._report.add(self._segment_finding(fault, where))

    def _begin(self, placed: Placed) -> list[Fault]:
        """See whether a level or claim may begin here, and what the levels it ends lacked."""
        if placed.head not in (LEVEL, CLAIM):
            return []
        first = placed.form.uses[0]
        definition = first.definition
        assert definition is not None  # noqa: S101 - whatever begins a run was given one
        if placed.head == CLAIM:
            faults = self._outline.claim(definition)
        else:
            faults = self._outline.level(definition, is_known=first.known)
        self._is_lost = self._outline.is_lost
        return faults

    def _numbers(self, placed: Placed) -> list[Finding]:
        """What is wrong with the numbers of a level and of the one around it."""
        elements = placed.texts[0].split(placed.delimiters.element, 3)
        if len(elements) > 2 and self._numbering.goes_on(elements[1]):
            return []
        _, number, parent, *_ = [*elements, "", ""]
        faults = self._numbering.enter(number, parent, is_lost=self._is_lost)
        definition = placed.form.uses[0].definition
        assert definition is not None  # noqa: S101 - whatever begins a run was given one
        return [self._element_finding(definition, placed.position(0), one) for one in faults]

    def _order(self, placed: Placed) -> list[Finding]:
        """What is wrong with the order and number of the segments, and of the lines."""
        found: list[tuple[int, Fault]] = []
        before: Shape | None = None
        for start, shape in placed.parts:
            if before is not None:
                found += [(start, fault) for fault in self._engine.closing(before)]
            if shape.faults:
                found += [(start + index, fault) for index, fault in shape.faults]
            before = shape
        if placed.head == CLAIM:
            lines = self._outline.lines(len(placed.parts) - 1)
            found += [(placed.parts[number][0], fault) for number, fault in lines]
        return [self._segment_finding(fault, placed.position(index)) for index, fault in found]

    def _closing(self) -> list[Fault]:
        """What the last run lacked when it ended."""
        last = self._last
        if last is None:  # nothing precedes the first level
            return list(self._engine.closing(self._engine.header))
        if self._is_lost or not last.parts:
            return []
        faults = self._engine.closing(last.parts[-1][1])
        if last.head == CLAIM and len(last.parts) == 1:
            return [*faults, *self._outline.without_lines()]
        return list(faults)

    def _behind(self) -> Position:
        """Where the segment after the last one stands."""
        last = self._last
        if last is None:
            found = self._set.position
            return Position(
                segment=found.segment + 1,
                offset=found.offset,
                interchange=found.interchange,
                group=found.group,
                set=found.set,
            )
        block, start, count = last.origins[-1]
        return Position(
            segment=block.number + start + count,
            offset=block.offset_of(start + count),
            interchange=last.control.interchange,
            group=last.control.group,
            set=last.control.set,
        )

    def _look_at(self, form: Form) -> tuple[Fits, ...]:
        """Look at a form that is met first, and once for all; what its texts are asked."""
        every = [shape.fits or self._fits(shape) for _, shape in form.parts]
        form.fits = tuple(chain.from_iterable(every))
        form.is_sound = all(shape.is_sound for _, shape in form.parts)
        return form.fits

    def _fits(self, shape: Shape) -> tuple[Fits, ...]:
        """Look at a shape that is met first, and once for all; what its texts are asked."""
        shape.fits = tuple(self._engine.fits(use) for use in shape.uses)
        shape.is_sound = not (shape.faults or self._engine.closing(shape))
        return shape.fits

    def _elements(self, placed: Placed) -> Iterator[Finding]:
        every = placed.form.fits or ()
        for index, (fits, text) in enumerate(zip(every, placed.texts, strict=True)):
            definition = placed.uses[index].definition
            if not fits(text) and definition is not None:
                where = placed.position(index)
                for fault in examine(definition, text, placed.delimiters):
                    yield self._element_finding(definition, where, fault)

    def _segment_finding(self, fault: Fault, where: Position) -> Finding:
        segment = fault.segment
        segment_id = segment.segment_id if len(segment.segment_id) <= LONGEST_IDENTIFIER else ""
        there = replace(where, segment_id=segment_id, loop=segment.loop, element=0, component=0)
        return fault.kind.found(there, segment_message(fault))

    def _element_finding(
        self, definition: SegmentDefinition, where: Position, fault: ElementFault
    ) -> Finding:
        there = replace(
            where,
            element=fault.element,
            component=fault.component,
            repetition=fault.repetition,
        )
        return fault.kind.found(
            there,
            element_message(definition, fault),
            data_element=fault.data_element,
            value=fault.value,
        )
