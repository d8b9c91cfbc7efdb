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

MEANINGS: Mapping[str, str] = {
    "admitted": "when the patient was admitted",
    "coverage_known": "when the provider learned of the coverage",
    "coverage_unverifiable": "whether the patient's condition prevented a coverage check",
    "denied": "the day the claim was denied",
    "discharged": "when the patient was discharged",
    "eligibility_added": "the day the payer's files showed the coverage",
    "first_day": "the claim's first day of service",
    "first_submitted": "the day the claim first went to the payer",
    "investigational": "whether the payer holds the service to be investigational",
    "last_day": "the claim's last day of service",
    "member_state": "the state the member lives in",
    "network": "whether the provider is in the plan's network",
    "other_payer_decided": "the day the other payer decided",
    "payer_outage": "whether the payer's system was down",
    PAYER_RULE: "which requests made after the service the payer looks at",
    "plan": "which of the payer's plans covers the member",
    "procedure_changed": "whether another procedure was found needed during an approved one",
    ZONE: "the time zone of the place of care",
}


def union(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """Every name once, in the order first met."""
    return tuple(dict.fromkeys(name for group in groups for name in group))


def meaning(name: str) -> str:
    """What the fact *name* is, for a person; the name itself when it has no meaning here."""
    return MEANINGS.get(name, name)


def in_words(missing: Iterable[str]) -> str:
    """The facts, each with its meaning, such as ``zone (the time zone of the place of care)``."""
    return ", ".join(f"{name} ({meaning(name)})" for name in missing)
