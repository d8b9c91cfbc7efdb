"""
What does not go together on a claim: which misfits of the policies a claim could show.

Nearly every claim shows none, and the look at its lines (:mod:`edi_service.policy.screen`) says so,
with its diagnoses and the procedures that stand side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from edi_service.claims.values import Memory
from edi_service.policy.asking import Asking
from edi_service.policy.place_rows import Standing, standing
from edi_service.policy.place_rules import Misfit, MisfitSort
from edi_service.policy.rule import Answer, Outcome
from edi_service.policy.scope import fit
from edi_service.policy.screen import NO_IDS, Topic, could_mean
from edi_service.policy.services import meant

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edi_service.claims.model import Claim, ServiceLine
    from edi_service.policy.rule import Subject
    from edi_service.policy.screen import Look, Sort
    from edi_service.policy.stand import Stand


MisfitOf = Standing[Misfit]
TOPICS = {
    MisfitSort.DIAGNOSIS: Topic.DIAGNOSIS,
    MisfitSort.MODIFIER: Topic.MODIFIER,
    MisfitSort.PROCEDURE: Topic.PROCEDURE,
}


class Shown(NamedTuple):
    """
    What the lines of a claim could show, its diagnoses considered.

    *topics* are those of *misfits*, and what else the lines concern.
    """

    topics: frozenset[Topic]
    misfits: dict[MisfitSort, tuple[MisfitOf, ...]]


class MisfitIndex:
    """
    The misfits of several policies as one.

    One in a payer's own policy takes the place of the general one with the same id.
    """

    def __init__(self, stands: Iterable[Stand]) -> None:
        self._misfits = standing(stands, lambda places: places.misfits)
        self._asked_by: Memory[str, frozenset[str]] = Memory(self._judge_diagnosis)
        self._shown: Memory[tuple[Look, frozenset[str]], Shown] = Memory(_shown)

    def of_sort(self, sort: Sort) -> tuple[tuple[MisfitOf, ...], frozenset[str]]:
        """
        The misfits that a line of *sort* could show, whatever else the claim says.

        And the ids of those that ask for such a line to stand beside another.
        """
        could_show = tuple(
            each
            for each in self._misfits
            if (sort.is_emergency or not each.row.emergency)
            and (not each.row.claims or sort.kind in each.row.claims)
            and any(could_mean(services, sort) for services in each.row.when)
        )
        beside = frozenset(
            each.row.id
            for each in self._misfits
            if any(sort.procedure in services.together_index for services in each.row.when)
        )
        return could_show, beside

    def shown(self, claim: Claim, look: Look) -> Shown:
        """What of *look*, which is that at the lines of *claim*, its diagnoses bear out."""
        asked = NO_IDS
        if look.asks_diagnoses:
            for diagnosis in claim.diagnoses:
                if ids := self._asked_by[diagnosis.code]:
                    asked |= ids
        return self._shown[look, asked]

    def _judge_diagnosis(self, code: str) -> frozenset[str]:
        """The ids of misfits that ask for a diagnosis such as *code*."""
        return frozenset(
            each.row.id
            for each in self._misfits
            if any(code in services.diagnosis_index for services in each.row.when)
        )


def _shown(key: tuple[Look, frozenset[str]]) -> Shown:
    """Of a look, what is there but for misfits whose diagnoses are not."""
    look, asked = key
    there = [each for each in look.misfits if each.row.id in asked or not each.row.asks_diagnoses]
    misfits = {
        sort: tuple(each for each in there if each.row.sort is sort)
        for sort in dict.fromkeys(each.row.sort for each in there)
    }
    return Shown(look.topics.union(TOPICS[sort] for sort in misfits), misfits)


def answers(subject: Subject, misfits: Iterable[MisfitOf]) -> Iterator[Answer]:
    """What of *misfits* does not go together on the claim of *subject*."""
    for found in misfits:
        if not _concerns(found, subject):
            continue
        misfit = found.row
        severity, check = found.graded(misfit.severity, subject)
        for line in _showing(misfit, subject):
            yield Answer(
                outcome=Outcome.YES,
                because=misfit.title + check,
                line=line,
                severity=severity,
                source=found.source,
            )


def _concerns(found: MisfitOf, subject: Subject) -> bool:
    """Whether the day, the payer and the claim are of the kind that the misfit is about."""
    misfit, stand = found
    if not misfit.row.holds(subject.claim.first_day):
        return False
    business = subject.payer.line_of_business if subject.payer else ""
    return (not misfit.lines_of_business or business in misfit.lines_of_business) and fit(
        stand.revision.scope, subject
    ).outcome is Outcome.YES


def _showing(misfit: Misfit, subject: Subject) -> tuple[ServiceLine | None, ...]:
    """The lines that show *misfit*; None for the claim, where all of several lines do."""
    claim = subject.claim
    lines = meant(misfit.when, claim, subject.state, Asking(subject.facts)).lines
    if misfit.emergency:
        lines = tuple(line for line in lines if line.is_emergency)
    if len(lines) > 1 and len(lines) == len(claim.lines):
        return (None,)
    return lines
