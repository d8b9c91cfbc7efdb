"""What a collector of OpenTelemetry is told: one trace a file, every metric, nobody's health."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from edi_service.edge.telemetry import Telemetry
from edi_service.service.exchange.tracing import Span, traced

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opentelemetry.sdk.trace import ReadableSpan

DROP, OTHER = "0f" * 16, "a1" * 16
NOW = datetime(2026, 6, 12, 10, 0, 0, 250, tzinfo=UTC)


@dataclass
class Watched:
    """Telemetry that is kept in memory."""

    telemetry: Telemetry
    exporter: InMemorySpanExporter
    reader: InMemoryMetricReader
    registry: CollectorRegistry

    @property
    def spans(self) -> list[ReadableSpan]:
        return list(self.exporter.get_finished_spans())

    def metrics(self) -> dict[str, dict[tuple[tuple[str, str], ...], float]]:
        """Values by metric and labels."""
        data = self.reader.get_metrics_data()
        assert data is not None
        found: dict[str, dict[tuple[tuple[str, str], ...], float]] = {}
        for metric in data.resource_metrics[0].scope_metrics[0].metrics:
            for point in metric.data.data_points:
                labels = tuple(
                    sorted((key, str(value)) for key, value in (point.attributes or {}).items())
                )
                found.setdefault(metric.name, {})[labels] = point.value  # type: ignore[union-attr]
        return found


def watch(registry: CollectorRegistry) -> Watched:
    exporter, reader = InMemorySpanExporter(), InMemoryMetricReader()
    telemetry = Telemetry("left", registry, SimpleSpanProcessor(exporter), reader)
    return Watched(telemetry, exporter, reader, registry)


@pytest.fixture
def watched() -> Iterator[Watched]:
    found = watch(CollectorRegistry())
    yield found
    found.telemetry.close()


def note(watched: Watched, span: Span, drop: str = DROP, **told: str | int) -> None:
    watched.telemetry.note(span, drop, NOW, NOW + timedelta(seconds=3), **told)


def test_all_that_is_done_to_a_file_is_one_trace_below_the_file(watched: Watched) -> None:
    note(watched, Span.RECEIVE)
    note(watched, Span.KEEP)
    note(watched, Span.FILE, state="done")
    note(watched, Span.DELIVER)

    assert {span.context.trace_id for span in watched.spans} == {int(DROP, 16)}
    (root,) = [span for span in watched.spans if span.parent is None]
    assert root.name == "file"
    parents = {span.parent.span_id for span in watched.spans if span.parent is not None}
    assert parents == {root.context.span_id}


def test_another_file_is_another_trace(watched: Watched) -> None:
    note(watched, Span.FILE)
    note(watched, Span.FILE, OTHER)
    assert [span.context.trace_id for span in watched.spans] == [int(DROP, 16), int(OTHER, 16)]


def test_spans_of_many_threads_keep_their_numbers(watched: Watched) -> None:
    drops = [f"{number:02x}" * 16 for number in range(1, 9)]

    def tell(drop: str) -> None:
        for _ in range(50):
            note(watched, Span.KEEP, drop)
            note(watched, Span.FILE, drop)

    threads = [threading.Thread(target=tell, args=(drop,)) for drop in drops]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    roots = {
        (each.context.trace_id, each.context.span_id) for each in watched.spans if not each.parent
    }
    assert roots == {(int(drop, 16), int(drop[:16], 16)) for drop in drops}


def test_a_span_has_the_times_it_was_told_to_the_microsecond(watched: Watched) -> None:
    note(watched, Span.ADMIT, partner="maple")
    (span,) = watched.spans
    assert span.start_time == 1_781_258_400_000_250_000
    assert span.end_time == span.start_time + 3_000_000_000
    assert span.attributes == {"partner": "maple"}
    assert span.resource.attributes["service.instance.id"] == "left"


def test_what_fails_is_told_by_its_sort_alone(watched: Watched) -> None:
    def fail() -> None:
        with traced(watched.telemetry, lambda: NOW, Span.KEEP, DROP):
            message = "CANARY"
            raise ValueError(message)

    with pytest.raises(ValueError, match="CANARY"):
        fail()
    (span,) = watched.spans
    assert span.status.status_code is StatusCode.ERROR
    assert span.attributes == {"failed": "ValueError"}
    assert "CANARY" not in span.to_json()


def test_every_metric_is_told_with_its_labels() -> None:
    registry = CollectorRegistry()
    counter = Counter("files", "Files.", ["partner"], registry=registry)
    gauge = Gauge("waiting", "Waiting.", registry=registry)
    histogram = Histogram("delay", "Delay.", ["kind"], buckets=(1, 5), registry=registry)
    watched = watch(registry)
    counter.labels("maple").inc(3)
    gauge.set(7)
    histogram.labels("999").observe(2)

    found = watched.metrics()

    assert found["files_total"] == {(("partner", "maple"),): 3}
    assert found["waiting"] == {(): 7}
    assert found["delay_count"] == {(("kind", "999"),): 1}
    assert found["delay_sum"] == {(("kind", "999"),): 2}
    assert found["delay_bucket"][(("kind", "999"), ("le", "5.0"))] == 1
    counter.labels("elm").inc()
    assert watched.metrics()["files_total"][(("partner", "elm"),)] == 1
    watched.telemetry.close()


def test_nothing_of_it_is_imported_unless_a_collector_is_named() -> None:
    script = (
        "import sys; import edi_service.wiring.serving.running;"
        "from contextlib import ExitStack;"
        "from edi_service.service.exchange.partners import Telemetry;"
        "from edi_service.service.exchange.tracing import UNTRACED;"
        "from edi_service.wiring.serving.tracing import open_tracing;"
        "assert open_tracing(Telemetry(), 'left', None, ExitStack()) is UNTRACED;"
        "print([name for name in sys.modules if name.startswith('opentelemetry')])"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert told.stdout.strip() == "[]"
