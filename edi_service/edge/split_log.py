"""
What a process that reads a part of a file leaves for the one that splits the whole of it.

Which file a claim goes into, and under which numbers, follows from all that came before it.  So a
process that reads a stretch decides nothing: it writes down what a :class:`Split` would have been
given, as short as it can be, and the process that puts the parts together gives all of it to one
:class:`Split`, in order.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from edi_service.claims.copying import line_break_of
from edi_service.claims.model import Claim, ClaimKind, Parties
from edi_service.edge.steps import StepLog, read_steps
from edi_service.finding import Severity
from edi_service.guide.model import Form, Placed
from edi_service.service.stream import Passed
from edi_service.x12.cursor import Cursor
from edi_service.x12.segment import Block, Delimiters

if TYPE_CHECKING:
    from pathlib import Path

    from edi_service.finding import Finding
    from edi_service.service.split import Split
    from edi_service.service.stretch import Stretch
    from edi_service.x12.envelope import TransactionSet

SPLIT_LOG = "split.log"


class _Run(NamedTuple):
    """Consecutive segments: the number of the first, and what follows each."""

    number: int
    texts: list[str]
    line_break: str
    is_cut: bool

    @classmethod
    def of(cls, placed: Placed) -> _Run:
        return cls(placed.number, placed.texts, line_break_of(placed), placed.is_cut)

    def placed(self, head: str, within: TransactionSet) -> Placed:
        """The segments as they were, without their places in the guide, for which nobody asks."""
        marks = within.delimiters
        gaps = [self.line_break] * len(self.texts)
        block = Block(texts=self.texts, number=self.number, delimiters=marks, offset=0, gaps=gaps)
        control, is_cut = within.control, self.is_cut
        return Placed(head, self.texts, Form(()), marks, control, block, is_cut=is_cut)


class _Begun(NamedTuple):
    """A transaction set; whether it shares its envelopes with the one before it in its stretch."""

    transaction_set: TransactionSet
    header: _Run | None
    shares_interchange: bool
    shares_group: bool


class _Step(NamedTuple):
    """
    What was passed, and the errors found since the step before.

    *levels* are numbers of the segments that the claim's levels begin with; *new* are those levels
    that the claim before it did not have.
    """

    errors: list[Finding]
    begun: _Begun | None = None
    claim_id: str = ""
    claim: _Run | None = None
    levels: tuple[int, ...] = ()
    new: tuple[_Run, ...] = ()
    is_end: bool = False


class SplitLog:
    """Writes down in *target* what a split is told of one stretch."""

    def __init__(self, target: BinaryIO) -> None:
        self._log = StepLog(target)
        self._set: TransactionSet | None = None
        self._levels: tuple[Placed, ...] = ()

    def take(self, passed: Passed, findings: list[Finding]) -> None:
        """As :meth:`Split.take`."""
        errors, begun = _errors(findings), self._begun(passed)
        claim = passed.claim
        if claim is None or claim.placed is None:
            self._log.add(_Step(errors, begun))
            return
        levels, before = claim.parties.levels, self._levels
        new = tuple(_Run.of(level) for level in levels if not any(level is each for each in before))
        self._levels = levels
        numbers = tuple(level.number for level in levels)
        self._log.add(_Step(errors, begun, claim.claim_id, _Run.of(claim.placed), numbers, new))

    def end_arrival(self, findings: list[Finding]) -> None:
        """As :meth:`Split.end_arrival`, of the stretch."""
        self._log.add(_Step(_errors(findings), is_end=True))
        self._log.close()

    def _begun(self, passed: Passed) -> _Begun | None:
        found, before = passed.transaction_set, self._set
        if found is before:
            return None
        self._set = found
        return _Begun(
            replace(found, cursor=_NO_CURSOR),
            None if passed.header is None else _Run.of(passed.header),
            before is not None and before.interchange is found.interchange,
            before is not None and before.group is found.group,
        )


_NO_CURSOR = Cursor(iter(()), Block(texts=[], number=0, delimiters=Delimiters(), offset=0))


def _errors(findings: list[Finding]) -> list[Finding]:
    return [found for found in findings if found.severity >= Severity.ERROR]


class Splitting:
    """Tells *split* what the logs of one stretch after another say."""

    def __init__(self, split: Split) -> None:
        self._split = split
        self._set: TransactionSet | None = None
        self._header: Placed | None = None
        self._levels: dict[int, Placed] = {}
        self._left: list[Finding] = []  # errors behind what was passed last

    def join(self, folder: Path, stretch: Stretch) -> None:
        """Take the log in *folder*, of the *stretch* that follows on those before it."""
        is_first = stretch.start is not None  # until a set has been met
        for step in read_steps(folder / SPLIT_LOG):
            errors, self._left = [*self._left, *step.errors], []
            if step.is_end:
                self._end(errors, stretch)
                return
            if step.begun is not None:
                self._begin(step.begun, stretch if is_first else None)
                is_first = False
            self._take(step, errors)

    def _end(self, errors: list[Finding], stretch: Stretch) -> None:
        if stretch.end is not None:
            self._left = errors
            return
        self._split.end_arrival(errors)
        self._set, self._header = None, None
        self._levels.clear()

    def _begin(self, begun: _Begun, resumed: Stretch | None) -> None:
        """Go on with a set, or begin one; a *resumed* stretch is in envelopes that were open."""
        before, found = self._set, begun.transaction_set
        if before is not None and before.position.segment == found.position.segment:
            return
        shares_interchange, shares_group = begun.shares_interchange, begun.shares_group
        if resumed is not None and resumed.start is not None and before is not None:
            interchange, group, *_ = resumed.start.pieces
            shares_interchange = interchange.number < before.position.segment
            shares_group = group.number < before.position.segment
        if before is not None and shares_interchange:
            found = replace(found, interchange=before.interchange)
        if before is not None and shares_group:
            found = replace(found, group=before.group)
        self._set = found
        self._header = begun.header.placed("ST", found) if begun.header is not None else None

    def _take(self, step: _Step, errors: list[Finding]) -> None:
        within = self._set
        assert within is not None  # noqa: S101 -- the first step of a stretch begins a set
        if step.claim is None:
            self._split.take(Passed(None, 0, within, self._header), errors)
            return
        new = {run.number: run for run in step.new}
        self._levels = {
            number: self._levels.get(number) or new[number].placed("HL", within)
            for number in step.levels
        }
        claim = Claim(
            ClaimKind.PROFESSIONAL,  # what is copied is copied alike, whatever its kind
            "",
            step.claim_id,
            parties=Parties(levels=tuple(self._levels.values())),
            placed=step.claim.placed("CLM", within),
        )
        self._split.take(Passed(claim, 0, within, self._header), errors)
