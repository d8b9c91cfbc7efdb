"""What people record about a case: a decision heard, a state put right, a case closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from edi_service.cases.progress import Cause, Effect, Happening, State, advance
from edi_service.review.answer.heard import NO_WINDOW, Action, Heard, HeardLine
from edi_service.service.casework.progressing import keep, standing_in, write_down
from edi_service.service.casework.telling import BY_HAND, Said, tell
from edi_service.service.records import ContactRecord, DocumentRecord
from edi_service.service.stream import identifier

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from edi_service.cases.progress import ProgressEvent
    from edi_service.review.answer.heard import Window
    from edi_service.service.records import CaseRecord
    from edi_service.service.store import Books, Store

DECISIONS: Mapping[str, tuple[Cause, str]] = {
    "approved": (Cause.APPROVED, Action.CERTIFIED),
    "approved-in-part": (Cause.PARTLY_APPROVED, Action.PARTIAL),
    "modified": (Cause.MODIFIED, Action.MODIFIED),
    "refused": (Cause.REFUSED, Action.NOT_CERTIFIED),
    "pended": (Cause.PENDED, Action.PENDED),
    "cancelled": (Cause.CANCELLED, Action.CANCELLED),
    "not-needed": (Cause.NOT_NEEDED, Action.NOT_NEEDED),
    "returned": (Cause.RETURNED, ""),
    "in-work": (Cause.IN_WORK, ""),
}
"""What can be heard, as a person says it; and what a 278 would have said (HCR01)."""
_PROOF = "proof-of-contact"


class CaseRefused(Exception):  # noqa: N818 -- a sentence for its reader
    """What was asked cannot be done to this case; the message is one clear sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineByHand:
    """What was said of one service: LX01, a word of :data:`DECISIONS`, and its own number."""

    line: str
    says: str
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """A file that proves a talk: where it lies, and what its bytes hash to."""

    sha256: str
    place: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """
    A decision heard by phone, portal, fax or mail.

    Attributes:
        says: a word of :data:`DECISIONS`.
        channel: phone, portal, fax or mail.
        actor: who of the office heard it.
        heard_at: when.
        spoke_with: who of the payer said it.
        reference: the payer's number for the talk.
        said: what was said, in words.
        number: the authorization number.
        case_number: the payer's number for what is not approved.
        reasons: codes of list 886.
        window: the days approved.
        respond_by: until when the payer wants an answer.
        lines: what was said of single services.
        proof: what proves it.
    """

    says: str
    channel: str
    actor: str
    heard_at: datetime
    spoke_with: str = field(default="", repr=False)
    reference: str = ""
    said: str = field(default="", repr=False)
    number: str = field(default="", repr=False)
    case_number: str = field(default="", repr=False)
    reasons: tuple[str, ...] = ()
    window: Window = NO_WINDOW
    respond_by: date | None = None
    lines: tuple[LineByHand, ...] = ()
    proof: Proof | None = None

    def heard(self) -> Heard:
        """The same as an answer by 278 would have said it."""
        cause, action = DECISIONS[self.says]
        return Heard(
            cause=cause,
            action=action,
            number=self.number,
            case_number=self.case_number,
            reasons=self.reasons,
            window=self.window,
            lines=tuple(
                HeardLine(
                    line=each.line,
                    action=DECISIONS[each.says][1],
                    number=each.number or self.number,
                )
                for each in self.lines
            ),
            messages=(self.said,) if self.said else (),
            respond_by=self.respond_by,
            decided_on=self.heard_at.date(),
        )


def record_answer(store: Store, case_id: str, talk: Talk, at: datetime) -> ProgressEvent:
    """
    Keep a decision that somebody heard, and let it do to the case what a 278 would.

    A case that was ready and not sent was asked about in the same talk.  Whatever it does, the
    talk is kept; what it contradicts stays where it is.

    Raises:
        CaseRefused: there is no such case, nothing was asked yet, or the talk is kept already.
        StoreRefused: the store cannot be written.
    """
    with store.begin(actor=talk.actor, at=at) as books:
        case = _case(books, case_id)
        standing = standing_in(books, case)
        attempt = standing.attempt
        if not attempt:
            case, attempt = _asked(books, case, talk, at), 1
        _keep_talk(books, case_id, talk)
        heard = talk.heard()
        said = Said(
            answer_id=identifier(case_id, talk.heard_at.isoformat(), talk.channel, talk.says),
            kind=BY_HAND,
            cause=heard.cause,
            reading=heard,
            data=b"",
            attempt=attempt,
            channel=talk.channel,
            actor=talk.actor,
            note=f"heard by {talk.channel}",
        )
        event = tell(books, case, said, at)
        if event is None:
            message = f"what was heard about case {case_id} at that moment is recorded already"
            raise CaseRefused(message)
        return event


def move(store: Store, case_id: str, what: Happening) -> ProgressEvent:
    """
    Override the state of a case, or close it, with a reason in *what*.

    Raises:
        CaseRefused: there is no such case, or it stands there already.
        StoreRefused: the store cannot be written.
    """
    with store.begin(actor=what.actor, at=what.at) as books:
        case = _case(books, case_id)
        event = advance(standing_in(books, case), what)
        if event.effect is Effect.NOT_ALLOWED:
            message = f"case {case_id} is {case.state} already"
            raise CaseRefused(message)
        return keep(books, case, event)


def _case(books: Books, case_id: str) -> CaseRecord:
    case = books.case(case_id)
    if case is None:
        message = f"there is no case {case_id} in the store"
        raise CaseRefused(message)
    return case


def _asked(books: Books, case: CaseRecord, talk: Talk, at: datetime) -> CaseRecord:
    """The case once it was asked about in the talk that was its answer too."""
    if case.state != State.READY:
        message = (
            f"case {case.case_id} is {case.state}, and nothing was asked of the payer yet; "
            "put it right first, or override its state"
        )
        raise CaseRefused(message)
    what = Happening(
        cause=Cause.REQUEST_SENT,
        at=at,
        actor=talk.actor,
        attempt=1,
        note=f"asked by {talk.channel}",
    )
    write_down(books, case, what)
    return _case(books, case.case_id)


def _keep_talk(books: Books, case_id: str, talk: Talk) -> None:
    """The contact log, and the file that proves it."""
    proof = talk.proof
    if proof is not None:
        books.add_document(
            DocumentRecord(
                case_id=case_id,
                sha256=proof.sha256,
                code=_PROOF,
                title=f"Proof of a talk by {talk.channel}",
                place=proof.place,
                size=proof.size,
                added_at=talk.heard_at,
                actor=talk.actor,
            )
        )
    books.add_contact(
        ContactRecord(
            case_id=case_id,
            at=talk.heard_at,
            actor=talk.actor,
            channel=talk.channel,
            spoke_with=talk.spoke_with,
            reference=talk.reference,
            said=talk.said,
            proof="" if proof is None else proof.sha256,
        )
    )
