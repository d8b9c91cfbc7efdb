from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from edi_service.policy.selection import CodeList, CodeRange, DatedCode, Services
from edi_service.policy.services import meant, without
from tests.policy.casework import a_claim
from tests.policy.making import DAY

IMAGING = (CodeRange("70551", "70553"),)
LISTED = CodeList(
    "some.csv",
    "",
    {
        "15823": (DatedCode("15823", date(2026, 3, 2), date(2026, 3, 31)),),
        "L1833": (DatedCode("L1833", None, date(2026, 3, 1)), DatedCode("L1833", date(2026, 3, 3))),
        "L3761": (DatedCode("L3761", state="NY"),),
        "L3916": (DatedCode("L3916", modifier="RT"),),
    },
)
EMERGENCY = Services(
    revenue_codes=(CodeRange("0450", "0459"),),
    bill_types=("13",),
    whole_claim=True,
    excepting=(Services(revenue_codes=(CodeRange("0760", "0769"),)),),
)
STAY = Services(bill_types=("11",), whole_claim=True)


def lines_of(
    *alternatives: Services, state: str | None = "OH", day: date = DAY, **fields: Any
) -> tuple[list[str], bool]:
    """The numbers of the lines meant, and whether the whole claim is."""
    found = meant(alternatives, a_claim(day, fields), state)
    return [line.number for line in found.lines], found.whole_claim


def one(**line: Any) -> dict[str, Any]:
    return {"lines": [line]}


@pytest.mark.parametrize(
    ("services", "claim", "fits"),
    [
        (Services(codes=IMAGING), one(procedure="70551"), True),
        (Services(codes=IMAGING), one(procedure="70553"), True),
        (Services(codes=IMAGING), one(procedure="70554"), False),
        (Services(codes=IMAGING), one(procedure=""), False),
        (Services(revenue_codes=(CodeRange("0450", "0459"),)), one(revenue_code="0459"), True),
        (Services(revenue_codes=(CodeRange("0450", "0459"),)), one(revenue_code="0460"), False),
        (Services(modifiers=("26", "TC")), one(modifiers=["59", "TC"]), True),
        (Services(modifiers=("26", "TC")), one(modifiers=["59"]), False),
        (Services(modifiers=("26",)), one(), False),
        (Services(places=("11",)), one(), True),
        (Services(places=("22",)), one(), False),
        (Services(places=("22",)), one(place_of_service="22"), True),
        (Services(places=("11",)), one(place_of_service="22"), False),
        (Services(places=("13",)), {"kind": "I", **one()}, False),
        (Services(bill_types=("13",)), {"kind": "I", **one()}, True),
        (Services(bill_types=("11",)), {"kind": "I", **one()}, False),
        (Services(bill_types=("11",)), one(), False),
        (Services(admission_types=("1", "2")), {"admission_type": "2", **one()}, True),
        (Services(admission_types=("1", "2")), {"admission_type": "3", **one()}, False),
        (Services(admission_types=("1",)), one(), False),
        (Services(), one(), True),
        (Services(codes=IMAGING, places=("11",)), one(procedure="70551"), True),
        (Services(codes=IMAGING, places=("22",)), one(procedure="70551"), False),
        (Services(codes=IMAGING, bill_types=("13",)), one(procedure="70551"), False),
        (Services(codes=IMAGING, code_list=LISTED), one(procedure="70551"), False),
    ],
)
def test_everything_that_is_set_must_fit(
    services: Services, claim: dict[str, Any], *, fits: bool
) -> None:
    assert lines_of(services, **claim) == (["1"] if fits else [], False)


@pytest.mark.parametrize(
    ("procedure", "day", "state", "modifiers", "fits"),
    [
        ("15823", date(2026, 3, 1), "OH", [], False),
        ("15823", date(2026, 3, 2), "OH", [], True),
        ("15823", date(2026, 3, 31), "OH", [], True),
        ("15823", date(2026, 4, 1), "OH", [], False),
        ("L1833", date(2026, 3, 1), "OH", [], True),
        ("L1833", date(2026, 3, 2), "OH", [], False),
        ("L1833", date(2026, 3, 3), "OH", [], True),
        ("L3761", DAY, "NY", [], True),
        ("L3761", DAY, "OH", [], False),
        ("L3761", DAY, "", [], False),
        ("L3761", DAY, None, [], True),
        ("L3916", DAY, "OH", ["RT"], True),
        ("L3916", DAY, "OH", ["LT"], False),
        ("99213", DAY, "OH", [], False),
    ],
)
def test_a_listed_code_counts_on_its_days_in_its_state_with_its_modifier(
    procedure: str, day: date, state: str | None, modifiers: list[str], *, fits: bool
) -> None:
    claim = one(procedure=procedure, modifiers=modifiers)
    found = lines_of(Services(code_list=LISTED), state=state, day=day, **claim)
    assert found == (["1"] if fits else [], False)


def test_a_list_is_looked_up_on_the_day_of_the_line_not_of_the_claim() -> None:
    lines = [
        {"procedure": "15823", "starts": date(2026, 3, 1)},
        {"procedure": "15823", "starts": date(2026, 3, 2)},
    ]
    assert lines_of(Services(code_list=LISTED), lines=lines) == (["2"], False)


def test_a_line_of_no_day_is_on_no_list() -> None:
    claim: dict[str, Any] = one(procedure="15823", starts=None, ends=None)
    assert lines_of(Services(code_list=LISTED), **claim) == ([], False)


def test_alternatives_are_joined_in_the_order_of_the_claim() -> None:
    lines = [{"procedure": "99213"}, {"procedure": "70551"}, {"modifiers": ["TC"]}]
    found = lines_of(Services(modifiers=("TC",)), Services(codes=IMAGING), lines=lines)
    assert found == (["2", "3"], False)


def test_where_nothing_is_named_nothing_is_meant() -> None:
    assert lines_of(**one()) == ([], False)


def test_one_line_that_fits_brings_in_the_whole_claim() -> None:
    lines = [{"revenue_code": "0300"}, {"revenue_code": "0450"}]
    assert lines_of(EMERGENCY, kind="I", lines=lines) == (["1", "2"], True)
    assert lines_of(EMERGENCY, kind="I", lines=lines[:1]) == ([], False)
    assert lines_of(EMERGENCY, kind="I", facility_code="11", lines=lines) == ([], False)


def test_lines_of_an_exception_stay_out_and_the_claim_is_not_whole_any_more() -> None:
    lines = [{"revenue_code": "0450"}, {"revenue_code": "0762"}, {"revenue_code": "0300"}]
    assert lines_of(EMERGENCY, kind="I", lines=lines) == (["1", "3"], False)


def test_a_claim_may_be_meant_for_what_it_is_itself() -> None:
    lines = [{"revenue_code": "0120"}, {"revenue_code": "0300"}]
    assert lines_of(STAY, kind="I", facility_code="11", lines=lines) == (["1", "2"], True)
    assert lines_of(STAY, kind="I", facility_code="13", lines=lines) == ([], False)


def test_a_whole_claim_among_alternatives_is_whole() -> None:
    claim = {"kind": "I", "facility_code": "11", **one(revenue_code="0120")}
    assert lines_of(Services(bill_types=("11",)), STAY, **claim) == (["1"], True)


def test_a_claim_without_lines_means_nothing() -> None:
    assert lines_of(STAY, kind="I", facility_code="11") == ([], False)


def test_lines_are_taken_out_by_themselves_not_by_their_looks() -> None:
    twin = {"number": "1", "procedure": "70551"}
    first, second = a_claim(DAY, {"lines": [twin, twin]}).lines
    assert first == second
    assert without((first, second), [second]) == (first,)
    assert without((first, second), [second])[0] is first
