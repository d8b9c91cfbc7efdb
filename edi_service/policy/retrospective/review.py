"""
What the payer says to a request for a review made now, after the service.

The policy allows it or not; exclusions shut the door whatever the reason; a circumstance must have
been there; and one of its windows must be open.  Each is answered yes, no or cannot tell, and
joined as Kleene joins them: a fact is missing only where its value would make a difference.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from edi_service.policy.pointing import position
from edi_service.policy.retrospective.aftermath import consequences, told
from edi_service.policy.retrospective.attempts import attempts, leading
from edi_service.policy.retrospective.circumstances import WHEN
from edi_service.policy.retrospective.events import in_words as when
from edi_service.policy.retrospective.exclusions import exclusions
from edi_service.policy.retrospective.kleene import either
from edi_service.policy.retrospective.lateness import notified
from edi_service.policy.retrospective.missing import PAYER_RULE, in_words, union
from edi_service.policy.retrospective.windows import LAST_DAY
from edi_service.policy.rule import Outcome, Review
from edi_service.policy.rules import (
    REVIEW_RULES,
    rt01_may_still_be_asked,
    rt02_no_longer_possible,
    rt03_cannot_tell,
)
from edi_service.policy.trust import caution, doubts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from edi_service.finding import Finding
    from edi_service.policy.model import Policy, Retrospective
    from edi_service.policy.retrospective.attempts import Attempt
    from edi_service.policy.rule import Concern, Rule, Subject

    ReviewRule = Rule[[Subject, Concern, Review]]

ANSWERS: dict[Outcome, ReviewRule] = {
    Outcome.YES: rt01_may_still_be_asked.RULE,
    Outcome.NO: rt02_no_longer_possible.RULE,
    Outcome.CANNOT_TELL: rt03_cannot_tell.RULE,
}
"""What each outcome of a review is told as; the reasoning that leads to it bears its code."""


def review(subject: Subject, concern: Concern) -> Review:
    """
    Whether the payer would look at a request for *concern* made at the moment of asking.

    Where it cannot be told that the policy is about these services at all, its no holds no more
    than its yes: the outcome is then CANNOT_TELL, with what is missing for that named first.
    """
    found = _doubted(_by_policy(subject, concern), concern)
    found = replace(found, reason=found.steps[-1][1])
    conclusions = [
        (rule.kind.code, answer.because)
        for rule in REVIEW_RULES
        for answer in rule.check(subject, concern, found)
    ]
    code = ANSWERS[found.outcome].kind.code
    conclusion = next((says for ruled, says in conclusions if ruled == code), "")
    source = concern.revision.source
    doubted = doubts(source, subject.as_of.date(), subject.reread_after)
    after = consequences(concern.revision.aftermath, found, subject)
    added = ((code, says) for says in (*caution(doubted), *told(after)))
    steps = [*found.steps, *conclusions, *added]
    return replace(
        found,
        steps=tuple(dict.fromkeys(steps)),
        conclusion=conclusion,
        doubts=doubted,
        after=after,
    )


def findings(subject: Subject, concern: Concern, found: Review) -> Iterator[Finding]:
    """
    What the review comes to, pointing at the first service line at issue, or at the claim.

    The documents wanting are told in the trace alone: a finding for each case would say no more.
    """
    if not found.conclusion:
        return
    yield ANSWERS[found.outcome].kind.found(
        position(subject.claim, None if concern.whole_claim else concern.lines[0]),
        " ".join((found.conclusion, *caution(found.doubts))),
        source=f"{concern.policy.id}: {concern.revision.source}",
        claim_id=subject.claim.claim_id,
    )


def _by_policy(subject: Subject, concern: Concern) -> Review:
    rule, policy = concern.revision.retrospective, concern.policy
    if rule is None or (rule.allowed and not rule.circumstances):
        says = f"{policy.title}: the policy is silent on requests made after the service."
        return _answer(Outcome.CANNOT_TELL, [says], missing=(PAYER_RULE,))
    if not rule.allowed:
        says = f"{policy.title}: the payer does not look at requests made after the service."
        return _answer(Outcome.NO, filter(None, [says, rule.because]))
    return _allowed(rule, subject, policy)


def _doubted(found: Review, concern: Concern) -> Review:
    """The review again, where it hangs on facts that decide whether the policy is meant."""
    if not concern.missing:
        return found
    doubt = f"Whether the policy is about these services hangs on {in_words(concern.missing)}."
    says = [doubt, *(sentence for _code, sentence in found.steps)]
    return replace(
        found,
        outcome=Outcome.CANNOT_TELL,
        missing=union([concern.missing, found.missing]),
        steps=_steps(Outcome.CANNOT_TELL, says),
    )


def _allowed(rule: Retrospective, subject: Subject, policy: Policy) -> Review:
    """The review where the payer's policy allows one: first what may shut the door."""
    says, missing = [_opening(rule, policy)], []
    for door in exclusions(rule, subject):
        says.append(door.because)
        missing.append(door.missing)
        if door.outcome is Outcome.YES:
            return _answer(Outcome.NO, says)
    return _tried(rule, subject, says, union(missing))


def _tried(
    rule: Retrospective, subject: Subject, says: list[str], doors: tuple[str, ...]
) -> Review:
    """The circumstances tried; *doors* are the facts missing to know that no exclusion applies."""
    is_given = rule.asks_for_notice and subject.facts.notice_given is not None
    if is_given:
        subject = replace(subject, as_of=notified(subject))
        says.append(f"The payer asks for notice alone, and it was given on {when(subject.as_of)}.")
    tried = attempts(rule, subject)
    outcome = either([found.outcome for found in tried])
    says += [
        sentence
        for found in tried
        for sentence in found.says
        if not (is_given and sentence == LAST_DAY)
    ]
    lead = leading(tried, subject.zone)
    if outcome is Outcome.NO:
        if lead is None or lead.standing is None or lead.standing.deadline is None:
            says.append("None of the reasons the payer accepts was there in time.")
        return _with_clock(_answer(outcome, says, notice_given=is_given), lead)
    asked = [found.missing for found in tried] if outcome is Outcome.CANNOT_TELL else []
    missing = union([doors, *asked])
    outcome = Outcome.CANNOT_TELL if missing else Outcome.YES
    return _with_clock(_answer(outcome, says, missing=missing, notice_given=is_given), lead)


def _with_clock(found: Review, lead: Attempt | None) -> Review:
    """The review with the circumstance at issue, and what its window says."""
    if lead is None or lead.standing is None:
        return found
    standing, last = lead.standing, lead.standing.deadline
    return replace(
        found,
        circumstance=lead.circumstance.code,
        evidence=lead.evidence,
        documents=() if found.outcome is Outcome.NO else lead.circumstance.documents,
        document_terms=() if found.outcome is Outcome.NO else lead.circumstance.document_terms,
        window=standing.window,
        event=standing.event,
        start=standing.start,
        assumed_midnight=last is not None and last.assumed_midnight,
        deadline=last,
    )


def _opening(rule: Retrospective, policy: Policy) -> str:
    whens = ", or when ".join(WHEN[circumstance.code] for circumstance in rule.circumstances)
    return f"{policy.title}: the payer looks at requests made after the service when {whens}."


def _answer(
    outcome: Outcome,
    says: Iterable[str],
    *,
    missing: tuple[str, ...] = (),
    notice_given: bool = False,
) -> Review:
    steps = _steps(outcome, says)
    return Review(outcome=outcome, missing=missing, steps=steps, notice_given=notice_given)


def _steps(outcome: Outcome, says: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Sentences, each under the rule that the review ends in."""
    code = ANSWERS[outcome].kind.code
    return tuple([(code, sentence) for sentence in says])
