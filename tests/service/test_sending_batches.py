"""What ``process`` made is sent together, as one interchange for each sender and receiver."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from edi_service.cases.progress import State
from edi_service.edge.mailbox import MailboxFolder
from edi_service.edge.reference import validate
from edi_service.service.casework.sendable import Wish, due_now
from edi_service.service.casework.sending import Sending
from tests.service.memory import a_desk
from tests.service.storing import move
from tests.service.test_recording import Office
from tests.service.test_run import STAY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edi_service.edge.store.store import SqlStore
    from edi_service.service.casework.sending import Outcome

STAYS = [STAY.read_bytes().replace(b"A2001", f"A200{n}".encode()) for n in (1, 2, 3)]


class Made:
    """Three stays whose requests were made, and the folder they are sent to."""

    def __init__(self, office: Office, *, batch: bool) -> None:
        self.made = list(office.process(*STAYS, batch=batch).requests.values())
        self.store: SqlStore = office.open()
        self.folder = office.folder / "mailbox"
        with self.store.read() as shelf:
            self.case_ids = due_now(shelf)

    def send(self, *case_ids: str, batch: bool = True) -> list[Outcome]:
        sending = Sending(self.store, a_desk(), MailboxFolder(self.folder))
        return sending.send(case_ids or self.case_ids, Wish(batch=batch))

    @property
    def left(self) -> list[bytes]:
        return [path.read_bytes() for path in sorted(self.folder.iterdir())]


@pytest.fixture
def together(tmp_path: Path) -> Iterator[Made]:
    one = Made(Office(tmp_path), batch=True)
    yield one
    one.store.close()


@pytest.fixture
def apart(tmp_path: Path) -> Iterator[Made]:
    one = Made(Office(tmp_path), batch=False)
    yield one
    one.store.close()


def counts(data: bytes) -> list[str]:
    """ST, GE and IEA of an interchange that the reference validator accepts."""
    assert validate(data).accepted
    segments = data.decode().split("~")
    return [text for text in segments if text.startswith(("ST*", "GE*", "IEA*"))]


def test_a_batch_that_was_made_is_sent_as_it_is(together: Made) -> None:
    outcomes = together.send()
    assert [(one.attempt, one.why) for one in outcomes] == [(1, "")] * 3
    assert together.left == together.made
    assert counts(together.left[0])[-2:] == ["GE*3*1", "IEA*1*000000001"]


def test_a_part_of_a_batch_leaves_under_its_numbers_with_right_counts(together: Made) -> None:
    together.send(*together.case_ids[1:])
    (data,) = together.left
    sets = [text for text in counts(data) if text.startswith("ST*")]
    assert len(sets) == 2
    assert counts(data)[-2:] == ["GE*2*1", "IEA*1*000000001"]
    with together.store.read() as shelf:
        assert shelf.attempts(together.case_ids[0])[0].sent_at is None


def test_what_was_made_apart_is_made_anew_to_leave_together(apart: Made) -> None:
    outcomes = apart.send()
    assert [(one.attempt, one.why) for one in outcomes] == [(2, "")] * 3
    (data,) = apart.left
    assert counts(data) == [
        "ST*278*0004*005010X217",
        "ST*278*0005*005010X217",
        "ST*278*0006*005010X217",
        "GE*3*4",
        "IEA*1*000000004",
    ]
    with apart.store.read() as shelf:
        for case_id in apart.case_ids:
            first, second = shelf.attempts(case_id)
            assert first.sent_at is None
            assert (second.interchange, second.sent_at) == (4, a_desk().as_of)


def test_the_numbers_of_what_never_left_say_why(apart: Made) -> None:
    apart.send()
    with apart.store.read() as shelf:
        lane = shelf.attempts(apart.case_ids[0])[0].lane
    with apart.store.begin(actor="a test", at=a_desk().as_of) as books:
        for kind in ("ISA13", "GS06", "ST02"):
            uses = list(books.number_uses(lane, kind))
            void = [one.first for one in uses if one.void_because]
            assert void == [1, 2, 3]
            assert {one.void_because for one in uses if one.void_because} == {
                "attempt 2 took its place before it was sent"
            }
        counts = books.drop_counts()
    assert (counts.numbers_given, counts.numbers_used, counts.numbers_void) == (4, 1, 3)


def test_sent_one_by_one_they_leave_as_they_were_made(apart: Made) -> None:
    outcomes = apart.send(batch=False)
    assert [one.attempt for one in outcomes] == [1, 1, 1]
    assert sorted(apart.left) == sorted(apart.made)


def test_what_was_sent_once_stays_out_of_a_later_batch(apart: Made) -> None:
    apart.send(apart.case_ids[0], batch=False)
    outcomes = apart.send()
    assert [one.is_sent for one in outcomes] == [False, True, True]
    assert counts(apart.left[-1])[-2].startswith("GE*2*") or counts(apart.left[0])[-2].startswith(
        "GE*2*"
    )


def test_a_batch_of_what_was_pended_and_is_ready_again_is_a_new_attempt(together: Made) -> None:
    together.send()
    for case_id in together.case_ids:
        move(together.store, case_id, State.READY)
    outcomes = together.send()
    assert [one.attempt for one in outcomes] == [2, 2, 2]
    assert len({one.file for one in outcomes}) == 1
