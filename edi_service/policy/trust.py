"""
How far an answer may be relied on: it is no better than the reading it rests on.

Manuals change without notice.  What was read long ago, in part, or is known to be out of date still
tells what to look into, but somebody has to check it before money is spent or written off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.finding import Severity
from edi_service.policy.certainty import Certainty

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from edi_service.policy.model import Source
    from edi_service.policy.rule import Subject

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


def as_grave_as_read(severity: Severity, source: Source, subject: Subject) -> tuple[Severity, str]:
    """
    *severity* as far as the reading of *source* carries it, and what is to be said of that.

    What was not read well makes no firm error: it is a warning that says why.
    """
    if severity <= Severity.WARNING:
        return severity, ""
    found = doubts(source, subject.as_of.date(), subject.reread_after)
    if not found:
        return severity, ""
    return Severity.WARNING, f" No error before the rule is checked: {'; '.join(found)}."


def caution(found: Iterable[str]) -> tuple[str, ...]:
    """A sentence for the doubts *found*; none where there are none."""
    reasons = "; ".join(found)
    return (f"Check the payer's rule before relying on this: {reasons}.",) if reasons else ()
