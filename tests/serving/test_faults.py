"""Machines that are killed, fall asleep or lose their database: nothing lost, nothing twice."""

from __future__ import annotations

import random
import signal
import time
from typing import TYPE_CHECKING

import pytest

from edi_service.claims.model import ClaimKind
from edi_service.service.drops import DropState
from edi_service.service.synth import synthesize

if TYPE_CHECKING:
    from tests.serving.office import Office

CLAIMS = 40
MANY = 4000


def claims(seed: int, count: int = CLAIMS) -> bytes:
    """An invented file of claims."""
    return b"".join(synthesize(ClaimKind.PROFESSIONAL, count, seed))


def require_each_once(office: Office, files: int, count: int = CLAIMS) -> None:
    """Every file is done, every claim kept, every answer there, and the books balance."""
    with office.store() as store, store.read() as shelf:
        drops = list(shelf.drops())
        products = shelf.products()
        assert shelf.verify() is None
    assert [drop.state for drop in drops] == [DropState.DONE] * files
    assert {drop.claims for drop in drops} == {count}
    asked = sorted((product.drop_id, product.kind) for product in products)
    assert asked == sorted((drop.drop_id, kind) for drop in drops for kind in ("999", "277CA"))
    seen = sorted(path.name for path in office.outbound.iterdir())
    assert seen == sorted(product.name for product in products)
    told = office.balanced()
    assert told.returncode == 0, told.stdout


@pytest.mark.slow
def test_killed_again_and_again(office: Office, *, is_thorough: bool) -> None:
    """Workers at random; on PostgreSQL two of them, on SQLite the one that it takes."""
    kills = 500 if is_thorough else 5
    chance = random.Random(278)  # noqa: S311 -- no secret, and the same every time
    machines = ["left", "right"] if office.url.startswith("postgresql") else ["left"]
    for machine in machines:
        office.start(machine)
    files = 0
    for _ in range(kills):
        office.drop(f"{files}.837", claims(files))
        files += 1
        time.sleep(chance.uniform(0.5, 5))
        machine = chance.choice(machines)
        office.kill(machine)
        office.start(machine)

    office.wait_until_done(files, seconds=300)

    require_each_once(office, files)


def needs_two_machines(office: Office) -> None:
    if not office.url.startswith("postgresql"):
        pytest.skip("SQLite takes one machine that works")


@pytest.mark.slow
def test_the_work_of_a_machine_that_falls_silent_is_done_by_another(office: Office) -> None:
    needs_two_machines(office)
    office.start("left")
    office.drop("0.837", claims(1, MANY))
    office.wait_until(lambda counts: counts.claims_kept > 0)  # it is at work
    office.machines["left"].send_signal(signal.SIGSTOP)
    fell_silent = time.monotonic()

    office.start("right")
    office.wait_for_event("serving", "right")
    began = time.monotonic()
    given_up = office.wait_for_event("machine given up", "right")
    waited = time.monotonic() - max(began, fell_silent + office.lease)
    office.drop("1.837", claims(2, MANY))
    office.wait_until_done(2, seconds=240)
    office.machines["left"].send_signal(signal.SIGCONT)  # it wakes, and does no harm
    time.sleep(office.lease)

    assert given_up["adopted"] == 1
    assert waited < office.lease  # so that it is adopted within twice the lease
    require_each_once(office, 2, MANY)


@pytest.mark.slow
def test_a_database_that_goes_away_and_comes_back(office: Office) -> None:
    needs_two_machines(office)
    office.start()
    office.wait_for_event("serving")
    for number in range(4):
        office.drop(f"{number}.837", claims(number))
        office.cut_connections()
        time.sleep(1)

    office.wait_until_done(4, seconds=240)

    require_each_once(office, 4)
