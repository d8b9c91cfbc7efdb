"""
How far our guide engine and pyx12 agree, over transaction sets spoilt in one place by a seed.

    python -m benchmarks.agreement --mutations 10000

Prints for each comparison how many were equal, and every class of differences with its count and
who is right.  Then the same once more with two faults of pyx12 mended: what was said of those two
is proved where the difference is gone.  Exits with 1 when a difference has no class, or when fewer
are equal than the least that :mod:`tests.guide.differences` says.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from tests.guide.differences import LEAST, LEAST_MENDED, Difference, tally
from tests.guide.mended_pyx12 import mended

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.guide.differences import Tally


def main() -> int:
    """Compare, print, and say whether everything is explained and enough of it equal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutations", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20261122)
    arguments = parser.parse_args()
    print("pyx12 as it is")
    as_it_is = _is_enough(tally(arguments.mutations, arguments.seed), LEAST)
    print("\npyx12 with two faults mended")
    with mended():
        when_mended = _is_enough(tally(arguments.mutations, arguments.seed), LEAST_MENDED)
    return int(not (as_it_is and when_mended))


def _is_enough(found: Tally, least: Mapping[str, float]) -> bool:
    print("\n".join(found.lines()))
    for named, (spoilt, mine, other) in found.smallest.items():
        print(f"\n{named.name}: {spoilt.sample.name}, {spoilt.sort} at segment {spoilt.at}")
        print("  " + "*".join(spoilt.segments[spoilt.at - 2]))
        print(f"  ours {sorted(mine.faults)[:6]}\n  theirs {sorted(other.faults)[:6]}")
    short = [what for what, share in least.items() if found.equal(what) < share]
    print("".join(f"\n{what}: less than {least[what]:.1%} are equal" for what in short))
    return not short and Difference.UNEXPLAINED not in found.smallest


if __name__ == "__main__":
    sys.exit(main())
