"""``edi-service policies show``."""

from __future__ import annotations

from typing import Annotated

import typer

from edi_service.entry.cli.failure import give_up
from edi_service.entry.cli.options import PoliciesOption


def show(
    *,
    policy: Annotated[str, typer.Argument(metavar="POLICY", help="Such as va/emergency-care-…")],
    on: Annotated[
        str, typer.Option(metavar="DAY", help="Only the revision for services of that day.")
    ] = "",
    policies: PoliciesOption = None,
) -> None:
    """Tell one policy in full: dates, source, scope, services, windows, documents."""
    from edi_service import wiring  # noqa: PLC0415 -- keeps --help quick

    try:
        lines = wiring.policies.show_policy(policy, tuple(policies or ()), on=on)
    except wiring.CannotDoIt as fault:
        give_up(str(fault))
    for line in lines:
        typer.echo(line)
