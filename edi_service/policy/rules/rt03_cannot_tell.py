"""
RT03: which facts are missing to tell whether a review may be asked for?

What is not known is neither a yes nor a no; the answer names what would settle it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.finding import Kind, Severity
from edi_service.policy.retrospective import missing
from edi_service.policy.retrospective.events import in_words
from edi_service.policy.rule import Answer, Outcome, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.policy.rule import Concern, Review, Subject


def check(subject: Subject, _concern: Concern, review: Review) -> Iterator[Answer]:
    """Name the missing facts, and the last moment to ask as far as it is known."""
    if review.outcome is not Outcome.CANNOT_TELL:
        return
    because = f"Whether a review may be asked for hangs on {missing.in_words(review.missing)}."
    last = review.deadline
    if last is not None and not last.is_past(subject.as_of, subject.zone):
        because += f" If it may, then until {in_words(last.when)}."
    yield Answer(outcome=Outcome.YES, because=because, missing=review.missing)


RULE: Rule[[Subject, Concern, Review]] = Rule(
    kind=Kind(
        "RT03",
        Severity.WARNING,
        "Facts are missing to tell whether a retrospective review may be asked for",
        "Find out the facts named and give them in the facts file; then check the claim again.",
        "The services needed the payer's authorization and the claim shows none. The payer's "
        "policy may allow a request after the service, but it turns on facts that no claim can "
        "carry, such as the day on which eligibility was added. A fact that would make no "
        "difference is not asked for: where every window is past, the answer is no.",
    ),
    check=check,
)
