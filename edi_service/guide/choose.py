"""Which claim guide a transaction set was written by."""

from __future__ import annotations

from typing import Literal

ClaimGuide = Literal["P", "I", "D"]

# X291, X292 and X300 name the same three claims in a later release of the guides.  X298 and X299
# carry claims after adjudication to a data collector; they differ in the parties above the claim.
_GUIDES: dict[str, ClaimGuide] = {
    "005010X222": "P",
    "005010X291": "P",
    "005010X298": "P",
    "005010X223": "I",
    "005010X292": "I",
    "005010X299": "I",
    "005010X224": "D",
    "005010X300": "D",
}
_IDENTIFIER = len("005010X222")


def choose(guide: str) -> ClaimGuide | None:
    """
    The claim guide named by GS08 or ST03, whatever its erratum; None for any other.

    >>> choose("005010X223A2")
    'I'
    """
    return _GUIDES.get(guide[:_IDENTIFIER])
