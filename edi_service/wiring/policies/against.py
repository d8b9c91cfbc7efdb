"""Policies held against the claims of some inputs: one claim explained, or all of them counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from edi_service.cases.changes import changes
from edi_service.edge import knowledge, policy_folders
from edi_service.edge.inbox import arrivals
from edi_service.policy.applies import applies
from edi_service.report.answer_lines import applying_lines, case_lines, finding_lines, head_lines
from edi_service.report.simulation import Simulation
from edi_service.service.answering import answer, read_claims
from edi_service.wiring.asked import CannotDoIt, in_one_sentence, moment, read_desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from edi_service.cases.changes import Change
    from edi_service.service.answering import Read
    from edi_service.service.desk import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """
    Which claims are asked about, and what is known of them.

    *as_of* is ISO 8601, or empty for now; *policies* count besides the library.
    """

    inputs: tuple[str, ...]
    policies: tuple[Path, ...] = ()
    facts: Path | None = None
    authorizations: Path | None = None
    config: Path | None = None
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """
    How many *claims* were read, and those that changed: file, claim, and what did.

    *as_shipped* are payers whom only the library has, in both.
    """

    claims: int
    changed: list[tuple[str, str, list[Change]]]
    as_shipped: tuple[str, ...] = ()

    def totals(self) -> Counter[str]:
        """How many claims changed in each thing."""
        return Counter(
            what for _, _, each in self.changed for what in {change.what for change in each}
        )


def explain_claim(wanted: str, claims: Claims, *, show_phi: bool) -> list[str]:
    """
    Everything the policies say of the claims with the id or patient control number *wanted*.

    Raises:
        CannotDoIt: there is none, or something cannot be read.
    """
    with in_one_sentence():
        desk, lines = _desk(claims), list[str]()
        for read in _reads(claims, desk):
            if wanted in (read.claim.claim_id, read.claim.number):
                lines += _explained(read, claims, desk, show_phi=show_phi)
    if not lines:
        message = "no claim of the inputs has that id or patient control number (CLM01)"
        raise CannotDoIt(message)
    return lines


def compare_policies(old: Path, new: Path, claims: Claims) -> Changes:
    """
    Which claims the policies in *new* answer otherwise than those in *old*.

    Either counts besides the library, in the place of what has the same id there.  What is gone
    from one of them is gone, though it may be shipped.

    Raises:
        CannotDoIt: something cannot be read.
    """
    with in_one_sentence():
        desk, facts = _desk(claims), knowledge.read_facts(claims.facts)
        before, after = _with(desk, old, beside=new), _with(desk, new, beside=old)
        count, changed = 0, []
        for count, read in enumerate(_reads(claims, desk), 1):  # noqa: B007 -- the last counts
            one, other = answer(read, before, facts), answer(read, after, facts)
            found = list(changes((one.findings, one.cases), (other.findings, other.cases)))
            if found:
                changed.append((read.arrival.name, read.claim.claim_id, found))
        kept = policy_folders.as_shipped(new, old) + policy_folders.as_shipped(old, new)
        return Changes(count, changed, kept)


def simulate_policies(claims: Claims, moments: tuple[str, ...]) -> list[Simulation]:
    """
    What the policies make of the claims at each of *moments* (ISO 8601; none: now).

    Raises:
        CannotDoIt: something cannot be read.
    """
    with in_one_sentence():
        desk, facts = _desk(claims), knowledge.read_facts(claims.facts)
        zone = ZoneInfo(desk.config.zone)
        desks = [replace(desk, as_of=moment(each, zone)) for each in moments or ("",)]
        counted = [Simulation(each.as_of.isoformat(timespec="minutes")) for each in desks]
        for read in _reads(claims, desk):
            for each, simulation in zip(desks, counted, strict=True):
                answered = answer(read, each, facts)
                simulation.add(answered.cases, answered.at_risk)
        return counted


def _desk(claims: Claims) -> Desk:
    return read_desk(
        claims.config,
        policy_folders.others(claims.policies),
        codes=knowledge.read_code_sets(),
        authorizations=claims.authorizations,
        as_of=claims.as_of,
    )


def _reads(claims: Claims, desk: Desk) -> Iterator[Read]:
    return read_claims(arrivals(claims.inputs), desk)


def _with(desk: Desk, folder: Path, *, beside: Path) -> Desk:
    """*desk* with the policies in *folder*, which is compared with those in *beside*."""
    library = knowledge.read_library(
        (folder,),
        desk.config.aliases(),
        replacing=True,
        without=policy_folders.ids(folder) | policy_folders.gone(folder, beside),
    )
    return replace(desk, library=library)


def _explained(read: Read, claims: Claims, desk: Desk, *, show_phi: bool) -> Iterator[str]:
    answered = answer(read, desk, knowledge.read_facts(claims.facts))
    subject, every = answered.subject, desk.library.policies
    found = list(applies(subject, desk.library))
    yield from head_lines(subject, read.arrival.name, show_phi=show_phi)
    yield from applying_lines(found, len(every) - len(found))
    yield from finding_lines(answered.findings)
    for case in answered.cases:
        yield from case_lines(case, dict(desk.document_titles))
