"""The files of the library and of the examples, for the tests that look at what they hold."""

from __future__ import annotations

import csv
import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lxml import etree

from edi_service.policy.language.load import load_policy
from edi_service.policy.model import CircumstanceCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from edi_service.policy.model import Policy, Revision
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
            places.facilities,
            places.two_rates,
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
