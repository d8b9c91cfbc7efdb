"""What the rules about authorizations on file have in common: the answers, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.facts.model import Status
from edi_service.finding import Severity
from edi_service.policy.demand import name_all
from edi_service.policy.on_file import Held, Misfit, fitting, misfit, misfits, near, of_claim, shown
from edi_service.policy.rule import Answer, Outcome
from edi_service.policy.services import without

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edi_service.claims.model import ServiceLine
    from edi_service.policy.demand import Demand
    from edi_service.policy.rule import Concern, Subject


def on_file(subject: Subject, demand: Demand, status: Status, says: str) -> Iterator[Answer]:
    """
    An answer for each authorization of *status* that covers lines of *demand*, which it settles.

    Args:
        subject: the claim and what is known of it.
        demand: what a policy wants an authorization for.
        status: what the payer has said.
        says: the sentence, with ``{number}`` and ``{what}``.
    """
    left = demand.lines
    for each in of_claim(subject):
        held = Held(each, left, demand.whole_claim, is_on_claim=False)
        covered = fitting(held, subject) if each.status is status else ()
        if not covered:
            continue
        left = without(left, covered)
        is_whole = demand.whole_claim and not left
        what = name_all(subject.claim, covered, whole_claim=is_whole)
        yield Answer(
            outcome=Outcome.YES,
            because=says.format(number=each.number, what=what.rstrip(",")),
            line=_only(covered) if not is_whole else None,
            settled=covered,
        )


def not_fitting(
    subject: Subject,
    concerns: Iterable[Concern],
    sort: Misfit,
    severity: Severity = Severity.ERROR,
) -> Iterator[Answer]:
    """
    An answer for each approved authorization that does not fit in one thing, *sort*.

    One that the claim does not show is named where nothing else hinders it, as a warning: that an
    authorization is wanting, another rule has said.  Where the service is another, its days must be
    known besides, lest every authorization of the member be named.
    """
    for held in shown(subject):
        if held.authorization.status is Status.APPROVED and (says := misfit(held, subject, sort)):
            because = f"Authorization {held.authorization.number} {says}."
            line = None if held.whole_claim else _only(held.lines)
            yield Answer(outcome=Outcome.YES, because=because, line=line, severity=severity)
    for held in near(subject, concerns):
        given = held.authorization
        if given.status is not Status.APPROVED or (
            sort is Misfit.SERVICE and given.starts is None and given.ends is None
        ):
            continue
        found = misfits(held, subject)
        if list(found) == [sort]:
            yield Answer(
                outcome=Outcome.YES,
                because=f"Authorization {given.number} is on file; it {found[sort]}.",
                line=None if held.whole_claim else _only(held.lines),
                severity=Severity.WARNING,
            )


def with_status(subject: Subject, status: Status, says: str) -> Iterator[Answer]:
    """
    An answer for each number on the claim that is on file with *status*.

    *says* is the sentence, with ``{number}`` and ``{when}``.
    """
    for held in shown(subject):
        given = held.authorization
        if given.status is status:
            when = f" on {given.decided}" if given.decided else ""
            yield Answer(
                outcome=Outcome.YES,
                because=says.format(number=given.number, when=when),
                line=None if held.whole_claim else _only(held.lines),
            )


def _only(lines: tuple[ServiceLine, ...]) -> ServiceLine | None:
    return lines[0] if len(lines) == 1 else None
