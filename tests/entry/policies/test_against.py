"""``explain``, ``diff`` and ``simulate``: policies held against the claims of a folder."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.entry.running import EXAMPLES, LIBRARY, SCENARIOS, a_folder, policies
from tests.policy.making import a_revision, xml_of

if TYPE_CHECKING:
    from pathlib import Path

CLAIMS = "fixtures/demonstration"
DAY = ("--as-of", "2026-11-16")
BESIDE = ("--policies", EXAMPLES)
IMAGING = "bc6dc46d797e3af6"  # an outpatient claim with an MRI of November 5
MEDICARE = "medicare-ffs/hospital-outpatient-department"
IN_TIME = SCENARIOS / "0002-emergency-then-admission-in-time" / "claims.837"
BY_ASKED = SCENARIOS / "0004-elective-outpatient-procedure-for-medicare" / "claims.837"


def explained(claim: str, *arguments: str | Path) -> str:
    done = policies("explain", claim, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def one_line(text: str) -> str:
    return " ".join(text.split())


# explain


def test_a_claim_is_told_with_its_policies_its_rules_and_its_case() -> None:
    text = one_line(explained(IMAGING, CLAIMS, *BESIDE, *DAY))
    for says in (
        f"Claim {IMAGING} of fixtures/demonstration/institutional.837",
        "Payer: example-health, commercial",
        "example-health/advanced-imaging: it wants an authorization for lines 1.",
        "PA01 error, SV2 in loop 2400",
        "Source: example-health/advanced-imaging: Example Health provider manual 2026",
        "Service began on 2026-11-05; 14 calendar days from then end on 2026-11-19.",
        "Last moment to ask: 2026-11-19",
        "Documents: Clinical notes for the days of service; The ordering provider's order",
        "What to do: Send the 278 request by 2026-11-19.",
    ):
        assert says in text


def test_a_policy_that_does_not_apply_says_why() -> None:
    text = one_line(explained(IMAGING, CLAIMS, *BESIDE, *DAY))
    applying, rest = text.split("Policies that do not")
    assert "example-health/inpatient-admission" not in applying
    assert "example-health/inpatient-admission: no line is a service it names" in rest
    assert "more are of other payers." in rest


def test_a_claim_without_a_case_is_explained_too() -> None:
    text = explained(IMAGING, CLAIMS, *DAY)
    assert "not mapped to any policy" in text
    assert "Case" not in text


def test_who_the_claim_is_about_is_shown_only_when_asked_for() -> None:
    hidden = explained(IMAGING, CLAIMS, *BESIDE, *DAY)
    shown = explained(IMAGING, CLAIMS, *BESIDE, *DAY, "--show-phi")
    assert "(hidden; --show-phi shows it)" in hidden
    [line] = [each for each in shown.splitlines() if "Patient and account" in each]
    name, _, account = line.partition(": ")[2].partition(", ")
    assert name
    assert name not in hidden
    assert account
    assert account not in hidden


def test_a_claim_is_found_by_its_patient_control_number_as_well() -> None:
    shown = explained(IMAGING, CLAIMS, *BESIDE, *DAY, "--show-phi")
    [line] = [each for each in shown.splitlines() if "Patient and account" in each]
    account = line.rpartition(", ")[2]
    assert f"Claim {IMAGING}" in explained(account, CLAIMS, *BESIDE, *DAY)


def test_what_the_office_knows_is_used(tmp_path: Path) -> None:
    shown = explained(IMAGING, CLAIMS, *BESIDE, *DAY, "--show-phi")
    [line] = [each for each in shown.splitlines() if "Patient and account" in each]
    facts = tmp_path / "facts.csv"
    facts.write_text(f"claim_number,authorization_denied\n{line.rpartition(', ')[2]},2026-11-10\n")
    text = one_line(explained(IMAGING, CLAIMS, *BESIDE, *DAY, "--facts", facts))
    assert "An authorization was asked for and refused on 2026-11-10" in text
    assert "refused" in text.partition("Case ")[2].split(" PA01")[0]


def test_a_claim_that_is_not_there_is_said_so_without_repeating_its_number() -> None:
    done = policies("explain", "ACCOUNT-4711", CLAIMS)
    assert done.returncode == 2
    assert "no claim of the inputs has that id" in done.stderr
    assert "4711" not in done.stderr


# diff


def changed(tmp_path: Path, old: str, new: str) -> Path:
    folder = tmp_path / "new"
    shutil.copytree(EXAMPLES, folder)
    path = folder / "example-health" / "advanced-imaging.xml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return folder


def diff(old: Path, new: Path, *arguments: str | Path) -> tuple[int, list[str]]:
    done = policies("diff", old, new, "--against", CLAIMS, *DAY, *arguments)
    assert done.returncode in {0, 1}, done.stderr
    return done.returncode, done.stdout.splitlines()


def test_the_same_policies_change_nothing() -> None:
    assert diff(EXAMPLES, EXAMPLES) == (0, ["0 of 120 claims change their answer."])


def test_a_shorter_window_changes_deadlines_and_a_decision(tmp_path: Path) -> None:
    code, lines = diff(EXAMPLES, changed(tmp_path, 'length="14"', 'length="10"'))
    assert code == 1
    assert lines[0] == "2 of 120 claims change their answer."
    assert [line.split() for line in lines[1:4]] == [
        ["deadline", "2"],
        ["decision", "1"],
        ["findings", "1"],
    ]
    assert f"{IMAGING} of fixtures/demonstration/institutional.837" in lines
    policy = "example-health/advanced-imaging"
    assert "  findings: RT01 -> RT02" in lines
    assert f"  decision under {policy}: allowed -> refused" in lines
    assert f"  deadline under {policy}: 2026-11-19 -> 2026-11-15" in lines


def test_the_other_way_round_is_the_opposite(tmp_path: Path) -> None:
    _, lines = diff(changed(tmp_path, 'length="14"', 'length="10"'), EXAMPLES)
    assert "  findings: RT02 -> RT01" in lines


def test_a_policy_that_is_gone_takes_its_cases_with_it(tmp_path: Path) -> None:
    folder = changed(tmp_path, "Advanced", "Advanced")
    (folder / "example-health" / "advanced-imaging.xml").unlink()
    code, lines = diff(EXAMPLES, folder)
    assert code == 1
    assert "  case under example-health/advanced-imaging: allowed -> none" in lines
    assert "  findings: PA01 RT01 -> none" in lines


def test_words_alone_change_no_answer(tmp_path: Path) -> None:
    folder = changed(tmp_path, "<title>Advanced imaging", "<title>Imaging")
    assert diff(EXAMPLES, folder)[0] == 0


def test_a_folder_takes_the_place_of_a_shipped_policy_of_the_same_id(tmp_path: Path) -> None:
    shipped = LIBRARY / "medicare-ffs" / "hospital-outpatient-department.xml"
    (tmp_path / "medicare-ffs").mkdir()
    for path in shipped.parent.iterdir():
        shutil.copy(path, tmp_path / "medicare-ffs")
    assert diff(LIBRARY, tmp_path)[0] == 0
    ours = tmp_path / "medicare-ffs" / shipped.name
    ours.write_text(shipped.read_text().replace('required="yes"', 'required="unlisted"'))
    code, lines = diff(LIBRARY, tmp_path)
    assert code == 1
    assert f"  case under {MEDICARE}: refused -> none" in lines


def test_a_shipped_policy_that_is_gone_from_its_payers_folder_is_seen(tmp_path: Path) -> None:
    new = tmp_path / "new"
    shutil.copytree(LIBRARY, new)
    (new / "medicare-ffs" / "hospital-outpatient-department.xml").unlink()
    code, lines = diff(LIBRARY, new)
    assert code == 1
    assert f"  case under {MEDICARE}: refused -> none" in lines
    code, lines = diff(new, LIBRARY)
    assert f"  case under {MEDICARE}: none -> refused" in lines


def test_what_ones_own_folder_held_and_holds_no_more_is_gone(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    shutil.copytree(LIBRARY / "medicare-ffs", old / "medicare-ffs")
    new.mkdir()
    assert f"  case under {MEDICARE}: refused -> none" in diff(old, new)[1]
    assert diff(LIBRARY, new)[0] == 0  # a folder of one's own need not repeat the library


@pytest.mark.parametrize("is_new", [True, False])
def test_a_shipped_payer_that_a_folder_lacks_is_said_to_count_as_shipped(
    tmp_path: Path,
    is_new: bool,  # noqa: FBT001 - a table of two
) -> None:
    ours = tmp_path / "ours"
    shutil.copytree(LIBRARY, ours)
    shutil.rmtree(ours / "medicare-ffs")
    shutil.rmtree(ours / "tricare")
    code, lines = diff(LIBRARY, ours) if is_new else diff(ours, LIBRARY)
    assert code == 0
    assert lines[1:] == [
        "Only the library has these payers; they count as shipped: medicare-ffs, tricare"
    ]


def test_two_folders_of_ones_own_are_compared_without_a_word_about_the_library(
    tmp_path: Path,
) -> None:
    shutil.copytree(LIBRARY / "tricare", tmp_path / "tricare")
    assert len(diff(EXAMPLES, tmp_path)[1]) == len(diff(tmp_path, EXAMPLES)[1])
    assert not any("Only the library" in line for line in diff(EXAMPLES, tmp_path)[1])


def test_a_folder_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    done = policies("diff", EXAMPLES, tmp_path / "nowhere", "--against", CLAIMS)
    assert done.returncode == 2
    assert "no folder that can be read" in done.stderr


def test_claims_are_needed() -> None:
    done = policies("diff", EXAMPLES, EXAMPLES)
    assert done.returncode == 2
    assert "--against" in done.stderr


# simulate


def counted(*arguments: str | Path) -> list[dict[str, Any]]:
    done = policies("simulate", "--against", CLAIMS, *BESIDE, "--format", "json", *arguments)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_claims_are_counted_by_policy_and_decision_with_the_money_at_risk() -> None:
    [row] = counted(*DAY)
    assert (row["claims"], row["concerned"], row["at_risk"]) == (120, 6, "49906.50")
    assert row["policies"]["example-health/advanced-imaging"] == {
        "allowed": 2,
        "refused": 0,
        "undetermined": 0,
        "at_risk": "6428.00",
    }


def test_another_day_changes_the_decisions_and_not_the_money() -> None:
    first, second = counted(*DAY, "--as-of", "2026-12-16")
    imaging = "example-health/advanced-imaging"
    assert first["at_risk"] == second["at_risk"]
    assert (first["policies"][imaging]["allowed"], first["policies"][imaging]["refused"]) == (2, 0)
    assert (second["policies"][imaging]["allowed"], second["policies"][imaging]["refused"]) == (
        0,
        2,
    )
    assert second["as_of"].startswith("2026-12-16")


def test_the_last_day_and_the_day_after_differ() -> None:
    first, second = counted("--as-of", "2026-11-19", "--as-of", "2026-11-20")
    imaging = "example-health/advanced-imaging"
    assert first["policies"][imaging]["allowed"] == 2
    assert second["policies"][imaging]["allowed"] == 1


def test_text_is_a_table_that_fits_a_terminal() -> None:
    done = policies("simulate", "--against", CLAIMS, *BESIDE, *DAY)
    lines = done.stdout.splitlines()
    assert lines[0].endswith("120 claims, 6 concerned, $49,906.50 at risk")
    assert all(len(line) <= 100 for line in lines)


def test_policies_that_concern_nothing_leave_an_empty_table(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, subject__xml=xml_of(a_revision()))
    done = policies("simulate", "--against", IN_TIME, "--policies", folder, *DAY)
    assert done.returncode == 0
    assert "0 concerned, $0.00 at risk" in done.stdout


@pytest.mark.parametrize("command", ["simulate", "explain"])
def test_an_input_that_is_not_there_is_named(tmp_path: Path, command: str) -> None:
    nowhere = tmp_path / "nowhere.837"
    asked = ("--against", nowhere) if command == "simulate" else ("X", nowhere)
    done = policies(command, *asked)
    assert done.returncode == 2
    assert "nowhere.837" in done.stderr


@pytest.mark.parametrize(
    ("claim", "says"),
    [
        (BY_ASKED, MEDICARE),
        (IN_TIME, "not mapped"),
    ],
)
def test_claims_of_the_scenarios_are_explained(claim: Path, says: str) -> None:
    rows = (claim.parent / "expected" / "claims.jsonl").read_text(encoding="utf-8").splitlines()
    for row in rows:
        text = explained(json.loads(row)["claim_id"], claim, "--as-of", "2026-06-12")
        assert "Policies that apply" in text
        assert says in text
