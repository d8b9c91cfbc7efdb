"""What late notice costs, as it was given or would be now."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec.structs import replace

from edi_service.codes.clock import MissingZone, deadline
from edi_service.policy.consequences import LateNotice
from edi_service.policy.retrospective.events import WORDS, happened, in_words
from edi_service.policy.services import selected

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from edi_service.codes.clock import Deadline, Moment
    from edi_service.policy.model import Penalty, Tier
    from edi_service.policy.rule import Subject

CENTS = Decimal("0.01")
NOTHING = Decimal("0.00")
DAILY_RATE = "daily_rate"


def late_notice(penalty: Penalty, subject: Subject) -> LateNotice:
    """What *penalty* takes off at the moment of asking, as far as the facts tell."""
    start, notice = happened(penalty.after, subject), notified(subject)
    exempt, missing = selected(penalty.exempt, subject.claim, subject.state, subject.facts)
    is_exempt = None if exempt.lines and missing else bool(exempt.lines)
    known = LateNotice(
        after=penalty.after,
        start=None if start is None else start.when,
        liable=penalty.liable,
        tiers=penalty.tiers,
        notice=notice,
        is_given=subject.facts.notice_given is not None,
        is_exempt=is_exempt,
        missing=tuple(missing) if is_exempt is None else (),
    )
    return _reckoned(known, start, subject)


def _reckoned(known: LateNotice, start: Moment | None, subject: Subject) -> LateNotice:
    """The tier that applies and its amount; none of it for the exempt."""
    if known.is_exempt:
        return replace(known, amount=NOTHING)
    if start is None:
        return replace(known, missing=(*known.missing, WORDS[known.after].fact))
    tier = next(each for each in known.tiers if _is_within(each, start, known.notice, subject))
    amount = _amount(tier, start, known.notice, subject)
    unknown = () if amount is not None else (DAILY_RATE,)
    return replace(
        known,
        tier=tier,
        amount=amount,
        costlier_after=None if known.is_given else _end(tier, start, subject),
        missing=(*known.missing, *unknown),
    )


def told(found: LateNotice) -> Iterator[str]:
    """The sentences that say what *found* says."""
    if found.tier is None and not found.is_exempt:
        yield f"What late notice costs hangs on {WORDS[found.after].fact}."
        return
    if found.is_exempt:
        yield "No penalty for late notice is due."
        return
    if found.is_exempt is None:
        hangs = ", ".join(name for name in found.missing if name != DAILY_RATE)
        yield f"Perhaps no penalty for late notice is due, which hangs on {hangs}."
    if found.tier is not None:
        yield _cost(found, found.tier)


def _cost(found: LateNotice, tier: Tier) -> str:
    cost = f"Notice on {in_words(found.notice)} costs {tier.percent} % of the "
    cost += tier.base.replace("-", " ")
    if found.amount is None:
        return f"{cost}; {DAILY_RATE} would tell."
    bearer = found.liable if found.liable == "nobody" else f"the {found.liable}"
    return f"{cost}: ${found.amount}, borne by {bearer}."


def notified(subject: Subject) -> datetime:
    """When the payer was told, else now."""
    given = subject.facts.notice_given
    return subject.as_of if given is None else by_then(given, subject)


def by_then(when: date | datetime, subject: Subject) -> datetime:
    """The moment *when*; a day alone is taken to its end, the later reading."""
    if isinstance(when, datetime):
        return when
    return datetime.combine(when, time(23, 59), subject.zone or subject.as_of.tzinfo)


def _is_within(tier: Tier, start: Moment, notice: datetime, subject: Subject) -> bool:
    if tier.length is None:
        return True
    end = _end(tier, start, subject)
    return end is not None and not end.is_past(notice, subject.zone)


def _end(tier: Tier, start: Moment, subject: Subject) -> Deadline | None:
    """The last moment of *tier*; None for the last tier, and where the zone is not known."""
    if tier.length is None:
        return None
    end = deadline(start, tier.length, subject.zone)
    return None if isinstance(end, MissingZone) else end


def _amount(tier: Tier, start: Moment, notice: datetime, subject: Subject) -> Decimal | None:
    """Dollars; None where they hang on the daily rate."""
    facts, charge = subject.facts, subject.claim.charge
    base = charge if tier.base == "charges" else facts.expected_amount or charge
    if tier.base == "days-before-notice":
        if tier.percent and facts.daily_rate is None:
            return None
        zone = subject.zone or notice.tzinfo
        days = (notice.astimezone(zone).date() - start.day_in(subject.zone)).days
        base = (facts.daily_rate or Decimal(0)) * max(days, 1)
    return (base * tier.percent / 100).quantize(CENTS)
