"""What an answer means: each decision, alone and beside what its services say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_service.cases.progress import Cause
from edi_service.review.answer.heard import Action
from tests.review.answer.making import (
    MEMBER,
    REQUESTER,
    REVIEWER,
    a_line,
    an_answer,
    an_event,
    read,
)

A1, A2, A3 = "HCR*A1*CERT1", "HCR*A2*CERT1", "HCR*A3**0F"
A4, A6 = "HCR*A4**0U", "HCR*A6*CERT1"
REJECTED = "AAA*N**T5*C"


@pytest.mark.parametrize(
    ("ruling", "cause"),
    [
        (A1, Cause.APPROVED),
        (A2, Cause.PARTLY_APPROVED),
        (A3, Cause.REFUSED),
        (A6, Cause.MODIFIED),
        ("HCR*C", Cause.CANCELLED),
        ("HCR*CT", Cause.CONTACT),
        ("HCR*NA", Cause.NOT_NEEDED),
        (A4, Cause.PENDED),
    ],
)
def test_each_decision_of_an_event_alone(ruling: str, cause: Cause) -> None:
    assert read(an_event(ruling)).one.cause is cause


BESIDE = [
    ("certified, each service too", A1, (A1, A1), Cause.APPROVED),
    ("certified, no service says anything", A1, ("", ""), Cause.APPROVED),
    ("certified, one needs no review", A1, (A1, "HCR*NA"), Cause.APPROVED),
    ("a part: one is certified and one is not", A2, (A1, A3), Cause.PARTLY_APPROVED),
    ("a part: one is certified and one rejected", A2, (A1, REJECTED), Cause.PARTLY_APPROVED),
    ("a part: one is certified with changes", A2, (A1, A6), Cause.PARTLY_APPROVED),
    ("a part, and the rest is pended", A2, (A1, A4), Cause.PENDED),
    ("modified: one is less than asked", A6, (A1, A6), Cause.MODIFIED),
    ("modified by leaving one out", A6, (A1, A3), Cause.PARTLY_APPROVED),
    ("modified, one is pended", A6, (A1, A4), Cause.PENDED),
    ("refused, each service too", A3, (A3, A3), Cause.REFUSED),
    ("refused, one is rejected", A3, (A3, REJECTED), Cause.REFUSED),
    ("pended, one is certified already", A4, (A1, ""), Cause.PENDED),
    ("cancelled, services too", "HCR*C", ("HCR*C", "HCR*C"), Cause.CANCELLED),
    ("to be talked about, one is certified", "HCR*CT", (A1, ""), Cause.CONTACT),
]


@pytest.mark.parametrize(("name", "event", "lines", "cause"), BESIDE, ids=[b[0] for b in BESIDE])
def test_a_decision_beside_those_of_its_services(
    name: str, event: str, lines: tuple[str, ...], cause: Cause
) -> None:
    said = tuple(a_line(at, *filter(None, [line])) for at, line in enumerate(lines, start=1))
    got = read(an_event(event, lines=said))
    assert got.one.cause is cause, name
    assert "AN04" not in got.codes


AGAINST = [
    ("certified in total, one is not", A1, (A1, A3)),
    ("certified in total, one is pended", A1, (A1, A4)),
    ("certified in total, one is changed", A1, (A1, A6)),
    ("certified in total, one is rejected", A1, (A1, REJECTED)),
    ("refused, one is certified", A3, (A3, A1)),
    ("refused, one is pended", A3, (A3, A4)),
    ("a part, and each of them in total", A2, (A1, A1)),
    ("a part, and none of them", A2, (A3, A3)),
    ("cancelled, one is certified", "HCR*C", ("HCR*C", A1)),
    ("no review needed, one is refused", "HCR*NA", ("HCR*NA", A3)),
]


@pytest.mark.parametrize(("name", "event", "lines"), AGAINST, ids=[b[0] for b in AGAINST])
def test_what_cannot_both_be_true_moves_nothing(
    name: str, event: str, lines: tuple[str, ...]
) -> None:
    said = tuple(a_line(at, line) for at, line in enumerate(lines, start=1))
    got = read(an_event(event, lines=said))
    assert (got.one.cause, "AN04" in got.codes) == (Cause.UNCLEAR, True), name


def rejected_at_event(*said: str) -> bytes:
    return an_event(*said).replace(b"UM*HS", b"AAA*N**33*C~UM*HS")


def test_an_event_that_is_certified_and_rejected_contradicts_itself() -> None:
    got = read(rejected_at_event(A1))
    assert (got.one.cause, "AN04" in got.codes) == (Cause.UNCLEAR, True)


def test_a_refusal_may_say_what_was_wrong() -> None:
    assert read(rejected_at_event(A3)).one.cause is Cause.REFUSED


def test_a_service_that_is_certified_and_rejected_contradicts_itself() -> None:
    lines = (a_line(1, "AAA*N**T5*C", "UM*HS*I", A1), a_line(2, A3))
    got = read(an_event(A2, lines=lines))
    assert (got.one.cause, "AN04" in got.codes) == (Cause.UNCLEAR, True)


def test_a_cancellation_is_not_certified() -> None:
    got = read(an_event(A1).replace(b"UM*HS*I", b"UM*HS*3"))
    assert (got.one.cause, "AN04" in got.codes) == (Cause.UNCLEAR, True)
    assert read(an_event("HCR*C").replace(b"UM*HS*I", b"UM*HS*3")).one.cause is Cause.CANCELLED


@pytest.mark.parametrize("action", ["A5", "a1", "XX", ""])
def test_a_decision_that_is_not_known_is_kept_and_moves_nothing(action: str) -> None:
    got = read(an_event(f"HCR*{action}*CERT1"))
    assert (got.one.cause, got.one.action, got.one.number) == (Cause.UNCLEAR, action, "CERT1")
    assert "AN02" in got.codes


@pytest.mark.parametrize("ruling", ["HCR*A2*CERT2", "HCR*Q7"])
def test_a_decision_that_no_service_can_have_makes_the_answer_unclear(ruling: str) -> None:
    got = read(an_event(A2, lines=(a_line(1, A1), a_line(2, ruling))))
    assert (got.one.cause, "AN02" in got.codes) == (Cause.UNCLEAR, True)


def test_an_event_without_a_decision_and_without_a_rejection_decides_nothing() -> None:
    got = read(an_event())
    assert (got.one.cause, got.codes) == (Cause.UNCLEAR, ["AN03"])
    got = read(an_event(lines=(a_line(1, A1),)))
    assert (got.one.cause, got.codes) == (Cause.UNCLEAR, ["AN03"])


# Rejections.

FOLLOW_UPS = [
    (("C",), Cause.RETURNED),
    (("R",), Cause.RETURNED),
    (("C", "R"), Cause.RETURNED),
    (("P",), Cause.TRY_AGAIN),
    (("P", "C"), Cause.RETURNED),
    (("N",), Cause.TURNED_DOWN),
    (("C", "N", "P"), Cause.TURNED_DOWN),
    (("Y",), Cause.IN_WORK),
]


def rejected_at_once(*follow_ups: str) -> bytes:
    aaa = [f"AAA*N**42*{each}" for each in follow_ups]
    return an_answer(REVIEWER[0][:-1] + "0", *aaa, REVIEWER[1])


@pytest.mark.parametrize(("follow_ups", "cause"), FOLLOW_UPS)
def test_what_may_follow_a_rejection(follow_ups: tuple[str, ...], cause: Cause) -> None:
    heard = read(rejected_at_once(*follow_ups)).one
    assert heard.cause is cause
    assert tuple(each.follow_up for each in heard.rejections) == follow_ups


@pytest.mark.parametrize("follow_ups", [("Q",), ("",), ("Y", "C"), ("Y", "N")])
def test_what_may_follow_is_not_guessed(follow_ups: tuple[str, ...]) -> None:
    got = read(rejected_at_once(*follow_ups))
    assert (got.one.cause, "AN08" in got.codes) == (Cause.UNCLEAR, True)


LEVELS = {
    "2000A": (("HL*1**20*0", "AAA*N**42*P", REVIEWER[1]), Cause.TRY_AGAIN),
    "2010A": (("HL*1**20*0", REVIEWER[1], "AAA*N**79*N"), Cause.TURNED_DOWN),
    "2010B": ((*REVIEWER, "HL*2*1*21*0", REQUESTER[1], "AAA*N**51*R"), Cause.RETURNED),
    "2010C": ((*REVIEWER, *REQUESTER, "HL*3*2*22*0", MEMBER[1], "AAA*N**75*C"), Cause.RETURNED),
    "2010D": (
        (*REVIEWER, *REQUESTER, *MEMBER, "HL*4*3*23*0", "NM1*QC*1*OAKENSHAW*FAYE", "AAA*N**95*N"),
        Cause.TURNED_DOWN,
    ),
}


@pytest.mark.parametrize("loop", LEVELS)
def test_a_rejection_above_the_event_is_one_of_the_whole_request(loop: str) -> None:
    body, cause = LEVELS[loop]
    got = read(an_answer(*body))
    assert got.codes == []
    (rejection,) = got.one.rejections
    assert (rejection.loop, got.one.cause, got.one.action) == (loop, cause, "")


def test_a_rejection_at_the_event_its_providers_and_its_services() -> None:
    assert read(rejected_at_event()).one.cause is Cause.RETURNED
    of_provider = read(an_event("NM1*SJ*1*QUILLFEATHER*ORLA****XX*1910000037", "AAA*N**47*N")).one
    assert of_provider.cause is Cause.TURNED_DOWN
    assert of_provider.rejections[0].loop == "2010EA"
    at_service = read(an_event(lines=(a_line(1, "AAA*N**T5*C"),))).one
    assert at_service.cause is Cause.RETURNED
    assert at_service.lines[0].rejections[0].loop == "2000F"


actions = st.sampled_from(
    ["", *(f"HCR*{each.value}*N" for each in Action), "HCR*ZZ", "AAA*N**15*C"]
)


@given(actions, st.lists(actions, max_size=4))
def test_whatever_is_said_one_thing_is_heard_and_doubt_is_named(
    event: str, lines: list[str]
) -> None:
    said = tuple(a_line(at, *filter(None, [line])) for at, line in enumerate(lines, start=1))
    got = read(an_event(*filter(None, [event]), lines=said))
    doubts = {"AN02", "AN03", "AN04", "AN08"} & set(got.codes)
    assert (got.one.cause is Cause.UNCLEAR) == bool(doubts)
    assert len(got.one.lines) == len(lines)
