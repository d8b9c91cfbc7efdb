"""``edi-service serve``, ``books``, ``drops`` and ``doctor``: the service, and looking after it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from edi_service.entry.cli.failure import FOUND_ERRORS, give_up, say
from edi_service.entry.cli.options import KeysOption, StoreOption

if TYPE_CHECKING:
    from edi_service.service.records import NumberUse

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        envvar="EDI_SERVICE_CONFIG",
        help="Trading partners, payers and the service itself (TOML).",
    ),
]


class Role(StrEnum):
    """What a machine does."""

    ALL = "all"
    PICKUP = "pickup"
    WORKER = "worker"


drops = typer.Typer(
    help="The files that partners left, and what became of them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


def serve(
    *,
    config: ConfigOption = None,
    store: StoreOption = "",
    ring: KeysOption = None,
    role: Annotated[
        Role,
        typer.Option(help="Look where files come in (pickup), work them (worker), or both (all)."),
    ] = Role.ALL,
) -> None:
    """
    Take partners' files, work them, answer them, and send what is asked of payers.

    Runs until it is told to end (SIGTERM or Ctrl-C); what is not done then goes on at the next
    start.  Once a day, at the hours of [service.schedules], cases whose time is over expire, payers
    that are late are followed up, and what was kept long enough is let go.  Health, readiness and
    metrics are told over HTTP.
    """
    from edi_service.entry.cli.log import start_logging  # noqa: PLC0415 -- keeps --help quick
    from edi_service.wiring.asked import CannotDoIt  # noqa: PLC0415 -- likewise
    from edi_service.wiring.serving import running, tending  # noqa: PLC0415 -- likewise

    start_logging()
    try:
        running.serve(
            config, tending.service_store(config, store, ring), running.Role(role.value), say
        )
    except CannotDoIt as fault:
        give_up(str(fault))


def books(
    *,
    config: ConfigOption = None,
    store: StoreOption = "",
    ring: KeysOption = None,
    numbers: Annotated[
        bool, typer.Option("--numbers", help="Show what each control number was taken for.")
    ] = False,
) -> None:
    """
    Print what came in and what became of it; leave with 1 when the books do not balance.

    Everything that came in is done, quarantined, a duplicate, or still to be worked; every claim is
    accepted or rejected; every number that was given out is used, or says why not.
    """
    from edi_service.wiring.asked import CannotDoIt  # noqa: PLC0415 -- keeps --help quick
    from edi_service.wiring.serving import tending  # noqa: PLC0415 -- likewise

    try:
        options = tending.service_store(config, store, ring)
        if numbers:
            tending.each_number(options, say, _show_number)
            return
        lines, faults = tending.balance(options, say)
    except CannotDoIt as fault:
        give_up(str(fault))
    for name, count in lines:
        typer.echo(f"{name:48}{count:>12,}")
    for sentence in faults:
        typer.echo(f"does not balance: {sentence}")
    if faults:
        raise typer.Exit(FOUND_ERRORS)


def _show_number(use: NumberUse) -> None:
    last = f"-{use.first + use.count - 1}" if use.count > 1 else ""
    lane = f"{use.lane.sender} > {use.lane.receiver} {use.lane.usage}"
    void = f"void: {use.void_because}" if use.void_because else ""
    told = (f"{use.kind:5}", f"{use.first}{last}", lane, f"{use.taken_at:%Y-%m-%d %H:%M}")
    typer.echo("  ".join((*told, use.subject, void)).rstrip())


@drops.command("list")
def list_(
    *,
    config: ConfigOption = None,
    store: StoreOption = "",
    ring: KeysOption = None,
    state: Annotated[
        str, typer.Option(help="Only those taken, done, quarantined, duplicate or unpacked.")
    ] = "",
) -> None:
    """Show the files that came in, the oldest first; names of files are not shown."""
    from edi_service.wiring.asked import CannotDoIt  # noqa: PLC0415 -- keeps --help quick
    from edi_service.wiring.serving import tending  # noqa: PLC0415 -- likewise

    try:
        rows = tending.list_drops(tending.service_store(config, store, ring), state, say)
    except CannotDoIt as fault:
        give_up(str(fault))
    for row in rows:
        typer.echo(
            f"{row.drop_id}  {row.taken_at:%Y-%m-%d %H:%M}  {row.partner:16}{row.state:12}"
            f"{row.claims:>8,}  {row.reason}"
        )


@drops.command()
def release(
    drop: Annotated[str, typer.Argument(metavar="DROP", help="Its id, as `drops list` shows it.")],
    *,
    config: ConfigOption = None,
    store: StoreOption = "",
    ring: KeysOption = None,
) -> None:
    """Let a quarantined file be worked again; the service takes it up within a moment."""
    from edi_service.wiring.asked import CannotDoIt  # noqa: PLC0415 -- keeps --help quick
    from edi_service.wiring.serving import tending  # noqa: PLC0415 -- likewise

    try:
        typer.echo(tending.release_drop(tending.service_store(config, store, ring), drop, say))
    except CannotDoIt as fault:
        give_up(str(fault))


def doctor(
    *, config: ConfigOption = None, store: StoreOption = "", ring: KeysOption = None
) -> None:
    """
    Say what is wrong with the configuration and the machine, and how it is mended.

    Leaves with 1 when something is wrong, 0 when there are only warnings.
    """
    from edi_service.wiring.asked import CannotDoIt  # noqa: PLC0415 -- keeps --help quick
    from edi_service.wiring.serving import tending  # noqa: PLC0415 -- likewise

    try:
        found = tending.examine_service(config, tending.service_store(config, store, ring))
    except CannotDoIt as fault:
        give_up(str(fault))
    for advice in found:
        typer.echo(f"{advice.severity.label:8}{advice.subject}: {advice.says}")
        if advice.remedy:
            typer.echo(f"{'':8}{advice.remedy}")
    if any(advice.severity.label in {"error", "fatal"} for advice in found):
        raise typer.Exit(FOUND_ERRORS)
