"""A store with claims and cases in it, as processing leaves them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from edi_service.cases.open import open_cases
from edi_service.cases.progress import Cause, Happening, State, first_cause
from edi_service.claims.copying import copy_of
from edi_service.edge.guides import find_guide
from edi_service.edge.store.store import open_store
from edi_service.facts.outside import Outside
from edi_service.finding import Report
from edi_service.policy.examine import examine
from edi_service.service.casework.progressing import write_down
from edi_service.service.records import ArrivalKind, ArrivalRecord, CaseRecord, ClaimRecord
from edi_service.service.stream import identifier, read_arrival, start_of
from edi_service.x12.tally import Tally
from tests.service.memory import a_desk, an_arrival

if TYPE_CHECKING:
    from pathlib import Path

    from edi_service.claims.model import Claim
    from edi_service.edge.store.store import SqlStore
    from edi_service.service.desk import Desk
    from edi_service.service.store import Books
    from edi_service.service.stream import Passed


def a_store(folder: Path) -> SqlStore:
    """A new store of SQLite, its keys beside it."""
    return open_store(f"sqlite:///{folder / 'store.sqlite'}", folder / "ring.json").store


def keep_claims(
    store: SqlStore, data: bytes, desk: Desk | None = None, outside: Outside | None = None
) -> list[str]:
    """Keep the claims of *data* with their cases; the ids of the claims."""
    desk, outside = desk or a_desk(), outside or Outside.empty()
    arrival = an_arrival(data)
    kept = []
    with store.begin(actor="test", at=desk.as_of) as books:
        books.add_arrival(
            ArrivalRecord(
                sha256=arrival.sha256,
                kind=ArrivalKind.CLAIMS,
                size=arrival.size,
                received_at=desk.as_of,
            )
        )
        report = Report()
        source = io.BytesIO(data)
        for passed in read_arrival(source, arrival.sha256, report, Tally(), find_guide=find_guide):
            if passed.claim is not None:
                kept.append(_keep(books, passed, passed.claim, arrival.sha256))
                _open(books, passed.claim, arrival.sha256, desk, outside)
    return kept


def _keep(books: Books, passed: Passed, claim: Claim, sha256: str) -> str:
    parties = claim.parties
    record = ClaimRecord(
        claim_id=claim.claim_id,
        sha256=sha256,
        kind=claim.kind.value,
        segment=start_of(claim),
        frequency=claim.frequency,
        account=claim.number,
        member_id=parties.subscriber.party.identifier,
        charge=claim.charge,
        first_day=claim.first_day,
        last_day=claim.last_day,
    )
    books.add_claims([(record, copy_of(claim, passed.transaction_set, passed.header))])
    return claim.claim_id


def _open(books: Books, claim: Claim, sha256: str, desk: Desk, outside: Outside) -> None:
    subject = desk.subject(claim, *outside.find(claim, Report()))
    examination = examine(subject, desk.library)
    cases, _ = open_cases(
        subject,
        examination,
        examination.findings,
        lambda policy: identifier(sha256, start_of(claim), policy),
    )
    for case in cases:
        record = CaseRecord(
            case=case,
            state=State.OPENED.value,
            claim_id=claim.claim_id,
            opened_at=desk.as_of,
            changed_at=desk.as_of,
        )
        books.open_case(record)
        what = Happening(cause=first_cause(case), at=desk.as_of, actor="test")
        write_down(books, record, what)


def move(store: SqlStore, case_id: str, state: State) -> None:
    """Let somebody override the state of a case."""
    desk = a_desk()
    with store.begin(actor="test", at=desk.as_of) as books:
        record = books.case(case_id)
        assert record is not None
        what = Happening(cause=Cause.OVERRIDDEN, at=desk.as_of, actor="test", to=state)
        write_down(books, record, what)
