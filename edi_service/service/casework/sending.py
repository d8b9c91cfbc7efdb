"""
Sending cases: a new attempt each, its numbers from the store, its bytes kept, the case moved on.

What is kept and what leaves are one step: a request is written beside its place before the store
takes it, and put there only once it has.  A case that cannot be sent keeps no number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from edi_service.cases.progress import Cause, Effect, Happening, advance
from edi_service.cases.report_types import ReportTypes
from edi_service.review.decide import Product, channel_of
from edi_service.review.worksheet import worksheet
from edi_service.service.casework.attempts import Making, keep_attempt, read_written, take_numbers
from edi_service.service.casework.progressing import lock_cases, standing_in, write_down
from edi_service.service.casework.sendable import NotNow, Sendable, look_at
from edi_service.service.store import StoreRefused
from edi_service.x12.gather import address_of, gathered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.finding import Finding
    from edi_service.service.casework.sendable import Wish
    from edi_service.service.desk import Desk
    from edi_service.service.records import AttemptRecord
    from edi_service.service.store import Books, Store
    from edi_service.x12.gather import Address

_NO_TYPES = ReportTypes()


class Mailbox(Protocol):
    """Takes what leaves; a file is seen once it is put there."""

    def prepare(self, name: str, data: bytes) -> None:
        """
        Write a file beside its place.

        Raises:
            OSError: it cannot be written, or is there already.
        """

    def put(self, name: str) -> None:
        """Show a file that was prepared."""

    def drop(self, name: str) -> None:
        """Forget a file that was prepared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """
    What became of one case.

    *attempt* is 0 and *kind* empty where nothing was sent, and *why* says so; *file* is the name
    of what was written: a request, a batch, or a worksheet.
    """

    case_id: str
    attempt: int = 0
    kind: str = ""
    file: str = ""
    why: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def is_sent(self) -> bool:
        """Whether a request left."""
        return self.attempt > 0


class Sending:
    """
    Sends cases.

    Args:
        store: where cases and requests are kept.
        desk: partners, tables and the moment of sending.
        mailbox: takes what leaves.
        types: by which codes papers are announced.
    """

    def __init__(
        self,
        store: Store,
        desk: Desk,
        mailbox: Mailbox,
        *,
        types: ReportTypes = _NO_TYPES,
    ) -> None:
        self._store = store
        self._desk = desk
        self._mailbox = mailbox
        self._types = types

    def send(self, case_ids: Iterable[str], wish: Wish) -> list[Outcome]:
        """
        Send what can be sent of *case_ids*, and say what became of each, in their order.

        Raises:
            StoreRefused: the store cannot be read or written.
            OSError: a file cannot be written; the cases in it stay as they were.
        """
        outcomes: dict[str, Outcome] = dict.fromkeys(case_ids, Outcome(case_id=""))
        groups: dict[tuple[Address, str], list[Sendable]] = {}
        for case_id in outcomes:
            looked = self._look_at(case_id, wish)
            if isinstance(looked, Sendable) and looked.request and looked.request.data:
                address = address_of(looked.request.data)
                groups.setdefault((address, _with_whom(looked, wish)), []).append(looked)
            else:
                outcomes[case_id] = self._keep_back(looked, wish)
        for members in groups.values():
            for outcome in self._leave(sorted(members, key=_place), wish):
                outcomes[outcome.case_id] = outcome
        return list(outcomes.values())

    def _look_at(self, case_id: str, wish: Wish) -> Sendable | NotNow:
        with self._store.read() as shelf:
            return look_at(shelf, case_id, self._desk, wish, self._types)

    def _leave(self, members: list[Sendable], wish: Wish) -> list[Outcome]:
        """Let requests with one address leave as one interchange."""
        at, name, made = self._desk.as_of, _name(members[0]), members[0].made
        try:
            with self._store.begin(actor=wish.actor, at=at) as books:
                lock_cases(books, (one.record.case_id for one in members))
                if made is None:
                    data = self._number(books, members)
                else:
                    data = self._send_made(books, members, made)
                self._mailbox.prepare(name, data)
        except StoreRefused as fault:
            self._mailbox.drop(name)
            return [Outcome(case_id=one.record.case_id, why=str(fault)) for one in members]
        except BaseException:
            self._mailbox.drop(name)
            raise
        self._mailbox.put(name)
        return [
            Outcome(
                case_id=one.record.case_id,
                attempt=one.attempt,
                kind=one.purpose.value,
                file=name,
                findings=one.findings,
            )
            for one in members
        ]

    def _send_made(self, books: Books, members: list[Sendable], made: AttemptRecord) -> bytes:
        """Send what was made before, as it is; all of it bears the numbers of *made*."""
        for one in members:
            books.mark_sent(one.record.case_id, one.attempt, self._desk.as_of)
            write_down(books, one.record, one.sending)
        return gathered(map(_data, members), made.interchange, group=made.group, first_set=None)

    def _number(self, books: Books, members: list[Sendable]) -> bytes:
        """Give *members* their numbers and keep them; what leaves."""
        at = self._desk.as_of
        written = read_written(_data(members[0]))
        numbers = take_numbers(books, written.lane, written.reference)
        kept = []
        for one in members:
            if one.replaced is not None:
                _void(books, one.replaced, one.attempt)
            channel = channel_of(one.record.case, one.partner).value
            making = Making(
                one.record.case_id, one.attempt, one.purpose.value, channel, made_at=at, sent_at=at
            )
            kept.append(keep_attempt(books, making, _data(one), numbers))
            write_down(books, one.record, one.sending)
        return gathered(kept, numbers.interchange, group=numbers.group, first_set=None)

    def _keep_back(self, looked: Sendable | NotNow, wish: Wish) -> Outcome:
        """What is done where no request leaves: paper, and a case that is held or too late."""
        if isinstance(looked, NotNow):
            if looked.happening is not None:
                self._tell(looked.case_id, looked.happening)
            return Outcome(case_id=looked.case_id, why=looked.why)
        case_id = looked.record.case_id
        why = _why_on_paper(looked)
        if looked.product is Product.NONE:
            return Outcome(case_id=case_id, why=why)
        if looked.request is not None:
            held = Happening(
                cause=Cause.FAULTS_FOUND, at=self._desk.as_of, actor=wish.actor, note=why
            )
            self._tell(case_id, held)
        name = f"{case_id}.txt"
        self._mailbox.prepare(name, self._on_paper(looked).encode("ascii", "replace"))
        self._mailbox.put(name)
        return Outcome(case_id=case_id, file=name, why=why, findings=looked.findings)

    def _on_paper(self, looked: Sendable) -> str:
        with self._store.read() as shelf:
            held = [document.code for document in shelf.documents(looked.record.case_id)]
        return worksheet(
            looked.record.case,
            looked.claim,
            looked.partner,
            held_documents=held,
            findings=looked.findings,
        )

    def _tell(self, case_id: str, what: Happening) -> None:
        """Let *what* happen to a case, where it can."""
        with self._store.begin(actor=what.actor, at=what.at) as books:
            record = books.case(case_id)
            if record and advance(standing_in(books, record), what).effect is Effect.MOVED:
                write_down(books, record, what)


def _data(one: Sendable) -> bytes:
    """The bytes of a request that leaves."""
    assert one.request is not None  # noqa: S101 -- only such are sent
    assert one.request.data is not None  # noqa: S101 -- likewise
    return one.request.data


def _name(first: Sendable) -> str:
    """The name of the file that *first* leaves in; it says nothing of a person."""
    return f"{first.record.case_id}-{first.attempt}.278"


def _with_whom(one: Sendable, wish: Wish) -> str:
    """What those that leave together have in common, besides their address."""
    if not wish.batch:
        return one.record.case_id
    return "" if one.made is None else f"interchange {one.made.interchange}"


def _place(one: Sendable) -> int:
    """Where it stands among those it leaves with: as it was made, else as it was asked for."""
    return 0 if one.made is None else one.made.set


def _void(books: Books, replaced: AttemptRecord, attempt: int) -> None:
    """Say of the numbers of an attempt that never left why nobody will see them."""
    lane, reason = replaced.lane, f"attempt {attempt} took its place before it was sent"
    numbers = {"ST02": replaced.set}
    if len(books.attempts_in(lane, interchange=replaced.interchange)) == 1:
        numbers |= {"ISA13": replaced.interchange, "GS06": replaced.group}
    for kind, number in numbers.items():
        books.void_number(lane, kind, number, reason)


def _why_on_paper(looked: Sendable) -> str:
    """Why no 278 leaves."""
    if looked.request is not None:
        return f"held by {', '.join(looked.request.held_by)}"
    if looked.product is Product.NONE:
        return "the payer's rule refuses the request"
    if looked.record.case.held_by:
        return f"held by {', '.join(looked.record.case.held_by)}"
    channel = channel_of(looked.record.case, looked.partner).value
    return f"the payer is asked by {channel}: use the worksheet"
