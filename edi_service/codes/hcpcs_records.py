"""
HCPCS level II as CMS gives it out: the alpha-numeric file, records of fixed width.

A record is 320 characters.  The code stands in characters 1 to 5 (a modifier in two of them), a
number of the line in 6 to 10, and in 11 what the record is: 3 the first of a code, 7 the first of
a modifier, 4 and 8 more of a description.  The day on which a code was added is in 269 to 276 and
the last day on which it may be used, where there is one, in 285 to 292, both as CCYYMMDD.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_RECORD = re.compile(
    r"(?P<code>[A-Z][0-9]{4}|   [A-Z0-9]{2}|[A-Z0-9]{2}   )"  # of a code, or of a modifier
    r"[0-9]{5}(?P<sort>[3478])"
)
_FIRST_OF_A_CODE = "3"
_ADDED, _LAST = slice(268, 276), slice(284, 292)


class Record(NamedTuple):
    """A code and the texts of its first and last day, either of which may be empty."""

    number: int  # of the line in the file
    line: str
    code: str
    starts: str
    ends: str


def is_of_records(line: str) -> bool:
    """Whether *line*, the first that says something, is a record of such a file."""
    return _RECORD.match(line) is not None


def records(text: str) -> Iterator[Record]:
    """
    Each code of *text*; modifiers and further lines of descriptions are passed over.

    A line that is no record is given as it stands, with what it begins with for its code.
    """
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith("#") or not line.strip("\x1a "):
            continue
        found = _RECORD.match(line)
        if found is None:
            yield Record(number, line, line[:5], "", "")
        elif found["sort"] == _FIRST_OF_A_CODE:
            yield Record(number, line, found["code"], line[_ADDED].strip(), line[_LAST].strip())
