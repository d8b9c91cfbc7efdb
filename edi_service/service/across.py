"""
Professional claims against facility claims for the same patient and day, over a whole run.

Of each claim only a small key is kept: a number made of member, patient, payer and day, and what
was billed there.  Which of two claims is wrong nobody can tell, so all that is said is a warning
at the professional one; a patient may have been at both places on one day.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from edi_service.claims.model import ClaimKind
from edi_service.policy.pointing import CLAIM_PLACE, position
from edi_service.service.kinds import (
    ASC_AGAINST_HOSPITAL,
    CAMPUS_AGAINST_MODIFIER,
    INPATIENT_AGAINST_OUTPATIENT,
    NURSING_AGAINST_STAY,
    OFFICE_AGAINST_HOSPITAL,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from edi_service.claims.model import Claim
    from edi_service.finding import Finding, Kind, Position

_LOOKED_AT = frozenset({"11", "19", "21", "22", "24", "31", "32"})
_OFF_CAMPUS = frozenset({"PO", "PN"})  # modifiers of a hospital's off-campus departments
_LONGEST_STAY = 400  # days of one statement that are looked at
_NEVER = frozenset("8")  # CLM05-3: a void says that nothing was there


class _Visit(NamedTuple):
    """A place of service on a day, and where the claim stands."""

    key: int
    day: date
    place: str
    position: Position
    claim_id: str
    file: str


class Across:
    """Takes the claims of a run, whatever their order; :meth:`findings` tells in the end."""

    def __init__(self) -> None:
        self._visits: list[_Visit] = []
        self._facilities: dict[int, set[tuple[str, bool]]] = {}  # (bill type, is off campus)

    def add(self, claim: Claim, file: str) -> None:
        """Keep what matters of *claim*, read from *file*."""
        if claim.frequency in _NEVER or not claim.parties.subscriber.party.identifier:
            return
        if claim.kind is ClaimKind.INSTITUTIONAL:
            self._add_facility(claim)
        elif claim.kind is ClaimKind.PROFESSIONAL:
            self._add_visits(claim, file)

    def findings(self) -> Iterator[tuple[Finding, str]]:
        """A finding for each professional claim and day that disagrees, with its file."""
        for visit in self._visits:
            billed = self._facilities.get(visit.key)
            if billed and (says := _disagreement(visit.place, billed)):
                kind, because = says
                message = f"Place of service {visit.place} on {visit.day}: {because}."
                found = kind.found(visit.position, message, claim_id=visit.claim_id)
                yield found, visit.file

    def _add_facility(self, claim: Claim) -> None:
        first, last = claim.first_day, claim.last_day
        if first is None or last is None:
            return
        off_campus = any(_OFF_CAMPUS.intersection(line.modifiers) for line in claim.lines)
        for number in range(min((last - first).days + 1, _LONGEST_STAY)):
            key = _key(claim, first + timedelta(days=number))
            self._facilities.setdefault(key, set()).add((claim.bill_type, off_campus))

    def _add_visits(self, claim: Claim, file: str) -> None:
        there = {(claim.place_of(line), claim.starts_of(line)): line for line in claim.lines}
        for (place, day), line in there.items():
            if day is not None and place in _LOOKED_AT:
                own = line.place_of_service
                at = position(claim, line, 5) if own else position(claim, None, *CLAIM_PLACE)
                self._visits.append(_Visit(_key(claim, day), day, place, at, claim.claim_id, file))


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


def _disagreement(place: str, billed: set[tuple[str, bool]]) -> tuple[Kind, str] | None:
    """What facility claims *billed* for the patient and day have against *place*."""
    types = {bill_type for bill_type, _ in billed}
    outpatient = [off_campus for bill_type, off_campus in billed if bill_type == "13"]
    inpatient = "inpatient (11x)" if "11" in types else "outpatient (13x)"
    that_day = "bills an outpatient (13x) that day"
    cases = (
        (
            "11",
            types & {"11", "13"},
            OFFICE_AGAINST_HOSPITAL,
            f"a hospital bills the patient as an {inpatient} that day",
        ),
        (
            "21",
            outpatient and not types & {"11", "12"},
            INPATIENT_AGAINST_OUTPATIENT,
            f"the hospital {that_day}",
        ),
        (
            "32",
            "21" in types,
            NURSING_AGAINST_STAY,
            "a skilled nursing facility bills a stay (21x) that day",
        ),
        (
            "31",
            types & {"22", "23"} and "21" not in types,
            NURSING_AGAINST_STAY,
            "the facility bills no stay (21x) but 22x or 23x that day",
        ),
        (
            "22",
            outpatient and all(outpatient),
            CAMPUS_AGAINST_MODIFIER,
            "the hospital's claim has PO or PN: off campus is 19",
        ),
        (
            "19",
            outpatient and not any(outpatient),
            CAMPUS_AGAINST_MODIFIER,
            "the hospital's claim has neither PO nor PN",
        ),
        ("24", outpatient and "83" not in types, ASC_AGAINST_HOSPITAL, f"a hospital {that_day}"),
    )
    return next(
        ((kind, says) for where, is_so, kind, says in cases if where == place and is_so), None
    )
