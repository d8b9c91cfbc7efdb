"""Offices over either sort of store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.serving.office import Office, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def office(tmp_path: Path, url: str) -> Iterator[Office]:
    yield from running(Office(tmp_path / "office", url))
