"""What a command says that is no result, and how it leaves when it could not do what was asked."""

from __future__ import annotations

from typing import NoReturn

import typer

FOUND_ERRORS = 1
COULD_NOT = 2


def say(sentence: str) -> None:
    """Say something that is no result on standard error."""
    typer.echo(f"edi-service: {sentence}", err=True)


def give_up(sentence: str) -> NoReturn:
    """Say *sentence* on standard error and leave with exit code 2."""
    say(sentence)
    raise typer.Exit(COULD_NOT)
