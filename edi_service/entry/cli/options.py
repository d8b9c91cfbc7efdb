"""Options that ``process`` and ``audit`` share: what is read, and what is known besides."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

InputsArgument = Annotated[
    list[str],
    typer.Argument(metavar="INPUT...", help="837 files, folders of them, or - for standard input."),
]
AsOfOption = Annotated[
    str,
    typer.Option(
        metavar="DATE-or-DATETIME",
        help="The moment to decide for, in ISO 8601; now, in the configured zone, by default.",
    ),
]
PoliciesOption = Annotated[
    list[Path] | None,
    typer.Option(metavar="DIR", help="More policies, besides the library; may be repeated."),
]
FactsOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="What claims cannot say (CSV or JSON).")
]
AuthorizationsOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Authorizations on file (CSV or JSON).")
]
ConfigOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Payers, partners, zones (TOML).")
]
