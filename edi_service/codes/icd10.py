"""
Which diagnosis codes may be billed on which day: releases of ICD-10-CM.

The set changes every October, and at times in April.  A release says from which day to which it
holds, and a code is judged by the day of service: for a day that no held release covers, nobody
here can say that a code does not exist.  Releases lie in ``schemas/codes/icd10cm/``; a later one
is read from the file that its publisher gives out (:func:`import_release`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from enum import Enum, auto
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from edi_service.codes.forms import is_diagnosis
from edi_service.codes.listing import (
    MOST_COMMENTS,
    CodesRefused,
    Listing,
    Said,
    no_code,
    read_listing,
    write_listing,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

FEWEST_CODES = 60_000  # a whole release has above 70,000; what has fewer is a part of one

_NAME = "ICD-10-CM"
_TITLE = f"{_NAME}: the codes that may be billed, without the point"


class Standing(Enum):
    """What the held lists say of a code on a day."""

    LISTED = auto()  # it may be billed, or no list that is held says otherwise
    UNLISTED = auto()  # it does not exist on that day
    INCOMPLETE = auto()  # a category: further characters are needed
    UNKNOWN = auto()  # no held list has it, and none of them covers the day


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Release(Listing):
    """The codes that may be billed: *codes* are sorted and without the point."""

    codes: tuple[str, ...]

    def has(self, code: str) -> bool:
        """Whether *code* may be billed."""
        at = bisect_left(self.codes, code)
        return at < len(self.codes) and self.codes[at] == code

    def is_category(self, code: str) -> bool:
        """Whether *code* only heads longer codes."""
        at = bisect_left(self.codes, code)
        return at < len(self.codes) and self.codes[at] != code and self.codes[at].startswith(code)


class InForce(NamedTuple):
    """
    The releases a claim's diagnoses are held against.

    *is_covered* is false when the claim's days are not covered; the releases are then all there
    are, and can only tell that a code has been seen.
    """

    releases: tuple[Release, ...]
    is_covered: bool

    def standing(self, code: str) -> Standing:
        """What these releases say of *code*."""
        if not self.releases or any(release.has(code) for release in self.releases):
            return Standing.LISTED
        if not self.is_covered:
            return Standing.UNKNOWN
        is_category = any(release.is_category(code) for release in self.releases)
        return Standing.INCOMPLETE if is_category else Standing.UNLISTED


class Releases:
    """All releases that are held, asked by day."""

    def __init__(self, releases: Iterable[Release] = ()) -> None:
        self._releases = tuple(sorted(releases, key=lambda release: release.starts))

    def __iter__(self) -> Iterator[Release]:
        """Every release, the earliest first."""
        return iter(self._releases)

    def on(self, starts: date | None, ends: date | None) -> InForce:
        """
        What holds for services from *starts* to *ends*.

        Where a period crosses from one release into another, a code of either is accepted: no
        claim is refused for the day on which its publisher changed the list.
        """
        days = [day for day in (starts, ends) if day is not None]
        found = [[release for release in self._releases if release.holds(day)] for day in days]
        if found and all(found):
            in_force = dict.fromkeys(release for releases in found for release in releases)
            return InForce(tuple(in_force), is_covered=True)
        return InForce(self._releases, is_covered=False)

    @property
    def covered(self) -> str:
        """The days that are covered, in words."""
        return ", ".join(release.days for release in self._releases) or "none"


def read_release(text: str) -> Release:
    """
    A release from a file such as :func:`write_release` writes.

    Raises:
        CodesRefused: it is not said which release it is, or the codes are not in order.  Those
            files are ours, so they are not looked at line by line.
    """
    lines = text.splitlines()
    codes = tuple(lines[sum(line.startswith("#") for line in lines[:MOST_COMMENTS]) :])
    if codes != tuple(sorted(codes)):
        message = "the codes are not in order"
        raise CodesRefused(message)
    return _release(read_listing(text, Said()), codes)


def import_release(text: str, said: Said | None = None) -> Release:
    """
    A release from the text of a list of codes.

    Read are the lists that the publisher gives out: one code a line, with or without its point,
    description behind it; or the "order" file, a number before the code and behind it a flag that
    is 1 where the code may be billed.  Numbers of chapters and ranges of blocks are passed over,
    and a code that only heads longer ones is left out, as it cannot be billed.

    Args:
        text: the list.
        said: which release it is; what is left out may stand in lines with ``#`` on top.

    Raises:
        CodesRefused: it is not known from when to when the release holds, a line begins with
            something that is no code, or there are too few codes for a whole release.
    """
    return _release(read_listing(text, said or Said()), _codes(text))


def write_release(release: Release) -> str:
    """The text of *release* in the shape of ``schemas/codes/icd10cm/``."""
    return "\n".join([*write_listing(_TITLE, release), *release.codes]) + "\n"


def _release(listing: Listing, codes: tuple[str, ...]) -> Release:
    """The release that *listing* tells of."""
    if len(codes) < FEWEST_CODES:
        message = f"only {len(codes)} codes were found; a whole release has above {FEWEST_CODES}"
        raise CodesRefused(message)
    return Release(
        name=listing.name,
        starts=listing.starts,
        ends=listing.ends,
        source=listing.source,
        sha256=listing.sha256,
        certainty=listing.certainty,
        codes=codes,
    )


def _codes(text: str) -> tuple[str, ...]:
    """The codes that may be billed, sorted."""
    numbered = enumerate(text.splitlines(), start=1)
    codes = sorted({code for number, line in numbered if (code := _code(number, line))})
    return tuple(
        code
        for code, after in zip_longest(codes, codes[1:], fillvalue="")
        if not after.startswith(code)
    )


def _code(number: int, line: str) -> str:
    """The code of one line; empty when it has none that may be billed."""
    if not line.strip() or line.startswith("#") or _CHAPTER_OR_BLOCK(line):
        return ""
    ordered = _ORDERED(line)
    word, flag = ordered.groups() if ordered else (_first_word(line), "1")
    code = str(word).replace(".", "")
    if not is_diagnosis(code):
        raise no_code(number, line, _NAME)
    return code if flag == "1" else ""


def _first_word(line: str) -> str:
    return _SEPARATORS.split(line.strip(' "'), maxsplit=1)[0]


_ORDERED = re.compile(r"[0-9]{5} +(\S+) +([01])(?= |$)").match
_CHAPTER_OR_BLOCK = re.compile(
    r"(?:[0-9]{1,2}|[A-Z][0-9][0-9A-Z]-[A-Z][0-9][0-9A-Z])(?=\s|$)"
).match
_SEPARATORS = re.compile(r'[\s,;|"]+')
