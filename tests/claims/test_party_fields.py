"""Whom a claim concerns: its parties, the levels they stand on, and that none shows itself."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import (
    ATTENDING_NPI,
    BILLING_NPI,
    MEMBER_ID,
    PAYER_ID,
    a_claim,
    an_interchange,
    read_all,
    read_one,
    spoiled,
)


def test_the_parties_of_a_claim_are_read() -> None:
    parties = read_one(an_interchange()).parties

    billing = parties.billing
    assert (billing.entity, billing.is_person, billing.last_name) == (
        "85",
        False,
        "RIVERBEND CLINIC",
    )
    assert (billing.npi, billing.taxonomy) == (BILLING_NPI, "261QP2300X")
    assert billing.street == ("12 MILL LANE", "SUITE 4")
    assert (billing.city, billing.state, billing.postal_code) == ("SPRINGFIELD", "IL", "627010001")
    assert billing.reference("EI") == "123456789"
    assert billing.reference("SY") == ""
    assert billing.contact is not None
    assert billing.contact.name == "BILLING OFFICE"
    assert billing.contact.numbers == (("TE", "5550100199"),)

    coverage = parties.coverage
    assert (coverage.responsibility, coverage.relationship) == ("P", "18")
    assert (coverage.group_number, coverage.group_name) == ("GRP77", "RIVERBEND EMPLOYEES")
    assert coverage.claim_filing == "CI"

    subscriber = parties.subscriber
    assert (subscriber.party.last_name, subscriber.party.first_name) == ("HOLLIS", "CLARA")
    assert (subscriber.party.middle_name, subscriber.party.is_person) == ("J", True)
    assert subscriber.party.identifier == MEMBER_ID
    assert subscriber.party.npi == ""
    assert (subscriber.birth_date, subscriber.gender) == (date(1980, 1, 2), "F")
    assert parties.patient is subscriber

    assert (parties.payer.last_name, parties.payer.identifier) == ("EXAMPLE HEALTH", PAYER_ID)
    assert parties.dependent is None


def test_a_dependent_is_the_patient() -> None:
    parties = read_one(an_interchange(dependent=True)).parties

    assert parties.dependent is not None
    assert parties.patient is parties.dependent
    assert parties.dependent.party.first_name == "BEN"
    assert parties.dependent.birth_date == date(2015, 6, 7)
    assert parties.dependent_relationship == "19"
    assert parties.subscriber.party.first_name == "CLARA"
    assert parties.subscriber.birth_date is None
    assert parties.payer.identifier == PAYER_ID


def test_levels_that_leave_out_what_they_should_say_inherit_nothing() -> None:
    data = an_interchange(dependent=True)
    for old in (b"PAT*19~", b"NM1*QC*1*HOLLIS*BEN~", b"SBR*P**GRP77*RIVERBEND EMPLOYEES*****CI~"):
        data = data.replace(old, b"")
    data = data.replace(b"NM1*PR*2*EXAMPLE HEALTH*****PI*EXHLTH~", b"")
    parties = read_one(data).parties

    assert parties.dependent_relationship == ""
    assert parties.dependent is not None
    assert parties.dependent.party.last_name == ""
    assert parties.coverage.responsibility == ""
    assert parties.payer.identifier == ""


def test_each_claim_has_the_parties_of_its_own_level() -> None:
    second = "HL*9*1*22*0~SBR*S*18~NM1*IL*1*LOWELL*IVY****MI*M2~NM1*PR*2*OTHER*****PI*OTHER~"
    third = "HL*10**20*1~NM1*85*2*HILL CLINIC*****XX*1598765430~HL*11*10*22*0~NM1*IL*1*KEATING~"
    data = an_interchange(
        a_claim() + a_claim(number="A2") + second + a_claim(number="A3") + third + a_claim()
    )
    first, also_first, of_second, of_third = read_all(data)[0]

    assert first.parties is also_first.parties
    assert of_second.parties.billing is first.parties.billing
    assert of_second.parties.payer.identifier == "OTHER"
    assert of_third.parties.billing.npi == "1598765430"
    assert of_third.parties.billing.taxonomy == ""
    assert of_third.parties.payer.identifier == ""


def test_a_dependent_s_level_ends_with_the_next_subscriber_s() -> None:
    data = an_interchange(a_claim(), a_claim(), dependent=True)
    first, second = read_all(data)[0]

    assert first.parties.dependent is not None
    assert first.parties.dependent is not second.parties.dependent


def test_details_of_an_unknown_entity_are_not_the_billing_provider_s() -> None:
    data = spoiled(an_interchange(), "REF*EI*123456789~", "NM1*XX*2*Y~N3*X~REF*EI*999999999~")

    billing = read_one(data).parties.billing
    assert billing.reference("EI") == ""
    assert billing.contact is None
    assert billing.street == ("12 MILL LANE", "SUITE 4")


@pytest.mark.parametrize(
    ("sent", "street"),
    [
        ("N3*7 ELM STREET", ("7 ELM STREET",)),
        ("N3*7 ELM STREET*FLAT 2", ("7 ELM STREET", "FLAT 2")),
        ("N3*7 ELM STREET*", ("7 ELM STREET",)),
        ("N3**FLAT 2", ("FLAT 2",)),
        ("N3*7 ELM STREET*FLAT 2*REAR", ("7 ELM STREET", "FLAT 2")),
        ("N3*", ("",)),
        ("N3", ()),
    ],
)
def test_a_street_has_up_to_two_lines(sent: str, street: tuple[str, ...]) -> None:
    claim = read_one(spoiled(an_interchange(), "N3*7 ELM STREET", sent))

    assert claim.parties.subscriber.party.street == street


def test_payers_are_told_apart_by_all_that_is_said_of_them() -> None:
    alone = an_interchange()
    payer = f"NM1*PR*2*EXAMPLE HEALTH*****PI*{PAYER_ID}~"
    data = spoiled(alone, payer, f"{payer}N3*1 HIGH STREET~N4*SPRINGFIELD*IL*62701~")
    described = read_one(data).parties.payer
    named, again = (claim.parties.payer for claim in read_all(alone + data)[0])

    assert (named.street, named.city) == ((), "")
    assert (described.street, described.city) == (("1 HIGH STREET",), "SPRINGFIELD")
    assert again == described
    assert named.identifier == described.identifier == PAYER_ID


def test_many_payers_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edi_service.claims.parties.MOST_ORGANIZATIONS", 1)
    other = spoiled(an_interchange(), f"PI*{PAYER_ID}", "PI*OTHER")
    claims, findings = read_all(an_interchange() + other + an_interchange())

    assert [claim.parties.payer.identifier for claim in claims] == [PAYER_ID, "OTHER", PAYER_ID]
    assert findings == []


def test_many_providers_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edi_service.claims.parties.MOST_ORGANIZATIONS", 1)
    data = an_interchange(*[a_claim()] * 3)

    assert {claim.parties.billing.npi for claim in read_all(data)[0]} == {BILLING_NPI}


def test_providers_of_institutional_claims_keep_their_loop() -> None:
    placed = read_one(an_interchange(a_claim(kind="I"), kind="I")).placed

    assert placed is not None
    [attending] = placed.find("2310A", "NM1")
    assert attending.segment.value(9) == ATTENDING_NPI


def test_nothing_that_names_a_person_is_shown_by_accident() -> None:
    claim = read_one(an_interchange(dependent=True))
    shown = (
        f"{claim!r} {claim.parties!r} {claim.parties.patient!r} {claim.parties.billing.contact!r}"
    )

    assert "HOLLIS" not in shown
    assert MEMBER_ID not in shown
    assert "A1" not in shown
