"""Counting for the audit, claim by claim."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from edi_service.report.audit import count
from edi_service.report.audit.count import monday
from tests.report.auditing import TODAY, an_audit, case_of, claim_of, finding_of, the_group


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
