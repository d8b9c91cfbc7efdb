"""
What stands in a ``.cases.toml``, made into a subject; fixtures/policies/README.md is its manual.

Only what matters to a case is written there.  The rest is filled in here: an invented provider,
member and payer, and the frame of an ordinary claim.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints
from zoneinfo import ZoneInfo

import msgspec
from lxml import etree

from edi_service.claims.model import (
    Claim,
    ClaimKind,
    Coverage,
    Parties,
    Party,
    Person,
    Reference,
    ServiceLine,
)
from edi_service.codes.place_of_service import PlacesOfService
from edi_service.codes.states import States
from edi_service.facts.model import AuthorizationOnFile, ClaimFacts
from edi_service.guide.model import Placed
from edi_service.policy.language.load import load_policy
from edi_service.policy.library import Library
from edi_service.policy.model import ANY_PAYER, PayerAlias
from edi_service.policy.payers import PayerTable, parse_aliases
from edi_service.policy.rule import Subject

if TYPE_CHECKING:
    from edi_service.policy.model import Policy

ROOT = Path(__file__).parents[2]
POLICIES = ROOT / "fixtures" / "policies"
LIBRARY, EXAMPLES = POLICIES / "library", POLICIES / "examples"
SCHEMA = ROOT / "schemas" / "policy" / "policy.xsd"

Made = TypeVar("Made")
A_DAY = date(2026, 6, 1)
MEMBER = "W900000001"
PAYER = "99999"
PARTIES = Parties(
    billing=Party(entity="85", identifier_qualifier="XX", identifier="1234567893"),
    coverage=Coverage(responsibility="P", relationship="18"),
    subscriber=Person(party=Party(entity="IL", identifier_qualifier="MI", identifier=MEMBER)),
    payer=Party(entity="PR", identifier_qualifier="PI", identifier=PAYER),
)
OF_A_CASE = {
    *("name", "expect", "day", "claim", "payer", "line_of_business", "state", "zone", "facts"),
    *("on_file", "as_of", "decision", "deadline", "missing", "circumstance", "channel", "lines"),
}


@dataclass(frozen=True, kw_only=True)
class WrittenCase:
    """A case as written, with the defaults of its file, and the policy it stands beside."""

    policy: Policy
    is_example: bool
    written: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.policy.id}: {self.written['name']}"

    def subject(self) -> Subject:
        """The claim and everything known of it."""
        written, policy = self.written, self.policy
        day = written.get("day", A_DAY)
        payer = written.get("payer", "any-payer" if policy.payer == ANY_PAYER else policy.payer)
        business = written.get("line_of_business", (*policy.lines_of_business, "commercial")[0])
        state = written.get("state", "")
        zone = written.get("zone")
        return Subject(
            claim=a_claim(day, written.get("claim", {})),
            payer=PayerAlias(payer=payer, line_of_business=business) if payer else None,
            facts=_strictly(written.get("facts", {}), ClaimFacts),
            on_file=tuple(
                _strictly({"payer": payer, "member": MEMBER, **each}, AuthorizationOnFile)
                for each in written.get("on_file", [])
            ),
            state=state,
            zone=library().states.zone(state) if zone is None else ZoneInfo(zone) if zone else None,
            as_of=moment(written.get("as_of", day + timedelta(days=1))),
        )


def a_claim(day: date, written: dict[str, Any]) -> Claim:
    """A claim by the fields in *written*, on *day* where they name no other."""
    kind = ClaimKind(written.get("kind", "P"))
    lines = tuple(
        _a_line(number, day, kind, each) for number, each in enumerate(written.get("lines", []), 1)
    )
    institutional = kind is ClaimKind.INSTITUTIONAL
    fields: dict[str, Any] = {
        "number": "CASE",
        "facility_code": "13" if institutional else "11",
        "facility_qualifier": "A" if institutional else "B",
        "frequency": "1",
        "charge": sum(line.charge for line in lines),
        "parties": PARTIES,
    }
    if institutional:
        fields |= {"statement_from": day, "statement_to": day}
    hints = get_type_hints(Claim, localns={"Placed": Placed})
    unknown = set(written) - set(hints) | {"placed"} & set(written)
    assert not unknown, f"no field of a claim: {unknown}"
    for name, value in written.items():
        if name not in {"kind", "lines", "references"}:
            fields[name] = _as_field(value, hints[name])
    references = tuple(_strictly(each, Reference) for each in written.get("references", []))
    return Claim(kind=kind, lines=lines, references=references, **fields)


def _a_line(number: int, day: date, kind: ClaimKind, written: dict[str, Any]) -> ServiceLine:
    frame = {
        "number": str(number),
        "charge": 100,
        "quantity": 1,
        "unit": "UN",
        "procedure_qualifier": "AD" if kind is ClaimKind.DENTAL else "HC",
        "starts": written.get("starts", day),
        "ends": written.get("starts", day),
    }
    return _strictly({**frame, **written}, ServiceLine)


def _strictly(written: dict[str, Any], kind: type[Made]) -> Made:
    """*written* as a *kind*; a name it does not have fails the case."""
    hints = get_type_hints(kind)
    unknown = set(written) - set(hints)
    assert not unknown, f"no field of a {kind.__name__}: {unknown}"
    return kind(**{name: _as_field(value, hints[name]) for name, value in written.items()})


def _as_field(value: object, hint: object) -> object:
    """*value* as a field wants it; msgspec has no word for "a day or a moment", TOML has both."""
    return value if isinstance(value, date | msgspec.Struct) else msgspec.convert(value, hint)


def moment(written: date) -> datetime:
    """Noon where only a day is written."""
    if isinstance(written, datetime):
        assert written.utcoffset() is not None, "as_of needs an offset"
        return written
    return datetime.combine(written, time(12), UTC)


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


def written_cases() -> list[WrittenCase]:
    """Every case of every file."""
    found = []
    for path in sorted(POLICIES.rglob("*.cases.toml")):
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        assert set(read) <= {"defaults", "case"}, f"{path.name}: {set(read)}"
        policy = policy_at(path.with_suffix("").with_suffix(".xml"))
        for each in read["case"]:
            written = {**read.get("defaults", {}), **each}
            unknown = set(written) - OF_A_CASE
            assert not unknown, f"{path.name}, {each.get('name')}: {unknown}"
            is_example = path.is_relative_to(EXAMPLES)
            found.append(WrittenCase(policy=policy, is_example=is_example, written=written))
    return found
