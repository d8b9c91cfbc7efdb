"""
The arguments and options that more than one command has, each described once.

What a command alone has stands with the command.
"""

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
        "--as-of",
        metavar="DATE-or-DATETIME",
        help="The moment to decide for, in ISO 8601; now, in the configured zone, by default.",
    ),
]
PoliciesOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--policies", metavar="DIR", help="More policies, besides the library; may be repeated."
    ),
]
FactsOption = Annotated[
    Path | None,
    typer.Option("--facts", metavar="FILE", help="What claims cannot say (CSV or JSON)."),
]
EncountersOption = Annotated[
    Path | None,
    typer.Option(
        "--encounters", metavar="FILE", help="Visits by your own records (CSV, JSON or HL7 v2 ADT)."
    ),
]
EligibilityOption = Annotated[
    Path | None,
    typer.Option("--eligibility", metavar="FILE", help="Payers' eligibility responses (X12 271)."),
]
AcrossOption = Annotated[
    bool,
    typer.Option("--across", help="Hold professional against facility claims of one day."),
]
AuthorizationsOption = Annotated[
    Path | None,
    typer.Option("--authorizations", metavar="FILE", help="Authorizations on file (CSV or JSON)."),
]
RatesOption = Annotated[
    Path | None,
    typer.Option(
        "--rates", metavar="FILE", help="What payers allow at a facility and elsewhere (CSV)."
    ),
]
ConfigOption = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Payers, partners, zones (TOML)."),
]
CodesOption = Annotated[
    Path | None,
    typer.Option(
        "--codes",
        metavar="DIR",
        envvar="EDI_SERVICE_CODES",
        help="Where imported lists of codes are kept.",
    ),
]
StoreOption = Annotated[
    str,
    typer.Option(
        "--store",
        metavar="URL",
        envvar="EDI_SERVICE_STORE",
        help="The store: a file of SQLite, sqlite:///FILE, or postgresql://USER@HOST/DATABASE.",
    ),
]
KeysOption = Annotated[
    Path | None,
    typer.Option(
        "--keys",
        metavar="FILE",
        envvar="EDI_SERVICE_KEYS_FILE",
        help="The key ring that the store is sealed with; made with the store.",
    ),
]
