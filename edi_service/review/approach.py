"""How a request approaches the payer: as something new, or about a review there was before."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from edi_service.cases.statement import NO_STATEMENT, Statement
from edi_service.claims.attachments import Attachment
from edi_service.policy.model import CircumstanceCode

if TYPE_CHECKING:
    from edi_service.cases.model import Case
    from edi_service.claims.model import Claim
    from edi_service.review.profile import Partner
    from edi_service.review.service_type import ServiceTypes


class Purpose(StrEnum):
    """What a request is for; each has a certification type (UM02)."""

    INITIAL = "initial"  # nothing was decided before
    REVISED = "revised"  # authorized, but not as it was done; also services added to an event
    EXTENSION = "extension"  # more of what was authorized
    RENEWAL = "renewal"  # the same again, for a new period
    RECONSIDERATION = "reconsideration"
    APPEAL = "appeal"
    IMMEDIATE_APPEAL = "immediate-appeal"
    CANCEL = "cancel"

    @property
    def certification_type(self) -> str:
        """UM02."""
        return _CERTIFICATION_TYPES[self]

    @property
    def is_about_an_authorization(self) -> bool:
        """Whether only an authorization number (REF*BB) can say what it is about."""
        return self in {Purpose.REVISED, Purpose.EXTENSION, Purpose.RENEWAL}


_CERTIFICATION_TYPES = {
    Purpose.INITIAL: "I",
    Purpose.REVISED: "S",
    Purpose.EXTENSION: "4",
    Purpose.RENEWAL: "R",
    Purpose.RECONSIDERATION: "N",
    Purpose.APPEAL: "2",
    Purpose.IMMEDIATE_APPEAL: "1",
    Purpose.CANCEL: "3",
}


class Earlier(Struct, frozen=True, kw_only=True):
    """
    The numbers of a review there was before; empty where there is none.

    Attributes:
        authorization: REF*BB, the authorization number of a decision.
        reference: REF*NT, the number a payer gave to a request it has not decided yet.
    """

    authorization: str = ""
    reference: str = ""


NOTHING_EARLIER = Earlier()


class Approach(Struct, frozen=True, kw_only=True):
    """
    What a request is for, and what is said in it besides the claim.

    Attributes:
        purpose: what it is for.
        earlier: of the review it is about.
        earlier_of_lines: by LX01, where a service line was reviewed under numbers of its own.
        statement: what whoever works the case says.
        papers: announced besides the claim's own; their control numbers are kept as they are.
    """

    purpose: Purpose = Purpose.INITIAL
    earlier: Earlier = NOTHING_EARLIER
    earlier_of_lines: MappingProxyType[str, Earlier] | dict[str, Earlier] = MappingProxyType({})
    statement: Statement = NO_STATEMENT
    papers: tuple[Attachment, ...] = ()


_OF_AN_AUTHORIZED_EVENT = {CircumstanceCode.ADDED_PROCEDURE, CircumstanceCode.CHANGED_PROCEDURE}


def approach_of(case: Case, claim: Claim, statement: Statement = NO_STATEMENT) -> Approach:
    """
    The approach that the circumstance calls for where nothing was asked for this case before.

    A service added to an authorized one, or done in its place, revises that authorization (UM02 S),
    if the claim tells its number; without the number the request can only be a new one.  A number
    that stands on a service line goes with that line.
    """
    if case.circumstance not in _OF_AN_AUTHORIZED_EVENT:
        return Approach(statement=statement)
    of_claim = claim.authorizations
    of_lines = {
        line.number: Earlier(authorization=line.authorizations[0])
        for line in claim.lines
        if line.number in case.lines and line.authorizations
    }
    if not of_claim and not of_lines:
        return Approach(statement=statement)
    return Approach(
        purpose=Purpose.REVISED,
        earlier=Earlier(authorization=of_claim[0] if of_claim else ""),
        earlier_of_lines=of_lines,
        statement=statement,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """
    What a request is written from, besides its claim.

    *attempt* counts the requests of the case from 1.
    """

    case: Case
    partner: Partner
    approach: Approach
    service_types: ServiceTypes
    attempt: int

    @property
    def trace(self) -> str:
        """
        BHT03, and TRN02 of the event: no two attempts of any case share it.

        The claim's own number would name a person, and belongs to all cases of the claim.
        """
        return f"{self.case.case_id}-{self.attempt}"

    def trace_of(self, line: str) -> str:
        """TRN02 of a service level."""
        return f"{self.trace}-{line}"
