"""
The one sentence that tells a biller what to do about a case.

It follows from the decision, the channel and the last moment to ask; findings that hold the case
are to be mended first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.policy.model import Channel
from edi_service.policy.retrospective.events import in_words
from edi_service.policy.retrospective.missing import meaning
from edi_service.policy.retrospective.windows import clock_of, is_today
from edi_service.policy.rule import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    from edi_service.policy.model import Afterwards
    from edi_service.policy.rule import Review, Subject

ASKING: Mapping[Channel, str] = {
    Channel.X217: "send the 278 request{by}",
    Channel.X216: "send the 278 notification{by}",
    Channel.PORTAL: "ask through the payer's portal{by}; use the worksheet",
    Channel.PHONE: "call the payer{by}; use the worksheet",
    Channel.FAX: "fax the request{by}; use the worksheet",
    Channel.MAIL: "mail the request so that it arrives{by}; use the worksheet",
    Channel.ESMD: "send the request through esMD{by}; use the worksheet",
    Channel.CLAIM: "file the claim{by}: the payer reviews it after the fact",
    Channel.UNKNOWN: "confirm that the payer takes a 278 request, then send it{by}",
}
"""What asking means by each channel; ``{by}`` is where the last moment goes."""

STILL_SO = "Check first that the payer's rule still says so."
NOTICE_GIVEN = (
    "notice was given in time, and nothing else is asked: put the payer's number for it on the "
    "claim (REF*G1), or ask the payer for it"
)
NOTHING_LEFT = "send no request: turn to the payer's appeal, or write the amount off"


def next_action(
    subject: Subject,
    review: Review,
    *,
    channel: Channel,
    held_by: tuple[str, ...],
    afterwards: Afterwards | None,
) -> str:
    """What to do next; *afterwards* is what the policy leaves open once no review is possible."""
    if review.outcome is Outcome.NO:
        left = _sentence(NOTHING_LEFT) if afterwards is None else afterwards.action
        return f"{STILL_SO} {left}" if review.doubts else left
    if review.notice_given and review.outcome is Outcome.YES:
        return _sentence(NOTICE_GIVEN)
    by = _by(subject, review)
    if review.outcome is Outcome.CANNOT_TELL:
        wanted = " and ".join(meaning(name) for name in review.missing)
        return _sentence(f"find out {wanted}{by}, then decide")
    action = ASKING[channel].format(by=by)
    if held_by:
        action = f"mend {', '.join(held_by)} first, then {action}"
    return _sentence(action)


def _by(subject: Subject, review: Review) -> str:
    """The last moment, while it lies ahead; nothing when none is known or it is past."""
    last, window = review.deadline, review.window
    clock = subject.zone if window is None else clock_of(window, subject)
    if last is None or last.is_past(subject.as_of, clock):
        return ""
    when = in_words(last.when)
    if not is_today(last, subject):
        return f" by {when}"
    return f" today, {when}, the last {'day' if last.instant is None else 'moment'}"


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."
