"""Names of time zones, and what is none."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import available_timezones

import pytest

from edi_service.codes.zones import find_zone


@pytest.mark.parametrize("name", ["America/Chicago", "America/Indiana/Knox", "UTC"])
def test_a_zone_is_found_by_its_name(name: str) -> None:
    zone = find_zone(name)
    assert zone is not None
    assert zone.key == name
    assert find_zone(name) is zone


def test_a_zone_knows_its_summer() -> None:
    zone = find_zone("America/Phoenix")
    assert zone is not None
    assert datetime(2026, 7, 1, tzinfo=zone).utcoffset() == timedelta(hours=-7)


@pytest.mark.parametrize(
    "name",
    [
        "America",  # a folder of zones
        "America/Indiana",
        "America/",
        "",
        ".",
        "..",
        "/",
        "../etc/passwd",
        "/etc/passwd",
        "America/Atlantis",
        "Eastern",
        "zone.tab",  # lies beside zones, and is none
        "America/New_York/",
        "x" * 300,  # longer than a name can be
        "America/\0",
        "America/\udcff",
        "\N{CYRILLIC SMALL LETTER A}merica/Chicago",
    ],
)
def test_what_is_no_zone_is_none_and_no_fault(name: str) -> None:
    assert find_zone(name) is None


def test_every_zone_there_is_is_found() -> None:
    names = available_timezones()
    assert len(names) > 400
    assert [name for name in names if find_zone(name) is None] == []
