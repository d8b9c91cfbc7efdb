"""Tables and sections made of the audit's counts."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from edi_service.report.audit import tables
from edi_service.report.audit.page import sections
from tests.report.auditing import TODAY, an_audit, case_of, claim_of, many_providers


def test_of_many_providers_the_rest_is_summed() -> None:
    audit = many_providers(40)
    ranked = tables.ranked(audit.providers)
    shown = tables.topped(ranked)
    assert [label for label, _ in shown[:2]] == ["CLINIC 39 (0000000039)", "CLINIC 38 (0000000038)"]
    assert len(shown) == tables.TOP + 1
    label, rest = shown[-1]
    assert label == "28 others"
    for part in ("claims", "flagged", "total", "errors", "notes", "cases", "money"):
        total = sum(getattr(group, part) for _, group in ranked)
        assert sum(getattr(group, part) for _, group in shown) == total, part
    assert rest.claims == 28


def test_one_more_than_fits_is_shown_rather_than_summed() -> None:
    shown = tables.topped(tables.ranked(many_providers(tables.TOP + 1).providers))
    assert len(shown) == tables.TOP + 1
    assert "others" not in shown[-1][0]


def test_the_file_of_a_table_has_every_row() -> None:
    every = {table.name: table for table in tables.every_table(many_providers(40), {"PS01": "x"})}
    assert len(every["by-provider"].rows) == 40


def test_a_formula_in_a_name_is_disarmed() -> None:
    audit, row = an_audit(), claim_of()
    billing = msgspec.structs.replace(row.billing, npi=None, name="=HYPERLINK(1)")
    audit.add_claim(msgspec.structs.replace(row, billing=billing))
    lines = list(
        tables.group_table("by-provider", "Provider", tables.ranked(audit.providers)).csv()
    )
    assert lines[1].startswith("'=HYPERLINK(1),1,")


def test_weeks_run_without_a_gap_and_what_lies_outside_is_summed() -> None:
    audit = an_audit()
    days = [
        None,
        date(2020, 1, 6),
        date(2021, 1, 4),
        date(2026, 5, 4),
        date(2026, 6, 1),
        date(2062, 1, 2),
    ]
    for number, day in enumerate(days):
        audit.add_claim(claim_of(f"c{number}", first_day=day))
    weeks = tables.recent_weeks(audit)
    assert [weeks[0][0], *(label for label, _ in weeks[-2:])] == ["earlier", "later", "no date"]
    assert len(weeks) == tables.WEEKS + 3
    assert sum(group.claims for _, group in weeks) == len(days)
    assert weeks[0][1].claims == 2


def test_weeks_begin_with_the_first_that_has_claims() -> None:
    audit = an_audit()
    audit.add_claim(claim_of(first_day=date(2026, 5, 27)))
    assert [label for label, _ in tables.recent_weeks(audit)] == [
        "2026-05-25",
        "2026-06-01",
        "2026-06-08",
    ]


def test_months_reach_back_over_the_turn_of_the_year() -> None:
    audit = an_audit()
    audit.add_claim(claim_of(first_day=date(2025, 11, 30)))
    labels = [label for label, _ in tables.recent_months(audit)]
    assert labels[0] == "2025-11-01"
    assert labels[-1] == "2026-06-01"
    assert len(labels) == 8


def test_deadlines_cover_today_and_thirty_days() -> None:
    audit = an_audit()
    audit.add_claim(claim_of())
    ahead = {"k1": TODAY, "k2": TODAY + timedelta(days=30), "k3": TODAY + timedelta(days=31)}
    for name, day in ahead.items():
        audit.add_case(case_of(name, deadline=day.isoformat()))
    audit.add_case(case_of("k4", deadline=None))
    audit.add_case(case_of("k5", deadline="2026-06-11", decision="undetermined"))
    assert len(tables.next_days(audit)) == 31
    assert [(label, sum(due.decisions.values())) for label, due in tables.due_days(audit)] == [
        ("earlier", 1),
        ("2026-06-12", 1),
        ("2026-07-12", 1),
        ("later", 1),
        ("no date", 1),
    ]


def test_the_page_of_an_empty_audit_has_sections_and_no_charts() -> None:
    for section in sections(an_audit(), {}):
        assert section.charts == ()
        assert section.table.rows == () or section.key == "by-week"


def test_the_keys_of_charts_are_unique_in_the_page() -> None:
    page = "".join(
        figure.svg
        for section in sections(many_providers(3), {"PS01": "Place"})
        for figure in section.charts
    )
    names = [part.split('"')[0] for part in page.split('<title id="')[1:]]
    assert len(names) == len(set(names)) == 8
