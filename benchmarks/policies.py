"""
Whether policies that do not apply cost anything: claims against the library and ever more others.

    python -m benchmarks.policies

Prints the microseconds a claim and the ratio to the library and the examples alone, for each number
of invented policies of payers that no claim names.
"""

from __future__ import annotations

import io
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from edi_service.claims.model import ClaimKind
from edi_service.edge.guides import find_guide
from edi_service.edge.knowledge import read_library
from edi_service.facts.model import NO_FACTS
from edi_service.finding import Report
from edi_service.policy.examine import examine
from edi_service.policy.library import Library
from edi_service.policy.rule import Subject
from edi_service.service.stream import read_arrival
from edi_service.service.synth import synthesize
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Sequence

EXAMPLES = Path(__file__).resolve().parents[1] / "fixtures" / "policies" / "examples"
AS_OF = datetime(2026, 11, 1, tzinfo=UTC)
NUMBERS = (0, 100, 10_000)
TURNS = 7


def subjects(count: int, library: Library) -> list[Subject]:
    """*count* invented claims, each with the payer that *library* takes it for."""
    data = b"".join(synthesize(ClaimKind.PROFESSIONAL, count, 11))
    passed = read_arrival(io.BytesIO(data), "", Report(), Tally(), find_guide=find_guide)
    return [
        Subject(
            claim=claim,
            payer=library.payers.find(
                claim.parties.payer.identifier, claim.parties.coverage.claim_filing
            ),
            facts=NO_FACTS,
            on_file=(),
            state="",
            zone=None,
            as_of=AS_OF,
        )
        for each in passed
        if (claim := each.claim) is not None
    ]


def with_others(library: Library, count: int) -> Library:
    """*library* and *count* policies of payers that no claim names."""
    model = library.policies[-1]
    others = (replace(model, id=f"other-{n}/any", payer=f"other-{n}") for n in range(count))
    return Library(
        policies=(*library.policies, *others),
        payers=library.payers,
        places=library.places,
        states=library.states,
    )


def seconds(library: Library, asked: Sequence[Subject]) -> float:
    """The processor time that the fastest of some turns takes for *asked*."""
    taken = []
    for _ in range(TURNS):
        began = time.process_time()
        for subject in asked:
            examine(subject, library)
        taken.append(time.process_time() - began)
    return min(taken)


def main() -> None:
    """Print one line for each number of policies."""
    library = read_library((EXAMPLES,), ())
    asked = subjects(1_000, library)
    alone = seconds(library, asked)
    for count in NUMBERS:
        took = seconds(with_others(library, count), asked)
        each = took / len(asked) * 1e6
        print(f"{count:>6} policies that do not apply  {each:6.2f} µs a claim  {took / alone:.2f}")


if __name__ == "__main__":
    main()
