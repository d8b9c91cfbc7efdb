"""
PA07: do two policies of one level speak of the same services?

A contract goes before a state's rule, that before a product's, that before the payer's; between
two of one level nothing decides, so both open a case and a person has to say which counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.finding import Kind, Severity
from edi_service.policy.rule import Answer, Outcome, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.policy.demand import Demand
    from edi_service.policy.rule import Subject


def check(_subject: Subject, demand: Demand) -> Iterator[Answer]:
    """Name the rivals; nothing is settled by it."""
    if not demand.rivals:
        return
    policy = demand.stand.policy
    yield Answer(
        outcome=Outcome.YES,
        because=f"{policy.id} and {', '.join(demand.rivals)} are both of the level "
        f"{policy.level} and speak of the same services.",
        line=None if demand.whole_claim else demand.lines[0],
    )


RULE = Rule(
    kind=Kind(
        "PA07",
        Severity.WARNING,
        "Two policies of one level speak of the same services",
        "Read both sources and give the one that counts the higher level, or restrict its scope.",
        "Policies of a payer on one subject are ranked: contract, state, product, payer. The "
        "policies named have the same rank and both are about these services, so that neither "
        "takes the place of the other. Each opens a case of its own until the files say which.",
    ),
    check=check,
)
