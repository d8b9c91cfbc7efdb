"""
What is wrong, where, and what to do about it: the one word all floors share.

A finding is a value.  Bad input never raises: each floor reports what it met and goes on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import astuple, replace

if TYPE_CHECKING:
    from decimal import Decimal


class Severity(IntEnum):
    """How far a finding reaches; the exit code of a run follows from the greatest one."""

    NOTE = 1
    WARNING = 2
    ERROR = 3  # this claim or transaction set stops; its neighbours go on
    FATAL = 4  # nothing further can be read; what came before stands

    @property
    def label(self) -> str:
        """The word written into findings.jsonl."""
        return self.name.lower()


class Quote(NamedTuple):
    """A segment as it stands in the file, without its terminator: health data, never logged."""

    text: str
    element: str = "*"
    repetition: str = "^"
    component: str = ":"

    def __repr__(self) -> str:
        return "<Quote>"


class Position(Struct, frozen=True, kw_only=True, eq=False, gc=False):
    """
    Where a finding points.

    Segments, elements, components and repetitions count from 1, as X12 counts them; 0 means "the
    whole of the level above".  Segments are counted through the whole file, bytes (*offset*) from
    0.  *interchange*, *group* and *set* are the control numbers in force (ISA13, GS06, ST02).
    *quote* is the segment itself, for those who may see it; positions are compared without it.
    """

    segment: int = 0
    offset: int = 0
    segment_id: str = ""
    loop: str = ""
    element: int = 0
    component: int = 0
    repetition: int = 0
    interchange: str = ""
    group: str = ""
    set: str = ""
    quote: Quote | None = None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Position) and astuple(self)[:-1] == astuple(other)[:-1]

    def __hash__(self) -> int:
        return hash(astuple(self)[:-1])

    @property
    def designator(self) -> str:
        """The X12 reference designator, such as ``CLM05-1``."""
        name = self.segment_id
        if self.element:
            name += f"{self.element:02d}"
        if self.component:
            name += f"-{self.component}"
        return name

    def at(self, element: int, component: int = 0) -> Position:
        """The same segment, pointing at one of its elements."""
        return replace(self, element=element, component=component)

    def __str__(self) -> str:
        what = " ".join(filter(None, [self.designator, self.loop and f"in loop {self.loop}"]))
        where = f"segment {self.segment}, byte {self.offset}"
        return f"{what} ({where})" if what else where


NOWHERE = Position()


class Difference(NamedTuple):
    """
    What another place of service would change in what is paid for a service line.

    *amount* is in dollars: minus is paid too much and to be given back, plus is left on the table;
    None where it cannot be told.  *billed* is the place on the claim, *rightly* what it should be,
    one of them.
    """

    line: str  # LX01
    billed: str
    rightly: tuple[str, ...]
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Kind:
    """What one sort of finding always means; each floor lists its own in ``kinds.py``."""

    code: str  # never reused, never renumbered
    severity: Severity
    title: str
    remedy: str
    explanation: str = ""  # a paragraph for `edi-service explain CODE`
    acknowledgment: str = ""  # such as IK304*3, when a TA1 or 999 can carry it

    def found(  # noqa: PLR0913 -- a finding has as many parts
        self,
        position: Position,
        message: str,
        *,
        severity: Severity | None = None,
        source: str = "",
        claim_id: str = "",
        data_element: str = "",
        value: str = "",
        difference: Difference | None = None,
    ) -> Finding:
        """A finding of this kind; *severity* only where a policy sets another one."""
        return Finding(
            kind=self,
            severity=self.severity if severity is None else severity,
            position=position,
            message=message,
            source=source,
            claim_id=claim_id,
            data_element=data_element,
            value=value,
            difference=difference,
        )


class Finding(Struct, frozen=True, kw_only=True):
    """
    One fault or remark: what kind it is, where it is, and what was met there.

    Made by :meth:`Kind.found`.  *source* cites the policy that asks for it.  *message* never
    holds a person's name or identifier.  *data_element* is X12's number of the element, and
    *value* what stood there: health data, kept out of ``repr``, for an acknowledgment to return.
    """

    kind: Kind
    severity: Severity
    position: Position
    message: str
    source: str
    claim_id: str
    data_element: str = ""
    value: str = ""
    difference: Difference | None = None

    def __repr__(self) -> str:
        return f"<{self}>"

    def __str__(self) -> str:
        return f"{self.severity.name} {self.kind.code} at {self.position}: {self.message}"


@dataclass(slots=True)
class Report:
    """Findings as they are met; whoever drives the reading takes them away in file order."""

    findings: list[Finding] = field(default_factory=list)

    def add(self, finding: Finding) -> None:
        """Keep *finding*."""
        self.findings.append(finding)

    def take(self, before_segment: int | None = None) -> list[Finding]:
        """
        Remove and return, in file order, the findings that nothing earlier can still join.

        Args:
            before_segment: everything at a lower segment number is complete; None: all is.
        """
        if not self.findings:
            return []
        ordered = sorted(self.findings, key=_file_order)
        if before_segment is None:
            self.findings = []
            return ordered
        self.findings = [found for found in ordered if found.position.segment >= before_segment]
        return ordered[: len(ordered) - len(self.findings)]


def _file_order(finding: Finding) -> tuple[int, int, int]:
    position = finding.position
    return position.segment, position.element, position.component
