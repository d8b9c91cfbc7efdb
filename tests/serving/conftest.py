"""Offices over either sort of store, whose machines start at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.serving.office import Office, running
from tests.serving.warm import warmed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.serving.warm import Warm


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
