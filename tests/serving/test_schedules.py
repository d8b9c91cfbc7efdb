"""What the service does once a day, on one machine or two, killed or not: once."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from edi_service.cases.progress import Cause, State
from edi_service.edge.mailbox import MailboxFolder
from edi_service.service.casework.sendable import Wish
from edi_service.service.casework.sending import Sending
from tests.service.sending import AS_OF, CLINIC, a_sending_desk, claims_of
from tests.service.storing import keep_claims

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from edi_service.service.schedules.records import ScheduleRun
    from tests.serving.office import Office

CASES = 12
LONG_AFTER = AS_OF + timedelta(days=400)


def open_cases(office: Office) -> list[str]:
    """Cases that were ready in June 2026 and never sent."""
    with office.store() as store:
        for number in range(CASES):
            data = claims_of(CLINIC).replace(b"*A", f"*A{number}".encode())
            keep_claims(store, data, a_sending_desk())
        with store.read() as shelf:
            return [case.case_id for case in shelf.cases()]


def start(office: Office, machine: str = "left", at: datetime = LONG_AFTER) -> None:
    office.start(machine, fault=f"clock {at.isoformat()}")


def run_of(office: Office, schedule: str = "deadlines", at: datetime = LONG_AFTER) -> ScheduleRun:
    """The run of that day, once all is done."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        with office.store() as store, store.read() as shelf:
            run = shelf.schedule_run(schedule, at.date())
        if run is not None and run.finished_at is not None:
            return run
        time.sleep(0.2)
    pytest.fail(f"{schedule} is not done: {office.log()}")


def expired_once(office: Office, case_ids: list[str]) -> bool:
    with office.store() as store, store.read() as shelf:
        found = [shelf.case(case_id) for case_id in case_ids]
        causes = [[event.cause for event in shelf.events(case_id)] for case_id in case_ids]
    return all(case is not None and case.state == State.EXPIRED for case in found) and all(
        told.count(Cause.TOO_LATE) == 1 for told in causes
    )


def test_what_was_not_sent_in_time_expires_while_the_service_runs(office: Office) -> None:
    case_ids = open_cases(office)
    start(office)

    assert run_of(office).found == {"expired": len(case_ids)}
    assert expired_once(office, case_ids)
    run_of(office, "follow_up")
    run_of(office, "retention")
    port = office.wait_for_event("serving")["port"]
    wanted = f'edi_service_schedule_found{{schedule="deadlines",what="expired"}} {len(case_ids)}.0'
    for _ in range(600):  # what takes long to count is counted seldom
        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            metrics = answer.read().decode()
        if wanted in metrics:
            break
        time.sleep(0.2)
    assert wanted in metrics
    assert 'edi_service_schedule_done_at_seconds{schedule="retention"}' in metrics
    office.stop()
    assert office.balanced().returncode == 0
    assert (
        f"schedule deadlines: last done for {LONG_AFTER.date()}" in office.command("doctor").stdout
    )


ASKED = """
[partners.example-health]
via = "maple"
takes_inquiries = true
"""


def test_a_payer_that_is_late_is_asked_and_the_question_reaches_its_carrier(
    office: Office, tmp_path: Path
) -> None:
    office.others = ASKED
    with office.store() as store:
        keep_claims(store, claims_of(CLINIC), a_sending_desk())
        with store.read() as shelf:
            [case] = shelf.cases()
        sending = Sending(store, a_sending_desk(), MailboxFolder(tmp_path / "sent"))
        [outcome] = sending.send([case.case_id], Wish())
    assert outcome.is_sent
    at = AS_OF + timedelta(days=5)

    start(office, at=at)

    found = run_of(office, "follow_up", at=at).found
    assert found == {"acknowledgment late": 1, "noted": 1, "asked": 1}
    office.wait_until(lambda counts: counts.products == 1 and counts.undelivered == 0)
    [question] = office.outbound.iterdir()
    assert question.name == f"{case.case_id}-1-Q1.278"
    assert b"*005010X215~" in question.read_bytes()
    office.stop()
    assert office.balanced().returncode == 0


@pytest.mark.slow
def test_killed_again_and_again_a_day_is_done_once(office: Office) -> None:
    case_ids = open_cases(office)
    for _ in range(4):
        start(office)
        office.wait_for_event("serving")
        time.sleep(0.7)
        office.kill()
        (office.folder / "left.log").unlink()

    start(office)

    assert run_of(office).found == {"expired": len(case_ids)}
    assert expired_once(office, case_ids)


@pytest.mark.slow
def test_a_day_that_a_silent_machine_has_begun_is_ended_by_another(office: Office) -> None:
    if not office.url.startswith("postgresql"):
        pytest.skip("SQLite takes one machine that works")
    case_ids = open_cases(office)
    start(office, "left")
    start(office, "right")
    office.wait_for_event("serving", "right")
    time.sleep(0.5)
    office.kill("left")

    assert run_of(office).found == {"expired": len(case_ids)}
    assert expired_once(office, case_ids)


@pytest.mark.slow
def test_after_days_away_the_last_day_alone_is_done(office: Office) -> None:
    start(office, at=LONG_AFTER)
    run_of(office)
    office.stop()
    back = LONG_AFTER + timedelta(days=3)

    start(office, at=back)

    run_of(office, at=back)
    with office.store() as store, store.read() as shelf:
        between = [back - timedelta(days=days) for days in (1, 2)]
        assert [shelf.schedule_run("deadlines", day.date()) for day in between] == [None, None]
