"""The kinds of work that are measured, each a command from its start to its end."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.child import ChildFailed, python, run
from benchmarks.figures import MEGABYTE

if TYPE_CHECKING:
    from benchmarks.child import Ended

EXTRACTION = Path(__file__).with_name("extraction.py")
OFFICE = Path(__file__).with_name("office.toml")
EXAMPLES = Path(__file__).resolve().parents[1] / "fixtures" / "policies" / "examples"
# The day that invented files bear; the policies of invented payers are in force then.
_ON_THE_DAY = ("--as-of", "2026-11-16")
_OF_AN_OFFICE = (*_ON_THE_DAY, "--config", str(OFFICE))
_WITH_EXAMPLES = (*_ON_THE_DAY, "--policies", str(EXAMPLES))
TWO_WORKERS = ("--jobs", "2")


def invent(path: Path, kind: str, claims: int) -> Path:
    """A file of so many invented claims, *kind* P or I, always the same ones."""
    synth = ("synth", "--kind", kind, "--claims", str(claims), "--output")
    run(python("-m", "edi_service", *synth, path))
    return path


def join_sets(source: Path, target: Path) -> Path:
    """The claims of *source* as one single transaction set; in a child, to stay small here."""
    run(python("-m", "benchmarks.joined", source, target))
    return target


def has_jobs(command: str) -> bool:
    """Whether *command* of ours can be told how many workers to take."""
    return "--jobs" in run(python("-m", "edi_service", command, "--help")).written


def check(path: Path, *options: str) -> Ended:
    """
    Everything that is held against claims without a payer's policy.

    Raises:
        ChildFailed: it found anything; invented claims have no finding, so what is timed is the
            work on good claims.
    """
    ended = run(python("-m", "edi_service", "check", path, *options))
    return _holding(r"(?m)[^\d]0 findings\.$", ended, "check finds something in what was invented")


def check_one_set(path: Path) -> Ended:
    """As :func:`check`, of one set longer than the guides advise, which is said in a note."""
    ended = run(python("-m", "edi_service", "check", path))
    return _holding(r"[^\d,]0 of them with errors", ended, "the sets were not joined well")


def process(path: Path, *options: str) -> Ended:
    """Everything, by the library's policies: claims, findings, cases, written and then removed."""
    out = path.with_suffix(".out")
    command = python(
        "-m", "edi_service", "process", path, "--out", out, *(options or _OF_AN_OFFICE)
    )
    ended = run(command, allowed=(0, 1))  # 1: a policy objects, as it should
    shutil.rmtree(out)
    return ended


def process_with_examples(path: Path) -> Ended:
    """As :func:`process`, with the policies of the invented payers: cases and requests arise."""
    return process(path, *_WITH_EXAMPLES)


def check_by_two(path: Path) -> Ended:
    """As :func:`check`, by two workers."""
    return check(path, *TWO_WORKERS)


def answer(path: Path, *options: str) -> Ended:
    """As :func:`check`, with TA1, 999 and 277CA written and then removed."""
    answers = path.with_suffix(".answers")
    ended = check(path, "--ack", str(answers), *_ON_THE_DAY, *options)
    shutil.rmtree(answers)
    return ended


def answer_by_two(path: Path) -> Ended:
    """As :func:`answer`, by two workers."""
    return answer(path, *TWO_WORKERS)


def process_by_two(path: Path) -> Ended:
    """As :func:`process`, by two workers."""
    return process(path, *_OF_AN_OFFICE, *TWO_WORKERS)


def x12valid(path: Path) -> Ended:
    """The whole guide by pyx12, which leaves its acknowledgment beside the input."""
    ended = run(python("-m", "pyx12.scripts.x12valid", "--quiet", path))
    for suffix in (".997", ".999"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    wanted = re.escape(f"{path}: OK")
    return _holding(wanted, ended, "x12valid does not accept what was invented")


def extraction(path: Path) -> Ended:
    """Bytes to claims and nothing else; the clock runs after the start-up."""
    ended = run(python(EXTRACTION, path, "--repeat", "1"))
    found = re.search(r"([\d.]+) MB/s", _holding("MB/s", ended, "no speed was written").written)
    speed = float(found[1]) if found else 0.0
    return replace(ended, seconds=path.stat().st_size / MEGABYTE / speed)


def _holding(pattern: str, ended: Ended, otherwise: str) -> Ended:
    """*ended*, when what it wrote has *pattern* in it."""
    if re.search(pattern, ended.written) is None:
        message = f"{otherwise}:\n{ended.written[-2000:]}"
        raise ChildFailed(message)
    return ended
