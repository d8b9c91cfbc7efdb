"""
What is written out before the first claim of a file is needed.

Writing a claim segment by segment costs more than filling in a text, so members, providers and some
dozen claims of each sort in the catalogue are written once and then drawn from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edi_service.service.synth.parties import billing_provider, member
from edi_service.service.synth.payers import ALL

if TYPE_CHECKING:
    from random import Random

    from edi_service.service.synth.parties import Member
    from edi_service.service.synth.payers import Payer
    from edi_service.service.synth.trade import Trade
    from edi_service.service.synth.written import Written

MEMBERS_A_PAYER = 300
PROVIDERS = 40
VARIANTS = 30  # of each sort of claim


@dataclass(frozen=True, slots=True)
class Stock:
    """
    Providers, members and claims to draw from.

    Attributes:
        providers: loops 2000A and 2010AA with the field ``{level}``.
        members: by payer.
        payers: each as often as its weight says.
        ordinary: the claims that may be sent to a payer.
        seasoned: the variants of each seasoned claim, in the order of the catalogue.
    """

    providers: list[str]
    members: dict[Payer, list[Member]]
    payers: list[Payer]
    ordinary: dict[Payer, list[Written]]
    seasoned: list[list[Written]]


def lay_in(random: Random, trade: Trade) -> Stock:
    """A stock for *trade*."""
    ordinary = [claim for _ in range(VARIANTS) for claim in trade.ordinary(random)]
    rounds = [trade.seasoned(random) for _ in range(VARIANTS)]
    return Stock(
        providers=[
            billing_provider(random, trade.biller, trade.taxonomy) for _ in range(PROVIDERS)
        ],
        members={
            payer: [member(random, payer, trade.medicare_filing) for _ in range(MEMBERS_A_PAYER)]
            for payer in ALL
        },
        payers=[payer for payer in ALL for _ in range(payer.weight)],
        ordinary={payer: [claim for claim in ordinary if payer in claim.payers] for payer in ALL},
        seasoned=[list(variants) for variants in zip(*rounds, strict=True)],
    )
