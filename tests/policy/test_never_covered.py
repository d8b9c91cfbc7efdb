"""Services a payer never covers, and authorizations that cover what is taken for the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from edi_service.facts.model import AuthorizationOnFile, ClaimFacts
from edi_service.finding import Severity
from edi_service.policy.language.refused import PolicyRefused
from edi_service.policy.screen import Screen, ServicesScreen, Topic, named, never_covered
from edi_service.policy.selection import CodeRange, Equivalent, covered_by
from edi_service.policy.stand import Stand
from tests.policy.casework import MEMBER, a_claim
from tests.policy.making import DAY, SOURCE, a_library, a_policy, a_subject, codes, look

if TYPE_CHECKING:
    from edi_service.claims.model import Claim
    from edi_service.policy.examine import Examination

BACKWARDS = (
    '<authorization required="yes"><equivalent approved="70553" billed="70552-70551"/>'
    "</authorization>"
)
NEVER = '<authorization required="{}"><services codes="{}"/><not-covered {}/></authorization>'


def claim_of(*procedures: str) -> Claim:
    return a_claim(DAY, {"lines": [{"procedure": each} for each in procedures]})


def looked(
    claim: Claim,
    never: str = 'codes="15820-15823"',
    asked: str = "70551",
    required: str = "yes",
    facts: ClaimFacts | None = None,
) -> Examination:
    policy = a_policy(NEVER.format(required, asked, never))
    return look(a_subject(claim, facts=facts or ClaimFacts()), policy)


@pytest.mark.parametrize("asked", ["70551", "70551 15820-15823"])
@pytest.mark.parametrize("required", ["yes", "unlisted"])
def test_what_is_never_covered_makes_a_warning_and_no_case(asked: str, required: str) -> None:
    found = looked(claim_of("15822"), asked=asked, required=required)
    assert codes(found) == ["PA08"]
    assert not found.concerns
    (finding,) = found.findings
    assert finding.severity is Severity.WARNING
    assert finding.message == f"The payer never covers 15822 on {DAY}: The subject."


@pytest.mark.parametrize("procedure", ["15819", "15824", "99213"])
def test_its_neighbours_are_not_meant(procedure: str) -> None:
    assert codes(looked(claim_of(procedure))) == []


def test_the_other_lines_of_the_claim_still_want_an_authorization() -> None:
    found = looked(claim_of("15820", "70551", "15821", "99213"))
    assert codes(found) == ["PA08", "PA01"]
    assert "lines 1 (15820), 3 (15821)" in found.findings[0].message
    (concern,) = found.concerns
    assert [line.number for line in concern.lines] == ["2"]


def test_where_facts_are_missing_the_case_stays_open_and_says_so() -> None:
    never = 'codes="70551" counties="franklin"'
    found = looked(claim_of("70551"), never)
    assert codes(found) == ["PA08", "PA01"]
    assert found.findings[0].message.endswith("which hangs on county.")
    assert found.concerns[0].missing == ("county",)
    franklin = ClaimFacts(county="franklin")
    assert codes(looked(claim_of("70551"), never, facts=franklin)) == ["PA08"]
    elsewhere = ClaimFacts(county="delaware")
    assert codes(looked(claim_of("70551"), never, facts=elsewhere)) == ["PA01"]


def test_what_may_never_be_covered_and_is_not_asked_for_makes_nothing() -> None:
    assert codes(looked(claim_of("15820"), 'codes="15820" counties="franklin"')) == []


def test_a_policy_that_may_not_be_meant_says_nothing_of_what_it_never_covers() -> None:
    inside = NEVER.format("yes", "70551", 'codes="15820"')
    policy = a_policy('<scope counties="franklin"/>' + inside)
    assert codes(look(a_subject(claim_of("15820")), policy)) == []
    inside = NEVER.format("yes", "70551", 'codes="70551"')
    doubtful = look(a_subject(claim_of("70551")), a_policy('<scope plans="gold"/>' + inside))
    assert codes(doubtful) == ["PA08", "PA01"]


def test_the_quick_no_is_never_said_to_what_is_never_covered() -> None:
    policy = a_policy(NEVER.format("yes", "70551", 'codes="15820"'))
    stands = [Stand(policy, policy.revisions[0])]
    screen = Screen({Topic.DEMAND: ServicesScreen((*named(stands), *never_covered(stands)))})
    assert screen.look(claim_of("15820")).topics == {Topic.DEMAND}
    assert screen.look(claim_of("70551")).topics == {Topic.DEMAND}
    assert not screen.look(claim_of("99213")).topics


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (NEVER.format("no", "70551", 'codes="15820"'), "write it there"),
        (NEVER.format("yes", "70551", ""), "<not-covered> names no services"),
        (NEVER.format("yes", "70551", 'codes="15823-15820"'), "a range runs upward"),
        ('<authorization required="yes"><equivalent approved="70553"/></authorization>', "billed"),
        (
            BACKWARDS,
            "a range runs upward",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(body: str, fault: str) -> None:
    with pytest.raises(PolicyRefused, match=fault):
        a_policy(body)


def test_never_covered_and_equivalents_come_with_the_authorization_they_stand_in() -> None:
    inside = (
        '<authorization required="yes"><not-covered codes="15820"/>'
        '<equivalent approved="70553" billed="70551"/></authorization>'
    )
    model = a_policy(inside, subject="model")
    own = a_policy(
        f'<revision from="2026-01-01" same-as="example/model">{SOURCE}</revision>', subject="own"
    )
    (revision,) = a_library(model, own).policies[1].revisions
    assert revision.not_covered == model.revisions[0].not_covered
    assert revision.equivalents == model.revisions[0].equivalents


# Equivalents.

ALIKE = (
    '<authorization required="yes"><services codes="70551-70553"/>'
    '<equivalent approved="70553" billed="70551 70552"/></authorization>'
)


def on_file(*procedures: str) -> AuthorizationOnFile:
    return AuthorizationOnFile(
        payer="example", member=MEMBER, number="AUTH1", procedures=procedures
    )


@pytest.mark.parametrize(
    ("approved", "billed", "met"),
    [
        ("70553", "70551", "PA02"),
        ("70553", "70552", "PA02"),
        ("70553", "70553", "PA02"),
        ("70551", "70551", "PA02"),
    ],
)
def test_an_authorization_covers_what_the_payer_takes_for_the_same(
    approved: str, billed: str, met: str
) -> None:
    subject = a_subject(claim_of(billed), on_file=(on_file(approved),))
    assert codes(look(subject, a_policy(ALIKE))) == [met]


@pytest.mark.parametrize(("approved", "billed"), [("70551", "70553"), ("70552", "70551")])
def test_it_does_not_go_the_other_way(approved: str, billed: str) -> None:
    subject = a_subject(claim_of(billed), on_file=(on_file(approved),))
    assert "PA01" in codes(look(subject, a_policy(ALIKE)))


def test_a_number_on_the_claim_for_the_same_is_not_one_for_another_service() -> None:
    line = {"procedure": "70551", "authorizations": ("AUTH1",)}
    subject = a_subject(a_claim(DAY, {"lines": [line]}), on_file=(on_file("70553"),))
    assert codes(look(subject, a_policy(ALIKE))) == []
    plain = a_policy('<authorization required="yes"><services codes="70551"/></authorization>')
    assert codes(look(subject, plain)) == ["PA11"]


def test_several_equivalents_add_up_and_ranges_count() -> None:
    some = (
        Equivalent((CodeRange("70553", "70553"),), (CodeRange("70551", "70552"),)),
        Equivalent((CodeRange("7055*", "7055*"),), (CodeRange("70540", "70540"),)),
        Equivalent((CodeRange("95810", "95811"),), (CodeRange("95800", "95800"),)),
    )
    found = covered_by(["70553"], some)
    assert all(each in found for each in ("70551", "70552", "70540"))
    assert "95800" not in found
    assert "95800" in covered_by(["70553", "95811"], some)
    assert "70551" not in covered_by([], some)
    assert "70551" not in covered_by(["70553"], ())
