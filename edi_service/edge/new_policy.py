"""Laying a new policy into a folder: both its files or neither, and never over another."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

from edi_service.edge.knowledge import KnowledgeRefused
from edi_service.edge.policy_folders import CASES

if TYPE_CHECKING:
    from pathlib import Path


def read_answers(path: Path) -> dict[str, Any]:
    """The answers in the TOML file *path*."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        message = f"the answers {path} are refused: {fault}"
        raise KnowledgeRefused(message) from None


def lay_down(folder: Path, policy_id: str, policy: bytes, cases: str) -> tuple[Path, Path]:
    """
    Write the two files of a policy into *folder*, and return where they are.

    Raises:
        KnowledgeRefused: one of them is there already.
    """
    path = folder / f"{policy_id}.xml"
    beside = path.with_name(path.stem + CASES)
    for each in (path, beside):
        if each.exists():
            message = f"{each} is there already; a new policy overwrites nothing"
            raise KnowledgeRefused(message)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as target:
        target.write(policy)
    with beside.open("x", encoding="utf-8") as text:
        text.write(cases + "\n")
    return path, beside
