"""Several processes at tasks of many claims each: one huge set, or many small files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from edi_service.claims.model import ClaimKind
from edi_service.edge import workers
from edi_service.service.synth.stream import synthesize
from edi_service.wiring import checking, processing
from tests.entry.test_jobs import EXAMPLES, answered, checked, processed

if TYPE_CHECKING:
    from pathlib import Path

    from edi_service.edge.workers import Task

CLAIMS = 400
SHORT = 25_000  # bytes: about forty claims
DAY = "2026-11-16"


@pytest.fixture(autouse=True)
def shared(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Cut short files as if they were long, and count the tasks; nothing is read by one alone."""
    monkeypatch.setattr(workers, "WORTH", SHORT)
    monkeypatch.setattr(workers, "LEAST", SHORT)
    tasks: list[int] = []
    real = checking.Joint.join

    def counted(joint: checking.Joint, task: Task, part: Path) -> None:
        tasks.append(len(tasks))
        real(joint, task, part)

    monkeypatch.setattr(checking.Joint, "join", counted)
    return tasks


def spoiled(data: bytes, *, every: int) -> bytes:
    """*data* with charges that their lines do not make up, in one claim of so many."""
    first, *claims = data.split(b"~CLM*")
    return b"~CLM*".join(
        [
            first,
            *(
                claim if number % every else claim.replace(b"*", b"*9", 1)
                for number, claim in enumerate(claims, start=1)
            ),
        ]
    )


def a_huge_set(folder: Path, kind: ClaimKind) -> list[Path]:
    """All claims in one single set."""
    path = folder / "huge.837"
    path.write_bytes(spoiled(b"".join(synthesize(kind, CLAIMS, seed=4)), every=70))
    assert path.read_bytes().count(b"~ST*") == 1
    return [path]


def small_files(folder: Path, kind: ClaimKind) -> list[Path]:
    """Claims in twenty files, each with control numbers of its own or not."""
    paths = [folder / f"{number:02}.837" for number in range(20)]
    for number, path in enumerate(paths):
        path.write_bytes(spoiled(b"".join(synthesize(kind, 20, seed=number % 19)), every=7))
    return paths


@pytest.fixture(params=[a_huge_set, small_files])
def files(request: pytest.FixtureRequest, tmp_path: Path, kind: ClaimKind) -> list[Path]:
    made: list[Path] = request.param(tmp_path, kind)
    return made


@pytest.mark.parametrize("kind", list(ClaimKind))
@pytest.mark.parametrize("jobs", [2, 3])
def test_they_are_answered_alike(
    files: list[Path],
    tmp_path: Path,
    jobs: int,
    shared: list[int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = answered(tmp_path / "1", *files, jobs=1, as_of=DAY)
    assert not shared
    monkeypatch.setattr(checking, "_check_alone", None)  # nothing has to be read again
    assert answered(tmp_path / "n", *files, jobs=jobs, as_of=DAY) == one
    assert len(shared) >= len(files)
    assert len(shared) > 5
    claims = b"".join(data for name, data in one[2].items() if name.endswith("277ca"))
    assert claims.count(b"*PT~") == CLAIMS
    assert claims.count(b"*U*") > 3


@pytest.mark.parametrize("kind", [ClaimKind.PROFESSIONAL])
@pytest.mark.parametrize("output_format", ["text", "json", "html"])
def test_they_are_checked_alike(files: list[Path], output_format: str, shared: list[int]) -> None:
    one = checked(*files, jobs=1, output_format=output_format)
    assert checked(*files, jobs=2, output_format=output_format) == one
    assert len(shared) > 5


@pytest.mark.parametrize("kind", [ClaimKind.PROFESSIONAL])
@pytest.mark.parametrize("stop", ["claim", "set"])
def test_they_are_processed_and_split_alike(
    files: list[Path], stop: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more: dict[str, Any] = {"policies": (EXAMPLES,), "split": True, "stop": stop, "as_of": DAY}
    one = processed(tmp_path / "1", *files, jobs=1, **more)
    monkeypatch.setattr(processing, "_store", None)  # one alone begins with it
    assert processed(tmp_path / "2", *files, jobs=2, **more) == one
    assert b"CLM*" in one["held.837"]
