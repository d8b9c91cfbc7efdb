"""``edi-service synth``: invented claim files for demonstrations and load."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from edi_service.entry.cli.failure import give_up


class SynthKind(StrEnum):
    """The claim guides a file can be invented for."""

    PROFESSIONAL = "P"
    INSTITUTIONAL = "I"
    DENTAL = "D"


def synth(
    *,
    kind: Annotated[SynthKind, typer.Option(help="P professional, I institutional, D dental.")],
    claims: Annotated[int, typer.Option(min=1, help="How many claims.")] = 100,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    output: Annotated[
        Path | None, typer.Option(help="The file to write; standard output when left out.")
    ] = None,
) -> None:
    """Write an invented, guide-valid 837 file: nobody in it exists."""
    from edi_service.claims.model import ClaimKind  # noqa: PLC0415 -- keeps --help quick
    from edi_service.service.synth import synthesize  # noqa: PLC0415

    pieces = synthesize(ClaimKind(kind.value), claims=claims, seed=seed)
    if output is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        return
    try:
        with output.open("wb") as target:
            for piece in pieces:
                target.write(piece)
    except OSError as fault:
        give_up(f"{output} cannot be written: {fault.strerror}")
