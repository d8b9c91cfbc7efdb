"""What the benchmark of the service makes of what it has seen."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from benchmarks.postgresql import Server
from benchmarks.rounds import Round
from benchmarks.served import Shares
from benchmarks.serving import delays, shown

if TYPE_CHECKING:
    from pathlib import Path

ROUND = Round(
    claims=20_000,
    seconds=10.0,
    delays=[float(number) for number in range(1, 101)],
    cpu_seconds=8.0,
    engine_seconds=2.0,
    between_seconds=1.0,
    server_seconds=1.5,
)


def test_a_round_is_told_by_wall_and_processor_time() -> None:
    first, second = shown("serve, PostgreSQL, 2", ROUND, 4.0).splitlines()
    assert " ".join(first.split()) == (
        "serve, PostgreSQL, 2 2,000 claims/s 2.50 times the seconds of process "
        "answers after 50.5 s (p50), 100.0 s (p99)"
    )
    assert second.strip() == (
        "2,500 claims a second of processor time (8.0 s + 1.5 s of the server); the engine's share "
        "25% (between our steps 12%)"
    )


def test_a_store_without_a_server_is_told_without_one() -> None:
    assert "server" not in shown("serve, SQLite", ROUND._replace(server_seconds=0.0), 4.0)


def test_the_longest_of_a_few_delays_is_the_99th_percentile() -> None:
    few = ROUND._replace(delays=[3.0, 1.0, 2.0])
    assert delays(few) == "answers after 2.0 s (p50), 3.0 s (p99)"


def _spend(seconds: float) -> None:
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def test_the_engine_is_charged_for_what_is_neither_work_nor_the_body_of_a_step() -> None:
    shares = Shares()

    def body() -> None:
        _spend(0.04)

    counted_body = shares.of_body(body)

    def step() -> None:  # as the engine has it: something before the body, something after
        _spend(0.02)
        counted_body()
        _spend(0.02)

    counted_step = shares.of_engine(step)

    def work() -> None:
        _spend(0.05)
        counted_step()
        counted_step()

    shares.begin()
    shares.of_work(work)()
    _spend(0.03)  # as a thread of the engine's own
    told = shares.told()
    assert told["seconds"] == pytest.approx(0.24, abs=0.05)
    assert told["between"] == pytest.approx(0.08, abs=0.02)
    assert told["engine"] == pytest.approx(0.11, abs=0.05)


def test_the_time_of_work_that_fails_is_counted_too() -> None:
    shares = Shares()

    def work() -> None:
        _spend(0.05)
        raise ZeroDivisionError

    shares.begin()
    with pytest.raises(ZeroDivisionError):
        shares.of_work(work)()
    assert shares.told()["engine"] == pytest.approx(0.0, abs=0.03)


def test_work_that_is_about_to_end_is_waited_for() -> None:
    shares, begun, may_end = Shares(), threading.Event(), threading.Event()

    def work() -> None:
        _spend(0.1)
        begun.set()
        may_end.wait()

    shares.begin()
    thread = threading.Thread(target=shares.of_work(work))
    thread.start()
    begun.wait()
    threading.Timer(0.1, may_end.set).start()
    assert shares.told()["engine"] < 0.05
    thread.join()


def test_nobody_can_tell_the_time_of_a_server_elsewhere(tmp_path: Path) -> None:
    assert Server("postgresql://elsewhere/postgres").cpu_seconds() == 0
    (tmp_path / "postmaster.pid").write_text("1\n/var/lib/postgresql\n")
    assert Server("postgresql:///postgres", tmp_path).cpu_seconds() >= 0
