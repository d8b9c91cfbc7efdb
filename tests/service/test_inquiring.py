"""Payers asked where requests stand: what leaves, and what is noted of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from edi_service.cases.progress import State
from edi_service.edge.mailbox import MailboxFolder
from edi_service.service.casework.inquiring import Inquiring
from tests.service.sending import CLINIC, DEPENDENT, Office, a_sending_desk
from tests.service.storing import a_store, move

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edi_service.service.casework.sending import Outcome


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    store = a_store(tmp_path)
    yield Office(store, tmp_path / "out")
    store.close()


def ask(office: Office, *case_ids: str, **partner: Any) -> list[Outcome]:
    desk = a_sending_desk(**({"takes_inquiries": True} | partner))
    return Inquiring(office.store, desk, MailboxFolder(office.folder), "ANN").ask(case_ids)


def text_of(office: Office, outcome: Outcome) -> str:
    return (office.folder / outcome.file).read_text("ascii")


def test_a_pended_request_is_asked_about_by_the_payers_number(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    office.send(case_id)
    office.hear(case_id, "pended", case_number="CASE0007")
    (outcome,) = ask(office, case_id)
    assert (outcome.kind, outcome.attempt) == ("inquiry", 1)
    assert outcome.file == f"{case_id}-1-Q1.278"
    text = text_of(office, outcome)
    assert f"~BHT*0007*28*{case_id}-1-Q1*20260605*0900~" in text
    assert "~REF*NT*CASE0007~" in text
    assert "~DTP*AAH*D8*20260603~" in text
    assert office.state(case_id) is State.PENDED
    assert len(office.attempts(case_id)) == 1


def test_every_question_is_noted_and_numbered(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    office.send(case_id)
    first, second = ask(office, case_id) + ask(office, case_id)
    assert [first.file, second.file] == [f"{case_id}-1-Q1.278", f"{case_id}-1-Q2.278"]
    assert "~IEA*1*000000002~" in text_of(office, first)  # the request took the first number
    assert "~IEA*1*000000003~" in text_of(office, second)
    with office.store.read() as shelf:
        contacts = shelf.contacts(case_id)
    assert [(one.channel, one.actor, one.reference) for one in contacts] == [
        ("x215", "ANN", f"{case_id}-1-Q1"),
        ("x215", "ANN", f"{case_id}-1-Q2"),
    ]


def test_a_partner_that_answers_no_inquiries_is_not_asked(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    office.send(case_id)
    (outcome,) = ask(office, case_id, takes_inquiries=False)
    assert not outcome.is_sent
    assert "takes_inquiries" in outcome.why
    assert len(list(office.folder.iterdir())) == 1


@pytest.mark.parametrize("state", [State.READY, State.APPROVED, State.REFUSED, State.CLOSED])
def test_where_nothing_waits_for_a_decision_nothing_is_asked(office: Office, state: State) -> None:
    (case_id,) = office.open(CLINIC)
    if state is not State.READY:
        office.send(case_id)
        move(office.store, case_id, state)
    (outcome,) = ask(office, case_id)
    assert outcome.why == f"the case is {state.value}: there is no request to ask about"


def test_a_question_that_cannot_be_written_says_why_and_takes_no_number(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    office.send(case_id)
    (outcome,) = ask(office, case_id, reviewer_id="R", reviewer_name="N" * 61)
    assert outcome.why == "held by RQ13"
    (outcome,) = ask(office, case_id)
    assert "~IEA*1*000000002~" in text_of(office, outcome)


def test_a_file_that_is_there_is_not_written_over_and_nothing_is_noted(office: Office) -> None:
    (case_id,) = office.open(DEPENDENT)
    office.send(case_id)
    (office.folder / f"{case_id}-1-Q1.278").write_bytes(b"ASKED BEFORE")
    with pytest.raises(FileExistsError):
        ask(office, case_id)
    with office.store.read() as shelf:
        assert shelf.contacts(case_id) == []


def test_what_is_not_in_the_store_is_named(office: Office) -> None:
    (outcome,) = ask(office, "0123456789abcdef")
    assert outcome.why == "there is no such case in the store"
