"""
Hiding who a claim is about, in a segment that is shown to say what is wrong with it.

What names a person is overwritten with as many crosses, so that everything else keeps its place.
Codes, amounts and dates of service stay: they are what findings are about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edi_service.finding import Position, Quote

CROSS = "x"
PEOPLE = frozenset({"IL", "QC", "03", "74"})  # NM101 of subscribers and patients
THEIR_LOOPS = frozenset({"2010BA", "2010CA", "2330A", "2010C", "2010D"})

# Elements that name or describe a person wherever they stand: account numbers, birth dates, notes.
ALWAYS: dict[str, tuple[int, ...]] = {
    "CLM": (1,),
    "DMG": (2,),
    "NTE": (2,),
    "MSG": (1,),
    "PAT": (6,),
    "PER": (2, 4, 6, 8),
    "SBR": (3, 4),
    "TRN": (2,),
}
# Elements that do so in the loops of a subscriber or patient.
THEIRS: dict[str, tuple[int, ...]] = {"N3": (1, 2), "N4": (1, 3), "REF": (2,)}
NAMES = (3, 4, 5, 6, 7, 9)  # of NM1


def masked(position: Position) -> Quote | None:
    """The segment that *position* points to, without what names a person."""
    quote = position.quote
    if quote is None:
        return None
    elements = quote.text.split(quote.element)
    for index in _hidden(elements, position.loop):
        if index < len(elements):
            elements[index] = CROSS * len(elements[index])
    return quote._replace(text=quote.element.join(elements))


def _hidden(elements: list[str], loop: str) -> tuple[int, ...]:
    name = elements[0]
    if name == "NM1":
        return NAMES if len(elements) > 1 and elements[1] in PEOPLE else ()
    if loop in THEIR_LOOPS and name in THEIRS:
        return THEIRS[name]
    return ALWAYS.get(name, ())
