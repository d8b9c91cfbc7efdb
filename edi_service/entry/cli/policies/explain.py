"""``edi-service policies explain``."""

from __future__ import annotations

from typing import Annotated

import typer

from edi_service.entry.cli.failure import give_up
from edi_service.entry.cli.options import (
    AuthorizationsOption,
    ConfigOption,
    FactsOption,
    PoliciesOption,
)
from edi_service.entry.cli.policies.options import MomentOption


def explain(
    *,
    claim: Annotated[str, typer.Argument(metavar="CLAIM", help="Its claim_id, or its CLM01.")],
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT...", help="Where it is.")],
    policies: PoliciesOption = None,
    facts: FactsOption = None,
    authorizations: AuthorizationsOption = None,
    config: ConfigOption = None,
    as_of: MomentOption = "",
    show_phi: Annotated[
        bool, typer.Option("--show-phi", help="Show whom the claim is about.")
    ] = False,
) -> None:
    """Tell everything the policies say of one claim: what applies and why, step by step."""
    from edi_service import wiring  # noqa: PLC0415 -- keeps --help quick

    claims = wiring.policies.Claims(
        inputs=tuple(inputs),
        policies=tuple(policies or ()),
        facts=facts,
        authorizations=authorizations,
        config=config,
        as_of=as_of,
    )
    try:
        lines = wiring.policies.explain_claim(claim, claims, show_phi=show_phi)
    except wiring.CannotDoIt as fault:
        give_up(str(fault))
    for line in lines:
        typer.echo(line)
