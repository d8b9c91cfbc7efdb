"""The options that the commands about one case share."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Annotated

import typer


def _whoever_asks() -> str:
    """The name that the operating system knows the user by, where it knows any."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"


CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="The id of a case.")]
PoliciesOption = Annotated[
    list[Path] | None,
    typer.Option(metavar="DIR", help="More policies, besides the library; may be repeated."),
]
ConfigOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Payers, partners, zones (TOML).")
]
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
