"""Files of answers taken in, on a store: what each does to its case, and what is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from edi_service.cases.progress import Cause, State
from edi_service.service.records import ArrivalKind, Search
from tests.service.office import (
    a_response,
    acknowledged,
    an_office,
    answered,
    claims_acknowledged,
    decode,
    interchange_acknowledged,
    together,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edi_service.service.casework.responding import Responses
    from tests.service.office import (
        Office,
    )

A1 = "HCR*A1*CERT1"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    found = an_office(tmp_path)
    yield found
    found.store.close()


def codes(responses: Responses) -> list[str]:
    return [found.kind.code for found in responses.findings]


def effects(responses: Responses) -> list[str]:
    return [result.effect for result in responses.results]


DECISIONS = [
    (("HCR*A1*CERT1",), State.APPROVED),
    (("HCR*A3**0F",), State.REFUSED),
    (("HCR*A4**0U",), State.PENDED),
    (("HCR*A6*CERT1",), State.MODIFIED),
    (("HCR*C",), State.CANCELLED),
    (("HCR*CT",), State.PENDED),
    (("HCR*NA",), State.CLOSED),
]


@pytest.mark.parametrize(("said", "state"), DECISIONS)
def test_a_decision_moves_its_case(office: Office, said: tuple[str, ...], state: State) -> None:
    sent, other = office.send(office.open(1)), office.send(office.open(2))
    responses = office.hear(answered(sent, *said))
    (result,) = responses.results
    assert (result.case_id, result.attempt, result.effect) == (sent.case_id, 1, "moved")
    assert result.state == office.state(sent.case_id) == state
    assert office.state(other.case_id) is State.SENT


def test_an_answer_is_kept_with_its_bytes_and_what_was_understood(office: Office) -> None:
    sent = office.send(office.open(1))
    data = answered(sent, A1, lines=((A1, "SV1*HC:27759:RT*1500*UN*1"),))
    office.hear(data, name="from the payer.edi")
    with office.store.read() as shelf:
        (answer,) = shelf.answers(sent.case_id)
        assert shelf.answer_data(answer.answer_id) == data
        arrival = shelf.arrival(answer.sha256)
        assert b"".join(shelf.original(answer.sha256)) == data
        assert shelf.find(Search.AUTHORIZATION, "cert1") == [f"{1:015x}c"]
    assert arrival is not None
    assert (arrival.kind, arrival.name) == (ArrivalKind.ANSWERS, "from the payer.edi")
    reading = decode(answer.reading)
    assert (answer.kind, answer.attempt, reading["number"]) == ("278", 1, "CERT1")
    (event,) = [each for each in office.events(sent.case_id) if each.answer_id]
    assert (event.answer_id, event.actor) == (answer.answer_id, "payer")


def test_an_answer_among_others_is_kept_alone(office: Office) -> None:
    first, second = office.send(office.open(1)), office.send(office.open(2))
    data = together(answered(first, A1), b"\r\n", answered(second, "HCR*A3**0F"))
    office.hear(data)
    with office.store.read() as shelf:
        (answer,) = shelf.answers(second.case_id)
        assert shelf.answer_data(answer.answer_id) == answered(second, "HCR*A3**0F")


def test_the_lines_of_the_claim_are_told_by_their_trace_numbers(office: Office) -> None:
    sent = office.send(office.open(1))
    lines = (("HCR*A1*CERT1",), ("HCR*A3**0F",), ("HCR*A6*CERT2", "SV1*HC:97140*90*UN*2"))
    responses = office.hear(answered(sent, "HCR*A2*CERT1", lines=lines))
    assert office.state(sent.case_id) is State.APPROVED_IN_PART
    with office.store.read() as shelf:
        (answer,) = shelf.answers(sent.case_id)
    heard = decode(answer.reading)["lines"]
    assert isinstance(heard, list)
    assert [(line["line"], line["action"], line["number"]) for line in heard] == [
        ("1", "A1", "CERT1"),
        ("2", "A3", "CERT1"),
        ("3", "A6", "CERT2"),
    ]
    assert codes(responses) == ["AN14"]  # two units are certified of the one asked for


# Acknowledgments.


def test_a_999_moves_its_case_and_no_other(office: Office) -> None:
    sent, other = office.send(office.open(1)), office.send(office.open(2))
    office.hear(acknowledged(office.number_of(sent)))
    assert office.state(sent.case_id) is State.ACKNOWLEDGED
    assert office.state(other.case_id) is State.SENT
    office.hear(acknowledged(office.number_of(other), "R"))
    assert office.state(other.case_id) is State.HELD


@pytest.mark.parametrize(
    ("verdict", "group", "has_sets", "state"),
    [
        ("A", "A", True, State.ACKNOWLEDGED),
        ("E", "E", True, State.ACKNOWLEDGED),
        ("R", "R", True, State.HELD),
        ("R", "P", True, State.HELD),
        ("A", "P", True, State.ACKNOWLEDGED),
        ("A", "A", False, State.ACKNOWLEDGED),
        ("R", "R", False, State.HELD),
        ("P", "P", False, State.SENT),
        ("A", "R", True, State.SENT),
        ("Q", "A", True, State.SENT),
    ],
)
def test_a_999_says_it_of_the_set_or_of_the_group(
    office: Office,
    verdict: str,
    group: str,
    has_sets: bool,  # noqa: FBT001 - a column of the table
    state: State,
) -> None:
    sent = office.send(office.open(1))
    office.hear(acknowledged(office.number_of(sent), verdict, group=group, sets=has_sets))
    assert office.state(sent.case_id) is state


def test_a_ta1_that_accepts_is_noted_and_one_that_rejects_holds(office: Office) -> None:
    sent = office.send(office.open(1))
    accepted = office.hear(interchange_acknowledged(office.number_of(sent)))
    assert (effects(accepted), office.state(sent.case_id)) == (["noted"], State.SENT)
    office.hear(interchange_acknowledged(office.number_of(sent), "R", "006"))
    assert office.state(sent.case_id) is State.HELD


def test_a_ta1_of_no_known_verdict_moves_nothing(office: Office) -> None:
    sent = office.send(office.open(1))
    responses = office.hear(interchange_acknowledged(office.number_of(sent), "P"))
    assert (office.state(sent.case_id), codes(responses)) == (State.SENT, ["AK02"])


@pytest.mark.parametrize(
    "data", [acknowledged(77), interchange_acknowledged(77), acknowledged(7777777777)]
)
def test_an_acknowledgment_of_nothing_that_was_sent_is_kept(office: Office, data: bytes) -> None:
    sent = office.send(office.open(1))
    responses = office.hear(data)
    assert codes(responses) == ["AN21"]
    assert office.state(sent.case_id) is State.SENT
    with office.store.read() as shelf:
        assert len(shelf.answers("")) == 1


def test_a_999_from_somebody_else_is_about_nothing_of_ours(office: Office) -> None:
    sent = office.send(office.open(1))
    data = acknowledged(office.number_of(sent)).replace(b"PLAN           ", b"ANOTHER        ")
    assert codes(office.hear(data)) == ["AN21"]
    assert office.state(sent.case_id) is State.SENT


def test_a_999_about_claims_is_left_alone(office: Office) -> None:
    responses = office.hear(acknowledged(77).replace(b"AK1*HI", b"AK1*HC"))
    assert (responses.results, responses.left_alone, codes(responses)) == ((), 1, [])


def test_a_277ca_tells_what_became_of_a_mended_claim_and_of_no_other(office: Office) -> None:
    mended, waiting = office.send(office.open(1)), office.send(office.open(2))
    for sent in (mended, waiting):
        office.hear(answered(sent, A1))
    office.do(mended.case_id, Cause.CLAIM_MENDED)
    responses = office.hear(
        claims_acknowledged(("ACCOUNT1", "A2:20"), ("ACCOUNT2", "A2:20"), ("ACCOUNT9", "A7:562"))
    )
    assert [(each.case_id, each.says) for each in responses.results] == [
        (mended.case_id, "the mended claim was accepted")
    ]
    assert responses.left_alone == 2
    rejected = office.hear(claims_acknowledged(("ACCOUNT1", "A7:562")))
    assert rejected.results[0].says == "the mended claim was rejected"
    assert office.state(mended.case_id) is State.MENDED


def test_a_277ca_about_an_account_of_two_mended_claims_is_kept_and_named(office: Office) -> None:
    for number in (1, 2):
        sent = office.send(office.open(number, account="SHARED"))
        office.hear(answered(sent, A1))
        office.do(sent.case_id, Cause.CLAIM_MENDED)
    responses = office.hear(claims_acknowledged(("SHARED", "A7:562")))
    assert codes(responses) == ["AN22"]
    assert {office.events(f"{number:016x}")[-1].cause for number in (1, 2)} == {
        "the claim was mended"
    }
    with office.store.read() as shelf:
        assert [answer.kind for answer in shelf.answers("")] == ["277CA"]


# What cannot be matched, and what comes out of order.


def test_an_answer_to_nothing_is_kept_and_named(office: Office) -> None:
    sent = office.send(office.open(1))
    stranger = sent._replace(case_id="f" * 16)
    responses = office.hear(answered(stranger, A1))
    assert codes(responses) == ["AN21"]
    assert (responses.results[0].case_id, responses.results[0].effect) == ("", "")
    with office.store.read() as shelf:
        (answer,) = shelf.answers("")
    assert decode(answer.reading)["number"] == "CERT1"
    assert office.state(sent.case_id) is State.SENT


def test_an_answer_that_names_two_requests_is_kept_and_named(office: Office) -> None:
    first, second = office.send(office.open(1)), office.send(office.open(2))
    data = answered(first, A1).replace(
        f"BHT*0007*11*{first.reference}".encode(), f"BHT*0007*11*{second.reference}".encode()
    )
    assert codes(office.hear(data)) == ["AN22"]
    assert {office.state(first.case_id), office.state(second.case_id)} == {State.SENT}


def test_a_trace_number_of_another_originator_is_not_ours(office: Office) -> None:
    sent = office.send(office.open(1))
    data = answered(sent, A1).replace(b"9990000002", b"9990000003")
    assert codes(office.hear(data)) == ["AN22"]
    assert office.state(sent.case_id) is State.SENT


def test_a_rejection_above_the_event_is_matched_by_its_reference(office: Office) -> None:
    sent = office.send(office.open(1))
    body = ("HL*1**20*0", "AAA*N**42*P", "NM1*PR*2*INVENTED HEALTH PLAN*****PI*99001")
    office.hear(a_response(sent.reference, *body))
    assert office.state(sent.case_id) is State.READY


def test_the_same_file_again_changes_nothing(office: Office) -> None:
    sent = office.send(office.open(1))
    office.hear(answered(sent, A1))
    events = office.events(sent.case_id)
    responses = office.hear(answered(sent, A1))
    assert (codes(responses), effects(responses)) == (["AN25"], ["repeated"])
    assert office.events(sent.case_id) == events


def test_the_same_decision_in_another_file_is_a_repetition(office: Office) -> None:
    sent = office.send(office.open(1))
    office.hear(answered(sent, A1))
    again = office.hear(answered(sent, A1).replace(b"*1011*18", b"*1012*18"))
    assert (codes(again), effects(again)) == (["AN25"], ["repeated"])
    with office.store.read() as shelf:
        assert len(shelf.answers(sent.case_id)) == 2


@pytest.mark.parametrize("other", ["HCR*A1*CERT2", "HCR*A3**0F", "HCR*A6*CERT1"])
def test_another_decision_afterwards_contradicts_and_moves_nothing(
    office: Office, other: str
) -> None:
    sent = office.send(office.open(1))
    office.hear(answered(sent, A1))
    responses = office.hear(answered(sent, other))
    assert (codes(responses), effects(responses)) == (["AN23"], ["contradicts"])
    assert office.state(sent.case_id) is State.APPROVED


def test_a_decision_heard_again_after_the_claim_was_mended_is_a_repetition(office: Office) -> None:
    sent = office.send(office.open(1))
    office.hear(answered(sent, A1))
    office.do(sent.case_id, Cause.CLAIM_MENDED)
    again = office.hear(answered(sent, A1).replace(b"*1011*18", b"*1012*18"))
    assert (codes(again), office.state(sent.case_id)) == (["AN25"], State.MENDED)


def test_an_acknowledgment_after_the_decision_is_overtaken(office: Office) -> None:
    sent = office.send(office.open(1))
    office.hear(answered(sent, A1))
    responses = office.hear(acknowledged(office.number_of(sent)))
    assert (codes(responses), effects(responses)) == (["AN24"], ["late"])
    assert office.state(sent.case_id) is State.APPROVED


def test_an_answer_to_a_request_that_was_replaced_is_overtaken(office: Office) -> None:
    first = office.send(office.open(1))
    second = office.send(first.case_id, "revised")
    responses = office.hear(answered(first, A1))
    assert (codes(responses), effects(responses)) == (["AN24"], ["superseded"])
    assert office.state(first.case_id) is State.SENT
    office.hear(answered(second, "HCR*A3**0F"))
    assert office.state(first.case_id) is State.REFUSED


def test_all_sorts_of_answers_may_come_in_one_file(office: Office) -> None:
    sent = office.send(office.open(1))
    number = office.number_of(sent)
    data = together(
        interchange_acknowledged(number), acknowledged(number), answered(sent, "HCR*A4**0U")
    )
    responses = office.hear(data)
    assert [(each.kind, each.effect) for each in responses.results] == [
        ("TA1", "noted"),
        ("999", "moved"),
        ("278", "moved"),
    ]
    assert office.state(sent.case_id) is State.PENDED


def test_what_is_no_answer_is_named_and_left_alone(office: Office) -> None:
    sent = office.send(office.open(1))
    with office.store.read() as shelf:
        request = shelf.attempt_data(sent.case_id, 1)
    assert "AN01" in codes(office.hear(request))
    remittance = acknowledged(1).replace(b"ST*999", b"ST*835")
    responses = office.hear(remittance)
    assert codes(responses) == ["AN26"]
    with office.store.read() as shelf:
        arrivals = [shelf.arrival(each) for each in _hashes(remittance)]
    assert [each.kind for each in arrivals if each] == [ArrivalKind.OTHER]


def _hashes(*files: bytes) -> list[str]:
    import hashlib  # noqa: PLC0415 -- of one test

    return [hashlib.sha256(each).hexdigest() for each in files]


@pytest.mark.parametrize("data", [b"", b"no answer at all", b"ISA*00~"])
def test_a_file_that_is_none_does_no_harm(office: Office, data: bytes) -> None:
    responses = office.hear(data)
    assert responses.results == ()


def test_an_answer_that_breaks_off_is_kept_as_far_as_it_goes(office: Office) -> None:
    sent = office.send(office.open(1))
    data = answered(sent, A1)
    cut = data[: data.index(b"SE*")]
    office.hear(cut)
    with office.store.read() as shelf:
        (answer,) = shelf.answers(sent.case_id)
        assert shelf.answer_data(answer.answer_id).startswith(cut)
    assert office.state(sent.case_id) is State.APPROVED
