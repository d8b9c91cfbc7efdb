"""
Which diagnosis codes may be billed on which day: releases of ICD-10-CM.

The set changes every October, and at times in April.  A release says from which day to which it
holds, and a code is judged by the day of service: for a day that no held release covers, nobody
here can say that a code does not exist.  Releases lie in ``schemas/codes/icd10cm/``; a later one
is read from the file that its publisher gives out (:func:`import_release`).
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from edi_service.codes.forms import is_diagnosis

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

MOST_COMMENTS = 20  # lines with # on top of a file
FEWEST_CODES = 60_000  # a whole release has above 70,000; what has fewer is a part of one


class ReleaseRefused(Exception):  # noqa: N818 -- a sentence for its reader
    """The text is no whole release of ICD-10-CM; the message is one clear sentence."""


class Standing(Enum):
    """What the held releases say of a code on a day."""

    LISTED = auto()  # it may be billed, or no release that is held says otherwise
    UNLISTED = auto()  # it does not exist on that day
    INCOMPLETE = auto()  # a category: further characters are needed
    UNKNOWN = auto()  # no held release has it, and none of them covers the day


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Release:
    """
    The codes that may be billed from one day to another, both inclusive.

    *codes* are sorted and without the point.  *source* says where the list came from, *sha256*
    is the fingerprint of the file it was read from.
    """

    name: str
    starts: date
    ends: date
    source: str
    sha256: str
    codes: tuple[str, ...]

    def has(self, code: str) -> bool:
        """Whether *code* may be billed."""
        at = bisect_left(self.codes, code)
        return at < len(self.codes) and self.codes[at] == code

    def is_category(self, code: str) -> bool:
        """Whether *code* only heads longer codes."""
        at = bisect_left(self.codes, code)
        return at < len(self.codes) and self.codes[at] != code and self.codes[at].startswith(code)

    def holds(self, day: date) -> bool:
        """Whether the release is in force on *day*."""
        return self.starts <= day <= self.ends


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
        periods = [f"{release.starts} to {release.ends}" for release in self._releases]
        return ", ".join(periods) or "none"


def read_release(text: str) -> Release:
    """
    A release from a file of ``schemas/codes/icd10cm/``, as :func:`write_release` writes it.

    Raises:
        ReleaseRefused: it is not said which release it is, or the codes are not in order.  Those
            files are ours, so they are not looked at line by line.
    """
    header = _header(text)
    lines = text.splitlines()
    codes = tuple(lines[sum(line.startswith("#") for line in lines[:MOST_COMMENTS]) :])
    if codes != tuple(sorted(codes)):
        message = "the codes are not in order"
        raise ReleaseRefused(message)
    return _release(header, codes)


def import_release(
    text: str,
    *,
    name: str = "",
    starts: date | None = None,
    ends: date | None = None,
    source: str = "",
) -> Release:
    """
    A release from the text of a list of codes.

    Read are the lists that the publisher gives out: one code a line, with or without its point,
    description behind it; or the "order" file, a number before the code and a flag behind it.  A
    code that only heads longer ones is left out, as it cannot be billed.  What the arguments do
    not say may stand in lines with ``#`` on top, as in ``schemas/codes/icd10cm/``.

    Args:
        text: the list.
        name: how the release is called, such as ``October 2026``.
        starts: the first day it holds.
        ends: the last one.
        source: where the list was taken from.

    Raises:
        ReleaseRefused: it is not known from when to when the release holds, or *text* is no
            list of all codes.
    """
    header = {"sha256": hashlib.sha256(text.encode()).hexdigest(), **_header(text)}
    said = {
        "release": name,
        "from": str(starts or ""),
        "to": str(ends or ""),
        "source": source,
    }
    header.update({key: value for key, value in said.items() if value})
    return _release(header, _codes(text))


def write_release(release: Release) -> str:
    """The text of *release* in the shape of ``schemas/codes/icd10cm/``."""
    lines = [
        "# ICD-10-CM: the codes that may be billed, without the point",
        f"# release: {release.name}",
        f"# from: {release.starts}",
        f"# to: {release.ends}",
        f"# source: {release.source}",
        f"# sha256: {release.sha256}",
        *release.codes,
    ]
    return "\n".join(lines) + "\n"


def _release(header: Mapping[str, str], codes: tuple[str, ...]) -> Release:
    """The release that *header* tells of."""
    try:
        first = date.fromisoformat(header.get("from", ""))
        last = date.fromisoformat(header.get("to", ""))
    except ValueError:
        message = "it is not said from which day to which the release holds"
        raise ReleaseRefused(message) from None
    if first > last:
        message = f"the release would begin on {first} and end before, on {last}"
        raise ReleaseRefused(message)
    if len(codes) < FEWEST_CODES:
        message = f"only {len(codes)} codes were found; a whole release has above {FEWEST_CODES}"
        raise ReleaseRefused(message)
    return Release(
        name=header.get("release", "") or str(first),
        starts=first,
        ends=last,
        source=header.get("source", ""),
        sha256=header.get("sha256", ""),
        codes=codes,
    )


def _header(text: str) -> Mapping[str, str]:
    """What the comment lines at the top say, by the word before the colon."""
    header: dict[str, str] = {}
    for line in text.split("\n", MOST_COMMENTS)[:MOST_COMMENTS]:
        if not line.startswith("#"):
            break
        key, _, value = line.removeprefix("#").partition(":")
        header[key.strip()] = value.strip()
    return header


def _codes(text: str) -> tuple[str, ...]:
    """The codes that may be billed, sorted."""
    codes = sorted({code for line in text.splitlines() if (code := _code(line))})
    return tuple(
        code
        for code, after in zip_longest(codes, codes[1:], fillvalue="")
        if not after.startswith(code)
    )


def _code(line: str) -> str:
    """The code of one line; empty when it has none."""
    words = line.split(maxsplit=2)
    if words[1:] and words[0].isdigit() and len(words[0]) == len("00001"):
        words = words[1:]
    code = words[0].replace(".", "") if words else ""
    return code if is_diagnosis(code) else ""
