"""``edi-service codes`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import a_claim, a_line, an_interchange
from tests.command import say_command

if TYPE_CHECKING:
    import subprocess

ROOT = Path(__file__).parents[2]
HELD = ROOT / "schemas" / "codes" / "icd10cm" / "2026-04-01.txt"
AUTUMN = ("--from", "2026-10-01", "--to", "2027-03-31")
YEAR = ("--from", "2026-01-01", "--to", "2026-12-31")


def run(
    *arguments: str | Path, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return say_command(*arguments, environment={"PATH": "", **(environment or {})})


def found(path: Path, *arguments: str | Path) -> list[tuple[str, str]]:
    done = run("check", path, "--format", "json", *arguments)
    rows: list[dict[str, Any]] = [json.loads(line) for line in done.stdout.splitlines()]
    return [(row["code"], row["severity"]) for row in rows]


def the_publishers_codes() -> list[str]:
    """The codes of a release, to which one is added."""
    lines = HELD.read_text(encoding="utf-8").splitlines()
    return sorted([*(line for line in lines if not line.startswith("#")), "R1037"])


def order_file() -> str:
    """The shape of icd10cm-order-2026.txt: columns of fixed width, categories among the codes."""
    rows = [("R10", 0, "Abdominal pain"), *((code, 1, "x") for code in the_publishers_codes())]
    return "".join(
        f"{number:05d} {code:<7} {flag} {words:<60} {words} at length\r\n"
        for number, (code, flag, words) in enumerate(sorted(rows), start=1)
    )


def codes_file() -> str:
    """The shape of icd10cm-codes-2026.txt."""
    return "".join(f"{code:<7} some words\r\n" for code in the_publishers_codes())


def own_file() -> str:
    days = "# release: October 2026\n# from: 2026-10-01\n# to: 2027-03-31\n"
    return days + "\n".join(the_publishers_codes()) + "\n"


def a_claim_file(tmp_path: Path, *, diagnosis: str = "R1030", procedure: str = "99213") -> Path:
    data = an_interchange(
        a_claim(a_line(procedure=procedure, day="20261102"), diagnoses=(diagnosis,))
    )
    path = tmp_path / "claims.837"
    path.write_bytes(data.replace(b"EXAMPLEHEALTH*20260203", b"EXAMPLEHEALTH*20261122"))
    return path


@pytest.mark.parametrize(
    ("text", "days"),
    [(order_file, AUTUMN), (codes_file, AUTUMN), (own_file, ())],
    ids=["order", "codes", "own"],
)
def test_an_imported_release_decides_in_the_next_run(
    text: Any, days: tuple[str, ...], tmp_path: Path
) -> None:
    brought, kept = tmp_path / "brought.txt", tmp_path / "codes"
    brought.write_text(text(), newline="")
    unknown = a_claim_file(tmp_path, diagnosis="R1038")
    assert found(unknown) == [("CD04", "note")]

    done = run("codes", "import", "icd10cm", brought, *days, "--codes", kept)

    assert (done.returncode, done.stderr) == (0, "")
    assert "holds from 2026-10-01 to 2027-03-31" in done.stdout
    assert found(unknown, "--codes", kept) == [("CD03", "error")]
    assert found(a_claim_file(tmp_path, diagnosis="R1037"), "--codes", kept) == []
    assert found(a_claim_file(tmp_path, diagnosis="R10"), "--codes", kept) == [("CD03", "error")]


def test_an_imported_list_of_procedures_decides_for_its_days(tmp_path: Path) -> None:
    brought, kept = tmp_path / "cpt.csv", tmp_path / "codes"
    brought.write_text("code,from,to\n99213,,2026-06-30\n99214,,\n")
    arguments = ("codes", "import", "cpt", brought, "--codes", kept)
    claims = a_claim_file(tmp_path)
    assert found(claims) == []

    run(*arguments, *YEAR)

    assert found(claims, "--codes", kept) == [("CD11", "error")]
    assert found(a_claim_file(tmp_path, procedure="99214"), "--codes", kept) == []
    (kept / "cpt" / "2026-01-01.txt").unlink()
    run(*arguments, "--from", "2025-01-01", "--to", "2025-12-31")
    unknown = a_claim_file(tmp_path, procedure="99215")
    assert found(unknown, "--codes", kept) == [("CD13", "note")]


def test_process_holds_claims_against_imported_lists_too(tmp_path: Path) -> None:
    brought, kept = tmp_path / "cpt.csv", tmp_path / "codes"
    brought.write_text("99214\n")
    run("codes", "import", "cpt", brought, "--codes", kept, *YEAR)
    out = tmp_path / "out"

    run("process", a_claim_file(tmp_path), "--out", out, "--as-of", "2026-11-22", "--codes", kept)

    assert '"CD11"' in (out / "findings.jsonl").read_text(encoding="utf-8")


def test_the_list_shows_what_is_held(tmp_path: Path) -> None:
    brought, kept = tmp_path / "dental.txt", tmp_path / "codes"
    brought.write_text("D0120\n")
    said = ("--release", "a year", "--source", "our licence", "--certainty", "A")
    run("codes", "import", "cdt", brought, "--codes", kept, *YEAR, *said)

    text = run("codes", "list", "--codes", kept)
    done = run("codes", "list", "--codes", kept, "--format", "json")

    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["set"] for row in rows] == [
        "icd10cm",
        "icd10cm",
        "cdt",
        "place-of-service",
        "states",
    ]
    assert rows[2] == {
        "set": "cdt",
        "release": "a year",
        "from": "2026-01-01",
        "to": "2026-12-31",
        "codes": 1,
        "certainty": "A",
        "source": "our licence",
    }
    assert [row["certainty"] for row in rows[:2]] == ["B", "B"]
    for word in ("cdt", "a year", "2026-01-01 to 2026-12-31", "A", "our licence"):
        assert word in text.stdout


def test_the_folder_is_the_option_s_else_the_environment_s_else_the_configuration_s(
    tmp_path: Path,
) -> None:
    brought = tmp_path / "cpt.csv"
    brought.write_text("99213\n")
    config = tmp_path / "edi-service.toml"
    config.write_text('[codes]\nfolder = "configured"\n')
    environment = {
        "EDI_SERVICE_CODES": str(tmp_path / "environment"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
    }
    arguments = ("codes", "import", "cpt", brought, *YEAR)

    run(*arguments, "--codes", tmp_path / "named", "--config", config, environment=environment)
    run(*arguments, "--config", config, environment=environment)
    environment.pop("EDI_SERVICE_CODES")
    run(*arguments, "--config", config, environment=environment)
    run(*arguments, environment=environment)

    for folder in ("named", "environment", "configured", "data/edi-service/codes"):
        assert (tmp_path / folder / "cpt" / "2026-01-01.txt").is_file(), folder


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("codes", "import", "cpt", "{file}"), "not said from which day to which the list holds"),
        (("codes", "import", "cpt", "{file}", "--from", "soon"), "'soon' is no date in ISO 8601"),
        (("codes", "import", "hcpcs", "{file}", *YEAR), "line 1 begins with no code of hcpcs"),
        (
            ("codes", "import", "icd10cm", "{file}", *YEAR),
            "line 1 begins with no code of ICD-10-CM",
        ),
        (("codes", "import", "cpt", "{file}", *YEAR, "--certainty", "Z"), "'Z' is no certainty"),
        (("codes", "import", "cpt", "none.txt", *YEAR), "none.txt cannot be read"),
        (("codes", "import", "cpt", "{file}", *YEAR, "--codes", "{file}"), "Not a directory"),
        (("codes", "list", "--codes", "none"), "the codes none are no folder that can be read"),
        (("check", "{file}", "--codes", "none"), "the codes none are no folder"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    arguments: tuple[str, ...], says: str, tmp_path: Path
) -> None:
    file = tmp_path / "brought.txt"
    file.write_text("99213 a visit\n")
    environment = {"XDG_DATA_HOME": str(tmp_path)}

    done = run(*(each.format(file=file) for each in arguments), environment=environment)

    assert done.returncode == 2
    assert done.stderr.startswith("edi-service: ")
    assert says in done.stderr
    assert "Traceback" not in done.stderr
