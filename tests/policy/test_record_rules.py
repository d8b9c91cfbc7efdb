"""PS04 to PS08: what the office's own records say against the bill, on both sides."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from edi_service.facts.encounter import NO_ENCOUNTER, Encounter, PatientClass
from edi_service.facts.model import NO_FACTS, ClaimFacts
from edi_service.finding import Severity
from tests.policy.casework import a_claim, library
from tests.policy.making import DAY, a_subject, look

NEW_YORK = ZoneInfo("America/New_York")
DAY_BEFORE, DAY_AFTER = date(2026, 3, 1), date(2026, 3, 3)
RECORDS = next(each for each in library().policies if each.id == "federal/records")


def messages(
    claim: dict[str, Any],
    encounter: dict[str, Any] | None = None,
    facts: dict[str, Any] | None = None,
    zone: ZoneInfo | None = NEW_YORK,
) -> list[str]:
    """The findings of a claim as ``CODE message``."""
    written = {"lines": [{"procedure": "99213"}], **claim}
    subject = msgspec.structs.replace(
        a_subject(a_claim(DAY, written), zone=zone),
        facts=ClaimFacts(**facts) if facts else NO_FACTS,
        encounter=Encounter(**encounter) if encounter else NO_ENCOUNTER,
    )
    found = look(subject, RECORDS).findings
    assert all(each.severity is Severity.WARNING for each in found)
    beginning = "the office's own records, compared by federal/records: "
    assert all(each.source.startswith(beginning) for each in found)
    return [f"{each.kind.code} {each.message}" for each in found]


@pytest.mark.parametrize(
    ("sort", "place", "says"),
    [
        ("inpatient", "11", "an inpatient"),
        ("inpatient", "22", "an inpatient"),
        ("inpatient", "19", "an inpatient"),
        ("inpatient", "24", "an inpatient"),
        ("inpatient", "21", ""),
        ("inpatient", "31", ""),
        ("observation", "21", "under observation"),
        ("observation", "11", "under observation"),
        ("observation", "22", ""),
        ("observation", "23", ""),
        ("outpatient", "21", "an outpatient"),
        ("outpatient", "22", ""),
        ("outpatient", "19", ""),
        ("outpatient", "11", ""),
        ("recurring", "21", "a recurring outpatient"),
        ("preadmit", "21", "not yet admitted"),
        ("emergency", "11", "an emergency patient"),
        ("emergency", "21", "an emergency patient"),
        ("emergency", "23", ""),
        ("emergency", "22", ""),
        ("obstetrics", "11", "an obstetric patient"),
        ("obstetrics", "21", ""),
        ("inpatient", "02", ""),
    ],
)
def test_a_place_that_the_class_rules_out_is_named(sort: str, place: str, says: str) -> None:
    found = messages({"facility_code": place}, {"patient_class": PatientClass(sort)})
    expected = f"PS04 Place of service {place}: by the records the patient was {says}."
    assert found == ([expected] if says else [])


def test_the_location_of_the_records_is_named() -> None:
    seen = {"patient_class": PatientClass.INPATIENT, "location": "4W"}
    assert messages({}, seen) == [
        "PS04 Place of service 11: by the records the patient was an inpatient in 4W."
    ]


@pytest.mark.parametrize(("place", "is_told"), [("22", False), ("11", True), ("21", True)])
def test_the_place_that_the_records_assign_goes_before_the_class(
    place: str, *, is_told: bool
) -> None:
    seen = {"patient_class": PatientClass.INPATIENT, "place": "22"}
    expected = [f"PS04 Place of service {place}: the records have 22."] if is_told else []
    assert messages({"facility_code": place}, seen) == expected


@pytest.mark.parametrize(
    ("admitted", "discharged", "is_told"),
    [
        (None, None, True),
        (DAY, DAY, True),
        (DAY_BEFORE, DAY_AFTER, True),
        (DAY_AFTER, None, False),
        (DAY_BEFORE, DAY_BEFORE, False),
        (datetime(2026, 3, 3, 4, 30, tzinfo=UTC), None, True),
        (datetime(2026, 3, 3, 5, 30, tzinfo=UTC), None, False),
    ],
)
def test_only_days_of_the_visit_are_held_against_its_class(
    admitted: date | None, discharged: date | None, *, is_told: bool
) -> None:
    facts = {"admitted": admitted, "discharged": discharged}
    assert bool(messages({}, {"patient_class": PatientClass.INPATIENT}, facts)) is is_told


@pytest.mark.parametrize(("admitted", "is_told"), [(DAY, False), (DAY_BEFORE, True)])
def test_the_emergency_room_comes_before_the_bed_on_the_first_day_only(
    admitted: date, *, is_told: bool
) -> None:
    seen, facts = {"patient_class": PatientClass.INPATIENT}, {"admitted": admitted}
    assert bool(messages({"facility_code": "23"}, seen, facts)) is is_told


def test_a_place_of_the_claim_is_told_once_and_one_of_a_line_there() -> None:
    lines = [{}, {}, {"place_of_service": "22"}, {"place_of_service": "21"}]
    assert messages({"lines": lines}, {"patient_class": PatientClass.INPATIENT}) == [
        "PS04 Place of service 11: by the records the patient was an inpatient.",
        "PS04 Place of service 22: by the records the patient was an inpatient.",
    ]


def test_a_claim_without_days_is_not_held_against_a_class() -> None:
    claim = {"lines": [{"starts": None}]}
    assert messages(claim, {"patient_class": PatientClass.INPATIENT}) == []


ADMITTED = "PS05 The admission date (DTP*435 in loop 2300)"


@pytest.mark.parametrize(
    ("claim", "recorded", "says"),
    [
        ({}, DAY, ""),
        ({"admitted": DAY}, None, ""),
        ({"admitted": DAY}, DAY, ""),
        ({"admitted": DAY}, DAY_AFTER, "is 2026-03-02, and the records have 2026-03-03"),
        ({"admitted": DAY}, datetime(2026, 3, 3, 4, 59, tzinfo=UTC), ""),
        (
            {"admitted": DAY},
            datetime(2026, 3, 3, 5, 0, tzinfo=UTC),
            "is 2026-03-02, and the records have 2026-03-03",
        ),
        (
            {"admitted": DAY, "admission_hour": time(14)},
            datetime(2026, 3, 2, 14, 59, tzinfo=NEW_YORK),
            "",
        ),
        (
            {"admitted": DAY, "admission_hour": time(14)},
            datetime(2026, 3, 2, 15, 0, tzinfo=NEW_YORK),
            "has the hour 14:00, and the records have 15:00",
        ),
        ({"admitted": DAY, "admission_hour": time(14)}, DAY, ""),
    ],
)
def test_the_admission_is_compared_by_day_and_hour(
    claim: dict[str, Any], recorded: date | None, says: str
) -> None:
    found = messages(claim, facts={"admitted": recorded, "plan": "gold"})
    assert found == ([f"{ADMITTED} {says}."] if says else [])


def test_without_a_zone_the_hours_are_those_of_the_offset() -> None:
    recorded = datetime(2026, 3, 3, 4, 0, tzinfo=UTC)
    found = messages({"admitted": DAY}, facts={"admitted": recorded}, zone=None)
    assert found == [f"{ADMITTED} is 2026-03-02, and the records have 2026-03-03."]


STAY = {"kind": "I", "facility_code": "11", "lines": [{"revenue_code": "0120"}]}


@pytest.mark.parametrize(
    ("claim", "recorded", "says"),
    [
        ({"discharged": DAY}, DAY, ""),
        ({}, DAY_AFTER, ""),
        (
            {"discharged": DAY},
            DAY_AFTER,
            (
                "The discharge date (DTP*096 in loop 2300) is 2026-03-02, and the records have "
                "2026-03-03."
            ),
        ),
        ({**STAY, "patient_status": "01"}, DAY, ""),
        ({**STAY, "patient_status": "30"}, DAY_AFTER, ""),
        ({**STAY, "patient_status": "01", "facility_code": "13"}, DAY_AFTER, ""),
        (
            {**STAY, "patient_status": "01"},
            DAY_AFTER,
            (
                "The last day of the statement (DTP*434 in loop 2300) is 2026-03-02, and the "
                "records have 2026-03-03."
            ),
        ),
        (
            {**STAY, "patient_status": "01", "discharge_hour": time(11)},
            datetime(2026, 3, 2, 13, 5, tzinfo=NEW_YORK),
            (
                "The discharge hour (DTP*096 in loop 2300) has the hour 11:00, and the records "
                "have 13:05."
            ),
        ),
        (
            {**STAY, "patient_status": "01", "discharge_hour": time(13)},
            datetime(2026, 3, 2, 13, 5, tzinfo=NEW_YORK),
            "",
        ),
    ],
)
def test_the_discharge_is_compared_where_the_claim_has_it(
    claim: dict[str, Any], recorded: date, says: str
) -> None:
    found = messages(claim, facts={"discharged": recorded})
    assert found == ([f"PS06 {says}"] if says else [])


@pytest.mark.parametrize(
    ("status", "recorded", "discharged", "says"),
    [
        ("01", "01", DAY, ""),
        ("01", "", DAY, ""),
        ("", "01", DAY, ""),
        ("01", "03", DAY, "The patient status (CL103) is 01, and the records have 03."),
        ("30", "", None, ""),
        ("30", "", DAY_AFTER, ""),
        (
            "30",
            "",
            DAY,
            (
                "The patient status (CL103) is 30, still a patient, and the records have a "
                "discharge on 2026-03-02."
            ),
        ),
    ],
)
def test_the_patient_status_is_compared_with_the_records(
    status: str, recorded: str, discharged: date | None, says: str
) -> None:
    found = messages(
        {**STAY, "patient_status": status},
        {"patient_status": recorded, "location": "4W"},
        {"discharged": discharged},
    )
    assert found == ([f"PS07 {says}"] if says else [])


@pytest.mark.parametrize(
    ("bill_type", "sort", "is_told"),
    [
        ("11", "inpatient", False),
        ("11", "obstetrics", False),
        ("11", "observation", True),
        ("11", "outpatient", True),
        ("11", "emergency", True),
        ("11", "preadmit", True),
        ("11", "recurring", True),
        ("13", "inpatient", True),
        ("13", "outpatient", False),
        ("13", "observation", False),
        ("13", "emergency", False),
        ("21", "inpatient", False),
    ],
)
def test_the_type_of_bill_is_that_of_the_class(bill_type: str, sort: str, *, is_told: bool) -> None:
    found = messages({**STAY, "facility_code": bill_type}, {"patient_class": PatientClass(sort)})
    says = f"PS08 The type of bill is {bill_type}x, and the records have the class {sort}."
    assert found == ([says] if is_told else [])


def test_where_the_records_say_nothing_nothing_is_said() -> None:
    assert messages({"admitted": DAY, "discharged": DAY}) == []
