"""
What an 837 says, in the words of the trade.

A :class:`Claim` holds what nearly every reader of claims asks for.  What is asked for rarely
(providers, notes, attachments, other payers, drugs, ambulance trips) is read, when asked, from
the claim's own placed segments by the modules beside this one.

Names and identifiers of persons have no ``repr``: a claim that slips into a log says nothing.
"""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

from msgspec import Struct, field

from edi_service.codes.word import Word
from edi_service.guide.model import Placed

ZERO = Decimal(0)


class ClaimKind(Word):
    """Which of the three claim guides a claim was written by."""

    PROFESSIONAL = "P"  # 005010X222
    INSTITUTIONAL = "I"  # 005010X223
    DENTAL = "D"  # 005010X224


# Bound, since an enumeration takes three times as long to give a member out as to compare it.
_INSTITUTIONAL = ClaimKind.INSTITUTIONAL


class Quiet(Struct, frozen=True, gc=False):
    """The base of what may hold health data: its text names the sort of thing and no more."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


class Reference(Quiet, frozen=True, gc=False):
    """A REF segment; *other_payer* is REF04 when its first component is ``2U``."""

    qualifier: str
    value: str
    other_payer: str = ""


class Contact(Quiet, frozen=True, gc=False):
    """A PER segment: a name and up to three pairs of (qualifier, number), such as TE, FX, EM."""

    name: str = ""
    numbers: tuple[tuple[str, str], ...] = ()


class Party(Quiet, frozen=True, gc=False):
    """A person or organization: an NM1 segment and what follows it in its loop."""

    entity: str = ""  # NM101, such as 85 for a billing provider
    is_person: bool = False  # NM102 = 1
    last_name: str = ""  # or the organization's name
    first_name: str = ""
    middle_name: str = ""
    suffix: str = ""
    identifier_qualifier: str = ""  # NM108: XX an NPI, MI a member, PI or XV a payer
    identifier: str = ""
    taxonomy: str = ""  # PRV03
    street: tuple[str, ...] = ()  # N301, N302
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""
    references: tuple[Reference, ...] = ()
    contact: Contact | None = None

    @property
    def npi(self) -> str:
        """The National Provider Identifier; empty when another identifier was sent."""
        return self.identifier if self.identifier_qualifier == "XX" else ""

    def reference(self, qualifier: str) -> str:
        """The first REF02 with this REF01; empty when there is none."""
        return next((ref.value for ref in self.references if ref.qualifier == qualifier), "")


class Person(Quiet, frozen=True, gc=False):
    """A subscriber or patient: the party, and what DMG says of it."""

    party: Party = Party()
    birth_date: date | None = None
    gender: str = ""  # F, M, U


class Coverage(Quiet, frozen=True, gc=False):
    """The subscriber's SBR segment: whose insurance this is, and of what sort."""

    responsibility: str = ""  # SBR01: P primary, S secondary, T tertiary …
    relationship: str = ""  # SBR02: 18 when the subscriber is the patient, else empty
    group_number: str = ""  # SBR03
    group_name: str = ""  # SBR04
    claim_filing: str = ""  # SBR09: MA, MB, MC, VA, CI …


class Parties(Quiet, frozen=True, gc=False):
    """Whom a claim concerns: what it inherits from the hierarchical levels above it."""

    billing: Party = Party()  # 2010AA, with the taxonomy of 2000A PRV
    coverage: Coverage = Coverage()  # 2000B SBR
    subscriber: Person = Person()  # 2010BA
    payer: Party = Party()  # 2010BB: the destination payer
    dependent: Person | None = None  # 2010CA, when the patient is not the subscriber
    dependent_relationship: str = ""  # 2000C PAT01
    levels: tuple[Placed, ...] = ()  # the segments of 2000A, 2000B and, where there is one, 2000C

    @property
    def patient(self) -> Person:
        """The person who was treated."""
        return self.subscriber if self.dependent is None else self.dependent


class Diagnosis(Struct, frozen=True, gc=False):
    """A component of HI: *qualifier* such as ABK (principal), ABF, ABJ (admitting), APR, ABN."""

    qualifier: str
    code: str
    present_on_admission: str = ""  # HI0x-9


class Procedure(Struct, frozen=True, gc=False):
    """An institutional procedure (HI BBR, BBQ: ICD-10-PCS) and its day."""

    qualifier: str
    code: str
    day: date | None = None


class CodedDay(Struct, frozen=True, gc=False):
    """An occurrence (HI BH) or occurrence span (HI BI) code with its day or days."""

    code: str
    starts: date | None = None
    ends: date | None = None


class CodedAmount(Struct, frozen=True, gc=False):
    """A value code (HI BE) with its amount: dollars, days or another number."""

    code: str
    amount: Decimal


class ServiceLine(Struct, frozen=True, gc=False):
    """One loop 2400."""

    number: str  # LX01
    charge: Decimal = ZERO
    procedure_qualifier: str = ""  # HC, AD, IV, WK, HP, ER …
    procedure: str = ""
    modifiers: tuple[str, ...] = ()
    description: str = ""
    revenue_code: str = ""  # institutional: SV201
    unit: str = ""  # UN, MJ, DA …
    quantity: Decimal = ZERO
    place_of_service: str = ""  # SV105 or SV303 when it differs from the claim's
    diagnosis_pointers: tuple[int, ...] = ()
    is_emergency: bool = False  # SV109 = Y
    starts: date | None = None  # DTP*472
    ends: date | None = None  # the same day unless a range was sent
    authorizations: tuple[str, ...] = ()  # REF*G1 for the destination payer
    control_number: str = ""  # REF*6R
    index: int = 0  # of the line's LX in the claim's placed segments


class Claim(Struct, frozen=True, gc=False):
    """
    One loop 2300 with everything it inherits.

    Days are dates; an hour is kept only where the claim gives one.  Amounts are dollars.
    """

    kind: ClaimKind
    number: str  # CLM01, the provider's account number for the patient: health data
    claim_id: str = ""  # from the file's bytes and the claim's place in it; nothing of the person
    charge: Decimal = ZERO  # CLM02
    facility_code: str = ""  # CLM05-1: place of service, or the first two digits of the bill type
    facility_qualifier: str = ""  # CLM05-2: A bill type, B place of service
    frequency: str = ""  # CLM05-3: 1 original, 7 replacement, 8 void
    release_of_information: str = ""  # CLM09
    related_causes: tuple[str, ...] = ()  # CLM11-1..3
    accident_state: str = ""  # CLM11-4
    accident_country: str = ""  # CLM11-5
    delay_reason: str = ""  # CLM20
    references: tuple[Reference, ...] = ()  # every REF of loop 2300
    statement_from: date | None = None  # DTP*434
    statement_to: date | None = None
    service_from: date | None = None  # 837D: DTP*472 of loop 2300
    service_to: date | None = None
    admitted: date | None = None  # DTP*435
    admission_hour: time | None = None
    discharged: date | None = None  # DTP*096 of 837P
    discharge_hour: time | None = None  # DTP*096 of 837I
    accident: date | None = None  # DTP*439
    onset: date | None = None  # DTP*431
    last_menstrual_period: date | None = None  # DTP*484
    admission_type: str = ""  # CL101
    admission_source: str = ""  # CL102
    patient_status: str = ""  # CL103
    diagnoses: tuple[Diagnosis, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    occurrences: tuple[CodedDay, ...] = ()
    values: tuple[CodedAmount, ...] = ()
    conditions: tuple[str, ...] = ()
    lines: tuple[ServiceLine, ...] = ()
    parties: Parties = field(default_factory=Parties)
    placed: Placed | None = None  # the segments it was read from; None when made by hand

    def __repr__(self) -> str:
        return f"<Claim {self.claim_id or self.kind.name.lower()}>"

    @property
    def place_of_service(self) -> str:
        """The claim's place of service; empty on an institutional claim."""
        return "" if self.kind is _INSTITUTIONAL else self.facility_code

    @property
    def bill_type(self) -> str:
        """The first two digits of the type of bill; empty but on an institutional claim."""
        return self.facility_code if self.kind is _INSTITUTIONAL else ""

    @property
    def authorizations(self) -> tuple[str, ...]:
        """The numbers in REF*G1 of loop 2300 that are for the destination payer."""
        found: tuple[str, ...] = ()
        for ref in self.references:  # a few, and hardly ever two of these
            if ref.qualifier == "G1" and ref.value and not ref.other_payer:
                found += (ref.value,)
        return found

    def reference(self, qualifier: str) -> str:
        """The first REF02 of loop 2300 with this REF01; empty when there is none."""
        return next((ref.value for ref in self.references if ref.qualifier == qualifier), "")

    def place_of(self, line: ServiceLine) -> str:
        """The place of service of *line*: its own, else the claim's."""
        return line.place_of_service or self.place_of_service

    @property
    def first_day(self) -> date | None:
        """The first day of service: of the statement, else of the lines, else the admission."""
        if first := self.statement_from or self.service_from:
            return first
        for line in self.lines:
            day = line.starts
            if day is not None and (first is None or day < first):
                first = day
        return first or self.admitted

    @property
    def last_day(self) -> date | None:
        """The last day of service, found in the same order."""
        if last := self.statement_to or self.service_to:
            return last
        for line in self.lines:
            day = line.ends or line.starts
            if day is not None and (last is None or day > last):
                last = day
        return last or self.first_day

    def starts_of(self, line: ServiceLine) -> date | None:
        """The day *line* was given: its own, else the claim's first."""
        return line.starts or self.first_day
