"""
How fast the service is, from files in a drop folder to acknowledgments in another.

    python -m benchmarks.serving [--files 8] [--claims 2500] [--postgresql URL] [--workers 2]

Invented professional claims without findings are dropped; the clock runs from the moment the
service is ready until the last acknowledgment lies where it goes to.  Prints claims a second, what
`process` makes of the same files in one process, the ratio of the two, and how long a file waited
for its acknowledgment.  On SQLite there is one machine; on PostgreSQL (an empty database) one, then
so many workers.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from edi_service.claims.model import ClaimKind
from edi_service.edge.store.store import open_store
from edi_service.service.synth import synthesize

if TYPE_CHECKING:
    from collections.abc import Sequence

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


class Round(NamedTuple):
    """One round: what was worked, in how many seconds, and the seconds each file waited."""

    claims: int
    seconds: float
    delays: list[float]

    @property
    def rate(self) -> float:
        """Claims a second."""
        return self.claims / self.seconds


def write_files(folder: Path, files: int, claims: int) -> list[Path]:
    """So many invented files of so many claims."""
    folder.mkdir()
    paths = []
    for number in range(files):
        path = folder / f"{number}.837"
        with path.open("wb") as target:
            for piece in synthesize(ClaimKind.PROFESSIONAL, claims, number, seasoning=False):
                target.write(piece)
        paths.append(path)
    return paths


def time_process(paths: Sequence[Path], out: Path) -> float:
    """Seconds that `process` takes for the same files in one process."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "edi_service", "process", *map(str, paths), "--out", str(out)]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


def time_service(folder: Path, url: str, paths: Sequence[Path], workers: int) -> Round:
    """The same files through the service: dropped, then all machines started."""
    inbound = folder / "in"
    inbound.mkdir(parents=True)
    for path in paths:
        (inbound / path.name).write_bytes(path.read_bytes())
    ring = folder / "ring.json"
    store = open_store(url, ring).store
    roles = ["all"] if workers == 1 else ["all", *["worker"] * (workers - 1)]
    machines = [_start(folder, url, ring, role, f"m{n}") for n, role in enumerate(roles)]
    try:
        began = _wait_until_ready(folder, len(machines))
        _wait_until_done(store, len(paths))
        seconds = time.perf_counter() - began
    finally:
        for machine in machines:
            machine.send_signal(signal.SIGTERM)
        for machine in machines:
            machine.wait()
    result = _measure(store, seconds)
    store.close()
    return result


def _start(folder: Path, url: str, ring: Path, role: str, machine: str) -> subprocess.Popen[bytes]:
    config = folder / f"{machine}.toml"
    config.write_text(CONFIG.format(store=url, machine=machine, at_once=2))
    command = [sys.executable, "-m", "edi_service", "serve", "--config", str(config)]
    with (folder / f"{machine}.log").open("wb") as log:
        return subprocess.Popen(
            [*command, "--role", role],
            stderr=log,
            env={**os.environ, "EDI_SERVICE_KEYS_FILE": str(ring)},
        )


def _wait_until_ready(folder: Path, machines: int) -> float:
    """The moment at which the first machine was ready; all are."""
    began = 0.0
    deadline = time.perf_counter() + _LONGEST
    while time.perf_counter() < deadline:
        texts = [path.read_text() for path in folder.glob("*.log")]
        events = [line for text in texts for line in text.splitlines() if line.startswith("{")]
        ready = sum(json.loads(line)["event"] == "serving" for line in events)
        if ready and not began:
            began = time.perf_counter()
        if ready == machines:
            return began
        time.sleep(0.02)
    message = "the service does not start"
    raise TimeoutError(message)


def _wait_until_done(store: SqlStore, files: int) -> None:
    deadline = time.perf_counter() + _LONGEST
    while time.perf_counter() < deadline:
        with store.read() as shelf:
            counts = shelf.drop_counts()
        if counts.done == files and counts.undelivered == 0:
            return
        time.sleep(0.1)
    message = "the files are not worked"
    raise TimeoutError(message)


def _measure(store: SqlStore, seconds: float) -> Round:
    with store.read() as shelf:
        claims = shelf.drop_counts().claims
        taken = {drop.drop_id: drop.taken_at for drop in shelf.drops()}
        delays = [
            (product.delivered_at - taken[product.drop_id]).total_seconds()
            for product in shelf.products()
            if product.delivered_at is not None
        ]
    return Round(claims, seconds, delays)


def shown(name: str, one: Round, process_seconds: float) -> str:
    """A round in one line."""
    ordered = sorted(one.delays)
    p50, p99 = statistics.median(ordered), ordered[int(len(ordered) * 0.99)]
    ratio = one.seconds / process_seconds
    return (
        f"{name:28}{one.rate:>8,.0f} claims/s   {ratio:5.2f} times the seconds of process"
        f"   answers after {p50:.1f} s (p50), {p99:.1f} s (p99)"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=8)
    parser.add_argument("--claims", type=int, default=2_500)
    parser.add_argument("--postgresql", action="append", default=[], metavar="URL")
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = write_files(folder / "files", asked.files, asked.claims)
        seconds = time_process(paths, folder / "out")
        total = asked.files * asked.claims
        print(f"{'process, one process':28}{total / seconds:>8,.0f} claims/s")
        url = f"sqlite:///{folder}/sqlite.store"
        one = time_service(folder / "sqlite", url, paths, 1)
        print(shown("serve, SQLite", one, seconds))
        for number, url in enumerate(asked.postgresql):
            workers = 1 if number == 0 else asked.workers
            many = time_service(folder / f"postgresql{number}", url, paths, workers)
            print(shown(f"serve, PostgreSQL, {workers}", many, seconds))


if __name__ == "__main__":
    main()
