"""The requests an answer may be about; and a file taken in while others move its cases."""

from __future__ import annotations

import hashlib
import io
from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

import pytest

from edi_service.cases.progress import Cause, Happening, State
from edi_service.edge.guides import find_guide
from edi_service.review.answer.model import Answer, Event, Level, Trace
from edi_service.service.casework.progressing import write_down
from edi_service.service.casework.requests import Requests
from edi_service.service.casework.responding import Responder
from edi_service.service.ports import Arrival
from edi_service.service.records import AttemptRecord
from edi_service.service.store import CaseMovedOn
from tests.review.answer.making import REASONS
from tests.service.office import LANE, an_office, answered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edi_service.service.store import Books, Store
    from tests.service.office import Office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    found = an_office(tmp_path)
    yield found
    found.store.close()


def naming(*traces: str, reference: str = "") -> tuple[Answer, Event]:
    """An answer that repeats these numbers."""
    given = tuple(Trace(kind="2", number=each, originator="9990000002") for each in traces)
    event = Event(level=Level(segment=1, traces=given))
    return Answer(reference=reference, events=(event,)), event


def test_a_request_is_found_by_its_trace_and_by_its_reference_with_what_it_asked_for(
    office: Office,
) -> None:
    sent = office.send(office.open(1))
    for answer, event in (naming(sent.reference), naming(reference=sent.reference)):
        with office.store.read() as shelf:
            (found,) = Requests(shelf, find_guide).named_by(answer, event)
        assert (found.sent.case_id, found.sent.attempt) == (sent.case_id, 1)
        assert (found.sent.trace, found.sent.originator) == (sent.reference, "9990000002")
        assert found.asked is not None
        assert [line.services[0].procedure for line in found.asked.lines] == [
            "27759",
            "97110",
            "97140",
        ]


def test_every_request_that_may_be_meant_is_found_once(office: Office) -> None:
    first, second = office.send(office.open(1)), office.send(office.open(2))
    answer, event = naming(first.reference, first.reference, reference=second.reference)
    with office.store.read() as shelf:
        found = Requests(shelf, find_guide).named_by(answer, event)
    assert [each.sent.case_id for each in found] == [first.case_id, second.case_id]


@pytest.mark.parametrize("trace", ["", "nobody's"])
def test_what_was_never_sent_is_not_found(office: Office, trace: str) -> None:
    office.send(office.open(1))
    with office.store.read() as shelf:
        assert Requests(shelf, find_guide).named_by(*naming(trace)) == []


@pytest.mark.parametrize("data", [b"a letter, not X12", b"", b"ISA*00~"])
def test_a_request_by_letter_has_no_trace_and_no_lines(office: Office, data: bytes) -> None:
    case_id = office.open(1)
    record = AttemptRecord(
        case_id=case_id,
        number=1,
        kind="initial",
        channel="fax",
        reference=f"{case_id}-1",
        trace=f"{case_id}-1",
        lane=LANE,
        interchange=1,
        group=1,
        set=1,
        made_at=office.now,
    )
    with office.books() as books:
        books.add_attempt(record, data)
    with office.store.read() as shelf:
        (found,) = Requests(shelf, find_guide).named_by(*naming(reference=record.reference))
    assert (found.asked, found.sent.trace, found.sent.originator) == (None, "", "")


class Busy:
    """A store on which somebody else moves a case, some times, just before a file is taken in."""

    def __init__(self, office: Office, case_id: str, times: int) -> None:
        self.office = office
        self.case_id = case_id
        self.times = times

    @contextmanager
    def begin(self, *, actor: str, at: object) -> Iterator[Books]:
        del at
        with self.office.store.begin(actor=actor, at=self.office.now) as books:
            yield books
            if self.times:
                self.times -= 1
                message = "somebody was quicker"
                raise CaseMovedOn(message)


def taken(office: Office, store: Busy, data: bytes) -> list[str]:
    responder = Responder(cast("Store", store), find_guide, REASONS, office.now)
    arrival = Arrival(
        "answers.edi", hashlib.sha256(data).hexdigest(), len(data), lambda: io.BytesIO(data)
    )
    return [result.effect for result in responder.take(arrival).results]


@pytest.mark.parametrize("times", [0, 1, 2])
def test_a_file_is_taken_in_anew_when_somebody_moved_its_case_meanwhile(
    office: Office, times: int
) -> None:
    sent = office.send(office.open(1))
    busy = Busy(office, sent.case_id, times)
    assert taken(office, busy, answered(sent, "HCR*A1*CERT1")) == ["moved"]
    assert office.state(sent.case_id) is State.APPROVED
    with office.store.read() as shelf:
        assert len(shelf.answers(sent.case_id)) == 1


def test_it_gives_up_in_the_end_and_nothing_of_it_is_kept(office: Office) -> None:
    sent = office.send(office.open(1))
    with pytest.raises(CaseMovedOn):
        taken(office, Busy(office, sent.case_id, 9), answered(sent, "HCR*A1*CERT1"))
    assert office.state(sent.case_id) is State.SENT
    with office.store.read() as shelf:
        assert shelf.answers(sent.case_id) == []


def test_a_case_looked_at_too_early_is_not_moved_from_there(office: Office) -> None:
    sent = office.send(office.open(1))
    with office.store.read() as shelf:
        seen = shelf.case(sent.case_id)
    assert seen is not None
    office.hear(answered(sent, "HCR*A1*CERT1"))
    what = Happening(cause=Cause.REFUSED, at=office.now, actor="somebody slow", attempt=1)
    with pytest.raises(CaseMovedOn), office.books() as books:
        write_down(books, seen, what)
    assert office.state(sent.case_id) is State.APPROVED
