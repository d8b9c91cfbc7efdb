"""What the service counts for whoever watches it; labels are keys of the configuration alone."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from edi_service.service.store import StoreUnreachable

if TYPE_CHECKING:
    from edi_service.service.exchange.drops import DropCounts, DropRecord, ProductRecord
    from edi_service.service.exchange.pickup import Step
    from edi_service.service.schedules.records import ScheduleRun
    from edi_service.wiring.serving.places import WayIn

_DELAYS = (0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600)  # seconds


class Metrics:
    """Counts what happens on this machine, and what is in the store; and why it is not ready."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._troubles: dict[str, str] = {}
        self._lock = threading.Lock()
        self._looks = Counter(
            "edi_service_files",
            "What looks at places did with files.",
            ["partner", "step"],
            registry=self.registry,
        )
        self._unreachable = Gauge(
            "edi_service_place_unreachable",
            "1 while a place cannot be looked at.",
            ["partner", "place"],
            registry=self.registry,
        )
        self._worked = Counter(
            "edi_service_drops",
            "Files worked to their end, by what became of them.",
            ["partner", "state"],
            registry=self.registry,
        )
        self._claims = Counter(
            "edi_service_claims",
            "Claims, by what the acknowledgments say.",
            ["partner", "verdict"],
            registry=self.registry,
        )
        self._delay = Histogram(
            "edi_service_acknowledgment_seconds",
            "From a file taken to its acknowledgment delivered.",
            ["kind"],
            buckets=_DELAYS,
            registry=self.registry,
        )
        self._books = Gauge(
            "edi_service_store", "What the store holds.", ["what"], registry=self.registry
        )

        self._looked_at = Gauge(
            "edi_service_place_looked_at_seconds",
            "When a place was last looked at, in seconds since 1970.",
            ["partner", "place"],
            registry=self.registry,
        )
        self._schedule_done = Gauge(
            "edi_service_schedule_done_at_seconds",
            "When all of a schedule's day was last done, in seconds since 1970.",
            ["schedule"],
            registry=self.registry,
        )
        self._schedule_found = Gauge(
            "edi_service_schedule_found",
            "How many of what a schedule met when it was last done.",
            ["schedule", "what"],
            registry=self.registry,
        )

    def looked(self, way: WayIn, steps: list[Step], trouble: str) -> None:
        """Count what a look did; *trouble* says why it could not be done."""
        for step in steps:
            self._looks.labels(way.partner, step.value).inc()
        self._unreachable.labels(way.partner, way.name).set(1 if trouble else 0)
        if not trouble:
            self._looked_at.labels(way.partner, way.name).set_to_current_time()
        self.trouble(f"{way.name} of {way.partner}", trouble)

    def worked(self, drop: DropRecord) -> None:
        """Count a file that was worked to its end."""
        self._worked.labels(drop.partner, drop.state.value).inc()
        self._claims.labels(drop.partner, "accepted").inc(drop.accepted)
        self._claims.labels(drop.partner, "rejected").inc(drop.rejected)

    def delivered(self, product: ProductRecord, seconds: float) -> None:
        """Count a product that reached its partner."""
        self._delay.labels(product.kind).observe(seconds)

    def kept(self, counts: DropCounts) -> None:
        """Show what the store holds."""
        for name in counts.__struct_fields__:
            self._books.labels(name).set(getattr(counts, name))

    def scheduled(self, runs: list[ScheduleRun]) -> None:
        """Show when each schedule was last done, and what it met then."""
        self._schedule_found.clear()
        for run in runs:
            if run.finished_at is not None:
                self._schedule_done.labels(run.schedule).set(run.finished_at.timestamp())
            for what, count in run.found.items():
                self._schedule_found.labels(run.schedule, what).set(count)

    def trouble(self, what: str, reason: str) -> None:
        """Say that something cannot be done, and why; empty when it can be again."""
        with self._lock:
            if reason:
                self._troubles[what] = reason
            else:
                self._troubles.pop(what, None)

    def not_ready(self) -> str:
        """Everything that cannot be done, in one sentence; empty when all can be."""
        with self._lock:
            return "; ".join(f"{what}: {reason}" for what, reason in self._troubles.items())


def reason_of(fault: Exception) -> str:
    """
    Why something failed, for a log and for whoever watches.

    What a system and a database say of themselves quotes nothing; any other message may quote what
    is nobody's business, so that its name has to do.
    """
    if isinstance(fault, StoreUnreachable):
        return str(fault)
    if isinstance(fault, OSError) and fault.strerror:
        return fault.strerror
    return type(fault).__name__
