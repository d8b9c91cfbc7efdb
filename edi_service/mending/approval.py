"""What a claim is mended by: the payer's decision, and how the payer wants the claim afterwards."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from edi_service.policy.model import NextStep


class Manner(StrEnum):
    """How a claim goes out once its number is there."""

    RELEASED = "held-claim-released"  # the payer has not seen it: it goes as it was written
    NEW = "new-claim"
    CORRECTED = "corrected-claim"  # CLM05-3 is 7, and REF*F8 names the claim it replaces
    REPROCESSED = "payer-reprocesses"  # nothing is sent


def manner_of(
    approved: NextStep | None, *, was_sent: bool, in_part: bool = False, on_appeal: bool = False
) -> Manner | None:
    """
    How the claim is to go out.

    Args:
        approved: what the payer's policy says follows an approval; None when it says nothing.
        was_sent: whether the payer has had the claim, so that it is more than a held claim.
        in_part: whether a part of it was paid.
        on_appeal: whether it was approved on appeal.

    Returns:
        None when the payer has had the claim and its policy does not say what follows: a guess
        would be refused as a duplicate, or wait for something that never comes.
    """
    if not was_sent:
        return Manner.RELEASED
    if approved is None:
        return None
    of_appeal = approved.on_appeal if on_appeal else ""
    of_part = approved.in_part if in_part else ""
    return Manner(of_appeal or of_part or approved.action)


class LineApproval(Struct, frozen=True):
    """A service line that was approved: LX01, and its number where it has one of its own."""

    line: str
    number: str = ""


class Approval(Struct, frozen=True, kw_only=True):
    """
    The decision, as far as the claim is to show it.

    Attributes:
        manner: how the claim goes out; None when nobody knows, so that nothing is written.
        number: the authorization number of the whole (HCR02 of the event); empty when only lines
            have one.
        lines: those it is for; none when it is for the whole claim.
        standing: numbers on the claim that are right for lines the decision is not about.  Any
            other number there is wrong, and gives way.
        payer_control_number: the payer's number for the claim to be replaced (CLP07 of the
            remittance), for REF*F8 of a corrected claim.
    """

    manner: Manner | None
    number: str = ""
    lines: tuple[LineApproval, ...] = ()
    standing: frozenset[str] = frozenset()
    payer_control_number: str = ""
