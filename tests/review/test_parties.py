from __future__ import annotations

from datetime import date

import msgspec
import pytest

from edi_service.claims.model import Contact, Reference
from edi_service.review.profile import Partner
from tests.review.making import (
    DEPENDENT,
    OF_DEPENDENT,
    a_professional,
    a_stay,
    about_stay,
    ask,
    assert_valid,
    codes,
    of_loop,
    with_billing,
    with_parties,
    with_subscriber,
)

SENDING_ADDRESSES = Partner(send_addresses=True)


def test_the_header_names_case_attempt_and_moment() -> None:
    segments = assert_valid(ask(a_professional()))
    assert segments[2:4] == [
        "ST*278*0001*005010X217",
        "BHT*0007*13*0123456789abcdef-1*20261115*0930",
    ]


def test_a_payer_may_want_its_own_number_and_the_policys() -> None:
    claim = a_professional()
    payer = msgspec.structs.replace(
        claim.parties.payer, references=(Reference("G2", "PROV01"), Reference("LU", "SITE2"))
    )
    claim = with_parties(claim, payer=payer)
    partner = Partner(send_payer_assigned_number=True, send_group_number=True, group_qualifier="IG")
    segments = assert_valid(ask(claim, partner=partner))
    assert of_loop(segments, "REF", "NM1*1P") == ["REF*EI*123456789", "REF*ZH*PROV01"]
    assert of_loop(segments, "REF", "NM1*IL") == ["REF*IG*GRP01", "REF*EJ*PCN12345"]
    assert of_loop(assert_valid(ask(claim)), "REF", "NM1*1P") == ["REF*EI*123456789"]


def test_a_second_attempt_has_numbers_of_its_own() -> None:
    segments = assert_valid(ask(a_professional(), attempt=2))
    assert "BHT*0007*13*0123456789abcdef-2*20261115*0930" in segments
    assert "TRN*1*0123456789abcdef-2*1123456789" in segments


def test_payer_provider_and_member_are_those_of_the_claim() -> None:
    segments = assert_valid(ask(a_professional()))
    assert segments[4:14] == [
        "HL*1**20*1",
        "NM1*X3*2*EXAMPLE HEALTH PLAN*****PI*00001",
        "HL*2*1*21*1",
        "NM1*1P*2*INVENTED ORTHOPEDIC GROUP*****XX*1234567893",
        "REF*EI*123456789",
        "PRV*PE*PXC*207X00000X",
        "HL*3*2*22*1",
        "NM1*IL*1*DOE*JANE****MI*MEM0001",
        "REF*EJ*PCN12345",
        "DMG*D8*19800101*F",
    ]


def test_a_facility_asks_as_a_facility() -> None:
    segments = assert_valid(ask(a_stay(), about_stay()))
    assert "NM1*FA*2*EXAMPLE HOSPITAL*****XX*1987654328" in segments[:10]


def test_a_person_who_bills_is_named_as_a_person() -> None:
    claim = with_billing(
        a_professional(), is_person=True, last_name="ROE", first_name="ANN", middle_name="B"
    )
    assert "NM1*1P*1*ROE*ANN*B***XX*1234567893" in assert_valid(ask(claim))


def test_a_dependent_is_named_below_the_member_and_carries_the_account_number() -> None:
    segments = assert_valid(ask(a_professional(parties=OF_DEPENDENT)))
    start = segments.index("HL*3*2*22*1")
    assert segments[start : start + 9] == [
        "HL*3*2*22*1",
        "NM1*IL*1*DOE*JANE****MI*MEM0001",
        "DMG*D8*19800101*F",
        "HL*4*3*23*1",
        "NM1*QC*1*DOE*JIM*Q**JR",
        "REF*EJ*PCN12345",
        "DMG*D8*20100101*M",
        "INS*N*19",
        "HL*5*4*EV*1",
    ]


@pytest.mark.parametrize(
    ("on_the_claim", "segment"),
    [("01", "INS*N*01"), ("19", "INS*N*19"), ("20", "INS*N*G8"), ("53", "INS*N*G8")],
)
def test_relationships_other_than_spouse_and_child_are_other(
    on_the_claim: str, segment: str
) -> None:
    parties = msgspec.structs.replace(OF_DEPENDENT, dependent_relationship=on_the_claim)
    assert segment in assert_valid(ask(a_professional(parties=parties)))


def test_an_unknown_relationship_is_not_sent() -> None:
    parties = msgspec.structs.replace(OF_DEPENDENT, dependent_relationship="")
    segments = assert_valid(ask(a_professional(parties=parties)))
    assert not [text for text in segments if text.startswith("INS")]


def test_a_member_who_is_not_the_patient_needs_no_birth_date() -> None:
    claim = a_professional(parties=OF_DEPENDENT)
    subscriber = msgspec.structs.replace(claim.parties.subscriber, birth_date=None)
    segments = assert_valid(ask(with_parties(claim, subscriber=subscriber)))
    assert of_loop(segments, "DMG", "NM1*IL") == []


def test_an_unheard_of_gender_is_not_sent() -> None:
    claim = a_professional()
    person = msgspec.structs.replace(claim.parties.subscriber, gender="X")
    assert "DMG*D8*19800101" in assert_valid(ask(with_parties(claim, subscriber=person)))


def test_a_standard_health_identifier_keeps_its_qualifier_and_others_are_member_numbers() -> None:
    claim = with_subscriber(a_professional(), identifier_qualifier="II")
    assert "NM1*IL*1*DOE*JANE****II*MEM0001" in assert_valid(ask(claim))
    claim = with_subscriber(a_professional(), identifier_qualifier="ZZ")
    assert "NM1*IL*1*DOE*JANE****MI*MEM0001" in assert_valid(ask(claim))


def test_addresses_go_only_to_a_partner_who_wants_them() -> None:
    claim = a_professional(parties=OF_DEPENDENT)
    assert not [text for text in assert_valid(ask(claim)) if text.startswith("N3")]
    segments = assert_valid(ask(claim, partner=SENDING_ADDRESSES))
    assert of_loop(segments, "N3", "NM1*1P") == ["N3*1 MAIN ST"]
    assert of_loop(segments, "N3", "NM1*IL") == ["N3*5 ELM ST*UNIT B"]
    assert of_loop(segments, "N4", "NM1*QC") == ["N4*DALLAS*TX*75202"]


def test_an_address_without_a_city_is_none() -> None:
    claim = with_subscriber(a_professional(), city="")
    segments = assert_valid(ask(claim, partner=SENDING_ADDRESSES))
    assert of_loop(segments, "N3", "NM1*IL") == []


def test_an_address_abroad_has_its_country() -> None:
    claim = with_subscriber(a_professional(), state="", country="CAN", postal_code="M5V 2T6")
    segments = assert_valid(ask(claim, partner=SENDING_ADDRESSES))
    assert of_loop(segments, "N4", "NM1*IL") == ["N4*DALLAS**M5V 2T6*CAN"]


@pytest.mark.parametrize("changes", [{"state": "tx"}, {"state": "T1"}, {"country": "us"}])
def test_a_misspelt_state_or_country_holds_the_case(changes: dict[str, str]) -> None:
    claim = with_subscriber(a_professional(), **changes)
    assert codes(ask(claim, partner=SENDING_ADDRESSES)) == ["RQ18"]


def test_without_an_npi_the_tax_number_stands_for_the_provider() -> None:
    claim = with_billing(a_professional(), identifier_qualifier="", identifier="")
    segments = assert_valid(ask(claim))
    assert "NM1*1P*2*INVENTED ORTHOPEDIC GROUP*****24*123456789" in segments
    assert "REF*EI*123456789" not in segments
    assert segments[0][32:50] == "ZZ*123456789      "


def test_with_neither_a_social_security_number_stands_but_signs_no_trace() -> None:
    claim = with_billing(
        a_professional(),
        identifier_qualifier="",
        identifier="",
        references=(Reference("SY", "987654321"),),
    )
    assert codes(ask(claim)) == ["RQ17"]
    partner = Partner(trace_assigner="9000000001")
    assert "TRN*1*0123456789abcdef-1*9000000001" in assert_valid(ask(claim, partner=partner))


def test_without_a_tax_number_the_npi_signs_the_trace() -> None:
    claim = with_billing(a_professional(), references=())
    assert "TRN*1*0123456789abcdef-1*9123456789" in assert_valid(ask(claim))


def test_the_contact_on_the_claim_is_the_one_to_ask_for() -> None:
    contact = Contact(
        "BILLING OFFICE",
        (
            ("EX", "9"),
            ("TE", "5555550199"),
            ("EX", "12"),
            ("WP", "5555550000"),
            ("EM", ""),
            ("FX", "5555550198"),
            ("EM", "OFFICE AT EXAMPLE.TEST"),
        ),
    )
    segments = assert_valid(ask(with_billing(a_professional(), contact=contact)))
    assert "PER*IC*BILLING OFFICE*TE*5555550199*EX*12*FX*5555550198" in segments


def test_a_contact_that_says_nothing_is_not_sent() -> None:
    segments = assert_valid(
        ask(with_billing(a_professional(), contact=Contact("", (("WP", "1"),))))
    )
    assert not [text for text in segments if text.startswith("PER")]


def test_the_desk_in_the_settings_comes_before_the_claims_contact() -> None:
    claim = with_billing(a_professional(), contact=Contact("BILLING OFFICE"))
    partner = Partner(contact_phone="5555550100")
    assert "PER*IC**TE*5555550100" in assert_valid(ask(claim, partner=partner))


def test_a_delegated_reviewer_without_a_name_keeps_the_payers() -> None:
    segments = assert_valid(ask(a_professional(), partner=Partner(reviewer_id="REV77")))
    assert "NM1*X3*2*EXAMPLE HEALTH PLAN*****PI*REV77" in segments
    assert segments[1].split("*")[3] == "REV77"


def test_a_patient_born_before_the_dates_that_can_be_sent_holds_the_case() -> None:
    claim = a_professional()
    person = msgspec.structs.replace(claim.parties.subscriber, birth_date=date(985, 1, 1))
    assert codes(ask(with_parties(claim, subscriber=person))) == ["RQ11"]


def test_a_dependents_missing_name_and_birth_date_hold_the_case() -> None:
    party = msgspec.structs.replace(DEPENDENT.party, last_name=" ")
    patient = msgspec.structs.replace(DEPENDENT, party=party, birth_date=None)
    parties = msgspec.structs.replace(OF_DEPENDENT, dependent=patient)
    assert codes(ask(a_professional(parties=parties))) == ["RQ06", "RQ07"]


def test_a_claim_without_a_number_has_no_account_number() -> None:
    segments = assert_valid(ask(a_professional(number=" ")))
    assert of_loop(segments, "REF", "NM1*IL") == []
