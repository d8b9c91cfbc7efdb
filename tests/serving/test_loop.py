"""From claims on a drop folder to a case that its payer has approved, without a hand on it."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from edi_service.cases.progress import State
from edi_service.claims.model import ClaimKind
from edi_service.service.synth import synthesize
from tests.serving.office import ROOT
from tests.serving.test_page import machines_of_compose

if TYPE_CHECKING:
    from pathlib import Path

    from tests.serving.office import Office

SCENARIO = ROOT / "fixtures/scenarios/0002-emergency-then-admission-in-time/claims.837"
SERVICE = f"policies = ['{ROOT / 'fixtures/policies/examples'}']\n"
PAYER = """
[payers.EXHLTH01]
payer = "example-health"
line_of_business = "commercial"

[partners.example-health]
channel = "x217"
via = "maple"
"""


def admitted_yesterday() -> bytes:
    """The claim of the scenario, as if the patient had come yesterday."""
    today = datetime.now(ZoneInfo("America/New_York"))
    days = {b"20260610": today - timedelta(days=1), b"20260612": today}
    data = SCENARIO.read_bytes()
    for day, moved in days.items():
        data = data.replace(day, f"{moved:%Y%m%d}".encode())
    return data.replace(b"20260701", f"{today:%Y%m%d}".encode())


def outgoing(office: Office, kind: str) -> Path:
    """The first file of a kind that the partner finds, once it is there."""
    for _ in range(600):
        for path in office.outbound.glob(f"*.{kind}"):
            return path
        time.sleep(0.1)
    pytest.fail(f"no {kind} went out: {office.log()}")


def state_of_the_case(office: Office) -> str:
    with office.store() as store, store.read() as shelf:
        [case] = shelf.cases()
        return case.state


def wait_for(office: Office, state: State) -> None:
    for _ in range(600):
        if state_of_the_case(office) == state:
            return
        time.sleep(0.1)
    pytest.fail(f"the case is {state_of_the_case(office)}, not {state}: {office.log()}")


@pytest.mark.slow
def test_a_claim_is_asked_for_and_its_approval_is_heard(office: Office, tmp_path: Path) -> None:
    office.service, office.others = SERVICE, PAYER
    office.start()
    office.drop("stay.837", admitted_yesterday())
    counts = office.wait_until_done(files=1)
    assert (counts.cases, counts.requests) == (1, 1)

    request = outgoing(office, "278")
    wait_for(office, State.SENT)
    asked, answers = tmp_path / "asked", tmp_path / "answers"
    asked.mkdir()
    (asked / request.name).write_bytes(request.read_bytes())
    command = [sys.executable, "-m", "edi_service", "payer-simulator"]
    subprocess.run([*command, "--in", str(asked), "--out", str(answers)], cwd=ROOT, check=True)
    for path in sorted(answers.iterdir()):
        if path.is_file():
            office.drop(path.name, path.read_bytes())

    wait_for(office, State.APPROVED)
    office.wait_until_done(files=2)
    told = office.balanced()
    assert told.returncode == 0, told.stdout


def claims(seed: int) -> bytes:
    return b"".join(synthesize(ClaimKind.PROFESSIONAL, 40, seed))


@pytest.mark.slow
def test_the_machines_of_the_compose_file(office: Office) -> None:
    """Started as processes, with the commands that the file gives them."""
    if not office.url.startswith("postgresql"):
        pytest.skip("the compose file has PostgreSQL")
    for machine, words in machines_of_compose().items():
        assert words[:3] == ["serve", "--config", "edi.toml"]
        office.start(machine, *words[3:])
    for number in range(4):
        office.drop(f"{number}.837", claims(number))

    counts = office.wait_until_done(files=4)

    assert (counts.done, counts.claims) == (4, 160)
    assert [office.stop(machine) for machine in list(office.machines)] == [0, 0, 0]
    assert office.balanced().returncode == 0
