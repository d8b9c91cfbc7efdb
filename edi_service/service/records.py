"""
What the store keeps, one Struct a sort of record.

Everything that may say who a person is, or when and why they were treated, is sealed before it
reaches a disk; which parts are not is told in ``docs/store.md``.  The ids tell nothing: they are
hashes of files and places in them.  Times know their zone, days are dates, amounts are dollars.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from edi_service.cases.model import Case
from edi_service.claims.model import ZERO, Quiet


class ArrivalKind(StrEnum):
    """What an arrival holds."""

    CLAIMS = "claims"
    ANSWERS = "answers"  # 278 responses
    ACKNOWLEDGMENTS = "acknowledgments"  # TA1, 999, 277CA
    REMITTANCE = "remittance"
    FACTS = "facts"  # these four tell what claims cannot say
    ENCOUNTERS = "encounters"
    ELIGIBILITY = "eligibility"
    AUTHORIZATIONS = "authorizations"
    OTHER = "other"


class Search(StrEnum):
    """What a record can be found by; the words themselves are kept as keyed hashes."""

    MEMBER = "member"  # the subscriber's or patient's identifier
    NAME = "name"  # last name; or last and first name
    ACCOUNT = "account"  # CLM01
    AUTHORIZATION = "authorization"  # REF*G1, or the number an answer gave
    PAYER_CLAIM = "payer claim"  # the payer's claim control number (REF*F8, CLP07)
    TRACE = "trace"  # TRN02 of an attempt


class ArrivalRecord(Quiet, frozen=True, kw_only=True):
    """A file that came in, told by the SHA-256 of its bytes; the same bytes are one arrival."""

    sha256: str
    kind: ArrivalKind
    size: int  # in bytes
    received_at: datetime
    name: str = ""  # as it was called


class ClaimRecord(Quiet, frozen=True, kw_only=True):
    """
    A claim of an arrival; its segments are kept beside it as an interchange of their own.

    *payer* is the word of the policy library, empty when no policy knows the payer; *segment* the
    number of its first segment in the arrival.
    """

    claim_id: str
    sha256: str
    kind: str  # P, I, D
    segment: int = 0
    frequency: str = ""  # CLM05-3
    payer: str = ""
    account: str = ""  # CLM01
    member_id: str = ""
    last_name: str = ""  # of the patient
    first_name: str = ""
    birth_date: date | None = None
    billing_id: str = ""  # NM109 of 2010AA
    payer_name: str = ""
    payer_id: str = ""  # NM109 of 2010BB
    payer_claim: str = ""  # REF*F8
    authorizations: tuple[str, ...] = ()
    charge: Decimal = ZERO
    first_day: date | None = None
    last_day: date | None = None


class CaseRecord(Quiet, frozen=True, kw_only=True):
    """
    A case in its present state.

    *claim_id* is the claim that stands now: the resubmission, once one has joined the case.
    """

    case: Case
    state: str  # a word of cases/progress.py
    claim_id: str
    opened_at: datetime
    changed_at: datetime
    cause: str = "policy"  # what opened it: policy, or denial

    @property
    def case_id(self) -> str:
        """The id of the case, which never changes."""
        return self.case.case_id


class Lane(Quiet, frozen=True):
    """Whose numbers do not repeat: ISA06, ISA08 and ISA15 of what is sent."""

    sender: str
    receiver: str
    usage: str  # T or P


class NumberUse(Quiet, frozen=True, kw_only=True):
    """
    What a run of control numbers was taken for; *void_because* says why none of it will be seen.

    *subject* is BHT03 of a request or inquiry, or the id of a drop, claim or case.
    """

    lane: Lane
    kind: str  # ISA13, GS06 or ST02
    first: int
    count: int
    subject: str
    taken_at: datetime
    void_because: str = ""


class AttemptRecord(Quiet, frozen=True, kw_only=True):
    """
    A request made for a case; its bytes are kept beside it.

    *number* counts the attempts of a case from 1.  *kind*: initial, revised, extension,
    reconsideration, appeal, cancel.
    """

    case_id: str
    number: int
    kind: str
    channel: str
    reference: str  # BHT03, of one attempt alone
    trace: str  # TRN02, of one attempt alone
    lane: Lane
    interchange: int  # ISA13
    group: int  # GS06
    set: int  # ST02
    made_at: datetime
    sent_at: datetime | None = None


class AnswerRecord(Quiet, frozen=True, kw_only=True):
    """
    Something heard about a case or about what was sent for it; its bytes are kept beside it.

    Attributes:
        answer_id: of the arrival and the place in it, so that the same answer twice is one.
        kind: 278, 999, TA1, 277CA, 835, or by hand.
        heard_at: when it reached us.
        case_id: empty when it answers nothing known.
        attempt: the number of the attempt it answers; 0 when that is not told.
        sha256: of the arrival that held it; empty when a person heard it.
        channel: the way it came.
        reading: what was understood, as JSON of whoever read it.
    """

    answer_id: str
    kind: str
    heard_at: datetime
    case_id: str = ""
    attempt: int = 0
    sha256: str = ""
    channel: str = ""
    reading: bytes = b""


class EventRecord(Quiet, frozen=True, kw_only=True):
    """
    Something that happened to a case, a step or not; *number* is given by the store, from 1.

    *cause*, *before*, *after* and *effect* are words of ``cases/progress.py``.
    """

    case_id: str
    at: datetime
    cause: str
    actor: str
    before: str  # the state it found
    after: str  # the state it left
    effect: str = "moved"
    attempt: int = 0  # the attempt it is about; 0: none
    note: str = ""
    answer_id: str = ""
    number: int = 0


INQUIRY = "x215"
"""The channel of a talk that is a status inquiry: one interchange, under a number of its own."""


class ContactRecord(Quiet, frozen=True, kw_only=True):
    """A talk with the payer: who said what, when and by which way; *number* as of an event."""

    case_id: str
    at: datetime
    actor: str  # who of the office
    channel: str  # phone, portal, fax, mail
    spoke_with: str = ""
    reference: str = ""  # the payer's call or confirmation number
    said: str = ""
    proof: str = ""  # SHA-256 of a document of the case
    number: int = 0


class DocumentRecord(Quiet, frozen=True, kw_only=True):
    """
    A document of a case, by reference: where it lies and what its bytes hash to.

    *control_number* is the one in PWK06 that the payer finds it by.
    """

    case_id: str
    sha256: str
    code: str  # the word of the policy for this sort of document
    title: str = ""
    place: str = ""  # a path or address
    size: int = 0
    media_type: str = ""
    control_number: str = ""
    added_at: datetime
    actor: str
    number: int = 0


class StatementRecord(Quiet, frozen=True, kw_only=True):
    """What a person states for a case, such as why it was necessary or urgent."""

    case_id: str
    at: datetime
    actor: str
    kind: str  # necessity, urgency, …
    text: str
    number: int = 0


class MendedRecord(Quiet, frozen=True, kw_only=True):
    """A mended claim file made for a case, or one proposed; its bytes are kept beside it."""

    case_id: str
    claim_id: str
    made_at: datetime
    kind: str  # new, corrected, proposal
    authorization: str = ""
    number: int = 0


class AuditEntry(Quiet, frozen=True, kw_only=True):
    """Who did what to which record, and when; *digest* binds it to all entries before it."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str  # an id that tells nothing
    note: str = ""
    digest: str = ""
