"""``edi-service policies test``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from edi_service.entry.cli.failure import FOUND_ERRORS, give_up
from edi_service.entry.cli.options import PoliciesOption


def prove(
    *,
    folders: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[DIR]...", help="Folders of policies; the library and the examples by default."
        ),
    ] = None,
    policies: PoliciesOption = None,
) -> None:
    """Hold each policy against the cases beside it (.cases.toml). Exit code 1: one fails."""
    from edi_service import wiring  # noqa: PLC0415 -- keeps --help quick

    try:
        tested = wiring.policies.prove_policies(tuple(folders or ()), tuple(policies or ()))
    except wiring.CannotDoIt as fault:
        give_up(str(fault))
    for failure in tested.failures:
        typer.echo(failure)
    typer.echo(
        f"{tested.policies:,} policies, {tested.cases:,} cases; {len(tested.failures):,} failures."
    )
    if tested.failures:
        raise typer.Exit(FOUND_ERRORS)
