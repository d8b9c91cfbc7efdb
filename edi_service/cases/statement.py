"""
What whoever works a case says of it, since neither claim nor policy can.

Every value may be left out; nothing is guessed in its place.  The words and codes are those of
005010X217, whose elements they fill.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

DelayReason = Literal["", "1", "2", "3", "4", "7", "8", "10", "11", "15", "16", "17"]
HealthCondition = Literal["", "1", "2", "3", "4", "5", "6", "7", "8", "9", "E", "F", "G", "P"]
Prognosis = Literal["", "1", "2", "3", "4", "5", "6", "7", "8"]
Trip = Literal["", "I", "R", "T", "X"]
Urgency = Literal["", "emergency", "urgent", "elective"]


class OtherReviewer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    Another organization that reviewed the same event and denied it: loop 2010EC.

    Attributes:
        name: NM103.
        role: NM101: ``00`` another insurer, ``CA`` a carrier, ``GG`` an intermediary.
        reasons: REF02 and REF04: why, in that reviewer's codes; one to four.
        denied: the day of its denial.
    """

    name: str
    role: Literal["00", "CA", "GG"] = "CA"
    reasons: Annotated[tuple[str, ...], Meta(min_length=1, max_length=4)]
    denied: date

    def __repr__(self) -> str:
        return "<OtherReviewer>"


class Statement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    The statement kept on a case.  It is health data: its text says nothing when printed.

    Attributes:
        necessity: why the care was necessary, in words for the reviewer.
        urgency: how urgent it was when it was given, whatever the claim shows.
        condition: UM07, the patient's health as it was.
        prognosis: UM08.
        delay_reason: UM10, why nobody asked in time.
        release_restricted: the provider may release records only in part (UM09 M).
        trip: CR103: ``I`` initial, ``R`` return, ``T`` transfer, ``X`` round trip.
        complication: CR209, whether a spinal manipulation had one; None where nobody said.
        birth_expected: the day a birth is, or was, expected (DTP*ABC).
        other_reviewers: who denied the same event before; at most three.
    """

    necessity: str = ""
    urgency: Urgency = ""
    condition: HealthCondition = ""
    prognosis: Prognosis = ""
    delay_reason: DelayReason = ""
    release_restricted: bool = False
    trip: Trip = ""
    complication: bool | None = None
    birth_expected: date | None = None
    other_reviewers: Annotated[tuple[OtherReviewer, ...], Meta(max_length=3)] = ()

    def __repr__(self) -> str:
        return "<Statement>"


NO_STATEMENT = Statement()
