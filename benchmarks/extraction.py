"""
How fast claims are read: bytes to claims, nothing checked, every usual field touched.

    python benchmarks/extraction.py claims.837

Prints megabytes (10**6 bytes) and claims per second of wall time, and the peak resident memory.
"""

from __future__ import annotations

import argparse
import gc
import resource
import time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from edi_service.claims.model import ClaimKind
from edi_service.claims.read import read_claims
from edi_service.edge.guides import find_guide
from edi_service.finding import Report
from edi_service.guide.choose import choose
from edi_service.guide.match import place
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.claims.model import Claim

MEGABYTE = 10**6
GUIDES = ("005010X222A1", "005010X223A2")  # compiled before the clock starts


def claims_of(path: Path) -> Iterator[Claim]:
    """Every claim of the file, one at a time."""
    report, tally = Report(), Tally()
    with path.open("rb") as source:
        for transaction_set in read_sets(read_blocks(source, report), report, tally):
            guide = choose(transaction_set.guide)
            if guide:
                marks = transaction_set.delimiters
                held = find_guide(transaction_set.guide)
                if held is None:
                    continue
                runs = place(transaction_set.cursor, marks, transaction_set.control, held)
                yield from read_claims(runs, marks, ClaimKind(guide), report, str)


def touch(claim: Claim) -> Decimal:
    """Ask for what nearly every user of a claim asks for."""
    parties = claim.parties
    _ = (
        claim.place_of_service,
        claim.frequency,
        claim.diagnoses,
        claim.authorizations,
        parties.subscriber.party.identifier,
        parties.payer.identifier,
        parties.billing.npi,
    )
    total = Decimal(0)
    for line in claim.lines:
        _ = line.procedure, line.modifiers, line.quantity, line.starts, line.authorizations
        _ = line.place_of_service
        total += line.charge
    return total - claim.charge


def main() -> None:
    """Measure one file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--repeat", type=int, default=3, help="the best of so many runs counts")
    arguments = parser.parse_args()
    gc.set_threshold(20_000, 20, 100)  # as the command does
    size = arguments.file.stat().st_size / MEGABYTE
    for identifier in GUIDES:
        find_guide(identifier)
    best, count, difference = float("inf"), 0, Decimal(0)
    for _ in range(arguments.repeat):
        started = time.perf_counter()
        count, difference = 0, Decimal(0)
        for claim in claims_of(arguments.file):
            count += 1
            difference += touch(claim)
        best = min(best, time.perf_counter() - started)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{size:.1f} MB, {count:,} claims, charges off by {difference}")
    print(f"{size / best:.1f} MB/s, {count / best:,.0f} claims/s, peak memory {peak:.0f} MiB")


if __name__ == "__main__":
    main()
