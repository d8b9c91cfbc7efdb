"""Every kind of finding of this floor, in the order of its code within its family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.x12 import byte_kinds, envelope_kinds

if TYPE_CHECKING:
    from edi_service.finding import Kind

KINDS: tuple[Kind, ...] = (*byte_kinds.KINDS, *envelope_kinds.KINDS)
