"""``edi-service cases mend`` as a user meets it."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from edi_service.cases.progress import State
from edi_service.edge.store.store import open_store
from tests.command import in_folder
from tests.mending.cutting import segments
from tests.service.storing import keep_claims, move
from tests.service.test_mender import GRANT, ON_FILE, hear, only
from tests.service.test_remitting import FACTS, SLEEP, desk, outside, remit, sleep_denied

if TYPE_CHECKING:
    import subprocess

    from edi_service.edge.store.store import SqlStore

ROOT = Path(__file__).parents[2]
OPTIONS = (
    *("--as-of", "2026-06-30T09:00", "--facts", "facts.csv", "--by", "Pat"),
    *("--policies", str(ROOT / "fixtures" / "policies" / "examples"), "--out", "out"),
)


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return in_folder(folder, "cases", "mend", *arguments, *OPTIONS)


def opened(folder: Path) -> SqlStore:
    return open_store(str(folder / "cases.sqlite"), folder / "ring.json").store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a store of one claim, whose case waits, and its facts."""
    store = opened(tmp_path)
    keep_claims(store, SLEEP, desk(), outside())
    store.close()
    (tmp_path / "facts.csv").write_text(FACTS, encoding="utf-8")
    (tmp_path / "filed.csv").write_text(ON_FILE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def approved(folder: Path) -> str:
    """The id of the case, once the payer has approved it."""
    store = opened(folder)
    case_id = only(store).case_id
    hear(store, case_id, GRANT)
    store.close()
    return case_id


def test_the_claim_of_an_approved_case_is_written(folder: Path, approved: str) -> None:
    done = run(folder, approved)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        f"held claim released: out/{approved}.837",
        f"shows the numbers of: {approved}",
    ]
    path = folder / "out" / f"{approved}.837"
    assert "REF*G1*AUTH77" in segments(path.read_bytes())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    store = opened(folder)
    with store.read() as shelf:
        assert shelf.mended_data(approved, 1) == path.read_bytes()
        event = shelf.events(approved)[-1]
    store.close()
    assert (event.actor, event.after) == ("Pat", State.MENDED)


def test_a_place_that_could_be_corrected_is_written_beside(tmp_path: Path, folder: Path) -> None:
    line = b"LX*2~SV1*HC:99284*10*UN*1***1~DTP*472*D8*20260603~SE*29"
    wrong = SLEEP.replace(b"A13001*640", b"B2*650").replace(b"SE*26", line)
    store = opened(folder)
    [claim_id] = keep_claims(store, wrong, desk(), outside(FACTS.replace("A13001", "B2")))
    with store.read() as shelf:
        [case] = shelf.cases_of_claim(claim_id)
    hear(store, case.case_id, GRANT)
    store.close()
    done = run(folder, case.case_id)
    assert "not changed: SV105 of line 2 is 11; PS02 expects 23" in done.stdout.splitlines()
    [row] = json.loads((tmp_path / "out" / f"{case.case_id}.places.json").read_bytes())
    assert (row["element"], row["line"], row["now"], row["proposed"]) == (
        "SV105",
        "2",
        "11",
        ["23"],
    )
    assert b"***11:B:1*" in (tmp_path / "out" / f"{case.case_id}.837").read_bytes()


def test_a_denied_claim_needs_to_be_told_how(folder: Path, approved: str) -> None:
    store = opened(folder)
    remit(store, sleep_denied())
    store.close()
    done = run(folder, approved)
    assert done.returncode == 1
    assert "MD08" in done.stdout
    assert not (folder / "out").exists()
    corrected = run(folder, approved, "--as", "corrected-claim")
    assert corrected.returncode == 0
    texts = segments((folder / "out" / f"{approved}.837").read_bytes())
    assert "REF*F8*ICNA13001" in texts
    assert any(text.startswith("CLM*A13001*640***11:B:7*") for text in texts)


def test_the_payers_number_may_be_told(folder: Path, approved: str) -> None:
    done = run(folder, approved, "--as", "corrected-claim", "--payer-claim", "BYPHONE9")
    assert done.returncode == 0
    assert "REF*F8*BYPHONE9" in segments((folder / "out" / f"{approved}.837").read_bytes())


def test_nothing_is_written_where_the_payer_reprocesses(folder: Path, approved: str) -> None:
    done = run(folder, approved, "--as", "payer-reprocesses")
    assert done.returncode == 0
    assert "MD10" in done.stdout
    assert not (folder / "out").exists()


def test_a_number_on_file_will_do(folder: Path) -> None:
    store = opened(folder)
    case_id = only(store).case_id
    store.close()
    refused = run(folder, case_id)
    assert refused.returncode == 1
    assert "MD12" in refused.stdout
    done = run(folder, case_id, "--authorizations", "filed.csv")
    assert done.returncode == 0
    assert "REF*G1*FILED1" in segments((folder / "out" / f"{case_id}.837").read_bytes())


def test_a_case_that_is_closed_stays_so(folder: Path, approved: str) -> None:
    store = opened(folder)
    move(store, approved, State.CLOSED)
    store.close()
    assert "MD12" in run(folder, approved).stdout


@pytest.mark.parametrize("arguments", [("beef",), ("beef", "--store", "nothing.sqlite")])
def test_what_cannot_be_done_is_said_in_one_sentence(
    folder: Path, arguments: tuple[str, ...]
) -> None:
    done = run(folder, *arguments)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
