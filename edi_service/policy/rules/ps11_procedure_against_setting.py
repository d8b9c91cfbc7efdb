"""
PS11: does the place, the payer or the day take this procedure at all?

A family (PS02) says where a procedure belongs; here a policy says what a place takes, and which
procedures a payer or a day does not know (``<misfit against="procedure">``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.finding import Kind, Severity
from edi_service.policy.misfits import answers
from edi_service.policy.place_rules import MisfitSort
from edi_service.policy.rule import Rule
from edi_service.policy.screen import Topic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.policy.library import Applying
    from edi_service.policy.rule import Answer, Subject


def check(subject: Subject, applying: Applying) -> Iterator[Answer]:
    """Hold the claim against the misfits of this sort."""
    return answers(subject, applying.misfits_of(subject.claim, MisfitSort.PROCEDURE))


RULE = Rule(
    kind=Kind(
        "PS11",
        Severity.WARNING,
        "The place, the payer or the day does not take this procedure",
        "Correct the procedure or the place, or confirm that this payer takes them together.",
        "Some places of service take certain procedures only, such as an independent laboratory; "
        "some payers do not take a code at all, and a code that was deleted is taken on no day "
        "after. The policy that says so is cited, and another payer may say otherwise.",
    ),
    check=check,
    topic=Topic.PROCEDURE,
)
