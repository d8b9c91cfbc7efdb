"""``edi-service policies simulate``."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from edi_service.entry.cli.failure import give_up
from edi_service.entry.cli.options import (
    AuthorizationsOption,
    ConfigOption,
    FactsOption,
    PoliciesOption,
)
from edi_service.entry.cli.policies.options import Format, FormatOption, InputsOption


def simulate(
    *,
    against: InputsOption,
    policies: PoliciesOption = None,
    facts: FactsOption = None,
    authorizations: AuthorizationsOption = None,
    config: ConfigOption = None,
    as_of: Annotated[
        list[str] | None,
        typer.Option(metavar="DATE-or-DATETIME", help="The moment to decide for; repeatable."),
    ] = None,
    output_format: FormatOption = Format.TEXT,
) -> None:
    """Count what the policies make of claims: concerned, decisions, money at risk."""
    from edi_service import wiring  # noqa: PLC0415 -- keeps --help quick

    claims = wiring.policies.Claims(
        inputs=tuple(against),
        policies=tuple(policies or ()),
        facts=facts,
        authorizations=authorizations,
        config=config,
    )
    try:
        counted = wiring.policies.simulate_policies(claims, tuple(as_of or ()))
    except wiring.CannotDoIt as fault:
        give_up(str(fault))
    for each in counted:
        if output_format is Format.JSON:
            typer.echo(json.dumps(each.row()))
        else:
            typer.echo("\n".join(each.lines()))
