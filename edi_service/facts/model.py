"""
What a claim cannot say of itself, and what the office knows besides.

Every field may be unknown.  A rule that needs one that is unknown answers *cannot tell* and
names it by the word used here, which is also the column in a facts file.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct


class Network(StrEnum):
    """Whether the billing provider has a contract with the plan."""

    IN = "in"
    OUT = "out"


class Override(Struct, frozen=True):
    """Somebody's word that a finding does not stand in the way, and why."""

    code: str
    reason: str


class ClaimFacts(Struct, frozen=True, kw_only=True):
    """
    What is known of one claim from outside it.

    A moment is a datetime with its offset where the hour is known, else a date.
    """

    eligibility_added: date | None = None  # the day the payer's files showed the coverage
    coverage_known: datetime | date | None = None  # when the provider learned of the coverage
    notice_given: datetime | date | None = None  # when the payer was told of the admission
    denied: date | None = None  # the day a claim was denied for want of an authorization
    first_submitted: date | None = None  # the day the claim first went to the payer
    authorization_denied: date | None = None  # an authorization was asked for and refused
    other_payer_decided: date | None = None  # the primary payer's explanation of benefits
    procedure_changed: bool | None = (
        None  # another procedure was found needed during an approved one
    )
    coverage_unverifiable: bool | None = None  # the patient's condition prevented a check
    payer_outage: bool | None = None  # the payer's system was down
    investigational: bool | None = None  # the service is investigational for this payer
    network: Network | None = None
    plan: str | None = None
    member_state: str | None = None
    admitted: datetime | date | None = None
    discharged: datetime | date | None = None
    documents: tuple[str, ...] = ()  # held by the office, by the words of the policy library
    overrides: tuple[Override, ...] = ()


NO_FACTS = ClaimFacts()


class AuthorizationOnFile(Struct, frozen=True, kw_only=True):
    """An authorization the payer has given, whether or not a claim carries its number."""

    number: str
    payer: str  # the payer's key in the policy library, or its submitted id
    member: str  # the member's identifier: health data
    procedures: tuple[str, ...] = ()  # none: any service
    starts: date | None = None
    ends: date | None = None
    units: Decimal | None = None

    def __repr__(self) -> str:
        return "<AuthorizationOnFile>"
