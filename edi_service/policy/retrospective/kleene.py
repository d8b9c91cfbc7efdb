"""
Three-valued logic: how yes, no and cannot tell are joined (S. C. Kleene's strong tables).

What cannot be told stays so only while it would make a difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.policy.rule import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable


def both(outcomes: Iterable[Outcome]) -> Outcome:
    """Whether all hold: one no decides; of none at all, yes."""
    return _first_of((Outcome.NO, Outcome.CANNOT_TELL), set(outcomes), Outcome.YES)


def either(outcomes: Iterable[Outcome]) -> Outcome:
    """Whether any holds: one yes decides; of none at all, no."""
    return _first_of((Outcome.YES, Outcome.CANNOT_TELL), set(outcomes), Outcome.NO)


def _first_of(deciding: tuple[Outcome, ...], met: set[Outcome], otherwise: Outcome) -> Outcome:
    return next((outcome for outcome in deciding if outcome in met), otherwise)
