"""Cases of a store sent, or asked about, into a folder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from edi_service.cases.statement import NO_STATEMENT, Statement
from edi_service.edge import knowledge
from edi_service.edge.mailbox import MailboxFolder
from edi_service.review.approach import Purpose
from edi_service.service.casework.documents import case_of
from edi_service.service.casework.inquiring import Inquiring
from edi_service.service.casework.sendable import Wish, due_now
from edi_service.service.casework.sending import Sending
from edi_service.service.casework.stating import said_in
from edi_service.wiring.asked import CannotDoIt, in_one_sentence, read_desk
from edi_service.wiring.codes import existing_code_folder
from edi_service.wiring.keeping import opened

if TYPE_CHECKING:
    from pathlib import Path

    from edi_service.edge.store.store import SqlStore
    from edi_service.service.casework.sending import Outcome
    from edi_service.service.desk import Desk
    from edi_service.wiring.asked import StoreOptions
    from edi_service.wiring.keeping import Say


@dataclass(frozen=True, slots=True, kw_only=True)
class SendOptions:
    """
    What is to be sent, and where to.

    Attributes:
        store: which store.
        out: the folder that takes what leaves.
        case_ids: the cases.
        actor: who sends.
        due: every case that is ready, besides those named.
        batch: one interchange for each sender and receiver.
        inquire: ask where the requests stand, in place of sending new ones.
        purpose: what the requests are for; empty where the cases say it.
        authorization: the number of the authorization that one is about.
        reference: the payer's number of the request that one is about.
        statement: a file (TOML) with what is stated for the case.
        as_of: ISO 8601, or empty for now.
    """

    store: StoreOptions
    out: Path
    case_ids: tuple[str, ...]
    actor: str
    due: bool = False
    batch: bool = False
    inquire: bool = False
    purpose: str = ""
    authorization: str = ""
    reference: str = ""
    statement: Path | None = None
    policies: tuple[Path, ...] = ()
    config: Path | None = None
    codes: Path | None = None
    as_of: str = ""


def send_cases(options: SendOptions, say: Say) -> list[Outcome]:
    """
    Send cases, or ask where they stand; what became of each.

    Raises:
        CannotDoIt: the store, the configuration or the statement cannot be read, or a file cannot
            be written; what was sent before that stays sent.
    """
    with in_one_sentence(), opened(options.store, say) as store:
        desk = read_desk(
            options.config,
            options.policies,
            codes=knowledge.read_code_sets(existing_code_folder(options.codes, options.config)),
            as_of=options.as_of,
        )
        _state(store, desk, options)
        case_ids = _case_ids(store, options)
        mailbox = MailboxFolder(options.out)
        if options.inquire:
            return Inquiring(store, desk, mailbox, options.actor).ask(case_ids)
        wish = Wish(
            purpose=Purpose(options.purpose) if options.purpose else None,
            authorization=options.authorization,
            reference=options.reference,
            actor=options.actor,
            batch=options.batch,
        )
        types = knowledge.read_report_types()
        return Sending(store, desk, mailbox, types=types).send(case_ids, wish)


def _case_ids(store: SqlStore, options: SendOptions) -> list[str]:
    """The cases named, then those that are due."""
    if not options.due:
        return list(options.case_ids)
    with store.read() as shelf:
        return [*options.case_ids, *due_now(shelf)]


def _state(store: SqlStore, desk: Desk, options: SendOptions) -> None:
    """Keep what is stated for the case."""
    statement = NO_STATEMENT if options.statement is None else _read(options.statement)
    if statement == NO_STATEMENT:
        return
    at, actor = desk.as_of, options.actor
    with store.begin(actor=actor, at=at) as books:
        for case_id in options.case_ids:
            case_of(books, case_id)
            for record in said_in(statement, case_id, actor=actor, at=at):
                books.add_statement(record)


def _read(path: Path) -> Statement:
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Statement)
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        reason = str(fault) if isinstance(fault, msgspec.ValidationError) else "it is not TOML"
        message = f"{path}: {reason}"
        raise CannotDoIt(message) from None
