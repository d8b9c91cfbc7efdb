"""A collector that the service tells of a file's life, and one that it cannot speak to."""

from __future__ import annotations

import gzip
import threading
import time
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from prometheus_client import CollectorRegistry

from edi_service.claims.model import ClaimKind
from edi_service.service.config import ConfigRefused, parse_config
from edi_service.service.exchange.partners import Telemetry
from edi_service.service.synth import synthesize
from edi_service.wiring.asked import CannotDoIt
from edi_service.wiring.serving import tending, tracing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.serving.office import Office


class Collector:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, bytes]] = []
        self.port = 0

    def spans(self) -> dict[str, set[str]]:
        """The names of the spans of each trace."""
        found: dict[str, set[str]] = {}
        for path, body in self.told:
            if path == "/v1/traces":
                for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                    for scope in resource.scope_spans:
                        for span in scope.spans:
                            found.setdefault(span.trace_id.hex(), set()).add(span.name)
        return found


@contextmanager
def collecting() -> Iterator[Collector]:
    """A collector on a port of this machine."""
    collector = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            assert self.headers["x-office"] == "maple"
            collector.told.append((self.path, body))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    collector.port = server.server_port
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield collector
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_life_of_a_file_is_one_trace_and_says_nothing_of_people(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLLECTOR_HEADERS", "x-office=maple")
    data = b"".join(synthesize(ClaimKind.PROFESSIONAL, 300, 1))
    data = data.replace(b"NM1*IL*1*", b"NM1*IL*1*CANARY").replace(b"CLM*", b"CLM*CANARY")
    with collecting() as collector:
        office.others = (
            f'[service.telemetry]\nendpoint = "http://127.0.0.1:{collector.port}/"\n'
            'headers_from = "COLLECTOR_HEADERS"\nevery_seconds = 0.5\n'
        )
        office.start(program="edi_service")  # begun now, it sees the variable
        office.drop("CANARY.837", data)
        office.drop("CANARY.txt", b"CANARY")
        office.wait_until_done(files=2)
        time.sleep(1)
        assert office.stop() == 0  # what was not told yet is told at the end

    by_name = {drop.name: drop.drop_id for drop in office.drops()}
    spans = collector.spans()
    assert spans[by_name["CANARY.837"]] == {
        "file", "receive", "admit", "keep", "settle", "deliver"
    }  # fmt: skip
    assert spans[by_name["CANARY.txt"]] == {"file", "receive", "admit"}
    told = b"".join(body for _, body in collector.told)
    assert b"edi_service_store" in told
    assert b"CANARY" not in told
    assert "CANARY" not in office.log()


def test_a_collector_that_is_away_holds_nothing_up(office: Office) -> None:
    office.others = '[service.telemetry]\nendpoint = "http://127.0.0.1:9"\n'
    office.start()
    office.drop("a.837", b"".join(synthesize(ClaimKind.PROFESSIONAL, 20, 1)))
    assert office.wait_until_done(files=1).done == 1
    assert office.stop() == 0


NAMED = Telemetry(endpoint="http://127.0.0.1:4318", headers_from="NOT_SET_ANYWHERE")


def test_without_the_extra_a_named_collector_is_refused_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tracing, "find_spec", lambda _: None)
    with ExitStack() as closing, pytest.raises(CannotDoIt, match=r"edi-service\[otel\]"):
        tracing.open_tracing(NAMED, "left", CollectorRegistry(), closing)


def missing(name: str) -> None:
    raise ModuleNotFoundError(name)


@pytest.mark.parametrize("spec", [lambda _: None, missing])
def test_doctor_says_when_the_extra_is_missing(
    office: Office, monkeypatch: pytest.MonkeyPatch, spec: object
) -> None:
    config = office.folder / "edi.toml"
    config.write_text('[service.telemetry]\nendpoint = "http://127.0.0.1:4318"\n')
    monkeypatch.setenv("EDI_SERVICE_KEYS_FILE", str(office.ring))
    monkeypatch.setattr(tracing, "find_spec", spec)
    options = tending.service_store(config, office.url, office.ring)
    (said,) = [
        each
        for each in tending.examine_service(config, options)
        if each.subject == "service.telemetry"
    ]
    assert said.severity.label == "error"
    assert "edi-service[otel]" in said.remedy


def test_doctor_says_when_headers_are_not_where_they_should_be(office: Office) -> None:
    config = office.folder / "edi.toml"
    config.write_text(
        '[service.telemetry]\nendpoint = "http://127.0.0.1:4318"\nheaders_from = "NOT_SET"\n'
    )
    options = tending.service_store(config, office.url, office.ring)
    told = {each.subject: each for each in tending.examine_service(config, options)}
    assert told["service.telemetry"].severity.label == "warning"


@pytest.mark.parametrize("endpoint", ["127.0.0.1:4318", "grpc://collector", "http://"])
def test_what_is_no_address_is_refused(endpoint: str) -> None:

    with pytest.raises(ConfigRefused):
        parse_config(f"[service.telemetry]\nendpoint = '{endpoint}'\n")
