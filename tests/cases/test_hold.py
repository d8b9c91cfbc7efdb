from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from edi_service.cases.hold import hold
from edi_service.cases.model import Case, Decision
from edi_service.policy.certainty import Certainty
from edi_service.policy.model import Channel, Source

CASE = Case(
    case_id="c",
    claim_id="k",
    payer="payer",
    line_of_business="commercial",
    policy="payer/subject",
    revision=date(2026, 1, 1),
    circumstance=None,
    evidence=(),
    decision=Decision.ALLOWED,
    lines=("1",),
    is_whole_claim=False,
    amount_at_risk=Decimal(100),
    held_by=("PS02",),
    missing_facts=(),
    deadline=None,
    clock=None,
    documents=(),
    channel=Channel.X217,
    next_action="Send the 278 request by 2026-12-01.",
    source=Source(
        title="Manual",
        href="https://payer.example/manual",
        locator="1",
        retrieved=date(2026, 1, 1),
        certainty=Certainty.READ,
    ),
    certainty=Certainty.READ,
    trace=(),
)


@pytest.mark.parametrize("codes", [(), ("PS02",)])
def test_a_case_that_nothing_new_holds_is_left_as_it_is(codes: tuple[str, ...]) -> None:
    assert hold(CASE, codes) is CASE


def test_what_holds_a_case_besides_is_mended_first() -> None:
    held = hold(CASE, ["RQ05", "PS02", "RQ07", "RQ05"])
    assert held.held_by == ("PS02", "RQ05", "RQ07")
    assert held.next_action == ("Mend RQ05, RQ07 first, then send the 278 request by 2026-12-01.")
