"""``edi-service policies list``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from edi_service.entry.cli.failure import give_up
from edi_service.entry.cli.options import PoliciesOption
from edi_service.entry.cli.policies.options import AsOfOption, Format, FormatOption

if TYPE_CHECKING:
    from edi_service.policy.survey import Surveyed


def list_(
    *,
    policies: PoliciesOption = None,
    stale: Annotated[
        int | None,
        typer.Option(metavar="N", min=0, help="Only those read more than N days ago."),
    ] = None,
    as_of: AsOfOption = "",
    output_format: FormatOption = Format.TEXT,
) -> None:
    """List the policies: payer, subject, revisions, day read, age, certainty, cases beside."""
    from edi_service import wiring  # noqa: PLC0415 -- keeps --help quick

    try:
        rows = wiring.policies.list_policies(tuple(policies or ()), as_of=as_of, older_than=stale)
    except wiring.CannotDoIt as fault:
        give_up(str(fault))
    if output_format is Format.TEXT:
        typer.echo(
            f"{'Policy':<44} {'Revisions':>9}  {'Read on':<10} {'Days':>5}  Certain  Stale  Cases"
        )
    for row in rows:
        typer.echo(_json(row) if output_format is Format.JSON else _text(row))


def _json(row: Surveyed) -> str:
    import msgspec  # noqa: PLC0415 -- only here

    return msgspec.json.encode(row).decode()


def _text(row: Surveyed) -> str:
    stale = "yes" if row.stale else "-"
    return (
        f"{row.policy:<44} {row.revisions:>9}  {row.read_on}  {row.age:>5}  "
        f"{row.certainty:<7}  {stale:<5}  {row.cases:>5}"
    )
