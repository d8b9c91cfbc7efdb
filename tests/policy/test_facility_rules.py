"""PS12 and PS13: the service facility, and two rates on one claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from edi_service.finding import Severity
from tests import builders
from tests.policy.casework import LIBRARY, policy_at
from tests.policy.making import a_policy, a_subject, codes, look

if TYPE_CHECKING:
    from edi_service.claims.model import Claim

FACILITY = "NM1*77*2*MERCY HOSPITAL*****XX*1234567893~N3*1 ELM ST~N4*COLUMBUS*OH*43004~"
WARNING = '<otherwise severity="warning"/>'
WANTED = a_policy(
    '<places><service-facility id="one" needed-at="22 24" unless-billed-by="28* 261QA1903X">'
    f'{WARNING}</service-facility><service-facility id="two" not-at="12">{WARNING}'
    "</service-facility></places>"
)
RATES = a_policy(f'<places><two-rates id="one">{WARNING}</two-rates></places>')


def a_claim(place: str, *lines: str, facility: str = "", taxonomy: str = "") -> Claim:
    """A claim as read from a file."""
    written = builders.a_claim(*lines, place=place, providers=facility)
    data = builders.an_interchange(written)
    if taxonomy:
        data = builders.spoiled(data, "PRV*BI*PXC*261QP2300X", f"PRV*BI*PXC*{taxonomy}")
    return builders.read_one(data)


@pytest.mark.parametrize(
    ("place", "facility", "taxonomy", "says"),
    [
        ("22", "", "", "At place of service 22 the service facility (loop 2310C) is wanted"),
        ("22", FACILITY, "", ""),
        ("22", "", "282N00000X", ""),
        ("24", "", "261QA1903X", ""),
        ("24", "", "261QP2300X", "At place of service 24 the service facility"),
        ("11", "", "", ""),
        ("11", FACILITY, "", ""),
        ("12", "", "", ""),
        ("12", FACILITY, "", "At place of service 12 there is no service facility"),
    ],
)
def test_the_service_facility_goes_with_the_place(
    place: str, facility: str, taxonomy: str, says: str
) -> None:
    claim = a_claim(place, facility=facility, taxonomy=taxonomy)
    found = look(a_subject(claim), WANTED).findings
    assert [each.kind.code for each in found] == (["PS12"] if says else [])
    for each in found:
        assert each.message.startswith(says)
        assert each.severity is Severity.WARNING
        assert each.position.designator == "CLM05-1"


@pytest.mark.parametrize(
    ("place", "facility", "is_found"),
    [("21", "", True), ("21", FACILITY, False), ("12", FACILITY, True), ("12", "", False)],
)
def test_both_shipped_rows_are_at_work_and_at_rest(
    place: str, facility: str, *, is_found: bool
) -> None:
    claim = a_claim(place, facility=facility)
    found = look(a_subject(claim), policy_at(LIBRARY / "federal" / "setting.xml"))
    assert ("PS12" in codes(found)) is is_found


def test_a_line_may_name_a_facility_of_its_own() -> None:
    own = builders.a_line(place="22", extra=FACILITY)
    assert codes(look(a_subject(a_claim("11", own)), WANTED)) == []
    without = builders.a_line(2, place="22")
    assert codes(look(a_subject(a_claim("11", own, without)), WANTED)) == ["PS12"]


def test_of_a_claim_without_its_segments_nobody_can_tell() -> None:
    assert codes(look(a_subject(facility_code="22"), WANTED)) == []


def line(place: str, **fields: Any) -> dict[str, Any]:
    return {"procedure": "20610", "place_of_service": place, **fields}


@pytest.mark.parametrize(
    ("fields", "is_told"),
    [
        ({"facility_code": "11", "lines": [line(""), line("22")]}, True),
        ({"facility_code": "22", "lines": [line("24"), line("11")]}, True),
        ({"facility_code": "11", "lines": [line("12"), line("")]}, False),
        ({"facility_code": "22", "lines": [line("24"), line("")]}, False),
        ({"facility_code": "11", "lines": [line("22")]}, False),
        ({"facility_code": "11", "lines": [line(""), line("18")]}, False),
        (
            {
                "facility_code": "11",
                "lines": [line("", starts=None)] * 2 + [line("22", starts=None)],
            },
            False,
        ),
        ({"facility_code": "11", "kind": "D", "lines": [line(""), line("22")]}, False),
    ],
)
def test_two_rates_on_one_claim_are_worth_a_word(fields: dict[str, Any], *, is_told: bool) -> None:
    found = look(a_subject(**fields), RATES).findings
    assert [each.kind.code for each in found] == (["PS13"] if is_told else [])


def test_where_no_policy_speaks_of_it_nothing_is_said() -> None:
    quiet = a_policy('<places admission-date-needed-at="61"/>')
    assert codes(look(a_subject(facility_code="11", lines=[line(""), line("22")]), quiet)) == []
    assert codes(look(a_subject(a_claim("22")), quiet)) == []
