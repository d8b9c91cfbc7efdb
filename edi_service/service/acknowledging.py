"""Answering a file while it is checked: TA1, 999 and 277CA as soon as their books can be closed."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, NamedTuple, Protocol

from edi_service.acknowledge.claim_status import billing_provider, judge_claim
from edi_service.acknowledge.file import acknowledge_file, is_no_acknowledgment
from edi_service.acknowledge.ledger import InMemory, Ledger
from edi_service.acknowledge.write_277ca import write_claim

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date, datetime

    from edi_service.acknowledge.claim_status import StatusTable
    from edi_service.acknowledge.file import Document
    from edi_service.acknowledge.ledger import Spools
    from edi_service.acknowledge.statuses import Identity, WrittenClaims
    from edi_service.claims.model import Claim
    from edi_service.finding import Finding, Report
    from edi_service.x12.headers import GroupHeader, InterchangeHeader
    from edi_service.x12.segment import Block


_IN_MEMORY = InMemory()


class Books(Protocol):
    """Whoever is told of all that is read of a file, to answer it."""

    def begin(self, report: Report) -> None:
        """A file is opened; what is wrong with its headers goes to *report*."""

    def watch(self, blocks: Iterator[Block]) -> Iterator[Block]:
        """Let the blocks of the file pass."""

    def take(self, claim: Claim | None, findings: Iterable[Finding]) -> None:
        """See *findings*, each once, and the *claim* that some of them are about."""

    def finish(self) -> None:
        """The file is over."""


class JudgedClaims(NamedTuple):
    """
    What becomes of a claim, or of several of one provider in a row, and where they belong.

    *number* is CLM01 of the first and *segment* the number of that CLM in its file; *set* is told
    by its control numbers.
    """

    number: str
    segment: int
    set: str
    provider: Identity
    written: WrittenClaims

    def is_followed_by(self, other: JudgedClaims) -> bool:
        """Whether *other*, which comes next, is of the same provider and set."""
        return self.provider == other.provider and self.set == other.set


class Judged(NamedTuple):
    """
    Findings that an answer can carry, a claim's *own* apart from the *others*.

    Where there are any of its own, there is one claim alone.
    """

    others: list[Finding]
    own: list[Finding]
    claims: JudgedClaims | None


def judge(
    claim: Claim | None, findings: Iterable[Finding], table: StatusTable, today: date
) -> Judged:
    """What an answer of *today* says of *claim*, if there is one, and of its *findings*."""
    own: list[Finding] = []
    others: list[Finding] = []
    for finding in findings:
        is_own = claim is not None and finding.claim_id == claim.claim_id
        (own if is_own else others).append(finding)
    if claim is None or claim.placed is None:
        return Judged(_carried(others), [], None)
    control = claim.placed.control
    judged = JudgedClaims(
        number=claim.number,
        segment=claim.placed.number,
        set=f"{control.interchange} {control.group} {control.set}",
        provider=billing_provider(claim),
        written=write_claim(judge_claim(claim, own, table, today)),
    )
    return Judged(_carried(others), _carried(own), judged)


def _carried(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.kind.acknowledgment]


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
        self.enter(judge(claim, findings, self._table, self._moment.date()))

    def enter(self, judged: Judged) -> None:
        """Enter what somebody has judged; all of a file, in order."""
        self._ledger.add_findings(judged.others)
        if judged.claims is not None:
            claims = judged.claims
            self._close_before(claims)
            self._ledger.add_claims(claims.written, claims.provider, claims.segment)
            self._ledger.add_findings(judged.own, claims.number)

    def finish(self) -> None:
        """Answer what is left of the file."""
        self._answer(None)

    def _close_before(self, claims: JudgedClaims) -> None:
        """Answer all sets before the one *claims* are the first of."""
        if claims.set != self._set:
            self._answer(claims.segment)
            self._set = claims.set

    def _answer(self, before_segment: int | None) -> None:
        for document in acknowledge_file(
            self._ledger,
            moment=self._moment,
            next_number=self._next_number,
            before_segment=before_segment,
            is_answered=self._is_answered,
        ):
            self._keep(document)
