"""What holds a case: each test spoils one thing, and nothing is written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec
import pytest

from edi_service.claims.model import Diagnosis, Procedure
from edi_service.finding import Severity
from edi_service.review.kinds import KINDS
from edi_service.review.profile import Partner
from tests.builders import a_claim, an_interchange, read_one
from tests.review.making import (
    a_case,
    a_line,
    a_professional,
    a_stay,
    about_stay,
    ask,
    codes,
    with_billing,
    with_parties,
    with_subscriber,
)

if TYPE_CHECKING:
    from edi_service.cases.model import Case
    from edi_service.claims.model import Claim

LATER = date(2027, 1, 1)


def without_payer() -> Claim:
    claim = a_professional()
    payer = msgspec.structs.replace(claim.parties.payer, identifier="")
    return with_parties(claim, payer=payer)


def without_birth_date() -> Claim:
    claim = a_professional()
    person = msgspec.structs.replace(claim.parties.subscriber, birth_date=None)
    return with_parties(claim, subscriber=person)


NAMELESS = with_billing(a_professional(), identifier_qualifier="", identifier="", references=())


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (without_payer(), ["RQ02", "RQ01"]),
        (NAMELESS, ["RQ02", "RQ03"]),
        (with_billing(a_professional(), identifier="1234567890"), ["RQ04", "RQ04"]),
        (with_billing(a_professional(), identifier="1234567890", references=()), ["RQ04"] * 2),
        (with_subscriber(a_professional(), identifier=" "), ["RQ05"]),
        (with_subscriber(a_professional(), is_person=False), ["RQ06"]),
        (with_subscriber(a_professional(), last_name=""), ["RQ06"]),
        (without_birth_date(), ["RQ07"]),
        (a_professional(diagnoses=()), ["RQ08"]),
        (a_professional(diagnoses=(Diagnosis("TQ", "Z1"), Diagnosis("ABK", "."))), ["RQ08"]),
        (a_professional(lines=(a_line(starts=None, ends=None),)), ["RQ10"]),
        (a_professional(lines=(a_line(ends=date(2026, 10, 1)),)), ["RQ11"]),
        (a_professional(lines=(a_line(starts=LATER, ends=LATER),)), ["RQ11"]),
        (with_subscriber(a_professional(), last_name="DO*E"), ["RQ12"]),
        (with_subscriber(a_professional(), last_name="MUÑOZ"), ["RQ12"]),
        (with_subscriber(a_professional(), first_name="JA\nNE"), ["RQ12"]),
        (with_subscriber(a_professional(), first_name="JANE\udcff"), ["RQ12"]),
        (with_subscriber(a_professional(), last_name="D" * 61), ["RQ13"]),
        (with_subscriber(a_professional(), identifier="M"), ["RQ13"]),
        (a_professional(number="P" * 51), ["RQ13"]),
        (a_professional(diagnoses=(Diagnosis("BK", "8234"),)), ["RQ14"]),
        (a_professional(lines=(a_line(procedure_qualifier="ER"),)), ["RQ15"]),
        (a_professional(lines=(a_line(procedure=""),)), ["RQ15"]),
        (a_professional(lines=(a_line(number="9"),)), ["RQ16"]),
        (a_professional(facility_code="2B"), ["RQ18"]),
        (a_professional(facility_code="2"), ["RQ18"]),
        (a_professional(lines=(a_line(place_of_service="2"),)), ["RQ18"]),
        (a_professional(lines=(a_line(place_of_service="2B"),)), ["RQ18"]),
        (a_professional(lines=(a_line(description="A:B"),)), ["RQ12"]),
        (a_professional(lines=(a_line(modifiers=("R",)),)), ["RQ13"]),
        (a_professional(lines=(a_line(quantity=Decimal("1" * 16)),)), ["RQ13"]),
    ],
)
def test_what_a_professional_request_lacks_holds_the_case(
    claim: Claim, expected: list[str]
) -> None:
    request = ask(claim)
    assert request.data is None
    assert codes(request) == expected
    assert request.held_by == tuple(dict.fromkeys(expected))


@pytest.mark.parametrize(
    ("claim", "case", "expected"),
    [
        (a_stay(admitted=None), about_stay(), ["RQ09"]),
        (a_stay(admitted=date(2026, 10, 7)), about_stay(), ["RQ11"]),
        (a_stay(statement_to=LATER), about_stay(), ["RQ11"]),
        (a_stay(procedures=(Procedure("BR", "3606"),)), about_stay(), ["RQ14"]),
        (a_stay(procedures=(Procedure("BBR", "02*7"),)), about_stay(), ["RQ12"]),
        (a_stay(patient_status="011"), about_stay(), ["RQ13"]),
        (a_stay(lines=()), a_case(), ["RQ16"]),
        (a_stay(lines=(a_line(procedure=""),)), a_case(), ["RQ15"]),
    ],
)
def test_what_a_request_for_a_stay_lacks_holds_the_case(
    claim: Claim, case: Case, expected: list[str]
) -> None:
    request = ask(claim, case)
    assert request.data is None
    assert codes(request) == expected


@pytest.mark.parametrize(
    ("partner", "expected"),
    [
        (Partner(sender_id="CLI*NIC"), ["RQ12", "RQ12"]),
        (Partner(receiver_id="R"), ["RQ13"]),
        (Partner(reviewer_id="LONGER THAN FIFTEEN"), ["RQ13", "RQ13"]),
        (Partner(contact_name="C" * 61), ["RQ13"]),
    ],
)
def test_what_the_settings_spoil_holds_the_case(partner: Partner, expected: list[str]) -> None:
    request = ask(a_professional(), partner=partner)
    assert request.data is None
    assert codes(request) == expected


def test_a_payer_with_an_odd_qualifier_is_no_reviewer() -> None:
    claim = a_professional()
    payer = msgspec.structs.replace(claim.parties.payer, identifier_qualifier="ZZ")
    assert codes(ask(with_parties(claim, payer=payer))) == ["RQ01"]


def test_everything_that_is_wrong_is_found_at_once() -> None:
    claim = with_subscriber(a_professional(diagnoses=()), identifier="", last_name="D*")
    assert codes(ask(claim)) == ["RQ05", "RQ12", "RQ08"]


def test_no_finding_quotes_a_person() -> None:
    claim = with_subscriber(
        a_professional(), last_name="SECR*T" * 11, identifier="HIDDEN^1", first_name="QUI~T"
    )
    request = ask(claim)
    assert request.data is None
    for found in request.findings:
        assert "SECR" not in str(found)
        assert "HIDDEN" not in str(found)
        assert "QUI" not in str(found)


def test_a_finding_points_at_the_claim_or_its_line_and_names_the_claim() -> None:
    claim = read_one(an_interchange(a_claim(diagnoses=())))
    (found,) = ask(claim).findings
    assert (found.kind.code, found.position.segment_id, found.position.loop) == (
        "RQ08",
        "CLM",
        "2300",
    )
    assert found.claim_id == claim.claim_id
    line = msgspec.structs.replace(claim.lines[0], procedure_qualifier="ER")
    request = ask(
        msgspec.structs.replace(claim, lines=(line,), diagnoses=(Diagnosis("ABK", "A0"),))
    )
    (found,) = request.findings
    assert (found.kind.code, found.position.segment_id) == ("RQ15", "LX")


def test_kinds_have_distinct_codes_a_remedy_and_an_explanation() -> None:
    assert len({kind.code for kind in KINDS}) == len(KINDS)
    for kind in KINDS:
        assert kind.code.startswith("RQ")
        assert kind.title
        assert kind.remedy.endswith(".")
        assert kind.explanation.endswith(".")
        assert kind.severity in {Severity.ERROR, Severity.NOTE}
