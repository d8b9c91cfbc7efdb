"""
What a file with one claim of another would be without any mending, cut out by hand.

Nothing here is shared with the code under test: segments are text, levels are found by the numbers
in HL.  What has to differ in any file cut out (control numbers, counts, the numbers of levels) is
told apart from what was asked for.
"""

from __future__ import annotations

import difflib
import re

Difference = tuple[list[str], list[str]]  # segments gone, segments come


def segments(data: bytes) -> list[str]:
    """The segments of a file, without terminators and line breaks."""
    text = data.decode()
    return [each.strip("\r\n") for each in text.split(text[105]) if each.strip("\r\n")]


def cut_out(data: bytes, number: str) -> list[str]:
    """Envelopes, set header, levels and the claim whose CLM01 is *number*, as they stand."""
    separator = data.decode()[3]
    texts = [each.split(separator) for each in segments(data)]
    names = [each[0] for each in texts]
    claim = next(at for at, each in enumerate(texts) if each[0] == "CLM" and each[1] == number)
    end = next(at for at in range(claim + 1, len(texts)) if names[at] in {"CLM", "HL", "SE"})
    start = max(at for at in range(claim) if names[at] == "ST")
    levels: list[list[str]] = []
    parent = None
    for at in reversed(range(start, claim)):
        if names[at] == "HL" and (parent is None or texts[at][1] == parent):
            stop = next(to for to in range(at + 1, claim + 1) if names[to] in {"HL", "CLM"})
            levels.insert(0, [separator.join(each) for each in texts[at:stop]])
            parent = texts[at][2]
    first = names.index("HL", start)
    around = [max(at for at in range(start) if names[at] == name) for name in ("ISA", "GS")]
    behind = [names.index(name, start) for name in ("SE", "GE", "IEA")]
    own = [*around, *range(start, first)]
    join = separator.join
    return [
        *(join(texts[at]) for at in own),
        *(text for level in levels for text in level),
        *(join(texts[at]) for at in range(claim, end)),
        *(join(texts[at]) for at in behind),
    ]


def differences(before: list[str], after: list[str]) -> list[Difference]:
    """Where two lists of segments differ."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [
        (before[a:b], after[c:d]) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"
    ]


def is_of_any_copy(difference: Difference, separator: str) -> bool:
    """Whether the difference is one of numbers and counts, which every file cut out has."""
    gone, come = difference
    return len(gone) == len(come) and all(
        _without_numbers(one, separator) == _without_numbers(other, separator)
        for one, other in zip(gone, come, strict=True)
    )


_NUMBERS = {"ISA": [13], "GS": [6], "SE": [1], "GE": [1, 2], "IEA": [1, 2], "HL": [1, 2, 4]}


def _without_numbers(text: str, separator: str) -> list[str]:
    elements = text.split(separator)
    for at in _NUMBERS.get(elements[0], []):
        if at < len(elements) and re.fullmatch(r"\d+", elements[at]):
            elements[at] = "n"
    return elements


def asked(before: list[str], after: list[str], separator: str) -> list[Difference]:
    """The differences that are not of any copy."""
    found = []
    for gone, come in differences(before, after):
        if not is_of_any_copy((gone, come), separator):
            found.append((gone, come))
    return found
