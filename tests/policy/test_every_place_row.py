"""Every row about places in a shipped policy: a case comes out otherwise without the row."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest
from msgspec.structs import replace

from edi_service.policy.across import Across
from edi_service.policy.examine import examine
from edi_service.policy.library import Library
from edi_service.policy.place_rules import SILENT
from tests.policy.casework import library, shipped_cases

if TYPE_CHECKING:
    from edi_service.cases.proof.written import WrittenCase
    from edi_service.policy.model import Policy

# Facilities are left out: they are read from a claim's segments, which a case has not; both their
# rows are tried in test_facility_rules.py.
SORTS = ("families", "misfits", "encounters", "compared", "across", "two_rates")


class RowOf(NamedTuple):
    """The row *row_id* of one *sort* in a policy."""

    policy_id: str
    sort: str
    row_id: str

    def __str__(self) -> str:
        return "-".join(self)


def rows() -> list[RowOf]:
    found = {
        RowOf(policy.id, sort, row.id)
        for policy in library(examples=True).policies
        for revision in policy.revisions
        if revision.places != SILENT
        for sort in SORTS
        for row in getattr(revision.places, sort)
    }
    return sorted(found, key=str)


def policy_of(policy_id: str) -> Policy:
    return next(each for each in library(examples=True).policies if each.id == policy_id)


def without(row: RowOf) -> Policy:
    """The policy as it would be if nobody had written the row."""
    policy, revisions = policy_of(row.policy_id), []
    for revision in policy.revisions:
        kept = tuple(each for each in getattr(revision.places, row.sort) if each.id != row.row_id)
        revisions.append(
            replace(revision, places=replace(revision.places, **{row.sort: kept}))
            if revision.places != SILENT
            else revision
        )
    return replace(policy, revisions=tuple(revisions))


def alone(policy: Policy) -> Library:
    """A library of this policy and no other: nobody else says the same."""
    whole = library(examples=True)
    return Library(
        policies=(policy,), payers=whole.payers, places=whole.places, states=whole.states
    )


@cache
def cases_of(policy_id: str) -> tuple[WrittenCase, ...]:
    return tuple(each.case for each in shipped_cases() if each.case.policy.id == policy_id)


def told(case: WrittenCase, shelf: Library) -> list[tuple[str, str]]:
    """What is found of the claim of a case, and of it and the claims beside it together."""
    subject = case.subject(shelf.states)
    across = Across(shelf)
    for claim in (subject.claim, *case.beside()):
        across.add(replace(subject, claim=claim), "")
    found = [*examine(subject, shelf).findings, *(each for each, _ in across.findings())]
    return [(each.kind.code, each.message) for each in found]


@cache
def told_as_it_is(policy_id: str) -> list[list[tuple[str, str]]]:
    shelf = alone(policy_of(policy_id))
    return [told(case, shelf) for case in cases_of(policy_id)]


@pytest.mark.parametrize("row", rows(), ids=str)
def test_a_row_is_at_work_in_one_case_and_at_rest_in_another(row: RowOf) -> None:
    shelf = alone(without(row))
    at_work = [
        told(case, shelf) != as_it_is
        for case, as_it_is in zip(
            cases_of(row.policy_id), told_as_it_is(row.policy_id), strict=True
        )
    ]
    assert any(at_work), "no case beside the policy needs this row"
    assert not all(at_work)
