"""What was stated for a case and the papers kept with it go along."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from edi_service.cases.statement import OtherReviewer, Statement
from edi_service.edge import knowledge
from edi_service.service.casework.stating import said_in, statement_of
from edi_service.service.records import DocumentRecord, StatementRecord
from edi_service.service.store import StoreRefused
from tests.service.sending import AS_OF, CLINIC, Office, keep_statement, review
from tests.service.storing import a_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    store = a_store(tmp_path)
    yield Office(store, tmp_path / "out")
    store.close()


def test_what_was_stated_goes_along_and_the_last_word_counts(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    keep_statement(office, case_id, Statement(necessity="FIRST THOUGHT", urgency="elective"))
    keep_statement(office, case_id, Statement(necessity="NO FEELING BELOW THE KNEE"))
    (outcome,) = office.send(case_id)
    segments = office.segments(outcome)
    assert review(segments)[5] == "E"
    (message,) = [text for text in segments if text.startswith("MSG")]
    assert message.endswith("NO FEELING BELOW THE KNEE")


def test_papers_kept_with_the_case_are_announced(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    document = DocumentRecord(
        case_id=case_id, sha256="0" * 64, code="OB", control_number="D0001", added_at=AS_OF,
        actor="ANN",
    )  # fmt: skip
    with office.store.begin(actor="ANN", at=AS_OF) as books:
        books.add_document(document)
        proof = replace_document(document, code="proof-of-contact", control_number="")
        books.add_document(proof)
        order = replace_document(document, code="clinical-notes", control_number="D0002")
        books.add_document(order)
    (outcome,) = office.send(case_id, papers_by="FX")
    papers = [text for text in office.segments(outcome) if text.startswith("PWK")]
    assert papers[0] == "PWK*OB*FX***AC*D0001"
    assert (
        papers[1] == f"PWK*{knowledge.read_report_types().code_of('clinical-notes')}*FX***AC*D0002"
    )
    assert len(papers) == 2


def replace_document(document: DocumentRecord, **changes: Any) -> DocumentRecord:
    fields = {name: getattr(document, name) for name in document.__struct_fields__}
    sha256 = {"sha256": f"{changes['code']:0>64}"[-64:]}
    return DocumentRecord(**(fields | changes | sha256))


WHOLE = Statement(
    necessity="PAIN",
    urgency="urgent",
    condition="8",
    prognosis="2",
    delay_reason="11",
    release_restricted=True,
    trip="X",
    complication=False,
    birth_expected=date(2026, 12, 1),
    other_reviewers=(OtherReviewer(name="A", reasons=("0N",), denied=date(2026, 6, 1)),),
)


@pytest.mark.parametrize("statement", [WHOLE, Statement(), Statement(complication=True)])
def test_a_statement_is_read_back_as_it_was_kept(statement: Statement) -> None:
    records = list(said_in(statement, "c", actor="ANN", at=AS_OF))
    other = StatementRecord(case_id="c", at=AS_OF, actor="ANN", kind="memo", text="ANYTHING")
    assert statement_of([*records, other]) == statement


@pytest.mark.parametrize("text", ['"very"', "7", "urgent"])
def test_a_statement_that_cannot_be_read_is_refused(text: str) -> None:
    record = StatementRecord(case_id="c", at=AS_OF, actor="ANN", kind="urgency", text=text)
    with pytest.raises(StoreRefused, match="cannot be read"):
        statement_of([record])
