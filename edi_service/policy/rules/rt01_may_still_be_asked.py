"""
RT01: may a review still be asked for?

The payer accepts one of the circumstances, and one of its windows is open at the moment of asking.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.finding import Kind, Severity
from edi_service.policy.retrospective.circumstances import WHEN
from edi_service.policy.retrospective.events import in_words
from edi_service.policy.retrospective.windows import is_today
from edi_service.policy.rule import Answer, Outcome, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.policy.rule import Concern, Review, Subject


def check(subject: Subject, _concern: Concern, review: Review) -> Iterator[Answer]:
    """Name the circumstance and the last moment to ask, or that notice was given by then."""
    last, circumstance = review.deadline, review.circumstance
    if review.outcome is not Outcome.YES or last is None or circumstance is None:
        return
    until = in_words(last.when)
    if review.notice_given:
        because = f"Notice was given in time, which ended on {until}: {WHEN[circumstance]}."
        yield Answer(outcome=Outcome.YES, because=because)
        return
    if is_today(last, subject):
        until = f"today, {until}, and no later"
    because = f"A review may still be asked for until {until}: {WHEN[circumstance]}."
    yield Answer(outcome=Outcome.YES, because=because)


RULE: Rule[[Subject, Concern, Review]] = Rule(
    kind=Kind(
        "RT01",
        Severity.NOTE,
        "A retrospective review may still be asked for",
        "Send the request by the case's channel before its deadline.",
        "The services needed the payer's authorization and the claim shows none, but the payer's "
        "policy has a circumstance that fits and its window is open. The case names the "
        "circumstance, the evidence for it, the event counted from, the last moment to ask and "
        "the documents the payer wants. Hours are elapsed hours; where only a day is known they "
        "are counted from its first instant, the earliest possible. Days do not count the day of "
        "the event, and the last day counts to its end.",
    ),
    check=check,
)
