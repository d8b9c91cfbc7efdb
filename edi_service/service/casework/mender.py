"""
Claims mended for the cases that were approved, or by authorizations that were on file all along.

A claim may stand in several cases, one a policy; what is written shows the numbers of all that are
approved by then, and is written down with each of them.  Where an authorization on file covers what
a policy asks for (PA02) there is no case; its number is shown as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from edi_service.cases.progress import Cause, Happening, State, after
from edi_service.finding import NOWHERE, Report
from edi_service.mending import kinds
from edi_service.mending.approval import Approval, LineApproval, manner_of
from edi_service.mending.on_file import approval_on_file, standing_numbers
from edi_service.mending.places import propose
from edi_service.policy.demanding import demands
from edi_service.review.answer.heard import Action
from edi_service.service.casework.denying import BY_DENIAL, REMITTANCE, RemittedClaim
from edi_service.service.casework.mending import mend_passed
from edi_service.service.casework.progressing import lock_cases, write_down
from edi_service.service.casework.stored import read_stored
from edi_service.service.casework.telling import heard_about
from edi_service.service.records import Lane, MendedRecord
from edi_service.service.store import StoreRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edi_service.cases.model import Case
    from edi_service.facts.outside import Outside
    from edi_service.finding import Finding
    from edi_service.mending.approval import Manner
    from edi_service.mending.places import Proposal
    from edi_service.policy.model import NextStep
    from edi_service.policy.rule import Subject
    from edi_service.review.answer.heard import Heard
    from edi_service.service.casework.stored import Stored
    from edi_service.service.desk import Desk
    from edi_service.service.records import CaseRecord
    from edi_service.service.store import Books, Store

ACTOR = "mend"
PROPOSAL = "proposal"  # a sort of mended record: places that could be corrected
_INTERCHANGE = "ISA13"
_APPEAL = "appeal"  # a sort of attempt
_APPROVED = frozenset({Action.CERTIFIED, Action.MODIFIED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """
    What whoever asks knows better than the store.

    *manner* is how the claim goes out, *payer_control_number* the payer's number of the claim that
    is replaced; None and empty: as the policy and the remittances say.  *numbers_above* is the
    highest control number that others have used between the same two, so that ours lie above it.
    """

    manner: Manner | None = None
    payer_control_number: str = ""
    numbers_above: int = 0


class CaseMended(NamedTuple):
    """
    What became of the claim of a case.

    *data* is None where nothing is written; *cases* are those that the file speaks for.
    """

    data: bytes | None
    manner: Manner | None
    cases: tuple[str, ...]
    proposals: tuple[Proposal, ...]
    findings: tuple[Finding, ...]


class Granted(NamedTuple):
    """The numbers that a policy's services may go out with; *record* is None without a case."""

    record: CaseRecord | None
    numbers: Approval


class Mender:
    """
    Mends the claims of cases.

    Args:
        store: where they are kept.
        desk: policies, authorizations on file and the moment of asking.
        outside: what is known of claims besides.
    """

    def __init__(self, store: Store, desk: Desk, outside: Outside) -> None:
        self._store = store
        self._desk = desk
        self._outside = outside

    def mend(self, case_or_claim: str, wishes: Wishes, *, actor: str = ACTOR) -> CaseMended:
        """
        Mend the claim of a case, or a claim; the file, and that it was written, are kept.

        Args:
            case_or_claim: the id of either.
            wishes: what whoever asks knows better.
            actor: who asks.

        Raises:
            StoreRefused: there is no such case or claim, or the store cannot be read or written.
        """
        with self._store.begin(actor=actor, at=self._desk.as_of) as books:
            record = books.case(case_or_claim)
            claim_id = case_or_claim if record is None else record.claim_id
            if books.claim(claim_id) is None:
                message = f"there is no case or claim {case_or_claim}"
                raise StoreRefused(message)
            one = _Mending(books, self._desk, self._outside, claim_id, record)
            return one.mend(wishes, actor)


class _Mending:
    """The mending of one claim, asked for by the case *record* unless that is None."""

    def __init__(
        self,
        books: Books,
        desk: Desk,
        outside: Outside,
        claim_id: str,
        record: CaseRecord | None,
    ) -> None:
        self._books = books
        self._desk = desk
        self._record = record
        self._stored: Stored = read_stored(
            books, claim_id, find_guide=desk.find_guide, codes=desk.codes
        )
        facts, encounter = outside.find(self._stored.claim, Report())
        self._subject: Subject = desk.subject(self._stored.claim, facts, encounter)

    def mend(self, wishes: Wishes, actor: str) -> CaseMended:
        cases = self._books.cases_of_claim(self._stored.record.claim_id)
        of_cases = list(self._granted(cases))
        granted = [*of_cases, *self._filed(cases)]
        told = self._record
        if not granted or (told and told.case_id not in _ids(of_cases)):
            stands = f"the case is {told.state}" if told else "no case is approved"
            message = f"{stands}, and no authorization on file fits"
            return self._refused(kinds.NOT_APPROVED.found(NOWHERE, message))
        records = [each.record for each in granted if each.record is not None]
        remitted = self._remitted(records)
        was_sent = bool(remitted) or self._was_sent(records)
        manner = wishes.manner or manner_of(
            self._next_step(records),
            was_sent=was_sent,
            in_part=bool(remitted) and Decimal(remitted[-1].paid) > 0,
            on_appeal=any(self._is_appealed(record) for record in records),
        )
        approval = self._together(granted, manner)
        if approval is None:
            message = "several cases of the claim were approved, each with another number"
            return self._refused(kinds.NUMBERS_COMPETE.found(NOWHERE, message))
        number = wishes.payer_control_number or (remitted[-1].payer_number if remitted else "")
        approval = msgspec.structs.replace(approval, payer_control_number=number)
        return self._write(granted, approval, actor, wishes.numbers_above)

    def _write(
        self, granted: list[Granted], approval: Approval, actor: str, above: int
    ) -> CaseMended:
        header = self._stored.passed.transaction_set.interchange
        lane = Lane(header.sender_id, header.receiver_id, header.usage)
        claim_id = self._stored.record.claim_id
        lock_cases(self._books, (each.record.case_id for each in granted if each.record))
        number = self._take_number(lane, above)
        found = mend_passed(
            self._stored.passed,
            approval,
            find_guide=self._desk.find_guide,
            control_number=number,
        )
        proposals = propose(self._subject, self._desk.library)
        if found.data is None:
            self._void(lane, number, "nothing was written")
            return CaseMended(None, approval.manner, (), proposals, found.findings)
        assert approval.manner is not None  # noqa: S101 -- else nothing is written
        for each in granted:
            if each.record is None:
                self._books.audit("claim mended", claim_id, "by an authorization on file")
            else:
                numbers = msgspec.structs.replace(each.numbers, manner=approval.manner)
                self._keep(each.record, numbers, found.data, actor)
        if proposals and self._record is not None:
            data = msgspec.json.encode(proposals)
            self._books.add_mended(self._made(self._record.case_id, PROPOSAL), data)
        told = tuple(_ids(granted))
        return CaseMended(found.data, approval.manner, told, proposals, found.findings)

    def _take_number(self, lane: Lane, above: int) -> int:
        """ISA13 of a new file: never that of the file the claim came in, and above *above*."""
        number = self._take(lane)
        if number <= above:
            self._void(lane, number, "others have used it")
            if number < above:
                self._void(lane, self._take(lane, above - number), "others have used them")
            number = self._take(lane)
        used = self._stored.passed.transaction_set.control.interchange
        if used.isdecimal() and number == int(used):
            self._void(lane, number, "the claim came under it")
            number = self._take(lane)
        return number

    def _take(self, lane: Lane, count: int = 1) -> int:
        claim_id = self._stored.record.claim_id
        return self._books.take_number(lane, _INTERCHANGE, claim_id, count)

    def _void(self, lane: Lane, number: int, reason: str) -> None:
        self._books.void_number(lane, _INTERCHANGE, number, reason)

    def _keep(self, record: CaseRecord, numbers: Approval, data: bytes, actor: str) -> None:
        """Keep the file with a case, and that its claim was mended; *numbers* are the case's."""
        assert numbers.manner is not None  # noqa: S101 -- else nothing is written
        manner = numbers.manner.value
        shown = numbers.number or ", ".join(
            dict.fromkeys(each.number for each in numbers.lines if each.number)
        )
        made = self._books.add_mended(self._made(record.case_id, manner, shown), data)
        note = f"{manner.replace('-', ' ')}, mended file {made.number}"
        what = Happening(cause=Cause.CLAIM_MENDED, at=self._desk.as_of, actor=actor, note=note)
        write_down(self._books, record, what)

    def _made(self, case_id: str, kind: str, authorization: str = "") -> MendedRecord:
        return MendedRecord(
            case_id=case_id,
            claim_id=self._stored.record.claim_id,
            made_at=self._desk.as_of,
            kind=kind,
            authorization=authorization,
        )

    def _granted(self, cases: Iterable[CaseRecord]) -> Iterator[Granted]:
        """Those of *cases* whose claim may go out."""
        for record in cases:
            numbers = self._numbers(record)
            if numbers is not None and after(State(record.state), Cause.CLAIM_MENDED):
                yield Granted(record, numbers)

    def _filed(self, cases: Iterable[CaseRecord]) -> Iterator[Granted]:
        """What is on file for policies that opened no case, since it was."""
        with_case = {record.case.policy for record in cases}
        subject, library = self._subject, self._desk.library
        day = subject.claim.first_day
        applying = library.applying(subject.payer, day, subject.as_of.date())
        subject = msgspec.structs.replace(subject, equivalents=applying.equivalents)
        for demand in demands(subject, applying, applying.topics(subject.claim)):
            if demand.stand.policy.id not in with_case:
                numbers = approval_on_file(subject, demand.lines, whole_claim=demand.whole_claim)
                if numbers is not None:
                    yield Granted(None, numbers)

    def _numbers(self, record: CaseRecord) -> Approval | None:
        """What the payer gave for a case, else what is on file; None where there is nothing."""
        for _, heard in reversed(heard_about(self._books, record.case_id)):
            if heard.cause in _GRANTING:
                return _given(heard, record.case)
        lines = tuple(line for line in self._stored.claim.lines if line.number in record.case.lines)
        return approval_on_file(self._subject, lines, whole_claim=record.case.is_whole_claim)

    def _together(self, granted: list[Granted], manner: Manner | None) -> Approval | None:
        """The numbers of all cases as one decision; None where they cannot all be shown."""
        whole = {each.numbers.number for each in granted if not each.numbers.lines}
        lines: dict[str, set[str]] = {}
        for each in granted:
            for line in each.numbers.lines:
                lines.setdefault(line.line, set()).add(line.number or each.numbers.number)
        if len(whole) > 1 or any(len(numbers) > 1 for numbers in lines.values()):
            return None
        shared = {each.numbers.number for each in granted}
        return Approval(
            manner=manner,
            number=next(iter(whole or (shared if len(shared) == 1 else ())), ""),
            lines=tuple(LineApproval(line, *numbers) for line, numbers in lines.items()),
            standing=standing_numbers(self._subject),
        )

    def _remitted(self, records: Iterable[CaseRecord]) -> list[RemittedClaim]:
        """What remittances said of the claim, the last one last."""
        answers = [
            answer
            for record in records
            for answer in self._books.answers(record.case_id)
            if answer.kind == REMITTANCE
        ]
        answers.sort(key=lambda answer: answer.heard_at)
        return [msgspec.json.decode(each.reading, type=RemittedClaim) for each in answers]

    def _is_appealed(self, record: CaseRecord) -> bool:
        """Whether the last request of a case was an appeal."""
        attempts = [each for each in self._books.attempts(record.case_id) if each.sent_at]
        return bool(attempts) and attempts[-1].kind == _APPEAL

    def _was_sent(self, records: Iterable[CaseRecord]) -> bool:
        """Whether the payer has had the claim, as far as anybody knows."""
        facts = self._subject.facts
        told = (facts.first_submitted, facts.denied, facts.claim_received, facts.denial_letter)
        opened = any(record.cause == BY_DENIAL for record in records)
        return opened or any(day is not None for day in told)

    def _next_step(self, records: list[CaseRecord]) -> NextStep | None:
        """What follows an approval by the policy of the case, else of the first of *records*."""
        told = self._record or next(iter(records), None)
        for policy in self._desk.library.policies:
            for revision in policy.revisions if told and policy.id == told.case.policy else ():
                if told and revision.starts == told.case.revision:
                    return revision.aftermath.approved
        return None

    def _refused(self, found: Finding) -> CaseMended:
        return CaseMended(None, None, (), propose(self._subject, self._desk.library), (found,))


def _ids(granted: Iterable[Granted]) -> list[str]:
    return [each.record.case_id for each in granted if each.record is not None]


_GRANTING = (Cause.APPROVED, Cause.PARTLY_APPROVED, Cause.MODIFIED)


def _given(heard: Heard, case: Case) -> Approval:
    """The numbers of a decision; a stay has one, whatever its procedures say."""
    if case.is_whole_claim:
        return Approval(manner=None, number=heard.number)
    if not heard.lines:
        lines = {each: LineApproval(each) for each in case.lines}
    else:
        lines = {}
        for each in heard.lines:
            if each.action in _APPROVED:
                line = each.line.partition("-")[0]  # a drug of the line has the line's trace
                own = "" if each.number == heard.number else each.number
                lines.setdefault(line, LineApproval(line, own))
    number = heard.number if lines else ""  # for none of the lines there is none
    return Approval(manner=None, number=number, lines=tuple(lines.values()))
