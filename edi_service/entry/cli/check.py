"""``edi-service check``: claim files judged for themselves, without any payer's policy."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from edi_service.entry.cli.failure import FOUND_ERRORS, give_up
from edi_service.entry.cli.options import CodesOption, ConfigOption, InputsArgument


class CheckFormat(StrEnum):
    """How the findings are shown on standard output."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def check(
    *,
    inputs: InputsArgument,
    snip: Annotated[
        str, typer.Option(metavar="TYPES", help="Only findings of these SNIP types, such as 1-5.")
    ] = "",
    output_format: Annotated[
        CheckFormat, typer.Option("--format", help="How the findings are shown.")
    ] = CheckFormat.TEXT,
    policies: Annotated[
        list[Path] | None,
        typer.Option(
            metavar="DIR", help="Hold claims against the policies as well; may be repeated."
        ),
    ] = None,
    config: ConfigOption = None,
    codes: CodesOption = None,
    ack: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where to write TA1, 999 and 277CA.")
    ] = None,
    as_of: Annotated[
        str,
        typer.Option(metavar="DATE-or-DATETIME", help="The moment of answering; now by default."),
    ] = "",
    jobs: Annotated[
        int,
        typer.Option(
            metavar="N", min=0, help="How many processes share the work; 0: one a processor."
        ),
    ] = 1,
    show_phi: Annotated[
        bool, typer.Option("--show-phi", help="Do not cross out whom the claims are about.")
    ] = False,
) -> None:
    """
    Judge 837 claims by X12, by their guide, by code sets and against themselves.

    Exit code 0: nothing of error severity was found; 1: something was; 2: it could not be done.
    """
    from edi_service import wiring  # noqa: PLC0415 -- keeps --help quick
    from edi_service.entry.cli.progress import progress  # noqa: PLC0415

    options = wiring.CheckOptions(
        inputs=tuple(inputs),
        output_format=output_format.value,
        snip=snip,
        policies=tuple(policies or ()),
        config=config,
        codes=codes,
        acknowledgments=ack,
        as_of=as_of,
        show_phi=show_phi,
        jobs=jobs,
    )
    try:
        with progress() as advance:
            has_errors = wiring.check(options, sys.stdout.buffer, advance)
    except wiring.CannotDoIt as fault:
        give_up(str(fault))
    if has_errors:
        raise typer.Exit(FOUND_ERRORS)
