"""
How fast claims are processed, beside pyx12 on the same claims.

    python -m benchmarks.run [--quick]

Prints a table in Markdown.  What is measured, and how to read it: benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.child import ChildFailed, python, run

if TYPE_CHECKING:
    from benchmarks.child import Ended

MEGABYTE = 10**6
BYTES_A_CLAIM = 637
EXTRACTION = Path(__file__).with_name("extraction.py")
EXAMPLES = Path(__file__).resolve().parents[1] / "fixtures" / "policies" / "examples"
# The invented payers' policies, on the day that invented files bear: so there are cases.
WITH_EXAMPLES = ("--policies", EXAMPLES, "--as-of", "2026-11-16")

RATIO_SOUGHT = 10  # process, in units of x12valid's throughput
EXTRACTION_SOUGHT = 30  # MB/s
GROWTH_ALLOWED = 1.2  # of the peak memory, from the smaller file to the larger


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Sizes in megabytes, and how often the three commands take turns."""

    process: float
    x12valid: float
    large: float
    rounds: int


FULL = Plan(process=10, x12valid=1, large=200, rounds=5)
QUICK = Plan(process=2, x12valid=0.25, large=20, rounds=1)


@dataclass(slots=True)
class Measured:
    """What was measured: megabytes per second, round by round, and peaks of memory in bytes."""

    process: list[float] = field(default_factory=list)
    x12valid: list[float] = field(default_factory=list)
    extraction: list[float] = field(default_factory=list)
    process_peaks: list[int] = field(default_factory=list)
    x12valid_peaks: list[int] = field(default_factory=list)
    large_peak: int = 0
    large: float = 0

    @property
    def ratio(self) -> float:
        """Process to x12valid: the median of the rounds, each taken within a few seconds."""
        pairs = zip(self.process, self.x12valid, strict=True)
        return median(ours / theirs for ours, theirs in pairs)

    @property
    def growth(self) -> float:
        """Peak memory of the large file in units of that of the small one."""
        return self.large_peak / median(self.process_peaks)


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--quick", action="store_true", help="one round on small files")
    plan = QUICK if parser.parse_args().quick else FULL
    with TemporaryDirectory(prefix="edi-service-benchmark-") as folder:
        try:
            measured = measure(plan, Path(folder))
        except ChildFailed as fault:
            parser.exit(2, f"{fault}\n")
    print(machine())
    print()
    print(table(plan, measured))


def measure(plan: Plan, folder: Path) -> Measured:
    """Take turns, so that a machine that slows down slows all of them down."""
    whole = invent(folder / "whole.837", plan.process)
    part = invent(folder / "part.837", plan.x12valid)
    measured = Measured()
    for _ in range(plan.rounds):
        ours = process(whole)
        measured.process.append(throughput(whole, ours))
        measured.process_peaks.append(ours.peak_bytes)
        theirs = x12valid(part)
        measured.x12valid.append(throughput(part, theirs))
        measured.x12valid_peaks.append(theirs.peak_bytes)
        measured.extraction.append(extraction(whole))
    large = invent(folder / "large.837", plan.large)
    ended = process(large)
    measured.large_peak, measured.large = ended.peak_bytes, throughput(large, ended)
    return measured


def invent(path: Path, megabytes: float) -> Path:
    """A professional claim file of about so many *megabytes*."""
    claims = str(int(megabytes * MEGABYTE / BYTES_A_CLAIM))
    run(python("-m", "edi_service", "synth", "--kind", "P", "--claims", claims, "--output", path))
    return path


def process(path: Path) -> Ended:
    """Everything: findings, cases and requests, written to a folder that is then removed."""
    out = path.with_suffix(".out")
    ended = run(
        python("-m", "edi_service", "process", path, "--out", out, *WITH_EXAMPLES),
        allowed=(0, 1),  # 1: there were errors in the claims, as there should be
    )
    shutil.rmtree(out)
    return ended


def x12valid(path: Path) -> Ended:
    """The whole guide by pyx12, which leaves its acknowledgment beside the input."""
    ended = run(python("-m", "pyx12.scripts.x12valid", "--quiet", path))
    if f"{path}: OK" not in ended.written:
        message = f"x12valid does not accept what was invented:\n{ended.written[-2000:]}"
        raise ChildFailed(message)
    path.with_name(path.name + ".997").unlink(missing_ok=True)
    return ended


def extraction(path: Path) -> float:
    """Megabytes per second of reading claims and nothing else: the best of its three runs."""
    ended = run(python(EXTRACTION, path))
    found = re.search(r"([\d.]+) MB/s", ended.written)
    if found is None:
        message = f"no throughput in what extraction.py wrote:\n{ended.written[-2000:]}"
        raise ChildFailed(message)
    return float(found[1])


def throughput(path: Path, ended: Ended) -> float:
    """Megabytes of *path* per second of wall time."""
    size: int = path.stat().st_size
    return size / MEGABYTE / ended.seconds


def machine() -> str:
    """What it was measured on."""
    return (
        f"{os.cpu_count()} processors ({platform.machine()}, {platform.system()}), "
        f"{platform.python_implementation()} {platform.python_version()}"
    )


def table(plan: Plan, measured: Measured) -> str:
    """The medians, the ratios, and whether they are what is sought."""
    rows = [
        ("", "File", "MB/s", "Peak memory", "Sought"),
        ("---", "---:", "---:", "---:", "---"),
        (
            "`edi-service process`",
            f"{plan.process:g} MB",
            f"{median(measured.process):.2f}",
            mebibytes(median(measured.process_peaks)),
            "",
        ),
        (
            "pyx12 `x12valid`",
            f"{plan.x12valid:g} MB",
            f"{median(measured.x12valid):.2f}",
            mebibytes(median(measured.x12valid_peaks)),
            "",
        ),
        (
            "**process : x12valid**",
            "",
            f"**{measured.ratio:.1f} : 1**",
            "",
            sought(measured.ratio >= RATIO_SOUGHT, f"at least {RATIO_SOUGHT} : 1"),
        ),
        (
            "bare extraction",
            f"{plan.process:g} MB",
            f"{median(measured.extraction):.1f}",
            "",
            sought(
                median(measured.extraction) >= EXTRACTION_SOUGHT,
                f"at least {EXTRACTION_SOUGHT} MB/s",
            ),
        ),
        (
            "`edi-service process`",
            f"{plan.large:g} MB",
            f"{measured.large:.2f}",
            f"{mebibytes(measured.large_peak)} ({measured.growth:.2f} times)",
            sought(measured.growth <= GROWTH_ALLOWED, f"at most {GROWTH_ALLOWED:g} times"),
        ),
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def mebibytes(count: float) -> str:
    """A number of bytes for people."""
    return f"{count / 2**20:.0f} MiB"


def sought(is_met: bool, text: str) -> str:  # noqa: FBT001 - a comparison, not a switch
    """What is sought, and whether it was met."""
    return f"{text}: {'met' if is_met else 'missed'}"


if __name__ == "__main__":
    main()
