from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.entry.running import EXAMPLES, LIBRARY, a_folder, policies
from tests.policy.making import a_revision, xml_of

if TYPE_CHECKING:
    from pathlib import Path

DAY = ("--as-of", "2026-12-02")


def listed(*arguments: str | Path) -> dict[str, dict[str, Any]]:
    done = policies("list", "--format", "json", *DAY, *arguments)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {row["policy"]: row for row in rows}


def test_every_policy_of_the_library_is_listed_once() -> None:
    files = {
        path.relative_to(LIBRARY).with_suffix("").as_posix() for path in LIBRARY.rglob("*.xml")
    }
    assert set(listed()) == files


def test_a_row_tells_when_it_was_read_how_old_and_how_certain_that_is() -> None:
    row = listed()["va/emergency-care-notification"]
    assert row["payer"] == "va"
    assert row["subject"] == "emergency-care-notification"
    assert (row["read_on"], row["age"]) == ("2026-11-22", 10)
    assert (row["certainty"], row["stale"]) == ("A", True)
    assert row["cases"] >= 10


def test_the_library_named_as_a_folder_is_not_read_twice() -> None:
    assert listed("--policies", LIBRARY) == listed()


def test_other_policies_are_listed_besides() -> None:
    assert set(listed("--policies", EXAMPLES)) > set(listed())


def test_the_oldest_reading_and_the_least_certain_source_stand_for_the_policy(
    tmp_path: Path,
) -> None:
    older = a_revision(attributes='from="2024-01-01" to="2025-12-31"').replace(
        'retrieved="2026-01-02" certainty="A"', 'retrieved="2025-01-02" certainty="B" stale="yes"'
    )
    folder = a_folder(tmp_path, subject__xml=xml_of(older, a_revision()))
    row = listed("--policies", folder)["example/subject"]
    assert (row["revisions"], row["read_on"], row["certainty"]) == (2, "2025-01-02", "B")
    assert (row["stale"], row["cases"]) == (True, 0)


def test_stale_asks_for_more_than_so_many_days(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, subject__xml=xml_of(a_revision()))  # read on 2026-01-02
    age = 334  # days from then to 2026-12-02
    assert set(listed("--policies", folder, "--stale", str(age - 1))) == {"example/subject"}
    assert listed("--policies", folder, "--stale", str(age)) == {}


def test_text_is_a_table_with_a_line_for_each_policy() -> None:
    done = policies("list", *DAY)
    head, *lines = done.stdout.splitlines()
    assert head.split()[0] == "Policy"
    assert len(lines) == len(listed())
    assert all(len(line) <= 100 for line in lines)


def test_a_policy_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, subject__xml=b"<policy/>")
    done = policies("list", "--policies", folder)
    assert done.returncode == 2
    assert "subject.xml is refused" in done.stderr


def test_cases_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, subject__xml=xml_of(a_revision()), subject__cases__toml="[[case]")
    done = policies("list", "--policies", folder)
    assert done.returncode == 2
    assert "subject.cases.toml are refused" in done.stderr


def test_a_day_that_is_none_is_refused() -> None:
    done = policies("list", "--as-of", "yesterday")
    assert done.returncode == 2
    assert "ISO 8601" in done.stderr
