"""Taking turns, and the peers' drivers."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from benchmarks.child import ChildFailed, Ended, python, run
from benchmarks.environments import DRIVERS, PEERS, default_home, drive, install
from benchmarks.figures import Series
from benchmarks.plan import claims_in
from benchmarks.turns import Absent, Subject, last_line, take_turns

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    written = tmp_path / "claims.837"
    written.write_bytes(b"x" * 1000)
    return written


def test_everything_takes_its_turn_in_each_round(path: Path, tmp_path: Path) -> None:
    one = tmp_path / "one.837"
    done: list[tuple[str, str]] = []

    def noting(name: str) -> Subject:
        def work(on: Path) -> Ended:
            done.append((name, on.stem))
            return Ended(
                seconds=2.0 if on == path else 0.5, cpu_seconds=1.5, peak_bytes=7, written=""
            )

        return Subject(work=work, path=path, one=one if name == "a" else None)

    taken = take_turns({"a": noting("a"), "b": noting("b")}, 2)
    unmeasured = [("a", "one")]
    assert done == unmeasured + [("a", "one"), ("a", "claims"), ("b", "claims")] * 2
    each = Series(size=1000, seconds=[2.0] * 2, peaks=[7, 7], cpu_seconds=[1.5, 1.5])
    assert taken["a"] == replace(each, starts=[0.5] * 2)
    assert taken["b"] == each


def test_a_peer_that_fails_is_a_row_and_is_not_asked_again(path: Path) -> None:
    asked = []

    def failing(on: Path) -> Ended:
        asked.append(on)
        message = "it ended with 1:\nTraceback\nValueError: no | such thing\n"
        raise ChildFailed(message)

    taken = take_turns({"a": Subject(work=failing, path=path, may_fail=True)}, 3)
    assert taken == {"a": Absent("ValueError: no / such thing")}
    assert len(asked) == 1


def test_a_command_of_ours_that_fails_ends_everything(path: Path) -> None:
    def failing(_: Path) -> Ended:
        message = "ended with 2"
        raise ChildFailed(message)

    with pytest.raises(ChildFailed):
        take_turns({"a": Subject(work=failing, path=path)}, 1)


def test_what_is_absent_from_the_start_stays_so() -> None:
    assert take_turns({"a": Absent("no such option")}, 1) == {"a": Absent("no such option")}


def test_the_last_line_of_nothing_says_so() -> None:
    assert last_line(" \n") == "nothing was said"


def test_a_child_that_ends_badly_says_what_it_wrote() -> None:
    with pytest.raises(ChildFailed, match=r"(?s)ended with 3.*so it is"):
        run(python("-c", "print('so it is'); raise SystemExit(3)"))


def test_a_child_tells_its_time_and_its_memory() -> None:
    ended = run(python("-c", "print('done')"))
    assert ended.written == "done\n"
    assert ended.seconds > 0
    assert ended.peak_bytes > 1_000_000


def test_a_stranger_is_not_led_to_our_modules() -> None:
    command = python("-c", "import os; print(repr(os.environ['PYTHONPATH']))")
    assert run(command, is_stranger=True).written == "''\n"


def test_every_peer_has_its_driver_and_every_driver_its_peer() -> None:
    assert {peer.driver for peer in PEERS} == {path.stem for path in DRIVERS.glob("*.py")}


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.driver)
def test_a_driver_compiles_and_says_what_it_does(peer: object) -> None:
    assert isinstance(peer, type(PEERS[0]))
    source = DRIVERS.joinpath(f"{peer.driver}.py").read_text(encoding="utf-8")
    docstring = ast.get_docstring(ast.parse(source))
    assert docstring
    assert docstring.startswith(peer.package)
    assert len(source.splitlines()) <= 30


def test_a_peer_that_is_there_is_not_installed_again(tmp_path: Path) -> None:
    peer = PEERS[0]
    folder = tmp_path / f"{peer.package}-{peer.version}"
    folder.mkdir()
    folder.joinpath("finished").touch()
    assert install(peer, tmp_path) == folder / "bin" / "python"


def test_a_peer_that_misses_claims_has_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.environments.DRIVERS", tmp_path)
    tmp_path.joinpath(f"{PEERS[0].driver}.py").write_text("print('9 claims')")
    interpreter = tmp_path / "python"
    interpreter.symlink_to(python()[0])
    assert drive(PEERS[0], interpreter, tmp_path, 9).written == "9 claims\n"
    with pytest.raises(ChildFailed, match="found 9 of 10 claims"):
        drive(PEERS[0], interpreter, tmp_path, 10)


def test_environments_are_kept_in_the_cache_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert default_home() == tmp_path / "edi-service" / "benchmark-peers"


def test_a_file_holds_at_least_one_claim() -> None:
    assert claims_in(0) == 1
    assert claims_in(64) == 100_000
