"""What the payer understands of a request."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from edi_service.edge.guides import find_guide
from edi_service.finding import Report
from edi_service.simulator.asked import read_day, read_request
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally
from tests.builders import a_claim, an_interchange
from tests.simulator.making import (
    GUIDE,
    a_dependents_request,
    a_request,
    a_stay_request,
    grown,
)

if TYPE_CHECKING:
    from edi_service.simulator.asked import Asked


def read(data: bytes) -> Asked:
    guide = find_guide(GUIDE)
    assert guide is not None
    report = Report()
    [one] = [
        read_request(found, guide, report)
        for found in read_sets(read_blocks(BytesIO(data), report), report, Tally())
    ]
    return one


def test_a_request_has_its_reference_its_levels_and_its_payer() -> None:
    asked = read(a_request(lines=3))
    assert asked.is_review
    assert asked.reference == "0123456789abcdef-1"
    assert asked.number == "0001"
    assert asked.payer == "00001"
    assert asked.review == "I"
    assert [level.code for level in asked.levels] == ["20", "21", "22", "EV", "SS", "SS", "SS"]
    assert len(asked.services) == 3
    assert not asked.has_dependent
    assert not asked.is_stay


def test_the_procedures_of_all_lines_are_known_by_code() -> None:
    assert read(a_request(lines=2)).procedures == {"27759", "27760"}


def test_of_an_institutional_line_revenue_code_and_procedure_are_known() -> None:
    other = a_request().replace(b"SV1*HC:27759:RT**UN*1***1:2", b"SV2*0360*HC:27759**UN*1")
    assert read(other).procedures == {"0360", "27759"}


def test_a_stay_has_no_lines_and_lasts_from_admission_to_discharge() -> None:
    asked = read(a_stay_request())
    assert asked.is_stay
    assert asked.services == []
    assert asked.days == (date(2026, 10, 2), date(2026, 10, 6))


def test_the_patient_may_be_a_dependent() -> None:
    asked = read(a_dependents_request())
    assert asked.has_dependent
    assert asked.level("23").value("2010D", "NM1", 4) == "JIM"


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ("DTP*AAH*D8*20261002", (date(2026, 10, 2), date(2026, 10, 2))),
        ("DTP*AAH*RD8*20261002-20261005", (date(2026, 10, 2), date(2026, 10, 5))),
        ("DTP*AAH*RD8*20261005-20261002", (date(2026, 10, 5), date(2026, 10, 5))),
        ("DTP*AAH*D8*20261302", None),
        ("DTP*AAH*D8*2026", None),
        ("DTP*435*D8*20261002", (date(2026, 10, 2), date(2026, 10, 2))),
        ("DTP*435*D8*20261002~DTP*096*D8*20261004", (date(2026, 10, 2), date(2026, 10, 4))),
        ("DTP*431*D8*20261002", None),
    ],
)
def test_the_days_of_an_event(dates: str, expected: tuple[date, date] | None) -> None:
    request = a_request().replace(b"DTP*AAH*D8*20261002", dates.encode())
    assert read(grown(request, "", "BHT")).days == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20261002", date(2026, 10, 2)),
        ("20260229", None),
        ("2026100", None),
        ("\uff12" * 8, None),
        ("", None),
    ],
)
def test_a_day_is_one_that_exists(text: str, day: date | None) -> None:
    assert read_day(text) == day


def test_what_is_absent_is_empty() -> None:
    asked = read(a_request())
    assert asked.level("XX").parts == []
    assert asked.level("EV").value("2000E", "CL1", 1) == ""
    assert asked.level("EV").value("2000E", "UM", 99) == ""
    assert asked.level("EV").first("2000E", "DTP", "435") is None


def test_of_what_is_no_review_nothing_is_read() -> None:
    asked = read(an_interchange(a_claim()))
    assert not asked.is_review
    assert asked.levels == []
    assert asked.reference == ""
