from __future__ import annotations

from typing import Any

import pytest

from edi_service.claims.model import ClaimKind
from edi_service.facts.model import ClaimFacts, Network
from edi_service.policy.rule import Outcome
from edi_service.policy.scope import fit
from edi_service.policy.selection import Scope
from tests.policy.making import a_subject

YES, NO, CANNOT_TELL = Outcome.YES, Outcome.NO, Outcome.CANNOT_TELL
EVERYTHING = Scope(
    claims=(ClaimKind.PROFESSIONAL,), states=("OH",), plans=("gold",), network=Network.IN
)


@pytest.mark.parametrize(
    ("scope", "facts", "state", "outcome", "missing"),
    [
        (Scope(), {}, "", YES, ()),
        (Scope(claims=(ClaimKind.PROFESSIONAL,)), {}, "", YES, ()),
        (Scope(claims=(ClaimKind.INSTITUTIONAL, ClaimKind.DENTAL)), {}, "", NO, ()),
        (Scope(states=("OH", "TX")), {}, "TX", YES, ()),
        (Scope(states=("OH",)), {}, "TX", NO, ()),
        (Scope(states=("OH",)), {}, "", CANNOT_TELL, ("member_state",)),
        (Scope(plans=("gold",)), {"plan": "gold"}, "", YES, ()),
        (Scope(plans=("gold",)), {"plan": "tin"}, "", NO, ()),
        (Scope(plans=("gold",)), {}, "", CANNOT_TELL, ("plan",)),
        (Scope(network=Network.OUT), {"network": Network.OUT}, "", YES, ()),
        (Scope(network=Network.OUT), {"network": Network.IN}, "", NO, ()),
        (Scope(network=Network.OUT), {}, "", CANNOT_TELL, ("network",)),
        (Scope(counties=("cook",)), {}, "", CANNOT_TELL, ("county",)),
        (Scope(counties=("cook",)), {"county": "cook"}, "", YES, ()),
        (Scope(counties=("cook",)), {"county": "lake"}, "", NO, ()),
        (Scope(delegates=("evicore",)), {}, "", CANNOT_TELL, ("delegate",)),
        (Scope(delegates=("evicore",)), {"delegate": "evicore"}, "", YES, ()),
        (Scope(delegates=("evicore",)), {"delegate": "another"}, "", NO, ()),
        (EVERYTHING, {"plan": "gold", "network": Network.IN}, "OH", YES, ()),
        (EVERYTHING, {}, "", CANNOT_TELL, ("member_state", "plan", "network")),
        (EVERYTHING, {"network": Network.OUT}, "", NO, ()),
        (EVERYTHING, {"plan": "gold"}, "OH", CANNOT_TELL, ("network",)),
    ],
)
def test_a_claim_is_within_a_scope_or_not_or_nobody_can_tell(
    scope: Scope,
    facts: dict[str, Any],
    state: str,
    outcome: Outcome,
    missing: tuple[str, ...],
) -> None:
    subject = a_subject(facts=ClaimFacts(**facts), state=state)
    assert fit(scope, subject) == (outcome, missing)
