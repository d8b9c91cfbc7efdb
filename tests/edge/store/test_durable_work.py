"""Durable work: killed at any moment, it goes on, and nothing is kept twice."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from edi_service.edge.store import database
from tests.edge.store.counting import STEPS, counts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

ROOT = Path(__file__).parents[3]
PIECES = 12


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    made = database.connect(url)
    with made.begin() as connection:
        counts.create(connection)
    yield made
    made.dispose()


def begin(url: str, machine: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.edge.store.counting", url, machine, str(PIECES)]
    return subprocess.Popen(command, cwd=ROOT)


def counted(engine: Engine) -> int:
    with engine.connect() as connection:
        connection.execution_options(**database.READING)
        return int(connection.execute(select(func.count()).select_from(counts)).scalar_one())


def wait_for(engine: Engine, least: int) -> None:
    deadline = time.monotonic() + 60
    while counted(engine) < least:
        assert time.monotonic() < deadline, "the work stands still"
        time.sleep(0.02)


def each_once(engine: Engine) -> bool:
    with engine.connect() as connection:
        connection.execution_options(**database.READING)
        rows = connection.execute(select(counts.c.piece, counts.c.number)).all()
    return sorted(rows) == sorted(
        (str(piece), number) for piece in range(PIECES) for number in range(STEPS)
    )


def test_killed_again_and_again_it_is_done_in_the_end(
    engine: Engine, url: str, *, is_thorough: bool
) -> None:
    chance = random.Random(278)  # noqa: S311 -- no secret, and the same every time
    for _ in range(20 if is_thorough else 3):
        process = begin(url, "left")
        wait_for(engine, min(counted(engine) + 1 + chance.randrange(8), PIECES * STEPS))
        process.kill()
        process.wait()

    assert begin(url, "left").wait(120) == 0
    assert each_once(engine)


def test_what_was_done_can_be_forgotten(engine: Engine, url: str) -> None:
    assert begin(url, "left").wait(120) == 0

    script = (
        "import sys; from datetime import datetime;"
        "from edi_service.edge.engine import DurableWork;"
        "from edi_service.edge.store import database;"
        "durable = DurableWork(database.connect(sys.argv[1]), 'left');"
        "durable.start([], works=False);"
        "print(durable.forget(datetime.fromisoformat(sys.argv[2])));"
        "durable.stop()"
    )
    later = (datetime.now(UTC) + timedelta(minutes=1)).isoformat()
    command = [sys.executable, "-c", script, url, later]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)

    assert told.stdout.strip() == str(PIECES)
    assert each_once(engine)


def test_work_that_nobody_is_at_any_more_is_taken_up_at_the_second_look(url: str) -> None:
    command = [sys.executable, "-m", "tests.edge.store.leaving", url]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)

    assert told.stdout == "[0, 1, 0] 2 ''"
