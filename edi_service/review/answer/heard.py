"""A decision heard: what an answer says of one event, whichever way it came."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from edi_service.cases.progress import Cause
from edi_service.claims.model import Quiet
from edi_service.review.answer.compare import Change
from edi_service.review.answer.model import Delivery, Desk, Rejection, Service, Wanted


class Action(StrEnum):
    """HCR01: what a payer does about a request."""

    CERTIFIED = "A1"
    PARTIAL = "A2"  # of an event alone: some of its services, and not others
    NOT_CERTIFIED = "A3"
    PENDED = "A4"
    MODIFIED = "A6"
    CANCELLED = "C"
    CONTACT = "CT"
    NOT_NEEDED = "NA"


class Window(Quiet, frozen=True, kw_only=True):
    """From when to when something is certified; None where that is not said."""

    starts: date | None = None
    ends: date | None = None
    issued: date | None = None


NO_WINDOW = Window()


class HeardLine(Quiet, frozen=True, kw_only=True):
    """
    What is said of one service.

    Attributes:
        line: LX01 of the claim's line, or P1, P2 … of a stay's procedures; empty when not told.
        action: HCR01, the event's where the service has none; empty when nothing is said, or when
            it is rejected.
        number: its authorization number: its own, else the event's.
        reasons: HCR03.
        rejections: AAA of the service and its providers.
        window: the days certified.
        service: the procedure and quantity, as the payer has them.
        delivery: quantity and pattern.
        wanted: documents and answers asked for.
        messages: MSG.
    """

    line: str = ""
    action: str = ""
    number: str = ""
    reasons: tuple[str, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    window: Window = NO_WINDOW
    service: Service | None = None
    delivery: Delivery | None = None
    wanted: tuple[Wanted, ...] = ()
    messages: tuple[str, ...] = ()


class Heard(Quiet, frozen=True, kw_only=True):
    """
    What is said of one event.

    Attributes:
        cause: what it means for the case; :data:`Cause.UNCLEAR` when that cannot be told.
        action: HCR01 as it was written; empty when only a rejection was heard.
        number: HCR02, the authorization number.
        case_number: REF*NT, the payer's number for what is not certified.
        reasons: HCR03.
        rejections: AAA of the event and of whatever stands above it.
        window: the days certified.
        delivery: quantity and pattern.
        lines: its services.
        wanted: documents and answers asked for, of the event as a whole.
        messages: MSG.
        desks: whom to turn to.
        respond_by: until when the payer wants an answer, where somebody was told.
        decided_on: the day of the decision (DTP*102), else of the answer (BHT04).
        reference: BHT03 of the request.
        is_final: whether nothing more will follow (BHT06 is 18).
        changes: what was certified otherwise than asked.
    """

    cause: Cause
    action: str = ""
    number: str = ""
    case_number: str = ""
    reasons: tuple[str, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    window: Window = NO_WINDOW
    delivery: Delivery | None = None
    lines: tuple[HeardLine, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    messages: tuple[str, ...] = ()
    desks: tuple[Desk, ...] = ()
    respond_by: date | None = None
    decided_on: date | None = None
    reference: str = ""
    is_final: bool = True
    changes: tuple[Change, ...] = ()

    @property
    def every_wanted(self) -> tuple[Wanted, ...]:
        """All that is asked for, of the event and of its services."""
        return (*self.wanted, *(each for line in self.lines for each in line.wanted))


def is_same(one: Heard, other: Heard) -> bool:
    """Whether two answers decide the same, service by service: action, number and days."""
    return _decided(one) == _decided(other)


def _decided(heard: Heard) -> tuple[object, ...]:
    lines = {(line.line, line.action, line.number, line.window) for line in heard.lines}
    return heard.cause, heard.action, heard.number, heard.window, lines
