"""A decision heard by phone, portal, fax or mail; a state put right; a case closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from edi_service.cases.progress import Cause, Effect, Happening, State
from edi_service.review.answer.heard import Action, Window
from edi_service.service.casework.by_hand import (
    DECISIONS,
    CaseRefused,
    LineByHand,
    Proof,
    Talk,
    move,
    record_answer,
)
from edi_service.service.casework.telling import heard_about
from tests.service.office import an_office, answered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.service.office import Office

HEARD_AT = datetime(2026, 11, 16, 15, 20, tzinfo=UTC)
TALK = Talk(
    says="approved",
    channel="phone",
    actor="R. Biller",
    heard_at=HEARD_AT,
    spoke_with="Agent Quill",
    reference="CALL-77",
    said="Approved as asked.",
    number="CERT77",
    window=Window(starts=date(2026, 10, 2), ends=date(2026, 10, 31)),
)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    found = an_office(tmp_path)
    yield found
    found.store.close()


@pytest.mark.parametrize(
    ("says", "state"),
    [
        ("approved", State.APPROVED),
        ("approved-in-part", State.APPROVED_IN_PART),
        ("modified", State.MODIFIED),
        ("refused", State.REFUSED),
        ("pended", State.PENDED),
        ("cancelled", State.CANCELLED),
        ("not-needed", State.CLOSED),
        ("returned", State.HELD),
        ("in-work", State.ACKNOWLEDGED),
    ],
)
def test_a_decision_heard_moves_its_case_as_an_answer_would(
    office: Office, says: str, state: State
) -> None:
    sent = office.send(office.open(1))
    event = record_answer(office.store, sent.case_id, replace(TALK, says=says), HEARD_AT)
    assert (event.effect, office.state(sent.case_id)) == (Effect.MOVED, state)
    assert (event.actor, event.attempt) == ("R. Biller", 1)


def test_every_word_for_a_decision_is_tried() -> None:
    assert {cause for cause, _ in DECISIONS.values()} >= {
        Cause.APPROVED,
        Cause.REFUSED,
        Cause.PENDED,
    }
    assert {action for _, action in DECISIONS.values()} <= {*Action, ""}


def test_the_talk_is_kept_with_who_when_reference_and_proof(office: Office) -> None:
    sent = office.send(office.open(1))
    proof = Proof(sha256="ab" * 32, place="proofs/fax.pdf", size=99)
    lines = (LineByHand(line="1", says="approved"), LineByHand(line="2", says="refused"))
    talk = replace(TALK, channel="fax", proof=proof, lines=lines)
    record_answer(office.store, sent.case_id, talk, HEARD_AT)
    with office.store.read() as shelf:
        (contact,) = shelf.contacts(sent.case_id)
        (document,) = shelf.documents(sent.case_id)
        ((answer, heard),) = heard_about(shelf, sent.case_id)
    assert (contact.actor, contact.at, contact.channel) == ("R. Biller", HEARD_AT, "fax")
    assert (contact.spoke_with, contact.reference) == ("Agent Quill", "CALL-77")
    assert contact.proof == document.sha256 == proof.sha256
    assert (answer.kind, answer.channel, heard.number) == ("by hand", "fax", "CERT77")
    assert [(line.line, line.action, line.number) for line in heard.lines] == [
        ("1", "A1", "CERT77"),
        ("2", "A3", "CERT77"),
    ]
    assert heard.window == TALK.window


def test_a_case_that_was_ready_was_asked_about_in_the_same_talk(office: Office) -> None:
    case_id = office.open(1)
    record_answer(office.store, case_id, TALK, HEARD_AT)
    assert [event.cause for event in office.events(case_id)] == [
        "a request was sent",
        "the payer approved",
    ]
    assert office.state(case_id) is State.APPROVED


@pytest.mark.parametrize("state", [State.HELD, State.WAITING, State.OPENED, State.EXPIRED])
def test_nothing_is_heard_of_what_was_never_asked(office: Office, state: State) -> None:
    case_id = office.open(1, state)
    with pytest.raises(CaseRefused, match=f"is {state.value}, and nothing was asked"):
        record_answer(office.store, case_id, TALK, HEARD_AT)
    assert office.events(case_id) == []


def test_what_contradicts_is_kept_and_moves_nothing(office: Office) -> None:
    sent = office.send(office.open(1))
    office.hear(answered(sent, "HCR*A3**0F"))
    event = record_answer(office.store, sent.case_id, TALK, HEARD_AT)
    assert (event.effect, office.state(sent.case_id)) == (Effect.CONTRADICTS, State.REFUSED)
    with office.store.read() as shelf:
        assert len(shelf.contacts(sent.case_id)) == 1


def test_the_same_talk_is_recorded_once(office: Office) -> None:
    sent = office.send(office.open(1))
    record_answer(office.store, sent.case_id, TALK, HEARD_AT)
    with pytest.raises(CaseRefused, match="recorded already"):
        record_answer(office.store, sent.case_id, TALK, HEARD_AT)
    with office.store.read() as shelf:
        assert len(shelf.contacts(sent.case_id)) == 1


def test_a_decision_heard_and_then_answered_by_278_is_the_same(office: Office) -> None:
    sent = office.send(office.open(1))
    talk = replace(TALK, window=Window())
    record_answer(office.store, sent.case_id, talk, HEARD_AT)
    (result,) = office.hear(answered(sent, "HCR*A1*CERT77")).results
    assert result.effect == "repeated"
    (result,) = office.hear(answered(sent, "HCR*A1*CERT78")).results
    assert result.effect == "contradicts"


def happening(cause: Cause, to: State | None = None) -> Happening:
    return Happening(cause=cause, at=HEARD_AT, actor="R. Biller", note="the payer erred", to=to)


def test_a_state_is_overridden_with_who_when_and_why(office: Office) -> None:
    sent = office.send(office.open(1))
    office.hear(answered(sent, "HCR*A3**0F"))
    move(office.store, sent.case_id, happening(Cause.OVERRIDDEN, State.APPROVED))
    last = office.events(sent.case_id)[-1]
    assert (last.cause, last.actor, last.note) == (
        "somebody overrode the state",
        "R. Biller",
        "the payer erred",
    )
    assert office.state(sent.case_id) is State.APPROVED


def test_a_closed_case_stays_closed_until_it_is_overridden(office: Office) -> None:
    case_id = office.open(1)
    move(office.store, case_id, happening(Cause.CLOSED))
    with pytest.raises(CaseRefused, match="is closed already"):
        move(office.store, case_id, happening(Cause.CLOSED))
    move(office.store, case_id, happening(Cause.OVERRIDDEN, State.READY))
    with pytest.raises(CaseRefused, match="is ready already"):
        move(office.store, case_id, happening(Cause.OVERRIDDEN, State.READY))


def test_a_case_that_is_not_there_is_refused(office: Office) -> None:
    with pytest.raises(CaseRefused, match="there is no case nowhere"):
        move(office.store, "nowhere", happening(Cause.CLOSED))
    with pytest.raises(CaseRefused, match="there is no case nowhere"):
        record_answer(office.store, "nowhere", TALK, HEARD_AT)
