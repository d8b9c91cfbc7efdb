"""The code lists of the library: whose they are, their days, and what was collected."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from edi_service.policy.language.lists import parse_list
from tests.policy.shipped import (
    LIBRARY,
    SHARED_LISTS,
    every_list,
    every_policy,
    lists_of,
    load,
    rows_of,
)

if TYPE_CHECKING:
    from pathlib import Path


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
