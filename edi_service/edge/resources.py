"""
Where the data that ships with the service lies: inside an installed package, or beside a checkout.

A wheel carries ``schemas/`` and ``fixtures/policies/`` as ``edi_service/data/``; a checkout has no
such folder, and keeps both at the root of the repository.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def schemas() -> Path:
    """The folder of guides, code sets and XML schemas, described by its README.md."""
    return _find("schemas", "schemas")


def policies() -> Path:
    """The folder of payers' policies and of the cases that prove them."""
    return _find("policies", "fixtures/policies")


def _find(installed: str, checked_out: str) -> Path:
    packaged = _PACKAGE / "data" / installed
    return packaged if packaged.is_dir() else _PACKAGE.parent / checked_out
