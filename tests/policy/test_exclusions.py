"""What shuts the door to a request: each exclusion's answer, and the sentence a biller reads."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from edi_service.facts.model import Network
from edi_service.policy.model import Exclusion, Retrospective
from edi_service.policy.retrospective.exclusions import exclusions
from tests.policy.reviewing import CANNOT_TELL, NO, SERVICE_DAY, YES, a_claim, a_subject

if TYPE_CHECKING:
    from edi_service.policy.rule import Answer, Outcome

LATER = date(2026, 3, 11)


def doors(rule: Retrospective, claim: dict[str, Any], facts: dict[str, Any]) -> list[Answer]:
    return list(exclusions(rule, a_subject(a_claim(**claim), **facts)))


@pytest.mark.parametrize(
    ("exclusion", "claim", "facts", "outcome", "says", "missing"),
    [
        (
            "investigational",
            {},
            {},
            CANNOT_TELL,
            (
                "The payer takes no request for an investigational service, "
                "and nothing says whether "
                "this is one."
            ),
            ("investigational",),
        ),
        (
            "investigational",
            {},
            {"investigational": True},
            YES,
            "The service is investigational, and for that the payer takes no request.",
            (),
        ),
        (
            "investigational",
            {},
            {"investigational": False},
            NO,
            "The service is not investigational.",
            (),
        ),
        (
            "authorization-denied",
            {},
            {},
            NO,
            "Taken as never refused: no denial of a request for an authorization is known.",
            (),
        ),
        (
            "authorization-denied",
            {},
            {"authorization_denied": LATER},
            YES,
            (
                "An authorization was asked for and refused on 2026-03-11; "
                "after that the payer takes "
                "no other request."
            ),
            (),
        ),
        (
            "claim-submitted",
            {"frequency": "7"},
            {},
            YES,
            (
                "The payer takes no request once the claim is submitted, and CLM05-3 is 7, so the "
                "claim was submitted before."
            ),
            (),
        ),
        (
            "claim-submitted",
            {},
            {"first_submitted": date(2026, 4, 1)},
            NO,
            "The claim is not submitted before 2026-04-01.",
            (),
        ),
        (
            "service-ongoing",
            {},
            {},
            CANNOT_TELL,
            (
                "While the service goes on, a request is none made after it, "
                "and nothing says whether "
                "it has ended."
            ),
            ("service_ongoing",),
        ),
        (
            "service-ongoing",
            {},
            {"service_ongoing": True},
            YES,
            "The service still goes on, so that a request is none made after it.",
            (),
        ),
        ("service-ongoing", {}, {"service_ongoing": False}, NO, "The service has ended.", ()),
        (
            "appeal-filed",
            {},
            {},
            NO,
            "Taken as not yet so that an appeal was filed: no day of an appeal is known.",
            (),
        ),
        (
            "appeal-filed",
            {},
            {"appeal_filed": LATER},
            YES,
            "After 2026-03-11, when an appeal was filed, the payer takes no other request.",
            (),
        ),
        (
            "clinical-decision",
            {},
            {},
            NO,
            (
                "Taken as not yet so that the payer decided on the merits: no day of a decision is "
                "known."
            ),
            (),
        ),
        (
            "clinical-decision",
            {},
            {"decided": SERVICE_DAY},
            YES,
            (
                "After 2026-03-10, when the payer decided on the merits, the payer takes no other "
                "request."
            ),
            (),
        ),
    ],
)
def test_an_exclusion_says_whether_the_door_is_shut_and_why(  # noqa: PLR0917 -- a row of a table
    exclusion: str,
    claim: dict[str, Any],
    facts: dict[str, Any],
    outcome: Outcome,
    says: str,
    missing: tuple[str, ...],
) -> None:
    rule = Retrospective(allowed=True, unless=(Exclusion(exclusion),))
    [found] = doors(rule, claim, facts)
    assert (found.outcome, found.because, found.missing) == (outcome, says, missing)


def test_a_claim_of_which_nothing_is_known_is_taken_as_not_submitted() -> None:
    rule = Retrospective(allowed=True, unless=(Exclusion.CLAIM_SUBMITTED,))
    [found] = doors(rule, {}, {})
    assert found.outcome is NO
    assert found.because.startswith("Taken as not yet")
    assert found.missing == ()


@pytest.mark.parametrize(
    ("demanded", "standing", "outcome", "says", "missing"),
    [
        (
            Network.IN,
            None,
            CANNOT_TELL,
            "Only a provider in the plan's network may ask, and nothing says whether this one is.",
            ("network",),
        ),
        (
            Network.IN,
            Network.IN,
            NO,
            "Only a provider in the plan's network may ask, as this one is.",
            (),
        ),
        (
            Network.IN,
            Network.OUT,
            YES,
            (
                "Only a provider in the plan's network may ask; this one is outside the plan's "
                "network."
            ),
            (),
        ),
        (
            Network.OUT,
            Network.IN,
            YES,
            (
                "Only a provider outside the plan's network may ask; this one is in the plan's "
                "network."
            ),
            (),
        ),
    ],
)
def test_a_standing_that_is_demanded_is_held_against_the_providers(
    demanded: Network,
    standing: Network | None,
    outcome: Outcome,
    says: str,
    missing: tuple[str, ...],
) -> None:
    rule = Retrospective(allowed=True, network=demanded)
    [found] = doors(rule, {}, {} if standing is None else {"network": standing})
    assert (found.outcome, found.because, found.missing) == (outcome, says, missing)


def test_every_exclusion_is_asked_and_the_network_last() -> None:
    rule = Retrospective(allowed=True, unless=tuple(Exclusion), network=Network.IN)
    found = doors(rule, {}, {})
    assert len(found) == len(Exclusion) + 1
    assert found[-1].missing == ("network",)
    assert doors(Retrospective(allowed=True), {}, {}) == []
