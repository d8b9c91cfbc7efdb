"""The documents of a case in a store: what is wanted and attached, and the sheet on top."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from edi_service.edge.knowledge import read_document_titles, read_report_types
from edi_service.review.profile import Partner
from edi_service.service.casework.documents import (
    DocumentRefused,
    File,
    Words,
    attach,
    case_of,
    checklist_of,
    cover_of,
    wishes,
)
from edi_service.service.records import ArrivalKind, ArrivalRecord, CaseRecord, ClaimRecord
from edi_service.service.store import StoreRefused
from tests.review.making import OF_DEPENDENT, a_case, a_professional
from tests.service.office import an_office, answered
from tests.simulator.making import answered as answered_by_payer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edi_service.report.cover import Cover
    from edi_service.service.records import DocumentRecord
    from tests.service.office import Office

WORDS = Words(read_document_titles(()), read_report_types())
CASE = f"{1:016x}"
PARTNER = Partner(
    contact_name="AUTHORIZATION DESK", contact_phone="5555550100", contact_fax="5555550101"
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    found = an_office(tmp_path)
    yield found
    found.store.close()


def a_file(name: str = "note.pdf", sha256: str = "ab" * 32) -> File:
    return File(place=f"records/{name}", sha256=sha256, size=1200, media_type="application/pdf")


def attached(
    office: Office, code: str, file: File | None = None, case_id: str = CASE
) -> DocumentRecord:
    with office.books() as books:
        return attach(
            books,
            case_id,
            file or a_file(),
            code,
            words=WORDS,
            actor="a biller",
            at=office.now,
        )


def missing(office: Office, case_id: str = CASE) -> list[str]:
    with office.store.read() as shelf:
        return [item.code for item in checklist_of(shelf, case_of(shelf, case_id), WORDS).missing]


def open_wanting(office: Office, *documents: str) -> str:
    """A case whose policy wants *documents*; its patient is named OAKENSHAW."""
    claim = ClaimRecord(
        claim_id="c1a1",
        sha256="0" * 64,
        kind="P",
        account="PCN12345",
        member_id="MEM0001",
        last_name="OAKENSHAW",
        first_name="BO",
        payer_name="EXAMPLE HEALTH PLAN",
        payer_id="00001",
    )
    arrival = ArrivalRecord(
        sha256=claim.sha256, kind=ArrivalKind.CLAIMS, size=0, received_at=office.now
    )
    case = a_case(case_id=CASE, claim_id=claim.claim_id, documents=documents)
    with office.books() as books:
        books.add_arrival(arrival)
        books.add_claims([(claim, b"")])
        books.open_case(
            CaseRecord(
                case=case,
                state="ready",
                claim_id=claim.claim_id,
                opened_at=office.now,
                changed_at=office.now,
            )
        )
    return CASE


# Attaching


def test_a_file_is_kept_by_reference_and_hash(office: Office) -> None:
    open_wanting(office, "operative-note")
    record = attached(office, "operative-note")
    with office.store.read() as shelf:
        assert shelf.documents(CASE) == [record]
    assert (record.place, record.sha256, record.size) == ("records/note.pdf", "ab" * 32, 1200)
    assert record.title == "Operative note"
    assert record.control_number == f"{CASE.upper()}D01"
    assert (record.actor, record.added_at, record.number) == ("a biller", office.now, 1)


def test_what_was_wanted_is_missing_until_it_is_attached(office: Office) -> None:
    open_wanting(office, "operative-note", "order")
    assert missing(office) == ["operative-note", "order"]
    attached(office, "order")
    assert missing(office) == ["operative-note"]
    attached(office, "OB")
    assert missing(office) == []


def test_the_same_file_is_attached_once_under_one_word(office: Office) -> None:
    open_wanting(office)
    assert attached(office, "order") == attached(office, "order")
    other = attached(office, "operative-note")
    assert other.number == 2
    assert other.control_number == f"{CASE.upper()}D02"


def test_files_get_numbers_of_their_own(office: Office) -> None:
    open_wanting(office)
    numbers = {
        attached(office, "order", a_file(sha256=f"{at:064x}")).control_number for at in range(12)
    }
    assert len(numbers) == 12


@pytest.mark.parametrize(
    "name",
    ["OAKENSHAW.pdf", "oakenshaw, bo.pdf", "Oaken_Shaw/note.pdf", "mem-0001.pdf", "pcn 12345.tif"],
)
def test_a_path_that_names_the_patient_is_refused_without_saying_so(
    office: Office, name: str
) -> None:
    open_wanting(office)
    with pytest.raises(DocumentRefused) as refused:
        attached(office, "order", a_file(name))
    told = str(refused.value).lower()
    assert not any(secret in told for secret in ("oakenshaw", "mem", "pcn", "0001"))
    with office.store.read() as shelf:
        assert shelf.documents(CASE) == []


def test_a_short_first_name_within_a_path_says_nothing(office: Office) -> None:
    open_wanting(office)
    assert attached(office, "order", a_file("book.pdf")).place == "records/book.pdf"


def test_a_word_nobody_knows_is_refused_with_those_there_are(office: Office) -> None:
    open_wanting(office, "order")
    with pytest.raises(DocumentRefused, match=r"'note' is no word .* operative-note"):
        attached(office, "note")


def test_a_word_that_only_the_case_has_is_taken(office: Office) -> None:
    open_wanting(office, "letter-of-a-neighbour")
    assert attached(office, "letter-of-a-neighbour").title == "letter-of-a-neighbour"
    assert missing(office) == []


def test_a_case_that_is_not_there_is_refused(office: Office) -> None:
    with pytest.raises(StoreRefused, match="there is no case"):
        attached(office, "order", case_id="f" * 16)


# What a payer asks for


def test_a_pended_request_adds_to_the_checklist(office: Office) -> None:
    sent = office.send(office.open(1))
    pended = ("HCR*A4**0U", "HI*LOI:18842-5", "PWK*OB*FX***AC*PAYER77*OP NOTE OF 10/02")
    office.hear(answered(sent, *pended))
    assert sorted(missing(office)) == ["18842-5", "OB"]
    record = attached(office, "operative-note")
    assert record.control_number == "PAYER77"
    assert missing(office) == ["18842-5"]
    assert attached(office, "18842-5", a_file(sha256="cd" * 32)).code == "18842-5"
    assert missing(office) == []


def test_what_the_simulated_payer_asks_for_is_heard_and_can_be_answered(office: Office) -> None:
    sent = office.send(office.open(1))
    with office.store.read() as shelf:
        request = shelf.attempt_data(sent.case_id, sent.attempt)
    script = '[default]\ndecision = "pend"\ndocuments = ["OB", "DS"]\nline_questions = ["11504-8"]'
    for letter in answered_by_payer(script, request).letters():
        office.hear(letter.data)
    with office.store.read() as shelf:
        asked = wishes(shelf, CASE)
    assert [wish.code for wish in asked][:2] == ["OB", "DS"]
    assert {wish.code for wish in asked} == {"OB", "DS", "11504-8"}
    assert all(wish.control_number.startswith("SIMD") for wish in asked if not wish.is_question)
    record = attached(office, "OB")
    assert record.control_number == asked[0].control_number
    assert "OB" not in missing(office)


def test_the_same_wish_in_two_answers_is_one(office: Office) -> None:
    sent = office.send(office.open(1))
    for finality in ("19", "18"):
        data = answered(sent, "HCR*A4**0U", "PWK*OB*FX").replace(b"*18~", f"*{finality}~".encode())
        office.hear(data)
    assert missing(office) == ["OB"]


# The sheet on top


def the_cover(office: Office, *, changed: str = "", of_dependent: bool = False) -> Cover:
    parties = {"parties": OF_DEPENDENT} if of_dependent else {}
    with office.store.read() as shelf:
        return cover_of(
            shelf,
            case_of(shelf, CASE),
            a_professional(**parties),
            PARTNER,
            words=WORDS,
            made=date(2026, 11, 20),
            is_unchanged=lambda document: document.code != changed,
        )


def test_a_sheet_says_whose_papers_these_are_and_for_whom(office: Office) -> None:
    open_wanting(office, "operative-note")
    attached(office, "operative-note")
    cover = the_cover(office)
    assert (cover.payer.name, cover.payer.identifier) == ("EXAMPLE HEALTH PLAN", "00001")
    assert (cover.provider.name, cover.provider.identifier) == (
        "INVENTED ORTHOPEDIC GROUP",
        "1234567893",
    )
    assert (cover.provider.department, cover.provider.fax) == ("AUTHORIZATION DESK", "5555550101")
    assert (cover.patient, cover.member_id, cover.account) == ("DOE, JANE", "MEM0001", "PCN12345")
    assert cover.due == "To be with the payer by 12/01/2026"
    [paper] = cover.enclosed
    assert (paper.title, paper.code) == ("Operative note", "OB")
    assert paper.control_number == f"{CASE.upper()}D01"
    assert cover.missing == ()


def test_a_sheet_about_a_dependent_names_the_patient_and_the_subscribers_number(
    office: Office,
) -> None:
    open_wanting(office)
    cover = the_cover(office, of_dependent=True)
    assert (cover.patient, cover.member_id) == ("DOE, JIM", "MEM0001")
    assert cover.birth_date == date(2010, 1, 1)


def test_a_sheet_names_the_numbers_and_the_desk_that_the_payer_gave(office: Office) -> None:
    sent = office.send(office.open(1))
    pended = ("HCR*A4**0U", "REF*NT*P20030216001", "PWK*OB*FX", "NM1*L5*2*REVIEW DESK")
    office.hear(answered(sent, *pended, "PER*IC*NURSE LINE*TE*5555550111*FX*5555550112"))
    cover = the_cover(office)
    assert cover.references == (
        ("Payer's reference", "P20030216001"),
        ("Our request", sent.reference),
    )
    assert cover.payer.department in ("NURSE LINE", "REVIEW DESK")
    assert (cover.payer.phone, cover.payer.fax) == ("5555550111", "5555550112")
    assert [paper.code for paper in cover.missing] == ["OB"]


def test_a_file_that_is_gone_or_changed_is_not_said_to_be_enclosed(office: Office) -> None:
    open_wanting(office)
    attached(office, "order")
    attached(office, "operative-note", a_file(sha256="cd" * 32))
    cover = the_cover(office, changed="order")
    assert [paper.title for paper in cover.enclosed] == ["Operative note"]
    assert [paper.title for paper in cover.missing] == ["The ordering provider's order"]


def test_a_sheet_shows_nobody_in_its_text_for_programs(office: Office) -> None:
    open_wanting(office)
    assert repr(the_cover(office)) == "<Cover>"


def test_the_moment_is_kept_with_its_zone(office: Office) -> None:
    open_wanting(office)
    record = attached(office, "order")
    assert isinstance(record.added_at, datetime)
    assert record.added_at.tzinfo is not None
