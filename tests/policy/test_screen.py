"""The quick no is never said to a claim that a policy means, nor to a rule that would speak."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from edi_service.claims.model import ClaimKind
from edi_service.edge.guides import find_guide
from edi_service.edge.knowledge import read_library
from edi_service.finding import Report
from edi_service.policy.model import PayerAlias
from edi_service.policy.rules import CLAIM_RULES
from edi_service.policy.screen import EVERY_TOPIC, Screen, ServicesScreen, Topic, named
from edi_service.policy.services import meant
from edi_service.policy.stand import Stand
from edi_service.service.stream import read_arrival
from edi_service.service.synth import synthesize
from edi_service.x12.tally import Tally
from tests.policy.making import a_subject

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.claims.model import Claim

EXAMPLES = Path(__file__).parents[2] / "fixtures" / "policies" / "examples"
LIBRARY = read_library((EXAMPLES,), ())
STANDS = [
    Stand(policy, revision)
    for policy in LIBRARY.policies
    for revision in policy.revisions
    if revision.requirement is not None
]
KINDS = [ClaimKind.PROFESSIONAL, ClaimKind.INSTITUTIONAL]


def claims_of(kind: ClaimKind) -> list[Claim]:
    data = b"".join(synthesize(kind, 400, 11))
    passed = read_arrival(io.BytesIO(data), "", Report(), Tally(), find_guide=find_guide)
    return [each.claim for each in passed if each.claim is not None]


def a_screen(stands: Iterable[Stand]) -> Screen:
    return Screen({Topic.DEMAND: ServicesScreen(named(stands))})


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_a_policy_means_is_let_pass(kind: ClaimKind) -> None:
    claims = claims_of(kind)
    screens = [(stand, a_screen([stand])) for stand in STANDS]
    let_pass = held_back = 0
    for claim in claims:
        for stand, screen in screens:
            services = stand.revision.services
            passes = bool(screen.topics(claim))
            if services:  # a policy without any means every line
                let_pass += passes
                held_back += not passes
            if not services or meant(services, claim, None).lines:
                assert passes, stand.policy.id

    assert let_pass
    assert held_back > let_pass


@pytest.mark.parametrize("kind", KINDS)
def test_no_rule_would_speak_of_a_topic_that_was_ruled_out(kind: ClaimKind) -> None:
    payers = sorted({policy.payer for policy in LIBRARY.policies})
    places = ["11", "21", "23", "12", "81", "27"]
    spoken: set[str] = set()
    for number, claim in enumerate(claims_of(kind)):
        moved = claim
        if kind is ClaimKind.PROFESSIONAL:
            moved = replace(claim, facility_code=places[number % len(places)])
        alias = PayerAlias(payer=payers[number % len(payers)], line_of_business="commercial")
        subject = a_subject(moved, payer=alias)
        applying = LIBRARY.applying(subject.payer, moved.first_day)
        topics = applying.topics(moved)
        for rule in CLAIM_RULES:
            if rule.topic is not None and rule.topic not in topics:
                assert not list(rule.check(subject, applying)), rule.kind.code
            elif rule.topic is not None and list(rule.check(subject, applying)):
                spoken.add(rule.kind.code)

    assert spoken


def test_a_policy_without_services_means_every_line() -> None:
    [claim, *_] = claims_of(ClaimKind.PROFESSIONAL)
    unlisted = [stand for stand in STANDS if not stand.revision.services]

    assert unlisted
    assert all(a_screen([stand]).topics(claim) for stand in unlisted)


def test_nothing_is_meant_where_there_is_no_policy() -> None:
    [claim, *_] = claims_of(ClaimKind.PROFESSIONAL)

    assert not a_screen([]).topics(claim)


def test_a_claim_without_lines_may_concern_anything() -> None:
    [claim, *_] = claims_of(ClaimKind.PROFESSIONAL)

    assert a_screen([]).topics(replace(claim, lines=())) == EVERY_TOPIC
