"""Logging: JSON, one event a line, on standard error; never health data."""

from __future__ import annotations

import sys

import structlog


def start_logging() -> None:
    """Send log events to standard error as JSON, with the time in UTC."""
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
