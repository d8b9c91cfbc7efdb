"""What is due next for a case, and by when: the clock of the state it stands in."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from edi_service.cases.progress import UNSENT, Cause, Happening, State
from edi_service.codes.clock import Deadline, Moment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from edi_service.cases.progress import Standing


class Running(StrEnum):
    """A clock that may run beside a case."""

    SUBMISSION = "submission"  # until the payer takes no request any more
    PEND_RESPONSE = "pend response"  # until the payer has what it asked for
    ANSWER = "answer"  # until the payer has decided, as it says of itself
    APPEAL = "appeal"  # until no appeal is possible any more


class Clocks(Struct, frozen=True, kw_only=True):
    """The last moments that are known; None where nobody has said one."""

    submission: Deadline | None = None
    pend_response: Deadline | None = None
    answer: Deadline | None = None
    appeal: Deadline | None = None

    def of(self, running: Running) -> Deadline | None:
        """The last moment of one clock."""
        moments = {
            Running.SUBMISSION: self.submission,
            Running.PEND_RESPONSE: self.pend_response,
            Running.ANSWER: self.answer,
            Running.APPEAL: self.appeal,
        }
        return moments[running]


class Due(Struct, frozen=True, kw_only=True):
    """
    Something to be done.

    Attributes:
        what: in words.
        clock: which clock it hangs on; None where none does.
        by: the last moment; None where no clock runs, or nobody has said when it ends.
        is_past: whether it is over.
    """

    what: str
    clock: Running | None = None
    by: Deadline | None = None
    is_past: bool = False


_DECISION = ("hear the payer's decision", Running.ANSWER)
_APPEAL = ("appeal, if what was not granted is worth it", Running.APPEAL)

DUE: Mapping[State, tuple[tuple[str, Running | None], ...]] = {
    State.OPENED: (("find out what the case needs", Running.SUBMISSION),),
    State.WAITING: (("find the facts that are missing", Running.SUBMISSION),),
    State.HELD: (("mend what holds the case", Running.SUBMISSION),),
    State.READY: (("send the request", Running.SUBMISSION),),
    State.SENT: (("hear from the payer that the request arrived", None), _DECISION),
    State.ACKNOWLEDGED: (_DECISION,),
    State.PENDED: (("give the payer what it asks for", Running.PEND_RESPONSE),),
    State.APPROVED: (("mend the claim with the number", None),),
    State.APPROVED_IN_PART: (("mend the claim with the number", None), _APPEAL),
    State.MODIFIED: (("mend the claim with the number", None), _APPEAL),
    State.REFUSED: (("appeal, or write the amount off", Running.APPEAL),),
    State.APPEALED: (("hear the decision about the appeal", None),),
    State.CANCELLED: (),
    State.EXPIRED: (("turn to the payer's appeal, or write the amount off", Running.APPEAL),),
    State.MENDED: (("see the claim paid", None),),
    State.CLOSED: (),
}
"""What each state asks for next, and the clock it runs by."""


def due(
    state: State, clocks: Clocks, as_of: datetime, zone: ZoneInfo | None = None
) -> tuple[Due, ...]:
    """
    What a case in *state* asks for next, most pressing first.

    Args:
        state: where it stands.
        clocks: the last moments that are known.
        as_of: the moment of asking, with its zone.
        zone: where last days are kept; None: by the date *as_of* was written with.
    """
    return tuple(_due(what, running, clocks, as_of, zone) for what, running in DUE[state])


def ends_within(by: Deadline, days: int, as_of: datetime, zone: ZoneInfo) -> bool:
    """Whether the day of a last moment is at most *days* after that of *as_of*, or before it."""
    return Moment(by.when).day_in(zone) <= Moment(as_of).day_in(zone) + timedelta(days)


def run_out(
    standing: Standing, clocks: Clocks, as_of: datetime, zone: ZoneInfo | None = None
) -> Happening | None:
    """
    What the clock itself does to a case: one that was never sent, and not in time, expires.

    Other clocks that end are shown as past, and left to a person: payers do take late corrections,
    documents and appeals, where somebody has a reason.
    """
    last = clocks.submission
    is_unsent = standing.state in UNSENT and not standing.attempt
    if not is_unsent or last is None or not last.is_past(as_of, zone):
        return None
    return Happening(
        cause=Cause.TOO_LATE,
        at=as_of,
        actor="clock",
        note=f"the last moment to ask was {last.isoformat()}",
    )


def _due(
    what: str,
    running: Running | None,
    clocks: Clocks,
    as_of: datetime,
    zone: ZoneInfo | None,
) -> Due:
    by = None if running is None else clocks.of(running)
    is_past = by is not None and by.is_past(as_of, zone)
    return Due(what=what, clock=running, by=by, is_past=is_past)
