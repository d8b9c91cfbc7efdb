from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from edi_service.codes.clock import Unit
from edi_service.codes.place_of_service import PlacesOfService
from edi_service.finding import Severity
from edi_service.policy.model import ANY_PAYER, Exclusion, Requirement
from edi_service.policy.payers import parse_aliases
from tests.policy.shipped import (
    EXAMPLES,
    FILES,
    LIBRARY,
    MAPPED_BY_THE_OFFICE,
    ROOT,
    TOLD_BY_THE_CLAIM,
    TWO_YEARS,
    boundaries,
    cases_of,
    every_policy,
    id_of,
    load,
    rows_of,
    services_of,
    shelf_of,
)

if TYPE_CHECKING:
    from pathlib import Path

    from edi_service.policy.model import Retrospective


@every_policy
def test_a_policy_loads_under_the_id_of_its_path(path: Path) -> None:
    assert load(path).id == id_of(path)


@every_policy
def test_a_policy_lies_in_the_folder_of_its_payer(path: Path) -> None:
    policy = load(path)
    assert policy.payer in {ANY_PAYER, path.parent.name}
    assert (policy.payer == ANY_PAYER) is (path.parent.name == "federal")


@every_policy
def test_no_day_falls_in_two_revisions_unless_the_day_of_request_parts_them(path: Path) -> None:
    for earlier, later in pairwise(load(path).revisions):
        if earlier.requested_to is not None and later.requested_from is not None:
            assert earlier.requested_to < later.requested_from
        else:
            assert earlier.ends is not None
            assert earlier.ends < later.starts


@every_policy
def test_what_needs_no_authorization_is_named_for_it_is_taken_out_of_every_policy(
    path: Path,
) -> None:
    for revision in load(path).revisions:
        assert revision.requirement is not Requirement.NO or revision.services


@every_policy
def test_every_revision_is_cited(path: Path) -> None:
    for revision in load(path).revisions:
        source = revision.source
        assert source.href.startswith("https://")
        assert source.title
        assert source.locator
        assert source.certainty in "ABC"
        assert source.published is None or source.published <= source.retrieved


@every_policy
def test_a_source_older_than_two_years_is_marked_as_stale(path: Path) -> None:
    for revision in load(path).revisions:
        source = revision.source
        if source.published is not None and source.retrieved - source.published > TWO_YEARS:
            assert source.is_stale


@every_policy
def test_what_was_not_fully_read_or_is_stale_says_so_in_a_note(path: Path) -> None:
    for revision in load(path).revisions:
        if revision.source.is_stale or revision.source.certainty != "A":
            assert revision.notes


@every_policy
def test_only_the_examples_are_invented_and_they_say_so(path: Path) -> None:
    is_example = shelf_of(path) == EXAMPLES
    for revision in load(path).revisions:
        assert revision.source.href.startswith("https://payer.example/") is is_example
        assert any(note.startswith("Invented:") for note in revision.notes) is is_example


@every_policy
def test_every_document_wanted_has_a_title(path: Path) -> None:
    titles = {row["code"]: row["title"] for row in rows_of(LIBRARY / "documents.csv")}
    for revision in load(path).revisions:
        for circumstance in revision.retrospective.circumstances if revision.retrospective else ():
            assert all(titles.get(word) for word in circumstance.documents)


def test_every_document_with_a_title_is_wanted_by_somebody() -> None:
    wanted = {
        word
        for path in FILES
        for revision in load(path).revisions
        if revision.retrospective is not None
        for circumstance in revision.retrospective.circumstances
        for word in circumstance.documents
    }
    assert [row["code"] for row in rows_of(LIBRARY / "documents.csv")] == sorted(wanted)


@every_policy
def test_a_policy_is_proved_on_both_sides_of_every_boundary(path: Path) -> None:
    default = date(2026, 6, 1)
    days = {case.get("day", default) for case in cases_of(path)}
    for case in cases_of(path):
        days |= {
            line["starts"] for line in case.get("claim", {}).get("lines", ()) if "starts" in line
        }
    assert boundaries(load(path)) <= days


@every_policy
def test_the_cases_of_a_policy_have_names_of_their_own_and_expectations(path: Path) -> None:
    cases = cases_of(path)
    assert len({case["name"] for case in cases}) == len(cases)
    assert all("expect" in case for case in cases)


@every_policy
def test_a_policy_is_shown_to_open_no_case(path: Path) -> None:
    if any(revision.retrospective for revision in load(path).revisions):
        assert "none" in {case.get("decision") for case in cases_of(path)}


@every_policy
def test_a_policy_with_windows_is_shown_open_shut_and_undecided(path: Path) -> None:
    rules = [found for each in load(path).revisions if (found := each.retrospective)]
    decisions = {case.get("decision") for case in cases_of(path)}
    if any(not rule.allowed or can_be_open(rule) for rule in rules):
        assert "refused" in decisions
    if any(can_be_open(rule) for rule in rules):
        assert "allowed" in decisions
    if any(can_be_undecided(rule) for rule in rules):
        assert "undetermined" in decisions


def can_be_open(rule: Retrospective) -> bool:
    """Whether a window may be seen open, then shut: not one whose length is not published."""
    windows = [window for each in rule.circumstances for window in each.windows]
    return any(window.length is not None for window in windows)


def can_be_undecided(rule: Retrospective) -> bool:
    """Whether an answer may want a fact: some rules are settled by the claim alone."""
    windows = [window for each in rule.circumstances for window in each.windows]
    return (
        rule.network is not None
        or Exclusion.INVESTIGATIONAL in rule.unless
        or any(each.code not in TOLD_BY_THE_CLAIM for each in rule.circumstances)
        or any(window.length is None or window.length.unit is Unit.HOURS for window in windows)
    )


@pytest.mark.parametrize("shelf", [LIBRARY, EXAMPLES], ids=["library", "examples"])
def test_every_payer_of_the_table_has_a_policy_for_its_line_of_business(shelf: Path) -> None:
    policies = [load(path) for path in FILES if path.is_relative_to(shelf)]
    for alias in parse_aliases((shelf / "payers.csv").read_text(encoding="utf-8")):
        own = [policy for policy in policies if policy.payer == alias.payer]
        assert any(alias.line_of_business in policy.lines_of_business for policy in own)


@pytest.mark.parametrize("shelf", [LIBRARY, EXAMPLES], ids=["library", "examples"])
def test_every_payer_is_in_the_table_or_left_to_the_office(shelf: Path) -> None:
    table = {alias.payer for alias in parse_aliases((shelf / "payers.csv").read_text("utf-8"))}
    payers = {load(path).payer for path in FILES if path.is_relative_to(shelf)} - {ANY_PAYER}
    assert payers - table == (MAPPED_BY_THE_OFFICE if shelf == LIBRARY else set())


@every_policy
def test_every_place_named_is_an_assigned_place_of_service(path: Path) -> None:
    table = ROOT / "schemas" / "codes" / "place-of-service.csv"
    assigned = {place.code for place in PlacesOfService.parse(table.read_text(encoding="utf-8"))}
    for revision in load(path).revisions:
        named = set(revision.places.admission_places)
        for family in revision.places.families:
            named |= {*family.expected, *family.tolerated}
            named |= {place for otherwise in family.otherwise for place in otherwise.places}
        for row in revision.places.encounters:
            named |= {*row.not_at, *row.first_day_at}
        for across in revision.places.across:
            named |= set(across.places)
        for facility in revision.places.facilities:
            named |= {*facility.needed_at, *facility.not_at}
        for services in services_of(revision):
            named |= set(services.places)
        assert named <= assigned


def test_the_families_for_every_payer_are_errors_for_medicare_alone() -> None:
    (revision,) = load(LIBRARY / "federal" / "place-of-service.xml").revisions
    graves = [
        otherwise
        for family in revision.places.families
        for otherwise in family.otherwise
        if otherwise.severity is Severity.ERROR
    ]
    assert graves
    assert {otherwise.lines_of_business for otherwise in graves} == {("medicare",)}


def test_no_procedure_belongs_to_two_families_for_every_payer() -> None:
    (revision,) = load(LIBRARY / "federal" / "place-of-service.xml").revisions
    ranges = sorted(
        (found.first, found.last) for family in revision.places.families for found in family.codes
    )
    assert all(earlier[1] < later[0] for earlier, later in pairwise(ranges))
