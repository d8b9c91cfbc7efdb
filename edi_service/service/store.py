"""
What the service asks of a store: to keep what came in, what was found and what became of it.

All that one step brings about is written in one transaction::

    with store.begin(actor="import", at=as_of) as books:
        books.add_attempt(attempt, data)
        books.add_event(event)

Leaving the block with an exception undoes it all.  What is written says who did it and when, and
stands in the audit log of the same transaction.  ``store.read()`` gives the reading half alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from edi_service.service.exchange.drops import DropBooks, DropShelf
from edi_service.service.refused import Refused
from edi_service.service.schedules.records import ScheduleBooks, ScheduleShelf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from edi_service.cases.model import Case
    from edi_service.report.rows import FindingRow
    from edi_service.service.records import (
        AnswerRecord,
        ArrivalRecord,
        AttemptRecord,
        CaseRecord,
        ClaimRecord,
        ContactRecord,
        DocumentRecord,
        EventRecord,
        Lane,
        MendedRecord,
        NumberUse,
        Search,
        StatementRecord,
    )


class StoreRefused(Refused):
    """The store cannot be opened, read or written; the message says why in one sentence."""


class StoreUnreachable(StoreRefused):
    """The database does not answer; nothing is wrong with what was asked of it."""


class CaseMovedOn(StoreRefused):
    """A case is no longer in the state that an event was decided for: look again, then decide."""


class Store(Protocol):
    """Opens transactions; one store serves any number of threads."""

    def begin(self, *, actor: str, at: datetime) -> AbstractContextManager[Books]:
        """A transaction that writes: kept when the block ends, undone when it raises."""

    def read(self) -> AbstractContextManager[Shelf]:
        """One consistent look at what is kept."""

    def close(self) -> None:
        """Let go of the database."""


class Keep(Protocol):
    """Lets what a function writes be kept, once."""

    def __call__(self, write: Callable[[Store], None]) -> None:
        """Let *write* write; it may be called again when the database asks for that."""


class ArrivalShelf(Protocol):
    """Looks up what came in."""

    def arrival(self, sha256: str) -> ArrivalRecord | None:
        """The arrival with these bytes; None when it never came."""

    def original(self, sha256: str) -> Iterator[bytes]:
        """The bytes of an arrival as they came, piece by piece."""

    def has_original(self, sha256: str) -> bool:
        """Whether the bytes of an arrival are still kept."""

    def original_part(self, sha256: str, number: int) -> bytes:
        """A piece of the bytes of an arrival, numbered from 0; empty after the last."""

    def findings(self, claim_id: str) -> list[FindingRow]:
        """The findings that hold a claim."""


class ClaimShelf(Protocol):
    """Looks up claims."""

    def claim(self, claim_id: str) -> ClaimRecord | None:
        """The claim with this id."""

    def claims_of(self, sha256: str) -> Iterator[ClaimRecord]:
        """The claims of an arrival, in the order they stand there."""

    def claim_data(self, claim_id: str) -> bytes:
        """
        The claim as an interchange of its own: its envelopes and levels, and nothing beside it.

        Raises:
            StoreRefused: there is no such claim.
        """

    def find(self, kind: Search, text: str) -> list[str]:
        """
        The subjects noted under *text*: claim ids; of a trace, BHT03 of the attempt.

        Letter case, spaces and punctuation make no difference.
        """


class CaseShelf(Protocol):
    """Looks up cases and all that was written about them."""

    def case(self, case_id: str) -> CaseRecord | None:
        """The case with this id."""

    def cases(self, *, state: str = "", payer: str = "") -> Iterator[CaseRecord]:
        """All cases, or those of a state or payer, in the order they were opened."""

    def cases_of_claim(self, claim_id: str) -> list[CaseRecord]:
        """The cases a claim stands in."""

    def claims_of_case(self, case_id: str) -> list[str]:
        """The ids of the claims that stand in a case: the first, then what was resubmitted."""

    def events(self, case_id: str) -> list[EventRecord]:
        """The steps of a case, in their order."""

    def contacts(self, case_id: str) -> list[ContactRecord]:
        """The talks about a case."""

    def documents(self, case_id: str) -> list[DocumentRecord]:
        """The documents of a case."""

    def statements(self, case_id: str) -> list[StatementRecord]:
        """What was stated for a case."""

    def mended(self, case_id: str) -> list[MendedRecord]:
        """The mended files of a case."""

    def mended_data(self, case_id: str, number: int) -> bytes:
        """
        The bytes of a mended file.

        Raises:
            StoreRefused: there is none of this number.
        """


class AttemptShelf(Protocol):
    """Looks up what was sent and what was heard."""

    def attempts(self, case_id: str) -> list[AttemptRecord]:
        """The attempts of a case, in their order."""

    def attempt_data(self, case_id: str, number: int) -> bytes:
        """
        The bytes of an attempt.

        Raises:
            StoreRefused: there is none of this number.
        """

    def attempt_by_reference(self, reference: str) -> AttemptRecord | None:
        """The attempt with this BHT03."""

    def attempts_in(
        self, lane: Lane, *, interchange: int | None = None, group: int | None = None
    ) -> list[AttemptRecord]:
        """The attempts that left in this interchange (ISA13) or group (GS06)."""

    def number_uses(self, lane: Lane | None = None, kind: str = "") -> Iterator[NumberUse]:
        """
        What control numbers were taken for, by lane and kind in their order: none is left out.

        Args:
            lane: that of the numbers; None: all lanes and kinds.
            kind: ISA13, GS06 or ST02, of a lane.
        """

    def number_of(self, lane: Lane, kind: str, subject: str) -> int | None:
        """The newest number that was taken for a subject and is not void; None: there is none."""

    def numbers_unmade(self, drop_id: str) -> list[NumberUse]:
        """The interchange numbers taken for answers to a drop that were not made, and not void."""

    def void_reasons(self) -> dict[str, int]:
        """Why interchange numbers will never be seen, and how many for each reason."""

    def answer(self, answer_id: str) -> AnswerRecord | None:
        """The answer with this id."""

    def answers(self, case_id: str) -> list[AnswerRecord]:
        """What was heard about a case, in the order it was heard; "" : what answers nothing."""

    def answer_data(self, answer_id: str) -> bytes:
        """
        The bytes of an answer.

        Raises:
            StoreRefused: there is no such answer.
        """


class Shelf(ArrivalShelf, ClaimShelf, CaseShelf, AttemptShelf, DropShelf, ScheduleShelf, Protocol):
    """The reading half of the store."""


class ArrivalBooks(ArrivalShelf, Protocol):
    """Keeps what came in."""

    def add_arrival(self, record: ArrivalRecord) -> bool:
        """Keep an arrival; False when its bytes are known."""

    def add_original(self, sha256: str, number: int, data: bytes) -> None:
        """Keep a piece of its bytes, numbered from 0; a piece that is kept already stays."""

    def add_findings(self, sha256: str, rows: Sequence[FindingRow]) -> None:
        """Keep findings that hold claims, after those of the arrival kept before."""

    def clear_findings(self, sha256: str) -> None:
        """Forget the findings of an arrival, which is about to be read again."""


class ClaimBooks(ClaimShelf, Protocol):
    """Keeps claims."""

    def add_claims(self, claims: Iterable[tuple[ClaimRecord, bytes]]) -> int:
        """Keep claims, each with its own interchange; how many were not known."""

    def note(self, kind: Search, text: str, subject: str) -> None:
        """Let *subject* be found by *text*; nothing happens when it can be already."""


class CaseBooks(CaseShelf, Protocol):
    """Keeps cases and what is written about them; numbers of records are given here."""

    def open_case(self, record: CaseRecord) -> bool:
        """Keep a case; False when there is one for its claim and policy."""

    def replace_case(self, case: Case) -> None:
        """Take a newer reading of a case: another deadline, clock, decision or hold."""

    def join_claim(self, case_id: str, claim_id: str) -> bool:
        """Let a resubmission stand in a case; False when it does."""

    def add_event(self, record: EventRecord) -> EventRecord:
        """
        Keep a step, and move the case from its *before* to its *after*.

        Raises:
            CaseMovedOn: the case is not in the state *before*.
        """

    def add_contact(self, record: ContactRecord) -> ContactRecord:
        """Keep a talk."""

    def add_document(self, record: DocumentRecord) -> DocumentRecord:
        """Keep where a document lies."""

    def add_statement(self, record: StatementRecord) -> StatementRecord:
        """Keep a statement."""

    def add_mended(self, record: MendedRecord, data: bytes) -> MendedRecord:
        """Keep a mended file."""


class AttemptBooks(AttemptShelf, Protocol):
    """Keeps what is sent and heard, and gives out the numbers it is sent under."""

    def take_number(self, lane: Lane, kind: str, subject: str, count: int = 1) -> int:
        """
        The first of *count* numbers that were never given out.

        Args:
            lane: within which they do not repeat.
            kind: ISA13, GS06 or ST02.
            subject: what for: a case, a batch.
            count: how many, one after another.

        Raises:
            StoreRefused: all nine digits are used up.
        """

    def void_number(self, lane: Lane, kind: str, number: int, reason: str) -> None:
        """Say why a number that was taken will never be seen by the receiver."""

    def add_attempt(self, record: AttemptRecord, data: bytes) -> None:
        """
        Keep an attempt and the request's bytes.

        Raises:
            StoreRefused: the number, the reference or a control number is another attempt's.
        """

    def mark_sent(self, case_id: str, number: int, at: datetime) -> None:
        """Say when an attempt left."""

    def add_answer(self, record: AnswerRecord, data: bytes) -> bool:
        """Keep what was heard; False when it had been heard before."""


class Books(
    ArrivalBooks,
    ClaimBooks,
    CaseBooks,
    AttemptBooks,
    DropBooks,
    ScheduleBooks,
    Shelf,
    Protocol,
):
    """A transaction: reads and writes, all of it or nothing."""

    def audit(self, action: str, subject: str, note: str = "") -> None:
        """Write something into the audit log that no other method writes, such as a look."""
