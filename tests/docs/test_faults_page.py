"""docs/faults.md: what it says was tried is there, and as often as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from edi_service.codes.clock import Unit
from tests.acknowledge.test_bad_envelopes import CASES, NEIGHBORS
from tests.acknowledge.test_every_header_byte import BYTES, places
from tests.codes.test_clock_oracle import TIMES
from tests.edge.exchange import test_bad_lines, test_names
from tests.edge.store.test_audit_log import TAMPERINGS
from tests.guide.test_agreement import MUTATIONS
from tests.policy.test_hostile_files import HOSTILE
from tests.service.test_any_order import STEPS
from tests.service.test_repeated import KINDS
from tests.serving.test_faults import LEAST_POINTS, SOON
from tests.serving.test_full_disk import MEGABYTES
from tests.serving.test_growth import MORE
from tests.serving.test_much_at_once import MUCH, SOME
from tests.serving.test_restored import AFTER, BEFORE
from tests.x12.reading import group, interchange, transaction_set
from tests.x12.test_reader import GOOD

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
ROWS = {
    found[1]: [cell.strip() for cell in found[0].split("|")[1:-1]]
    for found in re.finditer(r"^\| ([FB]\d+) \|.*\|$", PAGE, re.MULTILINE)
}
EXPECTED = [*(f"F{number}" for number in range(1, 15)), *(f"B{number}" for number in range(1, 16))]
LINK_OR_NAME = re.compile(r"\]\(\.\./([^)]+)\)|`::(\w+)`")


def named(row: str) -> list[tuple[str, str]]:
    """Files that a row names, and tests in them; an empty test stands for the file."""
    found: list[tuple[str, str]] = []
    for path, name in LINK_OR_NAME.findall(ROWS[row][-1]):
        found.append((path, "") if path else (found[-1][0], name))
    return found


def test_each_item_of_either_list_has_its_row() -> None:
    assert list(ROWS) == EXPECTED
    assert all(len(row) == 6 for row in ROWS.values())


@pytest.mark.parametrize("row", EXPECTED)
def test_what_shows_it_is_there(row: str) -> None:
    shown = named(row)
    assert shown, "a row without a test"
    for path, name in shown:
        text = (ROOT / path).read_text(encoding="utf-8")
        assert "def test_" in text or path == "CONTRIBUTING.md", path
        assert f"def {name}(" in text or not name, (path, name)


def test_what_is_not_shown_is_of_the_lists() -> None:
    section = PAGE.split("## What is not shown\n", 1)[1]
    assert set(re.findall(r"\*\*([FB]\d+)\*\*", section)) <= set(EXPECTED)
    assert re.findall(r"\*\*(\w+)\*\*", section), "there is always something"


def test_a_command_of_the_page_is_one() -> None:
    made = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`make (\w+)", PAGE)):
        assert f"\n{target}:" in made, target


@pytest.mark.parametrize("path", sorted({path for row in ROWS for path, _ in named(row)}))
def test_what_is_tried_more_often_is_run_by_the_command(path: str) -> None:
    """Every file with more to do than the gate does is within `make faults`."""
    if "is_thorough" not in (ROOT / path).read_text(encoding="utf-8"):
        return
    made = (ROOT / "Makefile").read_text(encoding="utf-8")
    [line] = re.findall(r"^\t.*--thorough (.*)$", made, re.MULTILINE)
    assert any(path.startswith(word) for word in line.split()), path


def bits() -> int:
    """Of the file whose every bit is flipped."""
    sets = (transaction_set(number=f"{number:04d}") for number in range(1, 6))
    return 8 * len(interchange(*group(*sets)))


FIGURES = {
    "F2": [f"more than {LEAST_POINTS}"],
    "F3": [f"within {SOON} seconds"],
    "F5": [f"disk of {MEGABYTES} MB"],
    "F6": [f"{test_bad_lines.CUTS} cuts of 10 MB", f"{test_bad_lines.CUTS - 1} single cuts"],
    "F8": [f"{TIMES // 5 * (len(Unit) + 1) + TIMES // 2:,} deadlines"],
    "F9": [f"orders of {STEPS} steps"],
    "F12": [f"{BEFORE + AFTER} files left again"],
    "F13": [f"after {MORE}, {2 * MORE} and {3 * MORE} files"],
    "F14": [f"{MUCH} files of one, {SOME} of another"],
    "B1": [f"{len(list(places())) * (len(BYTES) - 1) + 107:,} headers", f"{7 * 106 + 107} more"],
    "B2": [f"{len(CASES)} envelopes", f"{len(NEIGHBORS) ** 2} pairs"],
    "B3": [f"{len(KINDS) * 2**4 * 2} combinations"],
    "B4": [f"{len(GOOD)} cuts, {bits():,} bits"],
    "B5": [f"{MUTATIONS} sets beside pyx12"],
    "B8": [f"{len(HOSTILE)} policies"],
    "B10": [f"{len(test_names.ODD)} names", f"{len(test_names.LEFT_ALONE)} that are not"],
    "B14": [f"{len(TAMPERINGS)} ways"],
}


@pytest.mark.parametrize("row", FIGURES)
def test_a_figure_is_that_of_the_test(row: str) -> None:
    text = " ".join(ROWS[row])
    assert [each for each in FIGURES[row] if each not in text] == []
