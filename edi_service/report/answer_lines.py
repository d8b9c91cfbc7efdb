"""What the policies say of one claim, as lines for a person."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edi_service.cases.model import Case
    from edi_service.finding import Finding
    from edi_service.policy.applies import Applies
    from edi_service.policy.consequences import RunningClock
    from edi_service.policy.rule import Subject

WIDTH = 100
HIDDEN = "(hidden; --show-phi shows it)"


def head_lines(subject: Subject, file: str, *, show_phi: bool) -> Iterator[str]:
    """Which claim it is, and by whose policies it is judged."""
    claim, payer = subject.claim, subject.payer
    yield f"Claim {claim.claim_id} of {file}"
    person = claim.parties.patient.party
    patient = f"{person.first_name} {person.last_name}, {claim.number}" if show_phi else HIDDEN
    yield f"  Patient and account: {patient}"
    mapped = f"{payer.payer}, {payer.line_of_business}" if payer else "not mapped to any policy"
    yield f"  Payer: {mapped}"
    yield f"  Services from {claim.first_day} to {claim.last_day}; charge {claim.charge}"
    place = subject.state or "state not known"
    zone = subject.zone.key if subject.zone else "time zone not known"
    yield f"  Looked at on {subject.as_of:%Y-%m-%d %H:%M %z}; {place}, {zone}"


def applying_lines(found: Iterable[Applies], others: int) -> Iterator[str]:
    """Which policies apply, and why the others do not; *others* are of other payers."""
    each = list(found)
    for heading, does in (("Policies that apply", True), ("Policies that do not", False)):
        yield heading
        for one in each:
            if one.does is does:
                yield from _wrapped(f"{one.policy.id}: {one.says}.", "  ")
    yield f"  {others:,} more are of other payers."


def finding_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """What the rules answered, each with its place and its source."""
    yield "What the rules say"
    for found in findings:
        yield from _wrapped(
            f"{found.kind.code} {found.severity.label}, {found.position}: {found.message}", "  "
        )
        if found.source:
            yield from _wrapped(f"Source: {found.source}", "      ")


def case_lines(case: Case, titles: dict[str, str]) -> Iterator[str]:
    """How the case was decided, step by step, and what to do."""
    yield f"Case {case.case_id} under {case.policy}: {case.decision.value}"
    for step in case.trace:
        yield from _wrapped(f"{step.rule}  {step.says}", "  ")
        if step.source:
            yield from _wrapped(f"Source: {step.source}", "      ")
    yield from _wrapped(f"Facts used: {_list(each.says for each in case.evidence)}", "  ")
    yield from _wrapped(f"Facts missing: {_list(case.missing_facts)}", "  ")
    last = case.deadline.isoformat() if case.deadline else "none"
    yield f"  Last moment to ask: {last}"
    for clock in case.after.clocks if len(case.after.clocks) > 1 else ():
        yield from _wrapped(_clock(clock), "  ")
    documents = _list(titles.get(code, code) for code in case.documents)
    yield from _wrapped(f"Documents: {documents}", "  ")
    yield f"  At risk: {case.amount_at_risk} for lines {', '.join(case.lines)}"
    yield from _wrapped(f"What to do: {case.next_action}", "  ")


def _clock(clock: RunningClock) -> str:
    """One of the clocks that compete, in the words of cases.jsonl."""
    when = clock.deadline.isoformat() if clock.deadline else f"hangs on {_list(clock.missing)}"
    zone = f", {clock.zone}" if clock.zone else ""
    first = "; runs out first" if clock.is_tightest else ""
    return f"Clock {clock.kind}: {clock.state.value}, {when}{zone}{first}"


def _list(words: Iterable[str]) -> str:
    return "; ".join(words) or "none"


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=f"{indent}    ",
        break_on_hyphens=False,
    )
