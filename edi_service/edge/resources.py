"""
Where the data that ships with the service lies: inside an installed package, or beside a checkout.

A wheel carries ``schemas/`` and ``fixtures/policies/`` as ``edi_service/data/``; a checkout has no
such folder, and keeps both at the root of the repository.
"""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
_OURS = "edi-service"


def schemas() -> Path:
    """The folder of guides, code sets and XML schemas, described by its README.md."""
    return _find("schemas", "schemas")


def policies() -> Path:
    """The folder of payers' policies and of the cases that prove them."""
    return _find("policies", "fixtures/policies")


def _find(installed: str, checked_out: str) -> Path:
    packaged = _PACKAGE / "data" / installed
    return packaged if packaged.is_dir() else _PACKAGE.parent / checked_out


def user_folder() -> Path:
    """
    Where the service keeps what a user gave it, when nobody says otherwise: below the data folder.

    Somebody without a home, as in some containers, has it where the command is run.
    """
    if data := os.environ.get("XDG_DATA_HOME"):
        return Path(data) / _OURS
    try:
        return Path.home() / ".local" / "share" / _OURS
    except RuntimeError:
        return Path() / _OURS
