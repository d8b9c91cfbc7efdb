"""
Traces and metrics for a collector of OpenTelemetry, over OTLP.

The one module that knows OpenTelemetry, which is an extra (``edi-service[otel]``): it is imported
only where the configuration names a collector.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from opentelemetry.metrics import Observation
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.id_generator import IdGenerator, RandomIdGenerator
from opentelemetry.trace import (
    NonRecordingSpan,
    SpanContext,
    Status,
    StatusCode,
    TraceFlags,
    set_span_in_context,
)

from edi_service import __version__
from edi_service.service.exchange.tracing import Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from opentelemetry.metrics import CallbackOptions
    from opentelemetry.sdk.metrics.export import MetricReader
    from opentelemetry.sdk.trace import SpanProcessor
    from prometheus_client import CollectorRegistry
    from prometheus_client.metrics_core import Metric

NAME = "edi-service"
_ADDING_UP = ("counter", "histogram")
_TRACE_DIGITS, _SPAN_DIGITS = 32, 16  # hexadecimal
_NANOSECONDS = 1000  # in a microsecond
_TIMEOUT = 5.0  # seconds that a collector may take


class _Ids(threading.local, IdGenerator):
    """
    Numbers at random, but for the trace and the first span of a drop, which are its id's.

    *of_drop* is set for the span that a thread is about to begin, and for no other thread's.
    """

    def __init__(self) -> None:
        self._random = RandomIdGenerator()
        self.of_drop: tuple[int, int] | None = None

    def generate_span_id(self) -> int:
        """The number of the next span."""
        return self._random.generate_span_id() if self.of_drop is None else self.of_drop[1]

    def generate_trace_id(self) -> int:
        """The number of the next trace."""
        return self._random.generate_trace_id() if self.of_drop is None else self.of_drop[0]


class Telemetry:
    """
    Keeps the promise of :class:`~edi_service.service.exchange.tracing.Tracing`, and tells metrics.

    Args:
        machine: this one's name.
        registry: of the metrics.
        spans: takes the spans.
        metrics: asks for the metrics again and again.
    """

    def __init__(
        self,
        machine: str,
        registry: CollectorRegistry,
        spans: SpanProcessor,
        metrics: MetricReader,
    ) -> None:
        resource = Resource.create(
            {"service.name": NAME, "service.version": __version__, "service.instance.id": machine}
        )
        self._ids = _Ids()
        self._spans = TracerProvider(
            resource=resource, id_generator=self._ids, shutdown_on_exit=False
        )
        self._spans.add_span_processor(spans)
        self._tracer = self._spans.get_tracer(NAME)
        self._meters = MeterProvider([metrics], resource=resource, shutdown_on_exit=False)
        self._registry = registry
        self._observe()

    def note(
        self, span: Span, drop_id: str, began: datetime, ended: datetime, **told: str | int
    ) -> None:
        """Note what was done to a drop, and when."""
        trace, root = _numbers(drop_id)
        if span is Span.FILE:
            self._ids.of_drop = (trace, root)
            context = None
        else:
            flags = TraceFlags(TraceFlags.SAMPLED)
            parent = SpanContext(trace, root, is_remote=True, trace_flags=flags)
            context = set_span_in_context(NonRecordingSpan(parent))
        try:
            made = self._tracer.start_span(
                span.value, context, attributes=told, start_time=_nanoseconds(began)
            )
        finally:
            self._ids.of_drop = None
        if "failed" in told:
            made.set_status(Status(StatusCode.ERROR))
        made.end(_nanoseconds(ended))

    def close(self) -> None:
        """Tell what has not been told, as far as the collector takes it."""
        self._spans.shutdown()
        self._meters.shutdown()

    def _observe(self) -> None:
        """Let every metric of the registry be asked for."""
        meter = self._meters.get_meter(NAME)
        for family in self._registry.collect():
            for name in _parts(family):
                make = (
                    meter.create_observable_counter
                    if family.type in _ADDING_UP
                    else meter.create_observable_gauge
                )
                make(name, [self._reading(family.name, name)], description=family.documentation)

    def _reading(
        self, family: str, name: str
    ) -> Callable[[CallbackOptions], Iterable[Observation]]:
        def read(_: CallbackOptions) -> Iterable[Observation]:
            for found in self._registry.collect():
                if found.name == family:
                    for sample in found.samples:
                        if sample.name == name:
                            yield Observation(sample.value, dict(sample.labels))

        return read


def _parts(family: Metric) -> tuple[str, ...]:
    """The names under which the samples of a *family* come."""
    if family.type == "histogram":
        return f"{family.name}_bucket", f"{family.name}_count", f"{family.name}_sum"
    return (f"{family.name}_total" if family.type == "counter" else family.name,)


def _numbers(drop_id: str) -> tuple[int, int]:
    """
    The trace and the first span of a drop.

    Its id is a hash of partner, bytes and place, so that they tell nothing else.
    """
    return int(drop_id[:_TRACE_DIGITS], 16), int(drop_id[:_SPAN_DIGITS], 16)


def _nanoseconds(moment: datetime) -> int:
    """Since 1970."""
    return int(moment.timestamp()) * 1_000_000_000 + moment.microsecond * _NANOSECONDS


def over_otlp(
    *,
    endpoint: str,
    headers: str,
    every_seconds: float,
    machine: str,
    registry: CollectorRegistry,
) -> Telemetry:
    """
    Telemetry for the collector at *endpoint*.

    Args:
        endpoint: such as ``http://127.0.0.1:4318``.
        headers: as ``NAME=VALUE,NAME=VALUE``; empty: none.
        every_seconds: between two tellings of metrics.
        machine: this one's name.
        registry: of the metrics.
    """
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import (  # noqa: PLC0415 -- slow
        OTLPMetricExporter,
    )
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import (  # noqa: PLC0415 -- slow
        OTLPSpanExporter,
    )
    from opentelemetry.sdk.metrics.export import (  # noqa: PLC0415 -- likewise
        PeriodicExportingMetricReader,
    )
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 -- likewise

    pairs = (pair.partition("=") for pair in headers.split(",") if pair)
    told = {name.strip(): value.strip() for name, _, value in pairs}
    base = endpoint.rstrip("/")
    return Telemetry(
        machine,
        registry,
        BatchSpanProcessor(OTLPSpanExporter(f"{base}/v1/traces", headers=told, timeout=_TIMEOUT)),
        PeriodicExportingMetricReader(
            OTLPMetricExporter(f"{base}/v1/metrics", headers=told, timeout=_TIMEOUT),
            export_interval_millis=every_seconds * 1000,
        ),
    )
