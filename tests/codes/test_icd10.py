from __future__ import annotations

import hashlib
from datetime import date
from itertools import product
from pathlib import Path
from string import ascii_uppercase, digits

import pytest

from edi_service.codes import icd10
from edi_service.codes.icd10 import (
    InForce,
    Release,
    Releases,
    Standing,
    import_release,
    read_release,
    write_release,
)
from edi_service.codes.listing import CodesRefused, Said

HELD = Path(__file__).parents[2] / "schemas" / "codes" / "icd10cm"
STARTS, ENDS = date(2026, 10, 1), date(2027, 9, 30)


@pytest.fixture(autouse=True)
def _accept_short_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(icd10, "FEWEST_CODES", 2)


def held() -> list[Release]:
    return [read_release(path.read_text(encoding="utf-8")) for path in sorted(HELD.glob("*.txt"))]


def a_release(*codes: str) -> Release:
    return Release(name="", starts=STARTS, ends=ENDS, source="", sha256="", codes=codes)


def test_the_releases_that_are_held_are_whole_and_say_where_they_come_from() -> None:
    releases = held()

    assert [(each.name, str(each.starts), str(each.ends)) for each in releases] == [
        ("April 2025", "2025-04-01", "2025-09-30"),
        ("April 2026", "2026-04-01", "2026-09-30"),
    ]
    assert [len(each.codes) for each in releases] == [74_260, 74_706]
    assert all("simple-icd-10-cm 1." in each.source for each in releases)
    assert all(len(each.sha256) == 64 for each in releases)
    assert {each.certainty for each in releases} == {"B"}


def test_whole_releases_say_what_may_be_billed() -> None:
    releases = Releases(held())
    in_2025 = releases.on(date(2025, 4, 1), date(2025, 9, 30))
    in_2026 = releases.on(date(2026, 4, 1), date(2026, 4, 1))

    assert in_2025.standing("G35") is Standing.LISTED  # took further characters in October 2025
    assert in_2026.standing("G35") is Standing.INCOMPLETE
    assert in_2026.standing("E11") is Standing.INCOMPLETE
    assert in_2026.standing("E1165") is Standing.LISTED
    assert in_2026.standing("E1166") is Standing.UNLISTED
    assert in_2026.standing("S72001A") is Standing.LISTED
    assert in_2026.standing("ZZZ") is Standing.UNLISTED
    assert releases.covered == "2025-04-01 to 2025-09-30, 2026-04-01 to 2026-09-30"


def test_a_release_is_asked_by_halves() -> None:
    release = a_release("A000", "A001", "B20")

    assert release.has("A001")
    assert not release.has("A00")
    assert not release.has("Z00")
    assert release.is_category("A00")
    assert not release.is_category("A000")
    assert not release.is_category("A002")
    assert not release.is_category("Z00")


def test_a_period_needs_a_release_at_both_ends() -> None:
    releases = Releases([a_release("A000")])

    assert releases.on(STARTS, ENDS).is_covered
    assert releases.on(STARTS, None).is_covered
    assert not releases.on(STARTS, date(2027, 10, 1)).is_covered
    assert not releases.on(date(2026, 9, 30), STARTS).is_covered
    assert not releases.on(None, None).is_covered
    assert [release.starts for release in releases] == [STARTS]


def test_without_releases_every_code_stands() -> None:
    assert Releases().on(STARTS, STARTS) == InForce((), is_covered=False)
    assert Releases().on(STARTS, STARTS).standing("ZZZ") is Standing.LISTED
    assert Releases().covered == "none"


def test_a_code_on_a_day_that_is_not_covered_is_unknown_only_when_no_release_has_it() -> None:
    in_force = Releases([a_release("A000")]).on(date(2020, 1, 1), None)

    assert in_force.standing("A000") is Standing.LISTED
    assert in_force.standing("A00") is Standing.UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "A000    Cholera, a kind\nA001    Cholera, another\nB20     A disease\n",
        "A00.0 Cholera\r\nA00.1\r\nA00\r\nB20\r\n",
        "00001 A00     0 Chol\n00002 A000    1 x\n00003 A001    1 x\n00004 B20 1\n00005 C00 0\n",
        '"A00.0","Cholera"\nA001,Cholera\nB20|A disease\n',
        "# a comment\nA000\n\nA001\nB20\nA00-A09 a block\n1 a chapter\n",
    ],
    ids=["codes", "with points and categories", "order", "separated", "with blocks and chapters"],
)
def test_the_lists_that_publishers_give_out_are_read(text: str) -> None:
    release = import_release(
        text, Said(name="October 2026", starts=STARTS, ends=ENDS, source="CDC")
    )

    assert release.codes == ("A000", "A001", "B20")
    assert (release.name, release.source) == ("October 2026", "CDC")
    assert release.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_what_is_written_is_read_again() -> None:
    release = import_release(
        "A000\nB20", Said(name="N", starts=STARTS, ends=ENDS, source="S", certainty="A")
    )
    for again in (read_release(write_release(release)), import_release(write_release(release))):
        assert write_release(again) == write_release(release)
        assert (again.starts, again.ends, again.sha256) == (STARTS, ENDS, release.sha256)


def test_a_file_of_ours_is_in_order() -> None:
    text = write_release(import_release("A000\nB20", Said(starts=STARTS, ends=ENDS)))
    with pytest.raises(CodesRefused, match="not in order"):
        read_release(text.replace("A000\n", "") + "A000\n")
    with pytest.raises(CodesRefused, match="from which day"):
        read_release("A000\nB20\n")


def test_the_files_of_ours_hold_what_importing_them_gives() -> None:
    path = max(HELD.glob("*.txt"))
    text = path.read_text(encoding="utf-8")
    assert import_release(text).codes == read_release(text).codes


def test_what_is_said_goes_before_what_the_text_says() -> None:
    text = "# release: one\n# from: 2020-01-01\n# to: 2020-12-31\nA000\nB20\n"
    release = import_release(text, Said(name="two", starts=date(2020, 10, 1)))

    assert (release.name, release.starts) == ("two", date(2020, 10, 1))
    assert release.ends == date(2020, 12, 31)


def test_a_release_without_a_name_is_called_by_its_first_day() -> None:
    assert import_release("A000\nB20", Said(starts=STARTS, ends=ENDS)).name == "2026-10-01"


@pytest.mark.parametrize(
    ("text", "starts", "ends", "why"),
    [
        ("A000\nB20", None, ENDS, "from which day to which"),
        ("A000\nB20", STARTS, None, "from which day to which"),
        ("# from: tomorrow\nA000\nB20", None, ENDS, "from which day to which"),
        ("A000\nB20", ENDS, STARTS, "end before"),
        ("A000", STARTS, ENDS, "only 1 codes"),
        ("", STARTS, ENDS, "only 0 codes"),
        ("# to: 2026-10-01", STARTS, ENDS, "only 0 codes"),
        ("A000\nB20\nhello", STARTS, ENDS, "line 3 begins with no code of ICD-10-CM: 'hello'"),
        ("A000\nE1\nB20", STARTS, ENDS, "line 2 begins with no code"),
        ("<!DOCTYPE html>\n<p>A000", STARTS, ENDS, "line 1 is of a web page"),
        ('A000\nB20\n=HYPERLINK("x")', STARTS, ENDS, "line 3 is a formula: '=HYPERLINK"),
        ("00001 A000 1 x\n00002 99213 1 x", STARTS, ENDS, "line 2 begins with no code"),
        ("# certainty: sure\nA000\nB20", STARTS, ENDS, "'sure' is no certainty"),
    ],
)
def test_a_text_that_is_no_release_is_refused_in_a_sentence(
    text: str, starts: date | None, ends: date | None, why: str
) -> None:
    with pytest.raises(CodesRefused, match=why):
        import_release(text, Said(starts=starts, ends=ends))


def test_a_part_of_a_release_is_not_taken_for_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    some = ["".join(code) for code in product("AB", digits, digits, ascii_uppercase)]
    with pytest.raises(CodesRefused, match="a whole release has above"):
        import_release("\n".join(some), Said(starts=STARTS, ends=ENDS))
