"""Builders of what a retrospective review is asked about; each is valid as it stands."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from edi_service.claims.model import Claim, ClaimKind, ServiceLine
from edi_service.codes.clock import Length, Unit
from edi_service.facts.model import ClaimFacts
from edi_service.policy.certainty import Certainty
from edi_service.policy.model import (
    Channel,
    Circumstance,
    CircumstanceCode,
    Event,
    Policy,
    Retrospective,
    Revision,
    Source,
    Window,
)
from edi_service.policy.rule import Concern, Outcome, Subject

if TYPE_CHECKING:
    from edi_service.policy.rule import Review

CHICAGO = ZoneInfo("America/Chicago")
NEW_YORK = ZoneInfo("America/New_York")
SERVICE_DAY = date(2026, 3, 10)
YES, NO, CANNOT_TELL = Outcome.YES, Outcome.NO, Outcome.CANNOT_TELL
HOURS, CALENDAR_DAYS, BUSINESS_DAYS = Unit.HOURS, Unit.CALENDAR_DAYS, Unit.BUSINESS_DAYS
IN_TIME = datetime(2026, 3, 12, 12, tzinfo=CHICAGO)
SOURCE = Source(
    title="Manual",
    href="https://payer.example/manual",
    locator="section 1",
    retrieved=date(2026, 11, 1),
    certainty=Certainty.READ,
)


def at(text: str, zone: ZoneInfo = CHICAGO) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def a_line(**changes: Any) -> ServiceLine:
    frame = {"number": "1", "charge": Decimal(100), "starts": SERVICE_DAY, "ends": SERVICE_DAY}
    return ServiceLine(**{**frame, **changes})


def a_claim(**changes: Any) -> Claim:
    frame = {"kind": ClaimKind.PROFESSIONAL, "number": "A1", "facility_code": "11"}
    return Claim(**{**frame, "frequency": "1", "lines": (a_line(),), "claim_id": "c1", **changes})


def a_stay(**changes: Any) -> Claim:
    frame = {"kind": ClaimKind.INSTITUTIONAL, "facility_code": "11", "admission_type": "1"}
    return a_claim(**{**frame, "admitted": SERVICE_DAY, **changes})


def a_subject(
    claim: Claim | None = None,
    *,
    as_of: datetime = IN_TIME,
    zone: ZoneInfo | None = CHICAGO,
    **facts: Any,
) -> Subject:
    return Subject(
        claim=claim or a_claim(),
        payer=None,
        facts=ClaimFacts(**facts),
        on_file=(),
        state="TX",
        zone=zone,
        as_of=as_of,
    )


def a_window(
    count: int = 5,
    unit: Unit = CALENDAR_DAYS,
    after: Event = Event.FIRST_DAY_OF_SERVICE,
    before: Event | None = None,
    **changes: Any,
) -> Window:
    coming = () if before is None else (before,)
    return Window(length=Length(count, unit), after=after, before=coming, **changes)


def when(code: str, *windows: Window, documents: tuple[str, ...] = ()) -> Circumstance:
    return Circumstance(
        code=CircumstanceCode(code), windows=windows or (a_window(),), documents=documents
    )


def a_concern(
    *circumstances: Circumstance,
    retrospective: Retrospective | None = None,
    unknown: tuple[str, ...] = (),
    whole_claim: bool = False,
    **changes: Any,
) -> Concern:
    rule = retrospective or Retrospective(allowed=True, circumstances=circumstances, **changes)
    revision = Revision(
        starts=date(2020, 1, 1), ends=None, source=SOURCE, channel=Channel.X217, retrospective=rule
    )
    return Concern(
        policy=Policy(id="payer/subject", payer="payer", title="A policy", revisions=(revision,)),
        revision=revision,
        lines=(a_line(),),
        whole_claim=whole_claim,
        steps=(("PA01", "An authorization is needed."),),
        missing=unknown,
    )


def a_silent_concern() -> Concern:
    revision = Revision(starts=date(2020, 1, 1), ends=None, source=SOURCE)
    policy = Policy(id="payer/subject", payer="payer", title="A policy", revisions=(revision,))
    return Concern(policy=policy, revision=revision, lines=(a_line(),), whole_claim=False, steps=())


def says(found: Review) -> list[str]:
    return [sentence for _code, sentence in found.steps]
