"""A case: one claim under one policy, and what a retrospective review can still do for it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from edi_service.codes.clock import Deadline
from edi_service.policy.certainty import Certainty
from edi_service.policy.consequences import NO_CONSEQUENCES, Consequences
from edi_service.policy.documents import DocumentTerms
from edi_service.policy.model import Channel, CircumstanceCode, Event, Source


class Decision(StrEnum):
    """Whether the payer will look at a request made now."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    UNDETERMINED = "undetermined"


class Confidence(StrEnum):
    """Whether the decision may be acted on as it is, or is to be checked first."""

    FIRM = "firm"
    CHECK = "check"


class Evidence(Struct, frozen=True):
    """Something that speaks for a circumstance: where it stands, and what it says."""

    where: str  # such as "CLM05-1" or "facts: eligibility_added"
    says: str


class Clock(Struct, frozen=True):
    """The payer's count, if published: so many of a unit from an event that was at *start*."""

    event: Event
    start: datetime | date | None
    length: int | None
    unit: str | None


class Step(Struct, frozen=True):
    """One step of the reasoning, in words a biller can read, and what it rests on."""

    rule: str  # the kind's code
    says: str
    source: str = ""


class Case(Struct, frozen=True, kw_only=True):
    """
    One claim under one policy.  *case_id* holds nothing from the person.

    *doubts* say why a person has to check the decision before acting on it.  *after* is what
    follows: the payer's time to decide, what to do then, the price of late notice, every clock.
    *rate_difference* is what a wrong place of service changes in the payment of its lines, plus or
    minus; None where nothing says so, or it cannot be told of all of them.
    """

    case_id: str
    claim_id: str
    payer: str
    line_of_business: str
    policy: str
    revision: date  # the first day of the revision
    circumstance: CircumstanceCode | None
    evidence: tuple[Evidence, ...]
    decision: Decision
    lines: tuple[str, ...]  # LX01 of the service lines at issue
    is_whole_claim: bool  # a stay is at issue rather than single lines
    amount_at_risk: Decimal
    held_by: tuple[str, ...]  # codes of the findings that must be mended first
    missing_facts: tuple[str, ...]
    deadline: Deadline | None
    clock: Clock | None
    documents: tuple[str, ...]
    channel: Channel
    next_action: str
    source: Source
    certainty: Certainty
    trace: tuple[Step, ...]
    doubts: tuple[str, ...] = ()
    after: Consequences = NO_CONSEQUENCES
    document_terms: tuple[DocumentTerms, ...] = ()  # of those documents that have any
    rate_difference: Decimal | None = None

    @property
    def confidence(self) -> Confidence:
        """Firm only where nothing is in doubt."""
        return Confidence.CHECK if self.doubts else Confidence.FIRM
