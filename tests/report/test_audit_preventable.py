"""Requests that could have been spared, as the audit judges them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from edi_service.edge.knowledge import read_preventability
from edi_service.policy.model import CircumstanceCode
from edi_service.report.audit import count
from edi_service.report.audit.count import Audit
from edi_service.report.audit.preventable import About, Preventability, Verdict
from edi_service.report.rows import EvidenceRow
from tests.report.auditing import PLACES, TODAY, an_audit, case_of, claim_of, finding_of, the_group

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
