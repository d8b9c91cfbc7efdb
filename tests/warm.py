"""
Commands and machines that start at once: forked from a process that has imported the whole service.

Each costs little more than what it does.  The process they come from has read what is shipped with
the service, which none of them changes; it has opened nothing, and runs no thread, so that each
begins as one that was started by the command does.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).parents[1]


class Machine(Protocol):
    """A process that runs the service."""

    @property
    def pid(self) -> int:
        """Its number."""

    def kill(self) -> None:
        """End it at once."""

    def send_signal(self, sig: int) -> None:
        """Send it a signal."""

    def wait(self, timeout: float | None = None) -> int:
        """How it left, once it has; ``subprocess.TimeoutExpired`` when it does not."""


class Forked:
    """A machine that came from *warm*."""

    def __init__(self, warm: Warm, pid: int) -> None:
        self.pid = pid
        self._warm = warm
        self._handle = os.pidfd_open(pid)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def send_signal(self, sig: int) -> None:
        """Send it a signal."""
        signal.pidfd_send_signal(self._handle, sig)

    def wait(self, timeout: float | None = None) -> int:
        """How it left; once."""
        ready, _, _ = select.select([self._handle], [], [], timeout)
        if not ready:
            raise subprocess.TimeoutExpired(str(self.pid), timeout or 0.0)
        os.close(self._handle)
        return self._warm.ask({"wait": self.pid})


class Warm:
    """The process that machines come from; use it in a ``with`` of :func:`warmed`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._lock = threading.Lock()

    def ask(self, request: Mapping[str, object]) -> int:
        """What the process answers."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with self._lock:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            return int(self._process.stdout.readline())

    def start(
        self, arguments: Sequence[str], log: Path, environment: Mapping[str, str], fault: str = ""
    ) -> Forked:
        """
        A machine that runs the command with *arguments*.

        Args:
            arguments: of the command.
            log: where it writes.
            environment: what is set besides.
            fault: what ``tests.serving.breaking`` lets happen to it.
        """
        log.touch()
        return self._start(
            _Request(
                arguments=list(arguments),
                output=str(log),
                errors=str(log),
                environment={**os.environ, **environment},
                fault=fault,
            )
        )

    def run(
        self, arguments: Sequence[str], between: Path, folder: Path, environment: Mapping[str, str]
    ) -> int:
        """
        How the command with *arguments* leaves.

        Args:
            arguments: of the command.
            between: a folder with what is typed in (``typed``), for what it says (``said``,
                ``complained``).
            folder: where it runs.
            environment: the whole of it.
        """
        request = _Request(
            arguments=list(arguments),
            output=str(between / "said"),
            errors=str(between / "complained"),
            environment=dict(environment),
            typed=str(between / "typed"),
            folder=str(folder),
        )
        return self._start(request).wait()

    def _start(self, request: _Request) -> Forked:
        return Forked(self, self.ask(asdict(request)))


@contextmanager
def warmed() -> Iterator[Warm]:
    """The process, for as long as the ``with`` lasts; what came from it ends with it."""
    command = [sys.executable, "-m", "tests.warm"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Warm(process)
        assert process.stdin is not None
        process.stdin.close()


@dataclass(frozen=True, slots=True)
class _Request:
    """What a process is to be."""

    arguments: list[str]
    output: str
    errors: str
    environment: dict[str, str]
    fault: str = ""
    typed: str = os.devnull
    folder: str = str(ROOT)


def _main() -> None:
    """Fork a process for each line that asks for one; tell how one left when asked for that."""
    _warm_up()
    alive: set[int] = set()
    for line in sys.stdin:
        request = json.loads(line)
        if "wait" in request:
            alive.discard(request["wait"])
            _, status = os.waitpid(request["wait"], 0)
            answer = os.waitstatus_to_exitcode(status)
        else:
            answer = os.fork()
            if answer == 0:
                _run(_Request(**request))
            alive.add(answer)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()
    for pid in alive:
        os.kill(pid, signal.SIGKILL)


def _warm_up() -> None:
    from edi_service.edge.guides import find_guide  # noqa: PLC0415 -- the tests need none of this
    from edi_service.entry.cli import COMMANDS  # noqa: PLC0415 -- likewise

    for name in (
        *(f"edi_service.entry.cli.{module}" for module in COMMANDS.values()),
        "edi_service.wiring.serving.running",
        "edi_service.wiring.serving.tending",
        "edi_service.entry.cli.log",
        "tests.serving.breaking",
    ):
        import_module(name)
    for identifier in ("005010X222", "005010X223", "005010X231", "005010X214"):
        find_guide(identifier)
    gc.freeze()


def _begin_anew(request: _Request) -> None:
    """Read, write and be where a process of its own would."""
    appending = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    opened = (
        os.open(request.typed, os.O_RDONLY),
        os.open(request.output, appending, 0o600),
        os.open(request.errors, appending, 0o600),
    )
    for number, handle in enumerate(opened):
        os.dup2(handle, number)
        os.close(handle)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    os.environ.clear()
    os.environ.update(request.environment)
    os.chdir(request.folder)


def _run(request: _Request) -> None:
    """Be the process, and leave as it does."""
    from edi_service.entry.cli import command_line  # noqa: PLC0415 -- the tests need none of this
    from tests.serving.breaking import break_at  # noqa: PLC0415 -- likewise

    _begin_anew(request)
    code = 1
    try:
        if request.fault:
            break_at(request.fault)
        command_line(request.arguments)(request.arguments)
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else 1 if leaving.code else 0
    except BaseException:  # noqa: BLE001 -- as the interpreter tells it
        import traceback  # noqa: PLC0415 -- likewise

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _main()
