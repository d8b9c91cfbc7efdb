"""The command as a user meets it, in a process of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.command import say_command

if TYPE_CHECKING:
    import subprocess

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "fixtures" / "policies" / "library"
EXAMPLES = ROOT / "fixtures" / "policies" / "examples"
SCENARIOS = ROOT / "fixtures" / "scenarios"


def policies(*arguments: str | Path, answers: str = "") -> subprocess.CompletedProcess[str]:
    """``edi-service policies`` with *arguments*; *answers* is typed in."""
    return say_command("policies", *arguments, environment={"PATH": ""}, typed=answers)


def a_folder(tmp_path: Path, **files: str | bytes) -> Path:
    """A folder of policies of the payer ``example``; ``__`` in a name stands for a dot."""
    folder = tmp_path / "policies"
    (folder / "example").mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        data = text if isinstance(text, bytes) else text.encode()
        path = folder / "example" / name.replace("__", ".").replace("_", "-")
        path.write_bytes(data)
    return folder
