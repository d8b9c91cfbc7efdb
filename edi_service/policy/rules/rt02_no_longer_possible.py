"""
RT02: is a review impossible, or no longer possible?

The payer looks at none, something shuts the door, no circumstance fits, or every window is past.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.finding import Kind, Severity
from edi_service.policy.retrospective.events import in_words
from edi_service.policy.rule import Answer, Outcome, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.policy.rule import Concern, Review, Subject


def check(_subject: Subject, _concern: Concern, review: Review) -> Iterator[Answer]:
    """Name the moment that has passed, else the reason the reasoning ended with."""
    if review.outcome is not Outcome.NO:
        return
    if review.deadline is None:
        yield Answer(outcome=Outcome.YES, because=review.reason)
        return
    what = "day" if review.deadline.instant is None else "moment"
    because = f"The last {what} to ask for a review was {in_words(review.deadline.when)}."
    yield Answer(outcome=Outcome.YES, because=because)


RULE: Rule[[Subject, Concern, Review]] = Rule(
    kind=Kind(
        "RT02",
        Severity.WARNING,
        "A retrospective review is not, or no longer, possible",
        "Follow the case's next action: what the policy leaves open afterwards, else the payer's "
        "appeal.",
        "The services needed the payer's authorization and the claim shows none. A request made "
        "now would not be looked at: the policy allows none after the service, or an exclusion of "
        "the policy applies, or none of the circumstances it accepts was there, or each window "
        "has closed. The case's trace tells which, step by step.",
    ),
    check=check,
)
