"""How long a payer may take to decide, whom that binds, and what its silence settles."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from edi_service.codes.clock import Length, Unit
from edi_service.facts.model import ClaimFacts
from edi_service.policy.applies import applies
from edi_service.policy.decision import Asked, Decision
from edi_service.policy.language.refused import PolicyRefused
from edi_service.policy.model import PayerAlias
from tests.policy.casework import library
from tests.policy.making import NEEDED, SOURCE, a_library, a_policy, a_subject, codes, look

EASTERN = ZoneInfo("America/New_York")
HOUR = '<decision of="post-stabilization" length="1" unit="hours" silence="{silence}"/>'
WANTED = a_policy(NEEDED)
TOLD = datetime(2026, 3, 2, 14, tzinfo=EASTERN)


def a_law(silence: str = "approved", certainty: str = "A", attributes: str = "") -> Any:
    source = SOURCE.replace('certainty="A"', f'certainty="{certainty}"')
    body = f'<revision from="2026-01-01">{source}{HOUR.format(silence=silence)}</revision>'
    return a_policy(body, subject="law", payer="*", attributes=attributes)


def asked(**facts: Any) -> Any:
    known = {"stabilized": date(2026, 3, 2), "notice_given": TOLD, **facts}
    return replace(a_subject(zone=EASTERN), facts=ClaimFacts(**known))


def test_the_silence_of_the_plan_settles_what_was_asked_for() -> None:
    found = look(asked(), WANTED, a_law())
    assert codes(found) == ["PA19"]
    assert found.concerns == ()
    assert "and had not answered 1 hour later" in found.findings[0].message


def test_a_law_that_was_not_read_well_settles_nothing_and_says_so() -> None:
    found = look(asked(), WANTED, a_law(certainty="C"))
    assert codes(found) == ["PA19", "PA01"]
    [told] = [each for each in found.findings if each.kind.code == "PA19"]
    assert told.message.endswith("its text was not read again (certainty C).")
    assert len(found.concerns) == 1


@pytest.mark.parametrize(
    ("facts", "silence", "is_told"),
    [
        ({}, "approved", True),
        ({}, "unknown", False),
        ({}, "denied", False),
        ({"stabilized": None}, "approved", False),
        ({"stabilized": date(2026, 3, 3)}, "approved", False),
        ({"notice_given": date(2026, 3, 2)}, "approved", False),
        ({"notice_given": None}, "approved", False),
        ({"decided": date(2026, 3, 1)}, "approved", True),
        ({"decided": date(2026, 3, 2)}, "approved", False),
        ({"decided": date(2026, 3, 3)}, "approved", True),
    ],
)
def test_it_hangs_on_what_the_office_knows(
    facts: dict[str, Any], silence: str, *, is_told: bool
) -> None:
    assert ("PA19" in codes(look(asked(**facts), WANTED, a_law(silence)))) is is_told


def test_a_law_does_not_bind_a_payer_that_it_leaves_out() -> None:
    free, bound = a_law(attributes='except-payers="example"'), a_law()
    assert codes(look(asked(), WANTED, free)) == ["PA01"]
    says = {each.says for each in applies(asked(), a_library(WANTED, free))}
    assert "it does not bind example" in says
    says = {each.says for each in applies(asked(), a_library(WANTED, bound))}
    assert "it says how long the payer may take to decide" in says


def test_only_a_policy_of_every_payer_leaves_some_out() -> None:
    with pytest.raises(PolicyRefused, match=r'except-payers is .*: write payer="\*"'):
        a_policy(NEEDED, attributes='except-payers="other"')


@pytest.mark.parametrize(
    ("payer", "business", "day", "binds"),
    [
        ("any-plan", "medicare", date(2026, 1, 1), True),
        ("any-plan", "medicare", date(2025, 12, 31), False),
        ("any-plan", "medicaid", date(2026, 1, 1), True),
        ("any-plan", "commercial", date(2026, 1, 1), False),
        ("medicare-ffs", "medicare", date(2026, 1, 1), False),
    ],
)
def test_the_federal_clocks_bind_whom_they_name(
    payer: str, business: str, day: date, *, binds: bool
) -> None:
    alias = PayerAlias(payer=payer, line_of_business=business)
    applying = library().applying(alias, day)
    found = [each for _, each in applying.decisions_of(Asked.PRIOR, a_subject(payer=alias))]
    week, days = Length(7, Unit.CALENDAR_DAYS), Length(72, Unit.HOURS)
    expected = [
        Decision(asked=Asked.PRIOR, length=week, speed="standard"),
        Decision(asked=Asked.PRIOR, length=days, speed="expedited"),
    ]
    assert found == (expected if binds else [])
