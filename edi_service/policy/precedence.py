"""
Which of several policies on one subject counts: contract, state, product, then the payer's rest.

The more particular word takes the services it speaks of away from the others.  Two of one level
are rivals: neither goes before the other, and a person has to say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from edi_service.policy.model import Level
from edi_service.policy.services import without

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from edi_service.policy.demand import Demand

_RANKS = {level: rank for rank, level in enumerate(Level)}


def settled(demands: Sequence[Demand]) -> Iterator[Demand]:
    """
    *demands* without the lines that a policy of a higher level speaks of, rivals named.

    A policy that may not be about the claim at all takes nothing from another.
    """
    if len(demands) == 1:
        yield demands[0]
        return
    for each in demands:
        others = [found for found in demands if found is not each and _is_same(found, each)]
        above = [found for found in others if _rank(found) < _rank(each) and not found.missing]
        left = without(each.lines, [line for found in above for line in found.lines])
        beside = [found for found in others if _rank(found) == _rank(each)]
        rivals = tuple(
            found.stand.policy.id for found in beside if len(without(left, found.lines)) < len(left)
        )
        if left:
            is_whole = each.whole_claim and len(left) == len(each.lines)
            yield replace(each, lines=left, whole_claim=is_whole, rivals=rivals)


def _is_same(one: Demand, other: Demand) -> bool:
    return (
        one.stand.policy.subject == other.stand.policy.subject
        and one.stand.policy.payer == other.stand.policy.payer
    )


def _rank(demand: Demand) -> int:
    return _RANKS[demand.stand.policy.level]
