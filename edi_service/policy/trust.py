"""
How far an answer may be relied on: it is no better than the reading it rests on.

Manuals change without notice.  What was read long ago, in part, or is known to be out of date still
tells what to look into, but somebody has to check it before money is spent or written off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.policy.model import Certainty

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from edi_service.policy.model import Source

REREAD_AFTER_DAYS = 180
"""Days after which a source is read again, where the office does not say otherwise."""

_READINGS = {
    Certainty.PARTIAL: "its text was read in part, or at second hand (certainty B)",
    Certainty.UNVERIFIED: "its text was not read again (certainty C)",
}


def doubts(source: Source, today: date, reread_after: int) -> tuple[str, ...]:
    """
    Why an answer that rests on *source* must be checked; empty when it is firm.

    Args:
        source: where the revision was read.
        today: the day of asking.
        reread_after: how many days a reading is relied on.
    """
    found = [_READINGS[source.certainty]] if source.certainty in _READINGS else []
    if source.is_stale:
        found.append("it may be out of date (stale)")
    age = (today - source.retrieved).days
    if age > reread_after:
        found.append(f"it was read {age} days ago, on {source.retrieved}")
    return tuple(found)


def caution(found: Iterable[str]) -> tuple[str, ...]:
    """A sentence for the doubts *found*; none where there are none."""
    reasons = "; ".join(found)
    return (f"Check the payer's rule before relying on this: {reasons}.",) if reasons else ()
