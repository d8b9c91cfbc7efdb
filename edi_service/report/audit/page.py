"""What the audit page shows: sections, each with its charts and a table that a page can hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edi_service.cases.model import Decision
from edi_service.report.audit import tables
from edi_service.report.audit.charts import Chart, Row, Series, bars, columns, lines
from edi_service.report.audit.count import AUTHORIZATION, OTHER, PLACE
from edi_service.report.audit.preventable import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from edi_service.report.audit.count import Audit, Group
    from edi_service.report.audit.tables import Groups, Table

ABOUT = (
    Series("place of service", "place"),
    Series("authorization", "authorization"),
    Series("other", "other"),
)
DECISIONS = (
    Series("may be asked for", "allowed"),
    Series("refused or too late", "refused"),
    Series("cannot tell", "undetermined"),
)
VERDICTS = tuple(Series(verdict.value, verdict.value) for verdict in Verdict)


FINDINGS_SHOWN = (
    "Claims",
    "Claims with findings",
    "Place findings",
    "Authorization findings",
    "Other findings",
    "Errors among them",
    "Notes",
    "Cases",
    "At risk",
)
URGENT_SHOWN = (
    "Decision",
    "Confidence",
    "Payer",
    "Policy",
    "At risk",
    "What to do",
    "Case",
    "Claim",
)
WEEKS_SHOWN = (
    "Claims",
    "Cases",
    "May be asked for",
    "Refused",
    "Cannot tell",
    "At risk",
    *(f"{verdict.capitalize()} requests" for verdict in Verdict),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart as SVG, and what stands above it."""

    caption: str
    svg: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the page; *lead* says how to read it, *charts* have something to show."""

    key: str
    title: str
    lead: str
    charts: tuple[Figure, ...]
    table: Table


def sections(audit: Audit, titles: Mapping[str, str]) -> tuple[Section, ...]:
    """The page from top to bottom; *titles* says what a finding's code means."""
    return (
        _deadlines(audit),
        _urgent(audit),
        _money(audit),
        *([_differences(audit)] if audit.differences else ()),
        _causes(audit),
        _findings("by-place", "place of service", audit.places),
        _findings("by-provider", "billing provider", audit.providers),
        _findings("by-payer", "payer", audit.payers),
        _kinds(audit, titles),
    )


def _deadlines(audit: Audit) -> Section:
    rows = tuple(
        Row(
            label[5:],
            (due.decisions[Decision.ALLOWED], due.decisions[Decision.UNDETERMINED]),
        )
        for label, due in tables.next_days(audit)
    )
    chart = Chart(
        key="deadlines",
        title=f"Deadlines of the next {tables.AHEAD} days",
        unit="cases by their last day to ask (month-day)",
        series=(DECISIONS[0], DECISIONS[2]),
        rows=rows,
    )
    return _section(
        chart,
        "Cases that may still be asked for, and those that hang on missing facts. Cases that are "
        "refused or too late are not among them.",
        tables.due_table(tables.due_days(audit)),
        _figure(chart, columns),
    )


def _urgent(audit: Audit) -> Section:
    return Section(
        key="urgent",
        title="What is due first",
        lead="Ids are those of edi-service process, whose results name the claim.",
        charts=(),
        table=tables.urgent_table(audit).only(URGENT_SHOWN),
    )


def _money(audit: Audit) -> Section:
    weeks = tables.recent_weeks(audit)
    met = [(label, group) for label, group in weeks if group.claims]
    chart = Chart(
        key="by-week",
        title="Money at risk by week",
        unit="dollars at risk by week of service (its Monday)",
        series=DECISIONS,
        rows=tuple(
            Row(_short(label), tuple(group.at_risk[each] for each in Decision))
            for label, group in weeks
        ),
        dollars=True,
    )
    return _section(
        chart,
        "Charges of the services that need an authorization and show none, in the week they were "
        "given; each service line once.",
        tables.group_table("by-week", "Week of service from", met).only(WEEKS_SHOWN),
        _figure(chart, columns),
    )


def _differences(audit: Audit) -> Section:
    return Section(
        key="wrong-rates",
        title="Paid at the wrong rate",
        lead="Service lines whose place of service is wrong and whose right place is paid at the "
        "other rate, facility or nonfacility, by your list of rates; each line once. The "
        "difference is what the right place brings: minus is to be given back.",
        charts=(),
        table=tables.difference_table(audit),
    )


def _causes(audit: Audit) -> Section:
    table = tables.cause_table(audit)
    by_cause = Chart(
        key="causes",
        title="Avoidable and unavoidable requests",
        unit="requests",
        series=VERDICTS,
        rows=tuple(
            Row(str(row[0]), tuple(int(row[3]) * (row[1] == each) for each in Verdict))
            for row in table.rows
        ),
    )
    by_week = _trend("trend-by-week", "week", tables.recent_weeks(audit))
    months = [each for each in tables.recent_months(audit) if _is_day(each[0])]
    by_month = _trend("trend-by-month", "month", months)
    return _section(
        by_cause,
        "Avoidable is what the office could have prevented: nobody asked though nothing speaks "
        "for a reason, the place of service is wrong, or the number is on file and only has to be "
        "put on the claim. Unknown is what no fact settles.",
        table,
        _figure(by_cause, bars),
        _figure(by_week, columns),
        _figure(by_month, lines),
    )


def _trend(key: str, moment: str, groups: Groups) -> Chart:
    return Chart(
        key=key,
        title=f"Avoidable and unavoidable requests by {moment}",
        unit=f"requests by {moment} of service",
        series=VERDICTS,
        rows=tuple(
            Row(
                label[:7] if moment == "month" else _short(label),
                tuple(group.verdicts[verdict] for verdict in Verdict),
            )
            for label, group in groups
        ),
    )


def _findings(key: str, what: str, groups: Mapping[str, Group]) -> Section:
    shown = tables.topped(tables.ranked(groups))
    chart = Chart(
        key=key,
        title=f"Findings by {what}",
        unit="findings of warning severity and worse",
        series=ABOUT,
        rows=tuple(
            Row(label, tuple(group.findings[each] for each in (PLACE, AUTHORIZATION, OTHER)))
            for label, group in shown
            if group.total
        ),
    )
    return _section(
        chart,
        f"Warnings and errors about claims, by the claim's {what}; notes are counted apart.",
        tables.group_table(key, what.capitalize(), shown).only(FINDINGS_SHOWN),
        _figure(chart, bars),
    )


def _kinds(audit: Audit, titles: Mapping[str, str]) -> Section:
    return Section(
        key="by-kind",
        title="Findings by kind",
        lead="edi-service explain CODE says what to do; findings about no single claim are here.",
        charts=(),
        table=tables.kind_table(audit, titles),
    )


def _figure(chart: Chart, draw: Callable[[Chart], str]) -> Figure:
    return Figure(chart.title, draw(chart))


def _section(chart: Chart, lead: str, table: Table, *drawn: Figure) -> Section:
    return Section(
        key=chart.key,
        title=chart.title,
        lead=lead,
        charts=tuple(each for each in drawn if each.svg),
        table=table,
    )


def _short(label: str) -> str:
    """A day without its year, where it is one."""
    return label[5:] if _is_day(label) else label


def _is_day(label: str) -> bool:
    return label[:4].isdigit()
