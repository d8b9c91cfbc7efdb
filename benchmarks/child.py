"""A command in a process of its own: how long it took, and how much memory it held at most."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

_ROOT = Path(__file__).resolve().parents[1]
# Linux counts ru_maxrss in KiB, macOS in bytes.
_MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024


class ChildFailed(Exception):  # noqa: N818 - a sentence for its reader
    """A measured command ended badly; the message holds what it wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """
    What became of a command: what it took, its peak of resident memory, and what it wrote.

    *seconds* are wall time; *cpu_seconds* are processor time of it and of all it has started.
    """

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    written: str


def python(*arguments: str | Path) -> list[str]:
    """A command run by the interpreter that runs the benchmark."""
    return [sys.executable, *(str(argument) for argument in arguments)]


def surroundings(*, is_stranger: bool) -> dict[str, str]:
    """
    The environment of a child.

    Python may keep the byte code of what it imports, as it does for a package that was installed:
    a machine that forbids it would have everything compiled anew at each start.
    """
    environment = {**os.environ, "PYTHONPATH": "" if is_stranger else str(_ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def run(command: list[str], allowed: tuple[int, ...] = (0,), *, is_stranger: bool = False) -> Ended:
    """
    Run *command* from start to end; importing is part of it.

    A stranger, whose interpreter is not ours, is not led to our modules.  The kernel counts the
    memory of whoever starts a process as its own until it has begun, so the peak is never less
    than what this process holds: it should hold little.

    Raises:
        ChildFailed: it ended with an exit code that is not *allowed*.
    """
    environment = surroundings(is_stranger=is_stranger)
    with TemporaryFile("w+", encoding="utf-8") as output:
        started = time.perf_counter()
        child = subprocess.Popen(command, stdout=output, stderr=output, env=environment)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)  # wait4 took it from under Popen
        output.seek(0)
        written = output.read()
    if child.returncode not in allowed:
        message = f"{' '.join(command)} ended with {child.returncode}:\n{written[-2000:]}"
        raise ChildFailed(message)
    return Ended(
        seconds=seconds,
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        peak_bytes=usage.ru_maxrss * _MAXRSS_UNIT,
        written=written,
    )
