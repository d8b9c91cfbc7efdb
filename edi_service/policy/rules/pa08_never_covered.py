"""
PA08: does the payer never cover the services, whoever asks?

An exclusion of the benefit is no matter of authorization: no request saves the claim, and to ask
for one wastes the days in which the patient could be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.finding import Kind, Severity
from edi_service.policy.demand import name_all
from edi_service.policy.rule import Answer, Outcome, Rule
from edi_service.policy.services import selected, without

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.policy.demand import Demand
    from edi_service.policy.rule import Subject


def check(subject: Subject, demand: Demand) -> Iterator[Answer]:
    """Take out what the policy says is never covered; where facts are missing, say which."""
    never, missing = selected(
        demand.stand.revision.not_covered, subject.claim, subject.state, subject.facts
    )
    lines = without(demand.lines, without(demand.lines, never.lines))
    if not lines:
        return
    what = name_all(subject.claim, lines, whole_claim=False)
    hangs_on = tuple(dict.fromkeys((*missing, *demand.missing)))
    says = f"The payer never covers {what}: {demand.stand.policy.title}."
    if hangs_on:
        says = f"The payer may never cover {what}, which hangs on {', '.join(hangs_on)}."
    yield Answer(
        outcome=Outcome.CANNOT_TELL if hangs_on else Outcome.YES,
        because=says,
        missing=hangs_on,
        line=lines[0] if len(lines) == 1 else None,
        settled=() if hangs_on else lines,
    )


RULE = Rule(
    kind=Kind(
        "PA08",
        Severity.WARNING,
        "The payer never covers the services",
        "Ask for no review; tell the patient, or correct the procedure if it is not what was done.",
        "The payer's policy names these services among those it does not cover for anybody. An "
        "authorization would not make them payable, so no case is opened for them. Where it hangs "
        "on facts that are not known, the finding names them and the case stays open.",
    ),
    check=check,
)
