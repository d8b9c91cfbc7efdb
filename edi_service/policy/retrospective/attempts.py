"""
Each circumstance that a payer accepts, tried: was it there, and is one of its windows open?

They are tried in the order of the policy, and the first yes ends the trying.  Where there is none,
one attempt still leads: the one a biller had best look into, or the one that closed last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from edi_service.codes.clock import earliest
from edi_service.policy.model import Circumstance
from edi_service.policy.retrospective.circumstances import read
from edi_service.policy.retrospective.conditions import holds
from edi_service.policy.retrospective.evidence import Said
from edi_service.policy.retrospective.kleene import both, either
from edi_service.policy.retrospective.missing import union
from edi_service.policy.retrospective.windows import Standing, stand
from edi_service.policy.rule import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from edi_service.policy.model import Retrospective
    from edi_service.policy.rule import Subject


class Attempt(Struct, frozen=True, kw_only=True):
    """
    One circumstance and its windows, joined.

    *standing* is that of the window which decides: the first open one, else one that cannot be
    told, else the one that closed last; None when the circumstance was not there at all.
    """

    circumstance: Circumstance
    outcome: Outcome
    evidence: tuple[Said, ...]
    standing: Standing | None
    missing: tuple[str, ...]
    says: tuple[str, ...]


def attempts(rule: Retrospective, subject: Subject) -> list[Attempt]:
    """The circumstances of *rule* in their order, up to the first that is a yes."""
    tried: list[Attempt] = []
    for circumstance in rule.circumstances:
        tried.append(attempt(circumstance, subject))
        if tried[-1].outcome is Outcome.YES:
            break
    return tried


def attempt(circumstance: Circumstance, subject: Subject) -> Attempt:
    """Whether *circumstance* was there, and whether it may still be invoked."""
    readings = [read(circumstance.code, subject), *holds(circumstance.evidence, subject)]
    was_there = both([reading.outcome for reading in readings])
    standings = [] if was_there is Outcome.NO else _standings(circumstance, subject)
    windows = either([found.outcome for found in standings])
    outcome = both([was_there, windows])
    undecided = [found.missing for found in standings] if windows is Outcome.CANNOT_TELL else []
    asked = [reading.missing for reading in readings]
    missing = union([*asked, *undecided]) if outcome is Outcome.CANNOT_TELL else ()
    return Attempt(
        circumstance=circumstance,
        outcome=outcome,
        evidence=tuple([said for reading in readings for said in reading.evidence]),
        standing=_deciding(standings, windows, subject.zone),
        missing=missing,
        says=(
            *[reading.says for reading in readings],
            *[says for found in standings for says in found.says],
        ),
    )


def leading(tried: Sequence[Attempt], zone: ZoneInfo | None) -> Attempt | None:
    """
    The attempt to go by.

    The one that is a yes; else, of those that cannot be told, one with evidence before one
    without, and one with a deadline before one without; else the one whose window closed last.
    """
    outcome = either([found.outcome for found in tried])
    if outcome is Outcome.NO:
        last = _last_closed([found.standing for found in tried], zone)
        return next((found for found in tried if last and found.standing is last), None)
    return min([found for found in tried if found.outcome is outcome], key=_unpromising)


def _unpromising(found: Attempt) -> tuple[bool, bool]:
    return not found.evidence, found.standing is None or found.standing.deadline is None


def _standings(circumstance: Circumstance, subject: Subject) -> list[Standing]:
    """The windows in order, up to the first that is open."""
    standings: list[Standing] = []
    for window in circumstance.windows:
        standings.append(stand(window, subject))
        if standings[-1].outcome is Outcome.YES:
            break
    return standings


def _deciding(
    standings: Sequence[Standing], outcome: Outcome, zone: ZoneInfo | None
) -> Standing | None:
    if outcome is Outcome.NO:
        return _last_closed(standings, zone)
    return next(found for found in standings if found.outcome is outcome)


def _last_closed(standings: Iterable[Standing | None], zone: ZoneInfo | None) -> Standing | None:
    """The one with the latest deadline; one without a deadline only when no other is there."""
    last: Standing | None = None
    for found in standings:
        if found is not None and (last is None or _no_earlier(found, last, zone)):
            last = found
    return last


def _no_earlier(found: Standing, last: Standing, zone: ZoneInfo | None) -> bool:
    if found.deadline is None or last.deadline is None:
        return last.deadline is None
    return earliest([last.deadline, found.deadline], zone) == last.deadline
