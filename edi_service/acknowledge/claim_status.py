"""
What becomes of a claim, in the words of a 277CA: from its findings and a table of status codes.

The table ``schemas/codes/claim-status.csv`` says which finding is which category, status and
entity; the first row that fits decides, so that its order is from the special to the general.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from edi_service.acknowledge.statuses import (
    ACCEPT,
    REJECT,
    ClaimStatus,
    Identity,
    LineStatus,
    Period,
    Status,
    StatusReport,
)
from edi_service.claims.model import ClaimKind
from edi_service.codes.source import Source
from edi_service.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from edi_service.claims.model import Claim, Party, ServiceLine
    from edi_service.finding import Finding

REJECTING = frozenset({"SG", "EL", "CM", "CD"})
"""The families whose errors a claim is returned for; what a policy asks for is another matter."""

_MOST_STATUSES = 9  # of one claim, by a limit of ours
_MOST_LINE_STATUSES = 3  # a service line has one STC, which has room for three
_ACCEPTED = "accepted"  # rows with this in place of a code
_LINES_REJECTED = "lines"
# The guide demands a day of every claim.  Payers write an impossible one where there is none.
_NO_PERIOD = Period(starts=date(1900, 1, 1), ends=date(1900, 1, 1))
_MEMBER_QUALIFIERS = frozenset({"MI", "II"})
_PROVIDER_QUALIFIERS = frozenset({"XX", "FI", "SV"})
_PROCEDURE_QUALIFIERS = frozenset({"AD", "ER", "HC", "HP", "IV", "NU", "WK"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRow:
    """
    One row: *finding* (the code or the family of a kind) in *loop* at *element* is *status*.

    *loop* and *element* (a reference designator) fit where they are how the finding's begin.
    """

    finding: str
    loop: str
    element: str
    status: Status
    starts: date | None
    ends: date | None
    certainty: str
    source: Source

    def fits(self, finding: Finding, day: date) -> bool:
        """Whether the row speaks of *finding* on *day*."""
        position = finding.position
        return (
            finding.kind.code.startswith(self.finding)
            and position.loop.startswith(self.loop)
            and position.designator.startswith(self.element)
            and self.holds(day)
        )

    def holds(self, day: date) -> bool:
        """Whether the row is in force on *day*."""
        return (self.starts is None or self.starts <= day) and (
            self.ends is None or day <= self.ends
        )


class StatusTable:
    """The rows of the table, in order."""

    def __init__(self, rows: tuple[StatusRow, ...]) -> None:
        self.rows = rows

    @classmethod
    def parse(cls, text: str) -> StatusTable:
        """
        Read the table from its CSV *text*.

        Raises:
            KeyError: a column is absent.
            ValueError: a day is none.  The table is ours, so its faults are too.
        """
        return cls(tuple(_row(row) for row in csv.DictReader(text.splitlines())))

    def of(self, finding: Finding, day: date) -> Status:
        """
        How *finding* is said on *day*.

        Raises:
            LookupError: no row fits, not even the last, which has to fit everything.
        """
        for row in self.rows:
            if row.fits(finding, day):
                return row.status
        raise LookupError(finding.kind.code)

    def named(self, name: str, day: date) -> Status:
        """
        The status of the row that stands for no finding but is called *name*.

        Raises:
            LookupError: there is none on *day*.
        """
        for row in self.rows:
            if row.finding == name and row.holds(day):
                return row.status
        raise LookupError(name)


def judge_claim(
    claim: Claim, findings: Iterable[Finding], table: StatusTable, day: date
) -> ClaimStatus:
    """
    What becomes of *claim* on *day*: accepted, or rejected for the errors among its *findings*.

    Faults within a service line are told of the line, where it is known which.
    """
    of_claim: dict[Status, None] = {}
    of_lines: dict[int, dict[Status, None]] = {}
    for finding in findings:
        if finding.severity >= Severity.ERROR and finding.kind.code[:2] in REJECTING:
            line = _line_at(claim, finding.position.segment)
            statuses = of_claim if line is None else of_lines.setdefault(line, {})
            statuses[table.of(finding, day)] = None
    if of_lines:
        of_claim[table.named(_LINES_REJECTED, day)] = None
    if of_claim:
        reports = tuple(_claim_reports(claim, of_claim, day))
    else:
        accepted = (table.named(_ACCEPTED, day),)
        reports = (StatusReport(statuses=accepted, action=ACCEPT, day=day, amount=claim.charge),)
    return ClaimStatus(
        patient=_patient(claim),
        number=claim.number,
        reports=reports,
        clearinghouse_number=next((r.value for r in claim.references if r.qualifier == "D9"), ""),
        bill_type=_bill_type(claim),
        period=_period(claim),
        lines=tuple(
            _line_status(claim, claim.lines[index], statuses, day)
            for index, statuses in sorted(of_lines.items())
        ),
    )


def billing_provider(claim: Claim) -> Identity:
    """Loop 2100C: the billing provider of *claim*."""
    party = claim.parties.billing
    is_known = party.identifier_qualifier in _PROVIDER_QUALIFIERS
    return _identity(party, "85", party.identifier_qualifier if is_known else "")


def _patient(claim: Claim) -> Identity:
    """A dependent has no member number of its own and is told by the subscriber's."""
    subscriber = claim.parties.subscriber.party
    dependent = claim.parties.dependent
    party = subscriber if dependent is None else dependent.party
    is_known = subscriber.identifier_qualifier in _MEMBER_QUALIFIERS
    return replace(
        _identity(party, "QC", subscriber.identifier_qualifier if is_known else ""),
        is_person=True,
        identifier=subscriber.identifier if is_known else "",
    )


def _identity(party: Party, entity: str, qualifier: str) -> Identity:
    return Identity(
        entity=entity,
        is_person=party.is_person,
        last_name=party.last_name,
        first_name=party.first_name,
        middle_name=party.middle_name,
        suffix=party.suffix,
        qualifier=qualifier,
        identifier=party.identifier if qualifier else "",
    )


def _claim_reports(claim: Claim, statuses: Iterable[Status], day: date) -> Iterator[StatusReport]:
    """A rejection for each status: not every entity may stand in STC10 and STC11."""
    for status in islice(statuses, _MOST_STATUSES):
        yield StatusReport(statuses=(status,), action=REJECT, day=day, amount=claim.charge)


def _line_at(claim: Claim, segment: int) -> int | None:
    """Which service line, from 0, the *segment* of the file stands in; None: in none."""
    if claim.placed is None:
        return None
    offset = segment - claim.placed.number
    if not 0 <= offset < len(claim.placed.texts):
        return None
    before = [index for index, line in enumerate(claim.lines) if 0 < line.index <= offset]
    return before[-1] if before else None


def _line_status(
    claim: Claim, line: ServiceLine, statuses: Iterable[Status], day: date
) -> LineStatus:
    has_procedure = line.procedure_qualifier in _PROCEDURE_QUALIFIERS and bool(line.procedure)
    procedure = (line.procedure_qualifier, line.procedure, *line.modifiers[:4])
    starts = claim.starts_of(line)
    told = tuple(islice(statuses, _MOST_LINE_STATUSES))
    return LineStatus(
        procedure=procedure if has_procedure else ("NU", line.revenue_code or "0"),
        charge=line.charge,
        reports=(StatusReport(statuses=told, action=REJECT, day=day),),
        revenue_code=line.revenue_code if has_procedure else "",
        quantity=line.quantity or None,
        control_number=line.control_number,
        period=None if starts is None else Period(starts=starts, ends=line.ends or starts),
    )


def _bill_type(claim: Claim) -> str:
    if claim.kind is not ClaimKind.INSTITUTIONAL:
        return ""
    return claim.facility_code + claim.frequency


def _period(claim: Claim) -> Period:
    """The days of the statement, else from the first to the last of the lines."""
    days = [claim.statement_from, claim.statement_to, claim.service_from, claim.service_to]
    if not any(days):
        days = [day for line in claim.lines for day in (claim.starts_of(line), line.ends)]
    known = [day for day in days if day is not None]
    return Period(starts=min(known), ends=max(known)) if known else _NO_PERIOD


def _row(row: Mapping[str, str]) -> StatusRow:
    return StatusRow(
        finding=row["finding"],
        loop=row["loop"],
        element=row["element"],
        status=Status(category=row["category"], code=row["status"], entity=row["entity"]),
        starts=date.fromisoformat(row["from"]) if row["from"] else None,
        ends=date.fromisoformat(row["to"]) if row["to"] else None,
        certainty=row["certainty"],
        source=Source.of(row),
    )
