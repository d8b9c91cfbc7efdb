"""What becomes of the contents of a file: the desks of the service, each with all it knows."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from edi_service.acknowledge.file import DocumentKind, is_no_acknowledgment
from edi_service.acknowledge.repeated import refuse_repeated
from edi_service.edge.spool import DiskSpools
from edi_service.service.acknowledging import Acknowledger
from edi_service.service.casework.remitting import Remitter
from edi_service.service.casework.responding import Responder
from edi_service.service.exchange.drops import ProductRecord
from edi_service.service.exchange.filework import ACTOR, Verdicts
from edi_service.service.exchange.numbering import INTERCHANGE, void_answer_number
from edi_service.service.exchange.receipts import GROUPS, acknowledge_received
from edi_service.service.exchange.served import ServedOutbox
from edi_service.service.recording import Recorder
from edi_service.service.records import Lane
from edi_service.service.run import Run
from edi_service.service.stretch import WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from edi_service.acknowledge.claim_status import StatusTable
    from edi_service.acknowledge.file import Document
    from edi_service.acknowledge.repeated import RepeatedInterchange
    from edi_service.facts.outside import Outside
    from edi_service.facts.sort import Sort
    from edi_service.remittance.reasons import ReasonTable
    from edi_service.review.answer.reasons import Reasons
    from edi_service.service.casework.hearing import FindReview
    from edi_service.service.desk import Desk
    from edi_service.service.exchange.contents import Contents
    from edi_service.service.exchange.drops import DropRecord
    from edi_service.service.exchange.filework import Telling
    from edi_service.service.exchange.partners import TradingPartner
    from edi_service.service.ports import Arrival
    from edi_service.service.store import Books, Keep, Store
    from edi_service.wiring.serving.known import Known
    from edi_service.x12.headers import InterchangeHeader


class ServingDesks:
    """
    Keeps the promises of :class:`~edi_service.service.exchange.filework.Desks`.

    Args:
        desk: policies, configuration and code sets.
        known: what is known of claims besides.
        partners: what is agreed with each.
        statuses: what findings mean for the status of a claim.
        find_review: the guides of services reviews.
        reasons: what reasons of answers mean.
        denials: what reasons of remittances are about.
        take_number: gives the control number of a product, in a step of its own: the same one
            whenever work on its drop comes to it again.
        folder: for what is too much for memory.
    """

    def __init__(  # noqa: PLR0913 -- one for each thing that is known
        self,
        *,
        desk: Desk,
        known: Known,
        partners: Mapping[str, TradingPartner],
        statuses: StatusTable,
        find_review: FindReview,
        reasons: Reasons,
        denials: ReasonTable,
        take_number: Callable[[str, str, str, str], int],
        folder: Path,
    ) -> None:
        self._desk = desk
        self._known = known
        self._partners = partners
        self._statuses = statuses
        self._find_review = find_review
        self._reasons = reasons
        self._denials = denials
        self._take_number = take_number
        self._folder = folder

    def claims(self, drop: DropRecord, arrival: Arrival, keep: Keep) -> Verdicts:
        """Process the claims of a file and answer it, some claims at a time."""
        desk, outside = self._at(drop)
        recorder = Recorder(keep, desk.as_of, has_bytes=True)
        answers = _Answers(self, drop, keep, self.wanted(drop))
        spools = DiskSpools(self._folder)

        def add_product(record: ProductRecord, data: bytes) -> None:
            recorder.books.add_product(record, data)

        run = Run(
            desk,
            outside,
            ServedOutbox(
                drop.drop_id,
                drop.taken_at,
                desk.config.partners,
                add_product,
            ),
            first_control_number=1,
            advance=_nobody,
            recorder=recorder,
            acknowledger=Acknowledger(
                answers.keep,
                self._statuses,
                desk.as_of,
                answers.number,
                spools=spools,
                is_answered=lambda group: (
                    is_no_acknowledgment(group) and group.functional_id not in GROUPS
                ),
            ),
        )
        with closing(spools):
            run.read(arrival, WHOLE)
        return Verdicts(claims=run.claims, accepted=answers.accepted)

    def answers(self, drop: DropRecord, store: Store, arrival: Arrival) -> None:
        """Take in answers and acknowledgments."""
        Responder(store, self._find_review, self._reasons, drop.taken_at).take(arrival)

    def remittance(self, drop: DropRecord, store: Store, arrival: Arrival) -> None:
        """Take in a remittance."""
        desk, outside = self._at(drop)
        Remitter(store, desk, outside, self._denials).take(arrival)

    def receipts(self, drop: DropRecord, arrival: Arrival, contents: Contents, keep: Keep) -> None:
        """Acknowledge what else than claims is in a file, as far as its partner wants that."""
        agreed = self._partners[drop.partner].acknowledges
        wanted = {"999"} if agreed else set()
        if "TA1" in agreed and not contents.may_hold_claims:  # else it has one with its claims
            wanted.add("TA1")
        answers = _Answers(self, drop, keep, frozenset(wanted), "received-")
        with arrival.open() as source:
            for document in acknowledge_received(
                source,
                agreed,
                find_guide=self._find_review,
                moment=self._moment(drop),
                next_number=answers.number,
            ):
                answers.keep(document)

    def refuse(self, drop: DropRecord, books: Books, repeated: list[RepeatedInterchange]) -> None:
        """Answer numbers that were used before, within the transaction that quarantines a file."""

        def next_number(header: InterchangeHeader) -> int:
            return books.take_number(lane_to(header), INTERCHANGE, drop.drop_id)

        documents = chain.from_iterable(
            refuse_repeated(
                each,
                moment=self._moment(drop),
                next_number=next_number,
                wanted=self._wanted_of(drop, each),
            )
            for each in repeated
        )
        for number, document in enumerate(documents, 1):
            record = _product(drop, document, f"refused-{drop.tries}-{number}")
            books.add_product(record, b"".join(document.parts))

    def look_at(self, drop: DropRecord, sort: Sort) -> Telling:
        """Whether a file that looks as if it told of claims does."""
        return self._known.look_at(drop, sort)

    def _at(self, drop: DropRecord) -> tuple[Desk, Outside]:
        """The desk at the moment a file was taken, and what is known of its claims besides."""
        tables = self._known.tables(drop)
        desk = replace(self._desk, as_of=self._moment(drop), authorizations=tables.authorizations)
        return desk, tables.outside

    def _moment(self, drop: DropRecord) -> datetime:
        """When a file was taken, in the office's zone."""
        return drop.taken_at.astimezone(self._desk.as_of.tzinfo)

    def _wanted_of(self, drop: DropRecord, interchange: RepeatedInterchange) -> list[DocumentKind]:
        """The answers that a partner wants to an interchange, by what that holds."""
        held = {GROUPS.get(group.header.functional_id) for group in interchange.groups}
        agreed = self._partners[drop.partner].acknowledges
        if None in held:
            return [kind for kind in DocumentKind if kind in self.wanted(drop)]
        kinds = [DocumentKind.TA1] if "TA1" in agreed else []
        return [*kinds, DocumentKind.IMPLEMENTATION] if held & set(agreed) else kinds

    def wanted(self, drop: DropRecord) -> frozenset[str]:
        """The kinds of acknowledgments that the partner of a drop wants."""
        return frozenset(self._partners[drop.partner].answers)

    def number(self, drop: DropRecord, lane: Lane, part: str) -> int:
        """The control number of a lane for the *part* of the answers to a drop."""
        product_id = _product_id(drop, part)
        return self._take_number(lane.sender, lane.receiver, lane.usage, product_id)


class _Answers:
    """The acknowledgments of one file, kept as they come, each after its number was taken."""

    def __init__(
        self,
        desks: ServingDesks,
        drop: DropRecord,
        keep: Keep,
        wanted: frozenset[str],
        prefix: str = "",
    ) -> None:
        self._desks = desks
        self._drop = drop
        self._keep = keep
        self._wanted = wanted
        self._prefix = prefix  # of what tells them apart from others for the same file
        self._lane = Lane("", "", "")
        self._count = 0
        self.accepted = 0

    def number(self, header: InterchangeHeader) -> int:
        """A control number of its own for an answer to an interchange with this *header*."""
        self._lane = lane_to(header)
        self._count += 1
        return self._desks.number(self._drop, self._lane, self._part)

    def keep(self, document: Document) -> None:
        """Make a product of an acknowledgment, or say why its number goes nowhere."""
        self.accepted += document.accepted
        if document.kind.value in self._wanted:
            self._keep_product(document)
        else:
            self._void(document)

    def _void(self, document: Document) -> None:
        lane, number = self._lane, document.control_number
        product_id = _product_id(self._drop, self._part)
        reason = f"the partner wants no {document.kind.value}"

        def write(store: Store) -> None:
            with store.begin(actor=ACTOR, at=self._drop.taken_at) as books:
                void_answer_number(books, lane, product_id, number, reason)

        self._keep(write)

    def _keep_product(self, document: Document) -> None:
        """
        Keep it piece by piece, however long it is, and with the last step as a whole.

        Work that was begun anew after it had failed may have made it before, of a lot of pieces of
        its own, since what the configuration says may have changed in between.
        """
        part = self._part
        lot = f"{_product_id(self._drop, part)}-{self._drop.tries}"
        pieces = in_pieces(document.parts)
        first, last = next(pieces, b""), 0
        for last, piece in enumerate(pieces, 1):
            self._keep_part(lot, last, piece)
        record = _product(self._drop, document, part, lot if last else "")

        def write(store: Store) -> None:
            with store.begin(actor=ACTOR, at=self._drop.taken_at) as books:
                books.add_product(record, first)

        self._keep(write)

    @property
    def _part(self) -> str:
        """What tells the answer under way from others to the same file."""
        return f"{self._prefix}{self._count}"

    def _keep_part(self, lot: str, number: int, piece: bytes) -> None:
        def write(store: Store) -> None:
            with store.begin(actor=ACTOR, at=self._drop.taken_at) as books:
                books.add_product_part(lot, number, piece)

        self._keep(write)


def lane_to(header: InterchangeHeader) -> Lane:
    """The numbers of answers to whoever sent an interchange with this *header*."""
    return Lane(header.receiver_id, header.sender_id, header.usage)


def _product(drop: DropRecord, document: Document, part: str, lot: str = "") -> ProductRecord:
    """A *document* as what goes out for a drop; *part* tells it from others for the same."""
    kind = document.kind.value
    return ProductRecord(
        product_id=_product_id(drop, part),
        partner=drop.partner,
        kind=kind,
        name=f"{drop.drop_id[:16]}-{part}.{kind.lower()}",
        made_at=drop.taken_at,
        drop_id=drop.drop_id,
        lot=lot,
    )


def _product_id(drop: DropRecord, part: str) -> str:
    return f"{drop.drop_id}-{part}"


def in_pieces(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces that are worth a row of the store."""
    held: list[bytes] = []
    size = 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size >= _PIECE:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


_PIECE = 256 * 1024  # bytes


def _nobody(done: int) -> None:
    """Nobody is told that so many bytes are done."""
    del done
