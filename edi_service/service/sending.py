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
from edi_service.service.progressing import standing_in, write_down
from edi_service.service.records import AttemptRecord, Lane
from edi_service.service.sendable import NotNow, Sendable, look_at
from edi_service.service.store import StoreRefused
from edi_service.x12.gather import address_of, gathered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.finding import Finding
    from edi_service.service.desk import Desk
    from edi_service.service.sendable import Wish
    from edi_service.service.store import Books, Store
    from edi_service.x12.gather import Address

_NO_TYPES = ReportTypes()
_SENDER, _RECEIVER, _USAGE = 1, 3, 5  # of an address: ISA06, ISA08, ISA15


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
        batch: whether requests with one address leave as one interchange.
        types: by which codes papers are announced.
    """

    def __init__(
        self,
        store: Store,
        desk: Desk,
        mailbox: Mailbox,
        *,
        batch: bool = False,
        types: ReportTypes = _NO_TYPES,
    ) -> None:
        self._store = store
        self._desk = desk
        self._mailbox = mailbox
        self._batch = batch
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
                goes_along = self._batch and looked.made is None
                groups.setdefault((address, "" if goes_along else case_id), []).append(looked)
            else:
                outcomes[case_id] = self._keep_back(looked, wish)
        for (address, _), members in groups.items():
            for outcome in self._leave(address, members, wish):
                outcomes[outcome.case_id] = outcome
        return list(outcomes.values())

    def _look_at(self, case_id: str, wish: Wish) -> Sendable | NotNow:
        with self._store.read() as shelf:
            return look_at(shelf, case_id, self._desk, wish, self._types)

    def _leave(self, address: Address, members: list[Sendable], wish: Wish) -> list[Outcome]:
        """Let requests with one address leave as one interchange."""
        at, name = self._desk.as_of, _name(members[0])
        try:
            with self._store.begin(actor=wish.actor, at=at) as books:
                if members[0].made is None:
                    data = self._number(books, address, members)
                else:
                    data = self._send_made(books, members[0], members[0].made)
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

    def _send_made(self, books: Books, one: Sendable, made: AttemptRecord) -> bytes:
        """Send what was made before, as it is."""
        books.mark_sent(made.case_id, made.number, self._desk.as_of)
        write_down(books, one.record, one.sending)
        return _data(one)

    def _number(self, books: Books, address: Address, members: list[Sendable]) -> bytes:
        """Give *members* their numbers and keep them; what leaves."""
        lane = lane_of(address)
        subject = members[0].sending.note if len(members) > 1 else members[0].record.case_id
        interchange = books.take_number(lane, "ISA13", subject)
        group = books.take_number(lane, "GS06", subject)
        first_set = books.take_number(lane, "ST02", subject, len(members))
        for place, one in enumerate(members, start=first_set):
            data = gathered([_data(one)], interchange, group=group, first_set=place)
            reference = f"{one.record.case_id}-{one.attempt}"
            books.add_attempt(
                AttemptRecord(
                    case_id=one.record.case_id,
                    number=one.attempt,
                    kind=one.purpose.value,
                    channel=channel_of(one.record.case, one.partner).value,
                    reference=reference,
                    trace=reference,
                    lane=lane,
                    interchange=interchange,
                    group=group,
                    set=place,
                    made_at=self._desk.as_of,
                    sent_at=self._desk.as_of,
                ),
                data,
            )
            write_down(books, one.record, one.sending)
        return gathered(map(_data, members), interchange, group=group, first_set=first_set)

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


def lane_of(address: Address) -> Lane:
    """Whose numbers what has this address bears."""
    sender, receiver, usage = (address.interchange[at] for at in (_SENDER, _RECEIVER, _USAGE))
    return Lane(sender.strip(" "), receiver.strip(" "), usage)


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
