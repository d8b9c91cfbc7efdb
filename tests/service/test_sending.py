"""Cases sent from a store: what leaves, what is kept of it, and where the case stands then."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from edi_service.cases.progress import State
from edi_service.edge.mailbox import MailboxFolder
from edi_service.edge.reference import validate
from edi_service.policy.model import Channel
from edi_service.service.casework.sendable import Wish, due_now
from edi_service.service.casework.sending import Outcome, Sending
from tests.service.sending import (
    AS_OF,
    CLINIC,
    DEPENDENT,
    LANE,
    PORTAL,
    Office,
    a_sending_desk,
)
from tests.service.storing import a_store, move

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from edi_service.edge.store.store import SqlStore
    from edi_service.service.store import Books, Shelf


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    store = a_store(tmp_path)
    yield Office(store, tmp_path / "out")
    store.close()


def test_a_ready_case_is_sent_and_everything_about_it_kept(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    (outcome,) = office.send(case_id)
    assert outcome == Outcome(case_id=case_id, attempt=1, kind="initial", file=f"{case_id}-1.278")
    assert outcome.is_sent
    segments = office.segments(outcome)
    assert f"BHT*0007*13*{case_id}-1*20260605*0900" in segments
    assert office.state(case_id) is State.SENT
    (attempt,) = office.attempts(case_id)
    assert (attempt.number, attempt.kind, attempt.channel) == (1, "initial", "x217")
    assert attempt.reference == attempt.trace == f"{case_id}-1"
    assert (attempt.lane, attempt.sent_at) == (LANE, AS_OF)
    with office.store.read() as shelf:
        assert shelf.attempt_data(case_id, 1) == (office.folder / outcome.file).read_bytes()
        assert shelf.attempt_by_reference(f"{case_id}-1") == attempt
        *_, event = shelf.events(case_id)
    assert (event.cause, event.after, event.attempt) == ("a request was sent", "sent", 1)


def test_what_was_sent_is_private(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    (outcome,) = office.send(case_id)
    assert (office.folder / outcome.file).stat().st_mode & 0o777 == 0o600
    assert office.folder.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in office.folder.iterdir()] == [outcome.file]


def test_a_case_that_was_sent_is_not_sent_again_unasked(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    office.send(case_id)
    (outcome,) = office.send(case_id)
    assert not outcome.is_sent
    assert outcome.why == "the case is sent; say what the request is for"
    assert len(office.attempts(case_id)) == 1


def test_what_holds_a_request_holds_the_case_and_is_on_the_worksheet(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    (outcome,) = office.send(case_id, contact_name="C" * 61)
    assert (outcome.why, outcome.file) == ("held by RQ13", f"{case_id}.txt")
    assert [found.kind.code for found in outcome.findings] == ["RQ13"]
    assert "RQ13" in (office.folder / outcome.file).read_text("ascii")
    assert office.state(case_id) is State.HELD
    assert office.attempts(case_id) == []


def test_a_case_that_comes_too_late_expires(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    (outcome,) = office.send(case_id, at=AS_OF.replace(year=2027))
    assert outcome.why.startswith("the last moment to ask was 2026-")
    assert office.state(case_id) is State.EXPIRED
    assert not list(office.folder.iterdir())


@pytest.mark.parametrize("channel", [Channel.PORTAL, Channel.PHONE, Channel.FAX])
def test_where_no_278_is_taken_a_worksheet_is_written_and_nothing_is_sent(
    office: Office, channel: Channel
) -> None:
    (case_id,) = office.open(CLINIC)
    (outcome,) = office.send(case_id, channel=channel)
    assert outcome.why == f"the payer is asked by {channel.value}: use the worksheet"
    assert "RETROSPECTIVE REVIEW WORKSHEET" in (office.folder / outcome.file).read_text("ascii")
    assert office.state(case_id) is State.READY
    office.send(case_id, channel=channel)  # a worksheet may be written again


def test_a_notification_holds_what_is_no_admission(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    (outcome,) = office.send(case_id, channel=Channel.X216)
    assert outcome.why == "held by RQ30"


def test_what_is_not_in_the_store_is_named(office: Office) -> None:
    (outcome,) = office.send("0123456789abcdef")
    assert outcome == Outcome(case_id="0123456789abcdef", why="there is no such case in the store")


def test_cases_with_one_address_leave_together(office: Office) -> None:
    case_ids = office.open(DEPENDENT, CLINIC)
    outcomes = office.send(*case_ids, batch=True)
    (name,) = {outcome.file for outcome in outcomes}
    segments = office.segments(outcomes[0])
    assert [text for text in segments if text.startswith(("ST", "GE", "IEA"))] == [
        "ST*278*0001*005010X217",
        "ST*278*0002*005010X217",
        "GE*2*1",
        "IEA*1*000000001",
    ]
    assert name == f"{case_ids[0]}-1.278"
    for place, case_id in enumerate(case_ids, start=1):
        (attempt,) = office.attempts(case_id)
        assert (attempt.interchange, attempt.group, attempt.set) == (1, 1, place)
        with office.store.read() as shelf:
            alone = shelf.attempt_data(case_id, 1)
        assert validate(alone).accepted
        assert f"-1*{place:04d}" not in alone.decode()
        assert alone.count(b"~ST*278*") == 1
        assert f"~ST*278*{place:04d}*".encode() in alone
        assert case_id.encode() in alone


def test_cases_leave_apart_unless_asked_otherwise(office: Office) -> None:
    case_ids = office.open(DEPENDENT, CLINIC)
    outcomes = office.send(*case_ids)
    assert len({outcome.file for outcome in outcomes}) == 2
    numbers = [office.attempts(case_id)[0] for case_id in case_ids]
    assert [(one.interchange, one.group, one.set) for one in numbers] == [(1, 1, 1), (2, 2, 2)]


def test_what_cannot_leave_does_not_keep_the_rest_of_a_batch(office: Office) -> None:
    case_ids = office.open(DEPENDENT, CLINIC)
    office.send(case_ids[0])
    outcomes = office.send(*case_ids, "unknown", batch=True)
    assert [outcome.is_sent for outcome in outcomes] == [False, True, False]


def test_the_same_case_twice_is_sent_once(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    assert len(office.send(case_id, case_id)) == 1


def test_tests_and_production_count_apart(office: Office) -> None:
    case_ids = office.open(DEPENDENT, CLINIC)
    office.send(case_ids[0])
    office.send(case_ids[1], usage="P")
    (attempt,) = office.attempts(case_ids[1])
    assert (attempt.lane.usage, attempt.interchange) == ("P", 1)


def test_no_number_is_given_twice(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    office.send(case_id)
    for _ in range(8):
        move(office.store, case_id, State.READY)
        (outcome,) = office.send(case_id)
        assert outcome.is_sent
    attempts = office.attempts(case_id)
    assert [one.number for one in attempts] == list(range(1, 10))
    for numbers in ("interchange", "group", "set", "reference", "trace"):
        assert len({getattr(one, numbers) for one in attempts}) == 9


def test_a_file_that_is_there_is_not_written_over_and_nothing_is_kept(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    office.folder.mkdir()
    (office.folder / f"{case_id}-1.278").write_bytes(b"SENT BEFORE")
    with pytest.raises(FileExistsError):
        office.send(case_id)
    assert (office.folder / f"{case_id}-1.278").read_bytes() == b"SENT BEFORE"
    assert office.attempts(case_id) == []
    assert office.state(case_id) is State.READY
    (office.folder / f"{case_id}-1.278").unlink()
    office.send(case_id)
    assert office.attempts(case_id)[0].interchange == 1  # what was undone took no number


class Busy:
    """A store in which somebody else closes the case between looking and sending."""

    def __init__(self, store: SqlStore, case_id: str) -> None:
        self._store, self._case_id = store, case_id

    @contextmanager
    def begin(self, *, actor: str, at: datetime) -> Iterator[Books]:
        move(self._store, self._case_id, State.CLOSED)
        with self._store.begin(actor=actor, at=at) as books:
            yield books

    @contextmanager
    def read(self) -> Iterator[Shelf]:
        with self._store.read() as shelf:
            yield shelf

    def close(self) -> None:
        self._store.close()


def test_a_case_that_somebody_else_moved_is_not_sent(office: Office) -> None:
    (case_id,) = office.open(CLINIC)
    busy = Busy(office.store, case_id)
    sending = Sending(busy, a_sending_desk(), MailboxFolder(office.folder))
    (outcome,) = sending.send([case_id], Wish())
    assert not outcome.is_sent
    assert outcome.why
    assert office.attempts(case_id) == []
    assert list(office.folder.iterdir()) == []


def test_what_is_due_comes_in_the_order_of_last_days(office: Office) -> None:
    case_ids = office.open(DEPENDENT, CLINIC, PORTAL)
    with office.store.read() as shelf:
        due = due_now(shelf)
        records = [shelf.case(case_id) for case_id in due]
    assert due
    assert set(due) <= set(case_ids)
    last_days = [
        record.case.deadline.isoformat()[:10]
        for record in records
        if record and record.case.deadline
    ]
    assert last_days == sorted(last_days)
    office.send(due[0])
    with office.store.read() as shelf:
        assert due[0] not in due_now(shelf)
