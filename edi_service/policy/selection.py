"""Services as a policy selects them: codes, ranges, dated lists, and what else a claim shows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from edi_service.claims.model import ClaimKind
from edi_service.claims.values import Memory
from edi_service.facts.model import Network

if TYPE_CHECKING:
    from collections.abc import Iterable


class DatedCode(Struct, frozen=True, gc=False):
    """
    A row of a code list: a code, and when, where and with which modifier it counts.

    *revenue*, *bill_type* and *place* are what must stand beside it on the claim.
    """

    code: str
    starts: date | None = None
    ends: date | None = None
    state: str = ""
    modifier: str = ""
    revenue: str = ""  # a code, a range, or a beginning such as 045*
    bill_type: str = ""  # its first two digits
    place: str = ""

    def holds(self, day: date, state: str | None, modifiers: tuple[str, ...]) -> bool:
        """Whether the row counts on *day*, in *state* (None: in any), with *modifiers*."""
        return (
            (self.starts is None or self.starts <= day)
            and (self.ends is None or day <= self.ends)
            and (not self.state or state is None or self.state == state)
            and (not self.modifier or self.modifier in modifiers)
        )

    def fits(self, revenue_code: str, bill_type: str, place: str) -> bool:
        """Whether what must stand beside the code does."""
        return (
            (not self.bill_type or self.bill_type == bill_type)
            and (not self.place or self.place == place)
            and (not self.revenue or revenue_code in CodeRange.parse(self.revenue))
        )


class CodeRange(Struct, frozen=True):
    """
    Codes from *first* to *last*, both included; equal for a single code.

    One that ends in ``*`` stands for every code that begins so.  A range counts in digits, after a
    letter it may begin with: 0101T is another sort of code than 00100 to 01999, although it sorts
    between them.
    """

    first: str
    last: str

    @classmethod
    def parse(cls, text: str) -> CodeRange:
        """A code, or a range such as ``70551-70553``."""
        first, _, last = text.partition("-")
        return cls(first, last or first)

    def __contains__(self, code: object) -> bool:
        if code == self.first:
            return True
        if self.first.endswith("*"):
            return isinstance(code, str) and code.startswith(self.first[:-1])
        return (
            isinstance(code, str)
            and self.first < code <= self.last
            and len(code) == len(self.first)
            and code[1:].isdecimal()
        )


class CodeIndex:
    """Many ranges as one: single codes are found at once, however many there are."""

    def __init__(self, ranges: tuple[CodeRange, ...]) -> None:
        self._singles = frozenset(each.first for each in ranges)
        self._beginnings = tuple(each.first[:-1] for each in ranges if each.first.endswith("*"))
        self._ranges = tuple(each for each in ranges if each.first != each.last)

    def __contains__(self, code: object) -> bool:
        return (
            code in self._singles
            or any(code in each for each in self._ranges)
            or (isinstance(code, str) and code.startswith(self._beginnings))
        )


class CodeList(Struct, frozen=True, dict=True):
    """
    A list in a CSV file beside the policy; *sha256* is of the file's bytes.

    *rows* go by what stands in the file: a code, a range such as ``70551-70553``, or ``J12*``.
    """

    name: str
    sha256: str
    rows: dict[str, tuple[DatedCode, ...]]

    def knows(self, code: str) -> bool:
        """Whether *code* is on the list on any day, in any state, with any modifier."""
        return code in self.rows or any(code in each for each, _ in self.ranges)

    def rows_of(self, code: str) -> tuple[DatedCode, ...]:
        """The rows that name *code*, by itself or in a range."""
        own = self.rows.get(code, ())
        return own + tuple(row for each, rows in self.ranges if code in each for row in rows)

    @cached_property
    def asks_for_state(self) -> bool:
        """Whether any row counts in one state only."""
        return any(row.state for rows in self.rows.values() for row in rows)

    @cached_property
    def ranges(self) -> tuple[tuple[CodeRange, tuple[DatedCode, ...]], ...]:
        """Those of *rows* that name more than one code."""
        return tuple(
            (CodeRange.parse(text), rows)
            for text, rows in self.rows.items()
            if "-" in text or "*" in text
        )


class Ages(Struct, frozen=True):
    """From *at_least* years to *under*, on the first day of service; None: no bound."""

    at_least: int | None = None
    under: int | None = None

    def __contains__(self, years: object) -> bool:
        return (
            isinstance(years, int)
            and (self.at_least is None or self.at_least <= years)
            and (self.under is None or years < self.under)
        )


class Services(Struct, frozen=True, kw_only=True, dict=True):
    """
    Services by what the claim shows; every attribute that is set must fit.

    *whole_claim*: when one line fits, the claim as a whole is meant (a stay, an emergency visit)
    but for the lines that fit one of *excepting*.  *together_with* must stand on another line;
    *units_over* and *amount_over* (dollars) are of the line, *visits_over* of the payer's period.
    *starts* and *ends* are days of service; ages are years on the first of them.
    """

    codes: tuple[CodeRange, ...] = ()
    code_list: CodeList | None = None
    modifiers: tuple[str, ...] = ()
    revenue_codes: tuple[CodeRange, ...] = ()
    bill_types: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    admission_types: tuple[str, ...] = ()
    admission_sources: tuple[str, ...] = ()
    diagnoses: tuple[CodeRange, ...] = ()
    together_with: tuple[CodeRange, ...] = ()
    units_over: Decimal | None = None
    amount_over: Decimal | None = None
    visits_over: Decimal | None = None
    states: tuple[str, ...] = ()
    counties: tuple[str, ...] = ()
    provider_types: tuple[CodeRange, ...] = ()
    ages: Ages = Ages()
    starts: date | None = None
    ends: date | None = None
    gold_card: bool = False  # only of a provider whom the payer has freed from asking
    whole_claim: bool = False
    excepting: tuple[Services, ...] = ()

    @cached_property
    def code_index(self) -> CodeIndex:
        """*codes*, to look a procedure up in."""
        return CodeIndex(self.codes)

    @cached_property
    def revenue_index(self) -> CodeIndex:
        """*revenue_codes*, to look a line's up in."""
        return CodeIndex(self.revenue_codes)

    @cached_property
    def fitting(self) -> Memory[tuple[str, str, str, tuple[str, ...]], bool]:
        """Whether lines fit, by their procedure, revenue code, place and modifiers."""
        return Memory(self._fits)

    def _fits(self, asked: tuple[str, str, str, tuple[str, ...]]) -> bool:
        """Whether what is asked of a line, apart from the list, fits one of this sort."""
        procedure, revenue_code, place, modifiers = asked
        return (
            (not self.codes or procedure in self.code_index)
            and (not self.revenue_codes or revenue_code in self.revenue_index)
            and (not self.places or place in self.places)
            and (not self.modifiers or not set(self.modifiers).isdisjoint(modifiers))
        )

    @cached_property
    def diagnosis_index(self) -> CodeIndex:
        """*diagnoses*, to look a claim's up in."""
        return CodeIndex(self.diagnoses)

    @cached_property
    def together_index(self) -> CodeIndex:
        """*together_with*, to look the other lines up in."""
        return CodeIndex(self.together_with)

    @cached_property
    def provider_index(self) -> CodeIndex:
        """*provider_types*, to look taxonomy codes up in."""
        return CodeIndex(self.provider_types)

    @cached_property
    def asks_of_lines(self) -> bool:
        """Whether anything is set that a service line has to fit."""
        return bool(
            self.codes
            or self.code_list
            or self.modifiers
            or self.revenue_codes
            or self.places
            or self.asks_more_of_lines
        )

    @cached_property
    def asks_more_of_lines(self) -> bool:
        """Whether a line's neighbours, amounts or days are asked about, which few policies do."""
        amounts = (self.units_over, self.amount_over, self.starts, self.ends)
        return bool(self.together_with) or any(each is not None for each in amounts)

    @cached_property
    def asks_more_of_the_claim(self) -> bool:
        """Whether more is asked of the claim than its types, which few policies do."""
        return bool(self.admission_sources or self.diagnoses or self.states or self.provider_types)

    @cached_property
    def asks_for_facts(self) -> bool:
        """Whether anything is asked that a claim may leave open, which few policies do."""
        return bool(
            self.visits_over is not None or self.counties or self.ages != Ages() or self.gold_card
        )

    @cached_property
    def asks_for_state(self) -> bool:
        """Whether anything hangs on the state."""
        return bool(
            self.states
            or (self.code_list is not None and self.code_list.asks_for_state)
            or any(each.asks_for_state for each in self.excepting)
        )

    @cached_property
    def is_told_by_line(self) -> bool:
        """Whether a line and its claim's types tell all that is asked, its day and state apart."""
        return not (
            self.code_list is not None
            or self.whole_claim
            or self.excepting
            or self.asks_more_of_lines
            or self.asks_more_of_the_claim
            or self.asks_for_facts
        )


class Equivalent(Struct, frozen=True):
    """An authorization for one of *approved* covers any of *billed* as well."""

    approved: tuple[CodeRange, ...]
    billed: tuple[CodeRange, ...]


def covered_by(approved: Iterable[str], equivalents: Iterable[Equivalent]) -> CodeIndex:
    """
    What an authorization for the procedures *approved* covers besides them.

    Args:
        approved: the procedures that it names.
        equivalents: what the payer takes for the same.
    """
    named = tuple(approved)
    return CodeIndex(
        tuple(
            billed
            for each in equivalents
            if any(code in known for code in named for known in each.approved)
            for billed in each.billed
        )
    )


class Responsibility(StrEnum):
    """In which turn the payer pays (SBR01)."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    TERTIARY = "tertiary"


class MemberSort(StrEnum):
    """What a member may be; the values are also facts."""

    PREGNANT = "pregnant"
    NEWBORN = "newborn"
    DUAL = "dual"


class Scope(Struct, frozen=True, kw_only=True, dict=True):
    """
    Which claims a revision is about; what is empty does not restrict.

    *riding*: whether a professional claim at a facility's place of service needs an authorization
    of its own, rather than riding on the facility's.
    """

    claims: tuple[ClaimKind, ...] = ()
    states: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    network: Network | None = None
    riding: bool = False
    counties: tuple[str, ...] = ()
    delegates: tuple[str, ...] = ()  # vendors that decide for the payer
    provider_types: tuple[CodeRange, ...] = ()  # taxonomy codes
    coverage: tuple[Responsibility, ...] = ()
    members: tuple[MemberSort, ...] = ()  # any one of them
    ages: Ages = Ages()

    @cached_property
    def asks_more(self) -> bool:
        """Whether anything is asked beside kind, state, plan and network, which few policies do."""
        return bool(
            self.counties
            or self.delegates
            or self.provider_types
            or self.coverage
            or self.members
            or self.ages != Ages()
        )
