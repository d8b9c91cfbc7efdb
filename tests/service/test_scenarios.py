"""Every folder of fixtures/scenarios is a test: whole files in, whole files out."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import pytest

from edi_service import wiring

SCENARIOS = Path(__file__).parents[2] / "fixtures" / "scenarios"
FOLDERS = sorted(path for path in SCENARIOS.iterdir() if path.is_dir())


def run(folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What processing the claims of *folder* writes, by name."""
    monkeypatch.chdir(folder)  # so that names in the results are the same on every machine
    told = tomllib.loads(Path("scenario.toml").read_text(encoding="utf-8"))
    options = wiring.Options(
        inputs=("claims.837",),
        out=out,
        as_of=told["as_of"],
        policies=tuple(Path(each) for each in told.get("policies", [])),
        facts=_if_there("facts.csv"),
        encounters=_if_there("encounters.hl7") or _if_there("encounters.csv"),
        authorizations=_if_there("authorizations.csv"),
        rates=_if_there("rates.csv"),
        across=told.get("across", False),
        config=_if_there("config.toml"),
        first_control_number=told.get("first_control_number", 1),
        split=told.get("split", False),
        stop=told.get("stop", "claim"),
    )
    wiring.process(options, lambda _done, _total: None)
    return contents(out)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _if_there(name: str) -> Path | None:
    path = Path(name)
    return path if path.is_file() else None


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_scenario_ends_as_it_says(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    products = run(folder, tmp_path / "out", monkeypatch)
    expected = folder / "expected"
    if request.config.getoption("--rewrite"):
        shutil.rmtree(expected, ignore_errors=True)
        shutil.copytree(tmp_path / "out", expected)
        pytest.skip("rewritten: read the difference before it is committed")
    assert products == contents(expected)


def test_every_scenario_says_what_it_tells() -> None:
    for folder in FOLDERS:
        told = tomllib.loads((folder / "scenario.toml").read_text(encoding="utf-8"))
        assert told["tells"].endswith(".")
        assert (folder / "expected" / "summary.json").is_file(), folder.name
