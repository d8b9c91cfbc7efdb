"""
The service, which counts its own objects whenever it is told to by SIGUSR1.

Run as a program: the file that the counts are left in, and the arguments of the service.
"""

from __future__ import annotations

import gc
import signal
import sys
from collections import Counter
from pathlib import Path

import msgspec

from edi_service.entry.cli import main as run

GARBAGE = "garbage"  # objects of whatever sort that nothing held any more when they were counted


def counts() -> dict[str, int]:
    """How many objects there are of each sort, and how many there were that nothing held."""
    garbage = gc.collect()
    sorts = map(type, gc.get_objects())
    found = Counter(f"{sort.__module__}.{sort.__qualname__}" for sort in sorts)
    return {**found, GARBAGE: garbage}


def main() -> None:
    """Serve."""
    found = Path(sys.argv[1])
    beside = found.with_suffix(".tmp")

    def count(*_: object) -> None:
        beside.write_bytes(msgspec.json.encode(counts()))
        beside.rename(found)

    signal.signal(signal.SIGUSR1, count)
    sys.argv[1:] = sys.argv[2:]
    run()


if __name__ == "__main__":
    main()
