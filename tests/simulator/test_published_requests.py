"""Requests that others have published, answered as they stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulator.making import answered, assert_sound, of, responses, segments

EXAMPLES = Path(__file__).parents[2].parent / "shared" / "domain" / "278-examples"
pytestmark = pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the published examples are absent")

ANSWERED = {
    "emergency-admission-request-for-review.edi": 0,  # service lines
    "referral-request-for-review.edi": 0,
    "request-for-medical-services-reservation.edi": 1,
    "request-for-non-emergency-transportation.edi": 3,
    "retro837i_to_278.edi": 2,
    "retro837p_to_278.edi": 1,
}
REFUSED = {
    "admission-request-for-review.edi": "IK5*R*4",  # its SE miscounts
    "neg1.edi": "IK5*R*5",
    "neg2.edi": "IK5*R*5",
    "neg3.edi": "IK5*R*5",
    "neg4.edi": "IK5*R*5",
    "referral-response-to-request-for-review.edi": "IK5*R*5",  # no request at all
}


@pytest.mark.parametrize("name", ANSWERED)
def test_a_published_request_is_approved_line_by_line(name: str) -> None:
    payer = answered('[[answer]]\ndecision = "approve"', (EXAMPLES / name).read_bytes())
    assert_sound(payer.letters())
    [texts] = responses(payer)
    assert [text.split("*")[1] for text in of(texts, "HCR")] == ["A1"] * (1 + ANSWERED[name])


@pytest.mark.parametrize(
    "name",
    [
        "emergency-admission-request-for-review.edi",
        "referral-request-for-review.edi",
    ],
)
def test_without_a_script_a_patient_without_birth_date_is_rejected(name: str) -> None:
    payer = answered("", (EXAMPLES / name).read_bytes())
    [texts] = responses(payer)
    assert of(texts, "AAA") == ["AAA*N**58*C"]
    assert [did.note for did in payer.journal] == ["AAA03 58 in loop 2010C."]


@pytest.mark.parametrize("decision", ["part", "modify", "pend", "refuse", "contact", "reject"])
@pytest.mark.parametrize("name", ANSWERED)
def test_a_published_request_can_be_answered_in_any_way(name: str, decision: str) -> None:
    script = f'[[answer]]\ndecision = "{decision}"'
    payer = answered(script, (EXAMPLES / name).read_bytes())
    assert_sound(payer.letters())
    assert [did for did in payer.journal if did.is_fault] == []


@pytest.mark.parametrize("name", REFUSED)
def test_what_breaks_the_guide_is_refused_by_the_999(name: str) -> None:
    payer = answered("", (EXAMPLES / name).read_bytes())
    assert_sound(payer.letters())
    [receipt] = payer.letters()
    assert of(segments(receipt.data), "IK5") == [REFUSED[name]]
