"""
Where a service was given: the place-of-service codes, each with the days it holds.

CMS keeps the set, and adds to it in the middle of a year (27 on 2023-10-01, 66 on 2024-08-01).  A
claim is judged by its day of service, so a code has intervals, not a yes or no.  The table is
``schemas/codes/place-of-service.csv``; this module only says what it means.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from edi_service.codes.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


_KEPT = 4096  # (code, day): what holds then is remembered; a year's claims hold a few thousand


class Rate(StrEnum):
    """What the Medicare physician fee schedule pays the practitioner at a place."""

    FACILITY = "F"  # the lower one: the facility bills for its own costs
    NONFACILITY = "NF"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOfService:
    """
    One code as it stands from one day to another, both inclusive.

    *starts* is None where the first day is not known: the code is then taken to hold on every
    earlier day, for a claim must not be refused over a date nobody could find.  *ends* is None
    while the interval is open.  *rate* is None where Medicare does not adjudicate the code or its
    rate then is not known.  *certainty* grades the dates, *rate_certainty* the rate: A read at the
    source, B second hand, C to be verified.
    """

    code: str
    name: str
    rate: Rate | None
    rate_certainty: str
    starts: date | None
    ends: date | None
    certainty: str
    source: Source
    note: str = ""

    def holds(self, day: date) -> bool:
        """Whether *day* lies in the interval."""
        return (self.starts is None or self.starts <= day) and (
            self.ends is None or day <= self.ends
        )


class PlacesOfService:
    """The whole set, asked by code and day."""

    def __init__(self, places: Mapping[str, tuple[PlaceOfService, ...]]) -> None:
        self._places = places
        self._on = lru_cache(maxsize=_KEPT)(self._find)

    @classmethod
    def parse(cls, text: str) -> PlacesOfService:
        """
        Read the table from its CSV *text*.

        Raises:
            KeyError: a column is absent.
            ValueError: a rate or a day is none.  The table is ours, so its faults are too.
        """
        places: dict[str, tuple[PlaceOfService, ...]] = {}
        for row in csv.DictReader(text.splitlines()):
            place = _place(row)
            places[place.code] = (*places.get(place.code, ()), place)
        return cls(places)

    def __iter__(self) -> Iterator[PlaceOfService]:
        """Every interval of every code, in the order of the table."""
        for intervals in self._places.values():
            yield from intervals

    def on(self, code: str, day: date) -> PlaceOfService | None:
        """
        What *code* means on *day*; None when it is not in force then.

        *code* is compared as written: ``2`` is not ``02``, for guessing the digit that is missing
        would hide a fault the payer will find.
        """
        return self._on(code, day)

    def _find(self, code: str, day: date) -> PlaceOfService | None:
        return next((place for place in self._places.get(code, ()) if place.holds(day)), None)

    def known(self, code: str) -> bool:
        """Whether *code* is assigned at any date: tells "too early" from "no such code"."""
        return code in self._places

    def is_always_assigned(self, code: str) -> bool:
        """Whether *code* is in force on every day there is, whatever it means on each."""
        reached = date.min  # every day before it has an interval
        for place in sorted(self._places.get(code, ()), key=_first_day):
            if _first_day(place) > reached:
                return False
            if place.ends is None:
                return True
            reached = max(reached, place.ends + timedelta(days=1))
        return False

    def is_facility(self, code: str, day: date) -> bool | None:
        """
        Whether Medicare pays the facility rate at *code* on *day*.

        None is "cannot tell": the code is not in force, or has no known rate then.
        """
        place = self.on(code, day)
        if place is None or place.rate is None:
            return None
        return place.rate is Rate.FACILITY


def _first_day(place: PlaceOfService) -> date:
    return place.starts or date.min


def _place(row: Mapping[str, str]) -> PlaceOfService:
    return PlaceOfService(
        code=row["code"],
        name=row["name"],
        rate=Rate(row["rate"]) if row["rate"] else None,
        rate_certainty=row["rate_certainty"],
        starts=_day(row["from"]),
        ends=_day(row["to"]),
        certainty=row["certainty"],
        source=Source.of(row),
        note=row["note"],
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
