"""``edi-service payer-simulator``: a payer to practise with."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from edi_service.entry.cli.failure import FOUND_ERRORS, give_up

if TYPE_CHECKING:
    from edi_service.simulator.outgoing import Did


def payer_simulator(
    *,
    requests: Annotated[
        Path, typer.Option("--in", metavar="DIR", help="The folder with 278 requests.")
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where the answers go.")],
    script: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="What it does (TOML); without one it approves."),
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same numbers.")] = 1,
    as_of: Annotated[
        str,
        typer.Option(
            metavar="DATE-or-DATETIME", help="The moment it answers, in ISO 8601; now by default."
        ),
    ] = "",
    first_control_number: Annotated[
        int,
        typer.Option(metavar="N", min=1, max=900_000_000, help="ISA13 of the first answer."),
    ] = 1,
) -> None:
    """
    Answer 278 requests as a payer might, for practice: 278, 999 and TA1.

    No payer is asked, and no decision is real: every answer says that it is simulated.
    """
    from edi_service.wiring.asked import CannotDoIt  # noqa: PLC0415 -- keeps --help quick
    from edi_service.wiring.simulating import (  # noqa: PLC0415
        SimulatorOptions,
        answer_requests,
    )

    options = SimulatorOptions(
        requests=requests,
        out=out,
        script=script,
        seed=seed,
        as_of=as_of,
        first_control_number=first_control_number,
    )
    try:
        journal, names = answer_requests(options)
    except CannotDoIt as fault:
        give_up(str(fault))
    for did in journal:
        typer.echo(_line(did))
    sys.stdout.write(f"{len(names)} files in {out}, simulated: no payer has decided anything.\n")
    if any(did.is_fault for did in journal):
        raise typer.Exit(FOUND_ERRORS)


def _line(did: Did) -> str:
    where = " ".join(filter(None, [Path(did.input).name, did.reference]))
    rule = f" by answer {did.rule}" if did.rule else ""
    return f"{where}: {did.did}{rule}. {did.note}".rstrip()
