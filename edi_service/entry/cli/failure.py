"""How a command says that it could not do what was asked."""

from __future__ import annotations

from typing import NoReturn

import typer

FOUND_ERRORS = 1
COULD_NOT = 2


def give_up(sentence: str) -> NoReturn:
    """Say *sentence* on standard error and leave with exit code 2."""
    typer.echo(f"edi-service: {sentence}", err=True)
    raise typer.Exit(COULD_NOT)
