"""An authorization fits where all that it restricts fits: held against a plain second telling."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_service.facts.model import AuthorizationOnFile, Status
from edi_service.policy.on_file import (
    Held,
    Misfit,
    fitting,
    misfit,
    misfits,
    of_claim,
    refused,
    resting_on,
    shown,
)
from tests.policy.casework import MEMBER, a_claim
from tests.policy.making import DAY, a_subject

if TYPE_CHECKING:
    from datetime import date

    from edi_service.claims.model import Claim

CODES = ("70551", "70552", "70553")
PLACES = ("11", "22", "24")
DAYS = tuple(DAY + timedelta(days=number) for number in range(-2, 3))
NPI, ANOTHER_NPI = "1234567893", "1245319599"

lines: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    procedure=st.sampled_from(CODES),
    starts=st.sampled_from(DAYS),
    place_of_service=st.sampled_from(("", *PLACES)),
    modifiers=st.lists(st.sampled_from(("LT", "RT")), max_size=1),
)
authorizations: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    procedures=st.lists(st.sampled_from(CODES), max_size=2, unique=True).map(tuple),
    modifiers=st.sampled_from([(), (), ("LT",), ("LT", "RT")]),
    starts=st.sampled_from([None, *DAYS]),
    ends=st.sampled_from([None, *DAYS]),
    places=st.lists(st.sampled_from(PLACES), max_size=2, unique=True).map(tuple),
    providers=st.sampled_from([(), (NPI,), (ANOTHER_NPI,), (NPI, ANOTHER_NPI)]),
    units=st.sampled_from([None, Decimal(0), Decimal(1), Decimal(2)]),
    used=st.sampled_from([None, Decimal(1)]),
)


def an_authorization(**changes: Any) -> AuthorizationOnFile:
    frame = {"number": "A1", "payer": "example", "member": MEMBER}
    return AuthorizationOnFile(**{**frame, **changes})


def held(claim: Claim, authorization: AuthorizationOnFile) -> Held:
    return Held(authorization, claim.lines, whole_claim=False, is_on_claim=False)


def covers(authorization: AuthorizationOnFile, line: dict[str, Any]) -> bool:
    """The second telling, of one line and without its units."""
    day: date = line["starts"]
    is_named = not authorization.procedures or line["procedure"] in authorization.procedures
    is_modified = not authorization.modifiers or bool(
        set(authorization.modifiers) & set(line["modifiers"])
    )
    is_begun = authorization.starts is None or authorization.starts <= day
    is_over = authorization.ends is not None and authorization.ends < day
    place = line["place_of_service"] or "11"
    is_there = not authorization.places or place in authorization.places
    is_theirs = not authorization.providers or NPI in authorization.providers
    return is_named and is_modified and is_begun and not is_over and is_there and is_theirs


@given(st.lists(lines, min_size=1, max_size=4), authorizations)
def test_the_lines_covered_are_those_that_fit_in_everything(
    written: list[dict[str, Any]], changes: dict[str, Any]
) -> None:
    claim, authorization = a_claim(DAY, {"lines": written}), an_authorization(**changes)
    left = None
    if authorization.units is not None:
        left = authorization.units - (authorization.used or 0)
    expected = [
        line.number
        for line, each in zip(claim.lines, written, strict=True)
        if covers(authorization, each) and (left is None or left >= 1)
    ]
    if left is not None and len(expected) > left:
        expected = []
    found = fitting(held(claim, authorization), a_subject(claim))
    assert [line.number for line in found] == expected


@given(lines, authorizations)
def test_a_single_line_fits_where_no_misfit_is_named(
    line: dict[str, Any], changes: dict[str, Any]
) -> None:
    claim, authorization = a_claim(DAY, {"lines": [line]}), an_authorization(**changes)
    one = held(claim, authorization)
    found = misfits(one, a_subject(claim))
    assert bool(found) is not bool(fitting(one, a_subject(claim)))
    for sort in Misfit:
        assert misfit(one, a_subject(claim), sort) == found.get(sort, "")
    for says in found.values():
        assert says.startswith("is ")
        assert not says.endswith(".")
        assert NPI not in says
        assert MEMBER not in says


@given(authorizations)
def test_what_restricts_nothing_fits_everything(changes: dict[str, Any]) -> None:
    claim = a_claim(DAY, {"lines": [{"procedure": "99213"}, {"procedure": "70553"}]})
    free = an_authorization()
    assert fitting(held(claim, free), a_subject(claim)) == claim.lines
    narrow = an_authorization(**changes)
    assert set(fitting(held(claim, narrow), a_subject(claim))) <= set(claim.lines)


@given(authorizations, lines)
def test_a_denial_concerns_what_an_approval_would_cover(
    changes: dict[str, Any], line: dict[str, Any]
) -> None:
    claim = a_claim(DAY, {"lines": [line]})
    denied = an_authorization(**{**changes, "status": Status.DENIED})
    subject = a_subject(claim, on_file=(denied,))
    would_cover = bool(fitting(held(claim, denied), subject)) and bool(denied.procedures)
    assert (refused(subject, claim.lines) is denied) is would_cover


@pytest.mark.parametrize(
    ("claim_number", "line_numbers", "asked", "resting"),
    [
        ("", ["", ""], "A1", []),
        ("A1", ["", ""], "A1", ["1", "2"]),
        ("A1", ["B1", ""], "A1", ["2"]),
        ("A1", ["B1", ""], "B1", ["1"]),
        ("A1", ["A1", ""], "A1", ["1", "2"]),
        ("", ["a1", ""], "A1", ["1"]),
    ],
)
def test_lines_rest_on_their_own_number_else_on_the_claims(
    claim_number: str, line_numbers: list[str], asked: str, resting: list[str]
) -> None:
    references = [{"qualifier": "G1", "value": claim_number}] if claim_number else []
    written = [{"authorizations": [each] if each else []} for each in line_numbers]
    claim = a_claim(DAY, {"lines": written, "references": references})
    assert [line.number for line in resting_on(claim, asked)] == resting


def test_only_the_members_own_are_held_against_the_claim() -> None:
    claim = a_claim(DAY, {"lines": [{}], "references": [{"qualifier": "G1", "value": "A1"}]})
    own, others = an_authorization(), an_authorization(member="W1", number="A1")
    subject = a_subject(claim, on_file=(own, others))
    assert list(of_claim(subject)) == [own]
    assert [each.authorization for each in shown(subject)] == [own]
