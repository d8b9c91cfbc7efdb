"""
One claim from its placed segments: the hot part of reading claims.

What is to be looked for in a claim, and where, follows from its form alone
(:mod:`edi_service.claims.plan`).  The texts then found are mostly known as well (see
:mod:`edi_service.claims.segments`).  What is left for each claim is to put the pieces together.

The house reads more of its claims here than anywhere else, so what is remembered are structures,
whose fields are had sooner than the items of a named tuple, and pieces are handed on by position.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.model import ZERO, Claim, Reference, ServiceLine
from edi_service.claims.plan import DAYS, PLANS
from edi_service.claims.segments import (
    BLANK,
    NO_CAUSES,
    NO_CODES,
    NO_DAY,
    Codes,
    Service,
    unreadable_number,
)
from edi_service.claims.values import Memory

if TYPE_CHECKING:
    from collections.abc import Callable

    from edi_service.claims.model import (
        ClaimKind,
        CodedAmount,
        CodedDay,
        Diagnosis,
        Parties,
        Procedure,
    )
    from edi_service.claims.plan import ClaimPlan
    from edi_service.claims.segments import Day, Elements, SegmentReader
    from edi_service.claims.values import Fault
    from edi_service.finding import Report
    from edi_service.guide.model import Placed

    Faults = list[tuple[int, Fault]]  # each with the index of its segment

NO_ADMISSION = ("", "", "")
NO_DAYS = (NO_DAY,) * (len(DAYS) + 1)  # and one that nobody asks for
VALUE = slice(len("REF*6R*"), None)  # of a REF whose qualifier has two characters


class Dialect:
    """
    How the claims of one guide are written, with one pair of separators.

    Attributes:
        kind: the guide.
        segments: reads what the guides have in common.
        services: what a service segment (SV1, SV2 or SV3) says, and what could not be read in it,
            by its text.
    """

    __slots__ = ("_read_service", "kind", "segments", "services")

    def __init__(
        self,
        kind: ClaimKind,
        read_service: Callable[[Elements], Service],
        segments: SegmentReader,
    ) -> None:
        self.kind = kind
        self.segments = segments
        self.services = Memory(self._service)
        self._read_service = read_service

    def _service(self, text: str) -> tuple[Service, tuple[Fault, ...]]:
        elements = self.segments.elements(text)
        service = self._read_service(elements)
        return service, tuple(elements.faults)


NO_SERVICE: tuple[Service, tuple[Fault, ...]] = (Service(), ())


def assemble(
    dialect: Dialect, placed: Placed, parties: Parties, claim_id: str, report: Report
) -> Claim:
    """The claim that *placed* holds; what cannot be read in it goes to *report*."""
    texts, reader, plan = placed.texts, dialect.segments, PLANS[placed.form]
    faults: Faults = []
    lines = _lines(dialect, texts, plan, faults)
    statement, service, admitted, discharged, accident, onset, last_period, _ = (
        _days(reader, texts, plan, faults) if plan.dates else NO_DAYS
    )
    codes = _codes(reader, texts, plan, faults) if plan.codes else NO_CODES
    admission_type, admission_source, patient_status = (
        reader.admissions[texts[plan.admission]] if plan.admission else NO_ADMISSION
    )
    claim = texts[0].split(reader.element)
    size = len(claim)
    if size < 10:  # CLM09 and all before it are required; what follows, few claims have
        claim += BLANK
    charge = reader.amounts[claim[2]]
    if charge is None:
        faults.append((0, unreadable_number(claim[2], 2)))
    place = reader.places[claim[5]]
    causes = reader.causes[claim[11]] if size > 11 else NO_CAUSES
    # By position: a call with forty keywords would cost a tenth of all the time spent on a claim.
    result = Claim(
        dialect.kind,
        claim[1],
        claim_id,
        charge or ZERO,
        place.code,
        place.qualifier,
        place.frequency,
        claim[9],
        causes.codes,
        causes.state,
        causes.country,
        claim[20] if size > 20 else "",
        _references(reader, texts, plan) if plan.references else (),
        statement.starts,
        statement.ends,
        service.starts,
        service.ends,
        admitted.starts,
        admitted.hour,
        discharged.starts,
        discharged.hour,
        accident.starts,
        onset.starts,
        last_period.starts,
        admission_type,
        admission_source,
        patient_status,
        codes.diagnoses,
        codes.procedures,
        codes.occurrences,
        codes.values,
        codes.conditions,
        lines,
        parties,
        placed,
    )
    for index, fault in faults:
        position = placed.position(index, fault.element, fault.component)
        report.add(fault.kind.found(position, fault.message, claim_id=claim_id))
    return result


def _lines(
    dialect: Dialect, texts: list[str], plan: ClaimPlan, faults: Faults
) -> tuple[ServiceLine, ...]:
    """The service lines."""
    reader = dialect.segments
    element, services, days, numbers = reader.element, dialect.services, reader.days, reader.numbers
    lines = []
    for start, service_at, day_at, authorizations_at, control_at in plan.lines:
        service, service_faults = services[texts[service_at]] if service_at else NO_SERVICE
        day = days[texts[day_at]] if day_at else NO_DAY
        control_number = ""
        if control_at:
            text = texts[control_at]
            control_number = text[VALUE]
            if element in control_number:
                control_number = reader.second(text)
        lines.append(
            ServiceLine(
                numbers[texts[start]],
                service.charge,
                service.procedure_qualifier,
                service.procedure,
                service.modifiers,
                service.description,
                service.revenue_code,
                service.unit,
                service.quantity,
                service.place_of_service,
                service.diagnosis_pointers,
                service.is_emergency,
                day.starts,
                day.ends,
                _authorizations(reader, texts, authorizations_at) if authorizations_at else (),
                control_number,
                start,
            )
        )
        if service_faults or day.faults:
            faults += [(service_at, fault) for fault in service_faults]
            faults += [(day_at, fault) for fault in day.faults]
    return tuple(lines)


def _authorizations(
    reader: SegmentReader, texts: list[str], at: tuple[int, ...]
) -> tuple[str, ...]:
    """The line's authorization numbers that are for the payer the claim goes to."""
    references = [reader.reference(texts[index]) for index in at]
    return tuple(ref.value for ref in references if ref.value and not ref.other_payer)


def _references(reader: SegmentReader, texts: list[str], plan: ClaimPlan) -> tuple[Reference, ...]:
    """Every REF of loop 2300; one that ends with its value need not be taken apart."""
    element = reader.element
    found: list[Reference] = []
    for index, qualifier in plan.references:
        text = texts[index]
        value = text[VALUE]
        if qualifier and element not in value:
            found.append(Reference(qualifier, value))
        else:
            found.append(reader.reference(text))
    return tuple(found)


def _days(reader: SegmentReader, texts: list[str], plan: ClaimPlan, faults: Faults) -> list[Day]:
    """Those of :data:`DAYS`, in their order, and one that nobody asks for."""
    days = list(NO_DAYS)
    for index, number in plan.dates:
        day = days[number] = reader.days[texts[index]]
        if day.faults:
            faults += [(index, fault) for fault in day.faults]
    return days


def _codes(reader: SegmentReader, texts: list[str], plan: ClaimPlan, faults: Faults) -> Codes:
    """What all HI segments say; what a single one says is handed on as it is remembered."""
    read = []
    for index in plan.codes:
        codes = reader.codes[texts[index]]
        if codes.faults:
            faults += [(index, fault) for fault in codes.faults]
        read.append(codes)
    return read[0] if len(read) == 1 else _together(read)


def _together(read: list[Codes]) -> Codes:
    """
    One segment's codes and the next one's: a claim has a segment for each sort of code.

    So most of what could be added is empty, and to see that is faster than to add it.
    """
    diagnoses: tuple[Diagnosis, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    occurrences: tuple[CodedDay, ...] = ()
    values: tuple[CodedAmount, ...] = ()
    conditions: tuple[str, ...] = ()
    for codes in read:
        if codes.diagnoses:
            diagnoses += codes.diagnoses
        if codes.procedures:
            procedures += codes.procedures
        if codes.occurrences:
            occurrences += codes.occurrences
        if codes.values:
            values += codes.values
        if codes.conditions:
            conditions += codes.conditions
    return Codes(diagnoses, procedures, occurrences, values, conditions)
