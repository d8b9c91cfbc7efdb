"""
What a run reads and brings forth, kept in a store.

Claims are kept some at a time, each time with all that follows from them, in one transaction.  A
run that was cut short is run again: what is kept already stays, and a case that has a request gets
the same one.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from edi_service.cases.progress import Cause, Happening, State, first_cause
from edi_service.claims.copying import SingleCopies
from edi_service.finding import NOWHERE, Severity
from edi_service.report.rows import finding_row
from edi_service.service.casework.attempts import Making, keep_attempt, read_written, take_numbers
from edi_service.service.casework.progressing import write_down
from edi_service.service.kinds import ALREADY_ASKED, ALREADY_KEPT, EARLIER_UNCLEAR, JOINED
from edi_service.service.records import (
    ArrivalKind,
    ArrivalRecord,
    CaseRecord,
    ClaimRecord,
    Search,
)
from edi_service.service.stream import start_of
from edi_service.x12.gather import address_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from edi_service.cases.model import Case
    from edi_service.finding import Finding
    from edi_service.policy.rule import Subject
    from edi_service.service.ports import Arrival
    from edi_service.service.store import Books, Keep, Store
    from edi_service.service.stream import Passed
    from edi_service.x12.gather import Address, Numbers

    Kept = Sequence[tuple[ClaimRecord, bytes]]

ACTOR = "process"
PIECE_BYTES = 1 << 20
_RESUBMITTED = ("7", "8")  # CLM05-3
_UNASKED = (State.OPENED, State.WAITING, State.HELD, State.READY)


class Recorder:
    """
    Keeps what a run reads, as of the moment *as_of*; *keep* lets each step of it be written.

    *has_bytes* says that the bytes of arrivals are in the store before they are read.

    Requests of a *batch* leave in one interchange for each address.  Everything but
    :meth:`take_arrival` and :meth:`prepare` happens within a :meth:`step`.
    """

    def __init__(
        self, keep: Keep, as_of: datetime, *, batch: bool = False, has_bytes: bool = False
    ) -> None:
        self._keep = keep
        self._has_bytes = has_bytes
        self._as_of = as_of
        self._open_books: Books | None = None
        self._batches: dict[Address, Numbers] | None = {} if batch else None

    def take_arrival(self, arrival: Arrival) -> list[Finding]:
        """Keep *arrival* and its bytes; a note when it is known."""
        record = ArrivalRecord(
            sha256=arrival.sha256,
            kind=ArrivalKind.CLAIMS,
            size=arrival.size,
            received_at=self._as_of,
            name=arrival.name,
        )
        before: list[ArrivalRecord | None] = []

        def begin() -> None:
            before[:] = [self.books.arrival(arrival.sha256)]
            self.books.add_arrival(record)
            self.books.clear_findings(arrival.sha256)

        self.step(begin)
        if self._has_bytes:
            return []
        with arrival.open() as source:
            for number, data in enumerate(iter(lambda: source.read(PIECE_BYTES), b"")):
                self.step(partial(self._keep_part, arrival.sha256, number, data))
        known = before[0]
        if known is None:
            return []
        says = f"it was taken in on {known.received_at:%Y-%m-%d}"
        return [ALREADY_KEPT.found(NOWHERE, says)]

    def _keep_part(self, sha256: str, number: int, data: bytes) -> None:
        self.books.add_original(sha256, number, data)

    def step(self, act: Callable[[], None]) -> None:
        """Let *act* happen in one transaction."""

        def write(store: Store) -> None:
            with store.begin(actor=ACTOR, at=self._as_of) as books:
                self._open_books = books
                try:
                    act()
                finally:
                    self._open_books = None

        self._keep(write)

    def prepare(self, read: Iterable[tuple[Passed, Subject]], arrival: Arrival) -> Kept:
        """What is to be kept of claims; it needs no transaction, and others none to end."""
        copies = SingleCopies()
        return [
            (
                _claim_record(subject, arrival.sha256),
                copies.copy(subject.claim, passed.transaction_set, passed.header),
            )
            for passed, subject in read
        ]

    def keep_claims(self, kept: Kept) -> dict[str, list[Finding]]:
        """Keep claims that were prepared; what is to be said of them, by claim id."""
        said: dict[str, list[Finding]] = {}
        self.books.add_claims(kept)
        for record, _ in kept:
            if record.frequency in _RESUBMITTED and record.payer_claim:
                said[record.claim_id] = self._join_earlier(record)
        return said

    def case_of(self, claim_id: str, policy: str, own: str) -> str:
        """The id of the case a claim stands in under *policy*; *own* when it stands in none."""
        return next(
            (
                record.case_id
                for record in self.books.cases_of_claim(claim_id)
                if record.case.policy == policy
            ),
            own,
        )

    def open(self, case: Case) -> None:
        """Keep a case, unless it is there."""
        self.books.open_case(
            CaseRecord(
                case=case,
                state=State.OPENED.value,
                claim_id=case.claim_id,
                opened_at=self._as_of,
                changed_at=self._as_of,
            )
        )

    def asked_before(self, case: Case) -> Finding | None:
        """Why no request is to be written for *case*; None when one may be."""
        first = self.books.claims_of_case(case.case_id)[0]
        if first == case.claim_id or not self.books.attempts(case.case_id):
            return None
        return ALREADY_ASKED.found(NOWHERE, f"case {case.case_id}")

    def keep_request(self, case: Case, kind: str, channel: str, request: bytes) -> bytes:
        """The bytes of the case's request: those kept before, else *request*, numbered and kept."""
        attempts = self.books.attempts(case.case_id)
        if attempts:
            return self.books.attempt_data(case.case_id, attempts[-1].number)
        making = Making(case.case_id, 1, kind, channel, self._as_of)
        return keep_attempt(self.books, making, request, self._together(request))

    def _together(self, request: bytes) -> Numbers | None:
        """The numbers of the interchange that a request of a batch leaves in."""
        if self._batches is None:
            return None
        address = address_of(request)
        if address not in self._batches:
            written = read_written(request)
            numbers = take_numbers(self.books, written.lane, f"batch of {written.reference}")
            self._batches[address] = numbers
        return self._batches[address]

    def settle(self, case: Case) -> None:
        """Write down what became of *case* once it was asked for, or could not be."""
        record = self.books.case(case.case_id)
        assert record is not None  # noqa: S101 -- it was opened in this transaction
        is_new = record.state == State.OPENED
        if record.state not in _UNASKED or (record.case == case and not is_new):
            return
        if record.case != case:
            self.books.replace_case(case)
        cause = first_cause(case)
        if is_new or cause is not _cause_of(record.state):
            happening = Happening(cause=cause, at=self._as_of, actor=ACTOR)
            write_down(self.books, record, happening)

    def keep_findings(self, findings: Iterable[Finding], arrival: Arrival) -> None:
        """Keep those *findings* that hold a claim, or more than one."""
        rows = [
            finding_row(found, arrival.name)
            for found in findings
            if found.severity >= Severity.ERROR
        ]
        self.books.add_findings(arrival.sha256, rows)

    @property
    def books(self) -> Books:
        """The transaction of the step under way."""
        assert self._open_books is not None  # noqa: S101 -- see the class
        return self._open_books

    def _join_earlier(self, record: ClaimRecord) -> list[Finding]:
        """Let a resubmission stand in the cases of what it replaces or voids."""
        said: list[Finding] = []
        by_policy: dict[str, set[str]] = {}
        for claim_id in self._earlier(record):
            for case in self.books.cases_of_claim(claim_id):
                by_policy.setdefault(case.case.policy, set()).add(case.case_id)
        standing = {each.case.policy for each in self.books.cases_of_claim(record.claim_id)}
        for policy, cases in by_policy.items():
            if policy in standing:
                continue
            if len(cases) > 1:
                says = f"{len(cases)} cases of {policy} fit"
                said.append(EARLIER_UNCLEAR.found(NOWHERE, says, claim_id=record.claim_id))
            else:
                case_id = cases.pop()
                self.books.join_claim(case_id, record.claim_id)
                says = f"case {case_id}"
                said.append(JOINED.found(NOWHERE, says, claim_id=record.claim_id))
        return said

    def _earlier(self, record: ClaimRecord) -> list[str]:
        """The claims that *record* may replace: by the payer's number, else by what it says."""
        by_number = self.books.find(Search.PAYER_CLAIM, record.payer_claim)
        others = [claim_id for claim_id in by_number if claim_id != record.claim_id]
        if others:
            return others
        return [
            claim_id
            for claim_id in self.books.find(Search.ACCOUNT, record.account)
            if claim_id != record.claim_id and _is_alike(self.books.claim(claim_id), record)
        ]


def _is_alike(earlier: ClaimRecord | None, record: ClaimRecord) -> bool:
    """Whether two claims of one account are for the same member, by one provider to one payer."""
    if earlier is None:
        return False
    return all(
        getattr(earlier, name) == getattr(record, name)
        for name in ("account", "member_id", "billing_id", "payer_id", "kind")
    )


def _cause_of(state: str) -> Cause | None:
    """What has led to a state in which nothing was asked yet."""
    causes = {
        State.WAITING: Cause.FACTS_MISSING,
        State.HELD: Cause.FAULTS_FOUND,
        State.READY: Cause.NOTHING_MISSING,
    }
    return causes.get(State(state))


def _claim_record(subject: Subject, sha256: str) -> ClaimRecord:
    claim = subject.claim
    parties = claim.parties
    patient = parties.patient
    return ClaimRecord(
        claim_id=claim.claim_id,
        sha256=sha256,
        kind=claim.kind.value,
        segment=start_of(claim),
        frequency=claim.frequency,
        payer=subject.payer.payer if subject.payer else "",
        account=claim.number,
        member_id=parties.subscriber.party.identifier,
        last_name=patient.party.last_name,
        first_name=patient.party.first_name,
        birth_date=patient.birth_date,
        billing_id=parties.billing.identifier,
        payer_name=parties.payer.last_name,
        payer_id=parties.payer.identifier,
        payer_claim=claim.reference("F8"),
        authorizations=claim.authorizations,
        charge=claim.charge,
        first_day=claim.first_day,
        last_day=claim.last_day,
    )
