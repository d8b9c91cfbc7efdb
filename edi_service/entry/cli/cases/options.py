"""The options that the commands about cases share, and what becomes of a case."""

from __future__ import annotations

import getpass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from edi_service.entry.cli.failure import say

if TYPE_CHECKING:
    from edi_service.cases.progress import ProgressEvent
    from edi_service.wiring.casework import CaseOptions


def _whoever_asks() -> str:
    """The name that the operating system knows the user by, where it knows any."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"


CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="The id of a case.")]
AsOfOption = Annotated[
    str,
    typer.Option(
        metavar="DATE-or-DATETIME",
        help="The moment it is done, in ISO 8601; now, in the configured zone, by default.",
    ),
]
ByOption = Annotated[
    str,
    typer.Option(
        "--by",
        metavar="NAME",
        default_factory=_whoever_asks,
        show_default="who is logged in",
        help="Who does it; kept with the case.",
    ),
]
ReasonOption = Annotated[str, typer.Option(metavar="TEXT", help="Why; kept with the case.")]


class CasesFormat(StrEnum):
    """How cases are shown."""

    TEXT = "text"
    JSON = "json"


FormatOption = Annotated[CasesFormat, typer.Option("--format", help="How it is shown.")]


def options_of(
    store: str,
    ring: Path | None,
    *,
    as_of: str = "",
    config: Path | None = None,
    policies: list[Path] | None = None,
) -> CaseOptions:
    """The options that were typed, for the wiring."""
    from edi_service.wiring.asked import StoreOptions  # noqa: PLC0415 -- likewise
    from edi_service.wiring.casework import CaseOptions  # noqa: PLC0415 -- keeps --help quick

    return CaseOptions(
        store=StoreOptions(url=store, keys=ring),
        say=say,
        as_of=as_of,
        config=config,
        policies=tuple(policies or ()),
    )


def show_event(case_id: str, event: ProgressEvent) -> None:
    """Say what became of a case."""
    if event.before is event.after:
        typer.echo(f"case {case_id} stays {event.after.value}: {event.cause.value}, {event.effect}")
    else:
        typer.echo(f"case {case_id} was {event.before.value} and is {event.after.value}")
