"""
From concerns to cases: one case for each policy that wants an authorization the claim lacks.

A case is opened whether or not a review is still possible; it says which, and why, step by step.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.cases.model import Case, Clock, Decision, Evidence, Step
from edi_service.cases.money import amount_of, difference_of
from edi_service.cases.next_action import next_action
from edi_service.finding import Severity
from edi_service.policy.retrospective import review as retrospective
from edi_service.policy.rule import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from edi_service.finding import Finding
    from edi_service.policy.examine import Examination
    from edi_service.policy.model import Afterwards, Channel, Revision
    from edi_service.policy.rule import Concern, Review, Subject

HOLDING = ("SG", "EL", "CM", "CD", "PS", "RQ")
"""Families of findings whose errors must be mended before a request can go out."""

_DECISIONS = {
    Outcome.YES: Decision.ALLOWED,
    Outcome.NO: Decision.REFUSED,
    Outcome.CANNOT_TELL: Decision.UNDETERMINED,
}


def open_cases(
    subject: Subject,
    examination: Examination,
    findings: Iterable[Finding],
    identify: Callable[[str], str],
) -> tuple[tuple[Case, ...], tuple[Finding, ...]]:
    """
    The cases of one claim, and what the reviews found (RT).

    Args:
        subject: the claim and what is known of it.
        examination: what the policies say of it.
        findings: everything found in this claim so far; some of it may hold the cases.
        identify: a policy's id → the id of this claim's case under it.
    """
    known = list(findings)
    cases: list[Case] = []
    remarks: list[Finding] = []
    for concern in examination.concerns:
        review = retrospective.review(subject, concern)
        cases.append(open_case(subject, concern, review, known, identify(concern.policy.id)))
        remarks += retrospective.findings(subject, concern, review)
    return tuple(cases), tuple(remarks)


def open_case(
    subject: Subject,
    concern: Concern,
    review: Review,
    findings: Iterable[Finding],
    case_id: str,
) -> Case:
    """The case that *concern* makes, as far as *review* can tell what is to become of it."""
    claim, policy, revision = subject.claim, concern.policy, concern.revision
    known = tuple(findings)
    held_by, overridden = _holding(subject, known)
    afterwards, is_settled = _afterwards(review, revision), _is_settled(review)
    channel = _channel(subject, review, revision, afterwards)
    return Case(
        case_id=case_id,
        claim_id=claim.claim_id,
        payer=policy.payer if subject.payer is None else subject.payer.payer,
        line_of_business="" if subject.payer is None else subject.payer.line_of_business,
        policy=policy.id,
        revision=revision.starts,
        circumstance=review.circumstance,
        evidence=tuple([Evidence(where, says) for where, says in review.evidence]),
        decision=_DECISIONS[review.outcome],
        lines=tuple([line.number for line in concern.lines]),
        is_whole_claim=concern.whole_claim,
        amount_at_risk=amount_of(claim, concern.lines, whole_claim=concern.whole_claim),
        held_by=held_by,
        missing_facts=review.missing,
        deadline=None if is_settled else review.deadline,
        clock=_clock(review),
        documents=() if is_settled else review.documents,
        document_terms=() if is_settled else review.document_terms,
        channel=channel,
        next_action=next_action(
            subject, review, channel=channel, held_by=held_by, afterwards=afterwards
        ),
        source=revision.source,
        certainty=revision.source.certainty,
        trace=(*_trace(concern, review), *overridden),
        doubts=_doubts(review),
        after=review.after,
        rate_difference=difference_of(known, concern.lines),
    )


def _is_settled(review: Review) -> bool:
    """Whether notice, given in time, left nothing to ask and nothing to miss."""
    return review.notice_given and review.outcome is Outcome.YES


def _holding(
    subject: Subject, findings: Iterable[Finding]
) -> tuple[tuple[str, ...], tuple[Step, ...]]:
    """The codes that hold the case, in file order, and a step for each that somebody overrode."""
    errors = dict.fromkeys(
        found.kind.code
        for found in findings
        if found.severity >= Severity.ERROR and found.kind.code.startswith(HOLDING)
    )
    overrides = {word.code: word.reason.rstrip(".") for word in subject.facts.overrides}
    steps = tuple(
        Step(code, f"{code} does not hold the case: {overrides[code]}.", "facts: overrides")
        for code in errors
        if code in overrides
    )
    return tuple(code for code in errors if code not in overrides), steps


def _afterwards(review: Review, revision: Revision) -> Afterwards | None:
    """What the policy leaves open, when no review is possible any more."""
    rule = revision.retrospective
    return None if rule is None or review.outcome is not Outcome.NO else rule.afterwards


def _channel(
    subject: Subject, review: Review, revision: Revision, afterwards: Afterwards | None
) -> Channel:
    """
    By which way to act.

    What is left afterwards; else what is agreed with the trading partner, whatever a policy says;
    else the window's channel, else the revision's.
    """
    if afterwards is not None:
        return afterwards.channel
    if subject.channel is not None:
        return subject.channel
    of_window = None if review.window is None else review.window.channel
    return revision.channel if of_window is None else of_window


def _clock(review: Review) -> Clock | None:
    window = review.window
    if window is None or review.event is None:
        return None
    count, unit = (window.length.count, window.length.unit.value) if window.length else (None, None)
    return Clock(review.event, review.start, count, unit)


def _trace(concern: Concern, review: Review) -> tuple[Step, ...]:
    """Why there is a case, and what becomes of it; each begins with the source it rests on."""
    cited = f"{concern.policy.id}: {concern.revision.source}"
    return tuple(
        [
            Step(code, says, "" if index else cited)
            for steps in (concern.steps, review.steps)
            for index, (code, says) in enumerate(steps)
        ]
    )


def _doubts(review: Review) -> tuple[str, ...]:
    """Why the decision is not firm: facts are missing, or the payer's rule is to be read again."""
    open_question = ("facts are missing",) if review.outcome is Outcome.CANNOT_TELL else ()
    return (*open_question, *review.doubts)
