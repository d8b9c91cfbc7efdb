"""``edi-service explain``: what a finding's code means and what to do about it."""

from __future__ import annotations

import textwrap
from typing import Annotated

import typer

from edi_service.entry.cli.failure import give_up

WIDTH = 78


def explain(
    code: Annotated[str, typer.Argument(help="A finding's code, such as PA01; ALL lists them.")],
) -> None:
    """Say what a finding's code means and what to do about it."""
    from edi_service.service.catalogue import every_kind  # noqa: PLC0415 -- keeps --help quick

    kinds = every_kind()
    if code.upper() == "ALL":
        for kind in kinds.values():
            typer.echo(f"{kind.code}  {kind.severity.label:<8} {kind.title}")
        return
    found = kinds.get(code.upper())
    if found is None:
        give_up(f"{code} is not a finding's code; `edi-service explain ALL` lists them")
    typer.echo(f"{found.code} ({found.severity.label}): {found.title}\n")
    for paragraph in filter(None, (found.explanation, f"What to do: {found.remedy}")):
        typer.echo(textwrap.fill(paragraph, WIDTH) + "\n")
    if found.acknowledgment:
        typer.echo(f"In an acknowledgment: {found.acknowledgment}")
