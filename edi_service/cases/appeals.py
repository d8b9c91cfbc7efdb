"""Until when a payer's decision can be appealed, as its policy counts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from edi_service.codes.clock import Deadline, Moment, deadline, earliest
from edi_service.policy.model import Event

if TYPE_CHECKING:
    from datetime import date

    from edi_service.policy.model import Revision

APPEAL = "appeal"


def appeal_by(revision: Revision, decided: date) -> Deadline | None:
    """
    The last moment to appeal a decision of the day *decided*; None when the policy names none.

    Of several, the first to pass.  A clock that counts from anything but the decision is left
    aside: what it counts from is not known here.  So is one of which no length is published.
    """
    found = []
    for clock in revision.aftermath.clocks:
        window = clock.window
        if clock.kind != APPEAL or window.after is not Event.DECISION or window.or_after:
            continue
        if window.length is None:
            continue
        zone = ZoneInfo(window.zone) if window.zone else None
        last = deadline(Moment(decided), window.length, zone, window.terms)
        if isinstance(last, Deadline):
            found.append(last)
    return earliest(found, None)
