"""Counting for the audit, claim by claim; tables and sections made of the counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from edi_service.edge.knowledge import read_preventability
from edi_service.policy.model import CircumstanceCode
from edi_service.report.audit import count, tables
from edi_service.report.audit.count import Audit, monday
from edi_service.report.audit.page import sections
from edi_service.report.audit.preventable import About, Preventability, Verdict
from edi_service.report.claim_row import claim_row
from edi_service.report.rows import CaseRow, EvidenceRow, FindingRow, SourceRow
from tests.builders import a_claim, a_line, an_interchange, read_one

if TYPE_CHECKING:
    from edi_service.report.audit.count import Group
    from edi_service.report.claim_row import ClaimRow

TODAY = date(2026, 6, 12)  # a Friday
PLACES = {"11": "Office", "22": "Hospital"}
SOURCE = SourceRow(
    title="Manual",
    href="https://payer.example",
    locator="7",
    retrieved=TODAY,
    certainty="A",
    published=None,
    stale=False,
)


def an_audit() -> Audit:
    return Audit(TODAY, read_preventability(), PLACES)


def claim_of(name: str = "c1", **more: Any) -> ClaimRow:
    claim = read_one(an_interchange(a_claim(a_line(1), a_line(2, charge="75"))))
    return msgspec.structs.replace(claim_row(claim, "in.837", None), claim_id=name, **more)


def finding_of(code: str, severity: str = "error", claim: str | None = "c1") -> FindingRow:
    empty: dict[str, Any] = dict.fromkeys(FindingRow.__struct_fields__)
    told = {**empty, "code": code, "severity": severity, "claim_id": claim, "file": "in.837"}
    return FindingRow(**{**told, "message": "", "remedy": ""})


def case_of(name: str = "k1", **more: Any) -> CaseRow:
    told: dict[str, Any] = {
        "case_id": name,
        "claim_id": "c1",
        "file": "in.837",
        "payer": "example-health",
        "line_of_business": "commercial",
        "policy": "example-health/imaging",
        "revision": TODAY,
        "circumstance": None,
        "evidence": [],
        "decision": "allowed",
        "confidence": "firm",
        "doubts": [],
        "held_by": [],
        "missing_facts": [],
        "deadline": "2026-06-20",
        "clock": None,
        "clocks": [],
        "penalty": None,
        "turnaround": [],
        "after_approval": None,
        "after_denial": None,
        "lines": ["1"],
        "amount_at_risk": Decimal("125.00"),
        "documents": [],
        "channel": "x217",
        "confirm_channel": False,
        "next_action": "Send the 278 request.",
        "request": None,
        "worksheet": None,
        "source": SOURCE,
        "certainty": "A",
        "trace": [],
    }
    return CaseRow(**{**told, **more})


def the_group(audit: Audit) -> Group:
    [group] = audit.places.values()
    return group


def test_a_claim_is_counted_by_place_provider_payer_week_and_month() -> None:
    audit = an_audit()
    audit.add_claim(claim_of())
    assert list(audit.places) == ["11 Office"]
    assert list(audit.providers) == ["RIVERBEND CLINIC (1467893214)"]
    assert list(audit.payers) == ["EXAMPLE HEALTH (not mapped)"]
    assert list(audit.weeks) == [date(2026, 2, 2)]
    assert list(audit.months) == [date(2026, 2, 1)]


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"place_of_service": "22"}, "22 Hospital"),
        ({"place_of_service": "HOLLIS"}, "Place not assigned"),
        ({"place_of_service": None}, "Place not assigned"),
        ({"place_of_service": None, "bill_type": "11"}, "Bill type 11x"),
        ({"place_of_service": None, "bill_type": "HOLLIS"}, "Bill type not assigned"),
    ],
)
def test_a_place_is_a_code_that_is_assigned_or_is_not_repeated(
    more: dict[str, Any], place: str
) -> None:
    audit = an_audit()
    audit.add_claim(claim_of(**more))
    assert list(audit.places) == [place]


def test_a_provider_is_one_by_its_npi_however_its_name_is_spelled() -> None:
    audit, row = an_audit(), claim_of()
    audit.add_claim(row)
    other = msgspec.structs.replace(row.billing, name="RIVERBEND CLNIC")
    audit.add_claim(msgspec.structs.replace(row, claim_id="c2", billing=other))
    [(name, group)] = audit.providers.items()
    assert (name, group.claims) == ("RIVERBEND CLINIC (1467893214)", 2)


def test_what_is_no_npi_is_not_shown_as_one() -> None:
    audit, row = an_audit(), claim_of()
    billing = msgspec.structs.replace(row.billing, npi="123-45-6789")
    audit.add_claim(msgspec.structs.replace(row, billing=billing))
    assert list(audit.providers) == ["RIVERBEND CLINIC"]


def test_a_payer_goes_by_its_key_in_the_library() -> None:
    audit, row = an_audit(), claim_of()
    payer = msgspec.structs.replace(row.payer, payer="example-health", line_of_business="medicaid")
    audit.add_claim(msgspec.structs.replace(row, payer=payer))
    assert list(audit.payers) == ["example-health (medicaid)"]


def test_findings_are_counted_by_what_they_are_about() -> None:
    audit = an_audit()
    audit.add_claim(claim_of())
    for code in ("PS01", "PA01", "RT02", "RQ11", "EL07"):
        audit.add_finding(finding_of(code, "warning"))
    assert the_group(audit).findings == {"place": 1, "authorization": 3, "other": 1}
    assert the_group(audit).total == 5


def test_a_claim_with_two_findings_is_one_claim_with_findings() -> None:
    audit = an_audit()
    audit.add_claim(claim_of())
    audit.add_claim(claim_of("c2"))
    audit.add_finding(finding_of("PS01"))
    audit.add_finding(finding_of("PS02", "warning"))
    group = the_group(audit)
    assert (group.claims, group.flagged, group.errors) == (2, 1, 1)


def test_notes_are_counted_apart() -> None:
    audit = an_audit()
    audit.add_claim(claim_of())
    audit.add_finding(finding_of("PA05", "note"))
    assert (the_group(audit).notes, the_group(audit).total, the_group(audit).flagged) == (1, 0, 0)


def test_a_finding_about_no_claim_is_counted_by_its_kind_alone() -> None:
    audit = an_audit()
    audit.add_claim(claim_of())
    audit.add_finding(finding_of("SX02", claim=None))
    assert audit.kinds == {"SX02": 1}
    assert the_group(audit).total == 0


def test_a_line_in_two_cases_is_at_risk_once() -> None:
    audit = an_audit()
    audit.add_claim(claim_of())
    audit.add_case(case_of("k1", lines=["1"]))
    audit.add_case(case_of("k2", lines=["1", "2"], amount_at_risk=Decimal("200.00")))
    audit.add_case(case_of("k3", lines=["2"], amount_at_risk=Decimal("75.00")))
    assert the_group(audit).cases == 3
    assert the_group(audit).money == Decimal("200.00")


def test_only_cases_that_may_be_asked_for_are_due() -> None:
    audit = an_audit()
    audit.add_claim(claim_of())
    audit.add_case(case_of("k1", deadline="2026-06-20T06:00:00-04:00"))
    audit.add_case(case_of("k2", decision="refused"))
    audit.add_case(case_of("k3", decision="undetermined", deadline=None))
    assert {day: dict(due.decisions) for day, due in audit.due.items()} == {
        date(2026, 6, 20): {"allowed": 1},
        None: {"undetermined": 1},
    }
    assert [row.case_id for row in audit.urgent] == ["k1"]


def test_only_the_most_urgent_cases_are_kept_by_name() -> None:
    audit = an_audit()
    audit.add_claim(claim_of())
    days = [TODAY + timedelta(days=(n * 37) % 100) for n in range(100)]
    for number, day in enumerate(days):
        audit.add_case(case_of(f"k{number}", deadline=day.isoformat()))
    kept = [row.deadline for row in audit.urgent]
    assert kept == [day.isoformat() for day in sorted(days)[: count.URGENT]]


def test_a_claim_is_forgotten_once_its_findings_must_have_come() -> None:
    audit = an_audit()
    for number in range(count.KEPT + 1):
        audit.add_claim(claim_of(f"c{number}"))
    audit.add_finding(finding_of("PS01", claim="c0"))
    audit.add_finding(finding_of("PS01", claim="c1"))
    assert the_group(audit).total == 1
    assert audit.kinds == {"PS01": 2}


def test_a_week_begins_on_its_monday() -> None:
    assert monday(TODAY) == date(2026, 6, 8)
    assert monday(date(2026, 6, 8)) == date(2026, 6, 8)
    assert monday(date.min) == date.min


SEEN = [EvidenceRow("CLM05-1", "23")]


@pytest.mark.parametrize(
    ("more", "hinted", "verdict", "code"),
    [
        ({"circumstance": "emergency"}, False, "unavoidable", "emergency"),
        ({"circumstance": "provider-slip"}, False, "avoidable", "provider-slip"),
        ({"circumstance": "transportation"}, False, "unknown", "transportation"),
        ({"circumstance": "newborn", "decision": "undetermined"}, False, "unknown", "unsettled"),
        (
            {"circumstance": "emergency", "decision": "undetermined", "evidence": SEEN},
            False,
            "unavoidable",
            "emergency",
        ),
        (
            {"circumstance": "emergency", "decision": "refused", "evidence": SEEN},
            False,
            "unavoidable",
            "emergency",
        ),
        ({"circumstance": "any"}, False, "avoidable", "no-reason"),
        ({"circumstance": "any"}, True, "unknown", "hinted"),
        ({"decision": "refused"}, False, "avoidable", "no-reason"),
        ({"decision": "refused"}, True, "unknown", "hinted"),
        ({"decision": "undetermined"}, False, "unknown", "unsettled"),
        ({"decision": "refused", "held_by": ["CM01", "PS02"]}, True, "avoidable", "PS"),
        ({"circumstance": "emergency", "held_by": ["PS02"]}, False, "unavoidable", "emergency"),
    ],
)
def test_a_request_is_avoidable_unavoidable_or_unknown(
    more: dict[str, Any],
    hinted: bool,  # noqa: FBT001 -- a column of the table
    verdict: str,
    code: str,
) -> None:
    cause = read_preventability().of_case(case_of(**more), TODAY, hinted=hinted)
    assert cause is not None
    assert (cause.verdict, cause.code) == (verdict, code)


@pytest.mark.parametrize(
    "more",
    [{"delay_reason": "7"}, {"admission_type": "1"}, {"place_of_service": "23"}],
    ids=lambda more: next(iter(more)),
)
def test_a_claim_that_speaks_of_a_delay_or_an_emergency_leaves_the_cause_open(
    more: dict[str, Any],
) -> None:
    audit = an_audit()
    audit.add_claim(claim_of(**more))
    audit.add_case(case_of(decision="refused"))
    audit.close()
    assert the_group(audit).verdicts == {Verdict.UNKNOWN: 1}


@pytest.mark.parametrize(
    ("code", "verdict"), [("PA15", "unknown"), ("PA09", "avoidable"), ("PA11", "unknown")]
)
def test_a_payer_that_was_asked_before_is_no_payer_whom_nobody_asked(
    code: str, verdict: str
) -> None:
    audit = an_audit()
    audit.add_claim(claim_of())
    audit.add_case(case_of(decision="refused"))
    audit.add_finding(finding_of(code))
    audit.close()
    [(cause, requests)] = audit.causes.items()
    assert (cause.code, cause.verdict, requests.count) == (code, verdict, 1)
    assert requests.money == Decimal("125.00")


def test_a_known_circumstance_goes_before_what_was_asked_before() -> None:
    case = case_of(circumstance="emergency")
    cause = read_preventability().of_case(case, TODAY, hinted=False, found={"PA15"})
    assert cause is not None
    assert cause.code == "emergency"


def test_a_case_is_judged_once_though_its_claim_is_forgotten_before_the_end() -> None:
    audit = an_audit()
    for number in range(count.KEPT + 2):
        audit.add_claim(claim_of(f"c{number}"))
        audit.add_case(case_of(f"k{number}", claim_id=f"c{number}"))
    audit.close()
    assert sum(each.count for each in audit.causes.values()) == count.KEPT + 2


def test_a_number_on_file_is_a_request_that_can_be_spared() -> None:
    audit = an_audit()
    audit.add_claim(claim_of())
    audit.add_finding(finding_of("PA02"))
    [(cause, requests)] = audit.causes.items()
    assert (cause.verdict, requests.count, requests.money) == (Verdict.AVOIDABLE, 1, Decimal(0))


def test_every_circumstance_has_a_verdict_and_a_reason() -> None:
    table = list(read_preventability())
    judged = {cause.code for cause in table if cause.about is About.CIRCUMSTANCE}
    assert judged == set(CircumstanceCode) - {CircumstanceCode.ANY}
    assert all(cause.reason.endswith(".") and cause.source.title for cause in table)
    assert {cause.verdict for cause in table} == set(Verdict)


def test_a_verdict_holds_from_its_first_day_to_its_last() -> None:
    [row] = [each for each in read_preventability() if each.code == "emergency"]
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    table = Preventability([replace(row, starts=first, ends=last)])
    case = case_of(circumstance="emergency")
    for day, there in (
        (first, True),
        (last, True),
        (first - timedelta(days=1), False),
        (last + timedelta(days=1), False),
    ):
        assert (table.of_case(case, day, hinted=False) is not None) is there


def test_a_case_that_no_row_fits_blames_nothing() -> None:
    audit = Audit(TODAY, Preventability([]), PLACES)
    audit.add_claim(claim_of())
    audit.add_case(case_of())
    audit.close()
    assert audit.causes == {}
    assert the_group(audit).cases == 1


def many_providers(number: int) -> Audit:
    audit = an_audit()
    row = claim_of()
    for index in range(number):
        billing = msgspec.structs.replace(row.billing, npi=f"{index:010d}", name=f"CLINIC {index}")
        audit.add_claim(msgspec.structs.replace(row, claim_id=f"c{index}", billing=billing))
        for _ in range(index + 1):
            audit.add_finding(finding_of("PS01", claim=f"c{index}"))
        audit.add_case(case_of(f"k{index}", claim_id=f"c{index}"))
    audit.close()
    return audit


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
