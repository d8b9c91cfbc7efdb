"""An office whose service runs as a process of its own, to drop files on and to kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from edi_service.edge.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from edi_service.edge.store.store import SqlStore
    from edi_service.service.exchange.drops import DropCounts, DropRecord

ROOT = Path(__file__).parents[2]
PARTNER = "maple"
CONFIG = """
[service]
store = "{store}"
machine = "{machine}"
look_seconds = {looks}
lease_seconds = {lease}
{service}
[service.health]
port = 0

[trading_partners.maple]
inbound = "in"
outbound = "out"
at_once = 4
{more}
[trading_partners.maple.patience]
settled_seconds = 0.2
{others}
"""


@dataclass
class Office:
    """
    Folders, a store, and machines that run the service.

    Attributes:
        folder: of the configuration and of everything else.
        url: of the store.
        lease: seconds a machine may be silent.
        looks: seconds between two looks at a place.
        more: of what is agreed with the partner.
        service: more of the service.
        others: more tables.
    """

    folder: Path
    url: str
    lease: float = 4.0
    looks: float = 0.2
    more: str = ""
    service: str = ""
    others: str = ""
    machines: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make the drop folder, and the store before anyone opens it at the same time."""
        self.inbound.mkdir(parents=True)
        with self.store():
            pass

    @property
    def inbound(self) -> Path:
        """Where the partner leaves files."""
        return self.folder / "in"

    @property
    def outbound(self) -> Path:
        """Where the partner finds files."""
        return self.folder / "out"

    @property
    def ring(self) -> Path:
        """The keys of the store."""
        return self.folder / "ring.json"

    def start(self, machine: str = "left", *options: str, program: str = "edi_service") -> None:
        """Run the service on a machine; *program* is what runs it, with its first arguments."""
        config = self.folder / f"{machine}.toml"
        config.write_text(
            CONFIG.format(
                store=self.url,
                machine=machine,
                lease=self.lease,
                looks=self.looks,
                more=self.more,
                service=self.service,
                others=self.others,
            )
        )
        command = [sys.executable, "-m", *program.split(), "serve", "--config", str(config)]
        command += options
        log = (self.folder / f"{machine}.log").open("ab")
        environment = {**os.environ, "EDI_SERVICE_KEYS_FILE": str(self.ring)}
        with log:
            self.machines[machine] = subprocess.Popen(
                command, cwd=ROOT, stderr=log, stdout=log, env=environment
            )

    def kill(self, machine: str = "left") -> None:
        """End a machine at once, as a power cut does."""
        process = self.machines.pop(machine)
        process.kill()
        process.wait()

    def stop(self, machine: str = "left") -> int:
        """Tell a machine to end; how it left."""
        process = self.machines.pop(machine)
        process.send_signal(signal.SIGTERM)
        return process.wait(60)

    def close(self) -> None:
        """Kill what still runs."""
        for machine in list(self.machines):
            self.machines[machine].send_signal(signal.SIGCONT)
            self.kill(machine)

    def drop(self, name: str, data: bytes) -> None:
        """Leave a file as a careful partner does: beside, then by its name."""
        beside = self.inbound / f"{name}.tmp"
        beside.write_bytes(data)
        beside.rename(self.inbound / name)

    def store(self) -> Opened:
        """The store, for as long as a ``with`` lasts."""
        return Opened(open_store(self.url, self.ring).store)

    def counts(self) -> DropCounts:
        """The books as they are."""
        with self.store() as store, store.read() as shelf:
            return shelf.drop_counts()

    def drops(self) -> list[DropRecord]:
        """Every file that came in."""
        with self.store() as store, store.read() as shelf:
            return list(shelf.drops())

    def wait_until(self, is_so: Callable[[DropCounts], bool], seconds: float = 120) -> DropCounts:
        """Wait for the books to be so."""
        deadline = time.monotonic() + seconds
        with self.store() as store:
            while True:
                with store.read() as shelf:
                    counts = shelf.drop_counts()
                if is_so(counts):
                    return counts
                if time.monotonic() > deadline:
                    message = f"the books stay as they are: {counts}\n{self.log()}"
                    raise AssertionError(message)
                time.sleep(0.1)

    def wait_until_done(self, files: int, seconds: float = 120) -> DropCounts:
        """Wait for so many files to be worked and answered."""
        return self.wait_until(
            lambda counts: counts.files >= files and counts.taken == 0 and counts.undelivered == 0,
            seconds,
        )

    def wait_until_taken_away(self) -> None:
        """Wait for the drop folder to be empty."""
        deadline = time.monotonic() + 60
        while any(self.inbound.iterdir()):
            assert time.monotonic() < deadline, "a file stays in the drop folder"
            time.sleep(0.1)

    def log(self) -> str:
        """The ends of the logs."""
        return "\n".join(path.read_text()[-2000:] for path in sorted(self.folder.glob("*.log")))

    def cut_connections(self) -> None:
        """Let PostgreSQL end all connections at once, as when it is restarted."""
        with self.store() as store, store.engine.connect() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """What a command says of this store."""
        where = ["--store", self.url, "--keys", str(self.ring)]
        return subprocess.run(
            [sys.executable, "-m", "edi_service", *arguments, *where],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    def balanced(self) -> subprocess.CompletedProcess[str]:
        """What ``books`` says."""
        return self.command("books")

    def wait_for_event(self, event: str, machine: str = "left") -> dict[str, object]:
        """What the log of a machine says first of an event."""
        path = self.folder / f"{machine}.log"
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            for line in path.read_text().splitlines():
                if line.startswith("{") and json.loads(line)["event"] == event:
                    found: dict[str, object] = json.loads(line)
                    return found
            time.sleep(0.1)
        message = f"nothing is told of {event!r}: {self.log()}"
        raise AssertionError(message)


class Opened:
    """A store that is closed with the ``with``."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store

    def __enter__(self) -> SqlStore:
        return self._store

    def __exit__(self, *_: object) -> None:
        self._store.close()


def running(office: Office) -> Iterator[Office]:
    """*office*, and nothing of it left behind."""
    try:
        yield office
    finally:
        office.close()
