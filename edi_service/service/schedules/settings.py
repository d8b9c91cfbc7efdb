"""When the service looks after what nobody asks for, and for how long it keeps what: settings."""

from __future__ import annotations

from datetime import time
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

Hour = Annotated[str, Meta(pattern=r"^$|^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Days = Annotated[int, Meta(ge=0)]


class Schedule(StrEnum):
    """Something that is done once a day; its value is its key in the configuration."""

    DEADLINES = "deadlines"
    FOLLOW_UP = "follow_up"
    RETENTION = "retention"


class Schedules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    The hour of each, such as ``06:00``, on the clocks of the office's zone; empty: never.

    Attributes:
        deadlines: cases whose time is over expire; what ends soon is counted.
        follow_up: payers that are late are written down, and asked where they take inquiries.
        retention: what has been kept long enough is let go.
        due_days: what ends within so many days is counted as due soon.
    """

    deadlines: Hour = "06:00"
    follow_up: Hour = "06:00"
    retention: Hour = "03:00"
    due_days: Annotated[int, Meta(ge=1)] = 7

    def hours(self) -> dict[Schedule, time]:
        """The hour of each that is to be done."""
        told = {schedule: getattr(self, schedule.value) for schedule in Schedule}
        return {schedule: time.fromisoformat(hour) for schedule, hour in told.items() if hour}


class Retention(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    For how many days what is no longer needed is kept; 0: for ever.

    Attributes:
        files_days: the bytes of a file that came in, from the end of the work on it.
        products_days: the bytes of an acknowledgment or inquiry, from its delivery.
    """

    files_days: Days = 0
    products_days: Days = 0
