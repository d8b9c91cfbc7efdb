"""
RT04: which documents does the payer want that the office does not hold?

A policy names documents for each circumstance; the facts name those at hand, by the same words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.finding import Kind, Severity
from edi_service.policy.rule import Answer, Outcome, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.policy.rule import Concern, Review, Subject


def check(subject: Subject, _concern: Concern, review: Review) -> Iterator[Answer]:
    """Yes when one is wanting; no, with those held, when all are there."""
    if not review.documents:
        return
    at_hand = subject.facts.documents
    held = ", ".join(name for name in review.documents if name in at_hand)
    wanting = ", ".join(name for name in review.documents if name not in at_hand)
    if not wanting:
        because = f"Every document the payer wants is at hand: {held}."
        yield Answer(outcome=Outcome.NO, because=because)
        return
    because = f"The payer wants documents that are not at hand: {wanting}."
    if held:
        because += f" At hand: {held}."
    yield Answer(outcome=Outcome.YES, because=because)


RULE: Rule[[Subject, Concern, Review]] = Rule(
    kind=Kind(
        "RT04",
        Severity.NOTE,
        "The payer wants documents with the request that are not at hand",
        "Gather the documents named before the deadline, and name them in the facts file.",
        "The payer's policy names documents that must come with a request for a review under this "
        "circumstance. Those in the claim's facts count as held; the finding names the others. "
        "Most payers return or deny a request that comes without them.",
    ),
    check=check,
)
