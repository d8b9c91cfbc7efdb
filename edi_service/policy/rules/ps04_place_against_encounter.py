"""
PS04: does the place of service agree with the encounter?

The records have the class of the patient (emergency, inpatient, outpatient, observation) and
perhaps the place of service itself.  An office visit billed for a patient who was in a hospital
bed, or an inpatient visit for one who was never admitted, pays a wrong rate and is what auditors
look for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.facts.encounter import PatientClass, day_of
from edi_service.finding import Kind, Severity
from edi_service.policy.pointing import CLAIM_PLACE, line_place
from edi_service.policy.records import SOURCE, local
from edi_service.policy.rule import Answer, Outcome, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.claims.model import ServiceLine
    from edi_service.policy.rule import Subject


# Places that cannot be for a patient of the class while the visit lasts.  An inpatient may have
# been in the emergency room (23) before the admission, on the same day; telehealth elsewhere than
# at home (02) may reach a patient in any bed.
_OFFICES = ("10", "11", "12", "17", "20", "49", "50", "71", "72")
_INPATIENT = ("21", "51")
_CONTRADICTING = {
    PatientClass.EMERGENCY: (*_OFFICES, *_INPATIENT, "24"),
    PatientClass.INPATIENT: (*_OFFICES, "19", "22", "23", "24"),
    PatientClass.OBSTETRICS: _OFFICES,
    PatientClass.OBSERVATION: (*_OFFICES, *_INPATIENT, "24"),
    PatientClass.OUTPATIENT: _INPATIENT,
    PatientClass.RECURRING: _INPATIENT,
    PatientClass.PREADMIT: _INPATIENT,
}


def check(subject: Subject) -> Iterator[Answer]:
    """Hold the place of each line against the encounter; the claim's own is told once."""
    claim, told = subject.claim, set[str]()
    for line in claim.lines:
        place = claim.place_of(line)
        because = _fault(subject, line, place)
        if not because or (not line.place_of_service and place in told):
            continue
        own = bool(line.place_of_service)
        element, component = (line_place(claim), 0) if own else CLAIM_PLACE
        if not own:
            told.add(place)
        yield Answer(
            outcome=Outcome.YES,
            because=because,
            line=line if own else None,
            element=element,
            component=component,
            source=SOURCE,
            proposed=(subject.encounter.place,) if subject.encounter.place else (),
        )


def _fault(subject: Subject, line: ServiceLine, place: str) -> str:
    encounter = subject.encounter
    if not place:
        return ""
    if encounter.place:
        if place == encounter.place:
            return ""
        return f"Place of service {place}: the records have {encounter.place}."
    sort = encounter.patient_class
    if sort is None or place not in _CONTRADICTING[sort] or not _is_during(subject, line):
        return ""
    if place == "23" and _is_first_day(subject, line):
        return ""
    where = f" in {encounter.location}" if encounter.location else ""
    return f"Place of service {place}: by the records the patient was {_WORDS[sort]}{where}."


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
