"""
The tables of the audit, whole for a spreadsheet or cut to what a page can show.

What is cut is never left out: the rest is summed in one row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from edi_service.cases.model import Decision
from edi_service.report import worklist
from edi_service.report.audit.count import AUTHORIZATION, OTHER, PLACE, Due, Group, monday
from edi_service.report.audit.preventable import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from edi_service.report.audit.count import Audit

Cell = str | int | Decimal
Groups = list[tuple[str, Group]]
Days = list[tuple[str, Due]]

TOP = 12  # rows of a page before the rest is summed
WEEKS = 26
MONTHS = 13
AHEAD = 30  # days
EARLIER, LATER, UNDATED = "earlier", "later", "no date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under heads; *name* is that of its CSV file, amounts are dollars."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def csv(self) -> Iterator[str]:
        """The table as lines of CSV; what a spreadsheet would take for a formula is disarmed."""
        yield worklist.line(self.heads)
        for row in self.rows:
            yield worklist.line(str(cell) for cell in row)

    def only(self, heads: tuple[str, ...]) -> Table:
        """The columns under *heads*, the first one always among them."""
        kept = [0, *(self.heads.index(head) for head in heads)]
        rows = tuple(tuple(row[index] for index in kept) for row in self.rows)
        return Table(name=self.name, heads=tuple(self.heads[index] for index in kept), rows=rows)


def every_table(audit: Audit, titles: Mapping[str, str]) -> tuple[Table, ...]:
    """All tables, whole; *titles* says what a finding's code means."""
    return (
        group_table("by-place", "Place of service", ranked(audit.places)),
        group_table("by-provider", "Billing provider", ranked(audit.providers)),
        group_table("by-payer", "Payer", ranked(audit.payers)),
        group_table("by-week", "Week of service from", dated(audit.weeks)),
        group_table("by-month", "Month of service from", dated(audit.months)),
        kind_table(audit, titles),
        due_table(_every_day(audit.due)),
        urgent_table(audit),
        cause_table(audit),
        *([difference_table(audit)] if audit.differences else ()),
    )


def group_table(name: str, head: str, groups: Groups) -> Table:
    """What was counted of each of *groups*."""
    heads = (
        head,
        "Claims",
        "Claims with findings",
        "Place findings",
        "Authorization findings",
        "Other findings",
        "Errors among them",
        "Notes",
        "Cases",
        "May be asked for",
        "Refused",
        "Cannot tell",
        "At risk",
        *(f"{verdict.capitalize()} requests" for verdict in Verdict),
    )
    return Table(name=name, heads=heads, rows=tuple(_row(*each) for each in groups))


def _row(label: str, group: Group) -> tuple[Cell, ...]:
    return (
        label,
        group.claims,
        group.flagged,
        *(group.findings[subject] for subject in (PLACE, AUTHORIZATION, OTHER)),
        group.errors,
        group.notes,
        group.cases,
        *(group.decisions[decision] for decision in Decision),
        group.money,
        *(group.verdicts[verdict] for verdict in Verdict),
    )


def kind_table(audit: Audit, titles: Mapping[str, str]) -> Table:
    """How often each kind of finding was met, the most frequent first."""
    counts = sorted(audit.kinds.items(), key=lambda each: (-each[1], each[0]))
    return Table(
        name="by-kind",
        heads=("Code", "What was found", "Times"),
        rows=tuple((code, titles[code], count) for code, count in counts),
    )


def due_table(days: Days) -> Table:
    """The cases that may still be asked for, or might be, by their last day."""
    return Table(
        name="deadlines",
        heads=("Last day", "May be asked for", "Cannot tell", "At risk"),
        rows=tuple(
            (
                label,
                due.decisions[Decision.ALLOWED],
                due.decisions[Decision.UNDETERMINED],
                due.money,
            )
            for label, due in days
        ),
    )


def urgent_table(audit: Audit) -> Table:
    """The cases that are due first, each by the ids that ``process`` gives it."""
    return Table(
        name="urgent",
        heads=(
            "Last moment",
            "Decision",
            "Confidence",
            "Payer",
            "Policy",
            "At risk",
            "Late notice costs",
            "Runs out first",
            "What to do",
            "Case",
            "Claim",
        ),
        rows=tuple(
            (
                (row.deadline or "").replace("T", " "),
                row.decision,
                row.confidence,
                row.payer,
                row.policy,
                row.amount_at_risk,
                worklist.penalty(row),
                worklist.runs_out_first(row).replace("T", " "),
                row.next_action,
                row.case_id,
                row.claim_id,
            )
            for row in audit.urgent
        ),
    )


def cause_table(audit: Audit) -> Table:
    """Why requests were due, and whether that could have been prevented."""
    order = list(Verdict)
    met = sorted(
        audit.causes.items(),
        key=lambda each: (order.index(each[0].verdict), -each[1].count, each[0].title),
    )
    return Table(
        name="causes",
        heads=("Cause", "Could it be prevented", "Why", "Requests", "At risk"),
        rows=tuple(
            (cause.title, cause.verdict, cause.reason, each.count, each.money)
            for cause, each in met
        ),
    )


def difference_table(audit: Audit) -> Table:
    """What wrong places of service change in the payment: plus is left, minus to be given back."""
    return Table(
        name="wrong-rates",
        heads=(
            "Billed at",
            "Should be at",
            "Lines",
            "Paid too much",
            "Paid too little",
            "Difference",
            "Cannot tell",
        ),
        rows=tuple(
            (
                billed,
                rightly,
                paid.lines,
                paid.too_much,
                paid.too_little,
                paid.difference,
                paid.unknown,
            )
            for billed, rightly, paid in audit.differences.by_places()
        ),
    )


def ranked(groups: Mapping[str, Group]) -> Groups:
    """*groups*, those with the most findings first, then with the most at risk."""
    return sorted(groups.items(), key=lambda each: (-each[1].total, -each[1].money, each[0]))


def topped(groups: Groups) -> Groups:
    """The first of *groups*, and the rest summed, unless that would spare no row."""
    if len(groups) <= TOP + 1:
        return groups
    rest = groups[TOP:]
    return [*groups[:TOP], (f"{len(rest):,} others", _sum(group for _, group in rest))]


def dated(groups: Mapping[date | None, Group]) -> Groups:
    """*groups* by day, the undated last."""
    return [(_label(day), groups[day]) for day in _in_order(groups)]


def recent_weeks(audit: Audit) -> Groups:
    """The weeks up to the audit's own without a gap, and what lies outside summed."""
    last = monday(audit.as_of)
    return _recent(audit.weeks, [last - timedelta(weeks=n) for n in reversed(range(WEEKS))])


def recent_months(audit: Audit) -> Groups:
    """The months up to the audit's own without a gap, and what lies outside summed."""
    number = audit.as_of.year * 12 + audit.as_of.month - 1
    spans = (divmod(number - n, 12) for n in reversed(range(MONTHS)))
    return _recent(audit.months, [date(year, month + 1, 1) for year, month in spans])


def next_days(audit: Audit) -> Days:
    """Today and the days ahead, those without a deadline too."""
    days = [audit.as_of + timedelta(days=n) for n in range(AHEAD + 1)]
    return [(day.isoformat(), audit.due.get(day, Due())) for day in days]


def due_days(audit: Audit) -> Days:
    """The days ahead on which something is due, and what is due later or at no known day."""
    ahead = [(label, due) for label, due in next_days(audit) if due.decisions]
    last = audit.as_of + timedelta(days=AHEAD)
    outside: dict[str, list[Due]] = {EARLIER: [], LATER: [], UNDATED: []}
    for day, due in audit.due.items():
        if day is None:
            outside[UNDATED].append(due)
        elif not audit.as_of <= day <= last:
            outside[EARLIER if day < audit.as_of else LATER].append(due)
    summed = {label: _sum_due(found) for label, found in outside.items() if found}
    before = [(EARLIER, summed.pop(EARLIER))] if EARLIER in summed else []
    return [*before, *ahead, *summed.items()]


def _recent(groups: Mapping[date | None, Group], moments: Sequence[date]) -> Groups:
    start, end = moments[0], moments[-1]
    before = [group for day, group in groups.items() if day is not None and day < start]
    after = [group for day, group in groups.items() if day is not None and day > end]
    met = [day for day in moments if day in groups]
    first = moments[0] if before else min(met, default=end)
    return [
        *([(EARLIER, _sum(before))] if before else []),
        *((_label(day), groups.get(day, Group())) for day in moments if day >= first),
        *([(LATER, _sum(after))] if after else []),
        *([(UNDATED, groups[None])] if None in groups else []),
    ]


def _every_day(due: Mapping[date | None, Due]) -> Days:
    return [(_label(day), due[day]) for day in _in_order(due)]


def _in_order(days: Iterable[date | None]) -> list[date | None]:
    return sorted(days, key=lambda day: day or date.max)


def _label(day: date | None) -> str:
    return day.isoformat() if day is not None else UNDATED


def _sum(groups: Iterable[Group]) -> Group:
    total = Group()
    for group in groups:
        total.add(group)
    return total


def _sum_due(found: Iterable[Due]) -> Due:
    total = Due()
    for due in found:
        total.decisions.update(due.decisions)
        total.money += due.money
    return total
