"""AAA: where the script puts one, and what a payer cannot look at of itself."""

from __future__ import annotations

import pytest

from tests.simulator.making import (
    a_dependents_request,
    a_request,
    a_stay_request,
    answered,
    assert_sound,
    grown,
    level,
    of,
    response,
    responses,
)

NAMED = "NM1*SJ*1*ROE*RICHARD****XX*1234567893~"


def rejecting(place: str, reason: str, more: str = "") -> str:
    return f'[default]\ndecision = "reject"\nlevel = "{place}"\nreject_reason = "{reason}"\n{more}'


@pytest.mark.parametrize(
    ("place", "reason", "follow_up", "code", "last"),
    [
        ("2000A", "42", "P", "20", "20"),
        ("2000A", "04", "Y", "20", "20"),
        ("2010A", "79", "N", "20", "20"),
        ("2010A", "T4", "Y", "20", "20"),
        ("2010B", "51", "R", "21", "21"),
        ("2010C", "75", "C", "22", "22"),
        ("2000E", "15", "N", "EV", "EV"),
    ],
)
def test_an_aaa_stands_at_its_level_and_ends_the_answer(
    place: str, reason: str, follow_up: str, code: str, last: str
) -> None:
    texts = response(rejecting(place, reason, f'follow_up = "{follow_up}"'), a_request())
    assert of(texts, "AAA") == [f"AAA*N**{reason}*{follow_up}"]
    assert of(level(texts, code), "AAA")
    levels = of(texts, "HL")
    assert levels[-1].split("*")[3:] == [last, "0"]
    assert of(texts, "HCR") == []


def test_an_aaa_about_the_dependent_stands_with_the_dependent() -> None:
    texts = response(rejecting("2010D", "77"), a_dependents_request())
    assert of(level(texts, "23"), "AAA") == ["AAA*N**77*C"]
    assert of(level(texts, "22"), "AAA") == []


def test_an_aaa_about_a_provider_stands_with_the_first_of_them() -> None:
    texts = answered_by(rejecting("2010EA", "47"), grown(a_request(), NAMED, "HL*5*4*SS"))
    event = level(texts, "EV")
    named = [at for at, text in enumerate(event) if text.startswith(("NM1*SJ", "NM1*FA"))]
    assert len(named) > 1
    assert of(event, "AAA") == ["AAA*N**47*C"]
    assert named[0] < event.index("AAA*N**47*C") < named[1]


def test_an_aaa_about_one_line_leaves_the_others_approved() -> None:
    texts = response(rejecting("2000F", "AG", "lines = [2]"), a_request(lines=3))
    assert [text.split("*")[1] for text in of(texts, "HCR")] == ["A2", "A1", "A1"]
    assert of(level(texts, "SS", 1), "AAA") == ["AAA*N**AG*C"]
    assert of(level(texts, "SS", 1), "HCR") == []


def test_an_aaa_about_every_line_leaves_nothing_decided() -> None:
    texts = response(rejecting("2000F", "33"), a_request(lines=2))
    assert of(texts, "AAA") == ["AAA*N**33*C"] * 2
    assert of(texts, "HCR") == []


@pytest.mark.parametrize(
    ("place", "reason", "stands"),
    [("2010D", "75", "22"), ("2010FA", "33", "SS")],
)
def test_an_aaa_about_what_is_not_there_stands_above(place: str, reason: str, stands: str) -> None:
    texts = response(rejecting(place, reason), a_request())
    assert of(level(texts, stands), "AAA") == [f"AAA*N**{reason}*C"]


def test_an_aaa_about_a_provider_that_is_not_there_stands_at_the_event() -> None:
    start, _, rest = a_request().partition(b"NM1*SJ")
    request = without(start + rest[rest.index(b"HL*5") :])
    texts = answered_by(rejecting("2010EA", "33"), request)
    event = level(texts, "EV")
    assert of(event, "AAA") == ["AAA*N**33*C"]
    assert event.index("AAA*N**33*C") < event.index(of(event, "UM")[0])


@pytest.mark.parametrize("level_", ["2000F", "2010FA"])
def test_an_aaa_about_lines_of_a_stay_without_any_stands_at_the_event(level_: str) -> None:
    texts = answered_by(rejecting(level_, "33"), a_stay_request())
    assert of(level(texts, "EV"), "AAA") == ["AAA*N**33*C"]
    assert of(texts, "HCR") == []


def test_an_aaa_about_a_line_that_is_not_there_stands_at_the_event() -> None:
    texts = answered_by(rejecting("2000F", "33", "lines = [7]"), a_request(lines=2))
    assert of(level(texts, "EV"), "AAA") == ["AAA*N**33*C"]


def test_an_aaa_about_the_provider_of_a_line_stands_with_that_provider() -> None:
    request = grown(a_request(lines=2), NAMED, "HL*6*4*SS")
    texts = answered_by(rejecting("2010FA", "47", "lines = [1]"), request)
    line = level(texts, "SS", 0)
    assert line[-1] == "AAA*N**47*C"
    assert line[-2] == NAMED.removesuffix("~")
    assert [text.split("*")[1] for text in of(texts, "HCR")] == ["A2", "A1"]


def test_a_reason_may_be_added_in_words() -> None:
    texts = response(rejecting("2000E", "33", 'message = "Call the desk."'), a_request())
    assert of(texts, "MSG")[0].endswith("DECISION. Call the desk.")


def test_what_the_guide_forbids_is_not_sent() -> None:
    payer = answered(rejecting("2010C", "AG"), a_request())
    [texts] = responses(payer)
    assert_sound(payer.letters())
    assert of(texts, "AAA") == ["AAA*N**42*P"]
    [did] = payer.journal
    assert did.is_fault
    assert "EL" in did.note


# What the payer cannot look at


def answered_by(script: str, request: bytes) -> list[str]:
    payer = answered(script, request)
    assert_sound(payer.letters())
    [texts] = responses(payer)
    return texts


def without(request: bytes, *starts: str) -> bytes:
    texts = [text for text in request.decode().split("~") if not text.startswith(starts)]
    return grown("~".join(texts).encode(), "", "BHT")


@pytest.mark.parametrize(
    ("request_", "code", "expected"),
    [
        (a_request().replace(b"XX*1234567893", b"XX*1234567890"), "21", "43"),
        (without(a_request(), "DMG"), "22", "58"),
        (without(a_dependents_request(), "DMG*D8*20100101"), "23", "58"),
        (a_request().replace(b"DMG*D8*19800101", b"DMG*D8*20261101"), "EV", "60"),
        (without(a_request(), "DTP*AAH"), "EV", "57"),
        (a_request().replace(b"UM*HS*I", b"UM*HS*S"), "EV", "AA"),
        (a_request().replace(b"NM1*IL*1*DOE*JANE", b"NM1*IL*1**"), "22", "65"),
    ],
)
def test_a_request_that_cannot_be_looked_at_is_rejected(
    request_: bytes, code: str, expected: str
) -> None:
    texts = answered_by("", request_)
    assert of(level(texts, code), "AAA") == [f"AAA*N**{expected}*C"]
    assert of(texts, "HCR") == []


def test_a_revision_that_names_the_earlier_number_is_looked_at() -> None:
    request = a_request().replace(b"UM*HS*I", b"UM*HS*S")
    texts = answered_by("", grown(request, "REF*BB*OLD123~", "DTP*AAH"))
    assert of(texts, "AAA") == []
    assert "REF*BB*OLD123" in texts


def test_a_cancellation_is_confirmed() -> None:
    request = a_request().replace(b"UM*HS*I", b"UM*HS*3")
    texts = answered_by("", grown(request, "REF*BB*OLD123~", "DTP*AAH"))
    assert [text.split("*")[1] for text in of(texts, "HCR")] == ["C", "C"]


def test_the_script_goes_before_what_the_payer_would_object_to() -> None:
    request = without(a_request(), "DMG")
    texts = answered_by('[[answer]]\norder = 1\ndecision = "approve"', request)
    assert of(texts, "AAA") == []
