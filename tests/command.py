"""The command as a user meets it, in a process of its own."""

from __future__ import annotations

import atexit
import os
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tests.warm import warmed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.warm import Warm

ROOT = Path(__file__).parents[1]


def run_command(
    *arguments: str | Path,
    folder: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    typed: bytes = b"",
) -> subprocess.CompletedProcess[bytes]:
    """
    What ``edi-service`` with *arguments* says, and how it leaves.

    Args:
        arguments: of the command.
        folder: where it runs.
        environment: the whole of it; None: that of the tests.
        typed: what it reads from standard input.
    """
    words = [str(argument) for argument in arguments]
    around = os.environ if environment is None else environment
    with tempfile.TemporaryDirectory(prefix="edi-service-command-") as name:
        between = Path(name)
        (between / "typed").write_bytes(typed)
        code = _warm().run(words, between, folder, around)
        said, complained = (between / "said").read_bytes(), (between / "complained").read_bytes()
    return subprocess.CompletedProcess(words, code, said, complained)


def say_command(
    *arguments: str | Path,
    folder: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    typed: str = "",
) -> subprocess.CompletedProcess[str]:
    """As :func:`run_command`, in text."""
    done = run_command(*arguments, folder=folder, environment=environment, typed=typed.encode())
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def in_folder(
    folder: Path, *arguments: str | Path, **more: str
) -> subprocess.CompletedProcess[str]:
    """The command in *folder*, where its store and key ring lie; *more* is of its environment."""
    environment = {
        "PATH": "",
        "EDI_SERVICE_STORE": "cases.sqlite",
        "EDI_SERVICE_KEYS_FILE": "ring.json",
        **more,
    }
    return say_command(*arguments, folder=folder, environment=environment)


@cache
def _warm() -> Warm:
    """What commands are forked from, until this process ends."""
    context = warmed()
    atexit.register(context.__exit__, None, None, None)
    return context.__enter__()
