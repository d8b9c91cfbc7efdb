"""The list of rates as a user meets it: by option and by configuration, with rows that are none."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.entry.test_cli import EXAMPLES, SCENARIOS, edi_service

if TYPE_CHECKING:
    from pathlib import Path

SCENARIO = SCENARIOS / "0028-paid-at-the-wrong-rate"
RATES = SCENARIOS.parent / "rates" / "invented.csv"
GIVEN = (
    *(SCENARIO / "claims.837", "--as-of", "2026-07-01"),
    *("--encounters", SCENARIO / "encounters.csv", "--policies", EXAMPLES),
)


def differences(folder: Path) -> list[dict[str, Any]]:
    rows = map(json.loads, (folder / "findings.jsonl").read_text(encoding="utf-8").splitlines())
    return [row["difference"] for row in rows if row["difference"] is not None]


def test_the_amounts_of_a_list_come_out_with_their_sign(tmp_path: Path) -> None:
    done = edi_service("process", *GIVEN, "--rates", RATES, "--across", "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    amounts = sorted(float(each["amount"]) for each in differences(tmp_path))
    assert amounts == [-34.5, -34.0, -29.0, -29.0, 40.0]


def test_the_configuration_may_name_the_list_and_the_option_goes_before_it(tmp_path: Path) -> None:
    config = tmp_path / "office.toml"
    config.write_text('[rates]\nfile = "rates.csv"\n', encoding="utf-8")
    head = RATES.read_text(encoding="utf-8").splitlines()[0]
    (tmp_path / "rates.csv").write_text(f"{head}\n", encoding="utf-8")
    for more, known in ((), False), (("--rates", RATES), True):
        out = tmp_path / f"out-{known}"
        done = edi_service("process", *GIVEN, "--config", config, "--out", out, *more)
        assert done.returncode == 0, done.stderr
        told = differences(out)
        assert told
        assert all((each["amount"] is not None) is known for each in told)


def test_without_a_list_nothing_is_said_of_money(tmp_path: Path) -> None:
    done = edi_service("process", *GIVEN, "--across", "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    assert differences(tmp_path) == []


@pytest.mark.parametrize("command", ["process", "audit"])
def test_a_list_that_is_none_is_refused_in_one_sentence(command: str, tmp_path: Path) -> None:
    rates = tmp_path / "rates.csv"
    rates.write_text("procedure,price\n99213,1\n", encoding="utf-8")
    done = edi_service(command, *GIVEN, "--rates", rates, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert b"the column 'price' is not one of procedure, modifiers" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_row_that_cannot_be_read_is_named_once_and_the_others_count(
    jobs: str, tmp_path: Path
) -> None:
    rates = tmp_path / "rates.csv"
    bad = '99214,,,,"=HYPERLINK(""x"")",1,2026-01-01,,Invented\n'
    rates.write_text(RATES.read_text(encoding="utf-8") + bad, encoding="utf-8")
    out = tmp_path / "out"
    done = edi_service("process", *GIVEN, "--rates", rates, "--jobs", jobs, "--out", out)
    assert done.returncode == 0, done.stderr
    text = (out / "findings.jsonl").read_text(encoding="utf-8")
    assert text.count("row 7, facility: write dollars as a plain number, such as 92.05") == 1
    assert text.count("row 7, facility: without it the row is left aside") == 1
    assert text.count('"FA03"') == 2
    assert "HYPERLINK" not in text
    assert any(each["amount"] == "40.00" for each in differences(out))


def test_the_audit_counts_each_line_once_on_its_page_and_in_its_file(tmp_path: Path) -> None:
    done = edi_service("audit", *GIVEN, "--rates", RATES, "--across", "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Paid at the wrong rate" in (tmp_path / "audit.html").read_text(encoding="utf-8")
    rows = (tmp_path / "wrong-rates.csv").read_text(encoding="utf-8").splitlines()
    assert sum(int(row.split(",")[2]) for row in rows[1:]) == 5
