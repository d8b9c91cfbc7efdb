"""
Requests of ours, answers of the simulated payer, and what becomes of the cases.

The simulator shares nothing with what decides here, so that each is a check on the other.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from edi_service.cases.progress import State
from edi_service.edge.guides import find_guide
from edi_service.simulator.payer import Payer
from edi_service.simulator.script import parse_script
from tests.service.office import an_office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edi_service.service.casework.responding import Responses
    from tests.service.office import Office, Sent

MOMENT = datetime(2026, 11, 20, 14, 5, tzinfo=ZoneInfo("America/New_York"))


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    found = an_office(tmp_path)
    yield found
    found.store.close()


def answers(office: Office, script: str, *requests: Sent) -> list[tuple[str, bytes]]:
    """What the simulated payer sends back, each with its kind, in the order it is handed over."""
    request, response = find_guide("005010X217"), find_guide("005010X217", "11")
    assert request is not None
    assert response is not None
    payer = Payer(
        parse_script(script), moment=MOMENT, request_guide=request, response_guide=response
    )
    with office.store.read() as shelf:
        for sent in requests:
            data = shelf.attempt_data(sent.case_id, sent.attempt)
            payer.take(sent.reference, io.BytesIO(data))
    return [(letter.kind, letter.data) for letter in payer.letters()]


def practise(office: Office, script: str, *requests: Sent) -> list[Responses]:
    """Hear all of it, letter by letter."""
    return [office.hear(data) for _, data in answers(office, script, *requests)]


def errors(heard: list[Responses]) -> list[str]:
    found = [each for responses in heard for each in responses.findings]
    return [each.kind.code for each in found if each.severity >= each.severity.ERROR]


DECISIONS = [
    ('decision = "approve"', State.APPROVED),
    ('decision = "approve"\nline_numbers = true', State.APPROVED),
    ('decision = "part"', State.APPROVED_IN_PART),
    ('decision = "part"\nlines = [2, 3]', State.APPROVED_IN_PART),
    ('decision = "modify"\nquantity = 1\ncode = "27758"', State.MODIFIED),
    ('decision = "pend"\ndocuments = ["OB", "DS"]\nquestions = ["18842-5"]', State.PENDED),
    ('decision = "refuse"\nreasons = ["0F", "0P", "17"]', State.REFUSED),
    ('decision = "cancel"', State.CANCELLED),
    ('decision = "contact"', State.PENDED),
    ('decision = "unneeded"', State.CLOSED),
    ('decision = "silence"', State.ACKNOWLEDGED),
]


@pytest.mark.parametrize(("decision", "state"), DECISIONS, ids=[each[0][12:] for each in DECISIONS])
def test_a_decision_that_is_simulated_is_understood(
    office: Office, decision: str, state: State
) -> None:
    sent = office.send(office.open(1))
    heard = practise(office, f"[default]\n{decision}\n", sent)
    assert office.state(sent.case_id) is state
    assert errors(heard) == []


LEVELS = [
    ("2000A", "42", "P", State.READY),
    ("2000A", "42", "Y", State.ACKNOWLEDGED),
    ("2000A", "41", "C", State.HELD),
    ("2010A", "79", "N", State.REFUSED),
    ("2010B", "51", "R", State.HELD),
    ("2010C", "75", "C", State.HELD),
    ("2010C", "95", "N", State.REFUSED),
    ("2000E", "57", "C", State.HELD),
    ("2010EA", "47", "N", State.REFUSED),
]


@pytest.mark.parametrize(("level", "reason", "follow_up", "state"), LEVELS)
def test_a_rejection_that_is_simulated_is_understood_at_every_level(
    office: Office, level: str, reason: str, follow_up: str, state: State
) -> None:
    sent = office.send(office.open(1))
    script = (
        f'[default]\ndecision = "reject"\nlevel = "{level}"\n'
        f'reject_reason = "{reason}"\nfollow_up = "{follow_up}"\n'
    )
    heard = practise(office, script, sent)
    assert office.state(sent.case_id) is state
    assert errors(heard) == []


def test_a_pend_and_then_an_approval(office: Office) -> None:
    sent = office.send(office.open(1))
    script = '[default]\ndecision = "pend"\nthen = "approve"\nthen_days = 10\n'
    practise(office, script, sent)
    assert [event.after for event in office.events(sent.case_id)] == [
        "sent",
        "acknowledged",
        "pended",
        "approved",
    ]


def test_an_answer_that_comes_twice_counts_once(office: Office) -> None:
    sent = office.send(office.open(1))
    heard = practise(office, '[default]\ndecision = "approve"\ntimes = 2\n', sent)
    assert [result.effect for each in heard for result in each.results] == [
        "moved",
        "moved",
        "repeated",
    ]
    assert office.state(sent.case_id) is State.APPROVED


def test_an_answer_about_nobody_leaves_the_cases_alone(office: Office) -> None:
    sent = office.send(office.open(1))
    heard = practise(office, '[default]\ndecision = "approve"\nunknown = true\n', sent)
    assert errors(heard) == ["AN21"]
    assert office.state(sent.case_id) is State.ACKNOWLEDGED


@pytest.mark.parametrize("refusal", ['acknowledgment = "reject"', 'interchange = "reject"'])
def test_a_request_that_is_refused_on_receipt_is_held(office: Office, refusal: str) -> None:
    sent = office.send(office.open(1))
    practise(office, f'[default]\ndecision = "approve"\n{refusal}\n', sent)
    assert office.state(sent.case_id) is State.HELD


@pytest.mark.parametrize("seed", range(1, 6))
def test_answers_in_any_order_lead_to_the_same_end(office: Office, seed: int) -> None:
    requests = [office.send(office.open(number)) for number in range(1, 7)]
    script = "shuffle = true\n[mix]\napprove = 1\nrefuse = 1\nmodify = 1\n"
    letters = answers(office, script, *requests)
    for _, data in [*letters[seed:], *letters[:seed], *letters]:
        office.hear(data)
    states = [office.state(sent.case_id) for sent in requests]
    assert set(states) <= {State.APPROVED, State.REFUSED, State.MODIFIED}
    for sent in requests:
        moved = [each for each in office.events(sent.case_id) if each.effect == "moved"]
        assert moved[-1].after == office.state(sent.case_id)


def test_what_is_certified_otherwise_is_named_line_by_line(office: Office) -> None:
    sent = office.send(office.open(1))
    script = '[default]\ndecision = "modify"\ncode = "27758"\n'
    heard = practise(office, script, sent)
    codes = [found.kind.code for each in heard for found in each.findings]
    assert "AN14" in codes
    with office.store.read() as shelf:
        (answer,) = [each for each in shelf.answers(sent.case_id) if each.kind == "278"]
    assert b'"27758"' in answer.reading
