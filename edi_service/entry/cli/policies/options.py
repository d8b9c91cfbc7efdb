"""Options that several commands on policies share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

PoliciesOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--policies", metavar="DIR", help="More policies, besides the library; may be repeated."
    ),
]
AsOfOption = Annotated[
    str,
    typer.Option("--as-of", metavar="DATE", help="The day to look from; today when left out."),
]


class Format(StrEnum):
    """How a list is shown."""

    TEXT = "text"
    JSON = "json"


FormatOption = Annotated[Format, typer.Option("--format", help="How it is shown.")]

InputsOption = Annotated[
    list[str],
    typer.Option("--against", metavar="DIR", help="837 files, or folders of them; repeatable."),
]
FactsOption = Annotated[
    Path | None, typer.Option("--facts", metavar="FILE", help="What claims cannot say.")
]
AuthorizationsOption = Annotated[
    Path | None, typer.Option("--authorizations", metavar="FILE", help="Authorizations on file.")
]
ConfigOption = Annotated[
    Path | None, typer.Option("--config", metavar="FILE", help="Payers, partners, zones (TOML).")
]
MomentOption = Annotated[
    str,
    typer.Option("--as-of", metavar="DATE-or-DATETIME", help="The moment to decide for; now."),
]
