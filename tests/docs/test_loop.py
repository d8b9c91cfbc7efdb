"""The loop that the README shows on one screen: its commands run, and say what is shown."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
[SHOWN] = re.findall(r"^```console\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
LEFT_OUT = "…"  # a line that stands for any number of lines


def steps() -> list[tuple[str, list[str]]]:
    """Each command, and the lines that it is shown to say."""
    found: list[tuple[str, list[str]]] = []
    for line in SHOWN.splitlines():
        if line.startswith("$ "):
            found.append((line.removeprefix("$ "), []))
        else:
            found[-1][1].append(line)
    return found


def says(output: str, expected: list[str]) -> bool:
    """Whether *output* is what is shown, where an ellipsis is as good as any lines."""
    pattern = "".join(
        r"(?:.*\n)*" if line == LEFT_OUT else re.escape(line.rstrip()) + r"[ ]*\n"
        for line in expected
    )
    return re.fullmatch(pattern, output) is not None


def test_the_loop_is_run_and_says_what_is_shown(tmp_path: Path) -> None:
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    command = tmp_path / "edi-service"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m edi_service "$@"\n')
    command.chmod(0o700)
    environment = {
        "PATH": f"{tmp_path}:/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        "EDI_SERVICE_KEYS_FILE": "keys.json",
        "XDG_DATA_HOME": str(tmp_path),
        "COLUMNS": "100",
    }
    for line, expected in steps():
        done = subprocess.run(
            ["/bin/sh", "-c", line],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        assert done.returncode in {0, 1}, done.stderr
        assert says(done.stdout, expected), f"$ {line}\n{done.stdout}"
    [mended] = (tmp_path / "mended").iterdir()
    [number] = re.findall(r"REF\*G1\*(SIM\w+)", mended.read_text(encoding="utf-8"))
    assert number in " ".join(path.read_text() for path in (tmp_path / "answers").iterdir())


def test_the_loop_goes_from_claims_to_a_mended_claim_in_few_commands() -> None:
    words = ["process", "cases send", "payer-simulator", "respond", "cases mend", "grep"]
    lines = [line for line, _ in steps()]
    assert len(lines) == len(words)
    assert all(word in line for word, line in zip(words, lines, strict=True))


@pytest.mark.parametrize(
    ("output", "expected", "agrees"),
    [
        ("one\ntwo\n", ["one", "two"], True),
        ("one\ntwo\nthree\n", ["one", "…"], True),
        ("one\ntwo\nthree\n", ["…", "three"], True),
        ("one\ntwo\nthree\n", ["…", "two", "…"], True),
        ("one\ntwo\n", ["one"], False),
        ("one\ntwo\n", ["two", "…"], False),
        ("", [], True),
    ],
)
def test_an_ellipsis_stands_for_any_lines(
    output: str, expected: list[str], *, agrees: bool
) -> None:
    assert says(output, expected) is agrees
