"""What whoever watches the service is told."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from prometheus_client import CollectorRegistry, Counter

from edi_service.edge.health import HealthServer

if TYPE_CHECKING:
    from collections.abc import Iterator


class Watched:
    """A server that is ready until a reason is given."""

    def __init__(self) -> None:
        self.reason = ""
        self.registry = CollectorRegistry()
        self.server = HealthServer("127.0.0.1", 0, self.registry, lambda: self.reason)

    def ask(self, path: str) -> tuple[int, str]:
        """Status and text."""
        try:
            with urlopen(f"http://127.0.0.1:{self.server.port}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as fault:
            with fault:
                return fault.code, fault.read().decode()


@pytest.fixture
def watched() -> Iterator[Watched]:
    made = Watched()
    yield made
    made.server.close()


def test_it_is_alive(watched: Watched) -> None:
    assert watched.ask("/health") == (200, "alive\n")


def test_it_is_ready_or_says_why_not(watched: Watched) -> None:
    assert watched.ask("/ready") == (200, "ready\n")

    watched.reason = "the store cannot be reached"
    assert watched.ask("/ready") == (503, "the store cannot be reached\n")
    assert watched.ask("/health") == (200, "alive\n")


def test_metrics_are_those_of_its_registry(watched: Watched) -> None:
    Counter("files", "Files that came in.", ["outcome"], registry=watched.registry).labels(
        "done"
    ).inc(3)

    status, text = watched.ask("/metrics")

    assert status == 200
    assert 'files_total{outcome="done"} 3.0' in text


def test_there_is_nothing_else(watched: Watched) -> None:
    status, text = watched.ask("/claims")

    assert status == 404
    assert "/metrics" in text
