"""How much is measured, and what is sought."""

from __future__ import annotations

from dataclasses import dataclass

BYTES_A_CLAIM = 640  # of an invented one, about; files are sized by it

CHECK_SOUGHT = 40.0  # check, in units of x12valid's throughput on the same kind of claims
PROCESS_SOUGHT = 25.0  # process, in the same units
EXTRACTION_SOUGHT = 40.0  # megabytes a second
WORKERS_SOUGHT = 1.7  # two workers, in units of one
MEMORY_ALLOWED = 100.0  # megabytes, however long the file


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """
    Sizes in megabytes, and how often everything takes its turn.

    Attributes:
        ours: the files our commands are timed on.
        shared: the file that two workers share, and one reads alone.
        theirs: the files of pyx12 and of the other peers, which would take minutes otherwise.
        long: the file that memory is measured on.
        rounds: how many turns.
    """

    ours: float
    shared: float
    theirs: float
    long: float
    rounds: int


DEFAULT = Plan(ours=50, shared=100, theirs=2, long=200, rounds=5)
QUICK = Plan(ours=2, shared=4, theirs=0.1, long=8, rounds=1)
WORKERS = Plan(ours=0, shared=100, theirs=0, long=0, rounds=5)  # the shared file alone
HUGE = Plan(ours=50, shared=100, theirs=2, long=1000, rounds=5)


def claims_in(megabytes: float) -> int:
    """How many invented claims make a file of about so many megabytes."""
    return max(1, int(megabytes * 10**6 / BYTES_A_CLAIM))
