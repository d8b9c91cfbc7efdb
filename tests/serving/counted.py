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

from edi_service.entry.cli import command_line


def counts() -> dict[str, int]:
    """How many objects there are of each sort, garbage aside."""
    gc.collect()
    sorts = map(type, gc.get_objects())
    return Counter(f"{sort.__module__}.{sort.__qualname__}" for sort in sorts)


def main() -> None:
    """Serve."""
    found = Path(sys.argv[1])
    beside = found.with_suffix(".tmp")

    def count(*_: object) -> None:
        beside.write_bytes(msgspec.json.encode(counts()))
        beside.rename(found)

    signal.signal(signal.SIGUSR1, count)
    command_line(sys.argv[2:])(sys.argv[2:])


if __name__ == "__main__":
    main()
