"""
What every list of codes says of itself: which it is, from when to when it holds, and who says so.

In a file that stands in lines with ``#`` on top, as in ``schemas/codes/icd10cm/``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_COMMENTS = 20  # lines with # on top of a file
CERTAINTIES = ("A", "B", "C")
_SHOWN = 20  # characters of a line that is refused


class CodesRefused(Exception):  # noqa: N818 -- a sentence for its reader
    """The text is no list of the codes it should hold; the message is one clear sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """
    What whoever brings a list says of it; what is left out may stand in the list itself.

    Attributes:
        name: how the release is called, such as ``October 2026``.
        starts: the first day it holds.
        ends: the last one.
        source: where the list was taken from.
        certainty: ``A`` read at the source, ``B`` from a second hand, ``C`` still to be verified.
    """

    name: str = ""
    starts: date | None = None
    ends: date | None = None
    source: str = ""
    certainty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Listing:
    """
    One list, in force from one day to another, both inclusive.

    *source* says where the list came from and *certainty* how far it is to be trusted (``A``, ``B``
    or ``C``, as :class:`Said` has it); *sha256* is the fingerprint of the file it was read from.
    """

    name: str
    starts: date
    ends: date
    source: str
    sha256: str
    certainty: str = "C"

    def holds(self, day: date) -> bool:
        """Whether the list is in force on *day*."""
        return self.starts <= day <= self.ends

    @property
    def days(self) -> str:
        """The days it holds, in words."""
        return f"{self.starts} to {self.ends}"


def read_listing(text: str, said: Said) -> Listing:
    """
    What *text* says of itself in the lines on top, with what is *said* of it going before.

    Raises:
        CodesRefused: neither says from which day to which the list holds, or it ends before it
            begins, or its certainty is none.
    """
    written = _comments(text)
    starts = said.starts or _day(written.get("from", ""))
    ends = said.ends or _day(written.get("to", ""))
    if starts is None or ends is None:
        message = (
            "it is not said from which day to which the list holds; name its first and last day"
        )
        raise CodesRefused(message)
    if starts > ends:
        message = f"the list would begin on {starts} and end before, on {ends}"
        raise CodesRefused(message)
    certainty = said.certainty or written.get("certainty", "C")
    if certainty not in CERTAINTIES:
        message = f"{certainty!r} is no certainty; say A, B or C"
        raise CodesRefused(message)
    return Listing(
        name=said.name or written.get("release", "") or str(starts),
        starts=starts,
        ends=ends,
        source=said.source or written.get("source", ""),
        sha256=written.get("sha256", "") or hashlib.sha256(text.encode()).hexdigest(),
        certainty=certainty,
    )


def write_listing(title: str, listing: Listing) -> list[str]:
    """The lines on top of a file, *title* first."""
    written = {
        "release": listing.name,
        "from": str(listing.starts),
        "to": str(listing.ends),
        "source": listing.source,
        "certainty": listing.certainty,
        "sha256": listing.sha256,
    }
    return [f"# {title}", *(f"# {key}: {' '.join(said.split())}" for key, said in written.items())]


def no_code(number: int, line: str, what: str) -> CodesRefused:
    """The refusal of line *number*, which should begin with a code of *what* and does not."""
    beginning = line.strip()[:_SHOWN]
    if beginning.startswith("<"):
        return CodesRefused(f"line {number} is of a web page: {beginning!r}")
    if beginning[:1] in {"=", "+", "-", "@"}:
        return CodesRefused(f"line {number} is a formula: {beginning!r}")
    return CodesRefused(f"line {number} begins with no code of {what}: {beginning!r}")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _comments(text: str) -> Mapping[str, str]:
    """What the comment lines on top say, by the word before the colon."""
    found: dict[str, str] = {}
    for line in text.split("\n", MOST_COMMENTS)[:MOST_COMMENTS]:
        if not line.startswith("#"):
            break
        key, _, value = line.removeprefix("#").partition(":")
        found[key.strip()] = value.strip()
    return found
