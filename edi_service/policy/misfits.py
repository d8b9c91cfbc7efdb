"""
What does not go together on a claim: which misfits of the policies a claim could show.

Nearly every claim shows none, and what is cheap to look at in a line says so; the answer for one
sort of line is remembered for all lines of that sort.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.values import Memory
from edi_service.policy.asking import Asking
from edi_service.policy.place_rows import Standing, standing
from edi_service.policy.place_rules import Misfit, MisfitSort
from edi_service.policy.rule import Answer, Outcome
from edi_service.policy.scope import fit
from edi_service.policy.screen import Sort, Topic, could_mean
from edi_service.policy.services import meant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from edi_service.claims.model import Claim, ServiceLine
    from edi_service.policy.rule import Subject
    from edi_service.policy.screen import Looked
    from edi_service.policy.stand import Stand


MisfitOf = Standing[Misfit]
TOPICS = {
    MisfitSort.DIAGNOSIS: Topic.DIAGNOSIS,
    MisfitSort.MODIFIER: Topic.MODIFIER,
    MisfitSort.PROCEDURE: Topic.PROCEDURE,
}
Possible = dict[MisfitSort, tuple[MisfitOf, ...]]
NOT_POSSIBLE: Possible = {}


class MisfitIndex:
    """
    The misfits of several policies as one.

    One in a payer's own policy takes the place of the general one with the same id.
    """

    def __init__(self, stands: Iterable[Stand]) -> None:
        self._misfits = standing(stands, lambda places: places.misfits)
        self._possible: Memory[Looked, tuple[MisfitOf, ...]] = Memory(self._judge)
        self._shown_by: Memory[str, frozenset[str]] = Memory(self._judge_diagnosis)
        self._stood_by: Memory[str, frozenset[str]] = Memory(self._judge_neighbour)
        self._called: Memory[frozenset[str], frozenset[Topic]] = Memory(self._topics_of)
        self._latest: tuple[Claim | None, Possible] = (None, NOT_POSSIBLE)

    def screen(self, sort: MisfitSort) -> Callable[[Sort], bool]:
        """Tells whether a line could show a misfit of *sort*, whatever stands beside it."""
        return lambda line: any(
            each.row.sort is sort and not each.row.asks_neighbours for each in self._possible[line]
        )

    def asks_neighbours(self, sort: Sort) -> bool:
        """Whether a line of *sort* could show a misfit with a certain procedure beside it."""
        return any(each.row.asks_neighbours for each in self._possible[sort])

    def topics_beside(self, claim: Claim) -> frozenset[Topic]:
        """The topics of misfits that ask for a procedure of *claim* to stand beside."""
        return self._called[self._beside(claim)]

    def answers(self, subject: Subject, sort: MisfitSort) -> Iterator[Answer]:
        """What of *sort* does not go together on the claim of *subject*."""
        for found in self._possible_on(subject.claim).get(sort, ()):
            if not _concerns(found, subject):
                continue
            misfit = found.row
            severity, check = found.graded(misfit.severity, subject)
            for line in _shown(misfit, subject):
                yield Answer(
                    outcome=Outcome.YES,
                    because=misfit.title + check,
                    line=line,
                    severity=severity,
                    source=found.source,
                )

    def _possible_on(self, claim: Claim) -> Possible:
        """The misfits that any line of *claim* could show, each once; worked out for all rules."""
        latest, found = self._latest
        if latest is claim:
            return found
        own, bill_type, admission = claim.place_of_service, claim.bill_type, claim.admission_type
        possible = self._possible
        several: list[MisfitOf] = []
        for line in claim.lines:
            several += possible[
                line.procedure,
                line.revenue_code,
                line.place_of_service,
                own,
                bill_type,
                admission,
                line.modifiers,
                line.is_emergency,
            ]
        found = self._each_once(claim, several) if several else NOT_POSSIBLE
        self._latest = claim, found
        return found

    def _judge(self, asked: Looked) -> tuple[MisfitOf, ...]:
        sort = Sort._make(asked)
        return tuple(
            each
            for each in self._misfits
            if (sort.is_emergency or not each.row.emergency)
            and any(could_mean(services, sort) for services in each.row.when)
        )

    def _each_once(self, claim: Claim, several: list[MisfitOf]) -> Possible:
        """*several* by their sorts, but for those whose diagnoses or neighbours are not there."""
        shown = self._shown_on(claim)
        beside = self._beside(claim)
        found: dict[MisfitSort, dict[str, MisfitOf]] = {}
        for one in several:
            misfit = one.row
            if (misfit.id in shown or not misfit.asks_diagnoses) and (
                misfit.id in beside or not misfit.asks_neighbours
            ):
                found.setdefault(misfit.sort, {})[misfit.id] = one
        return {sort: tuple(each.values()) for sort, each in found.items()}

    def _shown_on(self, claim: Claim) -> frozenset[str]:
        """The ids of misfits that ask for a diagnosis of *claim*."""
        shown: frozenset[str] = frozenset()
        for diagnosis in claim.diagnoses:
            if ids := self._shown_by[diagnosis.code]:
                shown |= ids
        return shown

    def _beside(self, claim: Claim) -> frozenset[str]:
        """The ids of misfits that ask for a procedure of *claim* to stand beside."""
        beside: frozenset[str] = frozenset()
        for line in claim.lines:
            if ids := self._stood_by[line.procedure]:
                beside |= ids
        return beside

    def _topics_of(self, ids: frozenset[str]) -> frozenset[Topic]:
        return frozenset(TOPICS[each.row.sort] for each in self._misfits if each.row.id in ids)

    def _judge_diagnosis(self, code: str) -> frozenset[str]:
        """The ids of misfits that ask for a diagnosis such as *code*."""
        return frozenset(
            each.row.id
            for each in self._misfits
            if any(code in services.diagnosis_index for services in each.row.when)
        )

    def _judge_neighbour(self, procedure: str) -> frozenset[str]:
        """The ids of misfits that ask for *procedure* to stand beside."""
        return frozenset(
            each.row.id
            for each in self._misfits
            if any(procedure in services.together_index for services in each.row.when)
        )


def _concerns(found: MisfitOf, subject: Subject) -> bool:
    """Whether the claim and its payer are of the kind that the misfit is about."""
    misfit, stand = found
    if not misfit.row.holds(subject.claim.first_day):
        return False
    business = subject.payer.line_of_business if subject.payer else ""
    return (
        (not misfit.claims or subject.claim.kind in misfit.claims)
        and (not misfit.lines_of_business or business in misfit.lines_of_business)
        and fit(stand.revision.scope, subject).outcome is Outcome.YES
    )


def _shown(misfit: Misfit, subject: Subject) -> tuple[ServiceLine | None, ...]:
    """The lines that show *misfit*; None for the claim, where all of several lines do."""
    claim = subject.claim
    lines = meant(misfit.when, claim, subject.state, Asking(subject.facts)).lines
    if misfit.emergency:
        lines = tuple(line for line in lines if line.is_emergency)
    if len(lines) > 1 and len(lines) == len(claim.lines):
        return (None,)
    return lines
