"""
Three-valued logic: how yes, no and cannot tell are joined (S. C. Kleene's strong tables).

What cannot be told stays so only while it would make a difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.policy.rule import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

_YES, _NO, _CANNOT_TELL = Outcome.YES, Outcome.NO, Outcome.CANNOT_TELL


def both(outcomes: Iterable[Outcome]) -> Outcome:
    """Whether all hold: one no decides; of none at all, yes."""
    return _decided(outcomes, _NO, _YES)


def either(outcomes: Iterable[Outcome]) -> Outcome:
    """Whether any holds: one yes decides; of none at all, no."""
    return _decided(outcomes, _YES, _NO)


def _decided(outcomes: Iterable[Outcome], deciding: Outcome, otherwise: Outcome) -> Outcome:
    """*deciding* where it is met, else CANNOT_TELL where that is, else *otherwise*."""
    joined = otherwise
    for outcome in outcomes:
        if outcome is deciding:
            return deciding
        if outcome is _CANNOT_TELL:
            joined = outcome
    return joined
