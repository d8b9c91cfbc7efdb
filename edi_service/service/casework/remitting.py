"""
Remittances taken in: each claim known again, judged, and let do to its cases what it may.

One file is one transaction.  What is no denial for an authorization or a place is counted and left
alone; a denial that fits no claim of the store is named.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edi_service.finding import Report
from edi_service.mending.approval import Manner
from edi_service.mending.mend import ORIGINAL, REPLACEMENT
from edi_service.remittance import kinds
from edi_service.remittance.denials import Verdict, count, judge
from edi_service.remittance.match import compare, is_of
from edi_service.remittance.model import PaidClaim
from edi_service.service.casework.denying import ACTOR, Denier
from edi_service.service.casework.payments import read_payments
from edi_service.service.casework.stored import read_stored
from edi_service.service.records import ArrivalKind, ArrivalRecord, Search
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edi_service.facts.outside import Outside
    from edi_service.finding import Finding
    from edi_service.remittance.denials import Judged
    from edi_service.remittance.model import ProviderAdjustment
    from edi_service.remittance.reasons import ReasonTable
    from edi_service.service.casework.denying import Touched
    from edi_service.service.casework.stored import Stored
    from edi_service.service.desk import Desk
    from edi_service.service.ports import Arrival
    from edi_service.service.records import ClaimRecord
    from edi_service.service.store import Books, Store

_PIECE_BYTES = 1 << 20
_DENIED = (Verdict.AUTHORIZATION, Verdict.PLACE)
_NO_DECISION = (Verdict.REVERSED, Verdict.FORWARDED, Verdict.PREDETERMINED)
_RECOUPMENT = "WO"
_FREQUENCIES = {Manner.CORRECTED.value: REPLACEMENT, Manner.NEW.value: ORIGINAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Remitted:
    """What the claims of one file are, which cases they touched, and what was found."""

    counts: dict[Verdict, int]
    cases: tuple[Touched, ...]
    findings: tuple[Finding, ...]


class Remitter:
    """
    Takes remittances in.

    Args:
        store: where claims and cases are kept.
        desk: policies, configuration and the moment at which the files are read.
        outside: what is known of claims besides, as when they were processed.
        table: what reasons are about.
    """

    def __init__(self, store: Store, desk: Desk, outside: Outside, table: ReasonTable) -> None:
        self._store = store
        self._desk = desk
        self._outside = outside
        self._table = table

    def take(self, arrival: Arrival) -> Remitted:
        """
        Take one file in, all of it or nothing.

        Raises:
            StoreRefused: the store cannot be read or written.
        """
        report = Report()
        with self._store.begin(actor=ACTOR, at=self._desk.as_of) as books:
            _keep(books, arrival, self._desk)
            denier = Denier(books, self._desk, self._outside, arrival.sha256, report)
            one = _Taking(books, self._desk, denier, report)
            with arrival.open() as source:
                find_guide = self._desk.find_guide
                for each in read_payments(source, report, Tally(), find_guide=find_guide):
                    if isinstance(each, PaidClaim):
                        one.take_claim(judge(each, self._table))
                    else:
                        one.take_adjustment(each)
        return Remitted(
            counts=count(one.verdicts), cases=tuple(one.touched), findings=tuple(report.take())
        )


def _keep(books: Books, arrival: Arrival, desk: Desk) -> None:
    """Keep the file as it came, once."""
    record = ArrivalRecord(
        sha256=arrival.sha256,
        kind=ArrivalKind.REMITTANCE,
        size=arrival.size,
        received_at=desk.as_of,
        name=arrival.name,
    )
    if books.add_arrival(record):
        with arrival.open() as source:
            for number, data in enumerate(iter(lambda: source.read(_PIECE_BYTES), b"")):
                books.add_original(arrival.sha256, number, data)


class _Taking:
    """The taking in of one file."""

    def __init__(self, books: Books, desk: Desk, denier: Denier, report: Report) -> None:
        self._books = books
        self._desk = desk
        self._denier = denier
        self._report = report
        self.verdicts: list[Verdict] = []
        self.touched: list[Touched] = []

    def take_claim(self, judged: Judged) -> None:
        paid = judged.claim
        self.verdicts.append(judged.verdict)
        known = self._find(paid)
        if len(known) == 1:
            self._take_known(judged, known[0])
        elif judged.verdict in _DENIED:
            kind = kinds.SEVERAL_CLAIMS if known else kinds.CLAIM_NOT_KNOWN
            message = f"{len(known) or 'no'} claims of the store have its number"
            self._report.add(kind.found(paid.position, message))

    def take_adjustment(self, taken: ProviderAdjustment) -> None:
        """Say where a payment for a known claim is taken back; all else is not about claims."""
        if taken.reason != _RECOUPMENT or taken.amount <= 0 or not taken.reference:
            return
        for claim_id in self._books.find(Search.PAYER_CLAIM, taken.reference):
            message = f"{taken.amount} taken back"
            self._report.add(kinds.TAKEN_BACK.found(taken.position, message, claim_id=claim_id))

    def _take_known(self, judged: Judged, record: ClaimRecord) -> None:
        paid = judged.claim
        if paid.payer_number:
            self._books.note(Search.PAYER_CLAIM, paid.payer_number, record.claim_id)
        if judged.verdict in _NO_DECISION:
            return
        stored = self._read(record)
        again = self._frequencies(record.claim_id)
        compare(paid, stored.claim, self._report, also_sent=again)
        if judged.verdict in _DENIED:
            self.touched += self._denier.deny(judged, stored)
        elif judged.verdict is Verdict.PAID and paid.paid > 0:
            self.touched += self._denier.pay(judged, stored)

    def _frequencies(self, claim_id: str) -> set[str]:
        """CLM05-3 of what was mended of a claim."""
        return {
            _FREQUENCIES[made.kind]
            for case in self._books.cases_of_claim(claim_id)
            for made in self._books.mended(case.case_id)
            if made.kind in _FREQUENCIES
        }

    def _read(self, record: ClaimRecord) -> Stored:
        desk = self._desk
        return read_stored(
            self._books, record.claim_id, find_guide=desk.find_guide, codes=desk.codes
        )

    def _find(self, paid: PaidClaim) -> list[ClaimRecord]:
        """The claims that *paid* may be; what tells them apart is asked until one is left."""
        found = [
            record
            for claim_id in self._books.find(Search.ACCOUNT, paid.number)
            if (record := self._books.claim(claim_id)) is not None and is_of(paid, record.account)
        ]
        for fits in _tell_apart(paid):
            if len(found) > 1:
                found = [record for record in found if fits(record)] or found
        return found


def _tell_apart(paid: PaidClaim) -> Iterator[Callable[[ClaimRecord], bool]]:
    """What a claim of the remittance says that its namesakes may not."""
    yield lambda record: record.charge == paid.charge
    yield lambda record: bool(paid.frequency) and record.frequency == paid.frequency
    yield lambda record: bool(paid.member_id) and record.member_id == paid.member_id
    days = [line.starts for line in paid.lines if line.starts]
    first = paid.starts or min(days, default=None)
    yield lambda record: record.first_day == first
