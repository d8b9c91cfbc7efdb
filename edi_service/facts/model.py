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


class DocumentDay(Struct, frozen=True):
    """The day that a document bears."""

    code: str
    day: date


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
    mother_discharged: datetime | date | None = None  # of a newborn's mother
    stabilized: datetime | date | None = None  # after an emergency
    transferred: datetime | date | None = None  # to or from another hospital
    outage_began: datetime | date | None = None  # of the payer's system
    outage_ended: datetime | date | None = None
    card_issued: date | None = None  # the member's card
    eligibility_entered: date | None = None  # the day a caseworker entered the eligibility
    claim_received: date | None = None  # the day the payer got the claim
    denial_letter: date | None = None  # the day the payer's letter bears
    decided: date | None = None  # the day the payer decided a request on its merits
    appeal_filed: date | None = None
    information_requested: date | None = None  # the payer asked for more
    information_sent: date | None = None
    plan_started: date | None = None  # the member came to this plan
    disaster_declared: date | None = None
    disaster_ended: date | None = None
    newborn: bool | None = None
    changed_procedure: bool | None = None  # what was done is not what was approved
    continuity_of_care: bool | None = None  # the care began under an earlier plan
    natural_disaster: bool | None = None  # it kept the provider from asking
    transfer: bool | None = None
    misdirected_request: bool | None = None  # it was sent in time, to the wrong payer
    provider_slip: bool | None = None  # the office made a mistake
    payer_error: bool | None = None  # the payer or the state made one
    after_hours: bool | None = None  # nobody at the payer's could be reached
    discharged_before_review: bool | None = None
    out_of_state: bool | None = None  # a provider of another state
    transportation: bool | None = None
    harmful_delay: bool | None = None  # waiting would have harmed the patient
    service_ongoing: bool | None = None  # the service has not ended
    pregnant: bool | None = None
    dual: bool | None = None  # of Medicare and Medicaid both
    gold_card: bool | None = None  # the payer has freed the provider from asking
    county: str | None = None  # of the member, as a word: st-lucie
    delegate: str | None = None  # the vendor that decides for the payer, as a word
    visits: Decimal | None = None  # before this one, in the payer's period
    expected_amount: Decimal | None = None  # dollars the payer would pay for the claim
    daily_rate: Decimal | None = None  # dollars a day of the stay
    documents: tuple[str, ...] = ()  # held by the office, by the words of the policy library
    document_days: tuple[DocumentDay, ...] = ()  # the days they bear
    overrides: tuple[Override, ...] = ()


NO_FACTS = ClaimFacts()


class Status(StrEnum):
    """What the payer has said to a request."""

    APPROVED = "approved"
    PENDING = "pending"  # asked for, and not yet decided
    DENIED = "denied"


class AuthorizationOnFile(Struct, frozen=True, kw_only=True):
    """
    An authorization the payer has given or refused, whether or not a claim carries its number.

    What is empty is not restricted: no procedures mean any service, no places any place.
    """

    number: str
    payer: str  # the payer's key in the policy library, or its submitted id
    member: str  # the member's identifier: health data
    procedures: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()  # one of them is on the line
    starts: date | None = None
    ends: date | None = None
    units: Decimal | None = None  # approved
    used: Decimal | None = None  # of them, by claims before this one
    places: tuple[str, ...] = ()  # place-of-service codes
    providers: tuple[str, ...] = ()  # NPIs and tax identifiers, in digits
    diagnoses: tuple[str, ...] = ()  # without points
    status: Status = Status.APPROVED
    decided: date | None = None  # the day of the payer's answer

    def __repr__(self) -> str:
        return "<AuthorizationOnFile>"
