"""
Whether a circumstance that a payer accepts was there: yes, no, or cannot tell.

The payer's policy names the circumstances; the facts settle them; what the claim says of itself
is evidence, and settles the emergency alone.  For the others it is a hint: the provider's word
that something was so, which leaves open when.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from edi_service.policy.model import CircumstanceCode, Event
from edi_service.policy.retrospective import evidence
from edi_service.policy.retrospective.events import WORDS, happened
from edi_service.policy.retrospective.evidence import Said
from edi_service.policy.rule import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from edi_service.codes.clock import Moment
    from edi_service.policy.rule import Subject


class Reading(Struct, frozen=True, kw_only=True):
    """
    What is to be said of one circumstance.

    *says* is a sentence.  *missing* names the facts that would settle it, only for CANNOT_TELL;
    *evidence* speaks for the circumstance, and may do so without settling it.
    """

    outcome: Outcome
    says: str
    evidence: tuple[Said, ...] = ()
    missing: tuple[str, ...] = ()


WHEN: Mapping[CircumstanceCode, str] = {
    CircumstanceCode.ANY: "no authorization was asked for in time",
    CircumstanceCode.EMERGENCY: "the service was an emergency",
    CircumstanceCode.RETRO_ELIGIBILITY: "coverage was added later",
    CircumstanceCode.COVERAGE_UNKNOWN: "the provider learned of the coverage later",
    CircumstanceCode.COVERAGE_UNVERIFIABLE: "the patient's condition prevented a coverage check",
    CircumstanceCode.OTHER_COVERAGE: "another payer had to decide first",
    CircumstanceCode.ADDED_PROCEDURE: "another procedure was found needed during an approved one",
    CircumstanceCode.PAYER_OUTAGE: "the payer's system was down",
    CircumstanceCode.NEWBORN: "the patient was a newborn",
    CircumstanceCode.CHANGED_PROCEDURE: "what was done was not what had been approved",
    CircumstanceCode.CONTINUITY_OF_CARE: "the care had begun under an earlier plan",
    CircumstanceCode.NATURAL_DISASTER: "a natural disaster kept the provider from asking",
    CircumstanceCode.TRANSFER: "the patient was transferred",
    CircumstanceCode.MISDIRECTED_REQUEST: "the request had gone to the wrong payer in time",
    CircumstanceCode.PROVIDER_SLIP: "the office made a mistake",
    CircumstanceCode.PAYER_ERROR: "the payer or the state made a mistake",
    CircumstanceCode.AFTER_HOURS: "nobody at the payer's could be reached",
    CircumstanceCode.DISCHARGED_BEFORE_REVIEW: "the patient left before the review ended",
    CircumstanceCode.OUT_OF_STATE: "the provider was of another state",
    CircumstanceCode.TRANSPORTATION: "the service was transportation",
    CircumstanceCode.HARMFUL_DELAY: "waiting would have harmed the patient",
}
"""Each circumstance as it stands after "when"."""

TOLD: Mapping[CircumstanceCode, str] = {
    CircumstanceCode.COVERAGE_UNVERIFIABLE: "coverage_unverifiable",
    CircumstanceCode.ADDED_PROCEDURE: "procedure_changed",
    CircumstanceCode.PAYER_OUTAGE: "payer_outage",
    CircumstanceCode.NEWBORN: "newborn",
    CircumstanceCode.CHANGED_PROCEDURE: "changed_procedure",
    CircumstanceCode.CONTINUITY_OF_CARE: "continuity_of_care",
    CircumstanceCode.NATURAL_DISASTER: "natural_disaster",
    CircumstanceCode.TRANSFER: "transfer",
    CircumstanceCode.MISDIRECTED_REQUEST: "misdirected_request",
    CircumstanceCode.PROVIDER_SLIP: "provider_slip",
    CircumstanceCode.PAYER_ERROR: "payer_error",
    CircumstanceCode.AFTER_HOURS: "after_hours",
    CircumstanceCode.DISCHARGED_BEFORE_REVIEW: "discharged_before_review",
    CircumstanceCode.OUT_OF_STATE: "out_of_state",
    CircumstanceCode.TRANSPORTATION: "transportation",
    CircumstanceCode.HARMFUL_DELAY: "harmful_delay",
}
"""The circumstances that only somebody's word can settle, and the fact that holds it."""


def read(code: CircumstanceCode, subject: Subject) -> Reading:
    """Whether the circumstance *code* was there for *subject*."""
    if code in TOLD:
        return _told(code, TOLD[code], getattr(subject.facts, TOLD[code]))
    return _READERS[code](subject)


def _any(_subject: Subject) -> Reading:
    return Reading(outcome=Outcome.YES, says="The payer asks for no reason.")


def _emergency(subject: Subject) -> Reading:
    found = evidence.emergency(subject.claim)
    if found:
        return Reading(
            outcome=Outcome.YES,
            says=f"The claim shows an emergency: {_list(found)}.",
            evidence=found,
        )
    return Reading(outcome=Outcome.NO, says="Nothing on the claim speaks of an emergency.")


def _retro_eligibility(subject: Subject) -> Reading:
    claim = subject.claim
    hints = evidence.delay_reason(claim, "1", "8") + evidence.exception(claim, "2")
    return _learned_later(
        CircumstanceCode.RETRO_ELIGIBILITY, Event.ELIGIBILITY_ADDED, subject, hints
    )


def _coverage_unknown(subject: Subject) -> Reading:
    hints = evidence.delay_reason(subject.claim, "1")
    return _learned_later(CircumstanceCode.COVERAGE_UNKNOWN, Event.COVERAGE_KNOWN, subject, hints)


def _learned_later(
    code: CircumstanceCode, event: Event, subject: Subject, hints: tuple[Said, ...]
) -> Reading:
    """Whether *event* came after the service began; *hints* are for when its day is unknown."""
    known, began = happened(event, subject), happened(Event.FIRST_DAY_OF_SERVICE, subject)
    if known is None:
        return _unsettled(code, WORDS[event].fact, hints)
    if began is None:
        return _unsettled(code, WORDS[Event.FIRST_DAY_OF_SERVICE].fact, hints)
    words, first = WORDS[event].on(known), began.day_in(subject.zone)
    if known.day_in(subject.zone) > first or _later_on(first, known, subject):
        return Reading(
            outcome=Outcome.YES,
            says=f"{words}, after service began on {first}.",
            evidence=(evidence.fact(WORDS[event].fact, words),),
        )
    return Reading(
        outcome=Outcome.NO, says=f"{words}; service began on {first}, so that was not later."
    )


def _later_on(day: date, known: Moment, subject: Subject) -> bool:
    """Whether *known* lies on *day* itself, at an hour after that at which care started."""
    care = happened(Event.START_OF_CARE, subject)
    return (
        known.day_in(subject.zone) == day
        and care is not None
        and isinstance(known.when, datetime)
        and isinstance(care.when, datetime)
        and known.when.timestamp() > care.when.timestamp()  # by the world, not by the clock
    )


def _told(
    code: CircumstanceCode,
    fact: str,
    word: bool | None,  # noqa: FBT001 - the office's word itself
) -> Reading:
    """A circumstance that only somebody's word can settle."""
    if word is None:
        return _unsettled(code, fact, ())
    if word:
        told = evidence.fact(fact, WHEN[code])
        says = f"The office says that {WHEN[code]}."
        return Reading(outcome=Outcome.YES, says=says, evidence=(told,))
    return Reading(outcome=Outcome.NO, says=f"The office says it was not so that {WHEN[code]}.")


def _other_coverage(subject: Subject) -> Reading:
    decided, fact = subject.facts.other_payer_decided, WORDS[Event.OTHER_PAYER_DECIDED].fact
    hints = evidence.delay_reason(subject.claim, "7") + evidence.other_payer(subject.claim)
    if decided is not None:
        words = f"{WORDS[Event.OTHER_PAYER_DECIDED].happened} on {decided}"
        told = (*hints, evidence.fact(fact, words))
        return Reading(outcome=Outcome.YES, says=f"{words}.", evidence=told)
    if hints:
        return _unsettled(CircumstanceCode.OTHER_COVERAGE, fact, hints)
    return Reading(outcome=Outcome.NO, says="Nothing on the claim speaks of another payer.")


def _unsettled(code: CircumstanceCode, fact: str, hints: tuple[Said, ...]) -> Reading:
    """Nobody knows; the claim may hint at it all the same."""
    says = (
        f"The claim hints that {WHEN[code]}: {_list(hints)}; {fact} would settle it."
        if hints
        else f"Nothing says whether {WHEN[code]}; {fact} would settle it."
    )
    return Reading(outcome=Outcome.CANNOT_TELL, says=says, evidence=hints, missing=(fact,))


def _list(found: tuple[Said, ...]) -> str:
    return ", ".join(says for _where, says in found)


_READERS: Mapping[CircumstanceCode, Callable[[Subject], Reading]] = {
    CircumstanceCode.ANY: _any,
    CircumstanceCode.EMERGENCY: _emergency,
    CircumstanceCode.RETRO_ELIGIBILITY: _retro_eligibility,
    CircumstanceCode.COVERAGE_UNKNOWN: _coverage_unknown,
    CircumstanceCode.OTHER_COVERAGE: _other_coverage,
}
