"""Following up, sending and asking by hand at the same time, all about the same cases."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from edi_service.edge.mailbox import MailboxFolder
from edi_service.facts.outside import Outside
from edi_service.review.approach import Purpose
from edi_service.service.casework.inquiring import Inquiring
from edi_service.service.casework.sendable import Wish
from edi_service.service.schedules.following import FollowUp
from tests.service.sending import AS_OF, CLINIC, Office, a_sending_desk, claims_of
from tests.service.storing import keep_claims

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from edi_service.edge.store.store import SqlStore

NEW_YORK = ZoneInfo("America/New_York")
CASES = 6
SHORT: dict[str, Any] = {"ask_again_days": 1, "takes_inquiries": True, "via": "maple"}


def sent_cases(office: Office) -> list[str]:
    """So many cases of one lane, all of them sent, in the order of their ids."""
    for number in range(CASES):
        data = claims_of(CLINIC).replace(b"~CLM*", b"~CLM*%d" % number)
        keep_claims(office.store, data, a_sending_desk(), Outside.empty())
    with office.store.read() as shelf:
        found = sorted(record.case_id for record in shelf.cases())
    office.send(*found)
    return found


def at_once(rounds: int, *works: Callable[[datetime], None]) -> list[str]:
    """What went wrong where each of *works* is done in a thread of its own, again and again."""
    wrong: list[str] = []
    meeting = threading.Barrier(len(works))

    def repeat(work: Callable[[datetime], None]) -> None:
        for number in range(rounds):
            meeting.wait(60)
            try:
                work(AS_OF + timedelta(days=10 + 2 * number))
            except Exception as fault:  # noqa: BLE001 -- shown by the test
                wrong.append(f"{work.__name__}: {fault!r}")

    threads = [threading.Thread(target=repeat, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def test_nobody_waits_for_who_waits_for_them(
    store: SqlStore, tmp_path: Path, *, is_thorough: bool
) -> None:
    office = Office(store, tmp_path / "out")
    case_ids = sent_cases(office)
    refused: list[str] = []

    def follow_up(at: datetime) -> None:
        with store.begin(actor="clock", at=at) as books:
            FollowUp(a_sending_desk(**SHORT), NEW_YORK).part(books, at, "")

    def send(at: datetime) -> None:
        wish = Wish(purpose=Purpose.REVISED, authorization="AUTH0009", batch=True)
        outcomes = office.send(*reversed(case_ids), at=at, wish=wish)
        refused.extend(each.why for each in outcomes if not each.is_sent)

    def ask(at: datetime) -> None:
        mailbox = MailboxFolder(tmp_path / f"asked-{at:%Y%m%d}")
        outcomes = Inquiring(store, a_sending_desk(at, **SHORT), mailbox, "ANN").ask(case_ids)
        refused.extend(each.why for each in outcomes if not each.attempt)

    wrong = at_once(100 if is_thorough else 3, follow_up, send, ask)

    assert wrong == []
    assert refused == []
    with store.read() as shelf:
        counts = shelf.drop_counts()
        assert shelf.verify() is None
        references = [talk.reference for case_id in case_ids for talk in shelf.contacts(case_id)]
    assert len(references) == len(set(references))
    assert counts.numbers_given == counts.numbers_used + counts.numbers_void
