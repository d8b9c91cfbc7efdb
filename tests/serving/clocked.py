"""A clock of the tests for the service, which begins at a moment and goes on as any other."""

from __future__ import annotations

from datetime import UTC, datetime

from edi_service.service.schedules import deadlines, following
from edi_service.wiring.serving import running

AT_A_TIME = 1  # case that a transaction sees to, so that there are many to be killed between


def set_clock(moment: str) -> None:
    """Let the service of this process begin at a *moment* (ISO 8601)."""
    ahead = datetime.fromisoformat(moment) - datetime.now(UTC)
    for sweep in (deadlines, following):
        sweep.AT_A_TIME = AT_A_TIME  # type: ignore[attr-defined]  # it is theirs as well
    running.present = lambda: datetime.now(UTC) + ahead
