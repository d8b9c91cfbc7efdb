"""
Whether the evidence that a payer asks for is there: yes, no, or cannot tell.

Conditions are joined as Kleene joins them.  A document that the office has not named may yet be
found, so it is missing, not absent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.policy.model import (
    Conditions,
    DocumentHeld,
    FactIs,
    Known,
    Quantity,
)
from edi_service.policy.retrospective import circumstances
from edi_service.policy.retrospective.circumstances import WHEN, Reading
from edi_service.policy.retrospective.kleene import both, either
from edi_service.policy.retrospective.missing import meaning, union
from edi_service.policy.rule import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.policy.model import Condition, ReasonThere
    from edi_service.policy.rule import Subject

_OPPOSITE = {
    Outcome.YES: Outcome.NO,
    Outcome.NO: Outcome.YES,
    Outcome.CANNOT_TELL: Outcome.CANNOT_TELL,
}
_JOINED = {Quantity.ALL: ", and ", Quantity.ANY: ", or ", Quantity.NONE: ", or "}


def holds(conditions: Iterable[Conditions], subject: Subject) -> tuple[Reading, ...]:
    """What is to be said of each group of *conditions*; all of them must hold."""
    return tuple([_group(each, subject) for each in conditions])


def _read(condition: Condition, subject: Subject) -> Reading:
    if isinstance(condition, Conditions):
        return _group(condition, subject)
    if isinstance(condition, DocumentHeld):
        return _document(condition, subject)
    if isinstance(condition, FactIs):
        return _fact(condition, subject)
    return _reason(condition, subject)


def _group(group: Conditions, subject: Subject) -> Reading:
    parts = [_read(each, subject) for each in group.parts]
    join = both if group.quantity is Quantity.ALL else either
    outcome = join(each.outcome for each in parts)
    asked = [each.missing for each in parts] if outcome is Outcome.CANNOT_TELL else []
    says = _JOINED[group.quantity].join(each.says.rstrip(".") for each in parts)
    if group.quantity is Quantity.NONE:
        outcome, says = _OPPOSITE[outcome], f"None of these may be so: {says}"
    return Reading(
        outcome=outcome,
        says=f"{says}.",
        evidence=tuple(said for each in parts for said in each.evidence),
        missing=union(asked),
    )


def _document(condition: DocumentHeld, subject: Subject) -> Reading:
    if condition.code in subject.facts.documents:
        return Reading(outcome=Outcome.YES, says=f"The document {condition.code} is at hand.")
    return Reading(
        outcome=Outcome.CANNOT_TELL,
        says=f"The payer wants the document {condition.code}, which is not at hand.",
        missing=("documents",),
    )


def _fact(condition: FactIs, subject: Subject) -> Reading:
    found = getattr(subject.facts, condition.name)
    if condition.value == Known.KNOWN:
        sort = "no" if found is None else "a"
        outcome = Outcome.NO if found is None else Outcome.YES
        return Reading(outcome=outcome, says=f"There is {sort} word on {meaning(condition.name)}.")
    if found is None:
        says = f"Nothing says {meaning(condition.name)}."
        return Reading(outcome=Outcome.CANNOT_TELL, says=says, missing=(condition.name,))
    told = {True: "yes", False: "no"}.get(found, str(found)) if isinstance(found, bool) else found
    outcome = Outcome.YES if str(told) == condition.value else Outcome.NO
    says = f"The office says {told} to {condition.name} ({meaning(condition.name)})."
    return Reading(outcome=outcome, says=says)


def _reason(condition: ReasonThere, subject: Subject) -> Reading:
    found = circumstances.read(condition.code, subject)
    if found.outcome is Outcome.CANNOT_TELL:
        return found
    sort = "so" if found.outcome is Outcome.YES else "not so"
    return Reading(
        outcome=found.outcome,
        says=f"It was {sort} that {WHEN[condition.code]}.",
        evidence=found.evidence,
    )
