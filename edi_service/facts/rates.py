"""
What a payer allows for a service at a facility and elsewhere: the office's own list of rates.

A physician is paid less where a facility bills its own costs, so that a wrong place of service is
a wrong payment.  How much it comes to only the office's contracts and fee schedules say; nothing
is shipped.  Of the rows that fit a service those that say most of it go before the others.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.finding import Finding

WHATEVER = ("*",)  # modifiers of a row that is for a line with any, or with none


class PlaceRate(Struct, frozen=True, kw_only=True):
    """
    What is allowed for one unit of a procedure, in dollars, from one day to another, both included.

    *row* names it in its file.  An empty *payer* is any; *modifiers* are exactly those of the line,
    or :data:`WHATEVER`; *locality* is how the ZIP code of the place of care begins, empty for any.
    *source* is where the office has it from.
    """

    row: str
    procedure: str
    facility: Decimal
    nonfacility: Decimal
    starts: date
    source: str
    ends: date | None = None
    modifiers: tuple[str, ...] = ()
    payer: str = ""
    locality: str = ""

    def amount(self, *, at_facility: bool) -> Decimal:
        """What is allowed for a unit in that setting."""
        return self.facility if at_facility else self.nonfacility

    def fits(self, service: Service) -> bool:
        """Whether *service* is what the row is about."""
        return (
            self.starts <= service.day
            and (self.ends is None or service.day <= self.ends)
            and (not self.payer or self.payer.upper() in service.payers)
            and (self.modifiers == WHATEVER or set(self.modifiers) == set(service.modifiers))
            and service.postal_code.startswith(self.locality)
        )

    @property
    def nearness(self) -> tuple[bool, bool, int]:
        """How much the row says of a service: a payer's own first, then modifiers, then ZIP."""
        return bool(self.payer), self.modifiers != WHATEVER, len(self.locality)


class Service(NamedTuple):
    """
    What a rate is asked for.

    *payers* are the names of the claim's payer, in capitals; *postal_code* is that of the place of
    care, empty where the claim does not say it.
    """

    procedure: str
    modifiers: tuple[str, ...]
    day: date
    payers: frozenset[str]
    postal_code: str


class RateTable:
    """
    The rates of a run.

    *name* is the file's, for findings; *findings* are those met while the file was read.
    """

    def __init__(
        self,
        rates: Iterable[PlaceRate] = (),
        *,
        name: str = "",
        findings: Iterable[Finding] = (),
    ) -> None:
        self.name = name
        self.findings = tuple(findings)
        self._by_procedure: dict[str, list[PlaceRate]] = {}
        for each in rates:
            self._by_procedure.setdefault(each.procedure, []).append(each)

    def find(self, service: Service) -> tuple[PlaceRate, ...]:
        """
        The rows that say most of *service*; none where no row fits.

        Several where they say equally much, so that it cannot be told which of them counts, unless
        their amounts are the same: then the first.
        """
        fitting = [
            row for row in self._by_procedure.get(service.procedure, ()) if row.fits(service)
        ]
        if not fitting:
            return ()
        most = max(row.nearness for row in fitting)
        nearest = [row for row in fitting if row.nearness == most]
        amounts = {(row.facility, row.nonfacility) for row in nearest}
        return tuple(nearest) if len(amounts) > 1 else (nearest[0],)


NO_RATES = RateTable()
