"""Options that several commands on policies share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

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
MomentOption = Annotated[
    str,
    typer.Option("--as-of", metavar="DATE-or-DATETIME", help="The moment to decide for; now."),
]
