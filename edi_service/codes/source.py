"""Where a row of a code set comes from: no fact without its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The publication that says so, its address, and the day the row was compiled from it."""

    title: str
    href: str
    retrieved: date

    @classmethod
    def of(cls, row: Mapping[str, str]) -> Source:
        """
        The source named in a row's columns ``source_title``, ``source_href``, ``retrieved``.

        Raises:
            KeyError: a column is absent.
            ValueError: the day is not a day.  Both are faults of the table, not of a claim.
        """
        return cls(
            title=row["source_title"],
            href=row["source_href"],
            retrieved=date.fromisoformat(row["retrieved"]),
        )

    def __str__(self) -> str:
        """The source as one cites it."""
        return f"{self.title} ({self.href}, retrieved {self.retrieved})"
