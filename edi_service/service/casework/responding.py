"""
Files of answers taken in: each answer found its request, kept, and let do to its case what it may.

One file is one transaction.  What cannot be matched or understood is kept as well, and named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edi_service.acknowledge.kinds import UNKNOWN_VERDICT
from edi_service.acknowledge.model import GroupAcknowledgment, InterchangeAcknowledgment, Verdict
from edi_service.cases.progress import Cause, Effect, State
from edi_service.finding import Kind
from edi_service.review.answer import kinds
from edi_service.review.answer.decide import Understanding
from edi_service.review.answer.match import match
from edi_service.review.answer.model import Answer
from edi_service.review.notice.read import Notice
from edi_service.service.casework.hearing import REVIEW, take_apart
from edi_service.service.casework.requests import Requests
from edi_service.service.casework.telling import Said, tell
from edi_service.service.records import ArrivalKind, ArrivalRecord, Search
from edi_service.service.store import CaseMovedOn
from edi_service.service.stream import identifier

if TYPE_CHECKING:
    from datetime import datetime

    from edi_service.acknowledge.statuses import ClaimStatus
    from edi_service.finding import Finding
    from edi_service.review.answer.model import Event
    from edi_service.review.answer.reasons import Reasons
    from edi_service.service.casework.hearing import FindReview, Piece, Pieces
    from edi_service.service.ports import Arrival
    from edi_service.service.records import AttemptRecord, CaseRecord
    from edi_service.service.store import Books, Store

ACTOR = "respond"
_PIECE_BYTES = 1024 * 1024
_TURNS = 3  # how often a file is taken in anew while somebody else moves its cases
_OF_REVIEWS = "HI"  # AK101
_ASIDE = {
    Effect.REPEATED: kinds.HEARD_BEFORE,
    Effect.LATE: kinds.OVERTAKEN,
    Effect.SUPERSEDED: kinds.OVERTAKEN,
    Effect.CONTRADICTS: kinds.AGAINST_THE_CASE,
    Effect.NOT_ALLOWED: kinds.AGAINST_THE_CASE,
}
"""What is said of an answer that moved nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """
    What one answer did.

    *says* is its cause and *effect* what it did, in words; *case_id*, *effect* and *state* are
    empty where it answers nothing.
    """

    file: str
    kind: str
    segment: int
    says: str
    case_id: str = ""
    attempt: int = 0
    effect: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Responses:
    """What the answers of a file did, what was found, and what was about no case of ours."""

    results: tuple[Result, ...]
    findings: tuple[Finding, ...]
    left_alone: int = 0


class Responder:
    """
    Takes files of answers in.

    Args:
        store: where cases, requests and answers are kept.
        find_guide: the guides of services reviews.
        reasons: what reasons mean.
        as_of: the moment at which everything is heard.
    """

    def __init__(
        self, store: Store, find_guide: FindReview, reasons: Reasons, as_of: datetime
    ) -> None:
        self._store = store
        self._find_guide = find_guide
        self._reasons = reasons
        self._as_of = as_of

    def take(self, arrival: Arrival) -> Responses:
        """
        Take one file in, all of it or nothing.

        Raises:
            StoreRefused: the store cannot be read or written.
        """
        with arrival.open() as source:
            data = source.read()
        pieces = take_apart(data, self._find_guide)
        for turn in range(1, _TURNS + 1):
            try:
                with self._store.begin(actor=ACTOR, at=self._as_of) as books:
                    requests = Requests(books, self._find_guide)
                    taking = _Taking(books, requests, self._reasons, self._as_of, arrival)
                    taking.keep(data, pieces)
                    return taking.all(pieces)
            except CaseMovedOn:
                if turn == _TURNS:
                    raise
        raise AssertionError  # pragma: no cover -- the last turn returns or raises


class _Taking:
    """The taking in of one file, within one transaction."""

    def __init__(
        self,
        books: Books,
        requests: Requests,
        reasons: Reasons,
        as_of: datetime,
        arrival: Arrival,
    ) -> None:
        self._books = books
        self._requests = requests
        self._reasons = reasons
        self._as_of = as_of
        self._arrival = arrival
        self._findings: list[Finding] = []
        self._results: list[Result] = []
        self._left_alone = 0

    def keep(self, data: bytes, pieces: Pieces) -> None:
        """Keep the file itself, unless it is known."""
        found = {piece.kind for piece in pieces.pieces}
        kind = ArrivalKind.ACKNOWLEDGMENTS if found else ArrivalKind.OTHER
        arrival = self._arrival
        record = ArrivalRecord(
            sha256=arrival.sha256,
            kind=ArrivalKind.ANSWERS if REVIEW in found else kind,
            size=arrival.size,
            received_at=self._as_of,
            name=arrival.name,
        )
        if self._books.add_arrival(record):
            for number, start in enumerate(range(0, len(data), _PIECE_BYTES)):
                part = data[start : start + _PIECE_BYTES]
                self._books.add_original(arrival.sha256, number, part)

    def all(self, pieces: Pieces) -> Responses:
        """Take every answer in."""
        for piece in pieces.pieces:
            self._findings += piece.findings
            match piece.content:
                case Answer() as answer:
                    self._take_review(piece, answer)
                case Notice() as notice:
                    self._take_notice(piece, notice)
                case GroupAcknowledgment() as group:
                    self._take_group(piece, group)
                case InterchangeAcknowledgment() as interchange:
                    self._take_interchange(piece, interchange)
                case claims:
                    for index, status in enumerate(claims):
                        self._take_claim(piece, index, status)
        found = sorted((*self._findings, *pieces.findings), key=_file_order)
        return Responses(tuple(self._results), tuple(found), self._left_alone)

    # Services reviews

    def _take_review(self, piece: Piece, answer: Answer) -> None:
        understanding = Understanding(answer, self._reasons, piece.position)
        for index, event in enumerate(answer.events or (None,)):
            self._take_event(piece, answer, index, event, understanding)
        self._findings += understanding.findings

    def _take_event(
        self,
        piece: Piece,
        answer: Answer,
        index: int,
        event: Event | None,
        understanding: Understanding,
    ) -> None:
        named = self._requests.named_by(answer, event)
        found = match(answer, event, [each.sent for each in named])
        asked = next((each.asked for each in named if each.sent == found), None)
        heard = understanding.heard(event, asked)
        attempt = 0 if isinstance(found, Kind) else found.attempt
        said = self._said(piece, f"{index}", heard.cause, heard, attempt)
        if isinstance(found, Kind):
            self._unmatched(piece, said, found, "no request in the store is the one it answers")
        else:
            self._tell(piece, found.case_id, said)

    # Acknowledgments

    def _take_notice(self, piece: Piece, notice: Notice) -> None:
        """A receipt proves that the payer was told; it decides nothing."""
        found = (self._books.attempt_by_reference(number) for number in sorted(notice.answers))
        cause = Cause.RECEIVED if notice.is_proof else Cause.UNCLEAR
        causes = {attempt: cause for attempt in found if attempt is not None}
        self._acknowledge(piece, notice, causes)

    def _take_group(self, piece: Piece, group: GroupAcknowledgment) -> None:
        attempts = self._attempts(piece, group=group.control_number)
        if not attempts and group.functional_id != _OF_REVIEWS:
            self._left_alone += 1
            return
        causes = {attempt: _cause_of_set(group, attempt.set) for attempt in attempts}
        self._acknowledge(piece, group, causes)

    def _take_interchange(self, piece: Piece, said: InterchangeAcknowledgment) -> None:
        attempts = self._attempts(piece, interchange=said.control_number)
        cause = Cause.DELIVERED if said.verdict.is_accepted else Cause.UNREADABLE
        self._acknowledge(piece, said, dict.fromkeys(attempts, cause))

    def _acknowledge(
        self, piece: Piece, reading: object, causes: dict[AttemptRecord, Cause]
    ) -> None:
        is_unclear = any(found.kind is UNKNOWN_VERDICT for found in piece.findings)
        for attempt, cause in causes.items():
            of_attempt = Cause.UNCLEAR if is_unclear else cause
            said = self._said(piece, attempt.reference, of_attempt, reading, attempt.number)
            self._tell(piece, attempt.case_id, said)
        if not causes:
            said = self._said(piece, "", Cause.UNCLEAR, reading)
            message = "its number is none that was sent by this sender to this receiver"
            self._unmatched(piece, said, kinds.ANSWERS_NOTHING, message)

    def _attempts(
        self, piece: Piece, *, interchange: str | None = None, group: str | None = None
    ) -> list[AttemptRecord]:
        numbers = [_number(text) for text in (interchange, group) if text is not None]
        if None in numbers:
            return []
        if interchange is not None:
            return self._books.attempts_in(piece.lane, interchange=numbers[0])
        return self._books.attempts_in(piece.lane, group=numbers[0])

    # Claims

    def _take_claim(self, piece: Piece, index: int, status: ClaimStatus) -> None:
        cases = self._waiting_for(status.number)
        cause = Cause.CLAIM_ACCEPTED if status.is_accepted else Cause.CLAIM_REJECTED
        if len({case.claim_id for case in cases}) > 1:
            said = self._said(piece, f"{index}", cause, status)
            message = "more than one claim that was mended has its account number"
            self._unmatched(piece, said, kinds.AMBIGUOUS, message)
            return
        self._left_alone += not cases
        for case in cases:
            self._tell(
                piece, case.case_id, self._said(piece, f"{index}:{case.case_id}", cause, status)
            )

    def _waiting_for(self, account: str) -> list[CaseRecord]:
        """The cases whose mended claim has this account number."""
        found: dict[str, CaseRecord] = {}
        for claim_id in self._books.find(Search.ACCOUNT, account) if account else ():
            claim = self._books.claim(claim_id)
            if claim is not None and claim.account == account:
                cases = self._books.cases_of_claim(claim_id)
                found.update({each.case_id: each for each in cases if each.state == State.MENDED})
        return list(found.values())

    # What all of them do

    def _said(
        self, piece: Piece, part: str, cause: Cause, reading: object, attempt: int = 0
    ) -> Said:
        sha256 = self._arrival.sha256
        return Said(
            answer_id=identifier(sha256, piece.position.segment, part),
            kind=piece.kind,
            cause=cause,
            reading=reading,
            data=piece.data,
            sha256=sha256,
            attempt=attempt,
            channel=piece.kind,
        )

    def _tell(self, piece: Piece, case_id: str, said: Said) -> None:
        case = self._books.case(case_id)
        assert case is not None  # noqa: S101 -- the store has just named it
        event = tell(self._books, case, said, self._as_of)
        effect = Effect.REPEATED if event is None else event.effect
        kind = _ASIDE.get(effect)
        if kind is not None:
            message = f"case {case_id} is {case.state}"
            self._findings.append(kind.found(piece.position, message))
        self._results.append(
            Result(
                file=self._arrival.name,
                kind=piece.kind,
                segment=piece.position.segment,
                says=said.cause.value,
                case_id=case_id,
                attempt=said.attempt,
                effect=effect.value,
                state=case.state if event is None else event.after.value,
            )
        )

    def _unmatched(self, piece: Piece, said: Said, kind: Kind, message: str) -> None:
        """Keep what is about no case that could be told."""
        is_new = self._books.add_answer(said.record(self._as_of), said.data)
        found = kind if is_new else kinds.HEARD_BEFORE
        self._findings.append(found.found(piece.position, message))
        self._results.append(
            Result(
                file=self._arrival.name,
                kind=piece.kind,
                segment=piece.position.segment,
                says=said.cause.value,
            )
        )


def _cause_of_set(group: GroupAcknowledgment, number: int) -> Cause:
    """What a 999 says of one set; of a set that it does not name, what it says of the group."""
    of_set = next((one for one in group.sets if _number(one.control_number) == number), None)
    if of_set is None:
        if group.verdict is Verdict.PARTLY:
            return Cause.UNCLEAR
        return Cause.RECEIVED if group.verdict.is_accepted else Cause.UNREADABLE
    is_torn = of_set.verdict.is_accepted and not group.verdict.is_accepted
    if is_torn:
        return Cause.UNCLEAR
    return Cause.RECEIVED if of_set.verdict.is_accepted else Cause.UNREADABLE


def _number(text: str) -> int | None:
    """A control number; None when it is none that could have been sent."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None


def _file_order(finding: Finding) -> tuple[int, int]:
    return finding.position.segment, finding.position.element
