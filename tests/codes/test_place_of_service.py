from __future__ import annotations

import csv
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pytest

from edi_service.codes.place_of_service import PlacesOfService, Rate

TABLE = Path(__file__).parents[2] / "schemas/codes/place-of-service.csv"
COLUMNS = "code,name,rate,rate_certainty,from,to,certainty,source_title,source_href,retrieved,note"
ONE_DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def places() -> PlacesOfService:
    return PlacesOfService.parse(TABLE.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("code", "first"),
    [
        ("02", date(2017, 1, 1)),
        ("10", date(2022, 1, 1)),
        ("16", date(2008, 1, 1)),
        ("19", date(2016, 1, 1)),
        ("27", date(2023, 10, 1)),
        ("58", date(2020, 1, 1)),
        ("66", date(2024, 8, 1)),
    ],
)
def test_a_code_holds_from_its_first_day_and_not_the_day_before(
    places: PlacesOfService, code: str, first: date
) -> None:
    assert places.on(code, first - ONE_DAY) is None
    found = places.on(code, first)
    assert found is not None
    assert found.code == code
    assert found.starts == first
    assert found.certainty == "A"
    assert places.known(code)


@pytest.mark.parametrize(
    ("code", "last", "before", "after"),
    [
        ("02", date(2021, 12, 31), "Telehealth", "Telehealth, patient not at home"),
        ("22", date(2015, 12, 31), "Outpatient hospital", "On-campus outpatient hospital"),
    ],
)
def test_a_renamed_code_has_the_old_name_to_the_last_day_and_the_new_one_after(
    places: PlacesOfService, code: str, last: date, before: str, after: str
) -> None:
    old, new = places.on(code, last), places.on(code, last + ONE_DAY)
    assert old is not None
    assert new is not None
    assert (old.name, new.name) == (before, after)


def test_a_code_without_a_known_first_day_holds_on_every_earlier_day(
    places: PlacesOfService,
) -> None:
    office = places.on("11", date.min)
    assert office is not None
    assert office.starts is None
    assert office == places.on("11", date.max)


def test_a_first_day_known_only_as_at_the_latest_refuses_no_earlier_claim(
    places: PlacesOfService,
) -> None:
    assert places.on("17", date(2009, 6, 1)) is not None
    assert places.on("18", date(2012, 6, 1)) is not None


@pytest.mark.parametrize("code", ["", "0", "2", "00", "28", "59", "67", "98", "100", "AB"])
def test_an_unassigned_code_is_not_known(places: PlacesOfService, code: str) -> None:
    assert not places.known(code)
    assert places.on(code, date(2026, 1, 1)) is None
    assert places.is_facility(code, date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [
        ("21", date(2026, 1, 1), True),
        ("11", date(2026, 1, 1), False),
        ("10", date(2024, 1, 1), False),
        ("10", date(2023, 12, 31), None),  # the rate is not known
        ("10", date(2021, 12, 31), None),  # the code did not exist
        ("05", date(2026, 1, 1), None),  # Medicare does not adjudicate it
    ],
)
def test_the_rate_is_facility_nonfacility_or_cannot_be_told(
    places: PlacesOfService, code: str, day: date, *, expected: bool | None
) -> None:
    assert places.is_facility(code, day) is expected


def test_a_rate_is_written_with_the_letters_of_the_fee_schedule(places: PlacesOfService) -> None:
    inpatient, office = places.on("21", date(2026, 1, 1)), places.on("11", date(2026, 1, 1))
    assert inpatient is not None
    assert office is not None
    assert (inpatient.rate, office.rate) == (Rate.FACILITY, Rate.NONFACILITY)
    assert f"{inpatient.rate} {office.rate}" == "F NF"


def test_a_place_cites_its_source(places: PlacesOfService) -> None:
    pace = places.on("66", date(2026, 1, 1))
    assert pace is not None
    assert str(pace.source) == (
        "Medicare Claims Processing Manual, chapter 26, section 10.5 "
        "(https://www.cms.gov/regulations-and-guidance/guidance/manuals/downloads/"
        "clm104c26pdf.pdf, retrieved 2026-11-22)"
    )


def test_the_set_has_fifty_two_codes(places: PlacesOfService) -> None:
    assert len({place.code for place in places}) == 52


def test_every_row_is_a_two_digit_code_with_a_name_a_grade_and_a_source(
    places: PlacesOfService,
) -> None:
    for place in places:
        assert len(place.code) == 2
        assert place.code.isascii()
        assert place.code.isdigit()
        assert place.name
        assert place.certainty in {"A", "B", "C"}
        assert place.source.title
        assert place.source.href.startswith("https://")
        assert place.starts is not None or place.note, place


def test_no_day_falls_in_two_intervals_of_a_code(places: PlacesOfService) -> None:
    for one, other in combinations(places, 2):
        if one.code == other.code:
            assert (one.ends or date.max) < (other.starts or date.min), (one, other)


def test_every_interval_ends_no_earlier_than_it_starts(places: PlacesOfService) -> None:
    for place in places:
        assert (place.starts or date.min) <= (place.ends or date.max)


def test_the_last_interval_of_every_code_is_open(places: PlacesOfService) -> None:
    last = {place.code: place for place in places}
    assert all(place.ends is None for place in last.values())


def test_the_table_is_in_the_order_of_its_codes() -> None:
    text = TABLE.read_text(encoding="utf-8")
    assert text.splitlines()[0] == COLUMNS
    codes = [row["code"] for row in csv.DictReader(text.splitlines())]
    assert codes == sorted(codes)


def test_a_rate_that_is_none_is_our_failure() -> None:
    text = f"{COLUMNS}\n11,Office,X,B,,,C,title,https://x.example,2026-01-01,\n"
    with pytest.raises(ValueError, match="'X' is not a valid Rate"):
        PlacesOfService.parse(text)


def test_an_empty_table_knows_no_code() -> None:
    assert not PlacesOfService.parse(COLUMNS).known("11")


@pytest.mark.parametrize(
    ("intervals", "always"),
    [
        ([("", "")], True),
        ([("2016-01-01", "")], False),
        ([("", "2015-12-31")], False),
        ([("", "2015-12-31"), ("2016-01-01", "")], True),
        ([("2016-01-01", ""), ("", "2015-12-31")], True),
        ([("", "2015-12-31"), ("2016-01-02", "")], False),
        ([("", "2020-12-31"), ("2016-01-01", "2016-12-31"), ("2021-01-01", "")], True),
        ([("2003-01-01", "2015-12-31"), ("2016-01-01", "")], False),
    ],
)
def test_a_code_is_always_assigned_where_its_intervals_leave_no_day_out(
    intervals: list[tuple[str, str]], *, always: bool
) -> None:
    rows = [
        f"22,Hospital,F,A,{first},{last},A,CMS,https://x,2026-01-02," for first, last in intervals
    ]
    assert PlacesOfService.parse("\n".join([COLUMNS, *rows])).is_always_assigned("22") is always


def test_a_code_that_is_none_is_never_assigned(places: PlacesOfService) -> None:
    assert not places.is_always_assigned("98")
    assert not places.is_always_assigned("")


def test_what_is_always_assigned_is_in_force_on_the_first_and_last_day_there_is(
    places: PlacesOfService,
) -> None:
    always = {place.code for place in places if places.is_always_assigned(place.code)}
    assert {"11", "12", "21", "22", "23"} <= always
    for code in always:
        assert places.on(code, date.min)
        assert places.on(code, date.max)
