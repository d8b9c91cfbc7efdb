"""Whether a case can be asked about now, for what, and with which request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from edi_service.cases.due import Clocks, run_out
from edi_service.cases.progress import Cause, Effect, Happening, State, advance
from edi_service.claims.attachments import Attachment
from edi_service.review.approach import Approach, Earlier, Purpose, approach_of
from edi_service.review.decide import Product, product_for
from edi_service.review.envelope import Request
from edi_service.review.notice.write import write_notice
from edi_service.review.request import write_request
from edi_service.service.casework.progressing import standing_in
from edi_service.service.casework.stating import statement_of
from edi_service.service.casework.stored import read_stored
from edi_service.service.casework.telling import heard_about

if TYPE_CHECKING:
    from edi_service.cases.report_types import ReportTypes
    from edi_service.cases.statement import Statement
    from edi_service.claims.model import Claim
    from edi_service.finding import Finding
    from edi_service.review.profile import Partner
    from edi_service.service.desk import Desk
    from edi_service.service.records import AttemptRecord, CaseRecord
    from edi_service.service.store import Shelf

_APPEALS = frozenset({Purpose.RECONSIDERATION, Purpose.APPEAL, Purpose.IMMEDIATE_APPEAL})
_ANY_NUMBER = 1  # the numbers are given once it is known that it leaves


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """
    What somebody wants sent.

    Attributes:
        purpose: what it is for; None where the case says it.
        authorization: the number of the authorization it is about; empty: the last that was heard.
        reference: likewise the payer's number of a request it has not decided.
        actor: who sends.
        batch: whether it is to leave with others that have the same address.
    """

    purpose: Purpose | None = None
    authorization: str = ""
    reference: str = ""
    actor: str = "send"
    batch: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sendable:
    """
    A case that can be asked about.

    *request* holds what leaves, or why it cannot; None where only paper does.  *sending* is what
    then happens to the case.  *made* is the attempt itself where it was made before, with its
    numbers, and has not left yet; *replaced* is one that this attempt takes the place of.
    """

    record: CaseRecord
    claim: Claim
    partner: Partner
    purpose: Purpose
    attempt: int
    product: Product
    sending: Happening
    request: Request | None
    made: AttemptRecord | None = None
    replaced: AttemptRecord | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found while the request was written."""
        return () if self.request is None else self.request.findings


@dataclass(frozen=True, slots=True, kw_only=True)
class NotNow:
    """A case that cannot be asked about: *why*, and what that does to it, if anything."""

    case_id: str
    why: str
    happening: Happening | None = None


def look_at(
    shelf: Shelf, case_id: str, desk: Desk, wish: Wish, types: ReportTypes
) -> Sendable | NotNow:
    """
    The case *case_id*, and what can be sent for it at the moment of *desk*.

    *types* says by which code (PWK01) the papers kept with it are announced.

    Raises:
        StoreRefused: its claim or its statement cannot be read.
    """
    record = shelf.case(case_id)
    if record is None:
        return NotNow(case_id=case_id, why="there is no such case in the store")
    standing = standing_in(shelf, record)
    clocks = Clocks(submission=record.case.deadline)
    late = run_out(standing, clocks, desk.as_of)
    if late is not None:
        return NotNow(case_id=case_id, why=late.note, happening=late)
    unsent = _unsent(shelf, record)
    made = unsent if unsent and _may_leave(shelf, record, unsent, wish) else None
    last = max((each.number for each in shelf.attempts(case_id)), default=0)
    attempt = max(last, standing.attempt) + 1 if made is None else made.number
    stored = read_stored(shelf, record.claim_id, find_guide=desk.find_guide, codes=desk.codes)
    papers = _papers(shelf, case_id, desk.partner(record.case.payer), types)
    approach = _approach(shelf, record, stored.claim, wish, papers)
    if approach is None:
        why = f"the case is {record.state}; say what the request is for"
        return NotNow(case_id=case_id, why=why)
    sending = Happening(
        cause=Cause.APPEAL_SENT if approach.purpose in _APPEALS else Cause.REQUEST_SENT,
        at=desk.as_of,
        actor=wish.actor,
        attempt=attempt,
        note=approach.purpose.value,
    )
    if advance(standing, sending).effect not in (Effect.MOVED, Effect.NOTED):
        why = f"the case is {record.state}, from which no {approach.purpose.value} request is sent"
        return NotNow(case_id=case_id, why=why)
    found = _written(record, stored.claim, desk, approach, sending)
    if made is None:
        return replace(found, replaced=unsent)
    request = Request(data=shelf.attempt_data(case_id, made.number), findings=found.findings)
    return replace(found, request=request, made=made)


def _unsent(shelf: Shelf, record: CaseRecord) -> AttemptRecord | None:
    """The attempt that was made and has not left."""
    attempts = shelf.attempts(record.case_id)
    if not attempts or attempts[-1].sent_at is not None or record.state != State.READY:
        return None
    return attempts[-1]


def _may_leave(shelf: Shelf, record: CaseRecord, unsent: AttemptRecord, wish: Wish) -> bool:
    """
    Whether what was made says all that is to be said now, and is in an interchange of its sort.

    What was made to leave alone is made anew where it is to leave with others.
    """
    if wish.batch and len(shelf.attempts_in(unsent.lane, interchange=unsent.interchange)) == 1:
        return False
    says_more = (
        wish != Wish(actor=wish.actor, batch=wish.batch)
        or shelf.statements(record.case_id)
        or any(document.control_number for document in shelf.documents(record.case_id))
        or record.claim_id != shelf.claims_of_case(record.case_id)[0]
    )
    return not says_more


def _written(
    record: CaseRecord, claim: Claim, desk: Desk, approach: Approach, sending: Happening
) -> Sendable:
    """The request itself, by the partner's channel."""
    case, partner = record.case, desk.partner(record.case.payer)
    product, request = product_for(case, partner), None
    if product in {Product.REQUEST, Product.REQUEST_TO_CONFIRM}:
        request = write_request(
            case,
            claim,
            partner,
            _ANY_NUMBER,
            desk.as_of,
            attempt=sending.attempt,
            approach=approach,
            service_types=desk.service_types,
        )
    elif product is Product.NOTICE:
        request = write_notice(
            case,
            claim,
            partner,
            _ANY_NUMBER,
            desk.as_of,
            service_types=desk.service_types,
            attempt=sending.attempt,
            statement=approach.statement,
        )
    return Sendable(
        record=record,
        claim=claim,
        partner=partner,
        purpose=approach.purpose,
        attempt=sending.attempt,
        product=product,
        sending=sending,
        request=request,
    )


def _papers(
    shelf: Shelf, case_id: str, partner: Partner, types: ReportTypes
) -> tuple[Attachment, ...]:
    """The documents that the payer can find by a number."""
    return tuple(
        Attachment(types.code_of(document.code), partner.papers_by, document.control_number, "")
        for document in shelf.documents(case_id)
        if document.control_number
    )


def _approach(
    shelf: Shelf,
    record: CaseRecord,
    claim: Claim,
    wish: Wish,
    papers: tuple[Attachment, ...],
) -> Approach | None:
    """What is asked for, and about which review; None where somebody has to say it."""
    case_id = record.case_id
    statement = statement_of(shelf.statements(case_id))
    attempts = shelf.attempts(case_id)
    purpose = wish.purpose
    if purpose is None and record.state == State.READY:
        # The payer wants it once more, or nothing was asked yet.
        purpose = Purpose(attempts[-1].kind) if attempts else None
        if purpose is None:
            return _first(record, claim, statement, wish, papers)
    if purpose is None:
        return None
    earlier = numbers_of(shelf, record, claim, wish)
    if purpose is Purpose.INITIAL:
        earlier = Earlier(reference=earlier.reference)
    return Approach(purpose=purpose, earlier=earlier, statement=statement, papers=papers)


def _first(
    record: CaseRecord,
    claim: Claim,
    statement: Statement,
    wish: Wish,
    papers: tuple[Attachment, ...],
) -> Approach:
    """The first request of a case, as its circumstance calls for it."""
    found = approach_of(record.case, claim, statement)
    reference = wish.reference or found.earlier.reference
    earlier = Earlier(
        authorization=wish.authorization or found.earlier.authorization, reference=reference
    )
    return Approach(
        purpose=Purpose.REVISED if wish.authorization else found.purpose,
        earlier=earlier,
        earlier_of_lines=found.earlier_of_lines,
        statement=statement,
        papers=papers,
    )


def numbers_of(shelf: Shelf, record: CaseRecord, claim: Claim, wish: Wish) -> Earlier:
    """The numbers somebody gives, else the last that the payer gave, else the claim's."""
    authorization, reference = next(iter(claim.authorizations), ""), ""
    for _, heard in heard_about(shelf, record.case_id):
        authorization = heard.number or authorization
        reference = heard.case_number or reference
    return Earlier(
        authorization=wish.authorization or authorization,
        reference=wish.reference or reference,
    )


def due_now(shelf: Shelf) -> list[str]:
    """The cases that are ready to be sent, those with the nearest last day first."""
    ready = sorted(shelf.cases(state=State.READY.value), key=_last_day)
    return [record.case_id for record in ready]


def _last_day(record: CaseRecord) -> date:
    deadline = record.case.deadline
    if deadline is None:
        return date.max
    return deadline.when.date() if isinstance(deadline.when, datetime) else deadline.when
