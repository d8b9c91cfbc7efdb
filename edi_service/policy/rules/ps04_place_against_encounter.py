"""
PS04: does the place of service agree with the encounter?

The records have the class of the patient (emergency, inpatient, outpatient, observation) and
perhaps the place of service itself.  An office visit billed for a patient who was in a hospital
bed, or an inpatient visit for one who was never admitted, pays a wrong rate and is what auditors
look for.  Which places a class rules out, and how grave that is, a policy says (``<encounter>``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from edi_service.facts.encounter import PatientClass, day_of
from edi_service.finding import Kind, Severity
from edi_service.policy.place_rules import ComparedPart
from edi_service.policy.pointing import CLAIM_PLACE, line_place
from edi_service.policy.records import answer_of, local
from edi_service.policy.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.claims.model import ServiceLine
    from edi_service.policy.library import Applying
    from edi_service.policy.place_rows import Graded, PlaceRows
    from edi_service.policy.place_rules import ComparedRow, EncounterRow
    from edi_service.policy.rule import Answer, Subject


def check(subject: Subject, applying: Applying) -> Iterator[Answer]:
    """Hold the place of each line against the encounter; the claim's own is told once."""
    claim, rows = subject.claim, applying.rows_of(subject)
    faults: dict[ServiceLine, _Fault] = {}
    for line in claim.lines:
        place = claim.place_of(line)
        found = next(_faults(subject, rows, line, place), None) if place else None
        if found is not None:
            faults[line] = found
    of_claim = tuple(line for line in faults if not line.place_of_service)
    for line, fault in faults.items():
        own = bool(line.place_of_service)
        if own or line is of_claim[0]:
            answer = answer_of(
                fault.because,
                fault.found,
                line=line if own else None,
                at=(line_place(claim), 0) if own else CLAIM_PLACE,
                proposed=(subject.encounter.place,) if subject.encounter.place else (),
            )
            yield replace(answer, lines=() if own else of_claim, rightly=fault.rightly)


class _Fault(NamedTuple):
    """A row that speaks against a place, the sentence, and where the patient was, one of them."""

    found: Graded[ComparedRow] | Graded[EncounterRow]
    because: str
    rightly: tuple[str, ...]


def _faults(subject: Subject, rows: PlaceRows, line: ServiceLine, place: str) -> Iterator[_Fault]:
    encounter = subject.encounter
    if encounter.place:
        if place != encounter.place:
            because = f"Place of service {place}: the records have {encounter.place}."
            for compared in rows.compared(ComparedPart.PLACE, subject):
                yield _Fault(compared, because, (encounter.place,))
        return
    sort = encounter.patient_class
    if sort is None or not _is_during(subject, line):
        return
    where = f" in {encounter.location}" if encounter.location else ""
    because = f"Place of service {place}: by the records the patient was {_WORDS[sort]}{where}."
    for found in rows.encounters_of(sort, subject):
        row = found.row
        if place not in row.not_at or (place in row.first_day_at and _is_first_day(subject, line)):
            continue
        yield _Fault(found, because, row.at)


def _is_during(subject: Subject, line: ServiceLine) -> bool:
    """Whether *line* falls into the visit, as far as its days are known."""
    day, facts = subject.claim.starts_of(line), subject.facts
    if day is None:
        return False
    begins, ends = facts.admitted, facts.discharged
    is_before = begins is not None and day < day_of(local(begins, subject))
    return not is_before and not (ends is not None and day > day_of(local(ends, subject)))


def _is_first_day(subject: Subject, line: ServiceLine) -> bool:
    admitted = subject.facts.admitted
    day = subject.claim.starts_of(line)
    return admitted is None or day == day_of(local(admitted, subject))


_WORDS = {
    PatientClass.EMERGENCY: "an emergency patient",
    PatientClass.INPATIENT: "an inpatient",
    PatientClass.OBSTETRICS: "an obstetric patient",
    PatientClass.OBSERVATION: "under observation",
    PatientClass.OUTPATIENT: "an outpatient",
    PatientClass.RECURRING: "a recurring outpatient",
    PatientClass.PREADMIT: "not yet admitted",
}


RULE = Rule(
    kind=Kind(
        "PS04",
        Severity.WARNING,
        "The place of service is not where the records have the patient",
        "Look at the encounter; correct the place of service, or the record if that is wrong.",
        "The encounter with the claim's number has another place of service, or a class of "
        "patient that cannot be at the place that is billed. Only days of the visit are compared; "
        "the emergency room on the day of an admission is no contradiction.",
    ),
    check=check,
)
