"""
The regular expression of a segment that has no fault in its elements.

It is built from the last element backwards, so that optional elements at the end may be absent.
Elements that a syntax note names, and format qualifiers, are captured; what depends on them is
asked with conditional groups.  What would be too long to say is left to the slow path: the
pattern then matches less than the guide allows.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from edi_service.guide.values import CHARACTERS, FORMAT_QUALIFIER, FORMATTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from edi_service.guide.definition import ElementDefinition, SegmentDefinition
    from edi_service.guide.syntax_notes import SyntaxNote
    from edi_service.x12.segment import Delimiters

_NEVER = "(?!)"
_DAY = (
    "(?:19|20)[0-9][0-9](?:(?:0[13578]|1[02])(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)(?:0[1-9]|[12][0-9]|30)|02(?:0[1-9]|1[0-9]|2[0-8]))"
)
_MINUTE = "(?:[01][0-9]|2[0-3])[0-5][0-9]"
_TIME = f"{_MINUTE}(?:[0-5][0-9])?"
_FORMATS = {
    "D8": _DAY,
    "RD8": f"{_DAY}-{_DAY}",
    "DT": f"{_DAY}(?:{_MINUTE})?",
    "TM": _TIME,
}
_MOST_NOTED = 6  # elements of one syntax note; its pattern doubles with each


def segment_pattern(segment: SegmentDefinition, delimiters: Delimiters) -> str:
    """The pattern that a whole text of *segment*, without terminator, matches."""
    writer = _Writer(delimiters)
    separator = re.escape(delimiters.element)
    chain = writer.chain(segment.elements, segment.notes, separator, depth=0)
    return f"{re.escape(segment.segment_id)}{chain}(?<!{separator})"


class _Writer:
    """Writes the pattern of one segment, numbering the groups it captures."""

    def __init__(self, delimiters: Delimiters) -> None:
        self._delimiters = delimiters
        separators = {delimiters.element, delimiters.component, delimiters.repetition}
        allowed = [one for one in CHARACTERS if one not in separators]
        self._any = f"[{re.escape(''.join(allowed))}]"
        self._end = f"[{re.escape(''.join(one for one in allowed if one != ' '))}]"
        self._numbers = count(1)

    def chain(
        self,
        elements: Sequence[ElementDefinition],
        notes: Sequence[SyntaxNote],
        separator: str,
        depth: int,
    ) -> str:
        """
        The pattern of consecutive elements, each with the separator in front of it.

        Within a composite (*depth* 1) the first has none.
        """
        groups = self._groups(elements, notes)
        bodies = list(self._bodies(elements, groups, depth))
        tail, is_needed = "", False
        for place in range(len(elements), 0, -1):
            if not tail and not bodies[place - 1]:
                continue  # never used, and a separator at the end is a fault
            before = "" if depth and place == 1 else separator
            is_needed = is_needed or elements[place - 1].usage == "R"
            tail = before + bodies[place - 1] + tail
            if not is_needed and before:
                tail = f"(?:{tail})?"
        asked = [_condition(note, groups) for note in notes if _matters(note, elements)]
        return tail + "".join(asked)

    def _groups(
        self, elements: Sequence[ElementDefinition], notes: Sequence[SyntaxNote]
    ) -> dict[int, str]:
        """The names of the groups that capture the elements which notes ask about."""
        places = {place for note in notes if _matters(note, elements) for place in note.elements}
        return {place: f"g{next(self._numbers)}" for place in sorted(places)}

    def _bodies(
        self, elements: Sequence[ElementDefinition], groups: dict[int, str], depth: int
    ) -> Iterator[str]:
        formats: dict[str, str] = {}
        for place, element in enumerate(elements, 1):
            if element.usage == "N":
                yield "" if place not in groups else f"(?P<{groups[place]}>{_NEVER})?"
                continue
            if element.data_element == FORMAT_QUALIFIER and element.codes:
                formats = {code: f"g{next(self._numbers)}" for code in sorted(element.codes)}
                captured = [f"(?P<{name}>{re.escape(code)})" for code, name in formats.items()]
                body = f"(?:{'|'.join(captured)})"
            elif element.data_element == FORMATTED and formats:
                body = _formatted(formats)
            elif element.components:
                body = self._composite(element)
            else:
                body = self._simple(element, is_component=bool(depth))
            name = groups.get(place)
            body = f"(?P<{name}>{body})" if name else f"(?:{body})"
            yield body if element.usage == "R" else f"{body}?"

    def _composite(self, element: ElementDefinition) -> str:
        component = re.escape(self._delimiters.component)
        body = self.chain(element.components, element.notes, component, depth=1)
        # Present at all, and without separators at its end.  Groups within may be captured once
        # only, so repetitions are left to the slow path.
        return f"(?=[^{re.escape(self._delimiters.element)}]){body}(?<!{component})"

    def _simple(self, element: ElementDefinition, *, is_component: bool) -> str:
        if element.pattern:
            return _NEVER
        codes = element.codes | element.listed
        if codes:
            usable = [code for code in codes if self._is_writable(code, element)]
            body = alternation(sorted(usable))
        else:
            body = self._typed(element)
        if element.most > 1 and not is_component:
            again = re.escape(self._delimiters.repetition)
            body = f"{body}(?:{again}{body}){{0,{element.most - 1}}}"
        return body

    def _is_writable(self, code: str, element: ElementDefinition) -> bool:
        return element.shortest <= len(code) <= element.longest and code == code.rstrip()

    def _typed(self, element: ElementDefinition) -> str:
        least, most = element.shortest, element.longest
        if element.type in ("AN", "ID"):
            return f"{self._any}{{{least - 1},{most - 1}}}{self._end}"
        if element.type == "R":
            whole = max(most - 2, 1)
            cents = r"(?:\.[0-9]{1,2})?" if most > least + 1 else ""
            return f"-?[0-9]{{{least},{whole if cents else most}}}{cents}"
        if element.type.startswith("N"):
            return f"-?[0-9]{{{least},{most}}}"
        if element.type == "DT":
            return _DAY if most >= len("CCYYMMDD") else _NEVER
        if element.type == "TM":
            return _TIME if most >= len("HHMMSS") else _MINUTE
        return _NEVER


def alternation(codes: Iterable[str]) -> str:
    """A pattern for any of *codes*, sorted so that what they begin with is tried once."""
    by_first: dict[str, list[str]] = {}
    for code in codes:
        by_first.setdefault(code[:1], []).append(code[1:])
    ends = "" in by_first
    by_first.pop("", None)
    branches = [
        re.escape(first) + ("" if rest == [""] else alternation(rest))
        for first, rest in by_first.items()
    ]
    if not branches:
        return "" if ends else _NEVER
    return f"(?:{'|'.join(branches)}){'?' if ends else ''}"


def _formatted(formats: dict[str, str]) -> str:
    """The value that the format qualifier captured before it asks for."""
    pattern = _NEVER
    for code, name in formats.items():
        pattern = f"(?({name}){_FORMATS.get(code, _NEVER)}|{pattern})"
    return pattern


def _matters(note: SyntaxNote, elements: Sequence[ElementDefinition]) -> bool:
    """Whether usages alone leave open that the note holds."""
    usages = [elements[at - 1].usage if at <= len(elements) else "N" for at in note.elements]
    free = [index for index, usage in enumerate(usages) if usage == "S"]
    present = [usage == "R" for usage in usages]
    for bits in range(2 ** len(free)):
        for order, index in enumerate(free):
            present[index] = bool(bits >> order & 1)
        if not note.holds(present):
            return True
    return False


def _condition(note: SyntaxNote, groups: dict[int, str]) -> str:
    """A pattern that matches nothing, where the note holds for the groups captured before."""
    if len(note.elements) > _MOST_NOTED:
        return _NEVER
    return _branch(note, [groups[place] for place in note.elements], [])


def _branch(note: SyntaxNote, names: list[str], present: list[bool]) -> str:
    if len(present) == len(names):
        return "" if note.holds(present) else _NEVER
    yes = _branch(note, names, [*present, True])
    no = _branch(note, names, [*present, False])
    return yes if yes == no else f"(?({names[len(present)]}){yes}|{no})"
