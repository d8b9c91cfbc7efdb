"""
What shuts the door to a retrospective request whatever the circumstance.

Here a yes means that the door is shut.  Two of the exclusions rest on what the office would know
if it had happened: while nothing is said of them they are taken as not there, and the answer says
so.  Whether a service is investigational nobody may assume.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.facts.model import Network
from edi_service.policy.model import Event, Exclusion
from edi_service.policy.on_file import refused
from edi_service.policy.retrospective.events import submitted
from edi_service.policy.retrospective.windows import TAKEN_AS_NOT_YET
from edi_service.policy.rule import Answer, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from edi_service.policy.model import Retrospective
    from edi_service.policy.rule import Subject


def exclusions(rule: Retrospective, subject: Subject) -> Iterator[Answer]:
    """Each exclusion that *rule* names, then the standing in the network when it asks for one."""
    for exclusion in rule.unless:
        yield _CHECKS[exclusion](subject)
    if rule.network is not None:
        yield _network(rule.network, subject)


def _investigational(subject: Subject) -> Answer:
    word = subject.facts.investigational
    if word is None:
        return Answer(
            outcome=Outcome.CANNOT_TELL,
            because="The payer takes no request for an investigational service, and nothing says "
            "whether this is one.",
            missing=("investigational",),
        )
    if word:
        because = "The service is investigational, and for that the payer takes no request."
        return Answer(outcome=Outcome.YES, because=because)
    return Answer(outcome=Outcome.NO, because="The service is not investigational.")


def _authorization_denied(subject: Subject) -> Answer:
    denied = subject.facts.authorization_denied
    if denied is None and (held := refused(subject, subject.claim.lines)) is not None:
        because = f"Request {held.number} on file was refused; after that the payer takes no other."
        return Answer(outcome=Outcome.YES, because=because)
    if denied is None:
        because = "Taken as never refused: no denial of a request for an authorization is known."
        return Answer(outcome=Outcome.NO, because=because)
    because = (
        f"An authorization was asked for and refused on {denied}; "
        "after that the payer takes no other request."
    )
    return Answer(outcome=Outcome.YES, because=because)


def _claim_submitted(subject: Subject) -> Answer:
    shown, planned = submitted(subject), subject.facts.first_submitted
    if shown:
        because = f"The payer takes no request once the claim is submitted, and {shown}."
        return Answer(outcome=Outcome.YES, because=because)
    if planned is None:
        return Answer(outcome=Outcome.NO, because=TAKEN_AS_NOT_YET[Event.FIRST_SUBMISSION])
    because = f"The claim is not submitted before {planned}."
    return Answer(outcome=Outcome.NO, because=because)


def _service_ongoing(subject: Subject) -> Answer:
    word = subject.facts.service_ongoing
    if word is None:
        return Answer(
            outcome=Outcome.CANNOT_TELL,
            because="While the service goes on, a request is none made after it, and nothing says "
            "whether it has ended.",
            missing=("service_ongoing",),
        )
    if word:
        because = "The service still goes on, so that a request is none made after it."
        return Answer(outcome=Outcome.YES, because=because)
    return Answer(outcome=Outcome.NO, because="The service has ended.")


def _appeal_filed(subject: Subject) -> Answer:
    return _never_after(subject.facts.appeal_filed, "an appeal was filed", "appeal")


def _clinical_decision(subject: Subject) -> Answer:
    return _never_after(subject.facts.decided, "the payer decided on the merits", "decision")


def _never_after(day: date | None, clause: str, noun: str) -> Answer:
    """What the office would know of: while no day is given, it has not happened."""
    if day is None:
        because = f"Taken as not yet so that {clause}: no day of a {noun} is known."
        return Answer(outcome=Outcome.NO, because=because.replace("a appeal", "an appeal"))
    because = f"After {day}, when {clause}, the payer takes no other request."
    return Answer(outcome=Outcome.YES, because=because)


def _network(demanded: Network, subject: Subject) -> Answer:
    standing = subject.facts.network
    demand = f"Only a provider {_NETWORKS[demanded]} may ask"
    if standing is None:
        because = f"{demand}, and nothing says whether this one is."
        return Answer(outcome=Outcome.CANNOT_TELL, because=because, missing=("network",))
    if standing is demanded:
        return Answer(outcome=Outcome.NO, because=f"{demand}, as this one is.")
    because = f"{demand}; this one is {_NETWORKS[standing]}."
    return Answer(outcome=Outcome.YES, because=because)


_NETWORKS = {Network.IN: "in the plan's network", Network.OUT: "outside the plan's network"}

_CHECKS: Mapping[Exclusion, Callable[[Subject], Answer]] = {
    Exclusion.INVESTIGATIONAL: _investigational,
    Exclusion.AUTHORIZATION_DENIED: _authorization_denied,
    Exclusion.CLAIM_SUBMITTED: _claim_submitted,
    Exclusion.SERVICE_ONGOING: _service_ongoing,
    Exclusion.APPEAL_FILED: _appeal_filed,
    Exclusion.CLINICAL_DECISION: _clinical_decision,
}
