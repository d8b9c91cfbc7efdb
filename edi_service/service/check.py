"""
Checking claim files for themselves: bytes, envelopes, guide, codes, and each claim against itself.

No payer's policy is asked, unless policies are given.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from edi_service.finding import Report, Severity
from edi_service.service.snip import EVERY_TYPE, snip_type
from edi_service.service.stretch import WHOLE, read_stretch
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from edi_service.claims.model import Claim
    from edi_service.codes.sets import CodeSets
    from edi_service.finding import Finding, Kind
    from edi_service.service.acknowledging import Books
    from edi_service.service.desk import Desk
    from edi_service.service.ports import Arrival
    from edi_service.service.stream import FindGuide
    from edi_service.service.stretch import Stretch


@dataclass(slots=True)
class CheckTotals:
    """What was read and found; *kinds* counts findings by their kind."""

    files: int = 0
    claims: int = 0
    claims_with_errors: int = 0
    tally: Tally = field(default_factory=Tally)
    kinds: Counter[Kind] = field(default_factory=Counter)
    severities: Counter[Severity] = field(default_factory=Counter)

    def add(self, other: CheckTotals) -> None:
        """Add what *other* has counted."""
        self.files += other.files
        self.claims += other.claims
        self.claims_with_errors += other.claims_with_errors
        self.tally.add(other.tally)
        self.kinds.update(other.kinds)
        self.severities.update(other.severities)

    @property
    def has_errors(self) -> bool:
        """Whether anything of error severity was found."""
        return any(
            count for severity, count in self.severities.items() if severity >= Severity.ERROR
        )


class CheckOutput(Protocol):
    """Takes findings as they are met, in file order."""

    def add(self, finding: Finding, file: str) -> None:
        """Show or keep *finding*, met in *file*."""

    def finish(self, totals: CheckTotals) -> None:
        """Close with the totals."""


class Check:
    """
    Takes arrivals one after another; :meth:`finish` closes the output.

    Args:
        output: takes the findings.
        desk: when given, claims are held against its policies as well.
        codes: the code sets claims are held against.
        find_guide: the guide that GS08 or ST03 names.
        acknowledger: when given, answers each file.
        types: the SNIP types whose findings are wanted.
        advance: told how many bytes have been read, as they are.
    """

    def __init__(  # noqa: PLR0913 -- one for each thing that may be wanted of a check
        self,
        output: CheckOutput,
        *,
        desk: Desk | None,
        codes: CodeSets,
        find_guide: FindGuide,
        acknowledger: Books | None = None,
        types: frozenset[int] = EVERY_TYPE,
        advance: Callable[[int], None],
    ) -> None:
        self._output = output
        self._examine = None if desk is None else _examiner(desk)
        self._codes = codes
        self._find_guide = find_guide
        self._acknowledger = acknowledger
        self._types = types
        self._advance = advance
        self._totals = CheckTotals()

    def take(self, arrival: Arrival, stretch: Stretch = WHOLE) -> None:
        """Read *arrival*, or a *stretch* of it, to its end, whatever it holds."""
        totals, report = self._totals, Report()
        totals.files += stretch.start is None
        books = self._acknowledger
        if books is not None:
            books.begin(report)
        watch = iter if books is None else books.watch
        for claim, end, *_ in read_stretch(
            arrival,
            stretch,
            report,
            totals.tally,
            find_guide=self._find_guide,
            codes=self._codes,
            watch=watch,
        ):
            if claim is not None:
                self._take_claim(claim, report)
            self._tell(report.take(before_segment=end), arrival.name, claim)
            self._advance(totals.tally.bytes)
        self._tell(report.take(), arrival.name)
        if books is not None:
            books.finish()
            self._tell(report.take(), arrival.name)

    @property
    def totals(self) -> CheckTotals:
        """What was read and found so far."""
        return self._totals

    def finish(self) -> CheckTotals:
        """Close the output and return the totals."""
        self._output.finish(self._totals)
        return self._totals

    def _take_claim(self, claim: Claim, report: Report) -> None:
        if self._examine is not None:
            report.findings += self._examine(claim)
        self._totals.claims += 1
        if not report.findings:
            return
        self._totals.claims_with_errors += any(
            found.claim_id == claim.claim_id and found.severity >= Severity.ERROR
            for found in report.findings
        )

    def _tell(self, findings: list[Finding], file: str, claim: Claim | None = None) -> None:
        if self._acknowledger is not None:
            self._acknowledger.take(claim, findings)
        for finding in findings:
            if snip_type(finding.kind) in self._types:
                self._totals.kinds[finding.kind] += 1
                self._totals.severities[finding.severity] += 1
                self._output.add(finding, file)


def _examiner(desk: Desk) -> Callable[[Claim], Iterable[Finding]]:
    """What holds a claim against the policies on *desk*."""
    # Not before: most checks ask no policy, and all that policies need takes long to load.
    from edi_service.facts.model import NO_FACTS  # noqa: PLC0415
    from edi_service.policy.examine import examine  # noqa: PLC0415

    return lambda claim: examine(desk.subject(claim, NO_FACTS), desk.library).findings
