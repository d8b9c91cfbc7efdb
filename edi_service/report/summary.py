"""Totals over a whole run, kept while claims stream by."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from edi_service.cases.model import Decision
from edi_service.claims.model import ClaimKind
from edi_service.finding import Severity

if TYPE_CHECKING:
    from datetime import datetime

    from edi_service.cases.model import Case
    from edi_service.claims.model import Claim
    from edi_service.finding import Finding
    from edi_service.x12.tally import Tally

CENTS = Decimal("0.00")  # sums begin with it, so that they show cents


class Summary(Struct, frozen=True, kw_only=True):
    """What summary.json holds; amounts are decimal strings, *as_of* is ISO 8601."""

    version: str
    as_of: str
    files: int
    bytes: int
    interchanges: int
    functional_groups: int
    transaction_sets: int
    segments: int
    claims: int
    service_lines: int
    charges: Decimal
    service_line_charges: Decimal
    place_of_service: dict[str, int]
    bill_type: dict[str, int]
    with_authorization: int
    findings: dict[str, int]
    cases: dict[str, int]
    amount_at_risk: Decimal
    requests: int
    worksheets: int


@dataclass(slots=True)
class Totals:
    """The counters behind a :class:`Summary`; the reader's own counts are handed in at the end."""

    files: int = 0
    claims: int = 0
    service_lines: int = 0
    charges: Decimal = CENTS
    service_line_charges: Decimal = CENTS
    with_authorization: int = 0
    amount_at_risk: Decimal = CENTS
    requests: int = 0
    worksheets: int = 0
    places: Counter[str] = field(default_factory=Counter)
    bill_types: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    decisions: Counter[Decision] = field(default_factory=Counter)
    worst: Severity = Severity.NOTE

    def add_claim(self, claim: Claim) -> None:
        """Count *claim*, its lines and its charges."""
        self.claims += 1
        self.service_lines += len(claim.lines)
        self.charges += claim.charge
        self.service_line_charges += sum([line.charge for line in claim.lines], CENTS)
        self.with_authorization += bool(claim.authorizations)
        places = self.bill_types if claim.kind is ClaimKind.INSTITUTIONAL else self.places
        places[claim.facility_code] += 1

    def add_finding(self, finding: Finding) -> None:
        """Count *finding* by its code, and remember how grave the gravest was."""
        self.findings[finding.kind.code] += 1
        self.worst = max(self.worst, finding.severity)

    def add_case(self, case: Case) -> None:
        """Count *case* by its decision."""
        self.decisions[case.decision] += 1

    def add(self, other: Totals) -> None:
        """Add what *other* has counted."""
        self.files += other.files
        self.claims += other.claims
        self.service_lines += other.service_lines
        self.charges += other.charges
        self.service_line_charges += other.service_line_charges
        self.with_authorization += other.with_authorization
        self.amount_at_risk += other.amount_at_risk
        self.requests += other.requests
        self.worksheets += other.worksheets
        self.places.update(other.places)
        self.bill_types.update(other.bill_types)
        self.findings.update(other.findings)
        self.decisions.update(other.decisions)
        self.worst = max(self.worst, other.worst)

    def summary(
        self,
        *,
        version: str,
        as_of: datetime,
        read: Tally,
    ) -> Summary:
        """The totals so far; *read* is what the reader counted."""
        return Summary(
            version=version,
            as_of=as_of.isoformat(),
            files=self.files,
            bytes=read.bytes,
            interchanges=read.interchanges,
            functional_groups=read.functional_groups,
            transaction_sets=read.transaction_sets,
            segments=read.segments,
            claims=self.claims,
            service_lines=self.service_lines,
            charges=self.charges,
            service_line_charges=self.service_line_charges,
            place_of_service=dict(sorted(self.places.items())),
            bill_type=dict(sorted(self.bill_types.items())),
            with_authorization=self.with_authorization,
            findings=dict(sorted(self.findings.items())),
            cases={decision.value: self.decisions[decision] for decision in Decision},
            amount_at_risk=self.amount_at_risk,
            requests=self.requests,
            worksheets=self.worksheets,
        )
