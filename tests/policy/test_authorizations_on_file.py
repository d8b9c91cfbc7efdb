"""PA09 to PA18: in what an authorization on file does not fit the claim, on both sides."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from edi_service.cases.open import open_cases
from edi_service.claims.model import Diagnosis, Party, Reference
from edi_service.facts.model import AuthorizationOnFile, ClaimFacts, Status
from edi_service.finding import Severity
from tests.policy.casework import MEMBER, PARTIES, a_claim
from tests.policy.making import DAY, a_policy, a_subject, look

if TYPE_CHECKING:
    from edi_service.claims.model import Claim
    from edi_service.finding import Finding
    from edi_service.policy.model import Policy

IMAGING = a_policy(
    '<authorization required="yes"><services codes="70551-70553"/></authorization>'
    '<retrospective allowed="yes"><unless exclusion="authorization-denied"/>'
    '<circumstance code="any"><window length="60" unit="calendar-days" '
    'after="first-day-of-service"/></circumstance></retrospective>'
)
MRI = {"procedure": "70551"}
DAY_BEFORE, DAY_AFTER = date(2026, 3, 1), date(2026, 3, 3)
NPI = "1234567893"


def an_authorization(**changes: Any) -> AuthorizationOnFile:
    """One that fits."""
    frame = {"number": "A123", "payer": "example", "member": MEMBER, "procedures": ("70551",)}
    return AuthorizationOnFile(**{**frame, **changes})


def claim_of(*lines: dict[str, Any], number: str = "", **fields: Any) -> Claim:
    """A claim, with *number* for its lines when it is given."""
    if number:
        fields["references"] = [{"qualifier": "G1", "value": number}]
    return a_claim(DAY, {"lines": list(lines or (MRI,)), **fields})


def found(claim: Claim, *on_file: AuthorizationOnFile, policy: Policy = IMAGING) -> list[Finding]:
    return list(look(a_subject(claim, on_file=on_file), policy).findings)


def codes(findings: list[Finding]) -> list[str]:
    return [each.kind.code for each in findings]


def only(findings: list[Finding], code: str) -> Finding:
    """The one finding of kind *code*."""
    [one] = [each for each in findings if each.kind.code == code]
    return one


MISFITS = [
    ({"starts": DAY_AFTER}, "PA09", "is good from 2026-03-03, not on 2026-03-02"),
    ({"ends": DAY_BEFORE}, "PA09", "is good until 2026-03-01, not on 2026-03-02"),
    (
        {"starts": date(2026, 1, 1), "ends": DAY_BEFORE},
        "PA09",
        "is good from 2026-01-01 until 2026-03-01, not on 2026-03-02",
    ),
    ({"units": Decimal(0)}, "PA10", "is for 0 units; 1 are billed"),
    (
        {"units": Decimal(10), "used": Decimal("9.5")},
        "PA10",
        "is for 10 units, 9.5 of them used; 1 are billed",
    ),
    ({"procedures": ("70553",), "starts": DAY}, "PA11", "is for 70553, not for 70551"),
    (
        {"modifiers": ("LT", "50"), "ends": DAY},
        "PA11",
        "is for 70551 with modifier LT or 50, not for 70551",
    ),
    ({"places": ("22", "19")}, "PA12", "is for place of service 22, 19, not 11"),
    ({"providers": ("1245319599",)}, "PA13", "is for another provider than those on the claim"),
]


@pytest.mark.parametrize(("changes", "code", "says"), MISFITS)
def test_a_number_on_the_claim_that_does_not_fit_is_an_error(
    changes: dict[str, Any], code: str, says: str
) -> None:
    [one] = found(claim_of(number="A123"), an_authorization(**changes))
    assert (one.kind.code, one.severity) == (code, Severity.ERROR)
    assert one.message == f"Authorization A123 {says}."
    assert one.source == "authorizations on file"


@pytest.mark.parametrize(("changes", "code", "says"), MISFITS)
def test_a_number_that_the_claim_lacks_and_that_nearly_fits_is_a_warning(
    changes: dict[str, Any], code: str, says: str
) -> None:
    findings = found(claim_of(), an_authorization(**changes))
    assert codes(findings) == ["PA01", code]
    one = only(findings, code)
    assert one.severity is Severity.WARNING
    assert one.message == f"Authorization A123 is on file; it {says}."


FITTING: list[dict[str, Any]] = [
    {"starts": DAY, "ends": DAY},
    {"units": Decimal(1)},
    {"units": Decimal(3), "used": Decimal(2)},
    {"procedures": ("70553", "70551"), "starts": DAY},
    {"procedures": ()},
    {"modifiers": ("RT",)},
    {"places": ("22", "11")},
    {"providers": ("1245319599", NPI)},
    {"diagnoses": ("G43909",)},
]


@pytest.mark.parametrize("changes", FITTING)
def test_nothing_is_said_of_a_number_on_the_claim_that_fits(changes: dict[str, Any]) -> None:
    claim = claim_of(
        {**MRI, "modifiers": ["RT"]},
        number="A123",
        diagnoses=[Diagnosis("ABK", "G43909"), Diagnosis("ABF", "I10")],
    )
    assert found(claim, an_authorization(**changes)) == []


@pytest.mark.parametrize("changes", FITTING)
def test_one_that_fits_and_that_the_claim_lacks_is_to_be_put_on_it(changes: dict[str, Any]) -> None:
    claim = claim_of({**MRI, "modifiers": ["RT"]}, diagnoses=[Diagnosis("ABK", "G43909")])
    assert codes(found(claim, an_authorization(**changes))) == ["PA02"]


def test_one_that_misses_in_two_things_and_is_not_on_the_claim_is_not_named() -> None:
    given = an_authorization(ends=DAY_BEFORE, places=("22",))
    assert codes(found(claim_of(), given)) == ["PA01"]


def test_a_number_on_the_claim_is_told_of_all_that_it_misses() -> None:
    given = an_authorization(ends=DAY_BEFORE, places=("22",), units=Decimal(0))
    assert codes(found(claim_of(number="A123"), given)) == ["PA09", "PA10", "PA12"]


def test_one_for_another_service_whose_days_nobody_knows_is_not_named() -> None:
    assert codes(found(claim_of(), an_authorization(procedures=("70553",)))) == ["PA01"]


def test_a_number_on_a_line_is_held_against_that_line_and_points_there() -> None:
    claim = claim_of({**MRI, "authorizations": ["A123"]}, {"procedure": "70553"})
    findings = found(claim, an_authorization(procedures=("70553",)))
    assert codes(findings) == ["PA02", "PA11"]
    assert only(findings, "PA11").message == "Authorization A123 is for 70553, not for 70551."


def test_a_number_for_the_claim_may_be_for_one_of_its_services() -> None:
    claim = claim_of(MRI, {"procedure": "99213"}, {"procedure": "80053"}, number="A123")
    assert found(claim, an_authorization()) == []


def test_a_number_for_the_claim_is_not_held_against_lines_with_their_own() -> None:
    claim = claim_of(
        MRI,
        {"procedure": "70553", "authorizations": ["B1"], "starts": DAY_AFTER},
        number="A123",
    )
    assert found(claim, an_authorization(procedures=(), ends=DAY)) == []


def test_numbers_are_compared_without_regard_to_case() -> None:
    assert codes(found(claim_of(number="a123"), an_authorization(ends=DAY_BEFORE))) == ["PA09"]


def test_a_line_that_lasts_beyond_the_last_day_is_outside() -> None:
    claim = claim_of({**MRI, "ends": date(2026, 3, 6)}, number="A123")
    [one] = found(claim, an_authorization(ends=date(2026, 3, 5)))
    assert one.message == "Authorization A123 is good until 2026-03-05, not on 2026-03-06."
    assert found(claim, an_authorization(ends=date(2026, 3, 6))) == []


def test_a_stay_is_judged_by_its_first_day() -> None:
    claim = claim_of(
        {"revenue_code": "0120"},
        number="A123",
        kind="I",
        facility_code="11",
        statement_to=date(2026, 3, 9),
    )
    assert found(claim, an_authorization(procedures=(), starts=DAY, ends=DAY)) == []
    assert codes(found(claim, an_authorization(procedures=(), starts=DAY_AFTER))) == ["PA09"]


def test_units_of_all_lines_of_the_service_count_together() -> None:
    claim = claim_of(MRI, {**MRI, "quantity": 2}, {"procedure": "99213", "quantity": 40})
    assert codes(found(claim, an_authorization(units=Decimal(3)))) == ["PA02"]
    findings = found(claim, an_authorization(units=Decimal(2)))
    assert codes(findings) == ["PA01", "PA10"]
    assert "is for 2 units; 3 are billed" in only(findings, "PA10").message


@pytest.mark.parametrize("unit", ["MJ", "DA", "F2"])
def test_units_are_not_compared_with_minutes_or_days(unit: str) -> None:
    claim = claim_of({**MRI, "unit": unit, "quantity": 90}, number="A123")
    assert found(claim, an_authorization(units=Decimal(1))) == []


def test_a_hospitals_claim_is_not_held_against_a_place_of_service() -> None:
    claim = claim_of(MRI, number="A123", kind="I", facility_code="13")
    assert found(claim, an_authorization(places=("22",))) == []


def test_the_place_of_a_line_goes_before_the_claims() -> None:
    claim = claim_of({**MRI, "place_of_service": "22"}, number="A123")
    assert found(claim, an_authorization(places=("22",))) == []
    assert codes(found(claim, an_authorization(places=("11",)))) == ["PA12"]


@pytest.mark.parametrize(
    ("qualifier", "value", "is_known"),
    [("EI", "12-3456789", True), ("SY", "123456789", True), ("0B", "123456789", False)],
)
def test_a_provider_may_be_known_by_the_tax_identifier(
    qualifier: str, value: str, *, is_known: bool
) -> None:
    billing = Party(entity="85", references=(Reference(qualifier, value),))
    parties = msgspec.structs.replace(PARTIES, billing=billing)
    findings = found(
        claim_of(number="A123", parties=parties), an_authorization(providers=("123456789",))
    )
    assert codes(findings) == ([] if is_known else ["PA13"])


def test_a_pending_request_settles_what_it_is_for_and_no_case_is_opened() -> None:
    pending = an_authorization(number="R1", status=Status.PENDING)
    claim = claim_of(MRI, {"procedure": "70553"})
    examination = look(a_subject(claim, on_file=(pending,)), IMAGING)
    assert [each.message for each in examination.findings if each.kind.code == "PA14"] == [
        (
            "Authorization R1 is asked for and not yet decided, for 70551 on 2026-03-02: "
            "wait for the answer."
        )
    ]
    [concern] = examination.concerns
    assert [line.number for line in concern.lines] == ["2"]


@pytest.mark.parametrize("changes", [{"procedures": ("70553",)}, {"ends": DAY_BEFORE}])
def test_a_pending_request_for_something_else_settles_nothing(changes: dict[str, Any]) -> None:
    pending = an_authorization(status=Status.PENDING, **changes)
    assert codes(found(claim_of(), pending)) == ["PA01"]


def test_an_approved_one_goes_before_a_pending_one() -> None:
    pending = an_authorization(number="R1", status=Status.PENDING)
    assert codes(found(claim_of(), pending, an_authorization())) == ["PA02"]


def test_the_number_of_a_pending_request_is_no_authorization() -> None:
    [one] = found(claim_of(number="R1"), an_authorization(number="R1", status=Status.PENDING))
    assert (one.kind.code, one.severity) == ("PA16", Severity.ERROR)
    assert one.message == "The number R1 on the claim is of a request that is not yet decided."


@pytest.mark.parametrize(("decided", "when"), [(DAY_AFTER, " on 2026-03-03"), (None, "")])
def test_the_number_of_a_denied_request_is_no_authorization(
    decided: date | None, when: str
) -> None:
    denied = an_authorization(number="R1", status=Status.DENIED, decided=decided)
    [one] = found(claim_of(number="R1"), denied)
    assert one.kind.code == "PA15"
    assert one.message == f"The number R1 on the claim is of a request that was denied{when}."


def decision(claim: Claim, *on_file: AuthorizationOnFile, **facts: Any) -> str:
    """What becomes of a request for *claim*."""
    subject = a_subject(claim, on_file=on_file, facts=ClaimFacts(**facts))
    [case], _remarks = open_cases(subject, look(subject, IMAGING), [], lambda policy: policy)
    return case.decision.value


def test_a_denied_request_shuts_the_door_as_the_fact_would() -> None:
    denied = an_authorization(number="R1", status=Status.DENIED, decided=DAY_AFTER)
    findings = found(claim_of(), denied)
    assert codes(findings)[:2] == ["PA01", "PA15"]
    says = "Request R1 for these services was denied on 2026-03-03."
    assert only(findings, "PA15").message == says
    assert decision(claim_of(), denied) == "refused"
    assert decision(claim_of(), authorization_denied=DAY_AFTER) == "refused"
    assert decision(claim_of()) == "allowed"


@pytest.mark.parametrize(
    "changes",
    [
        {"procedures": ()},
        {"procedures": ("70553",)},
        {"ends": DAY_BEFORE},
        {"member": "W1"},
        {"payer": "another"},
        {"places": ("22",)},
    ],
)
def test_a_denial_that_is_not_surely_for_these_services_shuts_no_door(
    changes: dict[str, Any],
) -> None:
    denied = an_authorization(status=Status.DENIED, **changes)
    assert codes(found(claim_of(), denied)) == ["PA01"]
    assert decision(claim_of(), denied) == "allowed"


@pytest.mark.parametrize("changes", [{"member": "W900000002"}, {"payer": "another"}])
def test_a_number_that_is_anothers_is_named_without_saying_whose(changes: dict[str, Any]) -> None:
    [one] = found(claim_of(number="A123"), an_authorization(**changes))
    assert one.kind.code == "PA17"
    assert one.message == "Authorization A123 is on file for another member or payer."


def test_a_number_that_is_also_the_members_own_is_not_anothers() -> None:
    both = (an_authorization(member="W900000002"), an_authorization())
    assert found(claim_of(number="A123"), *both) == []


def test_anothers_authorization_that_the_claim_does_not_show_is_no_matter() -> None:
    assert codes(found(claim_of(), an_authorization(member="W900000002"))) == ["PA01"]


def test_a_diagnosis_that_the_authorization_does_not_name_is_a_warning() -> None:
    claim = claim_of(number="A123", diagnoses=[Diagnosis("ABK", "G43909")])
    [one] = found(claim, an_authorization(diagnoses=("I10", "C719")))
    assert (one.kind.code, one.severity) == ("PA18", Severity.WARNING)
    assert one.message == (
        "Authorization A123 is for diagnosis C719, I10, none of which is on the claim."
    )


def test_a_claim_without_a_diagnosis_is_not_held_against_one() -> None:
    assert found(claim_of(number="A123"), an_authorization(diagnoses=("I10",))) == []


def test_services_that_want_no_authorization_and_show_none_are_left_alone() -> None:
    claim = claim_of({"procedure": "99213"})
    assert found(claim, an_authorization(ends=DAY_BEFORE)) == []
    assert found(claim, an_authorization(procedures=(), status=Status.DENIED)) == []
