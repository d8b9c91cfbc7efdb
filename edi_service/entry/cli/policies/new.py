"""``edi-service policies new``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from edi_service.entry.cli.failure import give_up


def new(
    *,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of your policies.")],
    answers: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The answers (TOML), instead of asking for them."),
    ] = None,
) -> None:
    """Ask what a payer wants, and write a policy with the cases that prove it."""
    from edi_service import wiring  # noqa: PLC0415 -- keeps --help quick

    try:
        if answers is not None:
            said = wiring.policies.answers_in(answers)
        else:
            said = {
                each.key: typer.prompt(each.asked, default=each.default)
                for each in wiring.policies.QUESTIONS
            }
        for path in wiring.policies.new_policy(folder, said):
            typer.echo(f"written: {path}")
    except wiring.CannotDoIt as fault:
        give_up(str(fault))
