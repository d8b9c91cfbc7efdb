"""What a library would do to some claims: counts by policy and decision, and money at risk."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from edi_service.cases.model import Decision
from edi_service.cases.money import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from edi_service.cases.model import Case


@dataclass(slots=True)
class PolicyCount:
    """The cases under one policy by decision, and the money at risk in them."""

    decisions: Counter[Decision] = field(default_factory=Counter)
    at_risk: Decimal = NOTHING


@dataclass(slots=True)
class Simulation:
    """
    What came of the claims at one moment of asking, *as_of*.

    *at_risk* counts each service line once, however many policies concern it.
    """

    as_of: str
    claims: int = 0
    concerned: int = 0
    at_risk: Decimal = NOTHING
    policies: dict[str, PolicyCount] = field(default_factory=dict)

    def add(self, cases: tuple[Case, ...], at_risk: Decimal) -> None:
        """Count a claim with its *cases*."""
        self.claims += 1
        self.concerned += bool(cases)
        self.at_risk += at_risk
        for case in cases:
            count = self.policies.setdefault(case.policy, PolicyCount())
            count.decisions[case.decision] += 1
            count.at_risk += case.amount_at_risk

    def lines(self) -> Iterator[str]:
        """The counts as a table."""
        yield (
            f"As of {self.as_of}: {self.claims:,} claims, {self.concerned:,} concerned, "
            f"${self.at_risk:,.2f} at risk"
        )
        heads = "".join(f"{decision.value:>13}" for decision in Decision)
        yield f"  {'Policy':<44}{heads}{'At risk':>13}"
        for policy, count in sorted(self.policies.items()):
            numbers = "".join(f"{count.decisions[decision]:>13,}" for decision in Decision)
            yield f"  {policy:<44}{numbers}{count.at_risk:>13,.2f}"

    def row(self) -> dict[str, Any]:
        """The counts as a program reads them; money is text with two decimals."""
        return {
            "as_of": self.as_of,
            "claims": self.claims,
            "concerned": self.concerned,
            "at_risk": str(self.at_risk),
            "policies": {
                policy: {
                    **{decision.value: count.decisions[decision] for decision in Decision},
                    "at_risk": str(count.at_risk),
                }
                for policy, count in sorted(self.policies.items())
            },
        }
