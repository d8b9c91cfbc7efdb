"""Which work is done on which file, by the names that the rows of the table know it by."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks import work
from benchmarks.child import ChildFailed
from benchmarks.environments import PEERS, drive, install
from benchmarks.plan import claims_in
from benchmarks.turns import Absent, Subject, last_line, say

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.child import Ended
    from benchmarks.environments import Peer
    from benchmarks.plan import Plan

KINDS = ("P", "I")


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """
    The invented files, by kind of claim where there is one of each.

    Attributes:
        ours: what our commands are timed on.
        shared: a longer one for workers.
        theirs: the shorter ones for the peers, with *their_claims* each.
        one: files of one claim, for the start-up.
        long: a long professional file of many sets.
        single: the claims of *long* as one single set.
    """

    ours: dict[str, Path]
    shared: Path
    theirs: dict[str, Path]
    one: dict[str, Path]
    their_claims: int
    long: Path
    single: Path


def invent_all(plan: Plan, folder: Path) -> Files:
    """Write every file of *plan* into *folder*."""
    say("inventing claims")

    def each(name: str, claims: int) -> dict[str, Path]:
        return {kind: work.invent(folder / f"{name}-{kind}.837", kind, claims) for kind in KINDS}

    long = work.invent(folder / "long.837", "P", claims_in(plan.long))
    return Files(
        ours=each("ours", claims_in(plan.ours)),
        shared=work.invent(folder / "shared.837", "P", claims_in(plan.shared)),
        theirs=each("theirs", claims_in(plan.theirs)),
        one=each("one", 1),
        their_claims=claims_in(plan.theirs),
        long=long,
        single=work.join_sets(long, folder / "single.837"),
    )


def of_ours(files: Files) -> dict[str, Subject | Absent]:
    """Our commands and x12valid, on claims of each kind."""
    subjects: dict[str, Subject | Absent] = {}
    for kind in KINDS:
        ours, one = files.ours[kind], files.one[kind]
        subjects |= {
            f"x12valid {kind}": Subject(work=work.x12valid, path=files.theirs[kind], one=one),
            f"check {kind}": Subject(work=work.check, path=ours, one=one),
            f"process {kind}": Subject(work=work.process, path=ours, one=one),
            f"extraction {kind}": Subject(work=work.extraction, path=ours),
        }
    subjects["process with examples P"] = Subject(
        work=work.process_with_examples, path=files.ours["P"], one=files.one["P"]
    )
    return subjects


def of_workers(files: Files) -> dict[str, Subject | Absent]:
    """Our commands by one and by two, where there are two processors and the commands know how."""
    each = {
        "check": (work.check, work.check_by_two),
        "check --ack": (work.answer, work.answer_by_two),
        "process": (work.process, work.process_by_two),
    }
    subjects: dict[str, Subject | Absent] = {}
    for command, (alone, by_two) in each.items():
        reason = _why_not_two(command.partition(" ")[0])
        for name, doing in ((f"{command} alone", alone), (f"{command} by two", by_two)):
            subjects[name] = (
                Absent(reason)
                if reason
                else Subject(work=doing, path=files.shared, one=files.one["P"])
            )
    return subjects


def _why_not_two(command: str) -> str:
    if (os.cpu_count() or 1) < 2:
        return "one processor is no place for two workers"
    return "" if work.has_jobs(command) else f"`{command}` has no `--jobs`"


def of_peers(files: Files, home: Path) -> dict[str, Subject | Absent]:
    """The peers of the package index, installed under *home*, on the file that x12valid gets."""
    return {peer.driver: _peer(peer, files, home) for peer in PEERS}


def _peer(peer: Peer, files: Files, home: Path) -> Subject | Absent:
    say(f"installing {peer.package} {peer.version}, unless it is there")
    try:
        interpreter = install(peer, home)
    except ChildFailed as fault:
        return Absent(f"cannot be installed: {last_line(str(fault))}")

    def once(path: Path) -> Ended:
        claims = 1 if path == files.one["P"] else files.their_claims
        return drive(peer, interpreter, path, claims)

    return Subject(work=once, path=files.theirs["P"], one=files.one["P"], may_fail=True)


def of_memory(files: Files) -> dict[str, Subject | Absent]:
    """Our commands on the long file, and on its claims as one single set."""
    measured = {
        "check long": Subject(work=work.check, path=files.long),
        "check single": Subject(work=work.check_one_set, path=files.single),
        "process long": Subject(work=work.process, path=files.long),
        "process single": Subject(work=work.process, path=files.single),
    }
    return dict(measured)
