"""
What follows from a request, what its lateness costs, and what else runs out meanwhile.

Each is told in sentences for the trace, in the payer's terms and with days worked out.
"""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from edi_service.codes.clock import MissingZone, deadline, describe, earliest
from edi_service.policy.retrospective.events import WORDS, happened, in_words
from edi_service.policy.retrospective.windows import stand
from edi_service.policy.rule import Outcome
from edi_service.policy.services import selected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.codes.clock import Deadline, Moment
    from edi_service.policy.model import Aftermath, Penalty, Tier
    from edi_service.policy.rule import Review, Subject

CENTS = Decimal("0.01")


def told(after: Aftermath, found: Review, subject: Subject) -> Iterator[str]:
    """The sentences that *after* adds to a review; none for a policy that says nothing of it."""
    if found.outcome is not Outcome.NO:
        for each in after.turnarounds:
            silence = "" if each.silence == "unknown" else f"; its silence means {each.silence}"
            yield f"The payer decides within {describe(each.length)} ({each.speed}){silence}."
        if after.approved is not None:
            yield f"When it is approved ({after.approved.action}): {after.approved.says}"
        if after.denied is not None:
            yield f"When it is denied ({after.denied.action}): {after.denied.says}"
    yield from _clocks(after, found, subject)
    if after.penalty is not None:
        yield from _cost(after.penalty, subject)


def _clocks(after: Aftermath, found: Review, subject: Subject) -> Iterator[str]:
    """Every competing deadline, and the tightest of those still ahead."""
    ahead: list[tuple[str, Deadline]] = []
    if found.deadline is not None and found.outcome is not Outcome.NO:
        ahead.append(("the request", found.deadline))
    for clock in after.clocks:
        standing, kind = stand(clock.window, subject), clock.kind.replace("-", " ")
        if standing.deadline is None:
            yield f"The last moment for {kind} hangs on {', '.join(standing.missing)}."
            continue
        verb = "ended" if standing.outcome is Outcome.NO else "ends"
        yield f"The time for {kind} {verb} on {in_words(standing.deadline.when)}."
        if standing.outcome is not Outcome.NO:
            ahead.append((kind, standing.deadline))
    first = earliest([each for _, each in ahead], subject.zone)
    if after.clocks and first is not None:
        kind = next(kind for kind, each in ahead if each == first)
        yield f"The tightest is that for {kind}: {in_words(first.when)}."


def _cost(penalty: Penalty, subject: Subject) -> Iterator[str]:
    """What the payer takes off for the notice as it was given, or would be now."""
    start = happened(penalty.after, subject)
    if start is None:
        yield f"What late notice costs hangs on {WORDS[penalty.after].fact}."
        return
    exempt, missing = selected(penalty.exempt, subject.claim, subject.state, subject.facts)
    if exempt.lines:
        doubt = f", which hangs on {', '.join(missing)}" if missing else ""
        yield f"{'Perhaps no' if missing else 'No'} penalty for late notice is due{doubt}."
        if not missing:
            return
    notice = notified(subject)
    tier = next(each for each in penalty.tiers if _is_within(each, start, notice, subject))
    amount = _amount(tier, start, notice, subject)
    days = tier.base.replace("-", " ")
    when = in_words(notice)
    if amount is None:
        yield f"Notice on {when} costs {tier.percent} % of the {days}; daily_rate would tell."
        return
    bearer = penalty.liable if penalty.liable == "nobody" else f"the {penalty.liable}"
    yield f"Notice on {when} costs {tier.percent} % of the {days}: ${amount}, borne by {bearer}."


def notified(subject: Subject) -> datetime:
    """When the payer was told, else now; a day alone is taken to its end, the costlier reading."""
    given = subject.facts.notice_given
    if given is None or isinstance(given, datetime):
        return given or subject.as_of
    return datetime.combine(given, time(23, 59), subject.zone or subject.as_of.tzinfo)


def _is_within(tier: Tier, start: Moment, notice: datetime, subject: Subject) -> bool:
    if tier.length is None:
        return True
    end = deadline(start, tier.length, subject.zone)
    return not isinstance(end, MissingZone) and not end.is_past(notice, subject.zone)


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
