"""Offices over either sort of store, whose machines start at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.serving.office import ROOT, Office, running
from tests.warm import warmed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.warm import Warm


SOAK = "test_soak.py"
_BEGUN: list[subprocess.Popen[bytes]] = []  # which are not waited for


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What waits for the soak comes last, so that the soak has gone on beside all else."""
    items.sort(key=lambda item: item.path.name == SOAK)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Begin the soak, if it is asked for; once, whichever process of a run comes first."""
    if not any(item.path.name == SOAK for item in session.items):
        return
    if session.config.option.collectonly:
        return
    folder = _soak_folder()
    try:
        folder.mkdir()
    except FileExistsError:
        return
    seconds = str(session.config.getoption("--soak"))
    command = [sys.executable, "-m", "tests.serving.soak", seconds, str(folder)]
    # It outlives this process, which ends when there are no more tests for it.
    with (folder / "soak.log").open("wb") as log:
        _BEGUN.append(
            subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
        )


def _soak_folder() -> Path:
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    return Path(tempfile.gettempdir()) / f"edi-service-soak-{run}"


@pytest.fixture
def soaking() -> Iterator[Path]:
    """Where the soak leaves what it found."""
    folder = _soak_folder()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def warm() -> Iterator[Warm]:
    """What machines are forked from."""
    with warmed() as process:
        yield process


@pytest.fixture
def office(tmp_path: Path, url: str, warm: Warm) -> Iterator[Office]:
    yield from running(Office(tmp_path / "office", url, warm=warm))


@pytest.fixture
def offices(tmp_path: Path, urls: Iterator[str], warm: Warm) -> Iterator[list[Office]]:
    """Some that have nothing to do with each other, so that they can be tried at the same time."""
    made = [Office(tmp_path / f"office-{n}", next(urls), warm=warm) for n in range(4)]
    yield made
    for office in made:
        office.close()
