"""
When the events happened from which payers count.

A moment is known to the minute or to the day, from the facts or else from the claim.  A claim
tells hours by the clock on its wall: they are moments only where the zone of the place of care is
known, and are left at their day where it is not.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from edi_service.codes.clock import Moment, day_on
from edi_service.policy.model import Event

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date, time
    from zoneinfo import ZoneInfo

    from edi_service.policy.rule import Subject

RESUBMISSIONS = frozenset({"7", "8"})
"""CLM05-3 of a claim that replaces or voids one sent before."""


class Words(NamedTuple):
    """
    An event, told to a person.

    *fact* is the name of the fact that would tell when it happened; *happened* begins a sentence
    that goes on with the day; *noun* stands within one.
    """

    fact: str
    happened: str
    noun: str

    def on(self, moment: Moment) -> str:
        """That it happened then, as the beginning of a sentence."""
        return f"{self.happened} on {in_words(moment.when)}"


WORDS: Mapping[Event, Words] = {
    Event.START_OF_CARE: Words("admitted", "Care started", "the start of care"),
    Event.FIRST_DAY_OF_SERVICE: Words("first_day", "Service began", "the first day of service"),
    Event.LAST_DAY_OF_SERVICE: Words("last_day", "Service ended", "the last day of service"),
    Event.ADMISSION: Words("admitted", "The patient was admitted", "the admission"),
    Event.DISCHARGE: Words("discharged", "The patient was discharged", "the discharge"),
    Event.ELIGIBILITY_ADDED: Words(
        "eligibility_added", "Eligibility was added", "the addition of eligibility"
    ),
    Event.COVERAGE_KNOWN: Words(
        "coverage_known", "The coverage became known", "the discovery of the coverage"
    ),
    Event.OTHER_PAYER_DECIDED: Words(
        "other_payer_decided", "The other payer decided", "the other payer's decision"
    ),
    Event.DENIAL: Words("denied", "The claim was denied", "the denial of the claim"),
    Event.FIRST_SUBMISSION: Words(
        "first_submitted", "The claim was first submitted", "the first submission of the claim"
    ),
    Event.MOTHER_DISCHARGE: Words(
        "mother_discharged", "The mother was discharged", "the mother's discharge"
    ),
    Event.STABILIZATION: Words("stabilized", "The patient was stabilized", "the stabilization"),
    Event.CARD_ISSUED: Words(
        "card_issued", "The member's card was issued", "the issue of the member's card"
    ),
    Event.ELIGIBILITY_ENTERED: Words(
        "eligibility_entered",
        "The caseworker entered the eligibility",
        "the entry of the eligibility",
    ),
    Event.CLAIM_RECEIPT: Words(
        "claim_received", "The payer received the claim", "the receipt of the claim"
    ),
    Event.DENIAL_LETTER: Words(
        "denial_letter", "The letter of denial was written", "the letter of denial"
    ),
    Event.OUTAGE_BEGAN: Words(
        "outage_began", "The payer's outage began", "the beginning of the payer's outage"
    ),
    Event.OUTAGE_ENDED: Words(
        "outage_ended", "The payer's outage ended", "the end of the payer's outage"
    ),
    Event.NOTICE: Words("notice_given", "The payer was told", "the notice to the payer"),
    Event.INFORMATION_REQUESTED: Words(
        "information_requested",
        "The payer asked for more information",
        "the payer's request for information",
    ),
    Event.INFORMATION_SENT: Words(
        "information_sent", "The information was sent", "the sending of the information"
    ),
    Event.TRANSFER: Words("transferred", "The patient was transferred", "the transfer"),
    Event.PLAN_START: Words(
        "plan_started", "The member joined the plan", "the member's first day in the plan"
    ),
    Event.BIRTH: Words("birth_date", "The patient was born", "the birth"),
    Event.DISASTER_DECLARED: Words(
        "disaster_declared", "The disaster was declared", "the declaration of the disaster"
    ),
    Event.DISASTER_ENDED: Words("disaster_ended", "The disaster ended", "the end of the disaster"),
    Event.DECISION: Words("decided", "The payer decided the request", "the payer's decision"),
}


def happened(event: Event, subject: Subject) -> Moment | None:
    """When *event* happened; None when nothing tells, and ``WORDS[event].fact`` is missing."""
    return _moment(_FINDERS[event](subject), subject.zone)


def today(subject: Subject) -> date:
    """The day on which the subject is looked at, where the care was given."""
    return day_on(subject.zone, subject.as_of)


def submitted(subject: Subject) -> str:
    """What shows that the claim has gone to the payer before now; empty when nothing does."""
    facts, frequency = subject.facts, subject.claim.frequency
    if facts.first_submitted is not None and facts.first_submitted <= today(subject):
        return f"the claim was first submitted on {facts.first_submitted}"
    if frequency in RESUBMISSIONS:
        return f"CLM05-3 is {frequency}, so the claim was submitted before"
    if facts.denied is not None and facts.denied <= today(subject):
        return f"the claim was denied on {facts.denied}, so it was submitted before"
    return ""


def in_words(when: date | datetime) -> str:
    """
    A day, or a day and its hour and minute with the offset it is told by.

    Seconds are left off, so that a deadline is never told later than it is.
    """
    return f"{when:%Y-%m-%d at %H:%M (UTC%z)}" if isinstance(when, datetime) else f"{when}"


def _moment(when: date | datetime | None, zone: ZoneInfo | None) -> Moment | None:
    """*when* as a moment; a time without a zone is one of the place of care."""
    if isinstance(when, datetime) and when.utcoffset() is None:
        when = when.date() if zone is None else when.replace(tzinfo=zone)
    return None if when is None else Moment(when)


def _at_hour(day: date | None, hour: time | None) -> date | datetime | None:
    return day if day is None or hour is None else datetime.combine(day, hour)


def _admission(subject: Subject) -> date | datetime | None:
    claim = subject.claim
    return subject.facts.admitted or _at_hour(claim.admitted, claim.admission_hour)


def _start_of_care(subject: Subject) -> date | datetime | None:
    return _admission(subject) or subject.claim.first_day


def _discharge(subject: Subject) -> date | datetime | None:
    """
    The discharge by the facts, else by the claim.

    An institutional claim gives the hour alone (DTP*096); the day is then the statement's last.
    """
    claim = subject.claim
    day = claim.discharged or (claim.statement_to if claim.discharge_hour is not None else None)
    return subject.facts.discharged or _at_hour(day, claim.discharge_hour)


_FINDERS: Mapping[Event, Callable[[Subject], date | datetime | None]] = {
    Event.START_OF_CARE: _start_of_care,
    Event.FIRST_DAY_OF_SERVICE: lambda subject: subject.claim.first_day,
    Event.LAST_DAY_OF_SERVICE: lambda subject: subject.claim.last_day,
    Event.ADMISSION: _admission,
    Event.DISCHARGE: _discharge,
    Event.ELIGIBILITY_ADDED: lambda subject: subject.facts.eligibility_added,
    Event.COVERAGE_KNOWN: lambda subject: subject.facts.coverage_known,
    Event.OTHER_PAYER_DECIDED: lambda subject: subject.facts.other_payer_decided,
    Event.DENIAL: lambda subject: subject.facts.denied,
    Event.FIRST_SUBMISSION: lambda subject: subject.facts.first_submitted,
    Event.MOTHER_DISCHARGE: lambda subject: subject.facts.mother_discharged,
    Event.STABILIZATION: lambda subject: subject.facts.stabilized,
    Event.CARD_ISSUED: lambda subject: subject.facts.card_issued,
    Event.ELIGIBILITY_ENTERED: lambda subject: subject.facts.eligibility_entered,
    Event.CLAIM_RECEIPT: lambda subject: subject.facts.claim_received,
    Event.DENIAL_LETTER: lambda subject: subject.facts.denial_letter,
    Event.OUTAGE_BEGAN: lambda subject: subject.facts.outage_began,
    Event.OUTAGE_ENDED: lambda subject: subject.facts.outage_ended,
    Event.NOTICE: lambda subject: subject.facts.notice_given,
    Event.INFORMATION_REQUESTED: lambda subject: subject.facts.information_requested,
    Event.INFORMATION_SENT: lambda subject: subject.facts.information_sent,
    Event.TRANSFER: lambda subject: subject.facts.transferred,
    Event.PLAN_START: lambda subject: subject.facts.plan_started,
    Event.BIRTH: lambda subject: subject.claim.parties.patient.birth_date,
    Event.DISASTER_DECLARED: lambda subject: subject.facts.disaster_declared,
    Event.DISASTER_ENDED: lambda subject: subject.facts.disaster_ended,
    Event.DECISION: lambda subject: subject.facts.decided,
}
