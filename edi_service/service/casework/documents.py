"""The documents of a case in a store: what is wanted, what is attached, and the sheet on top."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from edi_service.cases.documents import (
    Filed,
    Wish,
    checklist,
    control_number,
    control_number_for,
)
from edi_service.report.cover import Cover, Paper, Party
from edi_service.service.casework.telling import heard_about
from edi_service.service.records import DocumentRecord
from edi_service.service.refused import Refused
from edi_service.service.store import StoreRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, datetime

    from edi_service.cases.documents import Checklist
    from edi_service.cases.report_types import ReportTypes
    from edi_service.claims.model import Claim
    from edi_service.codes.clock import Deadline
    from edi_service.policy.model import Channel
    from edi_service.review.answer.heard import Heard
    from edi_service.review.profile import Partner
    from edi_service.service.records import CaseRecord, ClaimRecord
    from edi_service.service.store import Books, Shelf

_SHORTEST_NAME = 3  # letters: a shorter one stands in any path


class DocumentRefused(Refused):
    """A file cannot be attached; the message says why, and holds nothing of the patient."""


class Words(NamedTuple):
    """What the words for documents mean: those of the policy library, and those of X12."""

    titles: Mapping[str, str]
    types: ReportTypes


class File(Struct, frozen=True, kw_only=True):
    """A file as it lies: its place, the hash and number of its bytes, and what it holds."""

    place: str
    sha256: str
    size: int
    media_type: str = ""


def wishes(shelf: Shelf, case_id: str) -> tuple[Wish, ...]:
    """What the payer has asked for in answers to a case's requests, in the order it did."""
    return tuple(
        dict.fromkeys(
            Wish(
                code=each.code,
                is_question=each.is_question,
                control_number=each.control_number,
                transmission=each.transmission,
                description=each.description,
            )
            for _, heard in heard_about(shelf, case_id)
            for each in heard.every_wanted
        )
    )


def checklist_of(
    shelf: Shelf, record: CaseRecord, words: Words, at_hand: tuple[str, ...] = ()
) -> Checklist:
    """
    The checklist of a case, by all that was heard and attached.

    *at_hand* are the words of the documents that the facts say the office holds.
    """
    return checklist(
        record.case.documents,
        wishes(shelf, record.case_id),
        at_hand=at_hand,
        files=map(_filed, shelf.documents(record.case_id)),
        titles=words.titles,
        types=words.types,
    )


def attach(  # noqa: PLR0913 -- which file, to which case, as what, by whom
    books: Books,
    case_id: str,
    file: File,
    code: str,
    *,
    words: Words,
    title: str = "",
    actor: str,
    at: datetime,
) -> DocumentRecord:
    """
    Attach *file* to a case; a file that is attached already is not attached twice.

    Its control number (PWK06) is the one that the payer gave for such a document, else one of ours.

    Args:
        books: an open transaction.
        case_id: the case.
        file: where it lies; it is kept by reference, and its bytes are told again by their hash.
        code: a word of the policy library, PWK01, or the LOINC code of a question of the payer.
        words: the words there are.
        title: what it is, in words; empty for what *code* stands for.
        actor: who attaches it.
        at: when.

    Raises:
        StoreRefused: there is no such case.
        DocumentRefused: nobody asks for *code* and it is no word for a document, or the path of
            the file names the patient.
    """
    record = case_of(books, case_id)
    asked = wishes(books, case_id)
    _refuse_unknown(code, record, asked, words)
    claim = books.claim(record.claim_id)
    if claim is not None and _names(file.place, claim):
        message = "the path of the file names the patient: give the file another name or place"
        raise DocumentRefused(message)
    there = books.documents(case_id)
    for document in there:
        if document.sha256 == file.sha256 and document.code == code:
            return document
    taken = [document.control_number for document in there]
    number = control_number_for(code, asked, taken, words.types)
    return books.add_document(
        DocumentRecord(
            case_id=case_id,
            sha256=file.sha256,
            code=code,
            title=title or words.titles.get(code) or words.types.name(code) or code,
            place=file.place,
            size=file.size,
            media_type=file.media_type,
            control_number=number or control_number(case_id, len(there) + 1),
            added_at=at,
            actor=actor,
        )
    )


def cover_of(  # noqa: PLR0913 -- the case, its claim, who writes, and what is still as it was
    shelf: Shelf,
    record: CaseRecord,
    claim: Claim,
    partner: Partner,
    *,
    words: Words,
    made: date,
    is_unchanged: Callable[[DocumentRecord], bool],
) -> Cover:
    """
    The cover sheet of a case's documents.

    Args:
        shelf: the store.
        record: the case.
        claim: its claim.
        partner: whom the provider names as its contact.
        words: what the words for documents mean.
        made: the day of the sheet.
        is_unchanged: whether a file is there and has the bytes it had; another is not enclosed.
    """
    case, known = record.case, shelf.claim(record.claim_id)
    heard = [each for _, each in heard_about(shelf, record.case_id)]
    billing, person = claim.parties.billing, claim.parties.dependent or claim.parties.subscriber
    names = filter(None, [person.party.last_name, person.party.first_name])
    return Cover(
        made=made,
        channel=_way(case.channel),
        payer=_payer(known, heard),
        provider=Party(
            name=" ".join(filter(None, [billing.first_name, billing.last_name])),
            identifier=billing.identifier,
            department=partner.contact_name,
            phone=partner.contact_phone,
            fax=partner.contact_fax,
        ),
        patient=", ".join(names),
        member_id=claim.parties.subscriber.party.identifier,
        birth_date=person.birth_date,
        account=claim.number,
        first_day=claim.first_day,
        last_day=claim.last_day,
        references=tuple(_references(shelf, record, heard)),
        due=_due(case.deadline),
        papers=tuple(_papers(shelf, record, words, is_unchanged)),
        case_id=record.case_id,
    )


def case_of(shelf: Shelf, case_id: str) -> CaseRecord:
    """
    The case with this id.

    Raises:
        StoreRefused: there is none.
    """
    record = shelf.case(case_id)
    if record is None:
        message = f"there is no case {case_id} in the store"
        raise StoreRefused(message)
    return record


def _filed(document: DocumentRecord) -> Filed:
    return Filed(
        code=document.code,
        sha256=document.sha256,
        control_number=document.control_number,
        title=document.title,
    )


def _refuse_unknown(code: str, record: CaseRecord, asked: tuple[Wish, ...], words: Words) -> None:
    is_known = code in words.titles or code in words.types
    if is_known or code in record.case.documents or code in {wish.code for wish in asked}:
        return
    known = ", ".join(sorted(words.titles))
    message = f"{code!r} is no word for a document: a code of PWK01, or one of {known}"
    raise DocumentRefused(message)


def _names(place: str, claim: ClaimRecord) -> bool:
    """Whether a path says whose document it is."""
    path = "".join(filter(str.isalnum, place.casefold()))
    secrets = (claim.last_name, claim.member_id, claim.account)
    plain = ("".join(filter(str.isalnum, secret.casefold())) for secret in secrets)
    return any(secret in path for secret in plain if len(secret) >= _SHORTEST_NAME)


_WAYS = {
    "fax": "By fax",
    "mail": "By mail",
    "portal": "By upload to the payer's portal",
    "esmd": "By electronic submission (esMD)",
}


def _way(channel: Channel) -> str:
    """How the papers go: as the payer takes requests, where that is a way for papers."""
    return _WAYS.get(channel.value, "By fax, mail or portal")


def _due(deadline: Deadline | None) -> str:
    if deadline is None:
        return ""
    how = "%m/%d/%Y" if deadline.instant is None else "%m/%d/%Y, %I:%M %p"
    return f"To be with the payer by {deadline.when.strftime(how)}"


def _payer(known: ClaimRecord | None, heard: list[Heard]) -> Party:
    """The payer of the claim, and the desk that the last answer named."""
    desk = next((desk for each in reversed(heard) for desk in each.desks[-1:]), None)
    numbers = dict(desk.numbers) if desk is not None else {}
    return Party(
        name=known.payer_name if known is not None else "",
        identifier=known.payer_id if known is not None else "",
        department=(desk.contact or desk.name) if desk is not None else "",
        phone=numbers.get("TE", ""),
        fax=numbers.get("FX", ""),
    )


def _references(shelf: Shelf, record: CaseRecord, heard: list[Heard]) -> list[tuple[str, str]]:
    """The numbers by which the payer finds the request: its own, then ours."""
    numbers = [each.case_number for each in heard if each.case_number]
    found = [("Payer's reference", numbers[-1])] if numbers else []
    attempts = shelf.attempts(record.case_id)
    return found + [("Our request", attempt.reference) for attempt in attempts[-1:]]


def _papers(
    shelf: Shelf,
    record: CaseRecord,
    words: Words,
    is_unchanged: Callable[[DocumentRecord], bool],
) -> list[Paper]:
    """What is enclosed, then what is wanted and is not there, or is not what it was."""
    there = shelf.documents(record.case_id)
    papers = [
        Paper(
            title=document.title,
            code=words.types.code_of(document.code),
            control_number=document.control_number,
            is_enclosed=is_unchanged(document),
        )
        for document in there
    ]
    wanted = checklist_of(shelf, record, words).wanted
    return papers + [
        Paper(
            title=item.title,
            code=item.code if item.is_question else words.types.code_of(item.code),
            control_number=item.control_number,
            is_enclosed=False,
        )
        for item in wanted
        if not item.files
    ]
