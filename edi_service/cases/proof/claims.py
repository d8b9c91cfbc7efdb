"""
A claim from the little that a case has to say of it.

Only what matters to a case is written.  The rest is filled in here: an invented provider, member
and payer, and the frame of an ordinary claim.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any, TypeVar, get_type_hints

import msgspec
from msgspec.structs import replace

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
from edi_service.guide.model import Placed

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

_OF_PARTIES = {"taxonomy", "birth_date", "responsibility"}  # said of the parties, in the claim


_NOT_WRITTEN = {
    "placed": "it is where a claim was read: leave it out",
    "parties": "write taxonomy, birth_date or responsibility beside the claim's own fields",
    "claim_id": "it is made of the file a claim was read from: leave it out",
}


class CaseRefused(Exception):  # noqa: N818 -- a sentence for its reader
    """A case cannot be read; the message says what is wrong, *case* its name where one is known."""

    def __init__(self, message: str, case: str = "") -> None:
        super().__init__(message)
        self.case = case


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
        "parties": _parties(written),
    }
    if institutional:
        fields |= {"statement_from": day, "statement_to": day}
    hints = get_type_hints(Claim, localns={"Placed": Placed})
    for name in sorted(set(written) & set(_NOT_WRITTEN)):
        if isinstance(written[name], msgspec.Struct):
            continue
        message = f"a claim has no field {name} in a case: {_NOT_WRITTEN[name]}"
        raise CaseRefused(message)
    unknown = set(written) - set(hints) - _OF_PARTIES
    if unknown:
        message = f"a claim has no field {', '.join(sorted(unknown))}"
        raise CaseRefused(message)
    for name, value in written.items():
        if name not in {"kind", "lines", "references"} | _OF_PARTIES:
            fields[name] = _as_field(value, hints[name])
    references = tuple(strictly(each, Reference) for each in written.get("references", []))
    return Claim(kind=kind, lines=lines, references=references, **fields)


def _parties(written: dict[str, Any]) -> Parties:
    """The invented parties, with the taxonomy, the birth, and the payer's turn (SBR01)."""
    billing = replace(PARTIES.billing, taxonomy=_as_field(written.get("taxonomy", ""), str))
    born = _as_field(written.get("birth_date"), date | None)
    turn = _as_field(written.get("responsibility", PARTIES.coverage.responsibility), str)
    return replace(
        PARTIES,
        billing=billing,
        coverage=replace(PARTIES.coverage, responsibility=turn),
        subscriber=replace(PARTIES.subscriber, birth_date=born),
    )


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
    return strictly({**frame, **written}, ServiceLine)


def strictly(written: dict[str, Any], kind: type[Made]) -> Made:
    """*written* as a *kind*; a name it does not have fails the case."""
    hints = get_type_hints(kind)
    unknown = set(written) - set(hints)
    if unknown:
        message = f"a {kind.__name__} has no field {', '.join(sorted(unknown))}"
        raise CaseRefused(message)
    return kind(**{name: _as_field(value, hints[name]) for name, value in written.items()})


def _as_field(value: object, hint: object) -> object:
    """*value* as a field wants it; msgspec has no word for "a day or a moment", TOML has both."""
    if isinstance(value, date | msgspec.Struct):
        return value
    try:
        return msgspec.convert(value, hint)
    except msgspec.ValidationError as fault:
        raise CaseRefused(str(fault)) from None


def moment(written: date) -> datetime:
    """Noon where only a day is written."""
    if isinstance(written, datetime):
        if written.utcoffset() is None:
            message = f"as_of {written.isoformat()} needs an offset, such as -04:00"
            raise CaseRefused(message)
        return written
    return datetime.combine(written, time(12), UTC)
