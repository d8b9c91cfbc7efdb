"""
A payer's stand on one group of services, in dated revisions that each cite their source.

These are the shapes that ``schemas/policy/policy.xsd`` describes, one class an element; what
they mean for a claim is worked out by the rules.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cached_property

from msgspec import Struct

from edi_service.codes.clock import PLAIN, Length, Terms
from edi_service.codes.word import Word
from edi_service.facts.model import Network
from edi_service.policy.certainty import Certainty
from edi_service.policy.decision import Decision
from edi_service.policy.documents import DocumentTerms
from edi_service.policy.place_rules import SILENT, PlaceRules
from edi_service.policy.selection import Equivalent, Scope, Services

ANY_PAYER = "*"


class Channel(StrEnum):
    """The way by which a payer takes a request for a review."""

    X217 = "x217"
    X216 = "x216"
    PORTAL = "portal"
    PHONE = "phone"
    FAX = "fax"
    MAIL = "mail"
    ESMD = "esmd"
    CLAIM = "claim"
    UNKNOWN = "unknown"


class Requirement(StrEnum):
    """Whether the services named need the payer's authorization."""

    YES = "yes"
    NO = "no"
    UNLISTED = "unlisted"  # some do, but the payer's list is not held


class CircumstanceCode(Word):
    """Why nobody asked in time: the closed list to which each payer's own words are mapped."""

    ANY = "any"  # the payer asks for no reason
    EMERGENCY = "emergency"
    RETRO_ELIGIBILITY = "retro-eligibility"
    COVERAGE_UNKNOWN = "coverage-unknown"
    COVERAGE_UNVERIFIABLE = "coverage-unverifiable"
    OTHER_COVERAGE = "other-coverage"
    ADDED_PROCEDURE = "added-procedure"
    PAYER_OUTAGE = "payer-outage"
    NEWBORN = "newborn"
    CHANGED_PROCEDURE = "changed-procedure"
    CONTINUITY_OF_CARE = "continuity-of-care"
    NATURAL_DISASTER = "natural-disaster"
    TRANSFER = "transfer"
    MISDIRECTED_REQUEST = "misdirected-request"
    PROVIDER_SLIP = "provider-slip"
    PAYER_ERROR = "payer-error"
    AFTER_HOURS = "after-hours"
    DISCHARGED_BEFORE_REVIEW = "discharged-before-review"
    OUT_OF_STATE = "out-of-state"
    TRANSPORTATION = "transportation"
    HARMFUL_DELAY = "harmful-delay"


class Event(Word):
    """A moment from which a payer counts, or before which a request must be in."""

    START_OF_CARE = "start-of-care"  # the hour of admission, else the first day of service
    FIRST_DAY_OF_SERVICE = "first-day-of-service"
    LAST_DAY_OF_SERVICE = "last-day-of-service"
    ADMISSION = "admission"
    DISCHARGE = "discharge"
    ELIGIBILITY_ADDED = "eligibility-added"
    COVERAGE_KNOWN = "coverage-known"
    OTHER_PAYER_DECIDED = "other-payer-decided"
    DENIAL = "denial"
    FIRST_SUBMISSION = "first-submission"
    MOTHER_DISCHARGE = "mother-discharge"
    STABILIZATION = "stabilization"
    CARD_ISSUED = "card-issued"
    ELIGIBILITY_ENTERED = "eligibility-entered"
    CLAIM_RECEIPT = "claim-receipt"
    DENIAL_LETTER = "denial-letter"
    OUTAGE_BEGAN = "outage-began"
    OUTAGE_ENDED = "outage-ended"
    NOTICE = "notice"
    INFORMATION_REQUESTED = "information-requested"
    INFORMATION_SENT = "information-sent"
    TRANSFER = "transfer"
    PLAN_START = "plan-start"
    BIRTH = "birth"
    DISASTER_DECLARED = "disaster-declared"
    DISASTER_ENDED = "disaster-ended"
    DECISION = "decision"


class Exclusion(Word):
    """What shuts the door to a retrospective request, whatever the circumstance."""

    INVESTIGATIONAL = "investigational"
    AUTHORIZATION_DENIED = "authorization-denied"
    CLAIM_SUBMITTED = "claim-submitted"
    SERVICE_ONGOING = "service-ongoing"
    APPEAL_FILED = "appeal-filed"
    CLINICAL_DECISION = "clinical-decision"


class Source(Struct, frozen=True, kw_only=True, dict=True):
    """Where a revision was read."""

    title: str
    href: str
    locator: str
    retrieved: date
    certainty: Certainty
    published: date | None = None
    is_stale: bool = False  # a shape example by now: to be read again before it is relied on

    def __str__(self) -> str:
        return self._told

    @cached_property
    def _told(self) -> str:
        """The citation: every finding and case has it, so it is put together once."""
        stale = ", stale" if self.is_stale else ""
        return (
            f"{self.title}, {self.locator} ({self.href}; read {self.retrieved}, "
            f"certainty {self.certainty}{stale})"
        )


class Starting(StrEnum):
    """On what sort of day the event of a window must have fallen for the window to count."""

    BUSINESS_DAY = "business-day"
    CLOSED_DAY = "closed-day"


class Toll(Struct, frozen=True):
    """Between these two events a count stands still."""

    began: Event
    ended: Event


class Window(Struct, frozen=True, kw_only=True):
    """
    How long one may ask: *length* after *after*, and *before* other events when named.

    *or_after* are further events to count from: from the last of all when *from_latest*, else from
    the first.  *zone* is the payer's when its clock counts, else that of the place of care.
    *length* is None where the payer has a limit and has not published it.
    """

    length: Length | None
    after: Event
    or_after: tuple[Event, ...] = ()
    from_latest: bool = False
    before: tuple[Event, ...] = ()
    terms: Terms = PLAIN
    zone: str = ""
    starting: Starting | None = None
    tolls: tuple[Toll, ...] = ()
    channel: Channel | None = None  # when it is not the revision's


class Known(StrEnum):
    """What a policy may ask of a fact besides a word of its own."""

    YES = "yes"
    NO = "no"
    KNOWN = "known"


class FactIs(Struct, frozen=True):
    """The fact *name* is *value*: yes, no, known at all, or this very word."""

    name: str
    value: str


class DocumentHeld(Struct, frozen=True):
    """The office holds a document."""

    code: str


class ReasonThere(Struct, frozen=True):
    """A circumstance was there."""

    code: CircumstanceCode


class Quantity(StrEnum):
    """How many of several conditions must hold."""

    ALL = "all-of"
    ANY = "any-of"
    NONE = "none-of"


class Conditions(Struct, frozen=True):
    """Several conditions, and how many of them must hold."""

    quantity: Quantity
    parts: tuple[Condition, ...]


Condition = Conditions | FactIs | DocumentHeld | ReasonThere


class Circumstance(Struct, frozen=True, kw_only=True):
    """
    A reason the payer accepts, with its windows (the first one still open counts).

    All of *evidence* must hold besides.
    """

    code: CircumstanceCode
    windows: tuple[Window, ...]
    documents: tuple[str, ...] = ()
    document_terms: tuple[DocumentTerms, ...] = ()  # of those documents that have any
    evidence: tuple[Conditions, ...] = ()


class Afterwards(Struct, frozen=True):
    """What is left once no window is open."""

    channel: Channel
    action: str


class Retrospective(Struct, frozen=True, kw_only=True):
    """
    Whether the payer looks at requests made after the service; *because* when it does not.

    *asks_for_notice*: notice in time is all it asks, and may have been given long since.
    """

    allowed: bool
    because: str = ""
    unless: tuple[Exclusion, ...] = ()
    network: Network | None = None  # only providers with this standing may ask
    circumstances: tuple[Circumstance, ...] = ()
    afterwards: Afterwards | None = None
    asks_for_notice: bool = False


class Speed(StrEnum):
    """Which of the payer's decision times is meant."""

    STANDARD = "standard"
    EXPEDITED = "expedited"


class Turnaround(Struct, frozen=True):
    """How long the payer takes to decide, and what its silence after that means."""

    length: Length
    speed: Speed
    silence: str  # approved, denied or unknown


class NextStep(Struct, frozen=True):
    """
    What to do after the payer's decision: a sort of action, and how.

    *in_part* is the action where only a part of the claim had been denied, *on_appeal* that after
    an appeal; empty where they are no others.
    """

    action: str
    says: str
    in_part: str = ""
    on_appeal: str = ""


class Tier(Struct, frozen=True):
    """A percentage for notice within *length* of the event; the last has no length."""

    length: Length | None
    percent: int
    base: str  # charges, allowed, stay or days-before-notice


class Penalty(Struct, frozen=True, kw_only=True):
    """What late notice costs, counted from *after*; *exempt* services bear none."""

    after: Event
    liable: str  # provider, member or nobody
    tiers: tuple[Tier, ...]
    exempt: tuple[Services, ...] = ()


class CompetingClock(Struct, frozen=True):
    """Another last moment that runs beside the request's: timely filing, an appeal."""

    kind: str
    window: Window


class Aftermath(Struct, frozen=True, kw_only=True):
    """What follows from a request, from its lateness, and what else runs out meanwhile."""

    turnarounds: tuple[Turnaround, ...] = ()
    approved: NextStep | None = None
    denied: NextStep | None = None
    penalty: Penalty | None = None
    clocks: tuple[CompetingClock, ...] = ()


class Level(StrEnum):
    """Whose word a policy is; of two on one subject the one named first here goes before."""

    CONTRACT = "contract"
    STATE = "state"
    PRODUCT = "product"
    PAYER = "payer"


class Revision(Struct, frozen=True, kw_only=True):
    """The payer's stand for services from *starts* to *ends*, both days included."""

    starts: date
    ends: date | None
    source: Source
    channel: Channel = Channel.UNKNOWN
    scope: Scope = Scope()
    requirement: Requirement | None = None  # None: the revision says nothing of authorization
    services: tuple[Services, ...] = ()
    exempt: tuple[Services, ...] = ()
    not_covered: tuple[Services, ...] = ()  # what the payer never pays, whoever asks
    equivalents: tuple[Equivalent, ...] = ()
    retrospective: Retrospective | None = None
    places: PlaceRules = SILENT
    decisions: tuple[Decision, ...] = ()  # how long the payer may take
    notes: tuple[str, ...] = ()  # what is uncertain or missing, in our own words
    requested_from: date | None = None  # days of the request, both included
    requested_to: date | None = None
    same_as: str = ""  # the policy from which parts left out are taken; empty once they are
    aftermath: Aftermath = Aftermath()

    def in_force(self, day: date, asked: date | None = None) -> bool:
        """Whether service on *day*, asked for on *asked*, falls within the revision."""
        return (
            self.starts <= day
            and (self.ends is None or day <= self.ends)
            and (asked is None or self.requested_from is None or self.requested_from <= asked)
            and (asked is None or self.requested_to is None or asked <= self.requested_to)
        )


class Policy(Struct, frozen=True, kw_only=True):
    """One payer's stand on one subject; *id* is ``payer/subject``, as its file is named."""

    id: str
    payer: str  # a key of the payer table, or ANY_PAYER
    title: str
    revisions: tuple[Revision, ...]
    lines_of_business: tuple[str, ...] = ()
    except_payers: tuple[str, ...] = ()  # of a policy for every payer, whom it does not bind
    level: Level = Level.PAYER
    about: str = ""  # the subject, where the id does not say it

    @property
    def subject(self) -> str:
        """What the policy speaks of: policies of one subject compete."""
        return self.about or self.id.rpartition("/")[2]

    def on(self, day: date, asked: date | None = None) -> Revision | None:
        """The revision in force for service on *day*, asked for on *asked* (None: ever)."""
        return next((each for each in self.revisions if each.in_force(day, asked)), None)


class PayerAlias(Struct, frozen=True, kw_only=True):
    """
    How a payer is recognised on a claim: by its submitted identifier, by SBR09, or by both.

    *source* and *certainty* say where that was read; a mapping from the config has "config".
    """

    payer: str
    line_of_business: str
    identifier: str = ""  # NM109 of loop 2010BB
    claim_filing: str = ""  # SBR09
    source: str = "config"
    certainty: Certainty = Certainty.READ
