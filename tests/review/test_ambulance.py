from __future__ import annotations

import pytest

from tests.builders import a_claim as claim_text
from tests.builders import a_line as line_text
from tests.builders import an_interchange, read_one
from tests.review.making import ask, assert_valid, codes, of_loop

TRIP = "CR1*LB*140**A*DH*12***TO DIALYSIS AND BACK*WEAK~"
PLACES = (
    "NM1*PW*2~N3*31 CLOVER COURT~N4*SPRINGFIELD*IL*62704~"
    "NM1*45*2*LANTERN CLINIC~N3*12 LANTERN WAY~N4*SPRINGFIELD*IL*62705~"
)


def ride(extra: str = TRIP, providers: str = "", line: str = "") -> str:
    return claim_text(
        line_text(procedure="A0428", extra=line), place="41", extra=extra, providers=providers
    )


def written(text: str) -> list[str]:
    return assert_valid(ask(read_one(an_interchange(text))))


def test_a_round_trip_is_known_by_its_purpose_and_to_be_confirmed() -> None:
    request = ask(read_one(an_interchange(ride(providers=PLACES))))
    segments = assert_valid(request)
    assert "CR1*LB*140*X*A*DH*12***TO DIALYSIS AND BACK*WEAK" in segments
    assert codes(request) == ["RQ33"]
    assert of_loop(segments, "N3", "NM1*PW*2") == ["N3*31 CLOVER COURT"]
    assert of_loop(segments, "N4", "NM1*45*2*LANTERN CLINIC") == ["N4*SPRINGFIELD*IL*62705"]
    assert "UM*HS*I*56*41:B*****Y*1" in segments


@pytest.mark.parametrize(
    ("trip", "sent"),
    [
        ("CR1***" + "*A*DH*12~", "CR1***I*A*DH*12"),
        ("CR1*LB*0**D*DH*0.5~", "CR1***I*D*DH*.5"),
        ("CR1*LB*140.5**A*DH*0~", "CR1*LB*140.5*I*A"),
    ],
)
def test_any_other_trip_is_taken_for_an_initial_one(trip: str, sent: str) -> None:
    assert sent.replace("*.5", "*0.5") in written(ride(trip))


def test_a_trip_of_a_line_counts_when_the_claim_has_none() -> None:
    assert "CR1***I*A*DH*7" in written(ride("", line="CR1****A*DH*7~"))


def test_a_trip_of_a_line_not_at_issue_does_not_count() -> None:
    text = claim_text(line_text(1), line_text(2, extra="CR1****A*DH*7~"))
    assert not [segment for segment in written(text) if segment.startswith("CR1")]


def test_an_unheard_of_reason_holds_the_case() -> None:
    request = ask(read_one(an_interchange(ride("CR1****Z*DH*7~"))))
    assert "RQ18" in codes(request)


def test_a_place_without_a_street_is_left_out_and_noted() -> None:
    request = ask(
        read_one(an_interchange(ride(providers=PLACES.replace("N3*31 CLOVER COURT~", ""))))
    )
    segments = assert_valid(request)
    assert not [segment for segment in segments if segment.startswith("NM1*PW")]
    assert codes(request) == ["RQ33", "RQ34"]


def test_conditions_of_the_certification_are_copied() -> None:
    assert "CRC*07*Y*01*04*06*09*05" in written(ride("CRC*07*Y*01*04*06*09*05~"))
    assert "CRC*07*N*08" in written(ride("CRC*07*N*08~"))


def test_confinement_has_no_code_and_goes_as_a_message() -> None:
    request = ask(read_one(an_interchange(ride("CRC*07*Y*12*04~"))))
    segments = assert_valid(request)
    assert codes(request) == []
    assert "CRC*07*Y*04" in segments
    assert next(text for text in segments if text.startswith("MSG")).endswith(
        " - PATIENT CONFINED TO BED OR CHAIR"
    )


def test_what_was_not_the_case_is_no_message() -> None:
    request = ask(read_one(an_interchange(ride("CRC*07*N*12~"))))
    segments = assert_valid(request)
    assert not [text for text in segments if "CONFINED" in text or text.startswith("CRC")]
    assert codes(request) == ["RQ34"]


def test_one_certification_fits_and_the_next_is_noted() -> None:
    request = ask(read_one(an_interchange(ride("CRC*07*Y*01~CRC*07*N*09~"))))
    segments = assert_valid(request)
    assert [text for text in segments if text.startswith("CRC")] == ["CRC*07*Y*01"]
    assert codes(request) == ["RQ34"]


def test_a_homebound_patient_is_independent_at_home() -> None:
    segments = assert_valid(ask(read_one(an_interchange(claim_text(extra="CRC*75*Y*IH~")))))
    assert "CRC*76*Y*IH" in segments
    both = written(ride("CRC*07*Y*01~CRC*75*Y*IH~"))
    assert [text for text in both if text.startswith("CRC")] == ["CRC*07*Y*01", "CRC*76*Y*IH"]
