"""
What policies cost on top of reading: claims read and validated, then held against every policy.

    python -m benchmarks.evaluation

Every policy of the library and of the examples is loaded, and one claim in twenty concerns one of
them.  Prints the microseconds a claim of validated extraction (guide, codes, claims against
themselves, all that a claim says made into its row), those of the policies (findings, cases,
deadlines, what follows), and the ratio.
"""

from __future__ import annotations

import io
import time
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.policies import EXAMPLES, subjects
from edi_service.cases.open import open_cases
from edi_service.claims.model import ClaimKind
from edi_service.edge.guides import find_guide
from edi_service.edge.knowledge import read_code_sets, read_library
from edi_service.finding import Report
from edi_service.policy.examine import examine
from edi_service.report.claim_row import claim_row
from edi_service.service.stream import read_arrival
from edi_service.service.synth import synthesize
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from edi_service.codes.sets import CodeSets
    from edi_service.policy.library import Library
    from edi_service.policy.rule import Subject

CLAIMS, TURNS, ONE_IN = 2_000, 7, 20
AT_MOST = 0.30  # of validated extraction: the project's own aim


class Measured(NamedTuple):
    """Seconds of processor time a claim, and the share of claims that concern a policy."""

    reading: float
    policies: float
    concerned: float

    @property
    def ratio(self) -> float:
        """What the policies cost, as a share of what reading costs."""
        return self.policies / self.reading


def one_in(every: Sequence[Subject], library: Library, share: int) -> list[Subject]:
    """As many of *every* as there are, so mixed that one in *share* concerns a policy."""
    concerned: list[Subject] = []
    others: list[Subject] = []
    for each in every:
        (concerned if examine(each, library).concerns else others).append(each)
    wanted = max(min(len(concerned), len(others) // (share - 1)), 1)
    mixed: list[Subject] = []
    for index, each in enumerate(concerned[:wanted]):
        mixed += [each, *others[index * (share - 1) : (index + 1) * (share - 1)]]
    return mixed


def fastest(turns: int, *works: Callable[[], object]) -> list[float]:
    """
    The processor time of the fastest of some turns of each of *works*.

    They take turns, so that whatever else the machine does slows all of them down alike.
    """
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(turns):
        for work, times in zip(works, taken, strict=True):
            began = time.process_time()
            work()
            times.append(time.process_time() - began)
    return [min(times) for times in taken]


def read_all(data: bytes, codes: CodeSets) -> int:
    """Read and validate every claim of *data*, and make its row; how many there were."""
    report = Report()
    passed = read_arrival(io.BytesIO(data), "", report, Tally(), find_guide=find_guide, codes=codes)
    rows = (claim_row(each.claim, "", None) for each in passed if each.claim is not None)
    return sum(1 for _ in rows)


def judge(asked: Sequence[Subject], library: Library) -> None:
    """Hold each of *asked* against *library*, and open its cases."""
    for subject in asked:
        examination = examine(subject, library)
        if examination.concerns:
            open_cases(subject, examination, examination.findings, str)


def measure(count: int, turns: int) -> Measured:
    """Read *count* invented claims, and hold as many as can be so mixed against every policy."""
    library, codes = read_library((EXAMPLES,), ()), read_code_sets()
    data = b"".join(synthesize(ClaimKind.PROFESSIONAL, count, 11))
    asked = one_in(subjects(count, library), library, ONE_IN)
    concerned = sum(bool(examine(each, library).concerns) for each in asked)
    reading, policies = fastest(turns, lambda: read_all(data, codes), lambda: judge(asked, library))
    return Measured(
        reading=reading / count,
        policies=policies / len(asked),
        concerned=concerned / len(asked),
    )


def main() -> None:
    """Print what was measured, and whether the aim was reached."""
    found = measure(CLAIMS, TURNS)
    print(f"validated extraction      {found.reading * 1e6:8.2f} µs a claim")
    print(f"every policy              {found.policies * 1e6:8.2f} µs a claim")
    word = "met" if found.ratio <= AT_MOST else "missed"
    print(
        f"{found.concerned:.1%} of claims concerned  ratio {found.ratio:.2f}  "
        f"(at most {AT_MOST:.2f}: {word})"
    )


if __name__ == "__main__":
    main()
