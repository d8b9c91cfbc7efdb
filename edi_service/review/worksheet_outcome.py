"""What a worksheet says of the time after asking: the clocks, the payer's answer, the penalty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.codes.clock import describe
from edi_service.policy.wording.penalties import formula
from edi_service.review.worksheet_lines import field, item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.cases.model import Case
    from edi_service.policy.consequences import RunningClock
    from edi_service.policy.documents import DocumentTerms


def penalty(case: Case) -> Iterator[str]:
    """What late notice costs, as things stand; nothing where the policy names no penalty."""
    late = case.after.late_notice
    if late is None:
        return
    known = "not known yet" if late.amount is None else f"${late.amount:,.2f}"
    yield from field("Late notice costs", f"{known} ({formula(late.after, late.tiers)})")


def what_follows(case: Case) -> Iterator[str]:
    """
    The clocks where several compete, how long the payer takes, and what to do with its answer.

    The request's own clock is told above as the deadline.
    """
    after = case.after
    for clock in after.clocks if len(after.clocks) > 1 else ():
        yield from item(_clock(clock))
    for turnaround in after.turnarounds:
        silence = f"; its silence means {turnaround.silence}"
        takes = f"{describe(turnaround.length)} ({turnaround.speed})"
        yield from field("Payer decides in", takes + silence * (turnaround.silence != "unknown"))
    for label, step in (("When approved", after.approved), ("When denied", after.denied)):
        if step is not None:
            yield from field(label, f"{step.action}: {step.says}")


def document_terms(terms: DocumentTerms) -> str:
    """What is asked of a document, to stand behind its name; empty where nothing is."""
    says = []
    if terms.fresh_days is not None:
        says.append(f"no more than {terms.fresh_days} days old")
    if terms.when_missing is not None:
        days = f" for {terms.pend_days} days" if terms.pend_days is not None else ""
        says.append(f"without it the request is {terms.when_missing}{days}")
    return f" ({'; '.join(says)})" if says else ""


def _clock(clock: RunningClock) -> str:
    kind = clock.kind.replace("-", " ")
    if clock.deadline is None:
        return f"{kind}: no day known; find out {', '.join(clock.missing)}"
    first = "; it runs out first" if clock.is_tightest else ""
    kept = f" ({clock.zone})" if clock.zone else ""
    return f"{kind}: {clock.deadline.isoformat()}{kept}, {clock.state.value}{first}"
