"""Logging: JSON, one event a line, on standard error; never health data."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def start_logging() -> None:
    """Send log events to standard error as JSON, with the time in UTC."""
    with _without_rich():
        import structlog  # noqa: PLC0415 -- not before it is known what it shall find

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.EventRenamer("event"),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )


@contextmanager
def _without_rich() -> Iterator[None]:
    """
    Let what is imported meanwhile find that rich is not installed.

    structlog loads it, if it can, to draw exceptions in colour.  Ours are JSON, and rich takes
    longer to load than all the rest of the log.
    """
    if "rich" in sys.modules:  # somebody else had a use for it
        yield
        return
    sys.modules["rich"] = None  # type: ignore[assignment]  # the import system's sign for "none"
    try:
        yield
    finally:
        del sys.modules["rich"]
