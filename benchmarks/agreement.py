"""
How far our guide engine and pyx12 agree, over transaction sets spoilt in one place by a seed.

    python -m benchmarks.agreement --mutations 10000

Prints for each comparison how many were equal, and every class of differences with its count and
who is right.  Exits with 1 when a difference has no class, or when fewer are equal than the least
that :data:`tests.guide.differences.LEAST` says.
"""

from __future__ import annotations

import argparse
import sys

from tests.guide.differences import LEAST, Difference, tally


def main() -> int:
    """Compare, print, and say whether everything is explained and enough of it equal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutations", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20261122)
    arguments = parser.parse_args()
    found = tally(arguments.mutations, arguments.seed)
    print("\n".join(found.lines()))
    for named, (spoilt, mine, other) in found.smallest.items():
        print(f"\n{named.name}: {spoilt.sample.name}, {spoilt.sort} at segment {spoilt.at}")
        print("  " + "*".join(spoilt.segments[spoilt.at - 2]))
        print(f"  ours {sorted(mine.faults)[:6]}\n  theirs {sorted(other.faults)[:6]}")
    short = [what for what, least in LEAST.items() if found.equal(what) < least]
    print("".join(f"\n{what}: less than {LEAST[what]:.1%} are equal" for what in short))
    return int(bool(short) or Difference.UNEXPLAINED in found.smallest)


if __name__ == "__main__":
    sys.exit(main())
