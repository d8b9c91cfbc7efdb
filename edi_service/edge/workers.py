"""
Several processes at one list of tasks.

Nothing that was read travels between processes: each writes its own results into a folder of the
task, and only totals come back.  A task is taken by making its folder, which the file system lets
one process do, so that whoever is quick takes more, and nobody waits for anybody.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
import threading
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar

from edi_service.edge.inbox import STANDARD_INPUT
from edi_service.service.refused import Refused
from edi_service.service.stretch import WHOLE, stretches

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from pathlib import Path

    from edi_service.service.ports import Arrival
    from edi_service.service.stretch import Stretch

WORTH = 2 * 1024 * 1024  # bytes that are worth more than one process
LEAST = 256 * 1024  # bytes of a file that are worth a task of their own
TASKS_EACH = 8  # for what is left of the files: tasks grow shorter, so that all end together
TASKS, LAST = "tasks", "last"
LOOKED_AGAIN = 0.005  # seconds after which a process without a task looks for one again

Options_contra = TypeVar("Options_contra", contravariant=True)
Shared_contra = TypeVar("Shared_contra", contravariant=True)
Told_co = TypeVar("Told_co", covariant=True)


class WorkerLost(Refused):
    """A process ended before its work was done."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file or a stretch of one; *done* bytes have been read once it and all before it are."""

    arrival: Arrival
    stretch: Stretch
    done: int


class Worker(Protocol[Shared_contra, Told_co]):
    """What one process does."""

    def begin(self, shared: Shared_contra) -> None:
        """Take what the process that asks knows, before the first task."""

    def work(self, index: int, task: Task, folder: Path) -> None:
        """Do the task at *index*; its results go into *folder*, which is empty."""

    def report(self) -> Told_co:
        """What is to be known of all tasks done."""


def processors(jobs: int) -> int:
    """How many processes *jobs* asks for; 0 asks for one a processor."""
    return jobs or len(os.sched_getaffinity(0))


def tasks_of(arrivals: Sequence[Arrival], jobs: int) -> Iterator[Task]:
    """
    The tasks that *arrivals* make for so many processes, in the order of their results.

    The first are long, since each has its price, and the last short, so that no process is idle
    for long while another does the last of them.
    """
    total, done, seen = sum(arrival.size for arrival in arrivals), 0, set()

    def step(start: int) -> int:
        return max(LEAST, (total - done - start) // (jobs * TASKS_EACH))

    for arrival in arrivals:
        is_again = arrival.sha256 in seen
        seen.add(arrival.sha256)
        for stretch in [WHOLE] if is_again else stretches(arrival, step):
            end = stretch.end.offset if stretch.end is not None else arrival.size
            yield Task(arrival, stretch, done + end)
        done += arrival.size


def can_share(arrivals: list[Arrival]) -> bool:
    """Whether several processes may read *arrivals*, and whether that would be worth the while."""
    size = sum(arrival.size for arrival in arrivals)
    return size >= WORTH and all(arrival.name != STANDARD_INPUT for arrival in arrivals)


class Crew(Generic[Options_contra, Shared_contra, Told_co]):
    """
    The processes that help this one; use it in a ``with``, whose end is theirs too.

    Args:
        helpers: how many.
        make: makes the worker of a process, as soon as that has started.
        options: given to *make*.
    """

    def __init__(
        self,
        helpers: int,
        make: Callable[[Options_contra], Worker[Shared_contra, Told_co]],
        options: Options_contra,
    ) -> None:
        self._helpers: list[tuple[BaseProcess, Connection[Any, Any]]] = []
        is_fork = may_fork()
        context = get_context("fork" if is_fork else "spawn")
        for _ in range(helpers):
            here, there = context.Pipe()
            held = (here, *(connection for _, connection in self._helpers)) if is_fork else ()
            arguments = (there, make, options, gc.get_threshold(), held)
            process = context.Process(  # type: ignore[attr-defined]  # of either sort
                target=_help, args=arguments, daemon=True
            )
            process.start()
            there.close()
            self._helpers.append((process, here))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process, connection in self._helpers:
            process.terminate()
            process.join()
            connection.close()

    def share(
        self,
        own: Worker[Shared_contra, Told_co],
        shared: Shared_contra,
        tasks: Iterable[Task],
        folder: Path,
        join: Callable[[Task, Path], None],
    ) -> tuple[list[Task], list[Told_co]]:
        """
        Do all *tasks*, here by *own*; which they are, and what the workers report.

        Helpers begin while tasks are still being found.  *join* is called here for each task in
        order, with the folder of its results, as soon as it and all before it are done: so that
        others are still at work while results are put together.

        Raises:
            WorkerLost: a process ended before its time.
        """
        (folder / TASKS).mkdir(mode=0o700)
        for _, connection in self._helpers:
            _send(connection, (folder, shared))
        found: list[Task] = []
        for task in tasks:
            _post(folder, f"{len(found):06d}", task)
            found.append(task)
        _post(folder, LAST, None)
        own.begin(shared)
        joints = _Joints(found, folder, join)
        take_turns(own, found, folder, joints.join)
        told = [own.report()]
        for _, connection in self._helpers:
            while not connection.poll(LOOKED_AGAIN):
                joints.join()
            told.append(_receive(connection))
        joints.join()
        return found, told


def may_fork() -> bool:
    """
    Whether a process that helps may begin as a copy of this one, which is far quicker.

    Not where other threads run, such as that of a progress bar: a copy would have their locks and
    not the threads to open them.
    """
    return sys.platform == "linux" and threading.active_count() == 1


def _post(folder: Path, name: str, task: Task | None) -> None:
    """Let all see a task, whole from the start."""
    written = folder / f"{name}.new"
    written.write_bytes(pickle.dumps(task))
    written.replace(folder / TASKS / name)


def _posted(folder: Path, connection: Connection[Any, Any]) -> Iterator[Task]:
    """
    The tasks of *folder* as they are posted, up to the last one.

    Raises:
        EOFError: the process that posts them has ended.
    """
    index = 0
    while True:
        is_last = (folder / TASKS / LAST).exists()
        try:
            yield pickle.loads((folder / TASKS / f"{index:06d}").read_bytes())  # noqa: S301 -- ours
        except FileNotFoundError:
            if is_last:
                return
            if connection.poll(LOOKED_AGAIN):
                raise EOFError from None
        else:
            index += 1


def part_of(folder: Path, index: int) -> Path:
    """The folder of the results of the task at *index*."""
    return folder / f"{index:06d}"


class _Joints:
    """Where the results of *tasks* are put together, as far as all before them are done."""

    def __init__(self, tasks: list[Task], folder: Path, join: Callable[[Task, Path], None]) -> None:
        self._tasks = enumerate(tasks)
        self._folder = folder
        self._join = join
        self._next = next(self._tasks, None)

    def join(self) -> None:
        """Put together what can be by now."""
        while self._next is not None:
            index, task = self._next
            if not _done(self._folder, index).exists():
                return
            self._join(task, part_of(self._folder, index))
            self._next = next(self._tasks, None)


def _done(folder: Path, index: int) -> Path:
    """The file that says that the task at *index* is done."""
    return folder / f"{index:06d}.done"


def take_turns(
    worker: Worker[Any, Any], tasks: Iterable[Task], folder: Path, after_each: Callable[[], None]
) -> None:
    """Do whatever of *tasks* nobody else has taken, one after another."""
    for index, task in enumerate(tasks):
        part = part_of(folder, index)
        try:
            part.mkdir(mode=0o700)
        except FileExistsError:
            continue
        worker.work(index, task, part)
        _done(folder, index).touch(mode=0o600)
        after_each()


def _send(connection: Connection[Any, Any], what: object) -> None:
    try:
        connection.send(what)
    except OSError:
        raise WorkerLost(_LOST) from None


def _receive(connection: Connection[Any, Any]) -> Any:  # noqa: ANN401 -- whatever the worker tells
    try:
        told = connection.recv()
    except (EOFError, OSError):
        raise WorkerLost(_LOST) from None
    if isinstance(told, Exception):
        raise told
    return told


_LOST = "a process that helped has ended before its work was done"


def _help(
    connection: Connection[Any, Any],
    make: Callable[[Any], Worker[Any, Any]],
    options: object,
    threshold: tuple[int, int, int],
    held: tuple[Connection[Any, Any], ...],
) -> None:
    """The whole life of a process that helps; what it holds of another's it lets go of first."""
    for each in held:
        each.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asks ends those that help
    gc.set_threshold(*threshold)
    try:
        worker = make(options)
        folder, shared = connection.recv()
        worker.begin(shared)
        take_turns(worker, _posted(folder, connection), folder, lambda: None)
        connection.send(worker.report())
    except Exception as fault:  # noqa: BLE001 -- told by the process that asked
        connection.send(fault)
