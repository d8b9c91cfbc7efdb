"""
What the office's own records say of a visit: where it was, of what class, from when to when.

An encounter also tells facts of its claim.  Where two tell different things, neither is used.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from edi_service.facts.kinds import CONTRADICTING
from edi_service.finding import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.facts.model import ClaimFacts
    from edi_service.finding import Report


class PatientClass(StrEnum):
    """What sort of patient the records have (HL7 table 0004, PV1-2)."""

    EMERGENCY = "emergency"  # E
    INPATIENT = "inpatient"  # I
    OUTPATIENT = "outpatient"  # O
    OBSERVATION = "observation"  # an outpatient in a bed; only tables tell it
    PREADMIT = "preadmit"  # P
    RECURRING = "recurring"  # R
    OBSTETRICS = "obstetrics"  # B


class Encounter(Struct, frozen=True, kw_only=True):
    """
    One visit as the records have it; any field may be unknown.

    A moment is a datetime with its offset where the hour is known, else a date.
    """

    patient_class: PatientClass | None = None
    location: str = ""  # the unit or point of care, in the records' own word (PV1-3)
    place: str = ""  # the place-of-service code that the records have for it
    admitted: datetime | date | None = None
    discharged: datetime | date | None = None
    patient_status: str = ""  # where the patient went, by the codes of CL103 (PV1-36)
    eligibility_added: date | None = None
    coverage_known: datetime | date | None = None
    documents: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "<Encounter>"


NO_ENCOUNTER = Encounter()
_SHARED = ("admitted", "discharged", "eligibility_added", "coverage_known")


def day_of(moment: datetime | date) -> date:
    """The day of *moment*, where it was."""
    return moment.date() if isinstance(moment, datetime) else moment


def agree(one: datetime | date, other: datetime | date) -> bool:
    """Whether both may be the same moment: a day agrees with any hour of it."""
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one == other
    return day_of(one) == day_of(other)


def united(facts: ClaimFacts, encounter: Encounter, report: Report, claim_id: str) -> ClaimFacts:
    """
    *facts* with what *encounter* tells besides; the more exact of two moments that agree.

    Where they disagree, *report* takes a finding and the fact counts as unknown.
    """
    told: dict[str, object] = {}
    for name, one, other in _both(facts, encounter):
        if one is None or (not isinstance(one, datetime) and agree(one, other)):
            told[name] = other
        elif not agree(one, other):
            message = f"{name}: the facts say {one}, the encounter {other}"
            report.add(CONTRADICTING.found(NOWHERE, message, claim_id=claim_id))
            told[name] = None
    if encounter.documents:
        told["documents"] = tuple(dict.fromkeys((*facts.documents, *encounter.documents)))
    return replace(facts, **told) if told else facts


def _both(
    facts: ClaimFacts, encounter: Encounter
) -> Iterator[tuple[str, datetime | date | None, datetime | date]]:
    """What an encounter tells, beside what the facts say of the same."""
    for name in _SHARED:
        other = getattr(encounter, name)
        if other is not None:
            yield name, getattr(facts, name), other
