"""
How fast and in how much memory claims are checked and processed, beside the other open tools.

    python -m benchmarks.run [--quick | --huge | --workers] [--peers DIR] [--json FILE]

Prints a table in Markdown.  What is measured, and how to read it: benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.child import ChildFailed
from benchmarks.environments import default_home
from benchmarks.plan import DEFAULT, HUGE, QUICK, WORKERS
from benchmarks.rows import memory_rows, peer_rows, speed_rows, worker_rows
from benchmarks.subjects import invent_all, of_memory, of_ours, of_peers, of_workers
from benchmarks.table import machine, table
from benchmarks.turns import take_turns

if TYPE_CHECKING:
    from benchmarks.figures import Series
    from benchmarks.plan import Plan
    from benchmarks.table import Row
    from benchmarks.turns import Absent

ONLY_TO_SEE = "Small files and one round: these figures say that it runs, and nothing else."


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="one round on small files")
    size.add_argument("--huge", action="store_true", help="memory on 1 GB rather than 200 MB")
    size.add_argument("--workers", action="store_true", help="two workers beside one, and no more")
    parser.add_argument(
        "--peers", type=Path, default=default_home(), help="where the peers are installed"
    )
    parser.add_argument("--rounds", type=int, help="how often everything takes its turn")
    parser.add_argument("--json", type=Path, help="write every single measurement there as well")
    arguments = parser.parse_args()
    plan, measure = DEFAULT, measure_all
    if arguments.workers:
        plan, measure = WORKERS, measure_workers
    elif arguments.quick or arguments.huge:
        plan = QUICK if arguments.quick else HUGE
    if arguments.rounds:
        plan = replace(plan, rounds=arguments.rounds)
    with TemporaryDirectory(prefix="edi-service-benchmark-") as folder:
        try:
            rows, measured = measure(plan, Path(folder), arguments.peers)
        except ChildFailed as fault:
            parser.exit(2, f"{fault}\n")
    print(f"{machine()}\n\n{table(rows)}")
    if arguments.quick:
        print(f"\n{ONLY_TO_SEE}")
    if arguments.json:
        every = {name: asdict(figures) for name, figures in measured.items()}
        arguments.json.write_text(json.dumps({"machine": machine(), "measured": every}, indent=2))


def measure_all(
    plan: Plan, folder: Path, peers: Path
) -> tuple[list[Row], dict[str, Series | Absent]]:
    """
    All rows, and what they were made of.

    Raises:
        ChildFailed: one of our commands or of pyx12's ended badly.
    """
    files = invent_all(plan, folder)
    subjects = {**of_ours(files), **of_workers(files), **of_peers(files, peers)}
    measured = take_turns(subjects, plan.rounds)
    measured |= take_turns(of_memory(files), 1)
    rows = [
        *speed_rows(measured),
        *worker_rows(measured),
        *memory_rows(measured),
        *peer_rows(measured),
    ]
    return rows, measured


def measure_workers(
    plan: Plan, folder: Path, peers: Path
) -> tuple[list[Row], dict[str, Series | Absent]]:
    """As :func:`measure_all`, of workers alone."""
    del peers
    measured = take_turns(of_workers(invent_all(plan, folder)), plan.rounds)
    return list(worker_rows(measured)), measured


if __name__ == "__main__":
    main()
