"""
How fast the service is, from files in a drop folder to acknowledgments in another.

    python -m benchmarks.serving [--files 8] [--claims 2500] [--workers 2] [--rounds 1]
                                 [--postgresql [URL]] [--sqlite]

Invented professional claims without findings are dropped; the clock runs from the moment the
service is ready until the last acknowledgment lies where it goes to.  Prints claims a second, what
`process` makes of the same files in one process, the ratio of the two, the processor time of it all
and the engine's share of it, and how long a file waited for its acknowledgments: all dropped at
once, and one after another at half the speed that was just measured.

On SQLite there is one machine; on PostgreSQL one, then so many workers, in turns.  Without an URL a
PostgreSQL is started for it; at an URL, databases are made and left.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.postgresql import Server, own_server
from benchmarks.rounds import Office, time_service
from edi_service.claims.model import ClaimKind
from edi_service.service.synth import synthesize

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.rounds import Round

_HALF_SPEED = 2.0


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


class Measuring:
    """
    Rounds with the same files.

    Args:
        folder: where they and everything else lie.
        paths: the files.
        seconds: what `process` takes for them.
    """

    def __init__(self, folder: Path, paths: Sequence[Path], seconds: float) -> None:
        self._folder = folder
        self._paths = paths
        self._seconds = seconds
        self._rounds = 0

    def take(self, name: str, url: str, workers: int, server: Server | None = None) -> Round:
        """All files at once, told in a line."""
        one = self._time(url, workers, 0.0, server)
        print(shown(name, one, self._seconds), flush=True)
        return one

    def take_paced(self, name: str, url: str, workers: int, at_once: Round) -> None:
        """One file after another at half the speed of the round *at_once*, told in a line."""
        pause = at_once.seconds / len(self._paths) * _HALF_SPEED
        one = self._time(url, workers, pause, None)
        print(f"{name:24}a file every {pause:.1f} s: {delays(one)}", flush=True)

    def _time(self, url: str, workers: int, pause: float, server: Server | None) -> Round:
        self._rounds += 1
        office = Office(self._folder / f"round{self._rounds}", url, workers)
        return time_service(office, self._paths, pause, server)


def shown(name: str, one: Round, process_seconds: float) -> str:
    """A round in two lines."""
    ratio = one.seconds / process_seconds
    server = f" + {one.server_seconds:.1f} s of the server" if one.server_seconds else ""
    return (
        f"{name:24}{one.rate:>8,.0f} claims/s   {ratio:5.2f} times the seconds of process   "
        f"{delays(one)}\n"
        f"{'':24}{one.claims / one.cpu_seconds:>8,.0f} claims a second of processor time"
        f" ({one.cpu_seconds:.1f} s{server}); the engine's share "
        f"{one.engine_share:.0%} (between our steps {one.between_share:.0%})"
    )


def delays(one: Round) -> str:
    """How long files waited for their answers, in words."""
    ordered = sorted(one.delays)
    p50, p99 = statistics.median(ordered), ordered[int(len(ordered) * 0.99)]
    return f"answers after {p50:.1f} s (p50), {p99:.1f} s (p99)"


def measure_sqlite(measuring: Measuring, folder: Path, rounds: int) -> None:
    """One machine over files of SQLite."""
    for number in range(rounds):
        last = measuring.take("serve, SQLite", f"sqlite:///{folder}/{number}.store", 1)
    measuring.take_paced("serve, SQLite", f"sqlite:///{folder}/paced.store", 1, last)


def measure_postgresql(measuring: Measuring, server: Server, workers: int, rounds: int) -> None:
    """One machine over a new database, then *workers* of them, and so on."""
    ratios = []
    for _ in range(rounds):
        one = measuring.take("serve, PostgreSQL, 1", server.new_database(), 1, server)
        name = f"serve, PostgreSQL, {workers}"
        many = measuring.take(name, server.new_database(), workers, server)
        ratios.append(many.rate / one.rate)
    print(f"{workers} workers are {statistics.median(ratios):.2f} times as fast as one")
    measuring.take_paced("serve, PostgreSQL, 1", server.new_database(), 1, one)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--files", type=int, default=8)
    parser.add_argument("--claims", type=int, default=2_500)
    parser.add_argument("--postgresql", nargs="?", const="", metavar="URL")
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as closing:
        folder = Path(name)
        folder.chmod(0o755)  # a server that is started as root runs as another user
        paths = write_files(folder / "files", asked.files, asked.claims)
        seconds = time_process(paths, folder / "out")
        total = asked.files * asked.claims
        print(f"{'process, one process':24}{total / seconds:>8,.0f} claims/s", flush=True)
        measuring = Measuring(folder, paths, seconds)
        if asked.sqlite or asked.postgresql is None:
            measure_sqlite(measuring, folder, asked.rounds)
        if asked.postgresql is not None:
            server = (
                Server(asked.postgresql)
                if asked.postgresql
                else closing.enter_context(own_server(folder / "postgresql"))
            )
            measure_postgresql(measuring, server, asked.workers, asked.rounds)


if __name__ == "__main__":
    main()
