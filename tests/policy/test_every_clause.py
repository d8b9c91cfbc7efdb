"""Every clause of a shipped policy is at work in a case beside it, and at rest in another."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import pytest

from edi_service.cases.open import open_cases
from edi_service.policy.asking import Asking
from edi_service.policy.consequences import ClockState
from edi_service.policy.examine import examine
from edi_service.policy.retrospective.exclusions import exclusions
from edi_service.policy.rule import Outcome
from edi_service.policy.scope import fit
from edi_service.policy.services import meant
from edi_service.policy.wording.penalties import tier_in_words
from tests.policy.casework import library, shipped_cases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.cases.model import Case
    from edi_service.policy.consequences import Consequences
    from edi_service.policy.model import (
        Aftermath,
        CircumstanceCode,
        Policy,
        Retrospective,
        Revision,
    )
    from edi_service.policy.place_rules import Misfit
    from edi_service.policy.rule import Subject
    from edi_service.policy.selection import Services

Clause = tuple[str, ...]
SCOPE = ("claims", "states", "plans", "network", "counties", "delegates", "coverage", "members")


@dataclass
class Shown:
    """What the cases of one policy have shown: clauses at work, and clauses not at work."""

    at_work: set[Clause] = field(default_factory=set)
    at_rest: set[Clause] = field(default_factory=set)


@cache
def shown() -> dict[str, Shown]:
    """What the cases of every policy show, by its id."""
    found: dict[str, Shown] = {}
    for shipped in shipped_cases():
        shelf = library(examples=shipped.is_example)
        policy = next(each for each in shelf.policies if each.id == shipped.case.policy.id)
        subject, mine = shipped.subject(), found.setdefault(policy.id, Shown())
        day = subject.claim.first_day
        revision = None if day is None else policy.on(day, subject.as_of.date())
        if revision is None:
            continue
        examination = examine(subject, shelf)
        cases, _ = open_cases(subject, examination, (), lambda policy: policy)
        own = next((case for case in cases if case.policy == policy.id), None)
        titles = {found.message for found in examination.findings}
        at_work = set(_at_work(revision, subject, own, titles))
        mine.at_work |= at_work
        mine.at_rest |= set(clauses(revision)) - at_work
    return found


def clauses(revision: Revision) -> Iterator[Clause]:
    """The clauses of a revision that a case can show at work."""
    rule = revision.retrospective
    for circumstance in rule.circumstances if rule else ():
        yield ("circumstance", circumstance.code.value)
    for exclusion in rule.unless if rule else ():
        yield ("unless", exclusion.value)
    yield from _of_aftermath(revision.aftermath)
    for misfit in revision.places.misfits:
        yield ("misfit", misfit.id)
    for name, number, _ in _taken_out(revision):
        yield (name, number)
    for name in SCOPE:
        if getattr(revision.scope, name):
            yield ("scope", name)


def _of_aftermath(after: Aftermath) -> Iterator[Clause]:
    for tier in after.penalty.tiers if after.penalty else ():
        yield ("penalty", tier_in_words(tier))
    if after.penalty is not None and after.penalty.exempt:
        yield ("penalty", "exempt")
    yield from _of_answers(after)
    for clock in after.clocks:
        yield ("clock", clock.kind)


def _of_answers(after: Aftermath | Consequences) -> Iterator[Clause]:
    for turnaround in after.turnarounds:
        yield ("turnaround", turnaround.speed.value)
    for name, step in (("approved", after.approved), ("denied", after.denied)):
        if step is not None:
            yield (name, step.action)


def _taken_out(revision: Revision) -> Iterator[tuple[str, str, Services]]:
    for name in ("exempt", "not_covered"):
        for number, services in enumerate(getattr(revision, name), 1):
            yield name, str(number), services


def _at_work(
    revision: Revision, subject: Subject, case: Case | None, titles: set[str]
) -> Iterator[Clause]:
    """The clauses of *revision* that bear on *subject*; *titles* are what was found of it."""
    yield from (("misfit", each.id) for each in revision.places.misfits if _is_found(each, titles))
    for name, number, services in _taken_out(revision):
        if meant((services,), subject.claim, subject.state, Asking(subject.facts)).lines:
            yield (name, number)
    if fit(revision.scope, subject).outcome is Outcome.YES:
        yield from (clause for clause in clauses(revision) if clause[0] == "scope")
    if case is not None:
        yield from _shut(revision.retrospective, subject)
        yield from _of_case(revision.retrospective, case)


def _is_found(misfit: Misfit, messages: set[str]) -> bool:
    """Whether a finding tells *misfit*, with or without what is to be checked."""
    return any(message.startswith(misfit.title) for message in messages)


def _shut(rule: Retrospective | None, subject: Subject) -> Iterator[Clause]:
    if rule is not None:
        for exclusion, door in zip(rule.unless, exclusions(rule, subject), strict=False):
            if door.outcome is Outcome.YES:
                yield ("unless", exclusion.value)


def _of_case(rule: Retrospective | None, case: Case) -> Iterator[Clause]:
    after, told = case.after, case.circumstance
    if told is not None and (case.decision == "allowed" or _is_unpublished(rule, told)):
        yield ("circumstance", told.value)
    late = after.late_notice
    if late is not None and late.is_exempt:
        yield ("penalty", "exempt")
    if late is not None and late.tier is not None:
        yield ("penalty", tier_in_words(late.tier))
    yield from _of_answers(after)
    for clock in after.clocks:
        if clock.state in {ClockState.RUNNING, ClockState.MET}:
            yield ("clock", clock.kind)


def _is_unpublished(rule: Retrospective | None, code: CircumstanceCode) -> bool:
    """Whether no window of the circumstance has a length, so that none is ever seen open."""
    return any(
        each.code is code and all(window.length is None for window in each.windows)
        for each in (rule.circumstances if rule else ())
    )


def of(policy: Policy) -> set[Clause]:
    return {clause for revision in policy.revisions for clause in clauses(revision)}


POLICIES = pytest.mark.parametrize(
    "policy", library(examples=True).policies, ids=lambda policy: policy.id
)


@POLICIES
def test_every_clause_is_shown_at_work(policy: Policy) -> None:
    assert of(policy) - shown()[policy.id].at_work == set()


@POLICIES
def test_every_clause_is_shown_at_rest(policy: Policy) -> None:
    assert of(policy) - shown()[policy.id].at_rest == set()
