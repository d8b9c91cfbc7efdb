"""A request that ``process`` made is the one that is sent, and the one that is answered."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from edi_service.cases.statement import Statement
from edi_service.edge.guides import find_guide
from edi_service.edge.mailbox import MailboxFolder
from edi_service.service.casework.responding import Responder
from edi_service.service.casework.sendable import Wish
from edi_service.service.casework.sending import Sending
from edi_service.service.casework.stating import said_in
from edi_service.service.ports import Arrival
from tests.review.answer.making import REASONS
from tests.service.memory import a_desk
from tests.service.test_recording import Office, resubmitted
from tests.service.test_run import STAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edi_service.edge.store.store import SqlStore
    from edi_service.service.casework.sending import Outcome
    from edi_service.service.records import AttemptRecord

NOW = datetime(2026, 6, 12, 20, 0, tzinfo=UTC)


class Made:
    """A store with the case of a stay, whose request was made."""

    def __init__(self, office: Office) -> None:
        results = office.process(STAY.read_bytes())
        [(self.case_id, self.request)] = results.requests.items()
        self.office = office
        self.store: SqlStore = office.open()

    def send(self, wish: Wish | None = None) -> Outcome:
        desk, mailbox = a_desk(), MailboxFolder(self.office.folder / "mailbox")
        [outcome] = Sending(self.store, desk, mailbox).send([self.case_id], wish or Wish())
        return outcome

    def hear(self, attempt: int = 1) -> str:
        """A payer approves an attempt; the state of the case afterwards."""
        with self.store.read() as shelf:
            data = approved(shelf.attempt_data(self.case_id, attempt))
        arrival = Arrival(
            "a.278", hashlib.sha256(data).hexdigest(), len(data), lambda: io.BytesIO(data)
        )
        Responder(self.store, find_guide, REASONS, NOW).take(arrival)
        return self.state

    @property
    def state(self) -> str:
        with self.store.read() as shelf:
            record = shelf.case(self.case_id)
        assert record is not None
        return record.state

    @property
    def attempts(self) -> list[AttemptRecord]:
        with self.store.read() as shelf:
            return shelf.attempts(self.case_id)

    def state_something(self) -> None:
        statement = Statement(necessity="It was needed.")
        with self.store.begin(actor="biller", at=NOW) as books:
            for record in said_in(statement, self.case_id, actor="biller", at=NOW):
                books.add_statement(record)


def approved(request: bytes) -> bytes:
    """The answer to *request* that approves all of it."""
    answer = []
    for text in request.decode().split("~")[:-1]:
        name, *elements = text.split("*")
        if name == "BHT":
            elements[1] = "11"
        elif name == "TRN":
            elements[0] = "2"
        elif name == "SE":
            elements[0] = str(int(elements[0]) + 1)
        answer.append("*".join([name, *elements]))
        if name == "UM":
            answer.append("HCR*A1*AUTH1")
    return "".join(f"{text}~" for text in answer).encode()


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Made]:
    one = Made(Office(tmp_path))
    yield one
    one.store.close()


def test_what_was_made_is_sent_as_it_is(made: Made) -> None:
    outcome = made.send()
    assert (outcome.attempt, outcome.why) == (1, "")
    sent = (made.office.folder / "mailbox" / outcome.file).read_bytes()
    assert sent == made.request
    [attempt] = made.attempts
    assert attempt.sent_at is not None
    assert made.state == "sent"


def test_what_was_sent_is_not_sent_again(made: Made) -> None:
    made.send()
    assert made.send().attempt == 0
    assert len(made.attempts) == 1


def test_what_has_more_to_say_is_made_anew(made: Made) -> None:
    made.state_something()
    assert made.send().attempt == 2
    first, second = made.attempts
    assert first.sent_at is None
    assert (second.interchange, second.group, second.set) == (2, 2, 2)


def test_a_wish_makes_a_request_of_its_own(made: Made) -> None:
    assert made.send(Wish(reference="R1")).attempt == 2


def test_a_claim_that_joined_is_asked_for_with_its_own_request(made: Made) -> None:
    made.office.process(resubmitted(STAY.read_bytes()))
    outcome = made.send()
    assert outcome.attempt in {0, 2}  # never the request of the claim it replaces
    assert made.attempts[0].sent_at is None


def test_an_answer_shows_that_a_request_was_sent(made: Made) -> None:
    assert made.hear() == "approved"
    [attempt] = made.attempts
    assert attempt.sent_at == NOW
    with made.store.read() as shelf:
        events = shelf.events(made.case_id)
    assert [event.after for event in events] == ["ready", "sent", "approved"]
    assert events[1].note == "an answer shows that it was sent"


def test_an_answer_to_a_request_that_was_sent_says_nothing_more(made: Made) -> None:
    made.send()
    assert made.hear() == "approved"
    with made.store.read() as shelf:
        assert [event.after for event in shelf.events(made.case_id)] == [
            "ready",
            "sent",
            "approved",
        ]


def test_an_answer_to_an_attempt_that_another_replaced_moves_nothing(made: Made) -> None:
    made.state_something()
    made.send()
    assert made.hear(attempt=1) == "sent"
    assert made.hear(attempt=2) == "approved"
