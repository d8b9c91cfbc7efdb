"""Audits of invented claims, findings and cases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from edi_service.edge.knowledge import read_preventability
from edi_service.report.audit.count import Audit
from edi_service.report.claim_row import claim_row
from edi_service.report.rows import CaseRow, FindingRow, SourceRow
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
        "rate_difference": None,
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
