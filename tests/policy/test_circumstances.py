from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from edi_service.claims.model import Claim, ClaimKind, Reference, ServiceLine
from edi_service.facts.model import ClaimFacts
from edi_service.guide.model import Form, Placed, SegmentUse, Shape
from edi_service.policy.model import CircumstanceCode
from edi_service.policy.retrospective import evidence
from edi_service.policy.retrospective.circumstances import WHEN, read
from edi_service.policy.rule import Outcome, Subject
from edi_service.x12.segment import ControlNumbers, Delimiters

if TYPE_CHECKING:
    from edi_service.policy.retrospective.circumstances import Reading

CHICAGO = ZoneInfo("America/Chicago")
SERVICE_DAY = date(2026, 3, 10)
YES, NO, CANNOT_TELL = Outcome.YES, Outcome.NO, Outcome.CANNOT_TELL


def a_line(number: str = "1", **changes: Any) -> ServiceLine:
    return ServiceLine(number=number, **{"starts": SERVICE_DAY, "ends": SERVICE_DAY, **changes})


def a_claim(**changes: Any) -> Claim:
    frame = {"kind": ClaimKind.PROFESSIONAL, "number": "A1", "facility_code": "11"}
    return Claim(**{**frame, "lines": (a_line(),), **changes})


def a_subject(claim: Claim | None = None, zone: ZoneInfo | None = CHICAGO, **facts: Any) -> Subject:
    return Subject(
        claim=claim or a_claim(),
        payer=None,
        facts=ClaimFacts(**facts),
        on_file=(),
        state="TX",
        zone=zone,
        as_of=datetime(2026, 4, 1, 12, tzinfo=UTC),
    )


def with_another_payer() -> Placed:
    shape = Shape(SegmentUse("2320", "SBR"), "2320", Shape(SegmentUse("2300", "CLM"), "2300"))
    return Placed(
        head="CLM",
        texts=["CLM*A1*100", "SBR*P*18"],
        form=Form(((0, shape),)),
        delimiters=Delimiters(),
        control=ControlNumbers(),
    )


def exception(code: str) -> tuple[Reference, ...]:
    return (Reference(qualifier="G1", value="2"), Reference(qualifier="4N", value=code))


def read_of(code: str, subject: Subject) -> Reading:
    return read(CircumstanceCode(code), subject)


def test_every_circumstance_can_be_read_and_told() -> None:
    for code in CircumstanceCode:
        assert read(code, a_subject()).says.endswith(".")
        assert WHEN[code]


@pytest.mark.parametrize(
    ("code", "facts", "outcome", "missing"),
    [
        ("any", {}, YES, ()),
        ("emergency", {}, NO, ()),
        ("retro-eligibility", {"eligibility_added": date(2026, 3, 11)}, YES, ()),
        ("retro-eligibility", {"eligibility_added": SERVICE_DAY}, NO, ()),
        ("retro-eligibility", {"eligibility_added": date(2026, 3, 9)}, NO, ()),
        ("retro-eligibility", {}, CANNOT_TELL, ("eligibility_added",)),
        ("coverage-unknown", {"coverage_known": date(2026, 3, 11)}, YES, ()),
        ("coverage-unknown", {"coverage_known": SERVICE_DAY}, NO, ()),
        ("coverage-unknown", {"coverage_known": date(2026, 3, 9)}, NO, ()),
        ("coverage-unknown", {}, CANNOT_TELL, ("coverage_known",)),
        ("coverage-unverifiable", {"coverage_unverifiable": True}, YES, ()),
        ("coverage-unverifiable", {"coverage_unverifiable": False}, NO, ()),
        ("coverage-unverifiable", {}, CANNOT_TELL, ("coverage_unverifiable",)),
        ("added-procedure", {"procedure_changed": True}, YES, ()),
        ("added-procedure", {"procedure_changed": False}, NO, ()),
        ("added-procedure", {}, CANNOT_TELL, ("procedure_changed",)),
        ("payer-outage", {"payer_outage": True}, YES, ()),
        ("payer-outage", {"payer_outage": False}, NO, ()),
        ("payer-outage", {}, CANNOT_TELL, ("payer_outage",)),
        ("other-coverage", {"other_payer_decided": date(2026, 3, 30)}, YES, ()),
        ("other-coverage", {}, NO, ()),
    ],
)
def test_a_circumstance_is_read_from_the_facts(
    code: str, facts: dict[str, Any], outcome: Outcome, missing: tuple[str, ...]
) -> None:
    found = read_of(code, a_subject(**facts))
    assert (found.outcome, found.missing) == (outcome, missing)
    assert bool(found.evidence) == (outcome is YES and bool(facts))


@pytest.mark.parametrize(
    ("code", "claim", "missing", "where"),
    [
        ("retro-eligibility", a_claim(delay_reason="1"), "eligibility_added", "CLM20"),
        ("retro-eligibility", a_claim(delay_reason="8"), "eligibility_added", "CLM20"),
        ("retro-eligibility", a_claim(references=exception("2")), "eligibility_added", "REF*4N"),
        ("coverage-unknown", a_claim(delay_reason="1"), "coverage_known", "CLM20"),
        ("other-coverage", a_claim(delay_reason="7"), "other_payer_decided", "CLM20"),
        (
            "other-coverage",
            a_claim(placed=with_another_payer()),
            "other_payer_decided",
            "SBR in loop 2320",
        ),
    ],
)
def test_a_hint_on_the_claim_speaks_for_a_circumstance_without_settling_it(
    code: str, claim: Claim, missing: str, where: str
) -> None:
    found = read_of(code, a_subject(claim))
    assert (found.outcome, found.missing) == (CANNOT_TELL, (missing,))
    assert [place for place, _says in found.evidence] == [where]
    assert found.says.startswith(f"The claim hints that {WHEN[CircumstanceCode(code)]}: ")


@pytest.mark.parametrize(
    ("code", "claim"),
    [
        ("retro-eligibility", a_claim(delay_reason="7", references=exception("3"))),
        ("coverage-unknown", a_claim(delay_reason="8", references=exception("2"))),
        ("other-coverage", a_claim(delay_reason="8", placed=None)),
    ],
)
def test_a_hint_at_another_circumstance_is_none(code: str, claim: Claim) -> None:
    assert read_of(code, a_subject(claim)).evidence == ()


def test_a_hint_yields_to_the_fact() -> None:
    claim = a_claim(delay_reason="8")
    found = read_of("retro-eligibility", a_subject(claim, eligibility_added=SERVICE_DAY))
    assert found.outcome is NO


def test_the_other_payers_decision_stands_beside_what_the_claim_hints() -> None:
    claim = a_claim(delay_reason="7")
    found = read_of("other-coverage", a_subject(claim, other_payer_decided=date(2026, 3, 30)))
    assert [where for where, _says in found.evidence] == ["CLM20", "facts: other_payer_decided"]


@pytest.mark.parametrize(
    ("known", "outcome", "why"),
    [
        (datetime(2026, 3, 10, 14, 30, tzinfo=CHICAGO), NO, "the minute care started"),
        (datetime(2026, 3, 10, 14, 31, tzinfo=CHICAGO), YES, "a minute later"),
        (datetime(2026, 3, 10, 15, 31, tzinfo=timezone(timedelta(hours=-4))), YES, "elsewhere"),
        (datetime(2026, 3, 9, 23, 59, tzinfo=CHICAGO), NO, "the day before"),
        (datetime(2026, 3, 11, 0, 0, tzinfo=CHICAGO), YES, "the day after"),
        (datetime(2026, 3, 11, 4, 59, tzinfo=UTC), YES, "the day after in UTC, the same there"),
        (SERVICE_DAY, NO, "only the day is known"),
    ],
)
def test_coverage_learned_of_on_the_day_of_service_is_told_by_the_hour(
    known: date, outcome: Outcome, why: str
) -> None:
    claim = a_claim(admitted=SERVICE_DAY, admission_hour=time(14, 30))
    found = read_of("coverage-unknown", a_subject(claim, coverage_known=known))
    assert found.outcome is outcome, why


def test_coverage_learned_of_on_the_day_of_service_is_not_later_when_no_hour_of_care_is_known() -> (
    None
):
    known = datetime(2026, 3, 10, 23, 0, tzinfo=CHICAGO)
    assert read_of("coverage-unknown", a_subject(coverage_known=known)).outcome is NO


def test_a_claim_without_any_day_cannot_be_compared() -> None:
    claim = a_claim(lines=())
    found = read_of("retro-eligibility", a_subject(claim, eligibility_added=SERVICE_DAY))
    assert (found.outcome, found.missing) == (CANNOT_TELL, ("first_day",))


@pytest.mark.parametrize(
    ("claim", "says"),
    [
        (a_claim(facility_code="23"), "CLM05-1 is 23 (emergency room)"),
        (a_claim(lines=(a_line("7", place_of_service="23"),)), "SV105 of line 7 is 23"),
        (
            a_claim(kind=ClaimKind.DENTAL, lines=(a_line("7", place_of_service="23"),)),
            "SV303 of line 7 is 23",
        ),
        (a_claim(lines=(a_line("2", is_emergency=True),)), "SV109 of line 2 is Y (emergency)"),
        (a_claim(references=exception("1")), "REF*4N is 1 (immediate or urgent care)"),
        (a_claim(references=exception("3")), "REF*4N is 3 (emergency care)"),
        (
            a_claim(kind=ClaimKind.INSTITUTIONAL, admission_type="1"),
            "CL101 is 1 (emergency)",
        ),
        (
            a_claim(kind=ClaimKind.INSTITUTIONAL, lines=(a_line(revenue_code="0450"),)),
            "SV201 of line 1 is 0450 (emergency room)",
        ),
        (
            a_claim(kind=ClaimKind.INSTITUTIONAL, lines=(a_line(revenue_code="0459"),)),
            "SV201 of line 1 is 0459 (emergency room)",
        ),
    ],
)
def test_each_sign_of_an_emergency_is_named(claim: Claim, says: str) -> None:
    found = read_of("emergency", a_subject(claim))
    assert found.outcome is YES
    assert len(found.evidence) == 1
    assert found.evidence[0][1].startswith(says)
    assert says in found.says


@pytest.mark.parametrize(
    ("claim", "why"),
    [
        (a_claim(references=exception("2")), "a retroactive period is no emergency"),
        (a_claim(kind=ClaimKind.INSTITUTIONAL, facility_code="23"), "23 is a bill type there"),
        (a_claim(kind=ClaimKind.INSTITUTIONAL, admission_type="2"), "urgent"),
        (a_claim(kind=ClaimKind.INSTITUTIONAL, admission_type="3"), "elective"),
        (a_claim(lines=(a_line(revenue_code="0449"),)), "respiratory services"),
        (a_claim(lines=(a_line(revenue_code="0460"),)), "pulmonary function"),
        (a_claim(lines=(a_line(revenue_code="045"),)), "three digits are no revenue code"),
        (a_claim(lines=(a_line(revenue_code="04500"),)), "nor are five"),
    ],
)
def test_what_is_near_an_emergency_is_none(claim: Claim, why: str) -> None:
    assert evidence.emergency(claim) == (), why


def test_evidence_comes_in_file_order() -> None:
    claim = a_claim(
        kind=ClaimKind.INSTITUTIONAL,
        facility_code="11",
        admission_type="1",
        references=exception("3"),
        lines=(a_line("1", revenue_code="0120"), a_line("2", revenue_code="0450")),
    )
    assert [where for where, _says in evidence.emergency(claim)] == [
        "CL101",
        "REF*4N",
        "SV201 of line 2",
    ]
