"""``edi-service cases documents``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from edi_service.entry.cli.cases.options import CaseArgument, PoliciesOption
from edi_service.entry.cli.failure import give_up
from edi_service.entry.cli.store import KeysOption, StoreOption, say

if TYPE_CHECKING:
    from edi_service.cases.documents import Item


def documents(
    *,
    case: CaseArgument,
    store: StoreOption,
    ring: KeysOption = None,
    policies: PoliciesOption = None,
) -> None:
    """Show which documents a case needs, and which are attached."""
    from edi_service.wiring.asked import CannotDoIt  # noqa: PLC0415 -- keeps --help quick
    from edi_service.wiring.documents import DocumentOptions, list_documents  # noqa: PLC0415
    from edi_service.wiring.keeping import StoreOptions  # noqa: PLC0415

    options = DocumentOptions(
        store=StoreOptions(url=store, keys=ring), case_id=case, policies=tuple(policies or ())
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
    mark = "x" if item.is_held else " "
    return f"[{mark}] {item.title} ({item.wanted_by.value}){': ' if numbers else ''}{numbers}"
