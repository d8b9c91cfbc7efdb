"""Whether traces and metrics are told to a collector, and the extra that this takes."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import TYPE_CHECKING

from edi_service.service.exchange.tracing import UNTRACED
from edi_service.wiring.asked import CannotDoIt

if TYPE_CHECKING:
    from contextlib import ExitStack

    from prometheus_client import CollectorRegistry

    from edi_service.service.exchange.partners import Telemetry
    from edi_service.service.exchange.tracing import Tracing

REMEDY = "Install it with its extra, edi-service[otel], or leave [service.telemetry] out."


def is_installed() -> bool:
    """Whether the extra is there."""
    try:
        return find_spec("opentelemetry.exporter.otlp.proto.http") is not None
    except ModuleNotFoundError:
        return False


def open_tracing(
    settings: Telemetry, machine: str, registry: CollectorRegistry, closing: ExitStack
) -> Tracing:
    """
    Whoever takes traces; *closing* ends it.  Without a collector nothing is imported.

    Raises:
        CannotDoIt: a collector is named, and the extra is not there.
    """
    if not settings.endpoint:
        return UNTRACED
    if not is_installed():
        message = f"[service.telemetry] names a collector, and nothing here speaks to one: {REMEDY}"
        raise CannotDoIt(message)
    from edi_service.edge.telemetry import over_otlp  # noqa: PLC0415 -- an extra

    telemetry = over_otlp(
        endpoint=settings.endpoint,
        headers=os.environ.get(settings.headers_from, "") if settings.headers_from else "",
        every_seconds=settings.every_seconds,
        machine=machine,
        registry=registry,
    )
    closing.callback(telemetry.close)
    return telemetry
