"""What payers answer to inquiries (X215) and notifications (X216) moves a case like any answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from edi_service.cases.progress import State
from tests.service.office import an_office, answered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edi_service.service.casework.responding import Responses
    from tests.service.office import Office, Sent


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    found = an_office(tmp_path)
    yield found
    found.store.close()


def codes(responses: Responses) -> list[str]:
    return [found.kind.code for found in responses.findings]


def in_words(data: bytes, guide: str, purpose: str, sent: Sent, reference: str) -> bytes:
    """An answer to a request, told as an answer to something else."""
    text = data.decode().replace("005010X217", guide)
    text = text.replace(f"BHT*0007*11*{sent.reference}*", f"BHT*0007*{purpose}*{reference}*")
    return text.replace(f"TRN*2*{sent.reference}*", f"TRN*2*{reference}*").encode()


def status(sent: Sent, *said: str, question: int = 1, purpose: str = "49") -> bytes:
    reference = f"{sent.reference}-Q{question}"
    return in_words(answered(sent, *said), "005010X215", purpose, sent, reference)


def pended(office: Office) -> Sent:
    sent = office.send(office.open(1))
    office.hear(answered(sent, "HCR*A4**0U"))
    assert office.state(sent.case_id) is State.PENDED
    return sent


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("HCR*A1*CERT1", State.APPROVED),
        ("HCR*A3**0F", State.REFUSED),
        ("HCR*A6*CERT1", State.MODIFIED),
        ("HCR*A4**0U", State.PENDED),
    ],
)
def test_a_decision_told_upon_inquiry_counts(office: Office, said: str, state: State) -> None:
    sent = pended(office)
    responses = office.hear(status(sent, said))
    assert office.state(sent.case_id) is state
    (result,) = responses.results
    assert (result.case_id, result.attempt) == (sent.case_id, 1)


def test_an_event_without_a_trace_is_taken_where_it_is_the_only_one(office: Office) -> None:
    sent = pended(office)
    said = status(sent, "HCR*A1*CERT1").replace(
        f"TRN*2*{sent.reference}-Q1*9990000002~".encode(), b""
    )
    said = said.replace(b"SE*15*", b"SE*14*")
    office.hear(said)
    assert office.state(sent.case_id) is State.APPROVED


def test_an_answer_to_another_question_moves_nothing(office: Office) -> None:
    sent = pended(office)
    said = status(sent, "HCR*A1*CERT1").replace(
        f"TRN*2*{sent.reference}-Q1*".encode(), b"TRN*2*SOMEONE-ELSES*"
    )
    responses = office.hear(said)
    assert office.state(sent.case_id) is State.PENDED
    assert {"IQ02", "IQ03"} <= set(codes(responses))


def test_our_own_inquiry_sent_back_is_no_answer(office: Office) -> None:
    sent = pended(office)
    responses = office.hear(status(sent, purpose="28"))
    assert codes(responses) == ["IQ01"]
    assert office.state(sent.case_id) is State.PENDED


def test_the_same_status_twice_moves_the_case_once(office: Office) -> None:
    sent = pended(office)
    office.hear(status(sent, "HCR*A1*CERT1"))
    office.hear(status(sent, "HCR*A1*CERT1", question=2), name="again.edi")
    assert office.state(sent.case_id) is State.APPROVED


def receipt(sent: Sent, *said: str, purpose: str = "53") -> bytes:
    return in_words(answered(sent, *said), "005010X216", purpose, sent, sent.reference)


def test_a_receipt_says_that_the_payer_was_told_and_decides_nothing(office: Office) -> None:
    sent = office.send(office.open(1))
    responses = office.hear(receipt(sent, "REF*NT*RCPT0001"))
    assert codes(responses) == []
    assert office.state(sent.case_id) is State.ACKNOWLEDGED


@pytest.mark.parametrize(
    ("said", "expected"), [(("AAA*N**75*C",), []), ((), ["NO02"])], ids=["rejected", "empty"]
)
def test_what_is_no_receipt_proves_nothing(
    office: Office, said: tuple[str, ...], expected: list[str]
) -> None:
    sent = office.send(office.open(1))
    responses = office.hear(receipt(sent, *said))
    assert codes(responses) == expected
    assert office.state(sent.case_id) is State.SENT


def test_our_own_notification_sent_back_is_no_receipt(office: Office) -> None:
    sent = office.send(office.open(1))
    assert codes(office.hear(receipt(sent, purpose="CN"))) == ["NO01"]


def test_a_receipt_for_nothing_of_ours_is_kept_and_named(office: Office) -> None:
    sent = office.send(office.open(1))
    foreign = receipt(sent, "REF*NT*RCPT0001").replace(sent.reference.encode(), b"SOMEONE-ELSES")
    assert codes(office.hear(foreign)) == ["AN21"]
    assert office.state(sent.case_id) is State.SENT
