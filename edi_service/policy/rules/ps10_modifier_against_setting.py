"""
PS10: do the modifiers go with the place of service and the type of bill?

Some modifiers say where a service was given: by video or by telephone, in a department of a
hospital, in a ride from here to there.  What does not go together, or is missing, a policy says
(``<misfit against="modifier">``).
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
    return answers(subject, applying.misfits_of(subject.claim, MisfitSort.MODIFIER))


RULE = Rule(
    kind=Kind(
        "PS10",
        Severity.WARNING,
        "The modifier does not go with the place of service, or one is missing there",
        "Correct the modifier or the place of service, whichever is wrong.",
        "A modifier may tell where or by what means a service was given, such as 95 and 93 in "
        "telehealth, PO and PN in a hospital's departments, or the two ends of an ambulance ride. "
        "Where it tells another story than the place of service, the payer pays another rate, "
        "or nothing.",
    ),
    check=check,
    topic=Topic.MODIFIER,
)
