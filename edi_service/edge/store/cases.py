"""Cases, and all that is written about them but requests and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import func, select, update

from edi_service.edge.store.forms import Form, decode_case, encode_case, row_key
from edi_service.edge.store.sql import Reader, Writer
from edi_service.edge.store.tables import (
    case_claims,
    cases,
    contacts,
    documents,
    events,
    mended,
    statements,
)
from edi_service.service.records import (
    CaseRecord,
    ContactRecord,
    DocumentRecord,
    EventRecord,
    MendedRecord,
    StatementRecord,
)
from edi_service.service.store import CaseMovedOn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.cases.model import Case
    from edi_service.edge.store.forms import Record, Row

EVENT = Form(events, EventRecord)
CONTACT = Form(contacts, ContactRecord)
DOCUMENT = Form(documents, DocumentRecord)
STATEMENT = Form(statements, StatementRecord)
MENDED = Form(mended, MendedRecord)


class CasesRead(Reader):
    """Looks up cases and all that was written about them."""

    def case(self, case_id: str) -> CaseRecord | None:
        """The case with this id."""
        row = self._first(select(cases).where(cases.c.case_id == case_id))
        return None if row is None else self._case_record(row)

    def cases(self, *, state: str = "", payer: str = "") -> Iterator[CaseRecord]:
        """All cases, or those of a state or payer, in the order they were opened."""
        question = select(cases).order_by(cases.c.opened_at, cases.c.case_id)
        if state:
            question = question.where(cases.c.state == state)
        if payer:
            question = question.where(cases.c.payer == payer)
        return map(self._case_record, self._rows(question))

    def cases_of_claim(self, claim_id: str) -> list[CaseRecord]:
        """The cases a claim stands in."""
        question = select(cases).join(case_claims, case_claims.c.case_id == cases.c.case_id)
        question = question.where(case_claims.c.claim_id == claim_id).order_by(cases.c.case_id)
        return [self._case_record(row) for row in self._rows(question)]

    def claims_of_case(self, case_id: str) -> list[str]:
        """The ids of the claims that stand in a case: the first, then what was resubmitted."""
        question = select(case_claims.c.claim_id).where(case_claims.c.case_id == case_id)
        return list(self._connection.execute(question.order_by(case_claims.c.number)).scalars())

    def events(self, case_id: str) -> list[EventRecord]:
        """The steps of a case, in their order."""
        return self._of_case(EVENT, case_id)

    def contacts(self, case_id: str) -> list[ContactRecord]:
        """The talks about a case."""
        return self._of_case(CONTACT, case_id)

    def documents(self, case_id: str) -> list[DocumentRecord]:
        """The documents of a case."""
        return self._of_case(DOCUMENT, case_id)

    def statements(self, case_id: str) -> list[StatementRecord]:
        """What was stated for a case."""
        return self._of_case(STATEMENT, case_id)

    def mended(self, case_id: str) -> list[MendedRecord]:
        """The mended files of a case."""
        return self._of_case(MENDED, case_id)

    def mended_data(self, case_id: str, number: int) -> bytes:
        """The bytes of a mended file."""
        return self._data(mended, "mended file", case_id=case_id, number=number)

    def _of_case(self, form: Form[Record], case_id: str) -> list[Record]:
        table = form.table
        columns = [column for column in table.columns if column.name != "data"]
        question = select(*columns).where(table.c.case_id == case_id).order_by(table.c.number)
        return self._records(form, question)

    def _case_record(self, row: Row) -> CaseRecord:
        details = self._sealer.open(row["details"], cases.name, row["case_id"], "details")
        return CaseRecord(
            case=decode_case(details),
            state=row["state"],
            claim_id=row["claim_id"],
            opened_at=row["opened_at"],
            changed_at=row["changed_at"],
            cause=row["cause"],
        )


class CasesWritten(CasesRead, Writer):
    """Keeps cases and what is written about them."""

    def open_case(self, record: CaseRecord) -> bool:
        """Keep a case; False when there is one for its claim and policy."""
        case = record.case
        if self._has_case(record.claim_id, case.policy):
            return False
        row = {
            "case_id": case.case_id,
            "claim_id": record.claim_id,
            "policy": case.policy,
            "payer": case.payer,
            "state": record.state,
            "cause": record.cause,
            "opened_at": record.opened_at,
            "changed_at": record.changed_at,
            "details": self._seal_case(case),
        }
        if not self._insert_if_new(cases, row):
            return False
        self._join(case.case_id, record.claim_id, case.policy, 1)
        self.audit("case opened", case.case_id)
        return True

    def replace_case(self, case: Case) -> None:
        """Take a newer reading of a case: another deadline, clock, decision or hold."""
        self._lock_case(case.case_id)
        self._change(case.case_id, details=self._seal_case(case))
        self.audit("case read anew", case.case_id)

    def join_claim(self, case_id: str, claim_id: str) -> bool:
        """Let a resubmission stand in a case; False when it does."""
        self._lock_case(case_id)
        if claim_id in (standing := self.claims_of_case(case_id)):
            return False
        policy = select(cases.c.policy).where(cases.c.case_id == case_id)
        word = self._connection.execute(policy).scalar_one()
        self._join(case_id, claim_id, word, len(standing) + 1)
        self._change(case_id, claim_id=claim_id)
        self.audit("claim joined", case_id, claim_id)
        return True

    def add_event(self, record: EventRecord) -> EventRecord:
        """Keep a step, and move the case from its *before* to its *after*."""
        numbered = self._numbered(EVENT, record, record.case_id)
        found = (cases.c.case_id == record.case_id) & (cases.c.state == record.before)
        move = update(cases).where(found).values(state=record.after, changed_at=record.at)
        if self._connection.execute(move).rowcount != 1:
            message = f"case {record.case_id} is no longer {record.before}: look again"
            raise CaseMovedOn(message)
        self._insert(events, EVENT.row(numbered, self._sealer))
        self.audit("event", record.case_id, f"{record.before} -> {record.after}: {record.cause}")
        return numbered

    def add_contact(self, record: ContactRecord) -> ContactRecord:
        """Keep a talk."""
        return self._add(CONTACT, record, record.case_id)

    def add_document(self, record: DocumentRecord) -> DocumentRecord:
        """Keep where a document lies."""
        return self._add(DOCUMENT, record, record.case_id)

    def add_statement(self, record: StatementRecord) -> StatementRecord:
        """Keep a statement."""
        return self._add(STATEMENT, record, record.case_id)

    def add_mended(self, record: MendedRecord, data: bytes) -> MendedRecord:
        """Keep a mended file."""
        numbered = self._numbered(MENDED, record, record.case_id)
        key = {"case_id": numbered.case_id, "number": numbered.number}
        sealed = self._seal_data(mended, key, data)
        self._insert(mended, MENDED.row(numbered, self._sealer, data=sealed))
        self.audit("mended file", record.case_id, f"number {numbered.number}")
        return numbered

    def _add(self, form: Form[Record], record: Record, case_id: str) -> Record:
        numbered = self._numbered(form, record, case_id)
        self._insert(form.table, form.row(numbered, self._sealer))
        self.audit(f"added to {form.table.name}", case_id)
        return numbered

    def _numbered(self, form: Form[Record], record: Record, case_id: str) -> Record:
        number = self._next_number(form.table, case_id)
        return msgspec.structs.replace(record, number=number)

    def _has_case(self, claim_id: str, policy: str) -> bool:
        found = (case_claims.c.claim_id == claim_id) & (case_claims.c.policy == policy)
        question = select(func.count()).select_from(case_claims).where(found)
        return bool(self._connection.execute(question).scalar_one())

    def _join(self, case_id: str, claim_id: str, policy: str, number: int) -> None:
        row = {"case_id": case_id, "claim_id": claim_id, "policy": policy, "number": number}
        self._insert(case_claims, row)

    def _change(self, case_id: str, **values: object) -> None:
        change = update(cases).where(cases.c.case_id == case_id)
        self._connection.execute(change.values(changed_at=self._at, **values))

    def _seal_case(self, case: Case) -> bytes:
        key = row_key(cases, {"case_id": case.case_id})
        return self._sealer.seal(encode_case(case), cases.name, key, "details")
