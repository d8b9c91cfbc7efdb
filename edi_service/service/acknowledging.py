"""Answering a file while it is checked: TA1, 999 and 277CA as soon as their books can be closed."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from edi_service.acknowledge.claim_status import billing_provider, judge_claim
from edi_service.acknowledge.file import acknowledge_file, is_no_acknowledgment
from edi_service.acknowledge.ledger import InMemory, Ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from edi_service.acknowledge.claim_status import StatusTable
    from edi_service.acknowledge.file import Document
    from edi_service.acknowledge.ledger import Spools
    from edi_service.claims.model import Claim
    from edi_service.finding import Finding, Report
    from edi_service.x12.headers import GroupHeader, InterchangeHeader
    from edi_service.x12.segment import Block


_IN_MEMORY = InMemory()


class Acknowledger:
    """
    Keeps the books of one file after another and writes the answers.

    Args:
        keep: takes each answer, whose parts have to be used up before it returns.
        table: what a finding means for the status of its claim.
        moment: date and time of the answers.
        next_number: gives control numbers for answers to an interchange; None: they are counted
            from 1.
        spools: keep what becomes of claims until it is written.
        is_answered: whether a functional group gets a 999.
    """

    def __init__(  # noqa: PLR0913 -- one for each thing that answers hang on
        self,
        keep: Callable[[Document], None],
        table: StatusTable,
        moment: datetime,
        next_number: Callable[[InterchangeHeader], int] | None = None,
        *,
        spools: Spools = _IN_MEMORY,
        is_answered: Callable[[GroupHeader], bool] = is_no_acknowledgment,
    ) -> None:
        numbers = count(1)
        self._keep = keep
        self._table = table
        self._moment = moment
        self._next_number = next_number or (lambda _: next(numbers))
        self._spools = spools
        self._is_answered = is_answered
        self._set = ""

    def begin(self, report: Report) -> None:
        """Open the books of a file; what they find wrong goes to *report*."""
        self._ledger = Ledger(report, spools=self._spools)
        self._set = ""

    def watch(self, blocks: Iterator[Block]) -> Iterator[Block]:
        """Let the blocks of the file pass."""
        return self._ledger.watch(blocks)

    def take(self, claim: Claim | None, findings: Iterable[Finding]) -> None:
        """Enter *findings*, each once, and the *claim* that some of them are about."""
        own: list[Finding] = []
        others: list[Finding] = []
        for finding in findings:
            is_own = claim is not None and finding.claim_id == claim.claim_id
            (own if is_own else others).append(finding)
        self._ledger.add_findings(others)
        if claim is not None and claim.placed is not None:
            self._close_before(claim)
            status = judge_claim(claim, own, self._table, self._moment.date())
            self._ledger.add_claim(status, billing_provider(claim), claim.placed.number)
            self._ledger.add_findings(own, claim.number)

    def finish(self) -> None:
        """Answer what is left of the file."""
        self._answer(None)

    def _close_before(self, claim: Claim) -> None:
        """Answer all sets before the one *claim* is the first of."""
        placed = claim.placed
        assert placed is not None  # noqa: S101 -- the caller has looked
        control = placed.control
        current = f"{control.interchange} {control.group} {control.set}"
        if current != self._set:
            self._answer(placed.number)
            self._set = current

    def _answer(self, before_segment: int | None) -> None:
        for document in acknowledge_file(
            self._ledger,
            moment=self._moment,
            next_number=self._next_number,
            before_segment=before_segment,
            is_answered=self._is_answered,
        ):
            self._keep(document)
