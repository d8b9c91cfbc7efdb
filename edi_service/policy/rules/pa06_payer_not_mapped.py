"""
PA06: is the claim's payer one of the library's?

Whose policies apply is told by a table: the payer's identifier (NM109 of loop 2010BB) and the sort
of insurance (SBR09).  Where neither is in it, only what holds for every payer is looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.finding import Kind, Severity
from edi_service.policy.rule import Answer, Outcome, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.policy.library import Applying
    from edi_service.policy.rule import Subject


def check(subject: Subject, _applying: Applying) -> Iterable[Answer]:
    """Name what the claim says of its payer, so that it can be entered."""
    return () if subject.payer is not None else (_unmapped(subject),)


def _unmapped(subject: Subject) -> Answer:
    parties = subject.claim.parties
    identifier = parties.payer.identifier or "absent"
    claim_filing = parties.coverage.claim_filing or "absent"
    return Answer(
        outcome=Outcome.YES,
        because=(
            f"No payer is known by NM109 {identifier} (loop 2010BB) or SBR09 {claim_filing}: only "
            "what holds for every payer was checked."
        ),
    )


RULE = Rule(
    kind=Kind(
        "PA06",
        Severity.WARNING,
        "The payer is not mapped to the policy library",
        "Enter the payer's identifier under [payers] in the configuration.",
        "The claim's payer is in neither the configuration nor the table that is shipped, so no "
        "payer's policy was held against the claim; its silence about authorizations means "
        "nothing. Places of service were checked by what holds for every payer.",
    ),
    check=check,
)
