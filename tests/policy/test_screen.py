"""The quick no is never said to a claim that a policy means."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from edi_service.claims.model import ClaimKind
from edi_service.edge.guides import find_guide
from edi_service.edge.knowledge import read_library
from edi_service.finding import Report
from edi_service.policy.screen import Screen
from edi_service.policy.services import meant
from edi_service.policy.stand import Stand
from edi_service.service.stream import read_arrival
from edi_service.service.synth import synthesize
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from edi_service.claims.model import Claim

EXAMPLES = Path(__file__).parents[2] / "fixtures" / "policies" / "examples"
STANDS = [
    Stand(policy, revision)
    for policy in read_library((EXAMPLES,), ()).policies
    for revision in policy.revisions
    if revision.requirement is not None
]


def claims_of(kind: ClaimKind) -> list[Claim]:
    data = b"".join(synthesize(kind, 400, 11))
    passed = read_arrival(io.BytesIO(data), "", Report(), Tally(), find_guide=find_guide)
    return [each.claim for each in passed if each.claim is not None]


@pytest.mark.parametrize("kind", [ClaimKind.PROFESSIONAL, ClaimKind.INSTITUTIONAL])
def test_whatever_a_policy_means_is_let_pass(kind: ClaimKind) -> None:
    claims = claims_of(kind)
    screens = [(stand, Screen([stand])) for stand in STANDS]
    let_pass = held_back = 0
    for claim in claims:
        for stand, screen in screens:
            services = stand.revision.services
            passes = screen.lets_pass(claim)
            if services:  # a policy without any means every line
                let_pass += passes
                held_back += not passes
            if not services or meant(services, claim, None).lines:
                assert passes, stand.policy.id

    assert let_pass
    assert held_back > let_pass


def test_a_policy_without_services_means_every_line() -> None:
    [claim, *_] = claims_of(ClaimKind.PROFESSIONAL)
    unlisted = [stand for stand in STANDS if not stand.revision.services]

    assert unlisted
    assert all(Screen([stand]).lets_pass(claim) for stand in unlisted)


def test_nothing_is_meant_where_there_is_no_policy() -> None:
    [claim, *_] = claims_of(ClaimKind.PROFESSIONAL)

    assert not Screen([]).lets_pass(claim)
