"""What several policies say of places, as one: a payer's own row goes before a general one."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

from msgspec.structs import replace

from edi_service.policy.model import ANY_PAYER
from edi_service.policy.selection import CodeIndex
from edi_service.policy.trust import as_grave_as_read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from edi_service.facts.encounter import PatientClass
    from edi_service.finding import Severity
    from edi_service.policy.model import Source
    from edi_service.policy.place_rules import (
        AcrossRow,
        ComparedPart,
        ComparedRow,
        EncounterRow,
        FacilityRow,
        Grade,
        PlaceFamily,
        PlaceRules,
        Row,
        TwoRatesRow,
    )
    from edi_service.policy.rule import Subject
    from edi_service.policy.stand import Stand

_KEPT = 4096  # procedures whose families are remembered; a biller's claims use a few hundred


class _Rowed(Protocol):
    """What has an id of its own, and days."""

    @property
    def id(self) -> str: ...

    @property
    def row(self) -> Row: ...


class _WithGrades(_Rowed, Protocol):
    """A row that says for whom it is how grave."""

    @property
    def grades(self) -> tuple[Grade, ...]: ...


RowT_co = TypeVar("RowT_co", bound=_Rowed, covariant=True)
GradedT = TypeVar("GradedT", bound=_WithGrades)


class Standing(NamedTuple, Generic[RowT_co]):
    """A row, and the policy it stands in."""

    row: RowT_co
    stand: Stand

    @property
    def source(self) -> str:
        """What a finding cites."""
        return f"{self.stand.policy.id}: {self.read}"

    def graded(self, severity: Severity, subject: Subject) -> tuple[Severity, str]:
        """*severity* as far as the row's reading carries it, and what is to be said of that."""
        return as_grave_as_read(severity, self.read, subject)

    @property
    def read(self) -> Source:
        """Where the row was read, and how well."""
        own, source = self.row.row, self.stand.revision.source
        if not own.locator and own.certainty is None:
            return source
        return replace(
            source,
            locator=own.locator or source.locator,
            certainty=own.certainty or source.certainty,
        )


class Graded(NamedTuple, Generic[RowT_co]):
    """A row that counts for a claim: how grave it is there, what to check, and what to cite."""

    row: RowT_co
    severity: Severity
    check: str
    source: str


def standing(
    stands: Iterable[Stand], rows: Callable[[PlaceRules], Iterable[RowT_co]]
) -> tuple[Standing[RowT_co], ...]:
    """
    The *rows* of several policies.

    One in a payer's own policy takes the place of the general one with the same id.
    """
    chosen: dict[str, Standing[RowT_co]] = {}
    for stand in sorted(stands, key=lambda stand: stand.policy.payer != ANY_PAYER):
        chosen.update((each.id, Standing(each, stand)) for each in rows(stand.revision.places))
    return tuple(chosen.values())


class PlaceRows:
    """
    The rows of several policies.

    Attributes:
        across: what does not go with a facility's claim.
        facilities: where a claim names the service facility.
        two_rates: that places of both rates on one claim are worth a word.
    """

    def __init__(self, stands: tuple[Stand, ...]) -> None:
        self._encounters: tuple[Standing[EncounterRow], ...] = standing(
            stands, lambda places: places.encounters
        )
        self.across: tuple[Standing[AcrossRow], ...] = standing(
            stands, lambda places: places.across
        )
        self.facilities: tuple[Standing[FacilityRow], ...] = standing(
            stands, lambda places: places.facilities
        )
        self.two_rates: tuple[Standing[TwoRatesRow], ...] = standing(
            stands, lambda places: places.two_rates
        )
        self._compared: tuple[Standing[ComparedRow], ...] = standing(
            stands, lambda places: places.compared
        )
        self._families = tuple(
            (CodeIndex(each.row.codes), each)
            for each in standing(stands, lambda places: places.families)
        )
        self.families_of = lru_cache(maxsize=_KEPT)(self._find)

    def compared(self, part: ComparedPart, subject: Subject) -> Iterator[Graded[ComparedRow]]:
        """The rows that have *part* compared on the claim of *subject*."""
        bill_type = subject.claim.bill_type
        for each in self._compared:
            row = each.row
            if row.part is part and (not row.bill_types or bill_type in row.bill_types):
                yield from graded(each, subject)

    def encounters_of(self, sort: PatientClass, subject: Subject) -> Iterator[Graded[EncounterRow]]:
        """What the claim of *subject* cannot say of a patient of the class *sort*."""
        for each in self._encounters:
            if sort in each.row.classes:
                yield from graded(each, subject)

    def _find(self, procedure: str) -> tuple[Standing[PlaceFamily], ...]:
        """The families that *procedure* belongs to."""
        return tuple(each for codes, each in self._families if procedure in codes)


def graded(found: Standing[GradedT], subject: Subject) -> Iterator[Graded[GradedT]]:
    """*found*, where it counts on the day and for the line of business of a claim."""
    business = subject.payer.line_of_business if subject.payer else ""
    row = found.row
    if not row.row.holds(subject.claim.first_day):
        return
    for each in row.grades:
        if not each.lines_of_business or business in each.lines_of_business:
            yield Graded(row, *found.graded(each.severity, subject), found.source)
            return
