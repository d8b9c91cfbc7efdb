"""What requests say of the event."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from edi_service.claims.model import (
    ServiceLine,
)
from tests.review.making import (
    SERVICE_DAY,
    a_stay,
)

if TYPE_CHECKING:
    from edi_service.claims.model import Claim


def an_outpatient(**changes: Any) -> Claim:
    """A visit to a hospital: bill type 13."""
    defaults: dict[str, Any] = {
        "facility_code": "13",
        "admitted": None,
        "statement_to": SERVICE_DAY,
        "admission_type": "",
        "lines": (
            ServiceLine(
                number="1",
                charge=Decimal(900),
                revenue_code="0610",
                procedure_qualifier="HC",
                procedure="70551",
                unit="UN",
                quantity=Decimal(1),
            ),
        ),
        "procedures": (),
    }
    return a_stay(**(defaults | changes))


def review(segments: list[str]) -> list[str]:
    """The elements of the event's UM, padded to ten."""
    elements = next(text for text in segments if text.startswith("UM*")).split("*")[1:]
    return elements + [""] * (10 - len(elements))


def dates(segments: list[str]) -> list[str]:
    """The event's DTP segments."""
    end = next(index for index, text in enumerate(segments) if text.startswith("HI*"))
    return [text for text in segments[:end] if text.startswith("DTP")]
