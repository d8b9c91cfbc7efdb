"""
The answers to a file: TA1, 999 and 277CA, as documents to be sent.

A TA1 answers an interchange that asks for one or has faults; a 999 answers each functional group of
an interchange that was not rejected; a 277CA answers the claims of the transaction sets that the
999 accepts, all those of one group in one interchange.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from edi_service.acknowledge import write_277ca, write_999
from edi_service.acknowledge.answering import answer_envelope
from edi_service.acknowledge.model import Verdict
from edi_service.acknowledge.statuses import (
    ACCEPT,
    BatchStatus,
    Identity,
    ProviderStatus,
    Status,
    StatusReport,
)
from edi_service.acknowledge.write_ta1 import write_ta1

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from edi_service.acknowledge.judge import GroupLedger, InterchangeLedger, SetLedger
    from edi_service.acknowledge.ledger import Batch, Ledger
    from edi_service.acknowledge.model import GroupAcknowledgment, InterchangeAcknowledgment
    from edi_service.x12.headers import GroupHeader, InterchangeHeader

_ACKNOWLEDGMENTS = frozenset({"FA"})  # GS01 of what is not acknowledged in turn


class DocumentKind(StrEnum):
    """Which of the three answers a document is."""

    TA1 = "TA1"
    IMPLEMENTATION = "999"
    CLAIMS = "277CA"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """
    One interchange to be sent.

    Attributes:
        kind: TA1, 999 or 277CA.
        control_number: its own ISA13.
        interchange: ISA13 of what it answers.
        group: GS06 of what it answers; empty for a TA1.
        parts: its bytes, in pieces.  They have to be taken before the next document is asked for.
        accepted: how many claims it accepts.
    """

    kind: DocumentKind
    control_number: int
    interchange: str
    group: str
    parts: Iterable[bytes]
    accepted: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """
    Who answers, in a 277CA: a payer (``PR``) or a clearinghouse (``AY``).

    Without a *name* it is whoever the claims were sent to (NM1*40), else the receiver of the ISA.
    *qualifier* is 46, FI, PI or XV.
    """

    entity: str = "PR"
    name: str = ""
    qualifier: str = "46"
    identifier: str = ""


_RECEIVER = Source()


def is_no_acknowledgment(group: GroupHeader) -> bool:
    """Whether *group* may be acknowledged: an acknowledgment is not, in turn."""
    return group.functional_id not in _ACKNOWLEDGMENTS


def acknowledge_file(  # noqa: PLR0913 -- what is answered, when, by whom, and how far
    ledger: Ledger,
    *,
    moment: datetime,
    next_number: Callable[[InterchangeHeader], int],
    source: Source = _RECEIVER,
    before_segment: int | None = None,
    is_answered: Callable[[GroupHeader], bool] = is_no_acknowledgment,
) -> Iterator[Document]:
    """
    The answers to all that is complete in *ledger*, interchange by interchange.

    Args:
        ledger: the books of the file; what is answered is taken out of them.
        moment: of the answers, in the zone they are to show.
        next_number: gives control numbers (ISA13 and GS06), each once, for answers to the
            interchange with the header it is told.
        source: who answers.
        before_segment: see :meth:`Ledger.take`; None when the whole file was read.
        is_answered: whether a functional group gets a 999, if its interchange is not rejected.
    """
    for interchange in ledger.take(before_segment):
        answers = _Answers(interchange, moment, next_number, source)
        yield from answers.to_interchange()
        for group in interchange.groups:
            batches = [(one, ledger.batch_of(one)) for one in group.sets]
            if not answers.rejects and is_answered(group.header):
                yield from answers.to_group(group, batches)


class _Answers:
    """The answers to one interchange."""

    def __init__(
        self,
        interchange: InterchangeLedger,
        moment: datetime,
        next_number: Callable[[InterchangeHeader], int],
        source: Source,
    ) -> None:
        self._header = interchange.header
        self._acknowledgment: InterchangeAcknowledgment = interchange.acknowledgment()
        self._moment = moment
        self._next_number = next_number
        self._source = source

    @property
    def rejects(self) -> bool:
        return self._acknowledgment.verdict is Verdict.REJECTED

    def to_interchange(self) -> Iterator[Document]:
        is_clean = self._acknowledgment.verdict is Verdict.ACCEPTED
        if is_clean and self._header.acknowledgment_requested != "1":
            return
        number = self._next_number(self._header)
        envelope = answer_envelope(self._header, moment=self._moment, control_number=number)
        data = write_ta1(self._acknowledgment, envelope)
        yield self._document(DocumentKind.TA1, number, "", [data])

    def to_group(
        self, group: GroupLedger, batches: list[tuple[SetLedger, Batch | None]]
    ) -> Iterator[Document]:
        acknowledgment = group.acknowledgment()
        number = self._next_number(self._header)
        envelope = answer_envelope(
            self._header,
            group.header,
            moment=self._moment,
            control_number=number,
            functional_id=write_999.FUNCTIONAL_ID,
            set_id=write_999.SET_ID,
            guide=write_999.GUIDE,
        )
        parts = write_999.write_999(acknowledgment, envelope)
        yield self._document(DocumentKind.IMPLEMENTATION, number, group.number, parts)
        accepted = _accepted(acknowledgment, batches)
        if accepted:
            yield self._claims(group, accepted)

    def _claims(self, group: GroupLedger, batches: list[tuple[SetLedger, Batch]]) -> Document:
        number = self._next_number(self._header)
        envelope = answer_envelope(
            self._header,
            group.header,
            moment=self._moment,
            control_number=number,
            functional_id=write_277ca.FUNCTIONAL_ID,
            set_id=write_277ca.SET_ID,
            guide=write_277ca.GUIDE,
        )
        statuses = (self._batch(number, one, batch) for one, batch in batches)
        parts = write_277ca.write_277ca(statuses, envelope)
        count = sum(batch.totals.accepted for _, batch in batches)
        return self._document(DocumentKind.CLAIMS, number, group.number, parts, count)

    def _document(
        self,
        kind: DocumentKind,
        number: int,
        group: str,
        parts: Iterable[bytes],
        accepted: int = 0,
    ) -> Document:
        return Document(
            kind=kind,
            control_number=number,
            interchange=self._acknowledgment.control_number,
            group=group,
            parts=parts,
            accepted=accepted,
        )

    def _batch(self, number: int, one: SetLedger, batch: Batch) -> BatchStatus:
        day = self._moment.date()
        received = Status(category="A1", code="20")
        totals = batch.totals
        return BatchStatus(
            reference=f"{number}-{one.header.control_number}",
            created=day,
            time=f"{self._moment:%H%M}",
            source=self._source_identity(batch),
            source_trace=f"{number}-{one.header.control_number}",
            received=day,
            processed=day,
            receiver=self._submitter(batch),
            batch=batch.reference,
            reports=(
                StatusReport(statuses=(received,), action=ACCEPT, day=day, amount=totals.amount),
            ),
            totals=totals,
            providers=self._providers(batch),
        )

    def _providers(self, batch: Batch) -> Iterator[ProviderStatus]:
        acknowledged = Status(category="A1", code="19", entity=self._source.entity)
        for run, claims in batch.by_provider():
            report = StatusReport(statuses=(acknowledged,), action=ACCEPT, amount=run.totals.amount)
            yield ProviderStatus(
                provider=run.provider,
                trace="0",
                reports=(report,),
                totals=run.totals,
                written=claims,
            )

    def _source_identity(self, batch: Batch) -> Identity:
        source, named = self._source, batch.receiver
        if source.name:
            name, qualifier, identifier = source.name, source.qualifier, source.identifier
        elif named is not None:
            name, qualifier, identifier = named.last_name, named.qualifier, named.identifier
        else:
            name = identifier = self._header.receiver_id
            qualifier = "46"
        return Identity(
            entity=source.entity, last_name=name, qualifier=qualifier, identifier=identifier
        )

    def _submitter(self, batch: Batch) -> Identity:
        """Who sent the claims: NM1*41, else the sender of the interchange."""
        if batch.submitter is not None:
            return batch.submitter
        sender = self._header.sender_id
        return Identity(entity="41", last_name=sender, qualifier="46", identifier=sender)


def _accepted(
    acknowledgment: GroupAcknowledgment, batches: list[tuple[SetLedger, Batch | None]]
) -> list[tuple[SetLedger, Batch]]:
    """The sets with claims that the 999 accepts; none of a group that it rejects."""
    if not acknowledgment.verdict.is_accepted:
        return []
    return [
        (one, batch)
        for (one, batch), answer in zip(batches, acknowledgment.sets, strict=True)
        if batch is not None and answer.verdict.is_accepted
    ]
