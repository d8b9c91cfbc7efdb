"""
What a careful reader would say of policies that can be used, but may not say what was meant.

An error is a clause that cannot have been meant: one that nothing can reach, a word that leads
nowhere.  A warning is for somebody to look into.  Faults that keep a policy out altogether are told
by :mod:`edi_service.policy.language.lint`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple

from edi_service.finding import Severity
from edi_service.policy.language.reach import clauses
from edi_service.policy.model import ANY_PAYER

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from edi_service.policy.model import Level, Policy, Revision

ONE_DAY = timedelta(days=1)


class Advice(NamedTuple):
    """What is to be said of *policy*, and how grave it is: an error or a warning."""

    severity: Severity
    policy: str
    says: str

    def __str__(self) -> str:
        return f"{self.severity.name} {self.policy}: {self.says}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """
    What policies are held against.

    *day* is the day of asking; a source read more than *stale_after* days before is stale.
    """

    payers: Collection[str]
    documents: Collection[str]
    day: date
    stale_after: int


def advise(policies: tuple[Policy, ...], known: Known) -> Iterator[Advice]:
    """Everything to be said of *policies*, one after another, then of those that compete."""
    for policy in policies:
        for severity, says in _of(policy, known):
            yield Advice(severity, policy.id, says)
    rivals: defaultdict[tuple[str, str, Level], list[Policy]] = defaultdict(list)
    for policy in policies:
        rivals[policy.payer, policy.subject, policy.level].append(policy)
    for group in rivals.values():
        for one, other in combinations(group, 2):
            if _compete(one, other):
                says = f"it competes with {one.id}: both are of one subject, level and scope"
                yield Advice(Severity.ERROR, other.id, says)


def _of(policy: Policy, known: Known) -> Iterator[tuple[Severity, str]]:
    if policy.payer not in (ANY_PAYER, *known.payers):
        says = f"the payer {policy.payer} is in no payer table: only the configuration names it"
        yield Severity.WARNING, says
    yield from _gaps(policy)
    for revision in policy.revisions:
        for severity, says in _of_revision(revision, known):
            yield severity, f"from {revision.starts}, {says}"


def _of_revision(revision: Revision, known: Known) -> Iterator[tuple[Severity, str]]:
    yield from _source(revision, known)
    yield from clauses(revision)
    retrospective = revision.retrospective
    for circumstance in retrospective.circumstances if retrospective else ():
        for code in circumstance.documents:
            if code not in known.documents:
                yield Severity.ERROR, f"the document {code} is in no documents.csv"


def _gaps(policy: Policy) -> Iterator[tuple[Severity, str]]:
    """Days between two revisions on which the payer seems to have had no stand."""
    for earlier, later in pairwise(policy.revisions):
        if earlier.ends is not None and earlier.ends + ONE_DAY < later.starts:
            first, last = earlier.ends + ONE_DAY, later.starts - ONE_DAY
            yield Severity.WARNING, f"no revision speaks from {first} to {last}"


def _source(revision: Revision, known: Known) -> Iterator[tuple[Severity, str]]:
    source, age = revision.source, (known.day - revision.source.retrieved).days
    if age < 0:
        yield Severity.ERROR, f"the source was read on {source.retrieved}, which is yet to come"
    if source.published is not None and source.published > source.retrieved:
        yield Severity.ERROR, f"the source is of {source.published}, after it was read"
    if source.is_stale:
        yield Severity.WARNING, "the source is marked stale: read it again"
    elif age > known.stale_after:
        yield Severity.WARNING, f"the source was read {age} days ago: read it again"


def _compete(one: Policy, other: Policy) -> bool:
    """Whether two policies of one payer, subject and level speak of the same claims."""
    lines, others = set(one.lines_of_business), set(other.lines_of_business)
    if lines and others and not lines & others:
        return False
    return any(
        first.scope == second.scope and _share_a_day(first, second)
        for first in one.revisions
        for second in other.revisions
    )


def _share_a_day(first: Revision, second: Revision) -> bool:
    return (first.ends is None or second.starts <= first.ends) and (
        second.ends is None or first.starts <= second.ends
    )
