"""``edi-service check`` as a user meets it."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from edi_service.edge.reference import validate
from tests.command import say_command

if TYPE_CHECKING:
    import subprocess

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "fixtures" / "scenarios"
EXAMPLES = ROOT / "fixtures" / "policies" / "examples"
QUIET = SCENARIOS / "0011-authorization-on-the-claim" / "claims.837"
CONTRADICTS = SCENARIOS / "0020-claim-contradicts-itself" / "claims.837"
DAMAGED = SCENARIOS / "0021-damaged-and-foreign-bytes" / "claims.837"
IMAGING = SCENARIOS / "0010-patient-is-a-dependent" / "claims.837"
SECRETS = ("QUILL", "AVERY", "RIVER", "M10000001", "A20001")


def check(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return say_command("check", *arguments)


def codes(*arguments: str | Path) -> list[str]:
    done = check(*arguments, "--format", "json")
    return [json.loads(line)["code"] for line in done.stdout.splitlines()]


def test_a_claim_without_fault_is_exit_code_0() -> None:
    done = check(QUIET)
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 claims, 0 of them with errors; 0 findings." in done.stdout


def test_the_segment_is_shown_with_a_caret_under_the_element() -> None:
    done = check(CONTRADICTS)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("ERROR CM01"))
    segment, caret = lines[at + 1], lines[at + 2]
    assert segment.strip().startswith("CLM*xxxxxx*100*")
    assert segment[caret.index("^") : caret.rindex("^") + 1] == "100"


def test_who_a_claim_is_about_is_shown_only_when_asked_for() -> None:
    hidden, shown = check(CONTRADICTS), check(CONTRADICTS, "--show-phi")
    assert not any(secret in hidden.stdout for secret in SECRETS)
    assert "A20001" in shown.stdout


def test_json_has_the_keys_of_findings_and_the_acknowledgment() -> None:
    done = check(DAMAGED, "--format", "json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    described = json.loads((ROOT / "schemas" / "output" / "finding.schema.json").read_text())
    for row in rows:
        assert row.keys() - described["properties"].keys() == {"acknowledgment", "snip"}
    told = {row["code"]: row["acknowledgment"] for row in rows}
    assert told["EV01"] == "TA105*023"
    assert told["CM11"] is None


def test_no_policy_is_asked_unless_policies_are_given() -> None:
    assert codes(IMAGING) == []
    assert "PA01" in codes(IMAGING, "--policies", EXAMPLES)


@pytest.mark.parametrize(
    ("types", "families"),
    [("1", {"SX", "EV", "TX"}), ("3-5", {"CM"}), ("7", set())],
)
def test_types_of_findings_can_be_chosen(types: str, families: set[str]) -> None:
    found = codes(DAMAGED, CONTRADICTS, "--snip", types)
    assert {code[:2] for code in found} == families


class Page(HTMLParser):
    """Collects the text of a page and sees that its tags are closed in order."""

    VOID = frozenset({"meta"})
    OPTIONAL = frozenset({"html"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.seen += data


def test_the_page_is_one_file_a_biller_can_read() -> None:
    done = check(DAMAGED, CONTRADICTS, "--format", "html")
    assert done.returncode == 1
    page = Page()
    page.feed(done.stdout)
    assert page.open == []
    assert "CM01: The service lines do not add up to the claim's charge (1)" in page.seen
    assert "CLM*xxxxxx*100" in page.seen
    assert "http" not in done.stdout
    assert not any(secret in page.seen for secret in SECRETS)


def test_the_page_begins_with_the_totals_and_leads_to_each_kind() -> None:
    page = check(DAMAGED, CONTRADICTS, "--format", "html").stdout
    shown = re.findall(r'<section id="(\w+)">', page)
    assert shown == sorted(set(codes(DAMAGED, CONTRADICTS)))
    assert re.findall(r'<a href="#(\w+)">', page) == shown
    assert page.index("Claims with errors") < page.index("<table>") < page.index("<section")
    assert "<script" not in page
    assert "@media print" in page


def test_markup_in_a_claim_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "a.837"
    path.write_bytes(CONTRADICTS.read_bytes().replace(b"11:B:1*Y", b"11:B:1<script>*Y"))
    done = check(path, "--format", "html")
    assert "<script>" not in done.stdout


def test_a_page_without_findings_says_so() -> None:
    assert "Nothing was found." in check(QUIET, "--format", "html").stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nowhere.837"], "neither a file nor a folder"),
        ([QUIET, "--snip", "9"], "'9' names no SNIP types"),
        ([QUIET, "--policies", "nowhere"], "no folder that can be read"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(arguments: list[str | Path], says: str) -> None:
    done = check(*arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert done.stdout == ""


def test_answers_are_written_and_pass_the_reference_validator(tmp_path: Path) -> None:
    done = check(CONTRADICTS, QUIET, "--ack", tmp_path / "ack", "--as-of", "2026-06-05T10:00")
    assert done.returncode == 1
    answers = {path.name: path for path in sorted((tmp_path / "ack").iterdir())}
    assert list(answers) == [
        "000000001.999",
        "000000002.277ca",
        "000000003.999",
        "000000004.277ca",
    ]
    for path in answers.values():
        assert validate(path.read_bytes()).accepted, path
        assert path.stat().st_mode & 0o077 == 0
    refused = answers["000000002.277ca"].read_bytes()
    accepted = answers["000000004.277ca"].read_bytes()
    assert b"TRN*2*A20001" in refused
    assert b"*U*100" in refused
    assert b"TRN*2*A11001" in accepted
    assert b"*U*" not in accepted


def test_a_damaged_interchange_is_refused_as_a_whole(tmp_path: Path) -> None:
    check(DAMAGED, "--ack", tmp_path / "ack", "--as-of", "2026-06-05T10:00")
    answers = [path.read_bytes() for path in sorted((tmp_path / "ack").iterdir())]
    assert any(b"TA1*000000009*260701*1200*R*023~" in answer for answer in answers)


def test_the_same_file_and_moment_give_the_same_answers(tmp_path: Path) -> None:
    for name in ("one", "two"):
        check(CONTRADICTS, "--ack", tmp_path / name, "--as-of", "2026-06-05T10:00")
    one, two = (
        [path.read_bytes() for path in sorted((tmp_path / name).iterdir())]
        for name in ("one", "two")
    )
    assert one == two
