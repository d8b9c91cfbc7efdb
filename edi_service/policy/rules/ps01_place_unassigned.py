"""
PS01: is the place of service a code that was assigned on the day?

CMS keeps the set and adds to it in the middle of a year (27 on 2023-10-01, 66 on 2024-08-01); the
guides name it as the source of CLM05-1, SV105 and SV303 (code source 237), and a payer rejects a
code that was not assigned on the day of service.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.finding import Kind, Severity
from edi_service.policy.pointing import CLAIM_PLACE, line_place
from edi_service.policy.rule import Answer, Outcome, Rule
from edi_service.policy.screen import Topic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from edi_service.claims.model import Claim
    from edi_service.codes.place_of_service import PlacesOfService
    from edi_service.policy.library import Applying
    from edi_service.policy.rule import Subject

SOURCE = "CMS place-of-service code set"


def check(subject: Subject, applying: Applying) -> Iterable[Answer]:
    """Look at the claim's place on every day it stands for, and at each line's own."""
    claim, places = subject.claim, applying.places
    return () if _are_assigned(claim, places) else _unassigned(claim, places)


def _unassigned(claim: Claim, places: PlacesOfService) -> Iterator[Answer]:
    days = {claim.starts_of(line) for line in claim.lines if not line.place_of_service}
    known: list[date | None] = [*sorted(filter(None, days))]
    for day in known or [claim.first_day]:
        if because := _fault(places, claim.place_of_service, day):
            element, component = CLAIM_PLACE
            yield Answer(
                outcome=Outcome.YES,
                because=because,
                element=element,
                component=component,
                source=SOURCE,
            )
            break
    for line in claim.lines:
        if because := _fault(places, line.place_of_service, claim.starts_of(line)):
            yield Answer(
                outcome=Outcome.YES,
                because=because,
                line=line,
                element=line_place(claim),
                source=SOURCE,
            )


def _are_assigned(claim: Claim, places: PlacesOfService) -> bool:
    """Whether each line has a day, and a place assigned then: so it is with nearly every claim."""
    own = claim.place_of_service
    known_place, known_day = "", None  # where there is no place, a day is not asked for
    is_own_asked = not own
    for line in claim.lines:
        place, day = line.place_of_service, line.starts
        if not place:
            place, is_own_asked = own, True
        if day is not known_day or place is not known_place:  # the same objects, as a rule
            if day is None or (place and places.on(place, day) is None):
                return False
            known_place, known_day = place, day
    return is_own_asked and bool(claim.lines)


def _fault(places: PlacesOfService, code: str, day: date | None) -> str:
    """What is wrong with *code* on *day*; a code that is absent is the guide's business."""
    if not code or (day is not None and places.on(code, day) is not None):
        return ""
    if not places.known(code):
        return f"{code} is not a place-of-service code."
    return "" if day is None else f"Place of service {code} was not assigned on {day}."


RULE = Rule(
    kind=Kind(
        "PS01",
        Severity.ERROR,
        "The place of service is not assigned on the day of service",
        "Send the two-digit code of the CMS set that was assigned on the day of service.",
        "Place-of-service codes are assigned by CMS from a certain day. A claim with a code that "
        "does not exist, or did not yet exist on the day of service, is rejected by the payer. "
        "A single digit is not taken for a code with a leading zero: guessing would hide a fault.",
    ),
    check=check,
    topic=Topic.UNASSIGNED,
)
