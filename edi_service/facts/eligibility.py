"""
Coverage from a payer's eligibility response (271, 005010X279): when it was added, and its days.

Only what is certain is taken: the subscriber's own response, found by member identifier and payer.
The days that a response shows need not be all there were (a payer may show the present month
alone), so that a day before them is a remark and a day after them a warning.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from edi_service.facts.kinds import CONTRADICTING, NOT_COVERED, UNREADABLE_MESSAGE
from edi_service.facts.values import read_word
from edi_service.finding import NOWHERE, Report, Severity
from edi_service.x12.envelope import envelope_starts, read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.segment import ENVELOPE_IDS, Segment
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from edi_service.facts.model import ClaimFacts
    from edi_service.facts.shown import ShownClaim
    from edi_service.finding import Finding
    from edi_service.x12.envelope import TransactionSet

_ADDED = "318"
_SPANS = frozenset({"291", "307"})  # plan, eligibility
_BEGINS, _ENDS = frozenset({"346", "356"}), frozenset({"347", "357"})
_ACTIVE = frozenset("12345")  # EB01
_DAYS = re.compile(r"([0-9]{8})(?:-([0-9]{8}))?")
_PLAN = "30"  # EB03: health benefit plan coverage


class Coverage(Struct, kw_only=True):
    """
    What a response says of one subscriber; *starts* and *ends* are of active coverage.

    *plans* are the names of its plans (EB05), as words.
    """

    payer: str
    member: str = ""
    plans: set[str] = field(default_factory=set)
    added: set[date] = field(default_factory=set)
    starts: date | None = None
    ends: date | None = None
    is_active: bool = False

    def __repr__(self) -> str:
        return "<Coverage>"

    def holds(self, day: date) -> bool:
        """Whether active coverage is shown that may hold *day*."""
        return (
            self.is_active
            and (self.starts is None or self.starts <= day)
            and (self.ends is None or day <= self.ends)
        )


class EligibilityTable:
    """
    The coverage of members, asked claim by claim.

    *name* is the file's, for findings; *findings* are those met while the file was read.
    """

    def __init__(
        self, known: Iterable[Coverage] = (), *, name: str = "", findings: Iterable[Finding] = ()
    ) -> None:
        self.name = name
        self.findings = tuple(findings)
        self._known: dict[tuple[str, str], list[Coverage]] = {}
        for each in known:
            self._known.setdefault((each.payer.upper(), each.member.upper()), []).append(each)

    def over(self, older: EligibilityTable) -> EligibilityTable:
        """A table of both, where of a member that is in both this one says all."""
        made = EligibilityTable(name=self.name or older.name, findings=self.findings)
        made._known = {**older._known, **self._known}
        return made

    def tell(self, claim: ShownClaim, facts: ClaimFacts, report: Report) -> ClaimFacts:
        """
        *facts* with the day on which the coverage of *claim* was added, where the payer says it.

        *report* takes what disagrees, and a day of service that no coverage shown holds.
        """
        parties = claim.parties
        if not self._known or parties.dependent is not None:
            return facts
        member = parties.subscriber.party.identifier.upper()
        known = self._known.get((parties.payer.identifier.upper(), member), []) if member else []
        if not known:
            return facts
        if says := _outside(known, claim.first_day):
            severity, message = says
            report.add(
                NOT_COVERED.found(NOWHERE, message, severity=severity, claim_id=claim.claim_id)
            )
        nearest = _nearest(known, claim.first_day, facts.plan)
        return _with_added(nearest, facts, report, claim.claim_id)


NO_ELIGIBILITY = EligibilityTable()


def read_responses(source: BinaryIO, *, name: str) -> EligibilityTable:
    """The coverage in the transaction sets 271 of *source*; *name* is the file's."""
    report, tally = Report(), Tally()
    known: list[Coverage] = []
    for each in read_sets(read_blocks(source, report, tally), report, tally):
        if each.set_id == "271":
            known += [found for found in _subscribers(each, report) if found.member]
        else:
            message = f"a transaction set {each.set_id[:3]} is no eligibility response"
            report.add(UNREADABLE_MESSAGE.found(each.position, message))
    return EligibilityTable(known, name=name, findings=report.take())


def _subscribers(transaction_set: TransactionSet, report: Report) -> Iterator[Coverage]:
    """Each subscriber of *transaction_set*; what is said of dependents is passed over."""
    payer, level, benefit = "", "", ""
    at_hand = Coverage(payer="")
    for segment in _segments(transaction_set):
        value = segment.value
        if segment.id == "HL":
            if level == "22":
                yield at_hand
            level, benefit = value(3), ""
            at_hand = Coverage(payer=payer)
        elif segment.id == "NM1" and level == "20" and value(1) == "PR":
            payer = value(9)
        elif segment.id == "NM1" and level == "22" and value(1) == "IL" and value(8) == "MI":
            at_hand.member = value(9)
        elif segment.id == "EB":
            benefit = _benefit(segment)
            at_hand.is_active = at_hand.is_active or benefit == "plan"
            if benefit == "plan" and (plan := read_word(segment.value(5))):
                at_hand.plans.add(plan)
        elif segment.id == "DTP" and benefit != "other" and not _take(segment, at_hand):
            message = "a date of the response cannot be read"
            report.add(UNREADABLE_MESSAGE.found(transaction_set.position, message))
    if level == "22":
        yield at_hand


def _benefit(segment: Segment) -> str:
    types = segment.repetitions(3)
    is_plan = segment.value(1) in _ACTIVE and (not segment.value(3) or _PLAN in types)
    return "plan" if is_plan else "other"


def _take(segment: Segment, coverage: Coverage) -> bool:
    """Take the date of a DTP *segment* into *coverage*; false where it is none."""
    qualifier, text = segment.value(1), segment.value(3)
    if qualifier not in {_ADDED, *_SPANS, *_BEGINS, *_ENDS}:
        return True
    found = _DAYS.fullmatch(text)
    try:
        days = [date.fromisoformat(each) for each in found.groups() if each] if found else []
    except ValueError:
        days = []
    if not days:
        return False
    if qualifier == _ADDED:
        coverage.added.add(days[0])
    if qualifier in _BEGINS | _SPANS:
        coverage.starts = min(filter(None, (coverage.starts, days[0])))
    if qualifier in _ENDS or (qualifier in _SPANS and len(days) > 1):
        coverage.ends = max(filter(None, (coverage.ends, days[-1])))
    return True


def _segments(transaction_set: TransactionSet) -> Iterator[Segment]:
    cursor, delimiters = transaction_set.cursor, transaction_set.delimiters
    starts = envelope_starts(delimiters)
    while cursor.has_more():
        text = cursor.block.texts[cursor.index]
        if text.startswith(starts) or text in ENVELOPE_IDS:
            return
        cursor.index += 1
        yield Segment.parse(text, delimiters)


def _outside(known: list[Coverage], day: date | None) -> tuple[Severity, str] | None:
    """How *day* lies outside all active coverage shown; None where it does not, or may not."""
    active = [each for each in known if each.is_active]
    if day is None or not active:
        return None
    if all(each.ends is not None and each.ends < day for each in active):
        last = max(each.ends for each in active if each.ends)
        return Severity.WARNING, f"service began on {day}; the coverage shown ends on {last}"
    if all(each.starts is not None and day < each.starts for each in active):
        first = min(each.starts for each in active if each.starts)
        return Severity.NOTE, f"service began on {day}; coverage is shown from {first} only"
    return None


def _nearest(known: list[Coverage], day: date | None, plan: str | None) -> list[Coverage]:
    """
    Of several responses those about the coverage in question: of the member's plan, on the day.

    Where none is of that plan, or holds that day, all are left: which one is meant is not known.
    """
    of_plan = [each for each in known if plan is not None and read_word(plan) in each.plans]
    found = of_plan or known
    return [each for each in found if day is not None and each.holds(day)] or found


def _with_added(
    known: list[Coverage], facts: ClaimFacts, report: Report, claim_id: str
) -> ClaimFacts:
    added = {day for each in known for day in each.added}
    if not added or added == {facts.eligibility_added}:
        return facts
    days = sorted({*added, *filter(None, (facts.eligibility_added,))})
    if len(days) == 1:
        return replace(facts, eligibility_added=days[0])
    message = f"eligibility_added: the records say {' and '.join(map(str, days))}"
    report.add(CONTRADICTING.found(NOWHERE, message, claim_id=claim_id))
    return replace(facts, eligibility_added=None)
