"""``edi-service remit`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from edi_service.edge.store.store import open_store
from tests.command import in_folder
from tests.remittance.making import a_paid_claim, a_remittance
from tests.service.storing import keep_claims
from tests.service.test_remitting import FACTS, SLEEP, desk, outside, sleep_denied

if TYPE_CHECKING:
    import subprocess

ROOT = Path(__file__).parents[2]
AS_OF = "2026-06-30T09:00"


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return in_folder(folder, "remit", *arguments)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a store of one claim, its facts, and two remittances."""
    store = open_store(str(tmp_path / "cases.sqlite"), tmp_path / "ring.json").store
    keep_claims(store, SLEEP, desk(), outside())
    store.close()
    (tmp_path / "facts.csv").write_text(FACTS, encoding="utf-8")
    (tmp_path / "denied.835").write_bytes(sleep_denied())
    (tmp_path / "paid.835").write_bytes(a_remittance(a_paid_claim(number="ELSEWHERE")))
    return tmp_path


OPTIONS = (
    "--as-of",
    AS_OF,
    "--facts",
    "facts.csv",
    "--policies",
    str(ROOT / "fixtures" / "policies" / "examples"),
)


def test_a_denial_is_counted_and_wakes_its_case(folder: Path) -> None:
    done = run(folder, "denied.835", "paid.835", *OPTIONS)
    assert (done.returncode, done.stderr) == (0, "")
    first, counted, case, second, paid = done.stdout.splitlines()
    assert first == "denied.835: 1 claims"
    assert counted.split(maxsplit=1) == ["1", "denied for an authorization"]
    assert case.endswith("prairie-mutual/sleep-studies  read anew: ready")
    assert second == "paid.835: 1 claims"
    assert paid.split(maxsplit=1) == ["1", "not denied"]


def test_json_has_a_line_for_each_file(folder: Path) -> None:
    done = run(folder, "denied.835", "paid.835", *OPTIONS, "--format", "json")
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["file"], second["file"]) == ("denied.835", "paid.835")
    assert sum(first["claims"].values()) == 1
    assert [each["did"] for each in first["cases"]] == ["read anew"]
    assert second["findings"] == []


def test_an_error_is_the_exit_code(folder: Path) -> None:
    (folder / "claims.837").write_bytes(SLEEP)
    done = run(folder, "claims.837", *OPTIONS)
    assert done.returncode == 1
    assert "RM06" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [("denied.835", "--store", "nothing.sqlite"), ("nothing.835",), ("denied.835", "--as-of", "x")],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    folder: Path, arguments: tuple[str, ...]
) -> None:
    done = run(folder, *arguments)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert not (folder / "nothing.sqlite").exists()


def test_nobody_is_named(folder: Path) -> None:
    shown = run(folder, "denied.835", *OPTIONS)
    assert not any(name in shown.stdout for name in ("A13001", "M00012345", "HOLLIS", "QUILL"))
