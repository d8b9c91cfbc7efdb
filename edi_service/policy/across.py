"""
Professional claims against facility claims for the same patient and day, over a whole run.

Of each claim only a small key is kept: a number made of member, patient, payer and day, and what
was billed there.  What does not go together, and how grave it is, the policies say (``<across>``).
Which of two claims is wrong nobody can tell, so it is said at the professional one; a patient may
have been at both places on one day.
"""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from edi_service.claims.model import ClaimKind
from edi_service.claims.values import Memory
from edi_service.facts.rates import NO_RATES
from edi_service.policy.across_kinds import (
    ASC_AGAINST_HOSPITAL,
    CAMPUS_AGAINST_MODIFIER,
    FACILITY_AGAINST_PLACE,
    HOSPICE_AGAINST_MODIFIER,
    INPATIENT_AGAINST_OUTPATIENT,
    NURSING_AGAINST_STAY,
    OFFICE_AGAINST_HOSPITAL,
)
from edi_service.policy.place_pay import of_line
from edi_service.policy.place_rows import graded
from edi_service.policy.place_rules import AcrossSort
from edi_service.policy.pointing import CLAIM_PLACE, finding_of, position

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from edi_service.claims.model import Claim, ServiceLine
    from edi_service.finding import Finding, Position
    from edi_service.policy.library import Library
    from edi_service.policy.place_rows import Graded, PlaceRows
    from edi_service.policy.place_rules import AcrossRow
    from edi_service.policy.rule import Subject
    from edi_service.policy.selection import CodeIndex

    Rows = tuple[Graded[AcrossRow], ...]

_KINDS = {
    AcrossSort.OFFICE: OFFICE_AGAINST_HOSPITAL,
    AcrossSort.INPATIENT: INPATIENT_AGAINST_OUTPATIENT,
    AcrossSort.NURSING: NURSING_AGAINST_STAY,
    AcrossSort.CAMPUS: CAMPUS_AGAINST_MODIFIER,
    AcrossSort.SURGERY_CENTER: ASC_AGAINST_HOSPITAL,
    AcrossSort.FACILITY: FACILITY_AGAINST_PLACE,
    AcrossSort.HOSPICE: HOSPICE_AGAINST_MODIFIER,
}
_LONGEST_STAY = 400  # days of one statement that are looked at
_NOTHING_PAID: Mapping[str, tuple[Finding, ...]] = MappingProxyType({})
_NEVER = frozenset("8")  # CLM05-3: a void says that nothing was there


class _Billed(NamedTuple):
    """What matters of a facility's claim."""

    bill_type: str
    modifiers: frozenset[str]
    revenue_codes: frozenset[str]


class _Visit(NamedTuple):
    """
    A place of service on a day, the rows that could speak of it, and where the claim stands.

    *paid* is what its lines are paid otherwise if a row is right, by the row's id.
    """

    key: int
    day: date
    place: str
    rows: Rows
    position: Position
    claim_id: str
    file: str
    paid: Mapping[str, tuple[Finding, ...]]


class Across:
    """Takes the claims of a run, whatever their order; :meth:`findings` tells in the end."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._visits: list[_Visit] = []
        self._facilities: dict[int, set[_Billed]] = {}
        self._rows: dict[
            tuple[PlaceRows, str, date | None], Memory[tuple[str, tuple[str, ...]], Rows]
        ] = {}

    def add(self, subject: Subject, file: str) -> None:
        """Keep what matters of the claim of *subject*, read from *file*."""
        claim = subject.claim
        if claim.frequency in _NEVER or not claim.parties.subscriber.party.identifier:
            return
        if claim.kind is ClaimKind.INSTITUTIONAL:
            self._add_facility(claim)
        elif claim.kind is ClaimKind.PROFESSIONAL:
            self._add_visits(subject, file)

    def findings(self) -> Iterator[tuple[Finding, str]]:
        """What does not go together on each professional claim and day, once a kind."""
        for visit in self._visits:
            billed, told = self._facilities.get(visit.key, set()), set[AcrossSort]()
            for each in visit.rows if billed else ():
                row = each.row
                if row.sort in told or not _disagrees(row, billed):
                    continue
                told.add(row.sort)
                message = f"Place of service {visit.place} on {visit.day}: {row.title}.{each.check}"
                found = _KINDS[row.sort].found(
                    visit.position,
                    message,
                    severity=each.severity,
                    source=each.source,
                    claim_id=visit.claim_id,
                )
                yield found, visit.file
                for paid in visit.paid.get(row.id, ()):
                    yield paid, visit.file

    def _add_facility(self, claim: Claim) -> None:
        first, last = claim.first_day, claim.last_day
        if first is None or last is None:
            return
        billed = _Billed(
            claim.bill_type,
            frozenset(each for line in claim.lines for each in line.modifiers),
            frozenset(line.revenue_code for line in claim.lines),
        )
        for number in range(min((last - first).days + 1, _LONGEST_STAY)):
            key = _key(claim, first + timedelta(days=number))
            self._facilities.setdefault(key, set()).add(billed)

    def _add_visits(self, subject: Subject, file: str) -> None:
        claim = subject.claim
        there: dict[tuple[str, date, tuple[str, ...]], tuple[list[ServiceLine], Rows]] = {}
        known = self._known(subject)
        for line in claim.lines:
            place, day = claim.place_of(line), claim.starts_of(line)
            rows = known[place, line.modifiers]
            if day is not None and place and rows:
                ids = tuple(each.row.id for each in rows)
                there.setdefault((place, day, ids), ([], rows))[0].append(line)
        for (place, day, _), (lines, rows) in there.items():
            last = lines[-1]
            own = last.place_of_service
            at = position(claim, last, 5) if own else position(claim, None, *CLAIM_PLACE)
            key, paid = _key(claim, day), self._paid(subject, lines, rows)
            self._visits.append(_Visit(key, day, place, rows, at, claim.claim_id, file, paid))

    def _paid(
        self, subject: Subject, lines: list[ServiceLine], rows: Rows
    ) -> Mapping[str, tuple[Finding, ...]]:
        if subject.rates is NO_RATES:
            return _NOTHING_PAID
        places = self._library.places
        return {
            each.row.id: tuple(
                finding_of(kind, answer, subject.claim, answer.source)
                for line in lines
                for kind, answer in of_line(subject, line, each.row.at, places)
            )
            for each in rows
            if each.row.at
        }

    def _known(self, subject: Subject) -> Memory[tuple[str, tuple[str, ...]], Rows]:
        """By place and modifiers the rows that could speak of a line; shared by claims alike."""
        day = subject.claim.first_day
        rows = self._library.applying(subject.payer, day, subject.as_of.date()).rows_of(subject)
        key = rows, subject.payer.line_of_business if subject.payer else "", day
        if key not in self._rows:
            counting = [found for each in rows.across for found in graded(each, subject)]
            self._rows[key] = Memory(
                lambda asked: tuple(each for each in counting if _could_concern(each.row, *asked))
            )
        return self._rows[key]


def _could_concern(row: AcrossRow, place: str, modifiers: tuple[str, ...]) -> bool:
    return (not row.places or place in row.places) and set(row.unless_modifiers).isdisjoint(
        modifiers
    )


def _key(claim: Claim, day: date) -> int:
    """A number that says nothing of the person, and is another in each run."""
    parties = claim.parties
    patient = parties.patient
    return hash(
        (
            parties.subscriber.party.identifier.upper(),
            parties.payer.identifier.upper(),
            patient.birth_date,
            patient.party.first_name.upper(),
            day,
        )
    )


def _disagrees(row: AcrossRow, billed: Iterable[_Billed]) -> bool:
    """Whether what facilities *billed* for the patient and day is what *row* objects to."""
    beside = [each for each in billed if each.bill_type in row.beside]
    if row.beside_revenue:
        beside = [each for each in beside if _any_in(each.revenue_codes, row.beside_index)]
    if not beside or any(each.bill_type in row.unless_beside for each in billed):
        return False
    if any(_any_in(each.revenue_codes, row.unless_index) for each in beside):
        return False
    marked = [set(each.modifiers) for each in beside]
    return all(not each.isdisjoint(row.all_with) for each in marked if row.all_with) and all(
        each.isdisjoint(row.none_with) for each in marked
    )


def _any_in(codes: Iterable[str], wanted: CodeIndex) -> bool:
    return any(each in wanted for each in codes)
