"""``edi-service policies diff``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from edi_service.entry.cli.failure import FOUND_ERRORS, give_up
from edi_service.entry.cli.options import AuthorizationsOption, ConfigOption, FactsOption
from edi_service.entry.cli.policies.options import InputsOption, MomentOption


def diff(
    *,
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A folder of policies.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The same, changed.")],
    against: InputsOption,
    facts: FactsOption = None,
    authorizations: AuthorizationsOption = None,
    config: ConfigOption = None,
    as_of: MomentOption = "",
) -> None:
    """Say which claims change their answer. Exit code 0: none does; 1: some do."""
    from edi_service import wiring  # noqa: PLC0415 -- keeps --help quick

    claims = wiring.policies.Claims(
        inputs=tuple(against),
        facts=facts,
        authorizations=authorizations,
        config=config,
        as_of=as_of,
    )
    try:
        found = wiring.policies.compare_policies(old, new, claims)
    except wiring.CannotDoIt as fault:
        give_up(str(fault))
    typer.echo(f"{len(found.changed):,} of {found.claims:,} claims change their answer.")
    for what, count in sorted(found.totals().items()):
        typer.echo(f"  {what:<10}{count:>8,}")
    if found.as_shipped:
        payers = ", ".join(found.as_shipped)
        typer.echo(f"Only the library has these payers; they count as shipped: {payers}")
    for file, claim, changes in found.changed:
        typer.echo(f"{claim} of {file}")
        for change in changes:
            typer.echo(f"  {change}")
    if found.changed:
        raise typer.Exit(FOUND_ERRORS)
