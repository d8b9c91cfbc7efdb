from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from edi_service.codes.states import States

TABLE = Path(__file__).parents[2] / "schemas/codes/states.csv"

# fmt: off
STATES = [
    "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS",
    "KY", "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY",
    "NC", "ND", "OH", "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV",
    "WI", "WY",
]
DIVIDED = [
    "AK", "AZ", "FL", "ID", "IN", "KS", "KY", "MI", "ND", "NE", "NV", "OR", "SD", "TN", "TX",
]
# fmt: on
TERRITORIES = ["AS", "GU", "MP", "PR", "VI"]
MAIL_ONLY = ["AA", "AE", "AP", "FM", "MH", "PW"]


@pytest.fixture(scope="module")
def states() -> States:
    return States.parse(TABLE.read_text(encoding="utf-8"))


def test_the_table_holds_every_state_the_district_the_territories_and_the_mail_codes(
    states: States,
) -> None:
    codes = [state.code for state in states]
    assert len(STATES) == 50
    assert sorted(codes) == sorted([*STATES, "DC", *TERRITORIES, *MAIL_ONLY])


@pytest.mark.parametrize(
    ("state", "zone"),
    [
        ("NY", "America/New_York"),
        ("DC", "America/New_York"),
        ("IL", "America/Chicago"),
        ("CO", "America/Denver"),
        ("CA", "America/Los_Angeles"),
        ("HI", "Pacific/Honolulu"),
        ("GU", "Pacific/Guam"),
        ("PR", "America/Puerto_Rico"),
    ],
)
def test_a_state_in_one_zone_has_it(states: States, state: str, zone: str) -> None:
    assert states.zone(state) == ZoneInfo(zone)


@pytest.mark.parametrize("state", [*DIVIDED, *MAIL_ONLY])
def test_a_code_that_does_not_settle_the_time_has_no_zone_and_says_why(
    states: States, state: str
) -> None:
    assert states.known(state)
    assert states.zone(state) is None
    assert next(found for found in states if found.code == state).note


@pytest.mark.parametrize("state", ["", "ZZ", "ny", "New York", "ON"])
def test_any_other_code_is_not_known_and_has_no_zone(states: States, state: str) -> None:
    assert not states.known(state)
    assert states.zone(state) is None


def test_every_state_but_the_divided_ones_has_a_zone_that_exists(states: States) -> None:
    without = sorted(state.code for state in states if not state.zone)
    assert without == sorted(DIVIDED + MAIL_ONLY)
    for state in states:
        assert (states.zone(state.code) is None) == (not state.zone)


def test_every_row_is_two_letters_with_a_name_and_a_source(states: States) -> None:
    for state in states:
        assert len(state.code) == 2
        assert state.code.isascii()
        assert state.code.isalpha()
        assert state.code.isupper()
        assert state.name
        assert state.source.title
        assert state.source.href.startswith("https://")


def test_no_state_has_two_rows(states: States) -> None:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    assert len(lines) - 1 == len(list(states))
