"""
The command line.

Exit codes: 0 nothing of error severity was found, 1 something was, 2 it could not be done.
Heavy modules are imported by the commands that need them, so that ``--help`` answers at once.
"""

from __future__ import annotations

import gc
from typing import Annotated

import typer

from edi_service import __version__
from edi_service.entry.cli.audit import audit
from edi_service.entry.cli.cases import cases
from edi_service.entry.cli.check import check
from edi_service.entry.cli.codes import codes
from edi_service.entry.cli.explain import explain
from edi_service.entry.cli.payer_simulator import payer_simulator
from edi_service.entry.cli.policies import policies
from edi_service.entry.cli.process import process
from edi_service.entry.cli.remit import remit
from edi_service.entry.cli.respond import respond
from edi_service.entry.cli.serve import books, doctor, drops, serve
from edi_service.entry.cli.store import audit_log, keys
from edi_service.entry.cli.synth import synth

app = typer.Typer(
    name="edi-service",
    help="Reads health care claims, says what the payer's policy will object to, and writes the "
    "retrospective review request that may still save them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(process)
app.command()(check)
app.command()(audit)
app.command()(respond)
app.command()(remit)
app.command()(explain)
app.command()(synth)
app.command()(payer_simulator)
app.command()(serve)
app.command()(books)
app.command()(doctor)
app.add_typer(drops, name="drops")
app.add_typer(keys, name="keys")
app.add_typer(audit_log, name="audit-log")
app.add_typer(cases, name="cases")
app.add_typer(codes, name="codes")
app.add_typer(policies, name="policies")


def _show_version(wanted: bool) -> None:  # noqa: FBT001 -- the form of a typer callback
    if wanted:
        typer.echo(f"edi-service {__version__}")
        raise typer.Exit


@app.callback()
def options(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Options of the command itself rather than of one of its commands."""


def main() -> None:
    """
    The entry point of the ``edi-service`` script.

    Claims come and go by the thousand and hold no cycles, so the collector of cycles is asked to
    look less often: it takes a tenth of the time otherwise.
    """
    gc.set_threshold(20_000, 20, 100)
    app()
