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


def _fits(text: str, columns: int) -> bool:
    """Whether *text* is one line as it is: most are, and wrapping takes twenty times as long."""
    return 0 < len(text) <= columns and text.isascii() and text.isprintable() and text[-1] != " "


def field(label: str, value: str) -> list[str]:
    """A label and its value, the value's further lines set in below the first."""
    columns = COLUMNS - _LABEL
    if _fits(value, columns):
        return [f"{label + ':':<{_LABEL}}{value}"]
    first, *others = wrap(value, columns) or [NOT_KNOWN]
    return [f"{label + ':':<{_LABEL}}{first}", *(" " * _LABEL + piece for piece in others)]


def item(text: str, mark: str = "*") -> list[str]:
    """An entry of a list, its further lines set in below the first."""
    indent = " " * (len(mark) + 1)
    if _fits(text, COLUMNS - len(indent)):
        return [f"{mark} {text}"]
    return wrap(text, COLUMNS, initial_indent=f"{mark} ", subsequent_indent=indent) or [mark]
