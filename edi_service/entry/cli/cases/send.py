"""``edi-service cases send``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from edi_service.entry.cli.cases.options import AsOfOption, ByOption, CasesFormat, FormatOption
from edi_service.entry.cli.failure import FOUND_ERRORS, give_up, say
from edi_service.entry.cli.options import (
    CodesOption,
    ConfigOption,
    KeysOption,
    PoliciesOption,
    StoreOption,
)

if TYPE_CHECKING:
    from edi_service.service.casework.sending import Outcome


class For(StrEnum):
    """What a request is for; the words of ``review.approach.Purpose``."""

    INITIAL = "initial"
    REVISED = "revised"
    EXTENSION = "extension"
    RENEWAL = "renewal"
    RECONSIDERATION = "reconsideration"
    APPEAL = "appeal"
    IMMEDIATE_APPEAL = "immediate-appeal"
    CANCEL = "cancel"


def send(
    *,
    cases: Annotated[
        list[str] | None, typer.Argument(metavar="[CASE...]", help="The ids of cases.")
    ] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder that takes what leaves.")],
    store: StoreOption,
    by: ByOption,
    due: Annotated[
        bool, typer.Option("--due", help="Every case that is ready, the most pressing first.")
    ] = False,
    batch: Annotated[
        bool, typer.Option("--batch", help="One interchange for each sender and receiver.")
    ] = False,
    purpose: Annotated[
        For | None,
        typer.Option("--for", help="What the request is for; by default what the case calls for."),
    ] = None,
    authorization: Annotated[
        str,
        typer.Option(metavar="NUMBER", help="Of the authorization it is about (REF*BB)."),
    ] = "",
    reference: Annotated[
        str,
        typer.Option(metavar="NUMBER", help="The payer's, of the request it is about (REF*NT)."),
    ] = "",
    statement: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What you state for the case (TOML); it is kept."),
    ] = None,
    ask_status: Annotated[
        bool,
        typer.Option("--ask-status", help="Ask where the requests stand, by 278 (X215)."),
    ] = False,
    ring: KeysOption = None,
    policies: PoliciesOption = None,
    config: ConfigOption = None,
    codes: CodesOption = None,
    as_of: AsOfOption = "",
    output_format: FormatOption = CasesFormat.TEXT,
) -> None:
    """
    Send cases to their payers: a 278 where it is taken, else a worksheet.

    Exit code 0: every case was sent; 1: one was not, and it is said why; 2: it could not be done.
    """
    from edi_service.wiring.asked import CannotDoIt, StoreOptions  # noqa: PLC0415 -- keeps --help quick
    from edi_service.wiring.sending import SendOptions, send_cases  # noqa: PLC0415

    named = tuple(cases or ())
    if not named and not due:
        give_up("name the cases to send, or say --due")
    if len(named) != 1 and (statement or authorization or reference):
        give_up("--statement, --authorization and --reference are for one case that is named")
    if due and (ask_status or purpose):
        give_up("--due sends what is ready; --for and --ask-status are for cases that are named")
    options = SendOptions(
        store=StoreOptions(url=store, keys=ring),
        out=out,
        case_ids=named,
        actor=by,
        due=due,
        batch=batch,
        inquire=ask_status,
        purpose=purpose.value if purpose else "",
        authorization=authorization,
        reference=reference,
        statement=statement,
        policies=tuple(policies or ()),
        config=config,
        codes=codes,
        as_of=as_of,
    )
    try:
        outcomes = send_cases(options, say)
    except CannotDoIt as fault:
        give_up(str(fault))
    _show(outcomes, output_format)
    if not all(outcome.is_sent for outcome in outcomes):
        raise typer.Exit(FOUND_ERRORS)


def _show(outcomes: list[Outcome], output_format: CasesFormat) -> None:
    """What became of each case; nobody is named."""
    if output_format is CasesFormat.JSON:
        import msgspec  # noqa: PLC0415 -- only here

        rows = [
            {
                "case_id": outcome.case_id,
                "attempt": outcome.attempt or None,
                "kind": outcome.kind or None,
                "file": outcome.file or None,
                "why": outcome.why or None,
                "findings": [found.kind.code for found in outcome.findings],
            }
            for outcome in outcomes
        ]
        typer.echo(msgspec.json.format(msgspec.json.encode(rows), indent=2))
        return
    for outcome in outcomes:
        if outcome.is_sent:
            told = f"{outcome.kind}, attempt {outcome.attempt}: {outcome.file}"
        else:
            told = f"not sent: {outcome.why}" + (f" ({outcome.file})" if outcome.file else "")
        typer.echo(f"{outcome.case_id}  {told}")
        for found in outcome.findings:
            typer.echo(f"    {found.kind.code} {found.message}")
