"""All tables of what is known of claims, one over another: a newer file over an older one."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from edi_service.facts.eligibility import read_responses
from edi_service.facts.match import AuthorizationTable
from edi_service.facts.outside import Outside
from edi_service.facts.parse import parse_authorizations, parse_encounters, parse_facts
from edi_service.facts.rows import FactsRefused
from edi_service.facts.sort import Sort

if TYPE_CHECKING:
    from datetime import tzinfo


class Tables(NamedTuple):
    """What is known of claims from outside them, and which authorizations are on file."""

    outside: Outside
    authorizations: AuthorizationTable

    @classmethod
    def empty(cls) -> Tables:
        """Such as know nothing."""
        return cls(Outside.empty(), AuthorizationTable.empty())

    def over(self, older: Tables) -> Tables:
        """
        Both, where of a claim, a member or an authorization that is in both, these say all.

        What claims have asked of either the new ones do not know.
        """
        mine, theirs = self.outside, older.outside
        return Tables(
            Outside(
                mine.facts.over(theirs.facts),
                mine.encounters.over(theirs.encounters),
                mine.eligibility.over(theirs.eligibility),
            ),
            self.authorizations.over(older.authorizations),
        )

    @property
    def faults(self) -> int:
        """How much of their files could not be read."""
        of_claims = (self.outside.facts, self.outside.encounters, self.outside.eligibility)
        return sum(len(table.findings) for table in (*of_claims, self.authorizations))

    def afresh(self) -> Tables:
        """The same tables, as no claim has asked them yet."""
        outside = self.outside
        return Tables(
            Outside(outside.facts.afresh(), outside.encounters.afresh(), outside.eligibility),
            self.authorizations.afresh(),
        )


def parse_tables(sort: Sort, data: bytes, *, name: str, zone: tzinfo) -> Tables:
    """
    The one table in *data*, among empty ones; *zone* is that of times without an offset.

    Raises:
        FactsRefused: the file as a whole cannot be used.
    """
    blank = Tables.empty()
    outside = blank.outside
    if sort is Sort.ELIGIBILITY:
        responses = read_responses(io.BytesIO(data), name=name)
        return blank._replace(outside=outside._replace(eligibility=responses))
    text = _text(data)
    if sort is Sort.FACTS:
        return blank._replace(outside=outside._replace(facts=parse_facts(text, name=name)))
    if sort is Sort.ENCOUNTERS:
        encounters = parse_encounters(text, name=name, zone=zone)
        return blank._replace(outside=outside._replace(encounters=encounters))
    return blank._replace(authorizations=parse_authorizations(text, name=name))


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        message = "it is not text in UTF-8"
        raise FactsRefused(message) from None
