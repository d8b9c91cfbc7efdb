"""
What a rule is asked, and how it answers.

A rule knows the question; the policy knows the answer; neither knows the other's dates.  Every
answer is yes, no, or cannot tell with the facts that are missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Generic, ParamSpec
from zoneinfo import ZoneInfo

from msgspec import Struct

from edi_service.claims.model import Claim, ServiceLine
from edi_service.codes.clock import Deadline
from edi_service.codes.word import Word
from edi_service.facts.encounter import NO_ENCOUNTER, Encounter
from edi_service.facts.model import AuthorizationOnFile, ClaimFacts
from edi_service.facts.rates import NO_RATES, RateTable
from edi_service.finding import Difference, Severity
from edi_service.policy.certainty import REREAD_AFTER_DAYS
from edi_service.policy.consequences import NO_CONSEQUENCES, Consequences
from edi_service.policy.documents import DocumentTerms
from edi_service.policy.model import (
    Channel,
    CircumstanceCode,
    Event,
    PayerAlias,
    Window,
)
from edi_service.policy.selection import Equivalent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from edi_service.finding import Kind
    from edi_service.policy.model import (
        Policy,
        Revision,
    )
    from edi_service.policy.screen import Topic

Asked = ParamSpec("Asked")


class Outcome(Word):
    """The three answers."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot tell"


class Subject(Struct, frozen=True, gc=False):
    """
    A claim, and everything known of it, on the day it is looked at.

    *payer* is None when the claim's payer is not mapped.  *zone* is that of the place of care:
    from the config by provider, else from the state when the state has one; None when neither
    says.  *as_of* is the moment of asking, with its zone.  *channel* is what is agreed with the
    trading partner, whatever a policy says.  *reread_after* is for how many days a reading of a
    payer's rule is relied on.  *encounter* is the visit by the office's own records.
    *equivalents* is what the payer takes for the same as what it authorized.  *rates* are the
    office's own.
    """

    claim: Claim
    payer: PayerAlias | None
    facts: ClaimFacts
    on_file: tuple[AuthorizationOnFile, ...]
    state: str  # of the member when the facts say so, else of the place of care
    zone: ZoneInfo | None
    as_of: datetime
    channel: Channel | None = None
    reread_after: int = REREAD_AFTER_DAYS
    encounter: Encounter = NO_ENCOUNTER
    equivalents: tuple[Equivalent, ...] = ()
    rates: RateTable = NO_RATES


class Answer(Struct, frozen=True, kw_only=True):
    """
    What a rule says of a claim, or of one of its lines, under one revision.

    *outcome* YES means that the rule's kind of finding is met.  *because* is a sentence a biller
    can read.  *line* and *element* say where to point; *severity* only where the policy sets one.
    *source* cites what the answer rests on, when it is not the revision in question.  *settled*
    are lines that need no authorization any more once the answer is yes.  *proposed* is what the
    element could be corrected to, as far as the rule knows; several where it is one of them.
    *lines* are those that an answer about the claim's own element concerns; else it is *line*.
    *rightly* are places of which one is right, where that is known and not enough to correct the
    element by.  *difference* is what is paid otherwise for the line.
    """

    outcome: Outcome
    because: str
    missing: tuple[str, ...] = ()
    line: ServiceLine | None = None
    element: int = 0
    component: int = 0
    severity: Severity | None = None
    source: str = ""
    settled: tuple[ServiceLine, ...] = ()
    proposed: tuple[str, ...] = ()
    lines: tuple[ServiceLine, ...] = ()
    rightly: tuple[str, ...] = ()
    difference: Difference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Generic[Asked]):
    """
    A question, and the kind of finding that a yes (or a cannot tell) makes.

    What *check* is asked about differs: a claim and what applies to it, or a demand of one policy.
    Of a claim that could not concern *topic* it is not asked; None: of every claim.
    """

    kind: Kind
    check: Callable[Asked, Iterable[Answer]]
    topic: Topic | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """
    Services on a claim that need an authorization by one policy and show none.

    *lines* are the service lines at issue (all of them when *whole_claim*: a stay).  *steps* tell,
    in order, why: each a rule's code and a sentence.  *missing* names the facts without which it
    cannot be told whether the policy is about these services at all; none when it surely is.
    """

    policy: Policy
    revision: Revision
    lines: tuple[ServiceLine, ...]
    whole_claim: bool
    steps: tuple[tuple[str, str], ...]
    missing: tuple[str, ...] = ()


class Review(Struct, frozen=True, kw_only=True):
    """
    What the payer says to a request made at the moment of asking, for one concern.

    *outcome* YES: it may still be asked for; NO: it may not; CANNOT_TELL: *missing* names why.
    *start* is when the clock started, *assumed_midnight* whether only its day was known.
    *reason* is the sentence with which the reasoning ended, before what follows from it was added,
    and *conclusion* what the rule of the outcome makes of it; empty where it has nothing to say.
    *doubts* say why the payer's rule is to be checked first; none where it was read well.
    *after* is what follows: the payer's time to decide, next steps, penalty and clocks.
    *notice_given*: notice is all the payer asks, and the review is as of the moment it was given.
    """

    outcome: Outcome
    circumstance: CircumstanceCode | None = None
    evidence: tuple[tuple[str, str], ...] = ()  # (where, what it says)
    window: Window | None = None
    event: Event | None = None
    start: datetime | date | None = None
    assumed_midnight: bool = False
    deadline: Deadline | None = None
    documents: tuple[str, ...] = ()
    document_terms: tuple[DocumentTerms, ...] = ()
    missing: tuple[str, ...] = ()
    steps: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    conclusion: str = ""
    doubts: tuple[str, ...] = ()
    after: Consequences = NO_CONSEQUENCES
    notice_given: bool = False
