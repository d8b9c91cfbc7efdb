"""
What a 278 says, level by level, as it is written.

The same segments stand in a request and in the answer to it, so that both are read to this; an
answer has rulings (HCR) and rejections (AAA) besides.  Codes are kept as they came, known or not.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from edi_service.claims.model import Quiet


class Trace(Quiet, frozen=True, kw_only=True):
    """A TRN: ``1`` a number of whoever wrote this, ``2`` one of whoever it answers."""

    kind: str  # TRN01
    number: str  # TRN02
    originator: str  # TRN03
    division: str = ""  # TRN04


class Rejection(Quiet, frozen=True, kw_only=True):
    """An AAA: why something cannot be processed, and what may follow; *loop* says of what."""

    loop: str
    valid: str  # AAA01
    reason: str  # AAA03
    follow_up: str  # AAA04


class Review(Quiet, frozen=True, kw_only=True):
    """A UM: what sort of review of what sort of service."""

    category: str = ""  # UM01
    certification: str = ""  # UM02: I initial, 3 cancel, 1 and 2 appeal …
    service_type: str = ""  # UM03
    facility: str = ""  # UM04-1
    facility_qualifier: str = ""  # UM04-2
    urgency: str = ""  # UM06


class Ruling(Quiet, frozen=True, kw_only=True):
    """An HCR: the decision, its number, and up to five reasons."""

    action: str  # HCR01
    number: str = ""  # HCR02
    reasons: tuple[str, ...] = ()  # HCR03
    second_opinion: str = ""  # HCR04


class Period(Quiet, frozen=True, kw_only=True):
    """A DTP: *qualifier* is DTP01; the days are None where what is written is none."""

    qualifier: str
    starts: date | None
    ends: date | None


class Delivery(Quiet, frozen=True, kw_only=True):
    """An HSD: how much, how often and for how long; the counts are None where none is said."""

    unit: str = ""  # HSD01: DY days, VS visits …
    count: Decimal | None = None  # HSD02
    per: str = ""  # HSD03: DA, WK, MO
    every: Decimal | None = None  # HSD04
    span: str = ""  # HSD05: 34 month …
    spans: Decimal | None = None  # HSD06
    pattern: str = ""  # HSD07
    hours: str = ""  # HSD08


class Service(Quiet, frozen=True, kw_only=True):
    """An SV1, SV2 or SV3: which procedure, and how much of it."""

    qualifier: str = ""
    procedure: str = ""
    modifiers: tuple[str, ...] = ()
    through: str = ""  # the last of a range of procedures
    revenue_code: str = ""
    charge: Decimal | None = None
    unit: str = ""
    quantity: Decimal | None = None


class Wanted(Quiet, frozen=True, kw_only=True):
    """
    What the payer asks to be sent: a report (PWK), or the answer to a question (HI with LOI).

    *code* is PWK01, or the LOINC code where *is_question*.
    """

    code: str
    is_question: bool = False
    transmission: str = ""  # PWK02
    control_number: str = ""  # PWK06
    description: str = ""  # PWK07


class Diagnosis(Quiet, frozen=True):
    """A diagnosis of the event: its qualifier and code."""

    qualifier: str
    code: str


class Desk(Quiet, frozen=True, kw_only=True):
    """Somebody to turn to: a loop's NM1 with its PER."""

    loop: str
    entity: str  # NM101
    name: str = ""
    identifier: str = ""
    contact: str = ""
    numbers: tuple[tuple[str, str], ...] = ()


class Level(Quiet, frozen=True, kw_only=True):
    """What stands at one event (2000E) or one service (2000F), its names included."""

    segment: int  # the number of its HL in the file
    offset: int = 0  # and where that begins, in bytes
    traces: tuple[Trace, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    review: Review | None = None
    ruling: Ruling | None = None
    case_number: str = ""  # REF*NT: the payer's number for what is not certified
    previous_number: str = ""  # REF*BB
    periods: tuple[Period, ...] = ()
    deliveries: tuple[Delivery, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()
    services: tuple[Service, ...] = ()
    teeth: tuple[str, ...] = ()  # TOO02
    wanted: tuple[Wanted, ...] = ()
    messages: tuple[str, ...] = ()
    desks: tuple[Desk, ...] = ()

    def period(self, *qualifiers: str) -> Period | None:
        """The first readable period of the first of *qualifiers* that has one."""
        for qualifier in qualifiers:
            for each in self.periods:
                if each.qualifier == qualifier and each.starts is not None:
                    return each
        return None


class Event(Quiet, frozen=True, kw_only=True):
    """A patient event and the services within it."""

    level: Level
    lines: tuple[Level, ...] = ()


class Answer(Quiet, frozen=True, kw_only=True):
    """
    One transaction set.

    Attributes:
        purpose: BHT02; ``11`` is an answer, all else is not.
        reference: BHT03, the request's own where this is an answer.
        finality: BHT06: 18 final, 19 more will follow, AT administrative, RU reservation.
        created_on: BHT04.
        created_at: BHT05, as it is written.
        rejections: AAA above the events, in the loops of reviewer, requester and patient.
        desks: of the reviewer.
        events: in the order of the file.
        set_number: ST02.
        segment: the number of its ST in the file.
        offset: where that begins, in bytes.
    """

    purpose: str = ""
    reference: str = ""
    finality: str = ""
    created_on: date | None = None
    created_at: str = ""
    rejections: tuple[Rejection, ...] = ()
    desks: tuple[Desk, ...] = ()
    events: tuple[Event, ...] = ()
    set_number: str = ""
    segment: int = 0
    offset: int = 0
