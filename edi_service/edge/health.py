"""Health, readiness and metrics over HTTP, for whoever watches the service."""

from __future__ import annotations

import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

if TYPE_CHECKING:
    from collections.abc import Callable

    from prometheus_client import CollectorRegistry

_TEXT = "text/plain; charset=utf-8"


class HealthServer:
    """
    Tells ``/health``, ``/ready`` and ``/metrics`` in a thread of its own.

    Args:
        address: of this machine.
        port: TCP; 0: one that is free.
        registry: of the metrics.
        not_ready: why work cannot be done at the moment, in one sentence; empty when it can.

    Raises:
        OSError: the port cannot be had.
    """

    def __init__(
        self,
        address: str,
        port: int,
        registry: CollectorRegistry,
        not_ready: Callable[[], str],
    ) -> None:
        class Handler(_Handler):
            pass

        Handler.registry = registry
        Handler.not_ready = staticmethod(not_ready)
        self._server = ThreadingHTTPServer((address, port), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, name="health")
        self._thread.start()

    @property
    def port(self) -> int:
        """The TCP port it listens on."""
        return self._server.server_port

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    registry: CollectorRegistry
    not_ready: Callable[[], str]
    server_version = "edi-service"
    sys_version = ""
    timeout = 10  # seconds that a caller may take to say what it wants

    def do_GET(self) -> None:
        """Answer."""
        if self.path == "/health":
            self._tell(HTTPStatus.OK, _TEXT, b"alive\n")
        elif self.path == "/ready":
            reason = self.not_ready()
            status = HTTPStatus.SERVICE_UNAVAILABLE if reason else HTTPStatus.OK
            self._tell(status, _TEXT, f"{reason or 'ready'}\n".encode())
        elif self.path == "/metrics":
            self._tell(HTTPStatus.OK, CONTENT_TYPE_LATEST, generate_latest(self.registry))
        else:
            self._tell(HTTPStatus.NOT_FOUND, _TEXT, b"there are /health, /ready and /metrics\n")

    def _tell(self, status: HTTPStatus, content_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: who watches asks all the time."""
