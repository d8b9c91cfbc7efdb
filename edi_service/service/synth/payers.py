"""
The payers of invented claims.

All but Medicare are those of ``fixtures/policies/examples/payers.csv``, so that their invented
policies apply.  Medicare is known by SBR09 alone; its identifier is no contractor's.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    """
    Loop 2010BB and what goes with it.

    *claim_filing* is SBR09, empty for Medicare: its indicator says who bills.  *weight* is how
    often the payer is met, in a hundred claims.
    """

    name: str
    identifier: str
    claim_filing: str
    weight: int
    covers_families: bool = True
    members_are_old: bool = False


MEDICARE = Payer(
    name="MEDICARE",
    identifier="XMEDICARE",
    claim_filing="",
    weight=25,
    covers_families=False,
    members_are_old=True,
)
EXAMPLE_HEALTH = Payer(name="EXAMPLE HEALTH", identifier="EXHLTH01", claim_filing="CI", weight=25)
EXAMPLE_HEALTH_ADVANTAGE = Payer(
    name="EXAMPLE HEALTH ADVANTAGE",
    identifier="EXHLTH02",
    claim_filing="16",
    weight=10,
    covers_families=False,
    members_are_old=True,
)
LAKESHORE_PLAN = Payer(name="LAKESHORE PLAN", identifier="LAKESH01", claim_filing="HM", weight=15)
PRAIRIE_MUTUAL = Payer(name="PRAIRIE MUTUAL", identifier="PRAIRI01", claim_filing="CI", weight=15)
HARBOR_COMMUNITY_PLAN = Payer(
    name="HARBOR COMMUNITY PLAN",
    identifier="HARBOR01",
    claim_filing="MC",
    weight=10,
    covers_families=False,
)

ASKING = (
    EXAMPLE_HEALTH,
    EXAMPLE_HEALTH_ADVANTAGE,
    LAKESHORE_PLAN,
    PRAIRIE_MUTUAL,
    HARBOR_COMMUNITY_PLAN,
)  # those that want to be asked before a stay or a scan
ALL = (MEDICARE, *ASKING)
