"""What came of a case, held against what its author expected."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from edi_service.cases.open import open_cases
from edi_service.cases.proof.claims import CaseRefused
from edi_service.codes.clock import describe
from edi_service.policy.across import Across
from edi_service.policy.examine import examine

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from edi_service.cases.model import Case
    from edi_service.cases.proof.written import WrittenCase
    from edi_service.finding import Finding
    from edi_service.policy.consequences import Consequences, RunningClock
    from edi_service.policy.library import Library
    from edi_service.policy.rule import Subject

OF_AN_OPENED_CASE = (
    *("deadline", "missing", "circumstance", "channel", "lines"),
    *("penalty", "turnaround", "approved", "denied", "clocks", "tightest"),
)


class Difference(NamedTuple):
    """A key of the case, what was *expected* of it, and what was *met*."""

    key: str
    expected: str
    met: str

    def __str__(self) -> str:
        return f"{self.key}: expected {self.expected}; met {self.met}"


def differences(case: WrittenCase, library: Library) -> tuple[Difference, ...]:
    """
    Where *case*, held against *library*, does not come out as written; none when it does.

    Raises:
        CaseRefused: the case cannot be made.
    """
    subject, written = case.subject(library.states), case.written
    examination = examine(subject, library)
    opened, remarks = open_cases(subject, examination, examination.findings, lambda policy: policy)
    found_across = _across(case, subject, library)
    codes = [found.kind.code for found in (*examination.findings, *remarks, *found_across)]
    own = next((each for each in opened if each.policy == case.policy.id), None)
    return (
        *_differ("expect", sorted(written["expect"]), sorted(codes)),
        *_of_case(written, own),
    )


def _across(case: WrittenCase, subject: Subject, library: Library) -> Iterator[Finding]:
    """What the claims beside it have against the claim, and the other way round."""
    across = Across(library)
    for claim in (subject.claim, *case.beside()):
        across.add(replace(subject, claim=claim), "")
    for found, _ in across.findings():
        yield found


def _of_case(written: Mapping[str, object], opened: Case | None) -> Iterator[Difference]:
    """Of the case under the policy at hand, if any."""
    if "decision" in written:
        decision = "none" if opened is None else opened.decision.value
        yield from _differ("decision", written["decision"], decision)
    told = dict.fromkeys(OF_AN_OPENED_CASE, "no case") if opened is None else _told(opened)
    for key in OF_AN_OPENED_CASE:
        if key in written:
            expected = _as_told(written[key]) if key == "deadline" else written[key]
            yield from _differ(key, expected, told[key])


def _told(case: Case) -> dict[str, object]:
    return {
        "deadline": case.deadline.when if case.deadline else None,
        "missing": list(case.missing_facts),
        "circumstance": case.circumstance.value if case.circumstance else "",
        "channel": case.channel.value,
        "lines": list(case.lines),
        **_what_follows(case.after),
    }


def _what_follows(after: Consequences) -> dict[str, object]:
    """The penalty as an amount, steps as their sort, clocks as ``kind state deadline``."""
    late = after.late_notice
    amount = "" if late is None else str(late.amount)
    return {
        "penalty": "unknown" if late is not None and late.amount is None else amount,
        "turnaround": [f"{describe(each.length)} {each.speed}" for each in after.turnarounds],
        "approved": after.approved.action if after.approved else "",
        "denied": after.denied.action if after.denied else "",
        "clocks": [_clock(each) for each in after.clocks],
        "tightest": next((each.kind for each in after.clocks if each.is_tightest), ""),
    }


def _clock(clock: RunningClock) -> str:
    last = clock.deadline.isoformat() if clock.deadline else ""
    return f"{clock.kind} {clock.state} {last}".rstrip()


def _differ(key: str, expected: object, met: object) -> tuple[Difference, ...]:
    return () if expected == met else (Difference(key, _shown(expected), _shown(met)),)


def _shown(value: object) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value)) or "nothing"
    return value.isoformat() if isinstance(value, date) else str(value)


def _as_told(value: object) -> object:
    """A day or an instant may also be written as text."""
    if not isinstance(value, str) or not value[:4].isdigit():
        return value
    try:
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    except ValueError:
        message = f"the deadline {value!r} is no day or moment in ISO 8601"
        raise CaseRefused(message) from None
