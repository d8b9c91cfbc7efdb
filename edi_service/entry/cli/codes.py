"""``edi-service codes``: lists of codes that claims are held against, besides those shipped."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from edi_service.entry.cli.failure import give_up
from edi_service.entry.cli.options import CodesOption

ConfigOption = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="May name the folder of codes.")
]

codes = typer.Typer(
    help="Import lists of codes, and show which are held.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class ImportedSet(StrEnum):
    """The code sets of which lists can be imported."""

    ICD10CM = "icd10cm"
    HCPCS = "hcpcs"
    CPT = "cpt"
    CDT = "cdt"


class ListFormat(StrEnum):
    """How the held lists are shown."""

    TEXT = "text"
    JSON = "json"


@codes.command("import")
def import_(
    *,
    code_set: Annotated[ImportedSet, typer.Argument(metavar="SET", help="Whose codes they are.")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The list.")],
    starts: Annotated[
        str, typer.Option("--from", metavar="DAY", help="The first day the list holds.")
    ] = "",
    ends: Annotated[
        str, typer.Option("--to", metavar="DAY", help="The last day the list holds.")
    ] = "",
    release: Annotated[str, typer.Option(metavar="NAME", help="How the release is called.")] = "",
    source: Annotated[
        str, typer.Option(metavar="TEXT", help="Where it was taken from; the file by default.")
    ] = "",
    certainty: Annotated[
        str,
        typer.Option(
            metavar="A|B|C", help="A read at the source, B from a second hand, C unverified."
        ),
    ] = "",
    folder: CodesOption = None,
    config: ConfigOption = None,
) -> None:
    """Import a list of codes: icd10cm, hcpcs, cpt or cdt. Later runs hold claims against it."""
    from edi_service import wiring  # noqa: PLC0415 -- keeps --help quick

    options = wiring.ImportOptions(
        code_set=code_set.value,
        file=file,
        starts=starts,
        ends=ends,
        release=release,
        source=source,
        certainty=certainty,
        config=config,
        codes=folder,
    )
    try:
        typer.echo(wiring.import_codes(options))
    except wiring.CannotDoIt as fault:
        give_up(str(fault))


@codes.command("list")
def list_(
    *,
    folder: CodesOption = None,
    config: ConfigOption = None,
    output_format: Annotated[
        ListFormat, typer.Option("--format", help="How the lists are shown.")
    ] = ListFormat.TEXT,
) -> None:
    """Show which lists of codes are held: set, release, days, source and certainty."""
    from edi_service import wiring  # noqa: PLC0415 -- keeps --help quick

    try:
        held = wiring.held_codes(folder, config)
    except wiring.CannotDoIt as fault:
        give_up(str(fault))
    for each in held:
        typer.echo(json.dumps(each) if output_format is ListFormat.JSON else _shown(each))


def _shown(held: dict[str, str | int]) -> str:
    days = f"{held['from']} to {held['to']}" if held["from"] else "by row"
    return (
        f"{held['set']:<17} {held['release'] or '-':<16} {days:<24} {held['codes']:>7,} codes  "
        f"{held['certainty'] or '-':<6} {held['source']}"
    )
