"""
PA05: are there services for which no payer may ask an authorization, and none did?

A plan may not ask for prior authorization of emergency services (45 CFR 149.110; 42 CFR 422.113 and
438.114).  An emergency visit alone therefore opens no case; this says so, and on what authority.
Where a payer's policy does ask for one, PA03 answers it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.finding import Kind, Severity
from edi_service.policy.demand import name_all
from edi_service.policy.demanding import demands
from edi_service.policy.exemption import exempted
from edi_service.policy.model import ANY_PAYER
from edi_service.policy.rule import Answer, Outcome, Rule
from edi_service.policy.screen import Topic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.policy.library import Applying
    from edi_service.policy.rule import Subject


def check(subject: Subject, applying: Applying) -> Iterator[Answer]:
    """Cite the policy for every payer that exempts services which no payer's policy asks about."""
    claim = subject.claim
    if claim.authorizations:
        return
    for stand in applying.exempting:
        if stand.policy.payer != ANY_PAYER:
            continue
        exempt, missing = exempted(stand, subject)
        if missing or not exempt.lines:
            continue
        demanded = demands(subject, applying, applying.topics(claim))
        asked = [line for demand in demanded for line in demand.lines]
        if set(map(id, asked)) & set(map(id, exempt.lines)):
            continue  # PA03 answers a policy that asks, and cites the same source
        what = name_all(claim, exempt.lines, whole_claim=exempt.whole_claim).removesuffix(",")
        yield Answer(
            outcome=Outcome.YES,
            because=f"No authorization is asked for {what}: {stand.policy.title}.",
            line=exempt.lines[0] if len(exempt.lines) == 1 else None,
            source=stand.source,
        )


RULE = Rule(
    kind=Kind(
        "PA05",
        Severity.NOTE,
        "The services need no authorization, whoever pays",
        "Nothing needs to be done; if the payer asks all the same, cite the policy named.",
        "No plan may ask for prior authorization of emergency services, so an emergency visit that "
        "ends with the patient going home opens no case. An admission, observation or care after "
        "the patient is stable may still need notice or a review.",
    ),
    check=check,
    topic=Topic.EXEMPTION,
)
