"""Asking payers where requests stand; each question is in the contact log of its case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.cases.progress import State
from edi_service.review.inquiry.write import reference_of, write_inquiry
from edi_service.service.casework.attempts import read_written, take_numbers
from edi_service.service.casework.progressing import lock_cases, standing_in
from edi_service.service.casework.sendable import Wish, numbers_of
from edi_service.service.casework.sending import Outcome
from edi_service.service.casework.stored import read_stored
from edi_service.service.records import INQUIRY, ContactRecord
from edi_service.x12.renumber import renumber

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.review.profile import Partner
    from edi_service.service.casework.sending import Mailbox
    from edi_service.service.desk import Desk
    from edi_service.service.records import CaseRecord
    from edi_service.service.store import Books, Store

KIND = "inquiry"
_UNDECIDED = frozenset({State.SENT, State.ACKNOWLEDGED, State.PENDED, State.APPEALED})
_ANY_NUMBER = 1  # the numbers are given once it is known that it leaves


class Inquiring:
    """
    Asks where cases stand.

    Args:
        store: where cases are kept.
        desk: partners and the moment of asking.
        mailbox: takes what leaves.
        actor: who asks.
    """

    def __init__(self, store: Store, desk: Desk, mailbox: Mailbox, actor: str) -> None:
        self._store = store
        self._desk = desk
        self._mailbox = mailbox
        self._actor = actor

    def ask(self, case_ids: Iterable[str]) -> list[Outcome]:
        """
        One question for each case whose payer has not decided and answers inquiries.

        Raises:
            StoreRefused: the store cannot be read or written.
            OSError: a file cannot be written; nothing is noted then.
        """
        return [self._ask(case_id) for case_id in dict.fromkeys(case_ids)]

    def _ask(self, case_id: str) -> Outcome:
        name = ""
        try:
            with self._store.begin(actor=self._actor, at=self._desk.as_of) as books:
                outcome, data = ask_where(books, case_id, self._desk, self._actor)
                if data:
                    name = outcome.file
                    self._mailbox.prepare(name, data)
        except BaseException:
            if name:
                self._mailbox.drop(name)
            raise
        if name:
            self._mailbox.put(name)
        return outcome


def ask_where(books: Books, case_id: str, desk: Desk, actor: str) -> tuple[Outcome, bytes]:
    """
    The question where a case stands, noted among its talks; empty where there is none to ask.

    Args:
        books: an open transaction.
        case_id: the case.
        desk: partners and the moment of asking.
        actor: who asks.

    Raises:
        StoreRefused: the claim cannot be read, or numbers are used up.
    """
    if books.case(case_id) is None:
        return Outcome(case_id=case_id, why="there is no such case in the store"), b""
    lock_cases(books, [case_id])  # another question has its number by the time this one counts
    record = books.case(case_id)
    assert record is not None  # noqa: S101 -- it was there
    partner = desk.partner(record.case.payer)
    attempt = standing_in(books, record).attempt
    why = _why_not(record, partner, attempt)
    if why:
        return Outcome(case_id=case_id, why=why), b""
    return _write(books, record, desk, attempt, actor)


def _write(
    books: Books, record: CaseRecord, desk: Desk, attempt: int, actor: str
) -> tuple[Outcome, bytes]:
    case = record.case
    stored = read_stored(books, record.claim_id, find_guide=desk.find_guide, codes=desk.codes)
    question = 1 + sum(one.channel == INQUIRY for one in books.contacts(record.case_id))
    request = write_inquiry(
        case,
        stored.claim,
        desk.partner(case.payer),
        _ANY_NUMBER,
        desk.as_of,
        attempt=attempt,
        question=question,
        earlier=numbers_of(books, record, stored.claim, Wish()),
    )
    if request.data is None:
        why = f"held by {', '.join(request.held_by)}"
        return Outcome(case_id=record.case_id, why=why, findings=request.findings), b""
    reference = reference_of(case, attempt, question)
    lane = read_written(request.data).lane
    interchange, group = take_numbers(books, lane, reference)
    own = books.take_number(lane, "ST02", reference)
    books.add_contact(
        ContactRecord(
            case_id=record.case_id,
            at=desk.as_of,
            actor=actor,
            channel=INQUIRY,
            reference=reference,
            said="asked where the request stands",
        )
    )
    outcome = Outcome(
        case_id=record.case_id,
        attempt=attempt,
        kind=KIND,
        file=f"{reference}.278",
        findings=request.findings,
    )
    return outcome, renumber(request.data, interchange, group=group, set_number=own)


def _why_not(record: CaseRecord, partner: Partner, attempt: int) -> str:
    """Why the payer is not asked; empty where it is."""
    if not partner.takes_inquiries:
        return "the partner's settings do not say that it answers inquiries (takes_inquiries)"
    if not attempt or record.state not in _UNDECIDED:
        return f"the case is {record.state}: there is no request to ask about"
    return ""
