"""Offices over either sort of store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.edge.store.conftest import postgresql, url
from tests.serving.office import Office, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["postgresql", "url"]


@pytest.fixture
def office(tmp_path: Path, url: str) -> Iterator[Office]:
    yield from running(Office(tmp_path / "office", url))
