"""What is said of the evidence that a payer asks for, to the word, and what speaks for it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from edi_service.policy.model import (
    CircumstanceCode,
    Conditions,
    DocumentHeld,
    FactIs,
    Quantity,
    ReasonThere,
)
from edi_service.policy.retrospective.conditions import holds
from tests.policy.reviewing import CANNOT_TELL, NO, YES, a_stay, a_subject

if TYPE_CHECKING:
    from edi_service.policy.model import Condition
    from edi_service.policy.retrospective.circumstances import Reading

ORDER, SHEET = DocumentHeld("order"), DocumentHeld("face-sheet")
VISITS_TOLD = (
    "The office says 1 to visits (how many visits there were before in the payer's period)."
)
EMERGENCY = ReasonThere(CircumstanceCode.EMERGENCY)


def read(quantity: Quantity, *parts: Condition, stay: bool = False, **facts: Any) -> Reading:
    claim = a_stay() if stay else None
    [found] = holds([Conditions(quantity, parts)], a_subject(claim, **facts))
    return found


@pytest.mark.parametrize(
    ("condition", "facts", "outcome", "says"),
    [
        (ORDER, {"documents": ("order",)}, YES, "The document order is at hand."),
        (ORDER, {}, CANNOT_TELL, "The payer wants the document order, which is not at hand."),
        (
            FactIs("denied", "known"),
            {},
            NO,
            "There is no word on the day the claim was denied.",
        ),
        (
            FactIs("denied", "known"),
            {"denied": date(2026, 3, 1)},
            YES,
            "There is a word on the day the claim was denied.",
        ),
        (
            FactIs("newborn", "yes"),
            {},
            CANNOT_TELL,
            "Nothing says whether the patient is a newborn.",
        ),
        (
            FactIs("newborn", "yes"),
            {"newborn": True},
            YES,
            "The office says yes to newborn (whether the patient is a newborn).",
        ),
        (
            FactIs("newborn", "yes"),
            {"newborn": False},
            NO,
            "The office says no to newborn (whether the patient is a newborn).",
        ),
        (
            FactIs("plan", "gold"),
            {"plan": "gold"},
            YES,
            "The office says gold to plan (which of the payer's plans covers the member).",
        ),
        (
            FactIs("visits", "1"),
            {"visits": Decimal(1)},
            YES,
            VISITS_TOLD,
        ),
        (EMERGENCY, {"stay": True}, YES, "It was so that the service was an emergency."),
        (EMERGENCY, {}, NO, "It was not so that the service was an emergency."),
    ],
)
def test_a_condition_is_told_with_what_is_known_of_it(
    condition: Condition, facts: dict[str, Any], outcome: str, says: str
) -> None:
    found = read(Quantity.ALL, condition, **facts)
    assert (found.outcome, found.says) == (outcome, says)


@pytest.mark.parametrize(
    ("quantity", "says"),
    [
        (Quantity.ALL, "The document order is at hand, and the other."),
        (Quantity.ANY, "The document order is at hand, or the other."),
        (Quantity.NONE, "None of these may be so: The document order is at hand, or the other."),
    ],
)
def test_several_are_joined_as_the_payer_joins_them(quantity: Quantity, says: str) -> None:
    found = read(quantity, ORDER, SHEET, documents=("order",))
    other = "The payer wants the document face-sheet, which is not at hand"
    assert found.says == says.replace("the other", other)


def test_what_is_settled_asks_for_nothing() -> None:
    assert read(Quantity.ANY, ORDER, SHEET, documents=("order",)).missing == ()
    assert read(Quantity.ALL, ORDER, SHEET, documents=("order",)).missing == ("documents",)
    assert read(Quantity.ALL, FactIs("newborn", "yes"), ORDER).missing == ("newborn", "documents")
    assert read(Quantity.ALL, FactIs("newborn", "yes"), ORDER, newborn=False).missing == ()


def test_what_speaks_for_a_reason_speaks_for_the_group() -> None:
    found = read(Quantity.ANY, EMERGENCY, ORDER, stay=True)
    assert found.evidence
    assert read(Quantity.ALL, EMERGENCY, stay=True).evidence == found.evidence
    assert read(Quantity.ALL, EMERGENCY).evidence == ()


def test_a_reason_that_cannot_be_told_names_what_would_settle_it() -> None:
    found = read(Quantity.ALL, ReasonThere(CircumstanceCode.RETRO_ELIGIBILITY))
    assert (found.outcome, found.missing) == (CANNOT_TELL, ("eligibility_added",))
