"""
The numbers of hierarchical levels: HL01 counts them, HL02 names the level above.

Every guide of HIPAA has the same rule for both: HL01 begins with 1 and grows by 1 with each HL of
the transaction set, and HL02 repeats the HL01 of the level that this one belongs to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.guide import kinds
from edi_service.guide.explain_segment import ElementFault

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 12  # digits of HL01, as its data element (628) allows
_MOST_OPEN = 100  # levels one below the other; the guides have six
_NUMBER, _PARENT = "628", "734"  # data elements


class Numbering:
    """
    The numbers of the levels that are open in one transaction set.

    What HL01 has to be follows from the HL before it, never from a count of all: whoever reads on
    from the middle of a file finds the same.
    """

    def __init__(self, *, names_parents: bool) -> None:
        """
        Begin a transaction set.

        *names_parents* says whether HL02 is looked at.  Of claims it is not: the reader of claims
        does, since each claim of such a level may be another person's.
        """
        self._names_parents = names_parents
        # What HL02 may say of each open level: its HL01, or what that should have been.
        self._open: list[tuple[str, ...]] = []
        self._last = 0

    def goes_on(self, number: str) -> bool:
        """Enter the next level where *number* counts on and is all that is looked at, as mostly."""
        if self._names_parents or number != str(self._last + 1) or len(number) > _LONGEST:
            return False
        self._last += 1
        return True

    def enter(self, number: str, parent: str, *, is_lost: bool) -> Iterator[ElementFault]:
        """
        What is wrong with HL01 and HL02 of the next level.

        Of a level that *is_lost*, which has no place, no more is said than that.  Elements that
        are absent or too long are another rule's business.
        """
        expected = self._last + 1
        is_long = len(number) > _LONGEST
        is_count = number.isascii() and number.isdigit() and not is_long
        self._last = int(number) if is_count else expected
        is_known = not self._names_parents or self._enter_below(parent, (number, str(expected)))
        if is_lost:
            return
        if number and not is_long and not (is_count and self._last == expected):
            yield ElementFault(
                kinds.LEVEL_NOT_COUNTED, 1, data_element=_NUMBER, value=number, about=str(expected)
            )
        if not is_known:
            yield ElementFault(kinds.PARENT_NOT_OPEN, 2, data_element=_PARENT, value=parent)

    def _enter_below(self, parent: str, names: tuple[str, ...]) -> bool:
        """Open a level below *parent*; whether that is open itself."""
        depths = [depth for depth, known in enumerate(self._open, 1) if parent in known]
        if depths:
            del self._open[depths[-1] :]
        self._open = [*self._open, names][-_MOST_OPEN:]
        return bool(depths) or not parent or len(parent) > _LONGEST
