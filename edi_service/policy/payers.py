"""
Which payer of the policy library a claim goes to.

A claim names its payer by an identifier that payers and clearing houses choose as they like, and
the sort of insurance by SBR09.  A table says which payer and line of business that is; what an
office says of its own claims, in its configuration, goes before the table that is shipped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.values import Memory
from edi_service.policy.certainty import Certainty
from edi_service.policy.language.table import TableRefused, read_rows
from edi_service.policy.model import PayerAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.policy.language.table import Row

COLUMNS = ("payer", "line_of_business", "identifier", "claim_filing", "source", "certainty")
FROM_CONFIG = PayerAlias(payer="", line_of_business="").source


class PayersRefused(Exception):  # noqa: N818 -- a sentence for its reader, not an error of ours
    """The payer table cannot be used; the message names the line."""


class PayerTable:
    """
    Every known alias, asked by what a claim shows.

    Aliases from the configuration go before all others.  Among equals, one that names both the
    identifier and SBR09 goes before one with the identifier alone, and that before one with SBR09
    alone; what comes first counts.  Identifiers are compared without regard to case.
    """

    def __init__(self, aliases: Iterable[PayerAlias]) -> None:
        self._configured: dict[tuple[str, str], PayerAlias] = {}
        self._shipped: dict[tuple[str, str], PayerAlias] = {}
        for alias in aliases:
            table = self._configured if alias.source == FROM_CONFIG else self._shipped
            table.setdefault((alias.identifier.upper(), alias.claim_filing.upper()), alias)
        self._found: Memory[tuple[str, str], PayerAlias | None] = Memory(self._search)

    def find(self, identifier: str, claim_filing: str) -> PayerAlias | None:
        """
        The payer of a claim with this NM109 in loop 2010BB and this SBR09; None: not mapped.

        Either may be empty.
        """
        return self._found[identifier, claim_filing]

    def _search(self, shown: tuple[str, str]) -> PayerAlias | None:
        identifier, claim_filing = shown[0].strip().upper(), shown[1].upper()
        keys = ((identifier, claim_filing), (identifier, ""), ("", claim_filing))
        for table in (self._configured, self._shipped):
            for key in keys:
                if key in table:
                    return table[key]
        return None


def parse_aliases(text: str) -> tuple[PayerAlias, ...]:
    """
    Read a payer table from its CSV *text*.

    Raises:
        PayersRefused: it is no CSV with the columns of :data:`COLUMNS`, or a row cannot be used.
    """
    try:
        return tuple(_alias(row) for row in read_rows(text, COLUMNS))
    except TableRefused as fault:
        raise PayersRefused(str(fault)) from None


def _alias(row: Row) -> PayerAlias:
    cells = row.cells
    for column in ("payer", "line_of_business", "source", "certainty"):
        if not cells[column]:
            message = f"line {row.line}: {column} is empty"
            raise TableRefused(message)
    if not cells["identifier"] and not cells["claim_filing"]:
        message = f"line {row.line}: neither identifier nor claim_filing is given"
        raise TableRefused(message)
    try:
        certainty = Certainty(cells["certainty"])
    except ValueError:
        message = f"line {row.line}: certainty {cells['certainty']!r} is not A, B or C"
        raise TableRefused(message) from None
    return PayerAlias(
        payer=cells["payer"],
        line_of_business=cells["line_of_business"],
        identifier=cells["identifier"],
        claim_filing=cells["claim_filing"],
        source=cells["source"],
        certainty=certainty,
    )
