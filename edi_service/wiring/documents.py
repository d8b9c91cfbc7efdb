"""The documents of a case, in a store: attached, listed, and a cover sheet for them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from edi_service.edge import knowledge
from edi_service.edge.answers import PRIVATE_FILE
from edi_service.edge.cover_page import cover_page
from edi_service.edge.guides import find_guide
from edi_service.edge.inbox import InputUnreadable, arrivals
from edi_service.finding import Report
from edi_service.patient_information.model import FORMS
from edi_service.patient_information.write import DocumentChanged, write_documents
from edi_service.review.profile import Partner
from edi_service.service.casework.documents import (
    DocumentRefused,
    File,
    Words,
    attach,
    case_of,
    checklist_of,
    cover_of,
)
from edi_service.service.casework.enclosing import enclose
from edi_service.service.casework.stored import read_stored
from edi_service.wiring.asked import in_one_sentence, moment, read_outside
from edi_service.wiring.keeping import opened
from edi_service.x12.writer import UnwritableTextError

if TYPE_CHECKING:
    from edi_service.cases.documents import Checklist
    from edi_service.patient_information.model import Form
    from edi_service.patient_information.write import Open
    from edi_service.service.casework.enclosing import Enclosure
    from edi_service.service.records import CaseRecord, DocumentRecord
    from edi_service.service.store import Shelf
    from edi_service.wiring.asked import StoreOptions
    from edi_service.wiring.keeping import Say


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentOptions:
    """
    Which case, and what is known besides the store.

    *policies* are folders with more words for documents; *facts* tells which of them the office
    holds; *as_of* is ISO 8601, or empty for now.
    """

    store: StoreOptions
    case_id: str
    policies: tuple[Path, ...] = ()
    config: Path | None = None
    facts: Path | None = None
    as_of: str = ""


class Attached(NamedTuple):
    """A document that was attached, and what the case needs now."""

    record: DocumentRecord
    checklist: Checklist


def attach_file(  # noqa: PLR0913 -- which file, as what, by whom
    options: DocumentOptions, file: Path, code: str, *, title: str, actor: str, say: Say
) -> Attached:
    """
    Attach *file* to a case as *code*; its bytes stay where they are.

    Raises:
        CannotDoIt: the file or the store cannot be read, there is no such case, *code* is no word
            for a document, or the file's path names the patient.
    """
    with in_one_sentence(), opened(options.store, say) as store:
        words, found = _words(options), _file(file)
        at = moment(options.as_of, _zone(options))
        with store.begin(actor=actor, at=at) as books:
            record = attach(
                books,
                options.case_id,
                found,
                code,
                words=words,
                title=title,
                actor=actor,
                at=at,
            )
            case = case_of(books, options.case_id)
            return Attached(record, checklist_of(books, case, words))


def list_documents(options: DocumentOptions, say: Say) -> Checklist:
    """
    What a case needs, and what it has.

    Raises:
        CannotDoIt: the store cannot be read, or there is no such case.
    """
    with in_one_sentence(), opened(options.store, say) as store, store.read() as shelf:
        record = case_of(shelf, options.case_id)
        return checklist_of(shelf, record, _words(options), _at_hand(options, shelf, record))


def cover_sheet(options: DocumentOptions, say: Say) -> str:
    """
    The cover sheet of a case's documents, as one HTML page.

    Raises:
        CannotDoIt: the store or the configuration cannot be read, or there is no such case.
    """
    with in_one_sentence(), opened(options.store, say) as store, store.read() as shelf:
        record = case_of(shelf, options.case_id)
        stored = read_stored(shelf, record.claim_id, find_guide=find_guide)
        config = knowledge.read_config(options.config)
        cover = cover_of(
            shelf,
            record,
            stored.claim,
            config.partners.get(record.case.payer, Partner()),
            words=_words(options),
            made=moment(options.as_of, _zone(options)).date(),
            is_unchanged=_is_unchanged,
        )
        return cover_page(cover)


def enclose_documents(
    options: DocumentOptions, guide: str, out: Path, *, actor: str, say: Say
) -> int:
    """
    Write the documents of a case into *out* as a 275 by *guide*; how many there are.

    Raises:
        CannotDoIt: there is nothing to send, it cannot be written, or a document has changed.
    """
    form = next(form for form in FORMS if form.guide == guide)
    beside = out.with_name(f".{out.name}.partial")
    try:
        with in_one_sentence(), opened(options.store, say) as store:
            config = knowledge.read_config(options.config)
            at = moment(options.as_of, ZoneInfo(config.zone))
            with store.begin(actor=actor, at=at) as books:
                record = case_of(books, options.case_id)
                stored = read_stored(books, record.claim_id, find_guide=find_guide)
                partner = config.partners.get(record.case.payer, Partner())
                enclosure = enclose(
                    books,
                    record,
                    stored.claim,
                    partner,
                    form,
                    at=at,
                    is_unchanged=_is_unchanged,
                )
                _write(enclosure, form, partner, beside)
            beside.replace(out)
            return len(enclosure.documents)
    finally:
        beside.unlink(missing_ok=True)


def _write(enclosure: Enclosure, form: Form, partner: Partner, target: Path) -> None:
    documents = (
        (document, _opener(Path(record.place))) for document, record in enclosure.documents
    )
    pieces = write_documents(form, enclosure.heading, documents, enclosure.envelope, partner.marks)
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    try:
        with os.fdopen(os.open(target, flags, mode=PRIVATE_FILE), "wb") as stream:
            for piece in pieces:
                stream.write(piece)
    except (DocumentChanged, UnwritableTextError) as fault:
        raise DocumentRefused(str(fault)) from None


def _opener(path: Path) -> Open:
    return lambda: path.open("rb")


def _words(options: DocumentOptions) -> Words:
    titles = knowledge.read_document_titles(options.policies)
    return Words(titles, knowledge.read_report_types())


def _at_hand(options: DocumentOptions, shelf: Shelf, record: CaseRecord) -> tuple[str, ...]:
    """What the facts say is held for the case's claim; nothing where none are given."""
    if options.facts is None:
        return ()
    outside = read_outside(options.facts, None, None, _zone(options))
    claim = read_stored(shelf, record.claim_id, find_guide=find_guide).claim
    facts, _ = outside.find(claim, Report())
    return facts.documents


def _zone(options: DocumentOptions) -> ZoneInfo:
    return ZoneInfo(knowledge.read_config(options.config).zone)


def _file(path: Path) -> File:
    if not path.is_file():
        message = f"{path} is no file"
        raise InputUnreadable(message)
    [arrival] = arrivals([str(path)])
    return File(
        place=str(path.resolve()),
        sha256=arrival.sha256,
        size=arrival.size,
        media_type=guess_type(path.name)[0] or "",
    )


def _is_unchanged(document: DocumentRecord) -> bool:
    try:
        [arrival] = arrivals([document.place])
    except (InputUnreadable, ValueError):  # gone, or a folder now
        return False
    return arrival.sha256 == document.sha256
