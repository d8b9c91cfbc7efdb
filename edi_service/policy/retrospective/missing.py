"""
The facts a retrospective review may lack, by the names a facts file uses, and in a biller's words.

Most are fields of :class:`edi_service.facts.model.ClaimFacts`.  The others are told elsewhere: the
claim tells its days, the config the zone of the place of care, and a policy file the payer's rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ZONE = "zone"
PAYER_RULE = "payer_rule"
TIME_LIMIT = "time_limit"

MEANINGS: Mapping[str, str] = {
    "admitted": "when the patient was admitted",
    "after_hours": "whether nobody at the payer's could be reached",
    "birth_date": "the patient's day of birth",
    "card_issued": "the day the member's card was issued",
    "changed_procedure": "whether what was done is not what was approved",
    "claim_received": "the day the payer received the claim",
    "continuity_of_care": "whether the care began under an earlier plan",
    "county": "the county the member lives in",
    "coverage_known": "when the provider learned of the coverage",
    "coverage_unverifiable": "whether the patient's condition prevented a coverage check",
    "decided": "the day the payer decided the request",
    "delegate": "which vendor decides for the payer",
    "denial_letter": "the day of the letter of denial",
    "denied": "the day the claim was denied",
    "disaster_declared": "the day the disaster was declared",
    "disaster_ended": "the day the disaster ended",
    "discharged": "when the patient was discharged",
    "discharged_before_review": "whether the patient was discharged before the review ended",
    "documents": "which of the documents wanted the office holds",
    "dual": "whether the member has Medicare and Medicaid both",
    "eligibility_added": "the day the payer's files showed the coverage",
    "eligibility_entered": "the day a caseworker entered the eligibility",
    "first_day": "the claim's first day of service",
    "first_submitted": "the day the claim first went to the payer",
    "gold_card": "whether the payer has freed the provider from asking",
    "harmful_delay": "whether waiting would have harmed the patient",
    "information_requested": "the day the payer asked for more information",
    "information_sent": "the day the information was sent",
    "investigational": "whether the payer holds the service to be investigational",
    "last_day": "the claim's last day of service",
    "member_state": "the state the member lives in",
    "misdirected_request": "whether the request went to the wrong payer in time",
    "mother_discharged": "when the newborn's mother was discharged",
    "natural_disaster": "whether a natural disaster kept the provider from asking",
    "network": "whether the provider is in the plan's network",
    "newborn": "whether the patient is a newborn",
    "notice_given": "when the payer was told of the admission",
    "other_payer_decided": "the day the other payer decided",
    "out_of_state": "whether the provider is of another state",
    "outage_began": "when the payer's outage began",
    "outage_ended": "when the payer's outage ended",
    "payer_error": "whether the payer or the state made a mistake",
    "payer_outage": "whether the payer's system was down",
    PAYER_RULE: "which requests made after the service the payer looks at",
    "plan": "which of the payer's plans covers the member",
    "plan_started": "the day the member came to the plan",
    "pregnant": "whether the patient is pregnant",
    "procedure_changed": "whether another procedure was found needed during an approved one",
    "provider_slip": "whether the office made a mistake",
    "service_ongoing": "whether the service is still going on",
    "stabilized": "when the patient was stabilized",
    TIME_LIMIT: "how long the payer gives, which it has not published",
    "transfer": "whether the patient was transferred",
    "transferred": "when the patient was transferred",
    "transportation": "whether the service is transportation",
    "visits": "how many visits there were before in the payer's period",
    ZONE: "the time zone of the place of care",
}


def union(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Every name once, in the order first met."""
    names = [name for group in groups for name in group]
    return tuple(dict.fromkeys(names)) if names else ()


def meaning(name: str) -> str:
    """What the fact *name* is, for a person; the name itself when it has no meaning here."""
    return MEANINGS.get(name, name)


def in_words(missing: Iterable[str]) -> str:
    """The facts, each with its meaning, such as ``zone (the time zone of the place of care)``."""
    return ", ".join(f"{name} ({meaning(name)})" for name in missing)
