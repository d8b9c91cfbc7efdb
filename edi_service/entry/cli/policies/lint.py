"""``edi-service policies lint``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from edi_service.entry.cli.failure import FOUND_ERRORS, give_up
from edi_service.entry.cli.policies.options import AsOfOption


def lint(
    *,
    folders: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[DIR]...", help="Folders of policies; the library by default."),
    ] = None,
    stale: Annotated[
        int, typer.Option(metavar="N", min=0, help="A source read more than N days ago is stale.")
    ] = 365,
    as_of: AsOfOption = "",
) -> None:
    """Say what a careful reader would of policies. Exit code 1: an error, not only warnings."""
    from edi_service import wiring  # noqa: PLC0415 -- keeps --help quick

    try:
        said = wiring.policies.lint_policies(tuple(folders or ()), as_of=as_of, stale_after=stale)
    except wiring.CannotDoIt as fault:
        give_up(str(fault))
    for says, _ in said:
        typer.echo(says)
    errors = sum(is_error for _, is_error in said)
    typer.echo(f"{errors:,} errors, {len(said) - errors:,} warnings.")
    if errors:
        raise typer.Exit(FOUND_ERRORS)
