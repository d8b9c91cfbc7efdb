"""
One claim held against everything that applies to it.

First the rules about the claim as such, then each policy's demand for an authorization; rule after
rule takes out the lines it settles, and what is left is a concern.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from edi_service.claims.values import Memory
from edi_service.facts.encounter import NO_ENCOUNTER
from edi_service.facts.model import NO_FACTS
from edi_service.facts.rates import NO_RATES
from edi_service.policy.demanding import DEMANDING, demands
from edi_service.policy.place_pay import of_answers
from edi_service.policy.pointing import finding_of
from edi_service.policy.rules import CLAIM_RULES, DEMAND_RULES, FILE_RULES, RECORD_RULES

if TYPE_CHECKING:
    from edi_service.finding import Finding, Kind
    from edi_service.policy.demand import Demand
    from edi_service.policy.library import Applying, Library
    from edi_service.policy.rule import Answer, Concern, Rule, Subject
    from edi_service.policy.screen import Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What the policies say of one claim: *findings* in file order, each once, and *concerns*."""

    findings: tuple[Finding, ...]
    concerns: tuple[Concern, ...]


ON_FILE = "authorizations on file"  # the source of what no policy says
NOTHING = Examination(findings=(), concerns=())


def examine(subject: Subject, library: Library) -> Examination:
    """Hold the claim of *subject* against *library*."""
    claim = subject.claim
    applying = library.applying(subject.payer, claim.first_day, subject.as_of.date())
    if applying.equivalents:
        subject = replace(subject, equivalents=applying.equivalents)
    topics = applying.topics(claim)
    rules, could_demand = _ASKED[topics]
    said = [(rule.kind, answer) for rule in rules for answer in rule.check(subject, applying)]
    if subject.encounter is not NO_ENCOUNTER or subject.facts is not NO_FACTS:
        said += [
            (rule.kind, answer) for rule in RECORD_RULES for answer in rule.check(subject, applying)
        ]
    if said and subject.rates is not NO_RATES:
        said += of_answers(subject, [answer for _, answer in said], applying.places)
    findings = [finding_of(kind, answer, claim, answer.source) for kind, answer in said]
    concerns: list[Concern] = []
    for demand in demands(subject, applying, topics) if could_demand else ():
        answers, left = _settle(subject, demand)
        findings += [
            finding_of(kind, answer, claim, answer.source or demand.stand.source)
            for kind, answer in answers
        ]
        if left.lines:
            concerns.append(left.concern())
    for rule in FILE_RULES if subject.on_file else ():
        findings += [
            finding_of(rule.kind, answer, claim, answer.source or ON_FILE)
            for answer in rule.check(subject, concerns)
        ]
    if not findings and not concerns:
        return NOTHING
    return Examination(findings=_once_in_order(findings), concerns=tuple(concerns))


def _asked(topics: frozenset[Topic]) -> tuple[tuple[Rule[[Subject, Applying]], ...], bool]:
    """Those of the rules about a claim as such that *topics* concern; and whether a demand does."""
    rules = tuple(rule for rule in CLAIM_RULES if rule.topic is None or rule.topic in topics)
    return rules, not topics.isdisjoint(DEMANDING)


_ASKED = Memory(_asked)


def _settle(subject: Subject, demand: Demand) -> tuple[list[tuple[Kind, Answer]], Demand]:
    """Each rule's answers about *demand*, and what is left of it in the end."""
    answers: list[tuple[Kind, Answer]] = []
    for rule in DEMAND_RULES:
        for answer in rule.check(subject, demand) if demand.lines else ():
            answers.append((rule.kind, answer))
            demand = demand.after(rule.kind.code, answer)
    return answers, demand


def _once_in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """In file order; what two policies say in the same words of the same place is said once."""
    if len(findings) < 2:
        return tuple(findings)  # nearly always so, and a position takes a while to hash
    once: dict[tuple[int, int, int, str, str], Finding] = {}
    for each in findings:
        at = each.position
        key = at.segment, at.element, at.component, each.kind.code, each.message
        once.setdefault(key, each)
    return tuple(once[key] for key in sorted(once, key=lambda key: key[:3]))
