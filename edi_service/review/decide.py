"""What is made of a case: a request, a worksheet, or nothing."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from edi_service.cases.model import Decision
from edi_service.policy.model import Channel

if TYPE_CHECKING:
    from edi_service.cases.model import Case
    from edi_service.review.profile import Partner


class Product(StrEnum):
    """What leaves the office for a case."""

    REQUEST = "request"
    NOTICE = "notification"  # 278, 005010X216
    REQUEST_TO_CONFIRM = "request to confirm"  # written, but ask whether the payer takes it
    WORKSHEET = "worksheet"
    NONE = "none"


def product_for(case: Case, partner: Partner | None) -> Product:
    """
    What to make of *case*, thinking as whoever works it would.

    * Refused: nothing.  There is no request to make; what is left to do stands in the case.
    * Undetermined: a worksheet, which lists the facts to find out and what to enter once they are
      known, so that no day is lost.  Never a request: it might be one the payer's rule forbids.
    * Allowed, but held by a finding: a worksheet, for the deadline runs while the claim is mended.
    * Allowed: by the partner's channel when the configuration names one, else by the policy's.  A
      channel nobody knows gets a request to be confirmed.  A notification (X216) is another
      transaction, never imitated by a request, and written only where the partner's own channel
      says so: what its codes are has to be agreed.

    A request may turn out impossible to write (see ``write_request``); its case is then held, and
    the worksheet is what remains.
    """
    if case.decision is Decision.REFUSED:
        return Product.NONE
    if case.decision is Decision.UNDETERMINED or case.held_by:
        return Product.WORKSHEET
    if partner is not None and partner.channel is Channel.X216:
        return Product.NOTICE
    match channel_of(case, partner):
        case Channel.X217:
            return Product.REQUEST
        case Channel.UNKNOWN:
            return Product.REQUEST_TO_CONFIRM
        case _:
            return Product.WORKSHEET


def channel_of(case: Case, partner: Partner | None) -> Channel:
    """The way the payer is asked: as agreed with the partner, else as the policy says."""
    if partner is not None and partner.channel is not None:
        return partner.channel
    return case.channel
