"""
The envelopes around transaction sets: ISA/IEA, GS/GE and ST/SE, their nesting, counts and numbers.

Interchanges hold functional groups, groups hold transaction sets.  Whatever breaks that order is
named, and every transaction set that can still be told is handed out, with or without its envelope.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from edi_service.finding import Position
from edi_service.x12 import envelope_kinds
from edi_service.x12.cursor import Cursor
from edi_service.x12.headers import GroupHeader, InterchangeHeader
from edi_service.x12.segment import ENVELOPE_IDS, ControlNumbers, Segment, printable, quote_of
from edi_service.x12.start import NOTHING_HELD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.finding import Kind, Report
    from edi_service.x12.segment import Block, Delimiters
    from edi_service.x12.start import Held
    from edi_service.x12.tally import Tally

KNOWN_VERSIONS = frozenset({"00401", "00501"})  # of ISA12, that health care guides are used with


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionSet:
    """
    One ST to SE, ready to be read.

    Attributes:
        set_id: ST01, such as ``837``.
        guide: the implementation guide: ST03, or GS08 where ST03 is absent.
        control: the control numbers of its envelopes.
        interchange: what the ISA says.
        group: what the GS says.
        position: of the ST segment.
        delimiters: of the interchange.
        cursor: stands on the first segment after the ST.  Whoever reads on moves it forward, and
            stops at the first segment of an envelope (see :func:`envelope_starts`).
    """

    set_id: str
    guide: str
    control: ControlNumbers
    interchange: InterchangeHeader
    group: GroupHeader
    position: Position
    delimiters: Delimiters
    cursor: Cursor

    @property
    def functional_id(self) -> str:
        """GS01."""
        return self.group.functional_id

    @property
    def version(self) -> str:
        """GS08."""
        return self.group.version


@dataclass(slots=True, kw_only=True)
class _Open:
    """An envelope that is open: its control number, and how many envelopes it has held."""

    control_number: str
    held: int = 0


@dataclass(slots=True, kw_only=True)
class _Stray:
    """Segments in a row that belong to no transaction set."""

    position: Position
    count: int = 0


_EVENTS = {
    "ISA": "another interchange begins",
    "IEA": "the interchange ends",
    "GS": "another functional group begins",
    "GE": "the functional group ends",
    "ST": "another transaction set begins",
}


def envelope_starts(delimiters: Delimiters) -> tuple[str, ...]:
    """How texts of envelope segments with elements start; those without equal their identifier."""
    return tuple(sorted(identifier + delimiters.element for identifier in ENVELOPE_IDS))


def read_sets(
    blocks: Iterator[Block], report: Report, tally: Tally, held: Held = NOTHING_HELD
) -> Iterator[TransactionSet]:
    """
    The transaction sets of *blocks*, in file order.

    Args:
        blocks: what :func:`edi_service.x12.reader.read_blocks` yields.
        report: takes what is wrong with the envelopes, as it is met: about a trailer, once the
            set after it is asked for.
        tally: its counts of interchanges, groups, sets and segments grow.
        held: what the first interchange and group held before what *blocks* shows of them.
    """
    counted = _count_segments(blocks, tally)
    first = next(counted, None)
    if first is not None:
        yield from _Envelopes(Cursor(counted, first), report, tally, held).read()


def _count_segments(blocks: Iterator[Block], tally: Tally) -> Iterator[Block]:
    for block in blocks:
        tally.segments += len(block.texts)
        yield block


def _is_number(text: str) -> bool:
    """Whether *text* is a number of a length that X12 allows for counts and control numbers."""
    return text.isascii() and text.isdigit() and len(text) <= 10


def _quote(value: str) -> str:
    """A number or code for a message; what may be anything else, even a name, is not shown."""
    if not value.strip():
        return "absent"
    has_digits = any(character in "0123456789" for character in value)
    return (
        f"'{printable(value)}'"
        if value.isascii() and has_digits and len(value) <= 10
        else "no number"
    )


def _identifier(segment: Segment) -> str:
    """The segment identifier, unless it is too long to be one: then it may be anybody's name."""
    return printable(segment.id) if len(segment.id) <= 3 else ""


class _Envelopes:
    """Which envelopes are open while the cursor moves over a file."""

    def __init__(self, cursor: Cursor, report: Report, tally: Tally, held: Held) -> None:
        self._cursor = cursor
        self._report = report
        self._tally = tally
        self._held = held  # until an interchange and a group have taken it over
        self._interchange: _Open | None = None
        self._group: _Open | None = None
        self._interchange_header = InterchangeHeader()
        self._group_header = GroupHeader()
        self._control = ControlNumbers()
        self._stray: _Stray | None = None
        self._handlers = {
            "ISA": self._open_interchange,
            "GS": self._open_group,
            "SE": self._refuse_set_trailer,
            "GE": self._close_group,
            "IEA": self._close_interchange,
        }

    def read(self) -> Iterator[TransactionSet]:
        """Hand out every transaction set."""
        cursor = self._cursor
        while cursor.has_more() or cursor.enter_interchange():
            segment = self._segment()
            if segment.id not in ENVELOPE_IDS:
                self._note_stray(segment)
                cursor.index += 1
                continue
            self._name_stray()
            if segment.id == "ST":
                yield from self._read_set(segment)
            else:
                self._handlers[segment.id](segment)
                cursor.index += 1
        self._name_stray()
        self._miss_interchange_trailer("the file ends")

    def _segment(self) -> Segment:
        block = self._cursor.block
        return Segment.parse(block.texts[self._cursor.index], block.delimiters)

    # Transaction sets

    def _read_set(self, header: Segment) -> Iterator[TransactionSet]:
        """Hand out the set that begins here, then see whether it ends as it should."""
        cursor = self._cursor
        number = header.value(2)
        self._tally.transaction_sets += 1
        self._control = replace(self._control, set=printable(number))
        position = self._here("ST")
        self._check_set_header(header, position)
        delimiters = cursor.block.delimiters
        cursor.index += 1
        yield TransactionSet(
            set_id=header.value(1),
            guide=header.value(3) or self._group_header.version,
            control=self._control,
            interchange=self._interchange_header,
            group=self._group_header,
            position=position,
            delimiters=delimiters,
            cursor=cursor,
        )
        self._skip_to_envelope(envelope_starts(delimiters))
        trailer = self._segment() if cursor.has_more() else None
        if trailer is not None and trailer.id == "SE":
            size = self._here("SE").segment - position.segment + 1
            self._check_count(envelope_kinds.SEGMENT_COUNT, trailer, size)
            self._check_number(envelope_kinds.SET_NUMBERS_DIFFER, trailer, number)
            cursor.index += 1
        else:
            met = self._event(trailer)
            self._add(
                envelope_kinds.MISSING_SE, "SE", f"{met} before the transaction set has ended"
            )
        self._control = replace(self._control, set="")

    def _event(self, segment: Segment | None) -> str:
        """What happens where *segment*, or the end of an interchange or file, was met."""
        if segment is not None:
            return _EVENTS[segment.id]
        return _EVENTS["ISA"] if self._cursor.stands_before_interchange else "the file ends"

    def _check_set_header(self, header: Segment, position: Position) -> None:
        if self._group is None:
            message = "no functional group is open"
            self._report.add(envelope_kinds.ST_OUTSIDE_GROUP.found(position, message))
        else:
            self._group.held += 1
        if len(header.value(1)) != 3:
            message = f"ST01 is {_quote(header.value(1))}"
            self._report.add(envelope_kinds.SET_IDENTIFIER.found(position.at(1), message))
        if not 4 <= len(header.value(2)) <= 9:
            message = f"ST02 is {_quote(header.value(2))}"
            self._report.add(envelope_kinds.SET_NUMBER.found(position.at(2), message))

    def _skip_to_envelope(self, starts: tuple[str, ...]) -> None:
        """Leave behind what the reader of the set did not take."""
        cursor = self._cursor
        while cursor.has_more():
            for index in range(cursor.index, len(cursor.block.texts)):
                text = cursor.block.texts[index]
                if text.startswith(starts) or text in ENVELOPE_IDS:
                    cursor.index = index
                    return
            cursor.index = len(cursor.block.texts)

    def _refuse_set_trailer(self, _trailer: Segment) -> None:
        self._add(envelope_kinds.SE_WITHOUT_ST, "SE", "no transaction set is open")

    # Functional groups

    def _open_group(self, header: Segment) -> None:
        self._miss_group_trailer(_EVENTS["GS"])
        number = header.value(6)
        self._group = _Open(control_number=number, held=self._held.sets)
        self._held = self._held._replace(sets=0)
        self._group_header = GroupHeader.parse(header)
        self._control = replace(self._control, group=printable(number))
        self._tally.functional_groups += 1
        if self._interchange is None:
            self._add(envelope_kinds.GS_OUTSIDE_INTERCHANGE, "GS", "no interchange is open")
        else:
            self._interchange.held += 1
        if not (_is_number(number) and len(number) <= 9):
            self._add(envelope_kinds.GROUP_NUMBER, "GS", f"GS06 is {_quote(number)}", element=6)

    def _close_group(self, trailer: Segment) -> None:
        if self._group is None:
            self._add(envelope_kinds.GE_WITHOUT_GS, "GE", "no functional group is open")
            return
        self._check_count(envelope_kinds.SET_COUNT, trailer, self._group.held)
        self._check_number(envelope_kinds.GROUP_NUMBERS_DIFFER, trailer, self._group.control_number)
        self._forget_group()

    def _miss_group_trailer(self, met: str) -> None:
        if self._group is not None:
            self._add(
                envelope_kinds.MISSING_GE, "GE", f"{met} before the functional group has ended"
            )
            self._forget_group()

    def _forget_group(self) -> None:
        self._group = None
        self._group_header = GroupHeader()
        self._control = replace(self._control, group="")

    # Interchanges

    def _open_interchange(self, header: Segment) -> None:
        self._miss_interchange_trailer(_EVENTS["ISA"])
        number = header.value(13)
        self._interchange = _Open(control_number=number, held=self._held.groups)
        self._held = self._held._replace(groups=0)
        self._interchange_header = InterchangeHeader.parse(header)
        self._control = ControlNumbers(interchange=printable(number))
        self._tally.interchanges += 1
        if header.value(12) not in KNOWN_VERSIONS:
            message = f"ISA12 is {_quote(header.value(12))}"
            self._add(envelope_kinds.UNKNOWN_VERSION, "ISA", message, element=12)
        if not (_is_number(number) and len(number) == 9):
            self._add(
                envelope_kinds.INTERCHANGE_NUMBER, "ISA", f"ISA13 is {_quote(number)}", element=13
            )

    def _close_interchange(self, trailer: Segment) -> None:
        self._miss_group_trailer(_EVENTS["IEA"])
        if self._interchange is None:
            self._add(envelope_kinds.IEA_WITHOUT_ISA, "IEA", "no interchange is open")
            return
        number = self._interchange.control_number
        self._check_count(envelope_kinds.GROUP_COUNT, trailer, self._interchange.held)
        self._check_number(envelope_kinds.INTERCHANGE_NUMBERS_DIFFER, trailer, number)
        self._forget_interchange()

    def _miss_interchange_trailer(self, met: str) -> None:
        self._miss_group_trailer(met)
        if self._interchange is not None:
            self._add(envelope_kinds.MISSING_IEA, "IEA", f"{met} before the interchange has ended")
        self._forget_interchange()

    def _forget_interchange(self) -> None:
        self._interchange = None
        self._interchange_header = InterchangeHeader()
        self._control = ControlNumbers()

    # Segments outside of sets

    def _note_stray(self, segment: Segment) -> None:
        """Count what belongs to no set.  TA1, which acknowledges interchanges, stands alone."""
        is_acknowledgment = segment.id == "TA1" and self._group is None
        if is_acknowledgment and self._interchange is not None:
            return
        if self._stray is None:
            self._stray = _Stray(position=self._here(_identifier(segment)))
        self._stray.count += 1

    def _name_stray(self) -> None:
        stray, self._stray = self._stray, None
        if stray is not None:
            plural = "segment stands" if stray.count == 1 else "segments in a row stand"
            message = f"{stray.count} {plural} outside any transaction set"
            self._report.add(envelope_kinds.STRAY_SEGMENTS.found(stray.position, message))

    # Checks and findings

    def _check_count(self, kind: Kind, trailer: Segment, count: int) -> None:
        """Whether element 01 of a trailer is what was counted."""
        stated = trailer.value(1)
        if not (_is_number(stated) and int(stated) == count):
            message = f"{trailer.id}01 is {_quote(stated)}; {count} were counted"
            self._add(kind, trailer.id, message, element=1)

    def _check_number(self, kind: Kind, trailer: Segment, number: str) -> None:
        """Whether element 02 of a trailer repeats the control number of its header."""
        stated = trailer.value(2)
        if stated != number:
            message = f"{trailer.id}02 is {_quote(stated)}; the header says {_quote(number)}"
            self._add(kind, trailer.id, message, element=2)

    def _add(self, kind: Kind, segment_id: str, message: str, *, element: int = 0) -> None:
        self._report.add(kind.found(self._here(segment_id, element), message))

    def _here(self, segment_id: str, element: int = 0) -> Position:
        """Where the cursor stands, be it past the last segment."""
        block, index = self._cursor.block, self._cursor.index
        return Position(
            segment=block.number + index,
            offset=block.offset_of(index),
            segment_id=segment_id,
            element=element,
            interchange=self._control.interchange,
            group=self._control.group,
            set=self._control.set,
            quote=quote_of(block, index),
        )
