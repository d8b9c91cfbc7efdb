"""PA01 to PA06: which services need an authorization, and why some do not after all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from edi_service.claims.model import Claim, Parties, Procedure, ServiceLine
from edi_service.facts.model import NO_FACTS, ClaimFacts, Network
from edi_service.finding import Severity
from edi_service.policy.demand import name_all
from tests.policy.authorizing import (
    EMERGENCY,
    IMAGING,
    MRI,
    STAY,
    UNLISTED,
    an_authorization,
    claim_of,
    messages,
)
from tests.policy.casework import MEMBER, a_claim
from tests.policy.making import DAY, PAYER, SOURCE, a_policy, a_subject, codes, look

if TYPE_CHECKING:
    from edi_service.policy.model import Policy


def test_a_service_on_the_list_without_a_number_is_a_concern() -> None:
    examination = look(a_subject(claim_of({"procedure": "99213"}, MRI)), IMAGING)

    (found,) = examination.findings
    assert (found.kind.code, found.severity) == ("PA01", Severity.ERROR)
    says = "70551 on 2026-03-02 needs the payer's authorization; REF*G1 is absent."
    assert found.message == says
    assert found.source == f"example/subject: {IMAGING.revisions[0].source}"
    (concern,) = examination.concerns
    assert (concern.policy, concern.revision) == (IMAGING, IMAGING.revisions[0])
    assert [line.number for line in concern.lines] == ["2"]
    assert not concern.whole_claim
    assert concern.steps == (("PA01", says),)
    assert concern.missing == ()


def test_several_lines_are_one_concern() -> None:
    examination = look(a_subject(claim_of(MRI, {"procedure": "70553"})), IMAGING)
    assert [finding.message for finding in examination.findings] == [
        "Lines 1 (70551), 2 (70553) need the payer's authorization; REF*G1 is absent."
    ]
    assert len(examination.concerns) == 1


def test_a_stay_is_a_concern_as_a_whole() -> None:
    claim = claim_of(
        {"revenue_code": "0120"},
        {"revenue_code": "0300"},
        kind="I",
        facility_code="11",
        statement_to=date(2026, 3, 5),
    )
    examination = look(a_subject(claim), STAY)
    assert [finding.message for finding in examination.findings] == [
        (
            "The claim as a whole, from 2026-03-02 to 2026-03-05, needs the payer's authorization; "
            "REF*G1 is absent."
        )
    ]
    (concern,) = examination.concerns
    assert concern.whole_claim
    assert concern.lines == claim.lines


@pytest.mark.parametrize("policy", [IMAGING, UNLISTED, STAY])
def test_nothing_is_said_where_no_service_is_meant(policy: Policy) -> None:
    assert messages(policy, claim=claim_of({"procedure": "99213"})) == []


def test_a_revision_that_names_no_services_means_every_line() -> None:
    policy = a_policy('<authorization required="yes"/>')
    (concern,) = look(a_subject(claim_of({"procedure": "99213"}, {})), policy).concerns
    assert [line.number for line in concern.lines] == ["1", "2"]


def test_a_number_on_the_claim_covers_every_line() -> None:
    claim = claim_of(references=[{"qualifier": "G1", "value": "A123"}])
    assert messages(IMAGING, claim=claim) == []


def test_a_number_for_another_payer_covers_nothing() -> None:
    reference = {"qualifier": "G1", "value": "A123", "other_payer": "77777"}
    assert messages(IMAGING, claim=claim_of(references=[reference]))


def test_a_number_on_a_line_covers_that_line() -> None:
    claim = claim_of({**MRI, "authorizations": ["A123"]}, {"procedure": "70553"})
    (concern,) = look(a_subject(claim), IMAGING).concerns
    assert [line.number for line in concern.lines] == ["2"]


def test_a_number_on_a_line_of_a_stay_leaves_the_other_lines() -> None:
    claim = claim_of({"authorizations": ["A123"]}, {}, kind="I", facility_code="11")
    (concern,) = look(a_subject(claim), STAY).concerns
    assert not concern.whole_claim
    assert [line.number for line in concern.lines] == ["2"]


@pytest.mark.parametrize(
    ("facts", "fields", "trigger"),
    [
        ({"denied": date(2026, 3, 20)}, {}, "the claim was denied on 2026-03-20 for want of one"),
        (
            {},
            {"references": [{"qualifier": "4N", "value": "3"}]},
            "REF*4N is 3, a reason for having none",
        ),
        ({}, {"delay_reason": "1"}, "CLM20 is 1: proof of eligibility was not to be had"),
        ({}, {"delay_reason": "3"}, "CLM20 is 3: the authorization was delayed"),
        ({}, {"delay_reason": "8"}, "CLM20 is 8: eligibility was being determined"),
        ({}, {"delay_reason": "10"}, "CLM20 is 10: the prior approval process was delayed"),
        (
            {"eligibility_added": date(2026, 3, 3)},
            {},
            "eligibility was added on 2026-03-03, after service began",
        ),
        (
            {"procedure_changed": True},
            {},
            "another procedure was found needed during an approved one",
        ),
        ({"eligibility_added": DAY}, {}, ""),
        ({"procedure_changed": False}, {}, ""),
        ({}, {"delay_reason": "7"}, ""),
        ({}, {}, ""),
    ],
)
def test_where_the_list_is_not_held_something_must_point_to_a_need(
    facts: dict[str, Any], fields: dict[str, Any], trigger: str
) -> None:
    found = messages(UNLISTED, claim=claim_of(**fields), facts=ClaimFacts(**facts))
    says = (
        "PA01 70551 on 2026-03-02 may need the payer's authorization, whose list is not held: "
        f"{trigger}; REF*G1 is absent."
    )
    assert found == ([says] if trigger else [])


def test_what_a_scope_asks_and_nobody_knows_makes_the_concern_uncertain() -> None:
    policy = a_policy('<scope plans="gold" network="in"/><authorization required="yes"/>')
    examination = look(a_subject(claim_of()), policy)

    (found,) = examination.findings
    assert (found.kind.code, found.severity) == ("PA01", Severity.WARNING)
    assert found.message == (
        "70551 on 2026-03-02 may need the payer's authorization, which hangs on plan, network; "
        "REF*G1 is absent."
    )
    (concern,) = examination.concerns
    assert concern.missing == ("plan", "network")

    elsewhere = ClaimFacts(network=Network.OUT)
    assert not look(a_subject(claim_of(), facts=elsewhere), policy).findings


def test_a_list_by_states_and_an_unknown_state_make_the_concern_uncertain() -> None:
    policy = a_policy(
        '<authorization required="yes"><services list="some.csv"/></authorization>',
        lists={"some.csv": b"code,from,to,state,modifier\n70551,,,NY,\n70553,,,,\n"},
    )
    (concern,) = look(a_subject(claim_of(), state=""), policy).concerns
    assert concern.missing == ("member_state",)
    assert not look(a_subject(claim_of(), state="OH"), policy).concerns
    (sure,) = look(a_subject(claim_of({"procedure": "70553"}), state=""), policy).concerns
    assert sure.missing == ()


@pytest.mark.parametrize(
    ("changes", "is_on_file"),
    [
        ({}, True),
        ({"payer": "EXAMPLE"}, True),
        ({"payer": "99999"}, True),
        ({"payer": "another"}, False),
        ({"payer": ""}, False),
        ({"member": MEMBER.lower()}, True),
        ({"member": "W1"}, False),
        ({"procedures": ("70551",)}, True),
        ({"procedures": ("70553", "70551")}, True),
        ({"procedures": ("70553",)}, False),
        ({"starts": DAY, "ends": DAY}, True),
        ({"units": Decimal(1)}, True),
    ],
)
def test_an_authorization_on_file_is_to_be_put_on_the_claim(
    changes: dict[str, Any], *, is_on_file: bool
) -> None:
    examination = look(a_subject(claim_of(), on_file=(an_authorization(**changes),)), IMAGING)
    assert codes(examination) == (["PA02"] if is_on_file else ["PA01"])
    assert bool(examination.concerns) is not is_on_file
    if is_on_file:
        assert examination.findings[0].message == (
            "Authorization A123 is on file for 70551 on 2026-03-02 but not on the claim: "
            "put A123 in REF*G1."
        )
        assert examination.findings[0].severity is Severity.ERROR


def test_a_claim_whose_member_is_not_named_has_nothing_on_file() -> None:
    claim = claim_of(parties=Parties())
    assert codes(look(a_subject(claim, on_file=(an_authorization(member=""),)), IMAGING)) == [
        "PA01"
    ]


def test_an_unmapped_payers_number_is_found_by_the_submitted_identifier() -> None:
    policy = a_policy('<authorization required="yes"/>', payer="*")
    subject = a_subject(claim_of(), payer=None, on_file=(an_authorization(payer="99999"),))
    assert codes(look(subject, policy)) == ["PA06", "PA02"]


def test_numbers_on_file_cover_what_they_cover_and_leave_the_rest() -> None:
    lines = [MRI, {"procedure": "70552"}, {"procedure": "70553"}]
    on_file = (
        an_authorization(number="A1", procedures=("70551",)),
        an_authorization(number="A2", procedures=("70551", "70552")),
    )
    examination = look(a_subject(claim_of(*lines), on_file=on_file), IMAGING)
    assert [finding.message for finding in examination.findings] == [
        (
            "Authorization A1 is on file for 70551 on 2026-03-02 but not on the claim: "
            "put A1 in REF*G1."
        ),
        (
            "Authorization A2 is on file for 70552 on 2026-03-02 but not on the claim: "
            "put A2 in REF*G1."
        ),
        "70553 on 2026-03-02 needs the payer's authorization; REF*G1 is absent.",
    ]
    (concern,) = examination.concerns
    assert [line.number for line in concern.lines] == ["3"]
    assert [code for code, _ in concern.steps] == ["PA02", "PA02", "PA01"]


@pytest.mark.parametrize(
    ("procedures", "is_covered"), [((), True), (("0DTJ4ZZ",), True), (("0DTJ0ZZ",), False)]
)
def test_a_stay_is_covered_as_one_by_any_of_its_procedures(
    procedures: tuple[str, ...], *, is_covered: bool
) -> None:
    claim = claim_of(
        {"revenue_code": "0120"},
        {"revenue_code": "0300", "starts": date(2026, 3, 3)},
        kind="I",
        facility_code="11",
        procedures=[Procedure("BBR", "0DTJ4ZZ")],
    )
    authorization = an_authorization(procedures=procedures, starts=DAY, ends=DAY)
    examination = look(a_subject(claim, on_file=(authorization,)), STAY)
    assert codes(examination) == (["PA02"] if is_covered else ["PA01", "PA11"])
    if is_covered:
        assert "is on file for the claim as a whole, on 2026-03-02 but not on the claim" in (
            examination.findings[0].message
        )


@pytest.mark.parametrize(
    ("kind", "place", "rides"),
    [
        ("P", "21", True),
        ("P", "22", True),
        ("P", "24", True),
        ("D", "22", True),
        ("P", "11", False),
        ("P", "98", False),
        ("P", "", False),
        ("I", "22", False),
    ],
)
def test_a_professional_at_a_facility_rides_on_its_authorization(
    kind: str, place: str, *, rides: bool
) -> None:
    examination = look(a_subject(claim_of(kind=kind, facility_code=place)), IMAGING)
    assert ("PA04" in codes(examination)) is rides
    assert ("PA01" in codes(examination)) is not rides
    assert bool(examination.concerns) is not rides


def test_what_rides_and_what_does_not_are_told_apart_by_the_line() -> None:
    claim = claim_of({**MRI, "place_of_service": "22"}, {**MRI, "place_of_service": "19"}, MRI)
    assert messages(IMAGING, claim=claim) == [
        (
            "PA04 Lines 1 (70551), 2 (70551) at place of service 19, 22: rides on the facility's "
            "authorization."
        ),
        "PA01 70551 on 2026-03-02 needs the payer's authorization; REF*G1 is absent.",
    ]


def test_a_policy_may_ask_professionals_for_a_number_of_their_own() -> None:
    policy = a_policy('<scope riding="yes"/><authorization required="yes"/>')
    assert codes(look(a_subject(claim_of(facility_code="22")), policy)) == ["PA01"]


def test_a_payer_that_is_not_mapped_is_named_and_only_what_holds_for_all_is_asked() -> None:
    for_all = a_policy('<authorization required="yes"/>', subject="for-all", payer="*")
    examination = look(a_subject(claim_of(), payer=None), IMAGING, for_all)
    unmapped, wanted = examination.findings
    assert (unmapped.kind.code, unmapped.severity) == ("PA06", Severity.WARNING)
    assert unmapped.message == (
        "No payer is known by NM109 99999 (loop 2010BB) or SBR09 absent: only what holds for "
        "every payer was checked."
    )
    assert wanted.source.startswith("example/for-all: ")


def test_lines_are_called_by_what_they_show() -> None:
    claim = claim_of({"revenue_code": "0120"}, {})
    assert name_all(claim, claim.lines[:1], whole_claim=False) == "revenue code 0120 on 2026-03-02"
    assert name_all(claim, claim.lines, whole_claim=False) == (
        "lines 1 (revenue code 0120), 2 (the service)"
    )


def test_a_claim_of_no_day_at_all_is_held_against_nothing() -> None:
    claim = claim_of({**MRI, "starts": None, "ends": None})
    assert claim.first_day is None
    assert messages(IMAGING, EMERGENCY, claim=claim) == []


def test_a_policy_is_asked_in_the_revision_of_the_claims_first_day() -> None:
    policy = a_policy(
        f'<revision from="2024-01-01" to="2026-03-01">{SOURCE}<authorization required="no"/>'
        "</revision>",
        f'<revision from="2026-03-02">{SOURCE}<authorization required="yes"/></revision>',
    )
    early = {**MRI, "starts": date(2026, 3, 1)}
    assert codes(look(a_subject(claim_of(MRI)), policy)) == ["PA01"]
    assert codes(look(a_subject(claim_of(MRI, early)), policy)) == []


def test_no_finding_names_the_member_or_the_claim() -> None:
    subject = a_subject(
        claim_of(number="ACCOUNT-1"),
        payer=PAYER,
        facts=NO_FACTS,
        on_file=(an_authorization(),),
    )
    for finding in look(subject, IMAGING, EMERGENCY).findings:
        assert MEMBER not in finding.message
        assert "ACCOUNT-1" not in finding.message


def test_a_line_is_known_again_by_itself() -> None:
    """Two lines may be equal in every field and still be two services."""
    twin = ServiceLine(number="1", procedure="70551", starts=DAY, ends=DAY)
    claim = a_claim(DAY, {})
    twins = Claim(kind=claim.kind, number="1", facility_code="11", lines=(twin, twin))
    (concern,) = look(a_subject(twins), IMAGING).concerns
    assert len(concern.lines) == 2
