"""
What follows from a request, what its lateness costs, and what else runs out meanwhile.

It is worked out once, in the payer's terms, and told in sentences for the trace.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.codes.clock import describe
from edi_service.policy.consequences import Consequences
from edi_service.policy.retrospective import clocks, lateness
from edi_service.policy.rule import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.policy.model import Aftermath
    from edi_service.policy.rule import Review, Subject


def consequences(after: Aftermath, found: Review, subject: Subject) -> Consequences:
    """What *after* comes to for *subject*, once a review came to *found*."""
    late = None if after.penalty is None else lateness.late_notice(after.penalty, subject)
    running = clocks.clocks(after.clocks, late, found, subject)
    if found.outcome is Outcome.NO:
        return Consequences(late_notice=late, clocks=running)
    return Consequences(
        turnarounds=after.turnarounds,
        approved=after.approved,
        denied=after.denied,
        late_notice=late,
        clocks=running,
    )


def told(after: Consequences) -> Iterator[str]:
    """The sentences that *after* adds to a review; none where the policy says nothing of it."""
    for each in after.turnarounds:
        silence = "" if each.silence == "unknown" else f"; its silence means {each.silence}"
        yield f"The payer decides within {describe(each.length)} ({each.speed}){silence}."
    if after.approved is not None:
        yield f"When it is approved ({after.approved.action}): {after.approved.says}"
    if after.denied is not None:
        yield f"When it is denied ({after.denied.action}): {after.denied.says}"
    yield from clocks.told(after.clocks)
    if after.late_notice is not None:
        yield from lateness.told(after.late_notice)
