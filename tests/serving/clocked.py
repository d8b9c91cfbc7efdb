"""
The service by a clock of the tests, which begins at a moment and goes on as any other.

Run as a program: the moment (ISO 8601), how many cases a transaction sees to, and the arguments of
the service.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from edi_service.entry.cli import command_line
from edi_service.service.schedules import deadlines, following
from edi_service.wiring.serving import running


def main() -> None:
    """Serve."""
    ahead = datetime.fromisoformat(sys.argv[1]) - datetime.now(UTC)
    for sweep in (deadlines, following):
        sweep.AT_A_TIME = int(sys.argv[2])  # type: ignore[attr-defined]  # it is theirs as well
    running.present = lambda: datetime.now(UTC) + ahead
    command_line(sys.argv[3:])(sys.argv[3:])


if __name__ == "__main__":
    main()
