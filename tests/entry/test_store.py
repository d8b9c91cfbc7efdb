"""``process --store``, ``keys`` and ``audit-log`` as a user meets them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from edi_service.edge.store.store import open_store
from tests.command import in_folder

if TYPE_CHECKING:
    import subprocess

ROOT = Path(__file__).parents[2]


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return in_folder(folder, *arguments)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a store of two entries in its log."""
    store = open_store(str(tmp_path / "cases.sqlite"), tmp_path / "ring.json").store
    with store.begin(actor="test", at=datetime(2026, 11, 27, tzinfo=UTC)) as books:
        books.audit("case shown", "ca5e")
    store.close()
    return tmp_path


def test_keys_are_listed_and_rotated(folder: Path) -> None:
    before = run(folder, "keys", "list")
    assert before.returncode == 0
    assert [line.split()[2] for line in before.stdout.splitlines()] == ["current", "yes"]
    rotated = run(folder, "keys", "rotate")
    assert rotated.returncode == 0
    assert rotated.stdout.startswith("rows sealed anew: 2; key ")
    after = run(folder, "keys", "list").stdout.splitlines()
    assert [line.split()[2:] for line in after[1:]] == [["no", "0"], ["yes", "3"]]
    assert run(folder, "audit-log", "verify").returncode == 0


def test_a_log_is_whole_until_somebody_changes_it(folder: Path) -> None:
    done = run(folder, "audit-log", "verify")
    assert done.returncode == 0
    words, head = done.stdout.splitlines()
    assert words == "the audit log is whole: 2 entries"
    noted = ("--noted", head.removeprefix("head "))
    assert run(folder, "audit-log", "verify", *noted).returncode == 0
    store = open_store(str(folder / "cases.sqlite"), folder / "ring.json").store
    with store.begin_raw() as connection:
        connection.execute(text("UPDATE audit_log SET actor = 'another' WHERE number = 2"))
    store.close()
    done = run(folder, "audit-log", "verify")
    assert done.returncode == 1
    assert done.stdout.startswith("the audit log was tampered with, at entry 2: ")


@pytest.mark.parametrize("command", [("keys", "list"), ("keys", "rotate"), ("audit-log", "verify")])
def test_what_cannot_be_done_is_said_in_one_sentence(
    folder: Path, command: tuple[str, ...]
) -> None:
    for arguments in (("--store", "none.sqlite"), ("--keys", "none.json"), ("--store", "odbc://x")):
        done = run(folder, *command, *arguments)
        assert done.returncode == 2
        assert done.stderr.startswith("edi-service: ")
        assert len(done.stderr.splitlines()) == 1
        assert done.stdout == ""
    assert not (folder / "none.sqlite").exists()
    assert not (folder / "none.json").exists()


def test_a_head_that_is_none_is_refused(folder: Path) -> None:
    done = run(folder, "audit-log", "verify", "--noted", "five")
    assert done.returncode == 2
    assert "NUMBER:DIGEST" in done.stderr


def test_process_makes_a_store_and_says_where_its_keys_are(tmp_path: Path) -> None:
    claims = ROOT / "fixtures" / "scenarios" / "0010-patient-is-a-dependent" / "claims.837"
    policies = ROOT / "fixtures" / "policies" / "examples"
    asked = (str(claims), "--policies", str(policies), "--as-of", "2026-06-05", "--out", "out")
    first = run(tmp_path, "process", *asked)
    assert first.returncode == 1  # the claims have errors; the store is made all the same
    [word] = [line for line in first.stderr.splitlines() if line.startswith("edi-service: ")]
    assert word.startswith("edi-service: made the key ring ring.json; without it nothing")
    request = next((tmp_path / "out" / "requests").iterdir()).read_bytes()
    second = run(tmp_path, "process", *asked)
    assert "edi-service: " not in second.stderr
    assert next((tmp_path / "out" / "requests").iterdir()).read_bytes() == request
    (tmp_path / "ring.json").unlink()
    lost = run(tmp_path, "process", *asked)
    assert lost.returncode == 2
    assert "there is no key ring at ring.json" in lost.stderr
    assert "Traceback" not in lost.stderr
