"""A payer's penalty for late notice in words: its tiers, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.codes.clock import describe
from edi_service.policy.retrospective.events import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.policy.model import Event, Tier


def formula(after: Event, tiers: Iterable[Tier]) -> str:
    """Such as ``after the admission: notice within 24 hours: 0 % of charges; later: 50 % of …``."""
    return f"after {WORDS[after].noun}: {'; '.join(tier_in_words(each) for each in tiers)}"


def tier_in_words(tier: Tier) -> str:
    """Such as ``notice within 24 hours: 0 % of charges``."""
    when = "later" if tier.length is None else f"notice within {describe(tier.length)}"
    return f"{when}: {tier.percent} % of {tier.base.replace('-', ' ')}"
