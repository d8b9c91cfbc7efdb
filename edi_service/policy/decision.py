"""How long a payer may take to decide what is asked beforehand, as a law or a policy says."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from edi_service.codes.clock import Length


class Asked(StrEnum):
    """What the payer is asked for."""

    PRIOR = "prior"  # an authorization before the service
    POST_STABILIZATION = "post-stabilization"  # care after an emergency is over


class Decision(Struct, frozen=True, kw_only=True):
    """
    The payer decides within *length* of being asked; what its *silence* then means.

    *speed* is standard or expedited, *silence* approved, denied or unknown.
    """

    asked: Asked
    length: Length
    speed: str = "standard"
    silence: str = "unknown"
