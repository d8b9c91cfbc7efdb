"""
Lists of procedure codes that a user brings along.

CPT is licensed by the American Medical Association and CDT by the American Dental Association, so
neither is shipped; HCPCS level II is public, and changes every quarter.  Whoever holds a list may
have codes held against it, from the first day it covers to the last.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from edi_service.codes.forms import is_procedure

if TYPE_CHECKING:
    from datetime import date


class ListRefused(Exception):  # noqa: N818 -- a sentence for its reader
    """The text is no list of procedure codes; the message is one clear sentence."""


class ProcedureSet(StrEnum):
    """Whose codes a list holds."""

    CPT = "cpt"  # five digits, or four and a letter
    HCPCS = "hcpcs"  # level II: a letter and four digits
    CDT = "cdt"  # D and four digits


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ProcedureList:
    """The codes of one set that hold from one day to another, both inclusive."""

    set: ProcedureSet
    starts: date
    ends: date
    codes: frozenset[str]

    def covers(self, code_set: ProcedureSet, day: date) -> bool:
        """Whether this list decides about codes of *code_set* on *day*."""
        return self.set is code_set and self.starts <= day <= self.ends


class ProcedureLists:
    """All lists that a user brought."""

    def __init__(self, lists: tuple[ProcedureList, ...] = ()) -> None:
        self._lists = lists

    def __bool__(self) -> bool:
        return bool(self._lists)

    def lacks(self, qualifier: str, code: str, day: date) -> bool:
        """
        Whether the lists that cover *day* are without *code*.

        A code of a set for which no list covers the day is not lacking.
        """
        code_set = set_of(qualifier, code)
        covering = [
            each for each in self._lists if code_set is not None and each.covers(code_set, day)
        ]
        return bool(covering) and not any(code in each.codes for each in covering)


def set_of(qualifier: str, code: str) -> ProcedureSet | None:
    """The set that *code* belongs to by its qualifier (element 235) and form; None: another one."""
    if not code or not is_procedure(qualifier, code):
        return None
    if qualifier == "AD":
        return ProcedureSet.CDT
    if qualifier != "HC":
        return None
    if code[0].isdigit():
        return ProcedureSet.CPT
    # Medicare and Medicaid take dental codes under HC as well; they are CDT whoever sends them.
    return ProcedureSet.CDT if code[0] == "D" else ProcedureSet.HCPCS


def import_list(text: str, code_set: ProcedureSet, starts: date, ends: date) -> ProcedureList:
    """
    A list from *text*: one code at the start of each line, anything behind it.

    Raises:
        ListRefused: there is no code of *code_set* in it, or it ends before it begins.
    """
    if starts > ends:
        message = f"the list would begin on {starts} and end before, on {ends}"
        raise ListRefused(message)
    qualifier = "AD" if code_set is ProcedureSet.CDT else "HC"
    words = (line.replace(",", " ").replace("|", " ").split(maxsplit=1) for line in _lines(text))
    codes = frozenset(found[0] for found in words if set_of(qualifier, found[0]) is code_set)
    if not codes:
        message = f"no line begins with a code of {code_set.value}"
        raise ListRefused(message)
    return ProcedureList(set=code_set, starts=starts, ends=ends, codes=codes)


def _lines(text: str) -> list[str]:
    return [line for line in text.replace('"', " ").splitlines() if line.strip(" ,|")]
