"""Each kind of work, done once on a file of a few claims."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from benchmarks import work
from benchmarks.child import ChildFailed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.child import Ended


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    return work.invent(tmp_path / "claims.837", "P", 20)


@pytest.fixture
def spoilt(claims: Path) -> Path:
    claims.write_bytes(claims.read_bytes().replace(b"*MC~", b"*QQ~").replace(b"*16~", b"*QQ~"))
    return claims


@pytest.mark.parametrize(
    "once",
    [
        work.check,
        work.check_one_set,
        work.check_by_two,
        work.answer,
        work.answer_by_two,
        work.process,
        work.process_with_examples,
        work.x12valid,
        work.extraction,
    ],
)
def test_work_takes_time_and_leaves_nothing_behind(
    claims: Path, once: Callable[[Path], Ended]
) -> None:
    ended = once(claims)
    assert ended.seconds > 0
    assert ended.cpu_seconds > 0
    assert list(claims.parent.iterdir()) == [claims]


@pytest.mark.parametrize("once", [work.check, work.check_one_set, work.x12valid])
def test_claims_that_are_not_good_are_not_timed(
    spoilt: Path, once: Callable[[Path], Ended]
) -> None:
    with pytest.raises(ChildFailed):
        once(spoilt)


def test_sets_are_joined_by_a_child(claims: Path) -> None:
    joined = work.join_sets(claims, claims.with_name("joined.837"))
    assert joined.read_bytes() == claims.read_bytes()  # there was only one


def test_a_command_is_asked_whether_it_takes_workers() -> None:
    assert not work.has_jobs("explain")
