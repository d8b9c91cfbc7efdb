"""
What a denial does to the cases of its claim, and a payment to one that was mended.

The claim is looked at again as it stands in the store, now that the day of its denial is known: a
policy may count from that day, so that a case comes into being, or one that was too late does not
stay so.  What was asked already goes on; the denial is written down with it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec.structs import replace

from edi_service.cases.open import open_cases
from edi_service.cases.progress import Cause, Effect, Happening, State, first_cause
from edi_service.claims.model import Quiet
from edi_service.mending.places import propose
from edi_service.policy.examine import examine
from edi_service.remittance import kinds
from edi_service.remittance.denied import denied_lines, without_refused_numbers
from edi_service.remittance.reasons import Topic
from edi_service.service.casework.progressing import write_down
from edi_service.service.records import AnswerRecord, CaseRecord
from edi_service.service.stream import identifier
from edi_service.x12.segment import encode

if TYPE_CHECKING:
    from edi_service.cases.model import Case
    from edi_service.facts.outside import Outside
    from edi_service.finding import Finding, Report
    from edi_service.policy.rule import Subject
    from edi_service.remittance.denials import Denial, Judged
    from edi_service.remittance.model import PaidClaim
    from edi_service.service.casework.stored import Stored
    from edi_service.service.desk import Desk
    from edi_service.service.records import ClaimRecord
    from edi_service.service.store import Books

ACTOR = "remit"
BY_DENIAL = "denial"  # what opened a case
REMITTANCE = "835"
_UNASKED = (State.OPENED, State.WAITING, State.HELD, State.READY, State.EXPIRED)


class Touched(NamedTuple):
    """
    A case that a remittance has to do with.

    *did* says what became of it: opened, read anew, noted, closed, or heard before; *state* is
    where it stands after that.
    """

    case_id: str
    policy: str
    did: str
    state: str


class DeniedPart(Quiet, frozen=True, kw_only=True):
    """
    A denial as it is kept.

    *control_number* (REF*6R) and *procedure* say of which line; both are empty where the claim was
    denied as such.
    """

    control_number: str
    procedure: str
    topics: tuple[str, ...]
    reasons: tuple[str, ...]
    remarks: tuple[str, ...]
    amount: str
    is_whole: bool


class RemittedClaim(Quiet, frozen=True, kw_only=True):
    """What is kept of a claim of a remittance: the reading of an answer of kind 835."""

    status: str
    charge: str
    paid: str
    payer_number: str  # CLP07, for REF*F8 of a corrected claim
    decided: date | None
    verdict: str
    denials: tuple[DeniedPart, ...] = ()


class Denier:
    """
    Lets the claims of one remittance do to their cases what they may.

    Args:
        books: an open transaction.
        desk: policies, configuration and the moment of reading.
        outside: what is known of claims besides.
        sha256: of the remittance's file.
        report: takes what is found.
    """

    def __init__(
        self, books: Books, desk: Desk, outside: Outside, sha256: str, report: Report
    ) -> None:
        self._books = books
        self._desk = desk
        self._outside = outside
        self._sha256 = sha256
        self._report = report

    def pay(self, judged: Judged, stored: Stored) -> list[Touched]:
        """Close the cases of a mended claim that is paid."""
        says = f"{judged.claim.paid} were paid"
        return [
            self._happened(record, Cause.CLAIM_PAID, says, "closed", judged)
            for record in self._books.cases_of_claim(stored.record.claim_id)
            if record.state == State.MENDED
        ]

    def deny(self, judged: Judged, stored: Stored) -> list[Touched]:
        """Open, wake or note the cases of a denied claim."""
        subject, findings = self._look_again(judged, stored)
        if any(Topic.PLACE in each.topics for each in judged.denials):
            self._propose(judged.claim, subject)
        lines = denied_lines(judged.denials, subject.claim)
        cases, said = self._cases(subject, findings, stored.record)
        known = {
            each.case.policy: each for each in self._books.cases_of_claim(stored.record.claim_id)
        }
        touched = [
            self._open(case, judged, stored.record)
            if case.policy not in known
            else self._wake(known[case.policy], case, judged)
            for case in cases
            if _is_about(case, lines)
        ]
        done = {each.policy for each in touched}
        touched += [
            self._wake(record, None, judged)
            for policy, record in known.items()
            if policy not in done and _is_about(record.case, lines)
        ]
        if not touched and any(Topic.AUTHORIZATION in each.topics for each in judged.denials):
            message = said or "no policy opens a case for it"
            where = judged.claim.position
            claim_id = stored.record.claim_id
            self._report.add(kinds.NO_CASE.found(where, message, claim_id=claim_id))
        return touched

    def _look_again(self, judged: Judged, stored: Stored) -> tuple[Subject, list[Finding]]:
        """The claim with everything known of it, its denial included; and what was found in it."""
        findings = [each for each in stored.findings if each.claim_id == stored.record.claim_id]
        facts, encounter = self._outside.find(stored.claim, self._report)
        days = [day for day in (facts.denied, judged.claim.payment.decided) if day is not None]
        facts = replace(facts, denied=max(days, default=None))
        claim = without_refused_numbers(stored.claim, judged.denials)
        return self._desk.subject(claim, facts, encounter), findings

    def _cases(
        self, subject: Subject, findings: list[Finding], record: ClaimRecord
    ) -> tuple[tuple[Case, ...], str]:
        """The cases that policies open, and what they say where they open none."""
        examination = examine(subject, self._desk.library)
        known = [*findings, *examination.findings]

        def identify(policy: str) -> str:
            return identifier(record.sha256, record.segment, policy)

        cases, _ = open_cases(subject, examination, known, identify)  # the remarks repeat the cases
        said = (each.message for each in examination.findings if each.kind.code[:2] == "PA")
        return cases, next(said, "")

    def _open(self, case: Case, judged: Judged, claim: ClaimRecord) -> Touched:
        at = self._desk.as_of
        record = CaseRecord(
            case=case,
            state=State.OPENED.value,
            claim_id=claim.claim_id,
            opened_at=at,
            changed_at=at,
            cause=BY_DENIAL,
        )
        self._books.open_case(record)
        return self._happened(record, Cause.CLAIM_DENIED, _words(judged), "opened", judged)

    def _wake(self, record: CaseRecord, case: Case | None, judged: Judged) -> Touched:
        """Tell a case of the denial; one that was not asked yet is read anew."""
        did = "noted"
        if case is not None and record.state in _UNASKED:
            record = replace(record, case=replace(case, case_id=record.case_id))
            did = "read anew"
        return self._happened(record, Cause.CLAIM_DENIED, _words(judged), did, judged)

    def _happened(
        self, record: CaseRecord, cause: Cause, says: str, did: str, judged: Judged
    ) -> Touched:
        """Write down what happened to a case, once for each place of a file that says so."""
        case = record.case
        answer = self._answer(judged, case.case_id)
        if not self._books.add_answer(answer, encode(judged.claim.text)):
            return Touched(case.case_id, case.policy, "heard before", record.state)
        if did == "read anew":
            self._books.replace_case(case)
        what = Happening(cause=cause, at=self._desk.as_of, actor=ACTOR, note=says)
        event = write_down(self._books, record, what, answer_id=answer.answer_id)
        if event.after is State.OPENED and event.effect in (Effect.MOVED, Effect.NOTED):
            record = replace(record, state=event.after.value)
            what = replace(what, cause=first_cause(case), note="")
            event = write_down(self._books, record, what)
        return Touched(case.case_id, case.policy, did, event.after.value)

    def _answer(self, judged: Judged, case_id: str) -> AnswerRecord:
        paid = judged.claim
        reading = RemittedClaim(
            status=paid.status,
            charge=str(paid.charge),
            paid=str(paid.paid),
            payer_number=paid.payer_number,
            decided=paid.payment.decided,
            verdict=judged.verdict.value,
            denials=tuple(_kept(each) for each in judged.denials),
        )
        return AnswerRecord(
            answer_id=identifier(self._sha256, paid.position.segment, case_id),
            kind=REMITTANCE,
            heard_at=self._desk.as_of,
            case_id=case_id,
            sha256=self._sha256,
            reading=msgspec.json.encode(reading),
        )

    def _propose(self, paid: PaidClaim, subject: Subject) -> None:
        """Say that the place was denied, with the places that rules would expect."""
        proposals = propose(subject, self._desk.library)
        says = [
            f"{each.element} {each.now}: {' or '.join(each.proposed)} by {each.finding}"
            for each in proposals
        ]
        message = "; ".join(says) or "no rule expects another place"
        self._report.add(
            kinds.PLACE_DENIED.found(paid.position, message, claim_id=subject.claim.claim_id)
        )


def _is_about(case: Case, lines: frozenset[str]) -> bool:
    return case.is_whole_claim or not lines.isdisjoint(case.lines)


def _words(judged: Judged) -> str:
    """The codes of a denial and what it takes, for the event."""
    reasons = dict.fromkeys(
        f"{one.group}-{one.reason}" for each in judged.denials for one in each.adjustments
    )
    remarks = dict.fromkeys(one for each in judged.denials for one in each.remarks)
    amount = sum(each.amount for each in judged.denials)
    with_remarks = f" with {', '.join(remarks)}" if remarks else ""
    return f"{', '.join(reasons)}{with_remarks}: {amount} taken off"


def _kept(denial: Denial) -> DeniedPart:
    return DeniedPart(
        control_number="" if denial.line is None else denial.line.control_number,
        procedure="" if denial.line is None else denial.line.procedure,
        topics=tuple(each.value for each in denial.topics),
        reasons=tuple(f"{each.group}-{each.reason}" for each in denial.adjustments),
        remarks=denial.remarks,
        amount=str(denial.amount),
        is_whole=denial.is_whole,
    )
