"""
RT04: which documents does the payer want that the office does not hold?

A policy names documents for each circumstance; the facts name those at hand, by the same words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.finding import Kind, Severity
from edi_service.policy.documents import WhenMissing
from edi_service.policy.rule import Answer, Outcome, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from edi_service.policy.documents import DocumentTerms
    from edi_service.policy.rule import Concern, Review, Subject


WITHOUT: Mapping[WhenMissing, str] = {
    WhenMissing.RETURNED: "Without {} the request comes back",
    WhenMissing.DENIED: "Without {} the request is denied",
    WhenMissing.PENDED: "Without {} the request is set aside",
}
"""What becomes of a request that comes without a document."""


def check(subject: Subject, _concern: Concern, review: Review) -> Iterator[Answer]:
    """Yes when one is wanting; no, with those held, when all are there."""
    if not review.documents or review.notice_given:
        return
    at_hand = subject.facts.documents
    held = ", ".join(name for name in review.documents if name in at_hand)
    wanting = ", ".join(name for name in review.documents if name not in at_hand)
    terms = tuple(_terms(subject, review))
    if not wanting and not terms:
        because = f"Every document the payer wants is at hand: {held}."
        yield Answer(outcome=Outcome.NO, because=because)
        return
    says = [f"The payer wants documents that are not at hand: {wanting}."] if wanting else []
    says += [f"At hand: {held}."] if held else []
    yield Answer(outcome=Outcome.YES, because=" ".join((*says, *terms)))


def _terms(subject: Subject, review: Review) -> Iterator[str]:
    """What a wanting document leads to, and which of those at hand is too old or bears no day."""
    days = {each.code: each.day for each in subject.facts.document_days}
    today = subject.as_of.date()
    for each in review.document_terms:
        if each.code not in subject.facts.documents:
            if each.when_missing is not None:
                yield f"{WITHOUT[each.when_missing].format(each.code)}{_pended(each)}."
        elif each.fresh_days is not None:
            no_older = f"{each.code} may be no more than {each.fresh_days} days old"
            day = days.get(each.code)
            if day is None:
                yield f"{no_older}: document_days would tell."
            elif (today - day).days > each.fresh_days:
                yield f"{no_older}, and is of {day}: get a newer one."


def _pended(terms: DocumentTerms) -> str:
    return f" for {terms.pend_days} days" if terms.pend_days is not None else ""


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
