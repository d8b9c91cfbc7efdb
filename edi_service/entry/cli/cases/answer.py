"""``edi-service cases answer``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from edi_service.entry.cli.cases.options import (
    AsOfOption,
    ByOption,
    CaseArgument,
    options_of,
    show_event,
)
from edi_service.entry.cli.failure import give_up
from edi_service.entry.cli.options import ConfigOption, KeysOption, StoreOption


class Decided(StrEnum):
    """What a payer can be heard to say."""

    APPROVED = "approved"
    APPROVED_IN_PART = "approved-in-part"
    MODIFIED = "modified"
    REFUSED = "refused"
    PENDED = "pended"
    CANCELLED = "cancelled"
    NOT_NEEDED = "not-needed"
    RETURNED = "returned"
    IN_WORK = "in-work"


class HeardBy(StrEnum):
    """The way a decision was heard."""

    PHONE = "phone"
    PORTAL = "portal"
    FAX = "fax"
    MAIL = "mail"


def answer(
    *,
    case_id: CaseArgument,
    says: Annotated[Decided, typer.Argument(metavar="DECISION", help="What was decided.")],
    store: StoreOption,
    keys: KeysOption = None,
    by: ByOption,
    channel: Annotated[HeardBy, typer.Option(help="The way it was heard.")] = HeardBy.PHONE,
    number: Annotated[str, typer.Option(metavar="NUMBER", help="The authorization number.")] = "",
    case_number: Annotated[
        str, typer.Option(metavar="NUMBER", help="The payer's number for what is not approved.")
    ] = "",
    line: Annotated[
        list[str] | None,
        typer.Option(
            metavar="LINE=DECISION[:NUMBER]", help="What was decided of one line; may be repeated."
        ),
    ] = None,
    starts: Annotated[
        str, typer.Option("--from", metavar="DAY", help="The first day approved.")
    ] = "",
    ends: Annotated[str, typer.Option("--to", metavar="DAY", help="The last day approved.")] = "",
    reason: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE", help="A reason (code list 886); may be repeated."),
    ] = None,
    respond_by: Annotated[
        str, typer.Option(metavar="DAY", help="Until when the payer wants what it asks for.")
    ] = "",
    said: Annotated[str, typer.Option(metavar="TEXT", help="What was said, in words.")] = "",
    spoke_with: Annotated[str, typer.Option(metavar="NAME", help="Who of the payer said it.")] = "",
    reference: Annotated[
        str, typer.Option(metavar="NUMBER", help="The payer's number for the talk.")
    ] = "",
    heard_at: Annotated[
        str, typer.Option(metavar="DATE-or-DATETIME", help="When it was heard; now by default.")
    ] = "",
    proof: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A file that proves it, kept by its hash.")
    ] = None,
    as_of: AsOfOption = "",
    config: ConfigOption = None,
) -> None:
    """
    Record a decision heard by phone, portal, fax or mail; it moves the case as a 278 would.

    DECISION is approved, approved-in-part, modified, refused, pended, cancelled, not-needed,
    returned (to be corrected) or in-work. A case that was ready and not sent counts as asked in the
    same talk.
    """
    from edi_service.wiring.asked import CannotDoIt  # noqa: PLC0415 -- keeps --help quick
    from edi_service.wiring.casework import TalkOptions, answer_case  # noqa: PLC0415 -- likewise

    talk = TalkOptions(
        says=says.value,
        channel=channel.value,
        actor=by,
        heard_at=heard_at,
        spoke_with=spoke_with,
        reference=reference,
        said=said,
        number=number,
        case_number=case_number,
        reasons=tuple(reason or ()),
        starts=starts,
        ends=ends,
        respond_by=respond_by,
        lines=tuple(line or ()),
        proof=proof,
    )
    try:
        event = answer_case(options_of(store, keys, as_of=as_of, config=config), case_id, talk)
    except CannotDoIt as fault:
        give_up(str(fault))
    show_event(case_id, event)
