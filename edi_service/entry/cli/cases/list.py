"""``edi-service cases list``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from edi_service.entry.cli.cases.options import AsOfOption, CasesFormat, FormatOption, options_of
from edi_service.entry.cli.failure import give_up
from edi_service.entry.cli.options import ConfigOption, KeysOption, PoliciesOption, StoreOption

if TYPE_CHECKING:
    from edi_service.service.casework.caseload import CaseLine


def list_(
    *,
    store: StoreOption,
    keys: KeysOption = None,
    state: Annotated[
        str, typer.Option(metavar="STATE", help="Only cases in this state, such as pended.")
    ] = "",
    payer: Annotated[str, typer.Option(metavar="PAYER", help="Only cases of this payer.")] = "",
    due: Annotated[bool, typer.Option("--due", help="Only cases with a last moment.")] = False,
    within: Annotated[
        int | None,
        typer.Option(
            metavar="DAYS",
            min=0,
            help="Only what ends within so many days or is over, the first to end first.",
        ),
    ] = None,
    as_of: AsOfOption = "",
    config: ConfigOption = None,
    policies: PoliciesOption = None,
    output_format: FormatOption = CasesFormat.TEXT,
) -> None:
    """List cases: state, money at risk, what is due and by when. Nobody is named."""
    from edi_service.wiring.asked import CannotDoIt  # noqa: PLC0415 -- keeps --help quick
    from edi_service.wiring.casework import list_cases  # noqa: PLC0415 -- likewise

    options = options_of(store, keys, as_of=as_of, config=config, policies=policies)
    try:
        found = list_cases(options, state=state, payer=payer, within=within)
    except CannotDoIt as fault:
        give_up(str(fault))
    chosen = [line for line in found if not due or any(each.by for each in line.due)]
    if output_format is CasesFormat.TEXT:
        typer.echo(
            f"{'Case':<16} {'State':<17} {'Since':<10} {'At risk':>12}  {'Payer':<22} "
            f"{'By':<16}  Due"
        )
    for line in chosen:
        typer.echo(_json(line) if output_format is CasesFormat.JSON else _text(line))


def _json(line: CaseLine) -> str:
    import msgspec  # noqa: PLC0415 -- only here

    return msgspec.json.encode(line).decode()


def _text(line: CaseLine) -> str:
    first = line.due[0] if line.due else None
    by = "-" if first is None or first.by is None else first.by
    late = "  (past)" if first is not None and first.is_past else ""
    what = "nothing" if first is None else first.what
    return (
        f"{line.case_id:<16} {line.state:<17} {line.since:%Y-%m-%d} {line.amount_at_risk:>12,.2f}  "
        f"{line.payer:<22} {by[:16]:<16}  {what}{late}"
    )
