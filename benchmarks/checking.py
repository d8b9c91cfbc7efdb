"""
How fast transaction sets are held against their guides: bytes to findings, no claims made.

    python benchmarks/checking.py claims.837

Prints megabytes (10**6 bytes) per second of wall time, start-up told apart, and every sort of
finding with its count.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections import Counter
from pathlib import Path

from edi_service.edge.guides import find_guide
from edi_service.finding import Report
from edi_service.guide.check import check_set
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally

MEGABYTE = 10**6


def check(path: Path) -> tuple[Counter[str], int]:
    """The codes of all findings in the file, counted, and how many segments it has."""
    report, tally = Report(), Tally()
    met: Counter[str] = Counter()
    with path.open("rb") as source:
        for transaction_set in read_sets(read_blocks(source, report), report, tally):
            guide = find_guide(transaction_set.guide)
            if guide is None:
                continue
            for _ in check_set(transaction_set, guide, report):
                if report.findings:
                    met.update(str(found) for found in report.take())
    met.update(str(found) for found in report.take())
    return met, tally.segments


def main() -> None:
    """Measure one file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--repeat", type=int, default=3, help="the best of so many runs counts")
    arguments = parser.parse_args()
    started = time.perf_counter()
    for identifier in ("005010X222", "005010X223"):
        find_guide(identifier)
    start_up = time.perf_counter() - started
    size = arguments.file.stat().st_size / MEGABYTE
    best, met, segments = float("inf"), Counter[str](), 0
    for _ in range(arguments.repeat):
        started = time.perf_counter()
        met, segments = check(arguments.file)
        best = min(best, time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"start-up {start_up:.3f} s; {size:.1f} MB, {segments:,} segments")
    print(f"{size / best:.1f} MB/s, {best / segments * 1e6:.2f} µs a segment, peak {peak:.0f} MiB")
    for text, count in met.most_common(20):
        print(f"{count:7} {text}")


if __name__ == "__main__":
    main()
