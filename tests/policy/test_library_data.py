from __future__ import annotations

import csv
import hashlib
import json
import tomllib
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from edi_service.codes.clock import Unit
from edi_service.codes.place_of_service import PlacesOfService
from edi_service.finding import Severity
from edi_service.policy.language.lists import parse_list
from edi_service.policy.language.load import load_policy
from edi_service.policy.model import ANY_PAYER, CircumstanceCode, Exclusion, Requirement
from edi_service.policy.payers import parse_aliases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.policy.model import Policy, Retrospective, Revision
    from edi_service.policy.place_rules import Row
    from edi_service.policy.selection import CodeList, Services

ROOT = Path(__file__).parents[2]
POLICIES = ROOT / "fixtures" / "policies"
LIBRARY, EXAMPLES = POLICIES / "library", POLICIES / "examples"
SHARED_LISTS = ROOT.parent / "shared" / "domain" / "pa_lists.json"

FILES = sorted(POLICIES.rglob("*.xml"))
LISTS = sorted(path for path in POLICIES.rglob("*.csv") if path.parent.parent.parent == POLICIES)
TWO_YEARS = timedelta(days=730)
ONE_DAY = timedelta(days=1)
TOLD_BY_THE_CLAIM = {CircumstanceCode.ANY, CircumstanceCode.EMERGENCY}

# Sent under identifiers that depend on the clearing house: docs/policies.md says to map them.
MAPPED_BY_THE_OFFICE = {
    *("aetna-better-health-illinois", "alameda-alliance", "ambetter-nebraska", "anthem-va"),
    *("anthem-wi", "bcbs-illinois", "bcbs-texas", "cigna", "health-net-oregon"),
    *("healthy-blue-kansas", "hometown-health", "humana", "independence-blue-cross"),
    *("indiana-medicaid", "kaiser-california", "medi-cal", "ohio-medicaid", "premera"),
    *("priority-health", "san-joaquin", "sunflower", "sunshine-health", "texas-medicaid"),
    *("uhc-community-plan-kansas", "united-healthcare", "united-healthcare-west"),
    "wellcare-georgia",
}


def shelf_of(path: Path) -> Path:
    return LIBRARY if path.is_relative_to(LIBRARY) else EXAMPLES


def id_of(path: Path) -> str:
    return path.relative_to(shelf_of(path)).with_suffix("").as_posix()


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(ROOT / "schemas" / "policy" / "policy.xsd")))


@cache
def load(path: Path) -> Policy:
    lists = {each.name: each.read_bytes() for each in path.parent.glob("*.csv")}
    return load_policy(path.read_bytes(), schema(), lists, expected_id=id_of(path))


def cases_path(path: Path) -> Path:
    return path.with_suffix("").with_suffix(".cases.toml")


def cases_of(path: Path) -> list[dict[str, Any]]:
    with cases_path(path).open("rb") as source:
        read = tomllib.load(source)
    return [{**read.get("defaults", {}), **case} for case in read["case"]]


def services_of(revision: Revision) -> Iterator[Services]:
    """Every <services>, <exempt>, <when> and <except> of a revision."""
    waiting = [*revision.services, *revision.exempt]
    waiting += [when for misfit in revision.places.misfits for when in misfit.when]
    while waiting:
        services = waiting.pop()
        yield services
        waiting.extend(services.excepting)


def lists_of(policy: Policy) -> Iterator[CodeList]:
    for revision in policy.revisions:
        for services in services_of(revision):
            if services.code_list is not None:
                yield services.code_list


def placed_rows(policy: Policy) -> Iterator[Row]:
    """The days and readings of all that a policy says of places."""
    for revision in policy.revisions:
        places = revision.places
        for rows in (
            places.families,
            places.misfits,
            places.encounters,
            places.compared,
            places.across,
        ):
            yield from (each.row for each in rows)


def boundaries(policy: Policy) -> set[date]:
    """Every day on which the policy or one of its lists changes, and its neighbour."""
    starts = {revision.starts for revision in policy.revisions}
    ends = {revision.ends for revision in policy.revisions if revision.ends}
    for code_list in lists_of(policy):
        dated = [row for rows in code_list.rows.values() for row in rows]
        starts |= {row.starts for row in dated if row.starts}
        ends |= {row.ends for row in dated if row.ends}
    for row in placed_rows(policy):
        starts |= {row.starts} if row.starts else set()
        ends |= {row.ends} if row.ends else set()
    before, after = {day - ONE_DAY for day in starts}, {day + ONE_DAY for day in ends}
    return starts | ends | before | after


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


every_policy = pytest.mark.parametrize("path", FILES, ids=id_of)
every_list = pytest.mark.parametrize("path", LISTS, ids=id_of)


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


@every_list
def test_a_list_is_named_by_a_policy_beside_it_and_known_by_its_hash(path: Path) -> None:
    named = [
        code_list
        for policy in path.parent.glob("*.xml")
        for code_list in lists_of(load(policy))
        if code_list.name == path.name
    ]
    assert named
    assert {found.sha256 for found in named} == {hashlib.sha256(path.read_bytes()).hexdigest()}


@every_list
def test_the_rows_of_a_list_have_a_first_day_and_never_two_at_once(path: Path) -> None:
    for rows in parse_list(path.name, path.read_bytes()).rows.values():
        assert all(row.starts is not None for row in rows)
        kinds = {(row.state, row.modifier) for row in rows}
        for kind in kinds:
            alike = [row for row in rows if (row.state, row.modifier) == kind]
            for earlier, later in pairwise(alike):
                assert earlier.ends is not None
                assert later.starts is not None
                assert earlier.ends < later.starts


@every_list
def test_a_list_says_of_what_sort_each_code_is(path: Path) -> None:
    assert all(row["category"] for row in rows_of(path))


@every_policy
def test_a_list_does_not_begin_before_its_policy(path: Path) -> None:
    policy = load(path)
    first = min(revision.starts for revision in policy.revisions)
    for code_list in lists_of(policy):
        for rows in code_list.rows.values():
            assert all(row.starts is not None and row.starts >= first for row in rows)


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


def test_the_outpatient_list_has_51_codes_in_force_and_three_that_were_removed() -> None:
    path = LIBRARY / "medicare-ffs" / "hospital-outpatient-department.csv"
    rows = parse_list(path.name, path.read_bytes()).rows
    day = date(2026, 11, 22)
    assert sum(any(row.holds(day, "", ()) for row in rows[code]) for code in rows) == 51
    assert {code: found[0].ends for code, found in rows.items() if found[0].ends} == {
        "67911": date(2022, 1, 6),
        "64492": date(2024, 8, 15),
        "64495": date(2024, 8, 15),
    }


@pytest.mark.skipif(not SHARED_LISTS.exists(), reason="the collected lists are not beside us")
def test_the_outpatient_list_is_the_one_that_was_collected() -> None:
    collected = json.loads(SHARED_LISTS.read_text(encoding="utf-8"))["OPD"]
    path = LIBRARY / "medicare-ffs" / "hospital-outpatient-department.csv"
    ours = {(row["code"], row["from"], row["category"]) for row in rows_of(path) if not row["to"]}
    assert ours == {
        (code, group["from"], group["category"])
        for group in collected["groups"]
        for code in group["codes"]
    }


MEDICARE = LIBRARY / "medicare-ffs"


def collected_lists() -> Any:
    return json.loads(SHARED_LISTS.read_text(encoding="utf-8"))


@pytest.mark.skipif(not SHARED_LISTS.exists(), reason="the collected lists are not beside us")
def test_the_equipment_list_is_the_one_that_was_collected() -> None:
    rows = rows_of(MEDICARE / "durable-medical-equipment.csv")
    ours = {(row["code"], row["from"], row["state"]) for row in rows if not row["note"]}
    assert ours == {
        (code, phase["from"], state)
        for group in collected_lists()["DMEPOS"]["groups"]
        for code in group["codes"]
        for phase in group["phases"]
        for state in phase["states"] or [""]
    }


@pytest.mark.skipif(not SHARED_LISTS.exists(), reason="the collected lists are not beside us")
@pytest.mark.parametrize(
    ("name", "key", "starts"),
    [
        ("repetitive-ambulance", "RSNAT", "start_by_state"),
        ("ambulatory-surgical-center", "ASC_DEMO", "start"),
    ],
)
def test_a_list_by_state_is_the_one_that_was_collected(name: str, key: str, starts: str) -> None:
    collected = collected_lists()[key]
    ours = {(row["code"], row["from"], row["state"]) for row in rows_of(MEDICARE / f"{name}.csv")}
    assert ours == {
        (code, day, state)
        for code in collected["codes"]
        for day, states in collected[starts].items()
        for state in states
    }


@pytest.mark.skipif(not SHARED_LISTS.exists(), reason="the collected lists are not beside us")
def test_the_wiser_codes_and_states_are_those_that_were_collected() -> None:
    collected = collected_lists()["WISeR"]
    (revision,) = load(MEDICARE / "wiser.xml").revisions
    ours = {(row["code"], row["from"]) for row in rows_of(MEDICARE / "wiser.csv")}
    conditional = [services for services in revision.services if services.code_list is None]
    for group in collected["groups"]:
        for code in group["codes"]:
            is_listed = (code, group["from"]) in ours
            assert is_listed != any(code in services.code_index for services in conditional)
    assert set(revision.scope.states) == set(collected["states"])
    assert (str(revision.starts), str(revision.ends)) == (collected["from"], collected["to"])


def test_82_codes_of_equipment_are_listed_once_every_phase_has_begun() -> None:
    path = MEDICARE / "durable-medical-equipment.csv"
    rows = parse_list(path.name, path.read_bytes()).rows
    for day, in_force in ((date(2026, 4, 13), 74), (date(2027, 4, 26), 82)):
        listed = [code for code in rows if any(row.holds(day, "", ()) for row in rows[code])]
        assert len(listed) == in_force
