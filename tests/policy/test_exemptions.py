"""What needs no authorization, by law or by the policy itself (PA03, PA05)."""

from __future__ import annotations

from edi_service.finding import Severity
from tests.policy.authorizing import (
    EMERGENCY,
    IMAGING,
    MRI,
    claim_of,
    messages,
)
from tests.policy.making import a_policy, a_subject, codes, look


def test_emergency_services_are_taken_out_of_every_policy_and_it_is_said() -> None:
    claim = claim_of({**MRI, "place_of_service": "23"}, {"procedure": "70553"})
    examination = look(a_subject(claim), IMAGING, EMERGENCY)
    exempt, wanted = examination.findings
    assert (exempt.kind.code, exempt.severity) == ("PA03", Severity.NOTE)
    assert exempt.message == "70551 on 2026-03-02 is exempt from authorization: The subject."
    assert exempt.source.startswith("example/emergency: Manual")
    assert wanted.kind.code == "PA01"
    (concern,) = examination.concerns
    assert [line.number for line in concern.lines] == ["2"]
    assert [code for code, _ in concern.steps] == ["PA03", "PA01"]


def test_what_the_law_exempts_and_nobody_demands_is_said_with_its_source() -> None:
    claim = claim_of({"procedure": "99213"}, facility_code="23")
    assert messages(IMAGING, EMERGENCY, claim=claim) == [
        "PA05 No authorization is asked for 99213 on 2026-03-02: The subject."
    ]


def test_what_the_law_exempts_is_said_of_a_visit_as_a_whole() -> None:
    claim = claim_of({"procedure": "99213"}, {"procedure": "80053"}, facility_code="23")
    assert messages(EMERGENCY, claim=claim) == [
        "PA05 No authorization is asked for lines 1 (99213), 2 (80053): The subject."
    ]


def test_what_one_payer_exempts_is_not_said_to_be_exempt_whoever_pays() -> None:
    own = a_policy('<authorization required="no"><services places="23"/></authorization>')
    claim = claim_of({"procedure": "99213"}, facility_code="23")
    assert messages(own, claim=claim) == []


def test_a_claim_that_shows_a_number_is_told_of_no_exemption() -> None:
    claim = claim_of(
        {"procedure": "99213"}, facility_code="23", references=[{"qualifier": "G1", "value": "A1"}]
    )
    assert messages(EMERGENCY, claim=claim) == []


def test_an_exemption_from_two_policies_is_said_once() -> None:
    again = a_policy('<authorization required="yes"/>', subject="again")
    claim = claim_of(MRI, MRI, facility_code="23")
    assert messages(IMAGING, again, EMERGENCY, claim=claim) == [
        "PA03 Lines 1 (70551), 2 (70551) are exempt from authorization: The subject."
    ]


def test_a_policy_may_exempt_services_from_itself() -> None:
    policy = a_policy(
        '<authorization required="yes"><services codes="70551"/><exempt modifiers="ET"/>'
        "</authorization>"
    )
    examination = look(a_subject(claim_of({**MRI, "modifiers": ["ET"]})), policy)
    assert codes(examination) == ["PA03"]
    assert examination.findings[0].source.startswith("example/subject: ")
    assert codes(look(a_subject(claim_of()), policy)) == ["PA01"]


def test_an_exemption_that_names_no_services_takes_out_all_within_its_scope() -> None:
    policy = a_policy(
        '<scope states="TX"/><authorization required="no"/>', subject="none-needed", payer="*"
    )
    assert codes(look(a_subject(claim_of(), state="TX"), IMAGING, policy)) == ["PA03"]
    assert codes(look(a_subject(claim_of(), state="OH"), IMAGING, policy)) == ["PA01"]


def test_an_exemption_that_hangs_on_a_fact_makes_the_concern_uncertain() -> None:
    policy = a_policy('<scope network="in"/><authorization required="no"/>', subject="none-needed")
    examination = look(a_subject(claim_of()), IMAGING, policy)
    assert [(found.kind.code, found.severity) for found in examination.findings] == [
        ("PA03", Severity.NOTE),
        ("PA01", Severity.WARNING),
    ]
    assert examination.findings[0].message == (
        "70551 on 2026-03-02 may be exempt from authorization, which hangs on network."
    )
    (concern,) = examination.concerns
    assert concern.missing == ("network",)


def test_an_exempt_line_is_not_asked_about_again() -> None:
    uncertain = a_policy(
        '<scope network="in"/><authorization required="no"/>', subject="none-needed"
    )
    claim = claim_of(facility_code="23")
    assert codes(look(a_subject(claim), IMAGING, EMERGENCY, uncertain)) == ["PA03"]
