"""What differs between physicians, hospitals and dentists when claims are invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from edi_service.service.synth.written import Written


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """
    Who bills, by which guide, and what claims there are.

    Attributes:
        guide: GS08 and ST03.
        medicare_filing: SBR09 of a claim to Medicare.
        biller: what a billing provider's name ends in.
        taxonomy: PRV03 of a billing provider.
        ordinary: writes one of each claim that nobody should object to.
        seasoned: writes one of each claim that somebody should, in the order they are met.
    """

    guide: str
    medicare_filing: str
    biller: str
    taxonomy: str
    ordinary: Callable[[Random], list[Written]]
    seasoned: Callable[[Random], list[Written]]
