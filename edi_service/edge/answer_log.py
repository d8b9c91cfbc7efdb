"""
What a process that reads a part of a file leaves for the one that answers the whole of it.

An interchange is answered when all of it is known: its headers and trailers, its faults, and what
becomes of each claim.  A process that reads a stretch judges the claims in it and writes down what
the books of an :class:`Acknowledger` would have been given; the process that puts the parts
together enters all of it into one set of books, in order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.acknowledge.kinds import KINDS
from edi_service.acknowledge.ledger import Ledger
from edi_service.acknowledge.statuses import WrittenClaims
from edi_service.edge.steps import StepLog, read_steps
from edi_service.finding import Report
from edi_service.service.acknowledging import Judged, judge
from edi_service.x12.segment import Block

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path
    from typing import BinaryIO

    from edi_service.acknowledge.claim_status import StatusTable
    from edi_service.claims.model import Claim
    from edi_service.finding import Finding
    from edi_service.service.acknowledging import Acknowledger, JudgedClaims
    from edi_service.service.stretch import Stretch

ANSWER_LOG = "answer.log"
_ENVELOPES = frozenset({"ISA", "GS", "ST", "SE", "GE", "IEA"})
_STARTS = frozenset(identifier[:2] for identifier in _ENVELOPES)
_LONGEST_RUN = 16  # claims: about as much memory as one of which faults are told
_HEAD_ENDS = _ENVELOPES - {"ST"} | {"HL"}


class AnswerLog:
    """
    Writes down in *target* what the books are told of one *stretch*.

    Attributes:
        told: what was found wrong with the headers in it, by their own books; what they cannot
            know, since it follows from headers before the stretch, is not among it.
    """

    def __init__(self, target: BinaryIO, stretch: Stretch, table: StatusTable, today: date) -> None:
        self._log = StepLog(target)
        self._first = stretch.start.number if stretch.start is not None else 0
        self._end = stretch.end.number if stretch.end is not None else None
        self._table = table
        self._today = today
        self._is_in_head = False
        self._run: list[JudgedClaims] = []  # that nothing else is told of, not written down yet
        self.told: list[Finding] = []

    def begin(self, report: Report) -> None:
        """As :meth:`Acknowledger.begin`."""
        self._ledger = Ledger(report)

    def watch(self, blocks: Iterator[Block]) -> Iterator[Block]:
        """As :meth:`Acknowledger.watch`."""
        for block in self._ledger.watch(blocks):
            self._look(block)
            yield block

    def take(self, claim: Claim | None, findings: Iterable[Finding]) -> None:
        """As :meth:`Acknowledger.take`."""
        findings = list(findings)
        self.told += [found for found in findings if found.kind in KINDS]
        judged = judge(claim, findings, self._table, self._today)
        if judged.claims is None or judged.own or judged.others:
            self._add(judged)
        else:
            self._add_to_run(judged.claims)

    def finish(self) -> None:
        """As :meth:`Acknowledger.finish`, of the stretch."""
        self._write_run()
        self._log.close()

    def _add(self, step: Judged | Block) -> None:
        """Write down *step*, after all before it."""
        self._write_run()
        self._log.add(step)

    def _add_to_run(self, claims: JudgedClaims) -> None:
        """Keep *claims* for one step with those before: to repeat steps is work for one process."""
        run = self._run
        if len(run) == _LONGEST_RUN or (run and not run[0].is_followed_by(claims)):
            self._write_run()
        self._run.append(claims)

    def _write_run(self) -> None:
        if self._run:
            written = WrittenClaims.join([claims.written for claims in self._run])
            self._log.add(Judged([], [], self._run[0]._replace(written=written)))
            self._run = []

    def _look(self, block: Block) -> None:
        """Write down the envelopes in *block*, and what stands at the head of a set."""
        texts, start = block.texts, 0
        for mark in [at for at, text in enumerate(texts) if text[:2] in _STARTS]:
            self._look_at_head(block, start, mark)
            self._note(block, mark)
            start = mark + 1
        self._look_at_head(block, start, len(texts))

    def _look_at_head(self, block: Block, start: int, end: int) -> None:
        for index in range(start, end):
            if not self._is_in_head:
                return
            self._note(block, index)

    def _note(self, block: Block, index: int) -> None:
        text, number = block.texts[index], block.number + index
        identifier = text.partition(block.delimiters.element)[0]
        if identifier == "ST" or identifier in _HEAD_ENDS:
            self._is_in_head = identifier == "ST"
        if number >= self._first and (self._end is None or number < self._end):
            offset = block.offset_of(index)
            self._add(
                Block(
                    texts=[text],
                    number=number,
                    delimiters=block.delimiters,
                    offset=offset,
                    offsets=[offset],
                )
            )


class Answering:
    """Tells *acknowledger* what the logs of one stretch after another say."""

    def __init__(self, acknowledger: Acknowledger) -> None:
        self._acknowledger = acknowledger
        self._report = Report()
        self._told: list[Finding] = []

    def join(self, folder: Path, stretch: Stretch) -> None:
        """Take the log in *folder*, of the *stretch* that follows on those before it."""
        books = self._acknowledger
        if stretch.start is None:
            books.begin(self._report)
        for step in read_steps(folder / ANSWER_LOG):
            if isinstance(step, Block):
                for _ in books.watch(iter([step])):
                    pass
            else:
                books.enter(step)
        if stretch.end is None:
            books.finish()
        self._told += self._report.take()

    def agrees(self, told: Iterable[Finding]) -> bool:
        """
        Whether the books found what those of the stretches have *told*.

        They find more where a control number is that of a header in an earlier stretch, and where
        there are more faults than are kept.
        """
        return sorted(map(_known, self._told)) == sorted(map(_known, told))


def _known(found: Finding) -> tuple[int, str, str]:
    return found.position.segment, found.kind.code, found.message
