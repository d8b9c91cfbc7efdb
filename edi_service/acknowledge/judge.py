"""
From findings to verdicts: what a finding does to its interchange, group and transaction set.

A finding speaks here by the acknowledgment code of its kind.  Errors reject and warnings are noted;
notes are advice and stay out.  Of a set, no more faults are kept than :class:`Rules` allow, while
the verdict follows from all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from edi_service.acknowledge.model import (
    NO_ERROR,
    Context,
    ContextName,
    ElementFault,
    GroupAcknowledgment,
    InterchangeAcknowledgment,
    Place,
    SegmentFault,
    SetAcknowledgment,
    Verdict,
)
from edi_service.finding import Severity
from edi_service.x12.segment import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.finding import Finding
    from edi_service.x12.headers import GroupHeader, InterchangeHeader

MOST_CODES = 5  # IK502 to IK506, and AK905 to AK909
_HAS_ELEMENT_FAULTS = "8"  # IK304
_SEGMENTS_IN_ERROR = "5"  # IK502: the standard's rules are broken
_IMPLEMENTATION_SEGMENTS_IN_ERROR = "I5"  # IK502: the guide's are
_INVALID_CONTENT = "024"  # TA105
_SHORT_LOOP = 4  # IK303 is shorter than names of loops: 2010AA is 2010
_LONGEST_VALUE = 99  # IK404


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """
    What has been agreed on about rejecting.

    Attributes:
        claim: what an error within a claim rejects: the ``claim``, by the 277CA, while the set is
            accepted with errors; or its whole ``set``, by the 999.
        envelope: what an error of an envelope does: ``reject`` what it holds, or ``note`` it.
        most_faults: how many faults of one set are told.
        most_faults_at_once: and how many of all the sets that are not answered yet.
    """

    claim: Literal["claim", "set"] = "claim"
    envelope: Literal["reject", "note"] = "reject"
    most_faults: int = 1000
    most_faults_at_once: int = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SetHeader:
    """What an ST says, and the number of that segment in the file, from 1."""

    set_id: str
    control_number: str
    guide: str
    segment: int


@dataclass(slots=True)
class Codes:
    """Acknowledgment codes in the order met, each once, and whether any of them rejects."""

    codes: dict[str, None] = field(default_factory=dict)
    rejects: bool = False

    def note(self, code: str, *, is_error: bool) -> None:
        """Keep *code*."""
        self.codes[code] = None
        self.rejects = self.rejects or is_error

    @property
    def first(self) -> tuple[str, ...]:
        """As many as there is room for."""
        return tuple(self.codes)[:MOST_CODES]


@dataclass(slots=True)
class Room:
    """How many more faults can be held for all the sets of a file."""

    left: int


class SetLedger:
    """
    What has been found in one transaction set; the faults kept are bounded.

    *room* is that of its file.
    """

    def __init__(self, header: SetHeader, rules: Rules, room: Room) -> None:
        self.header = header
        self._room = room
        self.omitted = 0
        self._rules = rules
        self._codes = Codes()
        self._standard = self._implementation = False
        self._faults: list[tuple[tuple[int, int, int, int], SegmentFault]] = []

    @property
    def segment(self) -> int:
        """The number of the ST in the file."""
        return self.header.segment

    @property
    def number(self) -> str:
        """ST02, as positions of findings show it."""
        return printable(self.header.control_number)

    def note(
        self, finding: Finding, business_unit: str | None = None, trigger: Context | None = None
    ) -> None:
        """
        Take *finding* into account.

        Args:
            finding: of a kind with IK502, IK304 or IK403; others change nothing.
            business_unit: the CLM01 of the claim it is in; None where it is in no claim, so that
                only the whole set can be rejected for it.
            trigger: what brought a situational requirement about, if that is known.
        """
        segment, _, code = finding.kind.acknowledgment.partition("*")
        is_error = finding.severity >= Severity.ERROR
        if finding.severity < Severity.WARNING:
            return
        if segment == "IK502":
            self._codes.note(code, is_error=is_error and self._rules.envelope == "reject")
        elif segment in {"IK304", "IK403"}:
            in_claim = business_unit is not None and self._rules.claim == "claim"
            self._codes.rejects = self._codes.rejects or (is_error and not in_claim)
            self._standard = self._standard or not code.startswith("I")
            self._implementation = self._implementation or code.startswith("I")
            self._keep(finding, segment, code, business_unit, trigger)

    def give_room(self) -> None:
        """Let others have the room of its faults, which are about to be told."""
        self._room.left += len(self._faults)

    def acknowledgment(self) -> SetAcknowledgment:
        """What becomes of the set."""
        codes = replace(self._codes, codes=dict(self._codes.codes))
        if self._standard:
            codes.codes[_SEGMENTS_IN_ERROR] = None
        if self._implementation:
            codes.codes[_IMPLEMENTATION_SEGMENTS_IN_ERROR] = None
        noted = Verdict.WITH_ERRORS if codes.codes else Verdict.ACCEPTED
        return SetAcknowledgment(
            set_id=self.header.set_id,
            control_number=self.header.control_number,
            guide=self.header.guide,
            verdict=Verdict.REJECTED if codes.rejects else noted,
            codes=codes.first,
            faults=_together(fault for _, fault in sorted(self._faults, key=lambda pair: pair[0])),
        )

    def _keep(
        self,
        finding: Finding,
        segment: str,
        code: str,
        business_unit: str | None,
        trigger: Context | None,
    ) -> None:
        if len(self._faults) >= self._rules.most_faults or not self._room.left:
            self.omitted += 1
            return
        self._room.left -= 1
        position = finding.position
        order = (position.segment, position.element, position.component, position.repetition)
        units = (Context(names=(ContextName(name="CLM01", reference=business_unit or ""),)),)
        triggers = () if trigger is None else (trigger,)
        elements = (_element_fault(finding, code, triggers),) if segment == "IK403" else ()
        # A broken syntax note may name no element: then the segment is told, and no IK4.
        if elements and not position.element:
            elements = ()
        fault = SegmentFault(
            segment_id=position.segment_id,
            position=position.segment - self.header.segment + 1,
            loop=position.loop[:_SHORT_LOOP],
            code=code if segment == "IK304" else _HAS_ELEMENT_FAULTS,
            # The unit comes first: pyx12 refuses it after a trigger.
            contexts=(units if business_unit else ()) + (() if elements else triggers),
            elements=elements,
        )
        self._faults.append((order, fault))


def _element_fault(finding: Finding, code: str, triggers: tuple[Context, ...]) -> ElementFault:
    position, number = finding.position, finding.data_element
    return ElementFault(
        code=code,
        place=Place(
            element=position.element,
            component=position.component,
            repetition=position.repetition,
        ),
        data_element=number if number.isdecimal() and len(number) <= 4 else "",
        value=finding.value[:_LONGEST_VALUE],
        contexts=triggers,
    )


def _together(faults: Iterable[SegmentFault]) -> tuple[SegmentFault, ...]:
    """One IK3 for all the element faults of one segment, wherever their order put them."""
    joined: dict[tuple[int, str, str], SegmentFault] = {}
    for fault in faults:
        key = (fault.position, fault.code, fault.segment_id)
        first = joined.get(key)
        if first is None:
            joined[key] = fault
        else:
            contexts = tuple(dict.fromkeys(first.contexts + fault.contexts))
            joined[key] = replace(
                first, elements=first.elements + fault.elements, contexts=contexts
            )
    return tuple(joined.values())


@dataclass(slots=True, kw_only=True)
class GroupLedger:
    """What has been found about one functional group; *included* is GE01, once it was read."""

    header: GroupHeader
    segment: int
    rules: Rules
    included: int | None = None
    sets: list[SetLedger] = field(default_factory=list)
    codes: Codes = field(default_factory=Codes)
    _numbers: set[str] = field(default_factory=set)  # ST02 of the sets

    @property
    def number(self) -> str:
        """GS06, as positions of findings show it."""
        return printable(self.header.control_number)

    def has_set(self, number: str) -> bool:
        """Whether a set of this control number has been opened."""
        return number in self._numbers

    def open_set(self, ledger: SetLedger) -> None:
        """Begin the books of another set."""
        self.sets.append(ledger)
        self._numbers.add(ledger.number)

    def close(self, stated: str) -> None:
        """Note GE01, how many sets the trailer says there are; anything but a count is ignored."""
        if stated.isascii() and stated.isdigit() and len(stated) <= 6:
            self.included = int(stated)

    def note(self, finding: Finding) -> None:
        """Take a *finding* of a kind with AK905 into account."""
        code = finding.kind.acknowledgment.removeprefix("AK905*")
        is_error = finding.severity >= Severity.ERROR and self.rules.envelope == "reject"
        self.codes.note(code, is_error=is_error)

    def acknowledgment(self) -> GroupAcknowledgment:
        """What becomes of the group."""
        sets = tuple(ledger.acknowledgment() for ledger in self.sets)
        accepted = sum(one.verdict.is_accepted for one in sets)
        return GroupAcknowledgment(
            functional_id=self.header.functional_id,
            control_number=self.header.control_number,
            version=self.header.version,
            verdict=self._verdict(sets, accepted),
            included=len(sets) if self.included is None else self.included,
            received=len(sets),
            accepted=accepted,
            codes=self.codes.first,
            sets=sets,
        )

    def _verdict(self, sets: tuple[SetAcknowledgment, ...], accepted: int) -> Verdict:
        if self.codes.rejects or (sets and not accepted):
            return Verdict.REJECTED
        if accepted < len(sets):
            return Verdict.PARTLY
        has_errors = any(one.verdict is Verdict.WITH_ERRORS for one in sets)
        return Verdict.WITH_ERRORS if has_errors or self.codes.codes else Verdict.ACCEPTED


@dataclass(slots=True, kw_only=True)
class InterchangeLedger:
    """What has been found about one interchange."""

    header: InterchangeHeader
    segment: int
    rules: Rules
    groups: list[GroupLedger] = field(default_factory=list)
    code: str = NO_ERROR
    _gravest: tuple[int, int, int] = (0, 0, 0)

    @property
    def number(self) -> str:
        """ISA13, as positions of findings show it."""
        return printable(self.header.control_number)

    def note(self, finding: Finding) -> None:
        """
        Take *finding* into account: it is of a kind with TA105, or of a set without a group.

        The TA1 has room for one code: the first, in file order, of the gravest severity.
        """
        if finding.severity < Severity.WARNING:
            return
        segment, _, code = finding.kind.acknowledgment.partition("*")
        position = finding.position
        grave = (int(finding.severity), -position.segment, -position.element)
        if self.code == NO_ERROR or grave > self._gravest:
            self._gravest = grave
            self.code = code if segment == "TA105" else _INVALID_CONTENT

    def acknowledgment(self) -> InterchangeAcknowledgment:
        """What becomes of the interchange."""
        severity = self._gravest[0]
        rejects = severity >= (
            Severity.ERROR if self.rules.envelope == "reject" else Severity.FATAL
        )
        noted = Verdict.ACCEPTED if self.code == NO_ERROR else Verdict.WITH_ERRORS
        return InterchangeAcknowledgment(
            control_number=self.header.control_number,
            date=self.header.date,
            time=self.header.time,
            verdict=Verdict.REJECTED if rejects else noted,
            code=self.code,
        )
