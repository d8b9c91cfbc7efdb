"""How far the reading of a source can be relied on."""

from __future__ import annotations

from enum import StrEnum


class Certainty(StrEnum):
    """How far the reading of a source can be relied on."""

    READ = "A"  # the rule's own text was read
    PARTIAL = "B"  # read in part, or in a secondary place
    UNVERIFIED = "C"  # general knowledge, not read again


REREAD_AFTER_DAYS = 180
"""Days after which a source is read again, where the office does not say otherwise."""
