r"""
Rows and texts as bytes.

A claim file may hold bytes that are no UTF-8; they travel through the house as lone surrogates, so
that they can be written back as they were.  JSON and text files cannot hold these: there such a
byte is shown as ``\\udc80`` and the like, so that nothing is lost and nothing fails.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from msgspec import Struct

_ENCODER = msgspec.json.Encoder(decimal_format="string")


def encode_row(row: Struct) -> bytes:
    """*row* as JSON on one line, without its line break."""
    try:
        return _ENCODER.encode(row)
    except UnicodeEncodeError:
        return _ENCODER.encode(_shown(msgspec.to_builtins(row)))


def _shown(value: object) -> object:
    """*value*, of plain lists and dictionaries, its texts as :func:`encode_text` has them."""
    if isinstance(value, str):
        return encode_text(value).decode()
    if isinstance(value, dict):
        return {_shown(key): _shown(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(each) for each in value]
    return value


def encode_text(text: str) -> bytes:
    """*text* as UTF-8."""
    return text.encode("utf-8", "backslashreplace")
