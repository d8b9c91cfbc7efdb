"""What must stand beside a code of a list, and what hangs on a state that is not known."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from edi_service.facts.model import ClaimFacts
from edi_service.policy.selection import CodeList, CodeRange, DatedCode, Services
from edi_service.policy.services import meant, selected
from tests.policy.casework import a_claim
from tests.policy.making import DAY

if TYPE_CHECKING:
    from edi_service.claims.model import Claim


def listed(*rows: DatedCode) -> Services:
    """Services that a code list of *rows* names."""
    codes: dict[str, tuple[DatedCode, ...]] = {}
    for row in rows:
        codes[row.code] = (*codes.get(row.code, ()), row)
    return Services(code_list=CodeList("some.csv", "", codes))


def claim_of(*lines: dict[str, Any], **fields: Any) -> Claim:
    return a_claim(DAY, {"lines": list(lines), **fields})


def numbers(services: Services, claim: Claim, state: str | None = "OH") -> list[str]:
    return [line.number for line in meant((services,), claim, state).lines]


@pytest.mark.parametrize(
    ("row", "claim", "fits"),
    [
        ({"place": "22"}, claim_of({"procedure": "70551"}, facility_code="22"), True),
        ({"place": "22"}, claim_of({"procedure": "70551"}, facility_code="11"), False),
        (
            {"place": "22"},
            claim_of({"procedure": "70551", "place_of_service": "22"}, facility_code="11"),
            True,
        ),
        (
            {"place": "22"},
            claim_of({"procedure": "70551", "place_of_service": "11"}, facility_code="22"),
            False,
        ),
        (
            {"revenue": "0610-0619"},
            claim_of({"procedure": "70551", "revenue_code": "0611"}, kind="I"),
            True,
        ),
        (
            {"revenue": "0610-0619"},
            claim_of({"procedure": "70551", "revenue_code": "0450"}, kind="I"),
            False,
        ),
        ({"bill_type": "13"}, claim_of({"procedure": "70551"}, kind="I"), True),
        (
            {"bill_type": "13"},
            claim_of({"procedure": "70551"}, kind="I", facility_code="11"),
            False,
        ),
        ({"bill_type": "13"}, claim_of({"procedure": "70551"}), False),
    ],
)
def test_what_must_stand_beside_a_code_of_a_list_is_looked_for(
    row: dict[str, Any], claim: Claim, *, fits: bool
) -> None:
    assert bool(numbers(listed(DatedCode("70551", **row)), claim)) is fits


def test_a_list_of_a_state_takes_out_what_it_names_in_that_state_alone() -> None:
    imaging = Services(
        codes=(CodeRange("70551", "70553"),),
        excepting=(listed(DatedCode("70553", state="NY")),),
    )
    claim = claim_of({"procedure": "70551"}, {"procedure": "70553"})
    assert numbers(imaging, claim, "OH") == ["1", "2"]
    assert numbers(imaging, claim, "NY") == ["1"]
    assert numbers(imaging, claim, None) == ["1"]


def test_several_alternatives_ask_for_the_state_each() -> None:
    both = (listed(DatedCode("70551", state="NY")), listed(DatedCode("70553")))
    claim = claim_of({"procedure": "70551"}, {"procedure": "70553"})
    assert [line.number for line in meant(both, claim, "OH").lines] == ["2"]
    assert [line.number for line in meant(both, claim, "NY").lines] == ["1", "2"]
    assert [line.number for line in meant(both, claim, None).lines] == ["1", "2"]


@pytest.mark.parametrize(
    ("state", "meant_lines", "missing"),
    [("NY", ["1", "2"], ()), ("OH", ["2"], ()), ("", ["1", "2"], ("member_state",))],
)
def test_a_state_that_is_not_known_is_missing_where_it_would_tell(
    state: str, meant_lines: list[str], missing: tuple[str, ...]
) -> None:
    both = (listed(DatedCode("70551", state="NY")), listed(DatedCode("70553")))
    claim = claim_of({"procedure": "70551"}, {"procedure": "70553"})
    found, unknown = selected(both, claim, state, ClaimFacts())
    assert ([line.number for line in found.lines], unknown) == (meant_lines, missing)


def test_a_state_is_not_missing_where_no_line_hangs_on_it() -> None:
    services = (listed(DatedCode("70551", state="NY"), DatedCode("70553")),)
    found, unknown = selected(services, claim_of({"procedure": "70553"}), "", ClaimFacts())
    assert ([line.number for line in found.lines], unknown) == (["1"], ())
    assert selected((), claim_of({"procedure": "70553"}), "", ClaimFacts())[1] == ()


@pytest.mark.parametrize(
    ("state", "facts", "meant_lines", "missing"),
    [
        ("OH", {}, ["1"], ("visits",)),
        ("OH", {"visits": 21}, ["1"], ()),
        ("OH", {"visits": 19}, [], ()),
        ("NY", {}, [], ()),
        ("", {"visits": 19}, [], ()),
        ("", {"visits": 21}, ["1"], ("member_state",)),
        ("", {}, ["1"], ("member_state", "visits")),
    ],
)
def test_of_a_fact_and_a_state_what_would_tell_is_missing_and_nothing_else(
    state: str, facts: dict[str, Any], meant_lines: list[str], missing: tuple[str, ...]
) -> None:
    services = Services(
        code_list=CodeList("some.csv", "", {"97110": (DatedCode("97110", state="OH"),)}),
        visits_over=Decimal(20),
    )
    found, unknown = selected(
        (services,), claim_of({"procedure": "97110"}), state, ClaimFacts(**facts)
    )
    assert [line.number for line in found.lines] == meant_lines
    assert set(unknown) == set(missing)


def test_a_code_that_is_no_row_of_the_list_is_meant_by_none() -> None:
    assert numbers(listed(DatedCode("70551")), claim_of({"procedure": "70552"})) == []
    undated = claim_of({"procedure": "70551", "starts": None, "ends": None})
    assert numbers(listed(DatedCode("70551")), undated) == []
