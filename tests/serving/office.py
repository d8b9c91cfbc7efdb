"""An office whose service runs as a process of its own, to drop files on and to kill."""

from __future__ import annotations

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import text

from edi_service.edge.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from edi_service.edge.store.store import SqlStore
    from edi_service.service.exchange.drops import DropCounts, DropRecord
    from tests.warm import Machine, Warm

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
at_once = {at_once}
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
        at_once: how many files of the partner are worked at a time.
        more: of what is agreed with the partner.
        service: more of the service.
        others: more tables.
        warm: what machines are forked from; None: each is a process of its own from the start.
    """

    folder: Path
    url: str
    lease: float = 4.0
    looks: float = 0.2
    at_once: int = 4
    more: str = ""
    service: str = ""
    others: str = ""
    warm: Warm | None = None
    machines: dict[str, Machine] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make the drop folder, and the store before anyone opens it at the same time."""
        self.inbound.mkdir(parents=True)
        self._store = open_store(self.url, self.ring).store

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

    def start(
        self, machine: str = "left", *options: str, fault: str = "", program: str = ""
    ) -> None:
        """
        Run the service on a machine.

        Args:
            machine: its name.
            options: of the command.
            fault: what befalls it (``tests.serving.breaking``).
            program: what runs the service, with its first arguments, if not the command itself.
        """
        config = self.folder / f"{machine}.toml"
        config.write_text(
            CONFIG.format(
                store=self.url,
                machine=machine,
                lease=self.lease,
                looks=self.looks,
                at_once=self.at_once,
                more=self.more,
                service=self.service,
                others=self.others,
            )
        )
        arguments = ["serve", "--config", str(config), *options]
        self.machines[machine] = self._begin(
            arguments, self.folder / f"{machine}.log", fault, program
        )

    def _begin(
        self, arguments: list[str], log: Path, fault: str = "", program: str = ""
    ) -> Machine:
        ours = {"EDI_SERVICE_KEYS_FILE": str(self.ring)}
        if self.warm is not None and not program:
            return self.warm.start(arguments, log, ours, fault)
        with log.open("ab") as told:
            return subprocess.Popen(
                [sys.executable, "-m", *(program or "edi_service").split(), *arguments],
                cwd=ROOT,
                stderr=told,
                stdout=told,
                env={**os.environ, **ours},
            )

    def kill(self, machine: str = "left") -> None:
        """End a machine at once, as a power cut does."""
        process = self.machines.pop(machine)
        process.kill()
        process.wait()

    def let_work(self, machine: str, seconds: float) -> None:
        """
        Wait until a machine has worked for so long since it was started.

        The processor's time counts, so that on a slow computer it comes as far; one that has
        nothing to do is waited for a moment.
        """
        deadline = time.monotonic() + 5 + 5 * seconds
        while _processor_seconds(self.machines[machine].pid) < seconds:
            if time.monotonic() > deadline:
                return
            time.sleep(0.01)

    def wait_until_still(self, machine: str) -> None:
        """Wait for a machine to be stopped, which is not ended."""
        deadline = time.monotonic() + 60
        while _told_of(self.machines[machine].pid)[0] != "T":
            assert time.monotonic() < deadline, f"{machine} goes on"
            time.sleep(0.01)

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
        self._store.close()

    def forget(self) -> None:
        """Let go of the store's file, so that another may take its place."""
        self._store.engine.dispose()

    def drop(self, name: str, data: bytes) -> None:
        """Leave a file as a careful partner does: beside, then by its name."""
        beside = self.inbound / f"{name}.tmp"
        beside.write_bytes(data)
        beside.rename(self.inbound / name)

    def store(self) -> AbstractContextManager[SqlStore]:
        """The store, for as long as a ``with`` lasts."""
        return nullcontext(self._store)

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
        said = self.folder / f"{secrets.token_hex(4)}.said"
        where = ["--store", self.url, "--keys", str(self.ring)]
        code = self._begin([*arguments, *where], said).wait(60)
        return subprocess.CompletedProcess(arguments, code, said.read_text(), "")

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


def _processor_seconds(pid: int) -> float:
    fields = _told_of(pid)
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _told_of(pid: int) -> list[str]:
    """What the system tells of a process after its name."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def running(office: Office) -> Iterator[Office]:
    """*office*, and nothing of it left behind."""
    try:
        yield office
    finally:
        office.close()
