"""
One claim from its placed segments: the hot part of reading claims.

What is to be looked for in a claim, and where, follows from its shape alone, and a file has few
shapes; so it is worked out once for each (a plan) and remembered.  The texts then found are
mostly known as well (see :mod:`edi_service.claims.segments`).  What is left for each claim is
to put the pieces together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from edi_service.claims.model import ZERO, Claim, ServiceLine
from edi_service.claims.segments import BLANK, NO_DAY, Codes, Service, unreadable_number
from edi_service.claims.values import NO_DATE, Memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date, time

    from edi_service.claims.model import ClaimKind, Parties, Reference
    from edi_service.claims.segments import Elements, SegmentReader
    from edi_service.claims.values import Dated, Fault
    from edi_service.finding import Report
    from edi_service.guide.model import Placed, SegmentUse, Shape

SERVICES = frozenset({"SV1", "SV2", "SV3"})
ABSENT = 0  # index 0 of a part is its CLM or LX, so no plan ever looks for another one there


class ClaimPlan(NamedTuple):
    """Where, counted from the start of a part, what concerns the whole claim stands."""

    references: tuple[int, ...]
    dates: tuple[int, ...]
    codes: tuple[int, ...]
    admission: int  # CL1


class LinePlan(NamedTuple):
    """Where, counted from its LX, the parts of a service line stand."""

    service: int
    date: int
    authorizations: tuple[int, ...]
    control_number: int
    late: ClaimPlan | None  # what belongs to the claim, and came after its lines had begun


class ClaimDays(NamedTuple):
    """The dates of loop 2300, in the order of a claim's fields."""

    statement_from: date | None = None
    statement_to: date | None = None
    service_from: date | None = None
    service_to: date | None = None
    admitted: date | None = None
    admission_hour: time | None = None
    discharged: date | None = None
    discharge_hour: time | None = None
    accident: date | None = None
    onset: date | None = None
    last_menstrual_period: date | None = None


NO_DAYS = ClaimDays()
NO_CODES = Codes((), (), (), (), (), ())
NO_ADMISSION = ("", "", "")


def _placed_here(uses: tuple[SegmentUse, ...], loop: str) -> Iterator[tuple[int, SegmentUse]]:
    """The segments of *loop*, but for those of an entity that the guide does not know there."""
    is_foreign = False
    for index, use in enumerate(uses):
        is_foreign = not use.known and (is_foreign or use.segment_id == "NM1")
        if use.loop == loop and not is_foreign:
            yield index, use


def _plan_claim(shape: Shape) -> ClaimPlan:
    here = list(_placed_here(shape.uses, "2300"))

    def of(segment_id: str) -> tuple[int, ...]:
        return tuple(index for index, use in here if use.segment_id == segment_id)

    return ClaimPlan(of("REF"), of("DTP"), of("HI"), next(iter(of("CL1")), ABSENT))


def _plan_line(shape: Shape) -> LinePlan:
    here = [(index, use) for index, use in _placed_here(shape.uses, "2400") if use.known]

    def of(segment_id: str, qualifier: str) -> tuple[int, ...]:
        wanted = (segment_id, qualifier)
        return tuple(index for index, use in here if (use.segment_id, use.qualifier) == wanted)

    late = _plan_claim(shape)
    return LinePlan(
        service=next((index for index, use in here if use.segment_id in SERVICES), ABSENT),
        date=next(iter(of("DTP", "472")), ABSENT),
        authorizations=of("REF", "G1"),
        control_number=next(iter(of("REF", "6R")), ABSENT),
        late=late if any(late) else None,
    )


_CLAIM_PLANS: Memory[Shape, ClaimPlan] = Memory(_plan_claim)
_LINE_PLANS: Memory[Shape, LinePlan] = Memory(_plan_line)


class ReadService(NamedTuple):
    """A service, and what could not be read in it."""

    service: Service
    faults: tuple[Fault, ...] = ()


class Dialect:
    """
    How the claims of one guide are written, with one pair of separators.

    Attributes:
        kind: the guide.
        segments: reads what the guides have in common.
        services: what a service segment (SV1, SV2 or SV3) says, by its text.
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

    def _service(self, text: str) -> ReadService:
        elements = self.segments.elements(text)
        service = self._read_service(elements)
        return ReadService(service, tuple(elements.faults))


NO_SERVICE = ReadService(Service())


def assemble(
    dialect: Dialect, placed: Placed, parties: Parties, claim_id: str, report: Report
) -> Claim:
    """The claim that *placed* holds; what cannot be read in it goes to *report*."""
    texts, reader = placed.texts, dialect.segments
    faults: list[tuple[int, Fault]] = []
    plans = [(0, _CLAIM_PLANS[placed.parts[0][1]])]
    lines = _lines(dialect, placed, plans, faults)
    references, days, codes, admission = _particulars(reader, texts, plans, faults)

    claim = texts[0].split(reader.element) + BLANK
    charge = reader.amounts[claim[2]]
    if charge is None:
        faults.append((0, unreadable_number(claim[2], 2)))
    facility_code, facility_qualifier, frequency = reader.places[claim[5]]
    causes, state, country = reader.causes[claim[11]]
    admission_type, admission_source, patient_status = admission
    diagnoses, procedures, occurrences, values, conditions, _ = codes
    (
        statement_from,
        statement_to,
        service_from,
        service_to,
        admitted,
        admission_hour,
        discharged,
        discharge_hour,
        accident,
        onset,
        last_menstrual_period,
    ) = days
    # By position: a call with forty keywords would cost a tenth of all the time spent on a claim.
    result = Claim(
        dialect.kind,
        claim[1],
        claim_id,
        charge or ZERO,
        facility_code,
        facility_qualifier,
        frequency,
        claim[9],
        causes,
        state,
        country,
        claim[20],
        references,
        statement_from,
        statement_to,
        service_from,
        service_to,
        admitted,
        admission_hour,
        discharged,
        discharge_hour,
        accident,
        onset,
        last_menstrual_period,
        admission_type,
        admission_source,
        patient_status,
        diagnoses,
        procedures,
        occurrences,
        values,
        conditions,
        lines,
        parties,
        placed,
    )
    for index, fault in faults:
        position = placed.position(index, fault.element, fault.component)
        report.add(fault.kind.found(position, fault.message, claim_id=claim_id))
    return result


def _lines(
    dialect: Dialect,
    placed: Placed,
    plans: list[tuple[int, ClaimPlan]],
    faults: list[tuple[int, Fault]],
) -> tuple[ServiceLine, ...]:
    """The service lines; what they hold of the claim itself is added to *plans*."""
    texts, reader = placed.texts, dialect.segments
    services, days, numbers = dialect.services, reader.days, reader.numbers
    lines = []
    for start, shape in placed.parts[1:]:
        at, date_at, authorized_at, control_at, late = _LINE_PLANS[shape]
        service, service_faults = services[texts[start + at]] if at else NO_SERVICE
        (starts, ends, _, _), date_faults, _ = days[texts[start + date_at]] if date_at else NO_DAY
        (
            charge,
            procedure_qualifier,
            procedure,
            modifiers,
            description,
            revenue_code,
            unit,
            quantity,
            place_of_service,
            diagnosis_pointers,
            is_emergency,
        ) = service
        lines.append(
            ServiceLine(
                numbers[texts[start]],
                charge,
                procedure_qualifier,
                procedure,
                modifiers,
                description,
                revenue_code,
                unit,
                quantity,
                place_of_service,
                diagnosis_pointers,
                is_emergency,
                starts,
                ends,
                _authorizations(reader, texts, start, authorized_at) if authorized_at else (),
                reader.second(texts[start + control_at]) if control_at else "",
                start,
            )
        )
        if service_faults or date_faults or late:
            faults += [(start + at, fault) for fault in service_faults]
            faults += [(start + date_at, fault) for fault in date_faults]
            plans += [(start, late)] if late else []
    return tuple(lines)


def _authorizations(
    reader: SegmentReader, texts: list[str], start: int, at: tuple[int, ...]
) -> tuple[str, ...]:
    """The line's authorization numbers that are for the payer the claim goes to."""
    references = [reader.reference(texts[start + index]) for index in at]
    return tuple(ref.value for ref in references if ref.value and not ref.other_payer)


def _particulars(
    reader: SegmentReader,
    texts: list[str],
    plans: list[tuple[int, ClaimPlan]],
    faults: list[tuple[int, Fault]],
) -> tuple[tuple[Reference, ...], ClaimDays, Codes, tuple[str, str, str]]:
    """What the segments of loop 2300 after CLM say: references, dates, codes, admission."""
    references: list[Reference] = []
    dates: dict[str, Dated] = {}
    codes = NO_CODES
    admission = NO_ADMISSION
    for start, (references_at, dates_at, codes_at, admission_at) in plans:
        references += [reader.reference(texts[start + index]) for index in references_at]
        for index in dates_at:
            when, date_faults, qualifier = reader.days[texts[start + index]]
            dates.setdefault(qualifier, when)
            if date_faults:
                faults += [(start + index, fault) for fault in date_faults]
        for index in codes_at:
            found = reader.codes[texts[start + index]]
            codes = found if codes is NO_CODES else codes.with_others(found)
            if found.faults:
                faults += [(start + index, fault) for fault in found.faults]
        if admission_at:
            admission = reader.admissions[texts[start + admission_at]]
    return tuple(references), _days(dates) if dates else NO_DAYS, codes, admission


def _days(dates: dict[str, Dated]) -> ClaimDays:
    """The claim's dates by their qualifier (DTP01); each guide has some of them."""
    statement = dates.get("434", NO_DATE)
    service = dates.get("472", NO_DATE)
    admission = dates.get("435", NO_DATE)
    discharge = dates.get("096", NO_DATE)
    return ClaimDays(
        statement.starts,
        statement.ends,
        service.starts,
        service.ends,
        admission.starts,
        admission.hour,
        discharge.starts,
        discharge.hour,
        dates.get("439", NO_DATE).starts,
        dates.get("431", NO_DATE).starts,
        dates.get("484", NO_DATE).starts,
    )
