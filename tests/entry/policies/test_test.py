from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.entry.running import EXAMPLES, LIBRARY, a_folder, policies
from tests.policy.making import a_revision, xml_of

if TYPE_CHECKING:
    from pathlib import Path

BODY = (
    '<authorization required="yes"><services codes="70551"/></authorization>'
    '<retrospective allowed="yes"><circumstance code="any">'
    '<window length="14" unit="calendar-days" after="first-day-of-service"/>'
    "</circumstance></retrospective>"
)
LAST_DAY = """
[defaults]
day = 2026-03-02
claim = { lines = [{ procedure = "70551" }] }

[[case]]
name = "the last day"
as_of = 2026-03-16
expect = ["PA01", "RT01"]
decision = "allowed"
deadline = 2026-03-16
missing = []
circumstance = "any"
channel = "unknown"
lines = ["1"]
penalty = ""
turnaround = []
approved = ""
denied = ""
clocks = ["request running 2026-03-16"]
tightest = "request"
"""


def tried(tmp_path: Path, cases: str) -> tuple[int, list[str]]:
    folder = a_folder(tmp_path, subject__xml=xml_of(a_revision(BODY)), subject__cases__toml=cases)
    done = policies("test", folder)
    return done.returncode, done.stdout.splitlines()


@pytest.mark.parametrize("folder", [(), (LIBRARY,), (EXAMPLES,), (LIBRARY, EXAMPLES)])
def test_the_shipped_policies_and_the_invented_ones_pass(folder: tuple[Path, ...]) -> None:
    done = policies("test", *folder)
    assert done.returncode == 0, done.stdout
    assert done.stdout.endswith(" 0 failures.\n")


def test_a_case_that_comes_out_as_written_is_counted(tmp_path: Path) -> None:
    assert tried(tmp_path, LAST_DAY) == (0, ["1 policies, 1 cases; 0 failures."])


@pytest.mark.parametrize(
    ("written", "instead", "says"),
    [
        ('["PA01", "RT01"]', '["PA01"]', "expect: expected PA01; met PA01 RT01"),
        ('["PA01", "RT01"]', "[]", "expect: expected nothing; met PA01 RT01"),
        ('"allowed"', '"refused"', "decision: expected refused; met allowed"),
        ("deadline = 2026-03-16", "deadline = 2026-03-17", "expected 2026-03-17; met 2026-03-16"),
        ("missing = []", 'missing = ["plan"]', "missing: expected plan; met nothing"),
        ('"any"', '"emergency"', "circumstance: expected emergency; met any"),
        ('"unknown"', '"fax"', "channel: expected fax; met unknown"),
        ('lines = ["1"]', 'lines = ["2"]', "lines: expected 2; met 1"),
        ('penalty = ""', 'penalty = "9.00"', "penalty: expected 9.00; met "),
        ('approved = ""', 'approved = "new-claim"', "approved: expected new-claim; met "),
        ('denied = ""', 'denied = "appeal"', "denied: expected appeal; met "),
        ("running 2026-03-16", "over 2026-03-16", "met request running 2026-03-16"),
        ('tightest = "request"', 'tightest = ""', "tightest: expected ; met request"),
        (
            "turnaround = []",
            'turnaround = ["9 hours standard"]',
            "turnaround: expected 9 hours standard; met nothing",
        ),
    ],
)
def test_a_failure_names_the_case_what_was_expected_and_what_was_met(
    tmp_path: Path, written: str, instead: str, says: str
) -> None:
    assert written in LAST_DAY
    code, lines = tried(tmp_path, LAST_DAY.replace(written, instead))
    assert code == 1
    assert lines[0].startswith("example/subject: the last day: ")
    assert lines[0].endswith(says)
    assert lines[-1] == "1 policies, 1 cases; 1 failures."


def test_what_is_said_of_a_case_that_is_not_opened_fails(tmp_path: Path) -> None:
    cases = LAST_DAY.replace("70551", "99213").replace('["PA01", "RT01"]', "[]")
    code, lines = tried(tmp_path, cases)
    assert code == 1
    assert "example/subject: the last day: decision: expected allowed; met none" in lines
    assert "example/subject: the last day: deadline: expected 2026-03-16; met no case" in lines


def test_a_case_may_say_that_none_is_opened(tmp_path: Path) -> None:
    none = """
        [[case]]
        name = "another service"
        claim = { lines = [{ procedure = "99213" }] }
        expect = []
        decision = "none"
    """
    assert tried(tmp_path, none)[0] == 0


def test_a_policy_without_cases_fails(tmp_path: Path) -> None:
    done = policies("test", a_folder(tmp_path, subject__xml=xml_of(a_revision(BODY))))
    assert done.returncode == 1
    assert "example/subject: no cases stand beside it" in done.stdout


def test_cases_without_a_policy_fail(tmp_path: Path) -> None:
    done = policies("test", a_folder(tmp_path, nothing__cases__toml=LAST_DAY))
    assert done.returncode == 1
    assert "nothing.cases.toml: there is no policy beside these cases" in done.stdout


@pytest.mark.parametrize(
    ("written", "instead", "says"),
    [
        ("decision", "decison", "'decison', which is not one of"),
        ("[defaults]", "[default]", "there is no table default"),
        ('name = "the last day"', "", "the case 'without a name' lacks 'name'"),
        ("as_of = 2026-03-16", "as_of = 2026-03-16T10:00:00", "needs an offset"),
        ("procedure", "proceduer", "a ServiceLine has no field proceduer"),
        ("claim = {", "claim = { facility = 1,", "a claim has no field facility"),
        ("as_of", "facts = { elegible = true }\nas_of", "a ClaimFacts has no field elegible"),
        ("as_of", 'zone = "Ohio"\nas_of', "'Ohio' is no IANA time zone"),
        ("day = 2026-03-02", 'day = "2026-03-02"', "'2026-03-02', which is no day"),
        ("missing = []", "missing = 1", "missing is 1, which is no list"),
        ("deadline = 2026-03-16", 'deadline = "2026-13-16"', "no day or moment in ISO 8601"),
        ('procedure = "70551"', "procedure = 70551", "Expected `str`, got `int`"),
        ("claim = {", 'claim = { parties = { payer = "x" },', "write taxonomy, birth_date or"),
        ("claim = {", 'claim = { claim_id = "x",', "claim_id in a case: it is made of the file"),
    ],
)
def test_a_slip_of_the_pen_is_named_and_never_passed_over(
    tmp_path: Path, written: str, instead: str, says: str
) -> None:
    assert written in LAST_DAY
    cases = LAST_DAY.replace(written, instead, 1)
    folder = a_folder(tmp_path, subject__xml=xml_of(a_revision(BODY)), subject__cases__toml=cases)
    done = policies("test", folder)
    assert done.returncode == 2
    assert says in done.stderr


def test_a_case_that_cannot_be_made_is_named_with_its_file_and_line(tmp_path: Path) -> None:
    cases = LAST_DAY + '\n[[case]]\nname = "another"\nexpect = []\nclaim = { placed = 1 }\n'
    folder = a_folder(tmp_path, subject__xml=xml_of(a_revision(BODY)), subject__cases__toml=cases)
    line = cases.splitlines().index('name = "another"') + 1
    path = folder / "example" / "subject.cases.toml"
    done = policies("test", folder)
    assert done.returncode == 2
    assert f"{path}, line {line}: a claim has no field placed in a case" in done.stderr
    unnamed = cases.replace('name = "another"', 'named = "another"')
    (path).write_text(unnamed, encoding="utf-8")
    assert f"{path}: the case" in policies("test", folder).stderr


def test_without_a_folder_the_examples_are_held_as_well() -> None:
    done = policies("test")
    both = policies("test", LIBRARY), policies("test", EXAMPLES)
    counts = [[int(word) for word in each.stdout.split() if word.isdigit()] for each in both]
    total = [int(word) for word in done.stdout.split() if word.isdigit()]
    assert total == [sum(pair) for pair in zip(*counts, strict=True)]


def test_policies_besides_are_held_against_but_not_tested(tmp_path: Path) -> None:
    cases = LAST_DAY.replace('"PA01", "RT01"', '"PA03"').split("decision")[0]
    folder = a_folder(tmp_path, subject__xml=xml_of(a_revision(BODY)), subject__cases__toml=cases)
    law = '<authorization required="no"><services codes="70551"/></authorization>'
    (tmp_path / "besides" / "example").mkdir(parents=True)
    (tmp_path / "besides" / "example" / "law.xml").write_bytes(
        xml_of(a_revision(law), subject="law")
    )
    assert policies("test", folder).returncode == 1
    done = policies("test", folder, "--policies", tmp_path / "besides")
    assert done.stdout == "1 policies, 1 cases; 0 failures.\n"
