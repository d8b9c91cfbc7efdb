from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from edi_service.facts.model import ClaimFacts, Network
from edi_service.policy.applies import applies
from edi_service.policy.model import PayerAlias
from tests.policy.casework import a_claim
from tests.policy.making import DAY, a_library, a_policy, a_revision, a_subject

if TYPE_CHECKING:
    from edi_service.policy.applies import Applies
    from edi_service.policy.model import Policy
    from edi_service.policy.rule import Subject

NEEDED = '<authorization required="yes"><services codes="99213"/></authorization>'


def of(subject: Subject, *policies: Policy) -> list[Applies]:
    return list(applies(subject, a_library(*policies)))


def one(policy: Policy, subject: Subject | None = None) -> tuple[bool, str]:
    [found] = of(subject or a_subject(), policy)
    assert found.policy.id == policy.id
    return found.does, found.says


def test_a_policy_that_wants_an_authorization_names_the_lines() -> None:
    two = a_claim(DAY, {"lines": [{"procedure": "1"}, {"procedure": "99213"}]})
    assert one(a_policy(NEEDED), a_subject(two)) == (True, "it wants an authorization for lines 2")


def test_it_says_which_fact_it_hangs_on() -> None:
    does, says = one(a_policy(f'<scope plans="gold"/>{NEEDED}'))
    assert does
    assert says == "it wants an authorization for lines 1, which hangs on plan"


def test_policies_of_other_payers_are_left_out_and_those_for_everybody_are_not() -> None:
    found = of(
        a_subject(),
        a_policy(NEEDED, subject="ours"),
        a_policy(NEEDED, subject="theirs", payer="other"),
        a_policy(NEEDED, subject="all", payer="*"),
    )
    assert [each.policy.id for each in found] == ["example/ours", "example/all"]


def test_a_claim_of_no_known_payer_is_told_only_of_what_holds_for_everybody() -> None:
    found = of(
        a_subject(payer=None),
        a_policy(NEEDED, subject="ours"),
        a_policy(NEEDED, subject="all", payer="*"),
    )
    assert [each.policy.id for each in found] == ["example/all"]


def test_another_line_of_business_is_named() -> None:
    policy = a_policy(NEEDED, attributes='lines-of-business="medicaid medicare"')
    assert one(policy) == (False, "it is for medicaid, medicare; the claim is commercial")
    medicaid = PayerAlias(payer="example", line_of_business="medicaid")
    assert one(policy, a_subject(payer=medicaid))[0]


def test_a_policy_for_some_lines_of_every_payer_is_not_for_a_claim_that_is_not_mapped() -> None:
    policy = a_policy(NEEDED, payer="*", attributes='lines-of-business="medicare"')
    assert one(policy, a_subject(payer=None)) == (
        False,
        "it is for medicare; the claim is unmapped",
    )


@pytest.mark.parametrize(
    ("attributes", "does"),
    [
        ('from="2026-03-02"', True),
        ('from="2026-03-03"', False),
        ('from="2026-01-01" to="2026-03-02"', True),
        ('from="2026-01-01" to="2026-03-01"', False),
        ('from="2026-01-01" requested-from="2026-04-01"', True),
        ('from="2026-01-01" requested-from="2026-04-02"', False),
    ],
)
def test_a_revision_must_hold_on_the_day_of_service_and_of_asking(
    attributes: str,
    does: bool,  # noqa: FBT001 -- a column of the table above
) -> None:
    found, says = one(a_policy(a_revision(NEEDED, attributes)))
    assert found is does
    assert does or says == "no revision holds for service on 2026-03-02, asked for now"


def test_a_claim_without_a_day_is_judged_by_no_revision() -> None:
    undated = a_claim(DAY, {"lines": []})
    assert one(a_policy(NEEDED), a_subject(undated))[0] is False


@pytest.mark.parametrize(
    ("scope", "says"),
    [
        ('claims="I"', "claims: I"),
        ('states="TX"', "states: TX"),
        ('plans="gold"', "plans: gold"),
        ('network="out"', "network: out"),
    ],
)
def test_a_claim_outside_the_scope_is_told_what_the_scope_is(scope: str, says: str) -> None:
    subject = a_subject(facts=ClaimFacts(plan="silver", network=Network.IN))
    assert one(a_policy(f"<scope {scope}/>{NEEDED}"), subject) == (
        False,
        f"the claim is outside its scope ({says})",
    )


def test_services_that_are_not_on_the_claim_are_no_reason_to_ask() -> None:
    does, says = one(a_policy(NEEDED.replace("99213", "70551")))
    assert not does
    assert says.startswith("no line is a service it names")


def test_a_claim_that_shows_a_number_is_asked_for_none() -> None:
    shown = a_claim(
        DAY,
        {"lines": [{"procedure": "99213"}], "references": [{"qualifier": "G1", "value": "A1"}]},
    )
    assert one(a_policy(NEEDED), a_subject(shown)) == (
        False,
        "the claim shows an authorization (REF*G1)",
    )


def test_a_list_that_is_not_held_is_said_not_to_be_until_something_tells() -> None:
    policy = a_policy('<authorization required="unlisted"/>')
    does, says = one(policy)
    assert not does
    assert says.startswith("its list is not held")
    denied = a_subject(facts=ClaimFacts(denied=date(2026, 3, 20)))
    assert one(policy, denied) == (True, "it wants an authorization for lines 1")


def test_what_exempts_and_what_speaks_of_places_applies_without_asking_for_anything() -> None:
    law = a_policy('<authorization required="no"><services places="23"/></authorization>')
    assert one(law) == (True, "it says which services need no authorization")
    places = a_policy('<places admission-date-needed-at="21"/>')
    assert one(places) == (True, "it speaks of places of service")
