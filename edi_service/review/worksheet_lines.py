"""The lines of a worksheet: labels, items, and nothing that would move a printer."""

from __future__ import annotations

from textwrap import wrap

COLUMNS = 78
NOT_KNOWN = "(not on the claim)"
_LABEL = 20  # columns of the label, its colon and the space behind


def plain(line: str) -> str:
    """*line* without characters that would move a printer or a terminal, and no wider than it."""
    shown = line
    if not line.isprintable():
        shown = "".join(character if character.isprintable() else "?" for character in line)
    return shown.rstrip(" ")


def field(label: str, value: str) -> list[str]:
    """A label and its value, the value's further lines set in below the first."""
    pieces = wrap(value, COLUMNS - _LABEL) or [NOT_KNOWN]
    first, *others = pieces
    return [f"{label + ':':<{_LABEL}}{first}", *(" " * _LABEL + piece for piece in others)]


def item(text: str, mark: str = "*") -> list[str]:
    """An entry of a list, its further lines set in below the first."""
    indent = " " * (len(mark) + 1)
    return wrap(text, COLUMNS, initial_indent=f"{mark} ", subsequent_indent=indent) or [mark]
