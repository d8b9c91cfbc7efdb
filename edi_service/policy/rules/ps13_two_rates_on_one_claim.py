"""
PS13: are services on one claim paid at the facility and at the nonfacility rate?

SV105 may name another place than the claim, and that is legal; but a claim half of which was given
in a facility is often a place left over from a copy, and some payers take the first place for all.
Whether that is worth a word, a policy says (``<two-rates>``); the rates are those of the table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.model import ClaimKind
from edi_service.finding import Kind, Severity
from edi_service.policy.place_rows import graded
from edi_service.policy.pointing import CLAIM_PLACE
from edi_service.policy.rule import Answer, Outcome, Rule
from edi_service.policy.screen import Topic

if TYPE_CHECKING:
    from collections.abc import Iterator

    from edi_service.policy.library import Applying
    from edi_service.policy.rule import Subject


def check(subject: Subject, applying: Applying) -> Iterator[Answer]:
    """Look at the rate of each line's place on its day; one that is not known is let pass."""
    claim = subject.claim
    if claim.kind is not ClaimKind.PROFESSIONAL:
        return
    by_rate: dict[bool, str] = {}
    for line in claim.lines:
        place, day = claim.place_of(line), claim.starts_of(line)
        rate = applying.places.is_facility(place, day) if day else None
        if rate is not None:
            by_rate.setdefault(rate, place)
    if len(by_rate) < len((True, False)):
        return
    element, component = CLAIM_PLACE
    for each in applying.rows_of(subject).two_rates:
        for found in graded(each, subject):
            yield Answer(
                outcome=Outcome.YES,
                because=f"Place of service {by_rate[True]} is paid at the facility rate and "
                f"{by_rate[False]} is not; both are on this claim.{found.check}",
                element=element,
                component=component,
                severity=found.severity,
                source=found.source,
            )


RULE = Rule(
    kind=Kind(
        "PS13",
        Severity.WARNING,
        "Services at the facility rate and at the nonfacility rate are on one claim",
        "Look whether each line's place (SV105) is right; if so, consider a claim for each place.",
        "A line may have another place of service than its claim. Medicare pays the practitioner "
        "less at a facility, and some payers take one place for the whole claim, so that a mixture "
        "is paid wrongly or returned.",
    ),
    check=check,
    topic=Topic.TWO_RATES,
)
