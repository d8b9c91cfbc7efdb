"""Closed sets of words, such as the events a payer counts from."""

from __future__ import annotations

from enum import StrEnum


class Word(StrEnum):
    """
    The base of such a set whose words are looked up for every claim.

    A word is hashed as the text that it is, and equal to; the hash of an enumeration's own is
    written in Python and takes several times as long.
    """

    __hash__ = str.__hash__
