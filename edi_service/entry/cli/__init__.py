"""
The command line.

Exit codes: 0 nothing of error severity was found, 1 something was, 2 it could not be done.
Heavy modules are imported by the commands that need them, so that ``--help`` answers at once.
"""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Annotated

import typer

from edi_service import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {  # by the word that is typed, in the order of --help: the module of each
    "process": "process",
    "check": "check",
    "audit": "audit",
    "respond": "respond",
    "remit": "remit",
    "explain": "explain",
    "synth": "synth",
    "payer-simulator": "payer_simulator",
    "serve": "serve",
    "books": "serve",
    "doctor": "serve",
    "drops": "serve",
    "keys": "store",
    "audit-log": "store",
    "cases": "cases",
    "codes": "codes",
    "policies": "policies",
}


def _show_version(wanted: bool) -> None:  # noqa: FBT001 -- the form of a typer callback
    if wanted:
        typer.echo(f"edi-service {__version__}")
        raise typer.Exit


def _options(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Options of the command itself rather than of one of its commands."""


def command_line(words: Sequence[str] = ()) -> typer.Typer:
    """
    What reads the command line and does what it asks for.

    Args:
        words: those that were typed; the command they begin with is the only one that is made,
            since to make all of them takes longer than to read a claim.  Where they begin with no
            command, as those of ``--help`` do, all are made.
    """
    app = typer.Typer(
        name="edi-service",
        help="Reads health care claims, says what the payer's policy will object to, and writes "
        "the retrospective review request that may still save them.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_options)
    named = [word for word in words[:1] if word in COMMANDS]
    for name in named or COMMANDS:
        module = import_module(f"{__name__}.{COMMANDS[name]}")
        found = getattr(module, name.replace("-", "_"))
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=name)
        else:
            app.command(name)(found)
    return app


def main() -> None:
    """
    The entry point of the ``edi-service`` script.

    Claims come and go by the thousand and hold no cycles, so the collector of cycles is asked to
    look seldom: while everything is loaded it would find nothing, and in the end there is no use
    in taking apart, object by object, what the system takes back as a whole.
    """
    gc.set_threshold(100_000, 20, 100)
    try:
        command_line(sys.argv[1:])()
    finally:
        gc.freeze()
