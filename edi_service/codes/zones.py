"""Time zones by the names that people write."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@cache
def find_zone(name: str) -> ZoneInfo | None:
    """
    The zone of an IANA name, such as ``America/Chicago``; None where there is none.

    To ask for it is the one way that is quick: to list all there are takes longer than to read a
    library.  What is no name may be a folder of zones (``America``), a path, or too long for one.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return None
