"""Holding a case for what was found after it was opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.cases.model import Case


def hold(case: Case, codes: Iterable[str]) -> Case:
    """*case*, held by the findings with *codes* besides; what to do next begins with mending."""
    added = tuple(code for code in dict.fromkeys(codes) if code not in case.held_by)
    if not added:
        return case
    action = case.next_action[:1].lower() + case.next_action[1:]
    return replace(
        case,
        held_by=(*case.held_by, *added),
        next_action=f"Mend {', '.join(added)} first, then {action}",
    )
