"""
One run: from arrivals to findings, cases, requests and totals.

Claims stream through, a few at a time; what is said of a claim is in the outbox before what is said
of the next one.  A finding holds a claim or a case, never its neighbours.
"""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import structlog

from edi_service import __version__
from edi_service.cases.money import total_at_risk
from edi_service.cases.open import open_cases
from edi_service.finding import NOWHERE, Report, Severity
from edi_service.policy.examine import examine
from edi_service.report.rows import case_row, finding_row
from edi_service.report.summary import Totals
from edi_service.service.asking import Asker
from edi_service.service.kinds import SAME_BYTES
from edi_service.service.stream import ID_LENGTH, identifier, start_of
from edi_service.service.stretch import WHOLE, read_stretch
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from edi_service.cases.model import Case
    from edi_service.claims.model import Claim
    from edi_service.facts.outside import Outside
    from edi_service.finding import Finding
    from edi_service.policy.across import Across
    from edi_service.policy.rule import Subject
    from edi_service.report.summary import Summary
    from edi_service.service.acknowledging import Books
    from edi_service.service.desk import Desk
    from edi_service.service.ports import Arrival, Outbox
    from edi_service.service.recording import Kept, Recorder
    from edi_service.service.split import Splits
    from edi_service.service.stream import Passed
    from edi_service.service.stretch import Stretch

    Read = tuple[Passed, list[Finding]]  # a claim or a set, and what was found while it was read


SETTLED_AT_ONCE = 64
"""Claims read before they are looked at: each part of the work goes quicker when not interrupted
by the other, since a processor keeps near what it used last."""
KEPT_AT_ONCE = 256
"""Likewise where they are kept in a store, in one transaction and one block of it."""


class Part(NamedTuple):
    """The counts of a part of a run."""

    totals: Totals
    tally: Tally


class Run:
    """
    Takes arrivals one after another; :meth:`finish` closes the books.

    *advance* is told how many bytes have been read, as they are.  *split*, when given, writes the
    claims into two files.  *seen* tells the names of arrivals by their hashes, where it is known
    before they are read.  *across*, when given, holds the claims against each other in the end.
    *recorder*, when given, keeps in a store what is read and what comes of it.
    *acknowledger*, when given, answers each arrival by what it says of itself, before any policy.
    """

    def __init__(  # noqa: PLR0913 -- one for each thing a run may be given
        self,
        desk: Desk,
        outside: Outside,
        outbox: Outbox,
        *,
        first_control_number: int,
        advance: Callable[[int], None],
        split: Splits | None = None,
        seen: Mapping[str, str] = MappingProxyType({}),
        across: Across | None = None,
        recorder: Recorder | None = None,
        acknowledger: Books | None = None,
    ) -> None:
        self._desk = desk
        self._outside = outside
        self._outbox = outbox
        self._asker = Asker(
            outbox=outbox,
            service_types=desk.service_types,
            control_number=first_control_number,
            recorder=recorder,
        )
        self._recorder = recorder
        self._settled_at_once = SETTLED_AT_ONCE if recorder is None else KEPT_AT_ONCE
        self._advance = advance
        self._split = split
        self._across = across
        self._acknowledger = acknowledger
        self._totals = Totals()
        self._tally = Tally()
        self._seen = dict(seen)  # hash → name of every arrival read
        self._log = structlog.get_logger()

    @property
    def has_errors(self) -> bool:
        """Whether anything of error severity was found so far."""
        return self._totals.worst >= Severity.ERROR

    @property
    def claims(self) -> int:
        """How many claims were read so far."""
        return self._totals.claims

    def take(self, arrival: Arrival) -> None:
        """Read *arrival* to its end, whatever it holds."""
        before = self._totals.claims
        if self.read(arrival, WHOLE):
            self.log_read(arrival, self._totals.claims - before)

    def read(self, arrival: Arrival, stretch: Stretch) -> bool:
        """
        Read a *stretch* of *arrival* to its end.

        False when an arrival before it has the same bytes, so that it is not read.
        """
        self._totals.files += stretch.start is None
        first = self._seen.setdefault(arrival.sha256, arrival.name)
        if first != arrival.name:
            message = f"the same bytes as {first}"
            self._tell([SAME_BYTES.found(NOWHERE, message)], arrival.name)
            return False
        if self._recorder is not None:
            self._tell(self._recorder.take_arrival(arrival), arrival.name)
        report = Report()
        books = self._acknowledger
        if books is not None:
            books.begin(report)
        batch: list[Read] = []
        for passed in read_stretch(
            arrival,
            stretch,
            report,
            self._tally,
            find_guide=self._desk.find_guide,
            codes=self._desk.codes,
            watch=iter if books is None else books.watch,
        ):
            findings = report.take(before_segment=passed.end)
            if books is not None:
                books.take(passed.claim, findings)
            batch.append((passed, findings))
            if len(batch) == self._settled_at_once:
                self._settle(batch, arrival)
                self._advance(self._tally.bytes)
        self._settle(batch, arrival)
        if self._split is not None:
            self._split.end_arrival(report.findings)
        rest = report.take()
        if books is not None:
            books.take(None, rest)
            books.finish()
            rest += report.take()
        self._step(partial(self._tell_of, rest, arrival))
        return True

    def log_read(self, arrival: Arrival, claims: int) -> None:
        """Log that *arrival* was read, and how many claims it holds."""
        name = arrival.sha256[:ID_LENGTH]
        self._log.info("arrival read", sha256=name, bytes=arrival.size, claims=claims)

    def close(self) -> Part:
        """Close the books of a part of a run: what was read goes to the outbox as it is."""
        self._outbox.finish(self._summary())
        return Part(self._totals, self._tally)

    def add(self, part: Part) -> None:
        """Count what another run has read for this one."""
        self._totals.add(part.totals)
        self._tally.add(part.tally)

    def finish(self) -> Summary:
        """Tell what concerns no single file, then hand the totals to the outbox."""
        on_file = self._desk.authorizations
        for found, name in self._across.findings() if self._across is not None else ():
            self._tell([found], name)
        for found, name in self._outside.findings():
            self._tell([found], name)
        for table in (on_file, self._desk.rates):
            self._tell(table.findings, table.name)
        summary = self._summary()
        self._outbox.finish(summary)
        return summary

    def _summary(self) -> Summary:
        return self._totals.summary(version=__version__, as_of=self._desk.as_of, read=self._tally)

    def _settle(self, batch: list[Read], arrival: Arrival) -> None:
        """Decide what becomes of each claim, and say what was found up to its end."""
        subjects = [
            None if passed.claim is None else self._enter(passed.claim, findings, arrival)
            for passed, findings in batch
        ]
        self._step(
            partial(self._decide, subjects, batch, arrival, self._kept(subjects, batch, arrival))
        )
        batch.clear()

    def _kept(self, subjects: list[Subject | None], batch: list[Read], arrival: Arrival) -> Kept:
        """What is to be kept of a batch, made ready before the transaction that keeps it."""
        if self._recorder is None:
            return ()
        pairs = zip(subjects, batch, strict=True)
        read = [(passed, subject) for subject, (passed, _) in pairs if subject is not None]
        return self._recorder.prepare(read, arrival)

    def _decide(
        self, subjects: list[Subject | None], batch: list[Read], arrival: Arrival, kept: Kept
    ) -> None:
        """Keep the claims of a batch, and all that follows from them."""
        self._record(subjects, batch, kept)
        for subject, (passed, findings) in zip(subjects, batch, strict=True):
            if subject is not None:
                self._examine(subject, findings, arrival)
            if self._split is not None:
                self._split.take(passed, findings)
            if findings:
                self._tell_of(Report(findings).take(), arrival)

    def _step(self, act: Callable[[], None]) -> None:
        """What is kept of a batch is kept in one transaction."""
        if self._recorder is None:
            act()
        else:
            self._recorder.step(act)

    def _record(self, subjects: list[Subject | None], batch: list[Read], kept: Kept) -> None:
        """Keep the claims of a batch; their findings take what the store says of them."""
        if self._recorder is None:
            return
        said = self._recorder.keep_claims(kept)
        for subject, (_, findings) in zip(subjects, batch, strict=True):
            if subject is not None:
                findings.extend(said.get(subject.claim.claim_id, ()))

    def _enter(self, claim: Claim, findings: list[Finding], arrival: Arrival) -> Subject:
        """Count *claim* and write down what it says; *findings* takes what is doubtful about it."""
        self._totals.add_claim(claim)
        own = Report(findings)
        subject = self._desk.subject(claim, *self._outside.find(claim, own))
        self._desk.authorizations.use(claim)
        if self._across is not None:
            self._across.add(subject, arrival.name)
        self._outbox.add_claim(claim, arrival.name, subject.payer)
        return subject

    def _examine(self, subject: Subject, findings: list[Finding], arrival: Arrival) -> None:
        """Hold the claim of *subject* against the policies; *findings* takes what they say."""
        claim = subject.claim
        examination = examine(subject, self._desk.library)
        findings += examination.findings
        if not examination.concerns:
            return

        def identify(policy: str) -> str:
            own = identifier(arrival.sha256, start_of(claim), policy)
            if self._recorder is None:
                return own
            return self._recorder.case_of(claim.claim_id, policy, own)

        known = [found for found in findings if found.claim_id == claim.claim_id]
        cases, remarks = open_cases(subject, examination, known, identify)
        findings += remarks
        for case in cases:
            findings += self._take_case(case, subject, arrival)
        self._totals.amount_at_risk += total_at_risk(cases, claim)

    def _take_case(self, case: Case, subject: Subject, arrival: Arrival) -> Iterable[Finding]:
        if self._recorder is not None:
            self._recorder.open(case)
        asked = self._asker.ask(case, subject, self._desk.partner(case.payer))
        if self._recorder is not None:
            self._recorder.settle(asked.case)
        self._totals.requests += asked.products.request is not None
        self._totals.worksheets += asked.products.worksheet is not None
        self._totals.add_case(asked.case)
        self._outbox.add_case(
            case_row(
                asked.case,
                arrival.name,
                asked.products,
                self._desk.document_titles,
                subject.facts.documents,
            )
        )
        return asked.findings

    def _tell_of(self, findings: list[Finding], arrival: Arrival) -> None:
        """Tell what was found in *arrival*."""
        self._tell(findings, arrival.name)
        if self._recorder is not None:
            self._recorder.keep_findings(findings, arrival)

    def _tell(self, findings: Iterable[Finding], file: str) -> None:
        for finding in findings:
            self._totals.add_finding(finding)
            self._outbox.add_finding(finding_row(finding, file))
