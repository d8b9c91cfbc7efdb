"""The store's two sides, put together from their parts."""

from __future__ import annotations

from edi_service.edge.store import audit
from edi_service.edge.store.arrivals import ArrivalsRead, ArrivalsWritten
from edi_service.edge.store.attempts import AttemptsRead, AttemptsWritten
from edi_service.edge.store.audit import AuditRead
from edi_service.edge.store.claims import ClaimsRead, ClaimsWritten
from edi_service.edge.store.drops import DropsRead, DropsWritten
from edi_service.edge.store.numbers import NumbersGiven
from edi_service.edge.store.schedules import SchedulesRead, SchedulesWritten


class SqlShelf(ArrivalsRead, ClaimsRead, SchedulesRead, AttemptsRead, DropsRead, AuditRead):
    """Keeps the promises of :class:`~edi_service.service.store.Shelf`."""


class SqlBooks(
    ArrivalsWritten,
    SchedulesWritten,
    AttemptsWritten,
    ClaimsWritten,
    NumbersGiven,
    DropsWritten,
    AuditRead,
):
    """Keeps the promises of :class:`~edi_service.service.store.Books`."""

    def settle(self) -> None:
        """Write what was done into the audit log: the last thing before the commit."""
        if self._done:
            audit.append(self._connection, self._sealer, self._done, actor=self._actor, at=self._at)
            self._done.clear()
