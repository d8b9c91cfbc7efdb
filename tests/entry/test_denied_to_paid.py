"""From a denial to the money, command by command, as an office would go."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from edi_service.cases.progress import State
from tests.command import in_folder
from tests.mending.cutting import segments
from tests.remittance.making import a_paid_claim, a_paid_line, a_remittance
from tests.service.test_remitting import FACTS, SLEEP, sleep_denied

ROOT = Path(__file__).parents[2]
AS_OF = ("--as-of", "2026-06-30T09:00")
KNOWING = (
    *AS_OF,
    *("--policies", str(ROOT / "fixtures" / "policies" / "examples"), "--facts", "facts.csv"),
)


def run(folder: Path, *arguments: str, code: int = 0) -> str:
    """What the command says in *folder*, where its store and key ring lie."""
    done = in_folder(folder, *arguments, XDG_DATA_HOME=str(folder))
    assert done.returncode == code, done.stderr
    return done.stdout


def the_case(folder: Path) -> dict[str, Any]:
    [line] = run(folder, "cases", "list", *AS_OF, "--format", "json").splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def test_a_denied_claim_is_asked_for_mended_and_paid(tmp_path: Path) -> None:
    line = a_paid_line("HC:95810", "640", [("CO", "45", "100")]).replace("20260203", "20260603")
    paid = a_remittance(a_paid_claim(line, number="A13001", charge="640", where="11*7"))
    for name, data in (
        ("claims.837", SLEEP),
        ("facts.csv", FACTS.encode()),
        ("denied.835", sleep_denied()),
        ("paid.835", paid),
    ):
        (tmp_path / name).write_bytes(data)

    # The claim is processed before anybody knows when it was denied.
    run(
        tmp_path,
        "process",
        "claims.837",
        "--out",
        "out",
        "--store",
        "cases.sqlite",
        *KNOWING,
        code=1,
    )
    assert the_case(tmp_path)["state"] == State.WAITING
    case = the_case(tmp_path)["case_id"]

    run(tmp_path, "remit", "denied.835", *KNOWING)
    assert the_case(tmp_path)["state"] == State.READY

    run(tmp_path, "cases", "answer", case, "approved", "--number", "AUTH7", *AS_OF)
    assert the_case(tmp_path)["state"] == State.APPROVED

    run(tmp_path, "cases", "mend", case, "--out", "out", "--as", "corrected-claim", *KNOWING)
    assert the_case(tmp_path)["state"] == State.MENDED
    texts = segments((tmp_path / "out" / f"{case}.837").read_bytes())
    assert {"REF*G1*AUTH7", "REF*F8*ICNA13001"} <= set(texts)
    assert any(text.startswith("CLM*A13001*640***11:B:7*") for text in texts)

    told = run(tmp_path, "remit", "paid.835", *KNOWING)
    assert f"case {case}  prairie-mutual/sleep-studies  closed: closed" in told
    assert "RM05" not in told  # the corrected claim is judged as what was sent last
    assert the_case(tmp_path)["state"] == State.CLOSED
    assert "the audit log is whole" in run(tmp_path, "audit-log", "verify")
