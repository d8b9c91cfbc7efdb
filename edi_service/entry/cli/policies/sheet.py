"""``edi-service policies sheet``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from edi_service.entry.cli.failure import give_up
from edi_service.entry.cli.options import ConfigOption, PoliciesOption
from edi_service.entry.cli.policies.options import AsOfOption


def sheet(
    *,
    payer: Annotated[str, typer.Argument(metavar="PAYER", help="Such as va.")],
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to write it; else shown.")
    ] = None,
    as_of: AsOfOption = "",
    policies: PoliciesOption = None,
    config: ConfigOption = None,
) -> None:
    """Write one printable page of a payer for front desk and billers (HTML)."""
    from edi_service import wiring  # noqa: PLC0415 -- keeps --help quick

    try:
        page = wiring.policies.payer_sheet(payer, tuple(policies or ()), as_of=as_of, config=config)
        if out is None:
            typer.echo(page)
        else:
            out.write_text(page, encoding="utf-8")
    except wiring.CannotDoIt as fault:
        give_up(str(fault))
    except OSError as fault:
        give_up(f"{out}: {fault.strerror}")
