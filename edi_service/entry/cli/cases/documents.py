"""``edi-service cases documents``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from edi_service.entry.cli.cases.options import CaseArgument
from edi_service.entry.cli.failure import give_up, say
from edi_service.entry.cli.options import ConfigOption, KeysOption, PoliciesOption, StoreOption

if TYPE_CHECKING:
    from edi_service.cases.documents import Item


def documents(
    *,
    case: CaseArgument,
    store: StoreOption,
    ring: KeysOption = None,
    facts: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Which documents the office holds, as for process."),
    ] = None,
    policies: PoliciesOption = None,
    config: ConfigOption = None,
) -> None:
    """Show which documents a case needs: attached (x), at hand (o), or still to be got."""
    from edi_service.wiring.asked import CannotDoIt, StoreOptions  # noqa: PLC0415 -- keeps --help quick
    from edi_service.wiring.documents import DocumentOptions, list_documents  # noqa: PLC0415

    options = DocumentOptions(
        store=StoreOptions(url=store, keys=ring),
        case_id=case,
        policies=tuple(policies or ()),
        config=config,
        facts=facts,
    )
    try:
        checklist = list_documents(options, say)
    except CannotDoIt as fault:
        give_up(str(fault))
    for item in checklist.items:
        typer.echo(_line(item))
    typer.echo(f"Documents held: {checklist.completeness}.")


def _line(item: Item) -> str:
    """Such as ``[x] Operative note (policy): 0123456789ABCDEFD01``."""
    numbers = ", ".join(file.control_number for file in item.files)
    mark = "x" if item.files else "o" if item.is_at_hand else " "
    return f"[{mark}] {item.title} ({item.wanted_by.value}){': ' if numbers else ''}{numbers}"
