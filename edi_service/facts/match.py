"""
Whose facts these are: rows of the office's tables, found by what a claim shows of itself.

A facts row belongs to a claim by CLM01 and the billing provider's NPI; a row without an NPI to the
claims of one provider only.  What is not surely a claim's own is not used for it.
"""

from __future__ import annotations

from copy import copy
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Generic, NamedTuple, Self, TypeVar

import msgspec

from edi_service.facts.encounter import NO_ENCOUNTER, Encounter
from edi_service.facts.kinds import AMBIGUOUS, UNMATCHED
from edi_service.facts.model import NO_FACTS, ClaimFacts
from edi_service.finding import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from edi_service.facts.model import AuthorizationOnFile
    from edi_service.facts.shown import MappedPayer, ShownClaim, ShownLine
    from edi_service.finding import Finding, Report


Known = TypeVar("Known")
ZERO = Decimal(0)


class Row(NamedTuple, Generic[Known]):
    """
    What one row knows, and whom it is about.

    *place* names the row in its file, such as ``row 7``; *billing_npi* may be empty.
    *other_number* is another by which claims may know it, such as that of the visit.
    """

    place: str
    claim_number: str
    billing_npi: str
    known: Known
    other_number: str = ""


class Table(Generic[Known]):
    """
    The rows of a run, asked claim by claim; it remembers which rows were asked for.

    *nothing* is what is known where no row is.  *name* is the file's, for findings; *findings* are
    those met while the file was read.
    """

    def __init__(
        self,
        nothing: Known,
        rows: Iterable[Row[Known]] = (),
        *,
        name: str = "",
        findings: Iterable[Finding] = (),
    ) -> None:
        self.name = name
        self.findings = tuple(findings)
        self._nothing = nothing
        self._rows: dict[tuple[str, str], list[Row[Known]]] = {}
        self._askers: dict[tuple[str, str], str] = {}  # key of a row → NPI of its first claim
        for row in rows:
            for number in dict.fromkeys(filter(None, (row.claim_number, row.other_number))):
                self._rows.setdefault((number, row.billing_npi), []).append(row)

    def find(self, claim: ShownClaim, report: Report) -> Known:
        """
        What is known of *claim*; nothing, with a finding in *report*, where that is not sure.

        A row with the billing provider's NPI goes before one without.
        """
        if not self._rows:
            return self._nothing
        npi = claim.parties.billing.npi
        for key in ((claim.number, npi), (claim.number, "")):
            if key in self._rows:
                return self._take(key, npi, claim, report)
        return self._nothing

    def over(self, older: Self) -> Self:
        """A table of both, not asked yet, where these rows stand for any of the same claim."""
        made = self.afresh()
        made._rows = {**older._rows, **self._rows}  # noqa: SLF001 -- tables of one class
        return made

    def afresh(self) -> Self:
        """The same table, not asked yet."""
        made = copy(self)
        made._askers = {}  # noqa: SLF001 -- a table of this class
        return made

    @property
    def askers(self) -> Mapping[tuple[str, str], str]:
        """The rows asked for, each with the NPI of the claim that asked first."""
        return self._askers

    def agrees(self, askers: Mapping[tuple[str, str], str]) -> bool:
        """
        Take the *askers* of the same table elsewhere for its own.

        False where claims of two providers have asked for one row: who was first is not known.
        """
        return all(self._askers.setdefault(key, npi) == npi for key, npi in askers.items())

    def unmatched(self) -> Iterator[Finding]:
        """A finding for each row that no claim has asked for, in the order of the file."""
        asked = {id(row) for key in self._askers for row in self._rows[key]}
        for key, rows in self._rows.items():
            for row in rows:
                if id(row) not in asked and key[0] == (row.claim_number or row.other_number):
                    yield UNMATCHED.found(NOWHERE, f"{row.place}: no claim read has its number")

    def _take(self, key: tuple[str, str], npi: str, claim: ShownClaim, report: Report) -> Known:
        rows, first = self._rows[key], self._askers.setdefault(key, npi)
        places = ", ".join(row.place for row in rows)
        if len(rows) > 1:
            message = f"{places}: the claim has more than one row"
        elif first != npi:
            message = f"{places}: it names no provider, and claims of two have its number"
        else:
            return rows[0].known
        placed = claim.placed
        position = NOWHERE if placed is None else placed.position(0)
        report.add(AMBIGUOUS.found(position, message, claim_id=claim.claim_id))
        return self._nothing


class FactsTable(Table[ClaimFacts]):
    """The facts of a run."""

    def __init__(
        self,
        rows: Iterable[Row[ClaimFacts]] = (),
        *,
        name: str = "",
        findings: Iterable[Finding] = (),
    ) -> None:
        super().__init__(NO_FACTS, rows, name=name, findings=findings)

    @classmethod
    def empty(cls) -> FactsTable:
        """A table that knows nothing."""
        return cls()


class EncounterTable(Table[Encounter]):
    """The encounters of a run."""

    def __init__(
        self,
        rows: Iterable[Row[Encounter]] = (),
        *,
        name: str = "",
        findings: Iterable[Finding] = (),
    ) -> None:
        super().__init__(NO_ENCOUNTER, rows, name=name, findings=findings)

    @classmethod
    def empty(cls) -> EncounterTable:
        """A table that knows nothing."""
        return cls()


def _is_counted(line: ShownLine, authorization: AuthorizationOnFile) -> bool:
    """Whether *line* bills units of a service that *authorization* names."""
    named = authorization.procedures
    return line.unit == "UN" and (not named or line.procedure in named)


class AuthorizationTable:
    """
    The authorizations on file, asked claim by claim.

    *name* is the file's, for findings; *findings* are those met while the file was read.
    """

    def __init__(
        self,
        authorizations: Iterable[AuthorizationOnFile] = (),
        *,
        name: str = "",
        findings: Iterable[Finding] = (),
    ) -> None:
        self.name = name
        self.findings = tuple(findings)
        self._by_member: dict[str, list[AuthorizationOnFile]] = {}
        self._by_number: dict[str, list[AuthorizationOnFile]] = {}
        self._used: dict[AuthorizationOnFile, Decimal] = {}
        for each in authorizations:
            self._by_member.setdefault(each.member.upper(), []).append(each)
            self._by_number.setdefault(each.number.upper(), []).append(each)

    @classmethod
    def empty(cls) -> AuthorizationTable:
        """A table that knows nothing."""
        return cls()

    def over(self, older: AuthorizationTable) -> AuthorizationTable:
        """A table of both, none used yet, where these stand for any of their number and member."""
        told = {(each.number.upper(), each.member.upper()) for each in self._all()}
        kept = (
            each for each in older._all() if (each.number.upper(), each.member.upper()) not in told
        )
        return AuthorizationTable(
            (*self._all(), *kept), name=self.name or older.name, findings=self.findings
        )

    def afresh(self) -> AuthorizationTable:
        """The same table, none of it used yet."""
        made = copy(self)
        made._used = {}  # noqa: SLF001 -- a table of this class
        return made

    def _all(self) -> Iterator[AuthorizationOnFile]:
        return chain.from_iterable(self._by_member.values())

    def find(self, claim: ShownClaim, payer: MappedPayer | None) -> tuple[AuthorizationOnFile, ...]:
        """
        Those given to the claim's member by its payer, in the order of the file.

        The payer is known by the library's key or by the identifier the claim submits; neither is
        compared with regard to case.  Which services and days they cover is for a rule to say.
        Behind them stand those of other members and payers whose number the claim shows.
        """
        if not self._by_member:
            return ()
        parties = claim.parties
        member = parties.subscriber.party.identifier.upper()
        payers = {parties.payer.identifier.upper(), payer.payer.upper() if payer else ""} - {""}
        found = self._by_member.get(member, ()) if member else ()
        own = [each for each in found if each.payer.upper() in payers]
        shown = {*claim.authorizations, *(n for line in claim.lines for n in line.authorizations)}
        others = (each for number in sorted(shown) for each in self._of(number))
        return tuple(map(self._as_used, (*own, *(each for each in others if each not in own))))

    def use(self, claim: ShownClaim) -> None:
        """
        Count the units that *claim* bills under the numbers it shows as used by it.

        A claim that replaces or voids another (frequency 7, 8) bills nothing new; one that bills
        more than is left is held, and uses nothing.
        """
        if not self._by_number or claim.frequency in {"7", "8"}:
            return
        member = claim.parties.subscriber.party.identifier.upper()
        billed: dict[AuthorizationOnFile, Decimal] = {}
        for line in claim.lines:
            for number in line.authorizations or claim.authorizations:
                for each in self._of(number):
                    if each.member.upper() == member and _is_counted(line, each):
                        billed[each] = billed.get(each, ZERO) + line.quantity
        for each, units in billed.items():
            used = self._used.get(each, ZERO) + units
            if each.units is None or (each.used or ZERO) + used <= each.units:
                self._used[each] = used

    def _as_used(self, authorization: AuthorizationOnFile) -> AuthorizationOnFile:
        """*authorization* with what claims of this run have used of it."""
        used = self._used.get(authorization)
        if used is None:
            return authorization
        return msgspec.structs.replace(authorization, used=(authorization.used or ZERO) + used)

    def _of(self, number: str) -> list[AuthorizationOnFile]:
        return self._by_number.get(number.upper(), [])
