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

from edi_service.claims.model import ClaimKind
from edi_service.codes.clock import Length
from edi_service.facts.model import Network
from edi_service.finding import Severity

ANY_PAYER = "*"


class Certainty(StrEnum):
    """How far the reading of a source can be relied on."""

    READ = "A"  # the rule's own text was read
    PARTIAL = "B"  # read in part, or in a secondary place
    UNVERIFIED = "C"  # general knowledge, not read again


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


class CircumstanceCode(StrEnum):
    """Why nobody asked in time: the closed list to which each payer's own words are mapped."""

    ANY = "any"  # the payer asks for no reason
    EMERGENCY = "emergency"
    RETRO_ELIGIBILITY = "retro-eligibility"
    COVERAGE_UNKNOWN = "coverage-unknown"
    COVERAGE_UNVERIFIABLE = "coverage-unverifiable"
    OTHER_COVERAGE = "other-coverage"
    ADDED_PROCEDURE = "added-procedure"
    PAYER_OUTAGE = "payer-outage"


class Event(StrEnum):
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


class Exclusion(StrEnum):
    """What shuts the door to a retrospective request, whatever the circumstance."""

    INVESTIGATIONAL = "investigational"
    AUTHORIZATION_DENIED = "authorization-denied"
    CLAIM_SUBMITTED = "claim-submitted"


class Source(Struct, frozen=True, kw_only=True):
    """Where a revision was read."""

    title: str
    href: str
    locator: str
    retrieved: date
    certainty: Certainty
    published: date | None = None
    is_stale: bool = False  # a shape example by now: to be read again before it is relied on

    def __str__(self) -> str:
        stale = ", stale" if self.is_stale else ""
        return (
            f"{self.title}, {self.locator} ({self.href}; read {self.retrieved}, "
            f"certainty {self.certainty}{stale})"
        )


class DatedCode(Struct, frozen=True):
    """A row of a code list: a code, and when, where and with which modifier it counts."""

    code: str
    starts: date | None = None
    ends: date | None = None
    state: str = ""
    modifier: str = ""

    def holds(self, day: date, state: str | None, modifiers: tuple[str, ...]) -> bool:
        """Whether the row counts on *day*, in *state* (None: in any), with *modifiers*."""
        return (
            (self.starts is None or self.starts <= day)
            and (self.ends is None or day <= self.ends)
            and (not self.state or state is None or self.state == state)
            and (not self.modifier or self.modifier in modifiers)
        )


class CodeRange(Struct, frozen=True):
    """
    Codes from *first* to *last*, both included; equal for a single code.

    A range counts in digits, after a letter it may begin with: 0101T is another sort of code than
    00100 to 01999, although it sorts between them.
    """

    first: str
    last: str

    def __contains__(self, code: object) -> bool:
        if code == self.first:
            return True
        return (
            isinstance(code, str)
            and self.first < code <= self.last
            and len(code) == len(self.first)
            and code[1:].isdecimal()
        )


class CodeIndex:
    """Many ranges as one: single codes are found at once, however many there are."""

    def __init__(self, ranges: tuple[CodeRange, ...]) -> None:
        self._singles = frozenset(each.first for each in ranges)
        self._ranges = tuple(each for each in ranges if each.first != each.last)

    def __contains__(self, code: object) -> bool:
        return code in self._singles or any(code in each for each in self._ranges)


class CodeList(Struct, frozen=True):
    """A list in a CSV file beside the policy; *sha256* is of the file's bytes."""

    name: str
    sha256: str
    rows: dict[str, tuple[DatedCode, ...]]


class Services(Struct, frozen=True, kw_only=True, dict=True):
    """
    Services by what the claim shows; every attribute that is set must fit.

    *whole_claim*: when one line fits, the claim as a whole is meant (a stay, an emergency visit)
    but for the lines that fit one of *excepting*.
    """

    codes: tuple[CodeRange, ...] = ()
    code_list: CodeList | None = None
    modifiers: tuple[str, ...] = ()
    revenue_codes: tuple[CodeRange, ...] = ()
    bill_types: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    admission_types: tuple[str, ...] = ()
    whole_claim: bool = False
    excepting: tuple[Services, ...] = ()

    @cached_property
    def code_index(self) -> CodeIndex:
        """*codes*, to look a procedure up in."""
        return CodeIndex(self.codes)

    @cached_property
    def revenue_index(self) -> CodeIndex:
        """*revenue_codes*, to look a line's up in."""
        return CodeIndex(self.revenue_codes)

    @cached_property
    def fitting(self) -> dict[tuple[str, str, str, tuple[str, ...]], bool]:
        """What was told already of lines, by what is looked at in them; kept small by who asks."""
        return {}

    @cached_property
    def asks_of_lines(self) -> bool:
        """Whether anything is set that a service line has to fit."""
        return bool(
            self.codes or self.code_list or self.modifiers or self.revenue_codes or self.places
        )


class Scope(Struct, frozen=True, kw_only=True):
    """
    Which claims a revision is about; what is empty does not restrict.

    *riding*: whether a professional claim at a facility's place of service needs an authorization
    of its own, rather than riding on the facility's.
    """

    claims: tuple[ClaimKind, ...] = ()
    states: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    network: Network | None = None
    riding: bool = False


class Window(Struct, frozen=True, kw_only=True):
    """How long one may ask: *length* after *after*, and *before* another event when named."""

    length: Length
    after: Event
    before: Event | None = None
    channel: Channel | None = None  # when it is not the revision's


class Circumstance(Struct, frozen=True, kw_only=True):
    """A reason the payer accepts, with its windows (the first one still open counts)."""

    code: CircumstanceCode
    windows: tuple[Window, ...]
    documents: tuple[str, ...] = ()


class Afterwards(Struct, frozen=True):
    """What is left once no window is open."""

    channel: Channel
    action: str


class Retrospective(Struct, frozen=True, kw_only=True):
    """Whether the payer looks at requests made after the service; *because* when it does not."""

    allowed: bool
    because: str = ""
    unless: tuple[Exclusion, ...] = ()
    network: Network | None = None  # only providers with this standing may ask
    circumstances: tuple[Circumstance, ...] = ()
    afterwards: Afterwards | None = None


class Otherwise(Struct, frozen=True, kw_only=True):
    """How grave a place outside the expected ones is; empty *places* and *lines* mean any."""

    severity: Severity
    places: tuple[str, ...] = ()
    lines_of_business: tuple[str, ...] = ()


class PlaceFamily(Struct, frozen=True, kw_only=True):
    """Procedures that belong in certain places of service."""

    id: str
    title: str
    codes: tuple[CodeRange, ...]
    expected: tuple[str, ...]
    tolerated: tuple[str, ...] = ()
    otherwise: tuple[Otherwise, ...] = ()  # in order; the first that fits counts


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
    retrospective: Retrospective | None = None
    families: tuple[PlaceFamily, ...] = ()
    admission_places: tuple[str, ...] = ()  # places of service that need an admission date
    notes: tuple[str, ...] = ()  # what is uncertain or missing, in our own words

    def in_force(self, day: date) -> bool:
        """Whether *day* falls within the revision."""
        return self.starts <= day and (self.ends is None or day <= self.ends)


class Policy(Struct, frozen=True, kw_only=True):
    """One payer's stand on one subject; *id* is ``payer/subject``, as its file is named."""

    id: str
    payer: str  # a key of the payer table, or ANY_PAYER
    title: str
    revisions: tuple[Revision, ...]
    lines_of_business: tuple[str, ...] = ()

    def on(self, day: date) -> Revision | None:
        """The revision in force on *day*."""
        return next((revision for revision in self.revisions if revision.in_force(day)), None)


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
