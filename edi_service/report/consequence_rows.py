"""What follows, as a row of cases.jsonl tells it: clocks, penalty, turnaround, next steps."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from edi_service.policy.wording.penalties import formula

if TYPE_CHECKING:
    from datetime import date, datetime

    from edi_service.policy.consequences import LateNotice, RunningClock
    from edi_service.policy.model import NextStep, Tier, Turnaround


class RunningClockRow(Struct, frozen=True, kw_only=True):
    """One of the last moments that compete."""

    kind: str
    state: str
    event: str
    start: str | None
    length: int | None
    unit: str | None
    deadline: str | None
    zone: str | None
    missing_facts: list[str]
    tightest: bool


class TierRow(Struct, frozen=True):
    """A step of a penalty; the last has no length."""

    length: int | None
    unit: str | None
    percent: int
    of: str


class PenaltyRow(Struct, frozen=True, kw_only=True):
    """What late notice costs: the formula, and the amount as things stand."""

    formula: str
    after: str
    start: str | None
    liable: str
    tiers: list[TierRow]
    notice: str
    notice_given: bool
    exempt: bool | None
    percent: int | None
    of: str | None
    amount: Decimal | None
    costlier_after: str | None
    missing_facts: list[str]


class TurnaroundRow(Struct, frozen=True):
    """How long the payer takes to decide, and what its silence after that means."""

    length: int
    unit: str
    speed: str
    silence: str


class NextStepRow(Struct, frozen=True):
    """What to do once the payer has decided."""

    action: str
    says: str


def running_clock_row(clock: RunningClock) -> RunningClockRow:
    """*clock* as others read it."""
    return RunningClockRow(
        kind=clock.kind,
        state=clock.state,
        event=clock.event,
        start=_moment(clock.start),
        length=clock.length.count if clock.length else None,
        unit=clock.length.unit if clock.length else None,
        deadline=clock.deadline.isoformat() if clock.deadline else None,
        zone=clock.zone or None,
        missing_facts=list(clock.missing),
        tightest=clock.is_tightest,
    )


def penalty_row(late: LateNotice | None) -> PenaltyRow | None:
    """*late* as others read it."""
    if late is None:
        return None
    return PenaltyRow(
        formula=formula(late.after, late.tiers),
        after=late.after,
        start=_moment(late.start),
        liable=late.liable,
        tiers=[_tier_row(each) for each in late.tiers],
        notice=late.notice.isoformat(),
        notice_given=late.is_given,
        exempt=late.is_exempt,
        percent=late.tier.percent if late.tier else None,
        of=late.tier.base if late.tier else None,
        amount=late.amount,
        costlier_after=late.costlier_after.isoformat() if late.costlier_after else None,
        missing_facts=list(late.missing),
    )


def turnaround_row(each: Turnaround) -> TurnaroundRow:
    """*each* as others read it."""
    return TurnaroundRow(each.length.count, each.length.unit, each.speed, each.silence)


def next_step_row(step: NextStep | None) -> NextStepRow | None:
    """*step* as others read it."""
    return None if step is None else NextStepRow(step.action, step.says)


def _tier_row(tier: Tier) -> TierRow:
    length = tier.length
    count, unit = (length.count, length.unit.value) if length else (None, None)
    return TierRow(count, unit, tier.percent, tier.base)


def _moment(when: datetime | date | None) -> str | None:
    return when.isoformat() if when else None
