"""Every test of a store has a key ring of its own, whoever opens the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _own_keys(ring_file: Path) -> None:
    del ring_file
