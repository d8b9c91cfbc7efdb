"""
The SNIP types of edits, and which kinds of findings belong to each.

WEDI's Strategic National Implementation Process sorts what can be checked of a HIPAA transaction
into seven types.  The numbers below say what each of them means here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.service.refused import Refused

if TYPE_CHECKING:
    from edi_service.finding import Kind

TYPES = {
    1: "the syntax of X12: delimiters, envelopes, counts, numbers, days; answers that came back",
    2: "the implementation guide: loops, segments, usage, repeats, elements, listed codes",
    3: "balancing: amounts that must add up",
    4: "situations: what one element says about the need for another",
    5: "external code sets: diagnoses, procedures, states, provider identifiers",
    6: "the product line: places of service",
    7: "the trading partner: what this payer's policy asks, and what a request to it needs",
}
EVERY_TYPE = frozenset(TYPES)

# By family; kinds that differ from their family are named one by one.
FAMILIES = {
    "SX": 1,
    "EV": 1,
    "TX": 1,
    "SG": 2,
    "EL": 2,
    "CM": 4,
    "CD": 5,
    "PS": 6,
    "AC": 6,
    "PA": 7,
    "RT": 7,
    "RQ": 7,
    "FA": 7,
    "AK": 1,
    "AN": 7,
    "IQ": 7,
    "NO": 7,
    "MD": 7,
    "RM": 7,
    "PI": 7,
}
EXCEPTIONS = {
    "CM01": 3,
    "CM05": 1,
    "CM06": 1,
    "CM12": 3,
    "CM13": 3,
    "CM14": 3,
    "CM15": 3,
}


class SnipRefused(Refused):
    """A choice of types that cannot be understood."""


def snip_type(kind: Kind) -> int:
    """The SNIP type, 1 to 7, of a kind of finding."""
    return EXCEPTIONS.get(kind.code) or FAMILIES[kind.code[:2]]


def parse_types(text: str) -> frozenset[int]:
    """
    The types that *text* chooses, such as ``1-5`` or ``1,3,7``; all of them when it is empty.

    Raises:
        SnipRefused: it names no types, or others than 1 to 7.
    """
    if not text:
        return EVERY_TYPE
    try:
        chosen = frozenset(number for part in text.split(",") for number in _range(part))
    except ValueError:
        chosen = frozenset()
    if not chosen or not chosen <= EVERY_TYPE:
        message = f"{text!r} names no SNIP types; write such as 1-5 or 1,3,7"
        raise SnipRefused(message)
    return chosen


def _range(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)
