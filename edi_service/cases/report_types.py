"""
The sorts of papers that X12 knows (PWK01, data element 755), and our own words for the same papers.

The table is ``schemas/codes/report-types.csv``; its names are ours.
"""

from __future__ import annotations

import csv

from msgspec import Struct

SUPPORT_DATA = "77"  # what no other code names


class ReportType(Struct, frozen=True):
    """
    One code of PWK01.

    *documents* are words of the policy library for papers that serve where it is asked for;
    *certainty* is that of the code's meaning.
    """

    code: str
    name: str
    documents: tuple[str, ...]
    certainty: str


class ReportTypes:
    """The table; an empty one knows no code."""

    def __init__(self, rows: tuple[ReportType, ...] = ()) -> None:
        self._rows = {row.code: row for row in rows}
        self._of_word = {word: row.code for row in reversed(rows) for word in row.documents}

    @classmethod
    def parse(cls, text: str) -> ReportTypes:
        """
        Read the table from its CSV *text*.

        Raises:
            KeyError: a column is absent.  The table is ours, so its faults are too.
        """
        return cls(
            tuple(
                ReportType(
                    row["code"], row["name"], tuple(row["documents"].split()), row["certainty"]
                )
                for row in csv.DictReader(text.splitlines())
            )
        )

    def __contains__(self, code: str) -> bool:
        return code in self._rows

    def name(self, code: str) -> str:
        """What *code* stands for; empty when it is not known."""
        return self._rows[code].name if code in self._rows else ""

    def code_of(self, word: str) -> str:
        """PWK01 of a document of ours: itself when it is a code, 77 when nothing says better."""
        return word if word in self._rows else self._of_word.get(word, SUPPORT_DATA)

    def serves(self, word: str, code: str) -> bool:
        """Whether a document of ours is what *code* asks for."""
        row = self._rows.get(code)
        return word == code or (row is not None and word in row.documents)
