"""A claim written out but for the numbers and days that change from claim to claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edi_service.service.synth.text import segment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from edi_service.service.synth.payers import Payer

LONGEST = 5  # days from the first to the last that a claim may name


@dataclass(frozen=True, slots=True)
class Written:
    """
    Loop 2300 and its lines as text, and whom such a claim may be sent to.

    *text* has the fields ``{number}``, the claim's own number, and ``{day[0]}`` to ``{day[4]}``:
    the first day of service, and the days after it, as X12 writes them.
    """

    text: str
    payers: tuple[Payer, ...]


def day(after: int) -> str:
    """The field for the day so many days *after* the first."""
    return f"{{day[{after}]}}"


def authorization(*, is_authorized: bool) -> str:
    """REF*G1, the number of the authorization; nothing where there is none."""
    return segment("REF", "G1", "AUTH{number}") if is_authorized else ""


def clearing_number() -> str:
    """REF*D9: the clearing house's number."""
    return segment("REF", "D9", "CH{number}")


def references(*, is_authorized: bool) -> str:
    """REF segments of the claim: authorization, clearing house number, medical record."""
    record = segment("REF", "EA", "MR{number}")
    return authorization(is_authorized=is_authorized) + clearing_number() + record


def control_number(line: int) -> str:
    """REF*6R: the line's own number."""
    return segment("REF", "6R", f"{{number}}L{line}")


def composite(*components: str) -> str:
    """The components of one element, empty ones at its end left out."""
    return ":".join(components).rstrip(":")


def further(diagnoses: Sequence[str], count: int, principal: str) -> list[str]:
    """At most *count* of *diagnoses* that can stand beside *principal*."""
    return [code for code in diagnoses if code != principal][:count]
