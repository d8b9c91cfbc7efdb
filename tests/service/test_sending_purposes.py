"""What a request is for, and which numbers it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from edi_service.cases.progress import State
from edi_service.cases.statement import Statement
from edi_service.review.approach import Purpose
from edi_service.service.casework.sendable import Wish
from tests.service.sending import CLINIC, Office, keep_statement, references, review
from tests.service.storing import a_store, move

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    store = a_store(tmp_path)
    yield Office(store, tmp_path / "out")
    store.close()


def test_the_payer_may_want_the_same_again(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    office.send(case_id)
    move(office.store, case_id, State.READY)
    (outcome,) = office.send(case_id)
    assert (outcome.attempt, outcome.kind) == (2, "initial")
    assert references(office.segments(outcome)) == []


@pytest.mark.parametrize(
    ("purpose", "code"),
    [(Purpose.APPEAL, "2"), (Purpose.RECONSIDERATION, "N")],
)
def test_a_refusal_is_appealed_under_the_payers_number(
    office: Office, purpose: Purpose, code: str
) -> None:
    (case_id,) = office.open(CLINIC)
    office.send(case_id)
    office.hear(case_id, "refused", case_number="CASE0007")
    (outcome,) = office.send(case_id, wish=Wish(purpose=purpose))
    segments = office.segments(outcome)
    assert review(segments)[1] == code
    assert references(segments) == ["REF*NT*CASE0007"]
    assert office.state(case_id) is State.APPEALED
    assert [attempt.kind for attempt in office.attempts(case_id)] == ["initial", purpose.value]


def test_an_immediate_appeal_needs_the_urgency_somebody_states(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    office.send(case_id)
    office.hear(case_id, "refused", case_number="CASE0007")
    wish = Wish(purpose=Purpose.IMMEDIATE_APPEAL)
    (outcome,) = office.send(case_id, wish=wish)
    assert not outcome.is_sent
    assert outcome.why == "held by RQ20"
    assert outcome.file == f"{case_id}.txt"
    assert office.state(case_id) is State.REFUSED
    keep_statement(office, case_id, Statement(urgency="urgent"))
    (outcome,) = office.send(case_id, wish=wish)
    assert review(office.segments(outcome))[1:6:4] == ["1", "U"]


def test_an_approved_case_is_revised_under_its_authorization(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    office.send(case_id)
    office.hear(case_id, "approved", number="AUTH0009")
    (outcome,) = office.send(case_id, wish=Wish(purpose=Purpose.REVISED))
    segments = office.segments(outcome)
    assert review(segments)[1] == "S"
    assert references(segments) == ["REF*BB*AUTH0009"]
    assert office.state(case_id) is State.SENT


def test_a_number_somebody_gives_counts_before_what_was_heard(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    office.send(case_id)
    office.hear(case_id, "approved", number="AUTH0009")
    wish = Wish(purpose=Purpose.EXTENSION, authorization="AUTH0010", reference="REF1")
    (outcome,) = office.send(case_id, wish=wish)
    assert references(office.segments(outcome)) == ["REF*BB*AUTH0010", "REF*NT*REF1"]


def test_a_first_request_with_an_authorization_revises_it(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    (outcome,) = office.send(case_id, wish=Wish(authorization="AUTH0010"))
    assert outcome.kind == "revised"
    assert references(office.segments(outcome)) == ["REF*BB*AUTH0010"]


def test_a_request_is_cancelled_under_the_number_it_was_given(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    office.send(case_id)
    (outcome,) = office.send(case_id, wish=Wish(purpose=Purpose.CANCEL))
    assert outcome.why == "held by RQ19"
    assert office.state(case_id) is State.SENT
    wish = Wish(purpose=Purpose.CANCEL, reference="CASE0007")
    (outcome,) = office.send(case_id, wish=wish)
    assert review(office.segments(outcome))[1] == "3"
    assert outcome.attempt == 2


def test_asking_anew_names_the_pended_request_and_no_authorization(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    office.send(case_id)
    office.hear(case_id, "pended", case_number="CASE0007", number="AUTH0009")
    (outcome,) = office.send(case_id, wish=Wish(purpose=Purpose.INITIAL))
    assert references(office.segments(outcome)) == ["REF*NT*CASE0007"]


def test_a_purpose_that_does_not_go_with_the_state_is_refused(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    move(office.store, case_id, State.CLOSED)
    (outcome,) = office.send(case_id, wish=Wish(purpose=Purpose.APPEAL))
    assert outcome.why == "the case is closed, from which no appeal request is sent"
    assert office.attempts(case_id) == []
