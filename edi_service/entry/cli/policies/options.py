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
