"""``edi-service payer-simulator`` as a user meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.command import say_command
from tests.simulator.making import a_request, a_stay_request, segments

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

AS_OF = "2026-11-20T14:05"


def simulator(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return say_command("payer-simulator", *arguments, environment={"PATH": ""})


@pytest.fixture
def requests(tmp_path: Path) -> Path:
    folder = tmp_path / "requests"
    folder.mkdir()
    (folder / "a.278").write_bytes(a_request())
    (folder / "b.278").write_bytes(a_stay_request())
    return folder


def test_every_request_is_acknowledged_and_answered(requests: Path, tmp_path: Path) -> None:
    out = tmp_path / "answers"
    done = simulator("--in", requests, "--out", out, "--as-of", AS_OF)
    assert done.returncode == 0, done.stderr
    names = sorted(path.name for path in out.iterdir())
    assert names == ["0001.999", "0002.278", "0003.999", "0004.278"]
    assert done.stdout.splitlines() == [
        "a.278 0123456789abcdef-1: approve.",
        "b.278 0123456789abcdef-1: approve.",
        f"4 files in {out}, simulated: no payer has decided anything.",
    ]
    assert "*20261120*1405*18" in segments((out / "0002.278").read_bytes())[3]
    assert (out.stat().st_mode & 0o777, (out / names[0]).stat().st_mode & 0o777) == (0o700, 0o600)


def test_a_script_decides(requests: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.toml"
    script.write_text('[[answer]]\norder = 1\ndecision = "silence"\n')
    done = simulator("--in", requests, "--out", tmp_path / "out", "--script", script)
    assert "a.278 0123456789abcdef-1: silence by answer 1." in done.stdout


def test_the_same_seed_and_moment_give_the_same_bytes(requests: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        simulator("--in", requests, "--out", tmp_path / name, "--seed", "7", "--as-of", AS_OF)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_another_run_replaces_what_the_one_before_left_and_nothing_else(
    requests: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    simulator("--in", requests, "--out", out)
    (out / "notes.txt").write_text("mine")
    (requests / "b.278").unlink()
    simulator("--in", requests, "--out", out, "--first-control-number", "500")
    names = sorted(path.name for path in out.iterdir())
    assert names == ["0001.999", "0002.278", "notes.txt"]
    assert segments((out / "0001.999").read_bytes())[0].split("*")[13] == "000000500"


def test_an_answer_that_the_guide_forbids_is_exit_code_1(requests: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.toml"
    script.write_text('[default]\ndecision = "reject"\nlevel = "2010C"\nreject_reason = "AG"\n')
    done = simulator("--in", requests, "--out", tmp_path / "out", "--script", script)
    assert done.returncode == 1
    assert "The guide forbids what the script says" in done.stdout


@pytest.mark.parametrize(
    ("text", "says"),
    [(b"colour = 1", "colour"), (b"\xff", "script.toml"), (b"[", "not TOML")],
)
def test_a_script_that_cannot_be_used_is_one_sentence(
    requests: Path, tmp_path: Path, text: bytes, says: str
) -> None:
    script = tmp_path / "script.toml"
    script.write_bytes(text)
    done = simulator("--in", requests, "--out", tmp_path / "out", "--script", script)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    done = simulator("--in", tmp_path / "absent", "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
