"""
PA17: is the number on the claim an authorization of another member or payer?

Numbers are copied by hand, and a digit wrong or a line slipped makes one patient's authorization
another's.  Whose it is, no finding says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.finding import Kind, Severity
from edi_service.policy.on_file import of_claim, resting_on
from edi_service.policy.rule import Answer, Outcome, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edi_service.policy.rule import Concern, Subject


def check(subject: Subject, concerns: Iterable[Concern]) -> Iterator[Answer]:
    """Name each number of the claim that is on file, and for others only."""
    del concerns  # a number that the claim shows concerns no demand
    claim = subject.claim
    own = {each.number.upper() for each in of_claim(subject)}
    others = dict.fromkeys(each.number.upper() for each in subject.on_file)
    for number in others:
        lines = resting_on(claim, number)
        if lines and number not in own:
            yield Answer(
                outcome=Outcome.YES,
                because=f"Authorization {number} is on file for another member or payer.",
                line=lines[0] if len(lines) == 1 else None,
            )


RULE = Rule(
    kind=Kind(
        "PA17",
        Severity.ERROR,
        "The number on the claim is on file for another member or payer",
        "Send the number of this member's own authorization, or correct member and payer.",
        "The list of authorizations on file has the number of the claim, with another member "
        "identifier or another payer than the claim's. The payer would find that it does not "
        "belong to the patient.",
    ),
    check=check,
)
