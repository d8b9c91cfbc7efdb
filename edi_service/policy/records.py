"""What the rules about records against billing have in common: days and hours where care was."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from edi_service.policy.rule import Answer, Outcome

if TYPE_CHECKING:
    from datetime import date, time

    from edi_service.claims.model import ServiceLine
    from edi_service.policy.place_rows import Graded
    from edi_service.policy.place_rules import ComparedRow, EncounterRow
    from edi_service.policy.rule import Subject


def answer_of(
    because: str,
    found: Graded[EncounterRow] | Graded[ComparedRow],
    *,
    line: ServiceLine | None = None,
    at: tuple[int, int] = (0, 0),
    proposed: tuple[str, ...] = (),
) -> Answer:
    """
    What the records have against a claim.

    Args:
        because: the sentence.
        found: the row that says so.
        line: where it is about one.
        at: the element and component to point at.
        proposed: what the element could be corrected to.
    """
    element, component = at
    return Answer(
        outcome=Outcome.YES,
        because=because + found.check,
        line=line,
        element=element,
        component=component,
        severity=found.severity,
        proposed=proposed,
        source=f"the office's own records, compared by {found.source}",
    )


def local(moment: datetime | date, subject: Subject) -> datetime | date:
    """*moment* by the clock of the place of care, where that is known; a day as it is."""
    if isinstance(moment, datetime) and subject.zone is not None:
        return moment.astimezone(subject.zone)
    return moment


def differs(
    day: date | None, hour: time | None, moment: datetime | date | None, subject: Subject
) -> str:
    """
    How *day* and *hour* of a claim differ from *moment* of the records; empty where they do not.

    Hours are compared as hours, for bills are written with those alone.
    """
    if moment is None:
        return ""
    when = local(moment, subject)
    recorded = when.date() if isinstance(when, datetime) else when
    if day is not None and day != recorded:
        return f"is {day}, and the records have {recorded}"
    if hour is not None and isinstance(when, datetime) and hour.hour != when.hour:
        return f"has the hour {hour:%H:%M}, and the records have {when:%H:%M}"
    return ""
