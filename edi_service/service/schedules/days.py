"""Which day's turn it is, on an office's clocks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, time
    from zoneinfo import ZoneInfo


def last_turn(hour: time, now: datetime, zone: ZoneInfo) -> date:
    """
    The last day whose *hour* has come by *now*, on the clocks of *zone*.

    Whoever asks after days of absence gets one day, the last.  Where clocks show the hour twice,
    the first counts; where they skip it, it comes as long after their change as it is after the
    hour they skipped, so that no day is without its turn.
    """
    today = now.astimezone(zone).date()
    has_come = now >= datetime.combine(today, hour, zone)
    return today if has_come else today - timedelta(days=1)
