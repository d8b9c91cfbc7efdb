"""``edi-service keys`` and ``edi-service audit-log``: looking after the store."""

from __future__ import annotations

from typing import Annotated

import typer

from edi_service.entry.cli.failure import FOUND_ERRORS, give_up, say
from edi_service.entry.cli.options import KeysOption, StoreOption

keys = typer.Typer(
    help="The keys that the store is sealed with.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
audit_log = typer.Typer(
    help="The log of all that was done in the store.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@keys.command("list")
def list_(*, store: StoreOption, ring: KeysOption = None) -> None:
    """Show the keys, which of them is current, and how many fields each has sealed."""
    from edi_service import wiring  # noqa: PLC0415 -- keeps --help quick

    try:
        rows = wiring.list_keys(wiring.StoreOptions(url=store, keys=ring), say)
    except wiring.CannotDoIt as fault:
        give_up(str(fault))
    typer.echo(f"{'key':10}{'made':12}{'current':9}{'fields':>12}")
    for row in rows:
        typer.echo(f"{row['key']:10}{row['made']:12}{row['current']:9}{row['fields']:>12,}")


@keys.command()
def rotate(*, store: StoreOption, ring: KeysOption = None) -> None:
    """
    Make a new key and seal everything with it; run again, it goes on where it was cut short.

    Nobody else may use the store meanwhile: who opened it before does not know the new key.
    """
    from edi_service import wiring  # noqa: PLC0415 -- keeps --help quick

    try:
        typer.echo(wiring.rotate_keys(wiring.StoreOptions(url=store, keys=ring)))
    except wiring.CannotDoIt as fault:
        give_up(str(fault))


@audit_log.command()
def verify(
    *,
    store: StoreOption,
    ring: KeysOption = None,
    noted: Annotated[
        str,
        typer.Option(
            metavar="HEAD",
            help="A head shown before, kept elsewhere: it must still be in the log.",
        ),
    ] = "",
) -> None:
    """
    Find out whether anything in the log was changed, deleted, inserted, reordered or cut off.

    Exit code 0: it is whole; 1: it was tampered with; 2: that could not be found out.
    """
    from edi_service import wiring  # noqa: PLC0415 -- keeps --help quick

    try:
        verdict = wiring.verify_audit_log(wiring.StoreOptions(url=store, keys=ring), noted, say)
    except wiring.CannotDoIt as fault:
        give_up(str(fault))
    if verdict.fault:
        typer.echo(f"the audit log was tampered with, {verdict.fault}")
        raise typer.Exit(FOUND_ERRORS)
    typer.echo(f"the audit log is whole: {verdict.entries:,} entries\nhead {verdict.head}")
