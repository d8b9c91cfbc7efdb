from __future__ import annotations

from datetime import date

import pytest

from edi_service.codes.lists import (
    ListRefused,
    ProcedureLists,
    ProcedureSet,
    import_list,
    set_of,
)

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
        "J1885\nA0429\n99213 of another set\n",
    ],
)
def test_a_list_has_a_code_at_the_start_of_each_line(text: str) -> None:
    found = import_list(text, ProcedureSet.HCPCS, STARTS, ENDS)
    assert found.codes == {"J1885", "A0429"}


def test_a_dental_list_is_read_with_its_own_form() -> None:
    assert import_list("D0120 exam", ProcedureSet.CDT, STARTS, ENDS).codes == {"D0120"}


def test_a_text_without_codes_of_the_set_is_refused() -> None:
    with pytest.raises(ListRefused, match="no line begins with a code of cpt"):
        import_list("J1885\n", ProcedureSet.CPT, STARTS, ENDS)


def test_a_list_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ListRefused, match="end before"):
        import_list("J1885\n", ProcedureSet.HCPCS, ENDS, STARTS)


def test_a_code_lacks_only_where_a_list_of_its_set_covers_the_day() -> None:
    lists = ProcedureLists(
        (
            import_list("99213", ProcedureSet.CPT, STARTS, ENDS),
            import_list("99214", ProcedureSet.CPT, DAY, ENDS),
        )
    )

    assert lists
    assert not lists.lacks("HC", "99213", DAY)
    assert not lists.lacks("HC", "99214", DAY)
    assert lists.lacks("HC", "99214", STARTS)
    assert lists.lacks("HC", "99215", DAY)
    assert not lists.lacks("HC", "99215", date(2025, 12, 31))
    assert not lists.lacks("HC", "J1885", DAY)
    assert not lists.lacks("ER", "99215", DAY)


def test_no_lists_are_no_lists() -> None:
    assert not ProcedureLists()
    assert not ProcedureLists().lacks("HC", "99213", DAY)
