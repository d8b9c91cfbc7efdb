"""
PA01: do services need the payer's authorization, and does the claim show none?

The payer's policy says which services need one, where, and since when.  The claim shows one as
REF*G1, on the service line (loop 2400) or for the whole claim (loop 2300).  This rule is the last
to be asked: it speaks of the lines that no other rule could settle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.finding import Kind, Severity
from edi_service.policy.demand import name_all
from edi_service.policy.rule import Answer, Outcome, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.policy.demand import Demand
    from edi_service.policy.rule import Subject


def check(subject: Subject, demand: Demand) -> Iterator[Answer]:
    """Name the services, and what would tell where it cannot be told."""
    what = name_all(subject.claim, demand.lines, whole_claim=demand.whole_claim)
    verb = "need" if what.startswith("lines ") else "needs"
    says = f"{what} {verb} the payer's authorization; REF*G1 is absent."
    if demand.trigger:
        says = (
            f"{what} may need the payer's authorization, whose list is not held: "
            f"{demand.trigger}; REF*G1 is absent."
        )
    if demand.missing:
        says = (
            f"{what} may need the payer's authorization, which hangs on "
            f"{', '.join(demand.missing)}; REF*G1 is absent."
        )
    yield Answer(
        outcome=Outcome.CANNOT_TELL if demand.missing else Outcome.YES,
        because=says[0].upper() + says[1:],
        missing=demand.missing,
        line=demand.lines[0] if len(demand.lines) == 1 and not demand.whole_claim else None,
        severity=Severity.WARNING if demand.missing else None,
    )


RULE = Rule(
    kind=Kind(
        "PA01",
        Severity.ERROR,
        "The services need authorization and the claim shows none",
        "Send the number in REF*G1, or ask for a retrospective review where the case says so.",
        "The payer's policy wants its authorization for these services on this day, and neither "
        "the claim (REF*G1 in loop 2300) nor the line (loop 2400) shows a number. The payer will "
        "deny the services (CARC 197). A case is opened that says whether a review may still be "
        "asked for. It is a warning where facts are missing to tell whether the policy is about "
        "these services at all.",
    ),
    check=check,
)
