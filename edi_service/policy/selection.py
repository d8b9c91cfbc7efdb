"""Services as a policy selects them: codes, ranges, dated lists, and what else a claim shows."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from msgspec import Struct


class DatedCode(Struct, frozen=True):
    """A row of a code list: a code, and when, where and with which modifier it counts."""

    code: str
    starts: date | None = None
    ends: date | None = None
    state: str = ""
    modifier: str = ""

    def holds(self, day: date, state: str | None, modifiers: tuple[str, ...]) -> bool:
        """Whether the row counts on *day*, in *state* (None: in any), with *modifiers*."""
        return (
            (self.starts is None or self.starts <= day)
            and (self.ends is None or day <= self.ends)
            and (not self.state or state is None or self.state == state)
            and (not self.modifier or self.modifier in modifiers)
        )


class CodeRange(Struct, frozen=True):
    """
    Codes from *first* to *last*, both included; equal for a single code.

    A range counts in digits, after a letter it may begin with: 0101T is another sort of code than
    00100 to 01999, although it sorts between them.
    """

    first: str
    last: str

    def __contains__(self, code: object) -> bool:
        if code == self.first:
            return True
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
        self._ranges = tuple(each for each in ranges if each.first != each.last)

    def __contains__(self, code: object) -> bool:
        return code in self._singles or any(code in each for each in self._ranges)


class CodeList(Struct, frozen=True):
    """A list in a CSV file beside the policy; *sha256* is of the file's bytes."""

    name: str
    sha256: str
    rows: dict[str, tuple[DatedCode, ...]]


class Services(Struct, frozen=True, kw_only=True, dict=True):
    """
    Services by what the claim shows; every attribute that is set must fit.

    *whole_claim*: when one line fits, the claim as a whole is meant (a stay, an emergency visit)
    but for the lines that fit one of *excepting*.
    """

    codes: tuple[CodeRange, ...] = ()
    code_list: CodeList | None = None
    modifiers: tuple[str, ...] = ()
    revenue_codes: tuple[CodeRange, ...] = ()
    bill_types: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    admission_types: tuple[str, ...] = ()
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
    def fitting(self) -> dict[tuple[str, str, str, tuple[str, ...]], bool]:
        """What was told already of lines, by what is looked at in them; kept small by who asks."""
        return {}

    @cached_property
    def asks_of_lines(self) -> bool:
        """Whether anything is set that a service line has to fit."""
        return bool(
            self.codes or self.code_list or self.modifiers or self.revenue_codes or self.places
        )
