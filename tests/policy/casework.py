"""The shipped policies and the invented ones, with the cases beside them, for the tests."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from edi_service.cases.proof.claims import MEMBER, PARTIES, PAYER, a_claim, moment
from edi_service.cases.proof.written import written_cases
from edi_service.codes.place_of_service import PlacesOfService
from edi_service.codes.states import States
from edi_service.policy.language.load import load_policy
from edi_service.policy.library import Library
from edi_service.policy.payers import PayerTable, parse_aliases

if TYPE_CHECKING:
    from edi_service.cases.proof.written import WrittenCase
    from edi_service.policy.model import Policy
    from edi_service.policy.rule import Subject

__all__ = ["MEMBER", "PARTIES", "PAYER", "a_claim", "moment"]

ROOT = Path(__file__).parents[2]
POLICIES = ROOT / "fixtures" / "policies"
LIBRARY, EXAMPLES = POLICIES / "library", POLICIES / "examples"
SCHEMA = ROOT / "schemas" / "policy" / "policy.xsd"


@dataclass(frozen=True, kw_only=True)
class ShippedCase:
    """A case beside a policy of the library or of the examples."""

    case: WrittenCase
    is_example: bool

    @property
    def name(self) -> str:
        return self.case.name

    def subject(self) -> Subject:
        """The claim and everything known of it."""
        return self.case.subject(library().states)


@cache
def schema() -> etree.XMLSchema:
    """The policies' schema."""
    return etree.XMLSchema(etree.parse(str(SCHEMA)))


@cache
def policy_at(path: Path) -> Policy:
    """The policy in a file of the library or of the examples."""
    shelf = LIBRARY if path.is_relative_to(LIBRARY) else EXAMPLES
    lists = {each.name: each.read_bytes() for each in path.parent.glob("*.csv")}
    expected = path.relative_to(shelf).with_suffix("").as_posix()
    return load_policy(path.read_bytes(), schema(), lists, expected_id=expected)


@cache
def places() -> PlacesOfService:
    """The place-of-service codes."""
    table = ROOT / "schemas" / "codes" / "place-of-service.csv"
    return PlacesOfService.parse(table.read_text(encoding="utf-8"))


@cache
def library(*, examples: bool = False) -> Library:
    """The library that is shipped, with the invented payers when *examples*."""
    shelves = [LIBRARY, EXAMPLES] if examples else [LIBRARY]
    return Library(
        policies=tuple(policy_at(path) for each in shelves for path in sorted(each.rglob("*.xml"))),
        payers=PayerTable(
            alias
            for each in shelves
            for alias in parse_aliases((each / "payers.csv").read_text(encoding="utf-8"))
        ),
        places=places(),
        states=States.parse((ROOT / "schemas/codes/states.csv").read_text(encoding="utf-8")),
    )


def shipped_cases() -> list[ShippedCase]:
    """Every case of every file."""
    return [
        ShippedCase(case=case, is_example=path.is_relative_to(EXAMPLES))
        for path in sorted(POLICIES.rglob("*.cases.toml"))
        for case in written_cases(
            policy_at(path.with_suffix("").with_suffix(".xml")),
            tomllib.loads(path.read_text(encoding="utf-8")),
        )
    ]
