from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from edi_service.codes.icd10 import Standing
from edi_service.codes.listing import CodesRefused, Said
from edi_service.codes.lists import (
    ProcedureLists,
    ProcedureSet,
    import_list,
    set_of,
    write_list,
)

if TYPE_CHECKING:
    from edi_service.codes.lists import ProcedureList

STARTS, ENDS = date(2026, 1, 1), date(2026, 12, 31)
DAY = date(2026, 2, 3)


@pytest.mark.parametrize(
    ("qualifier", "code", "expected"),
    [
        ("HC", "99213", ProcedureSet.CPT),
        ("HC", "0042T", ProcedureSet.CPT),
        ("HC", "J1885", ProcedureSet.HCPCS),
        ("HC", "D0120", ProcedureSet.CDT),
        ("AD", "D0120", ProcedureSet.CDT),
        ("AD", "99213", None),
        ("HP", "1AA01", None),
        ("ER", "99213", None),
        ("HC", "", None),
        ("HC", "9921", None),
    ],
)
def test_qualifier_and_form_say_which_set_a_code_is_of(
    qualifier: str, code: str, expected: ProcedureSet | None
) -> None:
    assert set_of(qualifier, code) is expected


@pytest.mark.parametrize(
    "text",
    [
        "J1885\nA0429\n",
        "J1885 KETOROLAC\r\nA0429\tAMBULANCE\r\n",
        '"J1885","Ketorolac"\n"A0429","Ambulance"\n',
        "code|name\nJ1885|Ketorolac\nA0429|Ambulance\n\n",
        "# from: 2025-01-01\nJ1885\n# a remark\nA0429\n",
    ],
)
def test_a_list_has_a_code_at_the_start_of_each_line(text: str) -> None:
    found = a_list(text)
    assert set(found.codes) == {"J1885", "A0429"}
    assert found.has("A0429", DAY)


def a_list(
    text: str, starts: date = STARTS, ends: date = ENDS, code_set: ProcedureSet = ProcedureSet.HCPCS
) -> ProcedureList:
    return import_list(text, code_set, Said(starts=starts, ends=ends))


def test_a_dental_list_is_read_with_its_own_form() -> None:
    assert set(a_list("D0120 exam", code_set=ProcedureSet.CDT).codes) == {"D0120"}


DATED = [
    "code,from,to\nJ1885,,2026-03-31\nJ1885,2026-07-01,\nA0429,,\n",
    "J1885,,2026-03-31\nJ1885,2026-07-01,\nA0429,,\n",
    'code;name;to;from\nJ1885;"a; b";2026-03-31;\nJ1885;x;;2026-07-01\nA0429;y;;\n',
]


@pytest.mark.parametrize("text", DATED, ids=["columns", "no heading", "columns elsewhere"])
def test_a_code_may_have_days_of_its_own(text: str) -> None:
    held = a_list(text)

    days = [date(2026, 3, 31), date(2026, 4, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [held.has("J1885", day) for day in days] == [True, False, False, True]
    assert all(held.has("A0429", day) for day in days)


def test_what_is_written_is_read_again() -> None:
    said = Said(name="a year", starts=STARTS, ends=ENDS, source="the office", certainty="A")
    held = import_list(DATED[0], ProcedureSet.HCPCS, said)

    again = import_list(write_list(held), ProcedureSet.HCPCS)

    assert write_list(again) == write_list(held)
    assert (again.name, again.starts, again.ends) == ("a year", STARTS, ENDS)
    assert (again.source, again.certainty, again.sha256) == ("the office", "A", held.sha256)
    assert again.codes == held.codes


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "there is no code of hcpcs in it"),
        ("code,from,to\n", "there is no code of hcpcs in it"),
        ("J1885\n99213 of another set\n", "line 2 begins with no code of hcpcs: '99213 of"),
        ("J1885\nj1886\n", "line 2 begins with no code of hcpcs"),
        ("<html>\n", "line 1 is of a web page"),
        ("J1885\n=A1+A2\n", "line 2 is a formula"),
        ("J1885,2026-13-01,\n", "line 1 has a day that is none"),
        ("code,from,to\nJ1885,soon,\n", "line 2 has a day that is none, .*: 'soon'"),
        ("J1885,2026-05-01,2026-04-01\n", "line 1 ends on 2026-04-01, before it begins"),
        ("J1885\nJ1885\n", "line 2 gives J1885 days that a line before it gives it too"),
        ("J1885,,2026-05-01\nJ1885,2026-05-01,\n", "line 2 gives J1885 days"),
    ],
)
def test_a_text_that_is_no_list_is_refused_with_its_line(text: str, why: str) -> None:
    with pytest.raises(CodesRefused, match=why):
        a_list(text)


def test_a_list_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(CodesRefused, match="end before"):
        a_list("J1885\n", ENDS, STARTS)


def test_a_list_of_which_nobody_says_when_it_holds_is_refused() -> None:
    with pytest.raises(CodesRefused, match="not said from which day"):
        import_list("J1885\n", ProcedureSet.HCPCS)


LISTS = ProcedureLists(
    (
        a_list("99213", code_set=ProcedureSet.CPT),
        a_list("99214", starts=DAY, code_set=ProcedureSet.CPT),
    )
)
BEFORE = date(2025, 12, 31)


@pytest.mark.parametrize(
    ("qualifier", "code", "day", "expected"),
    [
        ("HC", "99213", DAY, Standing.LISTED),
        ("HC", "99214", DAY, Standing.LISTED),
        ("HC", "99214", STARTS, Standing.UNLISTED),
        ("HC", "99215", DAY, Standing.UNLISTED),
        ("HC", "99215", BEFORE, Standing.UNKNOWN),
        ("HC", "99213", BEFORE, Standing.LISTED),
        ("HC", "J1885", DAY, Standing.LISTED),
        ("ER", "99215", DAY, Standing.LISTED),
    ],
)
def test_a_code_is_judged_only_where_a_list_of_its_set_covers_the_day(
    qualifier: str, code: str, day: date, expected: Standing
) -> None:
    assert LISTS.standing(qualifier, code, day) is expected


def test_no_lists_are_no_lists() -> None:
    assert not ProcedureLists()
    assert LISTS
    assert [each.starts for each in LISTS] == [STARTS, DAY]
    assert ProcedureLists().standing("HC", "99213", DAY) is Standing.LISTED
