"""
Counting for the audit: claims, findings and cases as they pass, by place, provider, payer and week.

Only counters are kept, and the few claims whose findings are still to come, so that memory grows
with the number of providers and payers rather than with that of claims.  Nothing counted names a
person: a place is a code that is assigned, a provider a name and an NPI, a case its own id.
"""

from __future__ import annotations

import re
from bisect import insort
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from edi_service.cases.model import Decision
from edi_service.cases.money import NOTHING
from edi_service.finding import Severity
from edi_service.report.audit.differences import Differences
from edi_service.report.worklist import sort_key

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from edi_service.report.audit.preventable import Cause, Preventability
    from edi_service.report.claim_row import ClaimRow
    from edi_service.report.rows import CaseRow, FindingRow

KEPT = 256
"""Claims remembered for their findings and cases, which follow within a few dozen claims."""

URGENT = 25
"""Cases that are named one by one."""

PLACE, AUTHORIZATION, OTHER = "place", "authorization", "other"
SUBJECTS = {
    **dict.fromkeys(("PS", "AC"), PLACE),
    **dict.fromkeys(("PA", "RT", "RQ"), AUTHORIZATION),
}
"""What a finding is about, by the family of its kind."""

UNASSIGNED, UNNAMED = "not assigned", "not named"
NOTE = Severity.NOTE.label
SERIOUS = (Severity.ERROR.label, Severity.FATAL.label)
EMERGENCY_ADMISSIONS = ("1", "5")  # CL101: emergency, trauma
EMERGENCY_ROOM = "23"

_BILL_TYPE = re.compile(r"[0-9]{2}")
_NPI = re.compile(r"[0-9]{10}")


@dataclass(slots=True)
class Group:
    """
    What was counted of one place, provider, payer or week.

    *findings* counts warnings and worse by what they are about; *flagged* are claims with such a
    finding, *errors* are findings; *decisions* counts cases, *at_risk* their dollars.
    """

    claims: int = 0
    flagged: int = 0
    findings: Counter[str] = field(default_factory=Counter)
    errors: int = 0
    notes: int = 0
    decisions: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    at_risk: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(lambda: NOTHING))

    @property
    def total(self) -> int:
        """Findings of warning severity and worse."""
        return sum(self.findings.values())

    @property
    def cases(self) -> int:
        """Cases, whatever their decision."""
        return sum(self.decisions.values())

    @property
    def money(self) -> Decimal:
        """Dollars at risk in these cases."""
        return sum(self.at_risk.values(), NOTHING)

    def add(self, other: Group) -> None:
        """Add what *other* has counted."""
        self.claims += other.claims
        self.flagged += other.flagged
        self.findings.update(other.findings)
        self.errors += other.errors
        self.notes += other.notes
        self.decisions.update(other.decisions)
        self.verdicts.update(other.verdicts)
        for decision, money in other.at_risk.items():
            self.at_risk[decision] += money


@dataclass(slots=True)
class Due:
    """Cases that may still be asked for until one day, by decision, and their dollars."""

    decisions: Counter[str] = field(default_factory=Counter)
    money: Decimal = NOTHING


@dataclass(slots=True)
class Requests:
    """How often a cause was met, and the dollars at risk in its cases."""

    count: int = 0
    money: Decimal = NOTHING


@dataclass(slots=True)
class Met:
    """A claim whose findings and cases are still to come: where each of them counts."""

    groups: tuple[Group, ...]
    day: date | None
    hinted: bool
    charges: Mapping[str, Decimal]
    counted: set[str] = field(default_factory=set)  # lines whose charges are at risk already
    is_flagged: bool = False
    found: set[str] = field(default_factory=set)  # codes of its findings
    cases: list[tuple[CaseRow, Decimal]] = field(default_factory=list)  # with newly at risk


class Audit:
    """
    Takes claims, findings and cases in the order of a run.

    Args:
        as_of: the day to decide for.
        preventability: tells avoidable requests from others.
        place_names: the names of places of service by their codes.
    """

    def __init__(
        self, as_of: date, preventability: Preventability, place_names: Mapping[str, str]
    ) -> None:
        self.as_of = as_of
        self.places: dict[str, Group] = {}
        self.providers: dict[str, Group] = {}
        self.payers: dict[str, Group] = {}
        self.weeks: dict[date | None, Group] = {}  # of service, by their Mondays
        self.months: dict[date | None, Group] = {}  # of service, by their first days
        self.kinds: Counter[str] = Counter()
        self.due: dict[date | None, Due] = {}  # by last day
        self.causes: dict[Cause, Requests] = {}
        self.urgent: list[CaseRow] = []  # those due first, at most URGENT of them
        self.differences = Differences(place_names)
        self._preventability = preventability
        self._place_names = place_names
        self._met: dict[str, Met] = {}
        self._provider_names: dict[str, str] = {}

    def add_claim(self, row: ClaimRow) -> None:
        """Count a claim, and remember where its findings and cases belong."""
        day = row.first_day
        groups = (
            self.places.setdefault(self._place(row), Group()),
            self.providers.setdefault(self._provider(row), Group()),
            self.payers.setdefault(_payer(row), Group()),
            self.weeks.setdefault(day and monday(day), Group()),
            self.months.setdefault(day and day.replace(day=1), Group()),
        )
        for group in groups:
            group.claims += 1
        charges: dict[str, Decimal] = {}
        for line in row.lines:
            charges[line.number] = charges.get(line.number, NOTHING) + line.charge
        self._met[row.claim_id] = Met(groups, day, _is_hinted(row), charges)
        if len(self._met) > KEPT:
            self._settle(self._met.pop(next(iter(self._met))))

    def add_finding(self, row: FindingRow) -> None:
        """Count a finding, and for its claim where it has one."""
        self.kinds[row.code] += 1
        if row.difference is not None:
            self.differences.add(row.claim_id or "", row.difference)
        met = self._met.get(row.claim_id or "")
        if met is None:
            return
        met.found.add(row.code)
        if row.severity == NOTE:
            for group in met.groups:
                group.notes += 1
        else:
            self._flag(met, row)
        cause = self._preventability.of_finding(row.code, met.day or self.as_of)
        if cause is not None:
            self._blame(cause, met, NOTHING)

    def add_case(self, row: CaseRow) -> None:
        """Count a case; its dollars only as far as no other case of its claim has counted them."""
        met = self._met.get(row.claim_id)
        if met is None:
            return
        money = _newly_at_risk(row, met)
        for group in met.groups:
            group.decisions[row.decision] += 1
            group.at_risk[row.decision] += money
        met.cases.append((row, money))
        if row.decision != Decision.REFUSED:
            self._add_due(row, money)

    def close(self) -> None:
        """Judge the cases whose findings might still have come; nothing is counted after it."""
        for met in self._met.values():
            self._settle(met)
        self._met.clear()

    def _settle(self, met: Met) -> None:
        """Judge the cases of a claim, now that all its findings are known."""
        day = met.day or self.as_of
        for row, money in met.cases:
            cause = self._preventability.of_case(row, day, hinted=met.hinted, found=met.found)
            if cause is not None:
                self._blame(cause, met, money)

    def _flag(self, met: Met, row: FindingRow) -> None:
        for group in met.groups:
            group.flagged += not met.is_flagged
            group.findings[SUBJECTS.get(row.code[:2], OTHER)] += 1
            group.errors += row.severity in SERIOUS
        met.is_flagged = True

    def _blame(self, cause: Cause, met: Met, money: Decimal) -> None:
        requests = self.causes.setdefault(cause, Requests())
        requests.count += 1
        requests.money += money
        for group in met.groups:
            group.verdicts[cause.verdict] += 1

    def _add_due(self, row: CaseRow, money: Decimal) -> None:
        due = self.due.setdefault(last_day(row), Due())
        due.decisions[row.decision] += 1
        due.money += money
        if row.deadline is not None:
            insort(self.urgent, row, key=sort_key)
            del self.urgent[URGENT:]

    def _place(self, row: ClaimRow) -> str:
        """The claim's place in words; what is no code is not repeated, whatever it may be."""
        if row.bill_type is not None:
            known = _BILL_TYPE.fullmatch(row.bill_type)
            return f"Bill type {row.bill_type}x" if known else f"Bill type {UNASSIGNED}"
        name = self._place_names.get(row.place_of_service or "")
        return f"{row.place_of_service} {name}" if name else f"Place {UNASSIGNED}"

    def _provider(self, row: ClaimRow) -> str:
        """The billing provider by the name it was first met with, and its NPI."""
        npi = row.billing.npi or ""
        name = row.billing.name or UNNAMED
        if not _NPI.fullmatch(npi):
            return name
        return f"{self._provider_names.setdefault(npi, name)} ({npi})"


def monday(day: date) -> date:
    """The first day of the week that *day* lies in; the first day there is has no Monday before."""
    return date.fromordinal(max(day.toordinal() - day.weekday(), 1))


def last_day(row: CaseRow) -> date | None:
    """The day on which the last moment to ask lies, by the clock it is kept by."""
    return date.fromisoformat(row.deadline[:10]) if row.deadline else None


def _payer(row: ClaimRow) -> str:
    """The payer as the policy library knows it, else as the claim names it."""
    payer = row.payer
    if payer.payer is None:
        return f"{payer.name or UNNAMED} (not mapped)"
    return f"{payer.payer} ({payer.line_of_business})" if payer.line_of_business else payer.payer


def _is_hinted(row: ClaimRow) -> bool:
    """Whether the claim speaks of a delay or an emergency."""
    return (
        row.delay_reason is not None
        or row.admission_type in EMERGENCY_ADMISSIONS
        or row.place_of_service == EMERGENCY_ROOM
        or any(line.emergency or line.place_of_service == EMERGENCY_ROOM for line in row.lines)
    )


def _newly_at_risk(row: CaseRow, met: Met) -> Decimal:
    fresh = [number for number in row.lines if number not in met.counted]
    is_first = not met.counted
    met.counted.update(fresh)
    if is_first:
        return row.amount_at_risk
    return sum((met.charges.get(number, NOTHING) for number in dict.fromkeys(fresh)), NOTHING)
