"""Tasks of several processes: posted, taken until the last, and put together in order."""

from __future__ import annotations

import threading
from itertools import pairwise
from multiprocessing import Pipe
from typing import TYPE_CHECKING, Any

import pytest

from edi_service.claims.model import ClaimKind
from edi_service.edge import workers
from edi_service.edge.inbox import arrivals
from edi_service.edge.workers import Crew
from edi_service.service.synth.stream import synthesize
from tests.service.test_scenarios import FOLDERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from edi_service.edge.workers import Task

FILES = [folder / "claims.837" for folder in FOLDERS]


def test_a_process_with_other_threads_is_not_copied() -> None:
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert not workers.may_fork()
    finally:
        done.set()
        other.join()


def test_tasks_are_done_as_they_are_posted_until_the_last(tmp_path: Path) -> None:
    here, there = Pipe()
    (tmp_path / workers.TASKS).mkdir()
    arrivals_found = list(arrivals([str(FILES[0]), str(FILES[1])]))
    [first, second] = workers.tasks_of(arrivals_found, 1)
    workers._post(tmp_path, "000000", first)  # noqa: SLF001 -- as the process that asks does
    posted = workers._posted(tmp_path, there)  # noqa: SLF001 -- as the one that helps does
    assert next(posted).arrival.name == first.arrival.name
    workers._post(tmp_path, "000001", second)  # noqa: SLF001 -- likewise
    assert next(posted).arrival.name == second.arrival.name
    workers._post(tmp_path, workers.LAST, None)  # noqa: SLF001 -- likewise
    assert next(posted, None) is None
    here.close()


def test_whoever_waits_for_tasks_sees_that_nobody_will_post_them(tmp_path: Path) -> None:
    here, there = Pipe()
    (tmp_path / workers.TASKS).mkdir()
    here.close()
    with pytest.raises(EOFError):
        next(workers._posted(tmp_path, there))  # noqa: SLF001 -- as the process that helps does


def _joined(parts: list[str]) -> Callable[[Task, Path], None]:
    """Enters into *parts* what is put together, by the names of folders."""
    return lambda _, part: parts.append(part.name)


class _Counting:
    """Counts what had been put together when it began each task."""

    def __init__(self, parts: list[str]) -> None:
        self._parts = parts
        self.seen: list[int] = []

    def begin(self, shared: None) -> None:
        """Nothing need be known."""

    def work(self, index: int, task: Task, folder: Path) -> None:
        del index, task, folder
        self.seen.append(len(self._parts))

    def report(self) -> list[int]:
        return self.seen


def test_results_are_put_together_in_order_as_soon_as_they_can_be(tmp_path: Path) -> None:
    [task] = workers.tasks_of(list(arrivals([str(FILES[0])])), 1)
    parts: list[str] = []
    with Crew[Any, None, list[int]](0, _Counting, None) as crew:
        _, [seen] = crew.share(_Counting(parts), None, [task] * 3, tmp_path, _joined(parts))
    assert parts == ["000000", "000001", "000002"]
    assert seen == [0, 1, 2]


def test_tasks_of_a_file_grow_shorter_and_leave_nothing_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "LEAST", 10_000)
    data = tmp_path / "claims.837"
    data.write_bytes(b"".join(synthesize(ClaimKind.PROFESSIONAL, 3000, seed=4)))
    found = list(arrivals([str(data)]))
    tasks = list(workers.tasks_of(found, 2))
    ends = [task.done for task in tasks]
    lengths = [end - start for start, end in pairwise([0, *ends])]
    assert ends[-1] == data.stat().st_size
    assert lengths[0] > 5 * lengths[-2]
    assert all(later < 1.5 * earlier for earlier, later in pairwise(lengths[:-1]))
    for before, after in pairwise(tasks):
        assert before.stretch.end == after.stretch.start


class _Broken:
    def __init__(self, name: str) -> None:
        self._name = name

    def begin(self, shared: None) -> None:
        assert shared is None
        if self._name == "broken":
            raise OSError(28, "No space left on device")

    def work(self, index: int, task: Task, folder: Path) -> None:
        """Nothing is to be done."""

    def report(self) -> None:
        """Nothing was done."""


def test_what_goes_wrong_in_a_helper_is_told_by_the_process_that_asked(tmp_path: Path) -> None:
    with Crew(1, _Broken, "broken") as crew, pytest.raises(OSError, match="No space"):
        crew.share(_Broken("whole"), None, [], tmp_path, _joined([]))
