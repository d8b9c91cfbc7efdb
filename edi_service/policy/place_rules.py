"""
What a policy says of places of service: within a claim, against the records, and across claims.

Each is a row with an id: one in a payer's own policy takes the place of the general one.  Rows hold
from day to day, and may be less, or better, read than the revision they stand in.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from edi_service.claims.model import ClaimKind
from edi_service.facts.encounter import PatientClass
from edi_service.finding import Severity
from edi_service.policy.certainty import Certainty
from edi_service.policy.selection import CodeIndex, CodeRange, Services


class Row(Struct, frozen=True):
    """
    When a row holds, and how well it was read.

    *starts* and *ends* are days of service, both included; None: those of the revision.  Without
    *certainty* and *locator* those of the revision's source count.
    """

    starts: date | None = None
    ends: date | None = None
    locator: str = ""
    certainty: Certainty | None = None

    def holds(self, day: date | None) -> bool:
        """Whether the row counts on *day*; on a day that is not known only if it always does."""
        if day is None:
            return self.starts is None and self.ends is None
        return (self.starts is None or self.starts <= day) and (
            self.ends is None or day <= self.ends
        )


ALWAYS = Row()


class Grade(Struct, frozen=True):
    """How grave it is for these lines of business; none named: for any."""

    severity: Severity
    lines_of_business: tuple[str, ...] = ()


class Otherwise(Struct, frozen=True, kw_only=True):
    """How grave a place outside the expected ones is; empty *places* and *lines* mean any."""

    severity: Severity
    places: tuple[str, ...] = ()
    lines_of_business: tuple[str, ...] = ()


class PlaceFamily(Struct, frozen=True, kw_only=True):
    """Procedures that belong in certain places of service."""

    id: str
    title: str
    codes: tuple[CodeRange, ...]
    expected: tuple[str, ...]
    tolerated: tuple[str, ...] = ()
    otherwise: tuple[Otherwise, ...] = ()  # in order; the first that fits counts
    row: Row = ALWAYS


class MisfitSort(StrEnum):
    """What it is on a claim that does not go with the place, the setting or the day."""

    DIAGNOSIS = "diagnosis"  # or the age, or the sort of admission
    MODIFIER = "modifier"
    PROCEDURE = "procedure"


class Misfit(Struct, frozen=True, kw_only=True, dict=True):
    """
    What does not go together: lines that any of *when* means are found fault with.

    *title* is the sentence for the biller.  Empty *lines_of_business* and *claims* mean any; with
    *emergency* only lines that say so (SV109) count.
    """

    id: str
    title: str
    sort: MisfitSort
    severity: Severity
    when: tuple[Services, ...]
    lines_of_business: tuple[str, ...] = ()
    claims: tuple[ClaimKind, ...] = ()
    emergency: bool = False
    row: Row = ALWAYS

    @cached_property
    def asks_diagnoses(self) -> bool:
        """Whether only claims with certain diagnoses can show it."""
        return all(services.diagnoses for services in self.when)

    @cached_property
    def asks_neighbours(self) -> bool:
        """Whether only lines beside certain procedures can show it."""
        return all(services.together_with for services in self.when)


class EncounterRow(Struct, frozen=True, kw_only=True):
    """
    What a claim cannot say of a patient whom the records have in one of *classes*.

    *not_at* are places of service, of which those in *first_day_at* are right on the day of the
    admission; *at* is where such a patient is, one of them.  *not_billed* are the first two digits
    of types of bill, and *billed* what they should be.
    """

    id: str
    classes: tuple[PatientClass, ...]
    grades: tuple[Grade, ...]  # in order; the first that fits counts
    not_at: tuple[str, ...] = ()
    first_day_at: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    not_billed: tuple[str, ...] = ()
    billed: tuple[str, ...] = ()
    row: Row = ALWAYS


class ComparedPart(StrEnum):
    """A part of a claim that the office's records have as well."""

    PLACE = "place"
    ADMISSION = "admission"
    DISCHARGE = "discharge"
    STATEMENT_END = "statement-end"
    PATIENT_STATUS = "patient-status"
    STILL_A_PATIENT = "still-a-patient"


class ComparedRow(Struct, frozen=True, kw_only=True):
    """
    A part of the claim that is compared with the records.

    Only on *bill_types* when there are any; not where the patient status (CL103) is one of
    *unless_status*.  Of STILL_A_PATIENT it is *unless_status* that says so.
    """

    id: str
    part: ComparedPart
    grades: tuple[Grade, ...]
    bill_types: tuple[str, ...] = ()
    unless_status: tuple[str, ...] = ()
    row: Row = ALWAYS


class AcrossSort(StrEnum):
    """What a professional and a facility claim of one day disagree about."""

    OFFICE = "office"
    INPATIENT = "inpatient"
    NURSING = "nursing"
    CAMPUS = "campus"
    SURGERY_CENTER = "surgery-center"
    FACILITY = "facility"
    HOSPICE = "hospice"


class AcrossRow(Struct, frozen=True, kw_only=True, dict=True):
    """
    A professional service at one of *places* does not go with a facility claim *beside* it.

    *beside* are the first two digits of types of bill, of which *beside_revenue* restricts to
    claims with such a revenue code.  A claim of *unless_beside*, or with a revenue code of
    *unless_revenue*, explains the place.  A line with one of *unless_modifiers* is let pass.
    *all_with*: each claim beside it has one of these modifiers; *none_with*: none has.
    *at* is the place that speaks for the facility claim, one of them; empty where it is not known.
    """

    id: str
    title: str
    sort: AcrossSort
    grades: tuple[Grade, ...]
    beside: tuple[str, ...]
    places: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    unless_modifiers: tuple[str, ...] = ()
    beside_revenue: tuple[CodeRange, ...] = ()
    unless_beside: tuple[str, ...] = ()
    unless_revenue: tuple[CodeRange, ...] = ()
    all_with: tuple[str, ...] = ()
    none_with: tuple[str, ...] = ()
    row: Row = ALWAYS

    @cached_property
    def beside_index(self) -> CodeIndex:
        """*beside_revenue*, to look a line's revenue code up in."""
        return CodeIndex(self.beside_revenue)

    @cached_property
    def unless_index(self) -> CodeIndex:
        """*unless_revenue*, to look a line's revenue code up in."""
        return CodeIndex(self.unless_revenue)


class FacilityRow(Struct, frozen=True, kw_only=True, dict=True):
    """
    Where a claim names the service facility (loop 2310C), and where it does not.

    At *needed_at* it is named, unless the billing provider has one of the taxonomy codes
    *unless_billed_by* and so is the facility; at *not_at* it is not.
    """

    id: str
    grades: tuple[Grade, ...]
    needed_at: tuple[str, ...] = ()
    unless_billed_by: tuple[CodeRange, ...] = ()
    not_at: tuple[str, ...] = ()
    row: Row = ALWAYS

    @cached_property
    def billed_by_index(self) -> CodeIndex:
        """*unless_billed_by*, to look a taxonomy code up in."""
        return CodeIndex(self.unless_billed_by)


class TwoRatesRow(Struct, frozen=True, kw_only=True):
    """That places of both rates, facility and nonfacility, on one claim are worth a word."""

    id: str
    grades: tuple[Grade, ...]
    row: Row = ALWAYS


class PlaceRules(Struct, frozen=True, kw_only=True):
    """All that a revision says of places; *admission_places* need an admission date."""

    families: tuple[PlaceFamily, ...] = ()
    admission_places: tuple[str, ...] = ()
    misfits: tuple[Misfit, ...] = ()
    encounters: tuple[EncounterRow, ...] = ()
    compared: tuple[ComparedRow, ...] = ()
    across: tuple[AcrossRow, ...] = ()
    facilities: tuple[FacilityRow, ...] = ()
    two_rates: tuple[TwoRatesRow, ...] = ()


SILENT = PlaceRules()
