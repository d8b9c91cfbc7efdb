"""One round of the service: machines started, files dropped, answers awaited, machines ended."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from edi_service.edge.store.store import open_store
from edi_service.service.exchange.drops import DropState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from benchmarks.postgresql import Server
    from edi_service.edge.store.store import SqlStore

CONFIG = """
[service]
store = "{store}"
machine = "{machine}"
look_seconds = 0.1

[service.health]
port = 0

[trading_partners.maple]
inbound = "in"
outbound = "out"
at_once = {at_once}

[trading_partners.maple.patience]
settled_seconds = 0.1
"""
_LONGEST = 900  # seconds that a round may take
_AT_ONCE = 2  # files that a machine works at the same time, as it comes


class Round(NamedTuple):
    """
    One round: what was worked, and what it took.

    Attributes:
        claims: how many.
        seconds: from the moment all machines were ready, or the first file was dropped.
        delays: how many seconds each acknowledgment came after its file.
        cpu_seconds: processor time of all machines together.
        engine_seconds: how many of those the engine took.
        between_seconds: how many of these went by between our steps: sessions, checkpoints and
            commits.  The rest is its own threads', which look for work whether there is any or not.
        server_seconds: processor time of the database's server; 0 where there is none.
    """

    claims: int
    seconds: float
    delays: list[float]
    cpu_seconds: float
    engine_seconds: float
    between_seconds: float
    server_seconds: float

    @property
    def rate(self) -> float:
        """Claims a second."""
        return self.claims / self.seconds

    @property
    def engine_share(self) -> float:
        """Of the processor time of the machines."""
        return self.engine_seconds / self.cpu_seconds

    @property
    def between_share(self) -> float:
        """Likewise, of what the engine does between our steps."""
        return self.between_seconds / self.cpu_seconds


class Office:
    """
    Machines over one store, and the folders of one partner.

    Args:
        folder: where its files lie.
        url: of the store, whose database is empty.
        workers: how many machines; the first looks for files as well.
    """

    def __init__(self, folder: Path, url: str, workers: int) -> None:
        self.folder = folder
        self.inbound = folder / "in"
        self._url = url
        self._roles = ["all", *["worker"] * (workers - 1)]
        self._ring = folder / "ring.json"
        self.inbound.mkdir(parents=True)
        self.store: SqlStore = open_store(url, self._ring).store

    @contextmanager
    def running(self) -> Iterator[None]:
        """All machines, ready; ended when the block is left."""
        machines = [self._start(role, f"m{n}") for n, role in enumerate(self._roles)]
        try:
            self._wait_until_ready(len(machines))
            yield
        finally:
            for machine in machines:
                machine.send_signal(signal.SIGTERM)
            for machine in machines:
                machine.wait()

    def drop(self, path: Path) -> None:
        """Let a file come in whole."""
        coming = self.folder / path.name
        coming.write_bytes(path.read_bytes())
        coming.rename(self.inbound / path.name)

    def shares(self) -> list[dict[str, float]]:
        """What each machine has written down at its end."""
        return [json.loads(path.read_bytes()) for path in self.folder.glob("*.shares")]

    def wait_until_done(self, files: int) -> None:
        """
        Wait until so many files are worked and answered.

        Raises:
            TimeoutError: it takes too long.
        """
        deadline = time.perf_counter() + _LONGEST
        while time.perf_counter() < deadline:
            with (
                self.store.read() as shelf
            ):  # as cheaply as may be: it takes part in what it measures
                done = len(list(shelf.drops(DropState.DONE)))
                if done == files and not shelf.products(undelivered=True):
                    return
            time.sleep(0.1)
        message = "the files are not worked"
        raise TimeoutError(message)

    def _start(self, role: str, machine: str) -> subprocess.Popen[bytes]:
        config = self.folder / f"{machine}.toml"
        at_once = _AT_ONCE * len(self._roles)
        config.write_text(CONFIG.format(store=self._url, machine=machine, at_once=at_once))
        shares = self.folder / f"{machine}.shares"
        command = [sys.executable, "-m", "benchmarks.served", str(shares), "serve"]
        with (self.folder / f"{machine}.log").open("wb") as log:
            return subprocess.Popen(
                [*command, "--config", str(config), "--role", role],
                stderr=log,
                env={**os.environ, "EDI_SERVICE_KEYS_FILE": str(self._ring)},
            )

    def _wait_until_ready(self, machines: int) -> None:
        deadline = time.perf_counter() + _LONGEST
        while time.perf_counter() < deadline:
            texts = [path.read_text() for path in self.folder.glob("*.log")]
            events = [line for text in texts for line in text.splitlines() if line.startswith("{")]
            if sum(json.loads(line)["event"] == "serving" for line in events) == machines:
                return
            time.sleep(0.02)
        message = "the service does not start"
        raise TimeoutError(message)


def time_service(
    office: Office, paths: Sequence[Path], pause: float = 0.0, server: Server | None = None
) -> Round:
    """*paths* through the service, so many seconds of *pause* between two of them."""
    with office.running():
        before = server.cpu_seconds() if server is not None else 0.0
        began = time.perf_counter()
        dropped: dict[str, datetime] = {}
        for path in paths:
            time.sleep(pause if dropped else 0.0)
            dropped[path.name] = datetime.now(UTC)
            office.drop(path)
        office.wait_until_done(len(paths))
        seconds = time.perf_counter() - began
        after = server.cpu_seconds() if server is not None else 0.0
    with office.store.read() as shelf:
        claims = shelf.drop_counts().claims
    delays = _delays(office.store, dropped)
    office.store.close()
    shares = office.shares()
    spent, engine, between = (
        sum(each[name] for each in shares) for name in ("seconds", "engine", "between")
    )
    return Round(claims, seconds, delays, spent, engine, between, after - before)


def _delays(store: SqlStore, dropped: dict[str, datetime]) -> list[float]:
    """Seconds from the drop of a file to each of its acknowledgments."""
    with store.read() as shelf:
        names = {drop.drop_id: drop.name for drop in shelf.drops()}
        return [
            (product.delivered_at - dropped[names[product.drop_id]]).total_seconds()
            for product in shelf.products()
            if product.delivered_at is not None
        ]
