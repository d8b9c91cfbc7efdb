"""Which sort of knowledge a file is, told by how it begins: whoever sends it need not say."""

from __future__ import annotations

import csv
import io
import json
from enum import StrEnum

from edi_service.facts.adt import is_hl7
from edi_service.facts.parse import ENCOUNTERS, FACTS

ENOUGH = 65_536
"""Bytes from the start of a file that tell its sort."""

_OF_ENCOUNTERS = ENCOUNTERS.keys() - FACTS.keys()
_OF_AUTHORIZATIONS = frozenset({"number", "payer", "member"})
_OF_CLAIMS = "claim_number"


class Sort(StrEnum):
    """What a file tells of claims, as ``docs/facts.md`` has them."""

    FACTS = "facts"
    ENCOUNTERS = "encounters"
    ELIGIBILITY = "eligibility"
    AUTHORIZATIONS = "authorizations"


def sort_of(head: bytes) -> Sort | None:
    """
    The sort of a file that begins with *head*; None: it is no table and no messages of ours.

    A table is told by its columns.  A table with the columns that facts and encounters share is
    one of facts, where these say the same.  Responses (271) are X12, and told by their envelopes.
    """
    text = head.decode("utf-8-sig", "replace")
    if is_hl7(text):
        return Sort.ENCOUNTERS
    columns = _columns(text)
    if columns >= _OF_AUTHORIZATIONS:
        return Sort.AUTHORIZATIONS
    if _OF_CLAIMS not in columns:
        return None
    return Sort.ENCOUNTERS if columns & _OF_ENCOUNTERS else Sort.FACTS


def _columns(text: str) -> set[str]:
    if text.lstrip().startswith("["):
        return _names_of_objects(text)
    try:
        header = next(csv.reader(io.StringIO(text, newline=""), strict=True), [])
    except csv.Error:
        return set()
    return {name.strip() for name in header}


def _names_of_objects(text: str) -> set[str]:
    """The names in the first objects of a list, as many as are whole."""
    names: set[str] = set()
    decoder, start = json.JSONDecoder(), text.find("{")
    while start >= 0:
        try:
            found, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            break
        names |= found.keys()
        start = text.find("{", end)
    return names
