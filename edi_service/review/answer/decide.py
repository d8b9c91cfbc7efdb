"""
From what stands at an event and its services to what it means for the case.

A decision of a service (HCR in 2000F) goes before the event's for that service; the first
rejection (AAA) ends the matter of its branch.  What does not go together is not weighed: it is a
finding, and the case stays where it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.cases.progress import Cause
from edi_service.finding import Position
from edi_service.review.answer import kinds
from edi_service.review.answer.compare import changes, line_of, number_of, pair, trace_of
from edi_service.review.answer.heard import Action, Heard, HeardLine, Window
from edi_service.review.answer.match import ANSWERED
from edi_service.review.answer.model import Event, Level
from edi_service.review.answer.reasons import DECISION, REJECTION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from edi_service.finding import Finding, Kind
    from edi_service.review.answer.compare import Change
    from edi_service.review.answer.model import Answer, Rejection, Ruling
    from edi_service.review.answer.reasons import Reasons

REJECTED = "AAA"  # what a service without a decision is that was rejected
UNSAID = ""
_FINAL = "18"  # BHT06
_CANCEL = "3"  # UM02
_GRANTED = frozenset({Action.CERTIFIED, Action.PARTIAL, Action.MODIFIED})
_REFUSED = frozenset({Action.NOT_CERTIFIED, REJECTED})
_WITHOUT = frozenset({*_REFUSED, Action.CANCELLED, Action.PENDED, Action.CONTACT, UNSAID})

_ALONE: Mapping[Action, Cause] = {
    Action.CERTIFIED: Cause.APPROVED,
    Action.PARTIAL: Cause.PARTLY_APPROVED,
    Action.NOT_CERTIFIED: Cause.REFUSED,
    Action.PENDED: Cause.PENDED,
    Action.MODIFIED: Cause.MODIFIED,
    Action.CANCELLED: Cause.CANCELLED,
    Action.CONTACT: Cause.CONTACT,
    Action.NOT_NEEDED: Cause.NOT_NEEDED,
}
"""What a decision of an event means where its services say nothing else."""

_BESIDE: Mapping[Action, frozenset[str]] = {
    Action.CERTIFIED: frozenset({Action.CERTIFIED, Action.NOT_NEEDED}),
    Action.PARTIAL: frozenset({*Action, REJECTED} - {Action.PARTIAL}),
    Action.NOT_CERTIFIED: frozenset({Action.NOT_CERTIFIED, REJECTED}),
    Action.PENDED: frozenset({*Action, REJECTED} - {Action.PARTIAL}),
    Action.MODIFIED: frozenset({*Action, REJECTED} - {Action.PARTIAL, Action.CANCELLED}),
    Action.CANCELLED: frozenset({Action.CANCELLED}),
    Action.CONTACT: frozenset({*Action, REJECTED} - {Action.PARTIAL}),
    Action.NOT_NEEDED: frozenset({Action.NOT_NEEDED}),
}
"""What services may say beside a decision of their event; anything else contradicts it."""

_FOLLOWS: tuple[tuple[frozenset[str], Cause], ...] = (
    (frozenset({"N"}), Cause.TURNED_DOWN),
    (frozenset({"C", "R"}), Cause.RETURNED),
    (frozenset({"P"}), Cause.TRY_AGAIN),
    (frozenset({"Y"}), Cause.IN_WORK),
)
"""AAA04 and what it means, the most final first: of several rejections that one counts."""
_WAITING = "Y"  # it goes with no other: held by the payer, and to be sent again, cannot both be


class Understanding:
    """What was understood of an answer, and what is wrong with it."""

    def __init__(self, answer: Answer, reasons: Reasons, control: Position) -> None:
        self._answer = answer
        self._reasons = reasons
        self._control = control
        self.findings: list[Finding] = []

    def heard(self, event: Event | None, asked: Event | None = None) -> Heard:
        """
        What is said of *event*.

        Args:
            event: of the answer; None: the request as a whole, where the answer has no event.
            asked: what was asked for, where the request is known.
        """
        answer = self._answer
        of_event = event or Event(level=Level(segment=answer.segment, offset=answer.offset))
        level = of_event.level
        rejections = (*answer.rejections, *level.rejections)
        said = [_said(line) for line in of_event.lines]
        cause = self._cause(of_event, rejections, said)
        self._check_reasons(of_event, rejections)
        ruling = level.ruling
        window = _window(level, "AAH", "435")
        return Heard(
            cause=cause,
            action="" if ruling is None else ruling.action,
            number="" if ruling is None else ruling.number,
            case_number=level.case_number,
            reasons=() if ruling is None else ruling.reasons,
            rejections=rejections,
            window=window,
            delivery=next(iter(level.deliveries), None),
            lines=tuple(self._lines(of_event, said, asked)),
            wanted=level.wanted,
            messages=level.messages,
            desks=(*answer.desks, *level.desks),
            decided_on=window.issued or answer.created_on,
            reference=answer.reference,
            is_final=answer.finality == _FINAL,
            changes=self._changes(of_event, said, asked),
        )

    def _cause(self, event: Event, rejections: tuple[Rejection, ...], said: list[str]) -> Cause:
        ruling = event.level.ruling
        if ruling is None:
            return self._without_ruling(event, rejections)
        if ruling.action not in _ALONE:
            self._find(kinds.UNKNOWN_ACTION, event.level, "HCR01 of the event is not known")
            return Cause.UNCLEAR
        action = Action(ruling.action)
        if self._is_unknown_within(event, said):
            return Cause.UNCLEAR
        wrong = _contradiction(action, event, rejections, said)
        if wrong:
            self._find(kinds.CONTRADICTORY, event.level, wrong)
            return Cause.UNCLEAR
        self._remark(action, event, ruling, said)
        return _together(action, said)

    def _without_ruling(self, event: Event, rejections: tuple[Rejection, ...]) -> Cause:
        rulings = [line for line in event.lines if line.ruling is not None]
        every = rejections or tuple(each for line in event.lines for each in line.rejections)
        if rulings or not every:
            message = "services are decided and the event is not" if rulings else "no HCR, no AAA"
            self._find(kinds.NO_DECISION, event.level, message)
            return Cause.UNCLEAR
        asked = {each.follow_up for each in every}
        known = frozenset("CNPRY")
        if not asked <= known or (_WAITING in asked and len(asked) > 1):
            message = "AAA04 is not known" if not asked <= known else "Y beside other follow-ups"
            self._find(kinds.FOLLOW_UP_UNKNOWN, event.level, message)
            return Cause.UNCLEAR
        return next(cause for codes, cause in _FOLLOWS if asked & codes)

    def _is_unknown_within(self, event: Event, said: list[str]) -> bool:
        unknown = [
            line
            for line, action in zip(event.lines, said, strict=True)
            if action not in {*_ALONE, REJECTED, UNSAID} or action == Action.PARTIAL
        ]
        for line in unknown:
            self._find(kinds.UNKNOWN_ACTION, line, "HCR01 of a service is not known there")
        return bool(unknown)

    def _remark(self, action: Action, event: Event, ruling: Ruling, said: list[str]) -> None:
        """What is worth saying of an answer that is understood."""
        level = event.level
        is_certified = action in _GRANTED
        numbers = [line.ruling.number for line in event.lines if line.ruling is not None]
        if is_certified and not ruling.number and not all([numbers, *numbers]):
            self._find(kinds.NUMBER_MISSING, level, "HCR02 is empty")
        if action is Action.PARTIAL and (UNSAID in said or not said):
            self._find(kinds.LINES_UNSAID, level, "a service has no decision, or none is named")
        if action is Action.PENDED and self._answer.finality == _FINAL:
            self._find(kinds.PENDED_FOR_GOOD, level, "BHT06 is 18")

    def _lines(self, event: Event, said: list[str], asked: Event | None) -> Iterator[HeardLine]:
        of_event = event.level.ruling
        is_count = _numbers_are_counts(event)
        if is_count:
            self._find(kinds.NUMBER_IS_A_COUNT, event.level, "HCR02 of the services counts them")
        for line, number, action in zip(
            event.lines, self._numbers(event, asked), said, strict=True
        ):
            own = line.ruling
            ruling = own or of_event
            authorization = "" if own is None or is_count else own.number
            if not authorization and of_event is not None:
                authorization = of_event.number
            yield HeardLine(
                line=number,
                action=_inherited(action, of_event),
                number=authorization,
                reasons=() if ruling is None else ruling.reasons,
                rejections=line.rejections,
                window=_window(line, "472"),
                service=next(iter(line.services), None),
                delivery=next(iter(line.deliveries), None),
                wanted=line.wanted,
                messages=line.messages,
            )

    def _numbers(self, event: Event, asked: Event | None) -> Iterator[str]:
        """LX01 of each service of the answer."""
        if asked is None:
            of_event = trace_of(event.level, ANSWERED)
            yield from (line_of(trace_of(line, ANSWERED), of_event) for line in event.lines)
            return
        for line, found in zip(event.lines, pair(asked, event), strict=True):
            if found is None:
                self._find(kinds.LINE_UNMATCHED, line, "the service is none that was asked about")
            yield "" if found is None else number_of(found, asked)

    def _changes(self, event: Event, said: list[str], asked: Event | None) -> tuple[Change, ...]:
        """What was certified otherwise than asked; what is refused is not changed."""
        ruling = event.level.ruling
        if asked is None or ruling is None or ruling.action not in _GRANTED:
            return ()
        found = list(changes("", asked.level, event.level))
        for line, its, own in zip(event.lines, pair(asked, event), said, strict=True):
            if its is not None and _inherited(own, ruling) not in _WITHOUT:
                found += changes(number_of(its, asked), its, line)
        if found:
            what = ", ".join(sorted({change.what for change in found}))
            self._find(kinds.CHANGED, event.level, f"certified otherwise than asked: {what}")
        return tuple(found)

    def _check_reasons(self, event: Event, rejections: tuple[Rejection, ...]) -> None:
        day = self._answer.created_on
        for level in (event.level, *event.lines):
            of_level = rejections if level is event.level else level.rejections
            codes = [(DECISION, code) for code in (level.ruling.reasons if level.ruling else ())]
            codes += [(REJECTION, each.reason) for each in of_level]
            for code_list, code in codes:
                self._check_reason(level, code_list, code, day)

    def _check_reason(self, level: Level, code_list: str, code: str, day: date | None) -> None:
        if not self._reasons.name(code_list, code, day):
            element = "HCR03" if code_list == DECISION else "AAA03"
            self._find(
                kinds.REASON_UNKNOWN, level, f"a code of {element} is not in list {code_list}"
            )

    def _find(self, kind: Kind, level: Level, message: str) -> None:
        where = Position(
            segment=level.segment,
            offset=level.offset,
            segment_id="HL" if level.segment != self._answer.segment else "ST",
            interchange=self._control.interchange,
            group=self._control.group,
            set=self._control.set,
        )
        self.findings.append(kind.found(where, message))


def _said(line: Level) -> str:
    """What a service says of itself: an action, known or not, a rejection, or nothing."""
    if line.ruling is not None:
        return line.ruling.action
    return REJECTED if line.rejections else UNSAID


def _contradiction(
    action: Action, event: Event, rejections: tuple[Rejection, ...], said: list[str]
) -> str:
    """Why the parts of an answer cannot all be true; empty when they can."""
    if action in _GRANTED and rejections:
        return "the event is certified and rejected"
    if any(_said(line) in _GRANTED and line.rejections for line in event.lines):
        return "a service is certified and rejected"
    if not {*said} - {UNSAID} <= _BESIDE[action]:
        return f"a service says what does not go with {action.value} of the event"
    if action is Action.PARTIAL and said and UNSAID not in said:
        return _partial_contradiction({*said})
    review = event.level.review
    is_cancellation = review is not None and review.certification == _CANCEL
    if is_cancellation and action in _GRANTED:
        return "a cancellation was asked for, and something is certified"
    return ""


def _partial_contradiction(said: set[str]) -> str:
    """Why services that all speak cannot make up a part; empty when they can."""
    if said == {Action.CERTIFIED}:
        return "the event is certified in part, and each of its services in total"
    if said <= _REFUSED:
        return "the event is certified in part, and none of its services is"
    return ""


def _together(action: Action, said: list[str]) -> Cause:
    """What a decision and those of the services mean, which do not contradict each other."""
    if action in (Action.PARTIAL, Action.MODIFIED):
        if {Action.PENDED, Action.CONTACT} & {*said}:
            return Cause.PENDED  # the rest is still to be decided
        if _REFUSED & {*said}:
            return Cause.PARTLY_APPROVED
    return _ALONE[action]


def _inherited(action: str, of_event: Ruling | None) -> str:
    """The decision of a service, which is the event's where it has none; not of a part."""
    if action == REJECTED:
        return ""
    if action or of_event is None or of_event.action == Action.PARTIAL:
        return action
    return of_event.action


def _numbers_are_counts(event: Event) -> bool:
    of_event = event.level.ruling
    own = [line.ruling.number if line.ruling else "" for line in event.lines]
    counts = [str(count) for count in range(1, len(own) + 1)]
    has_number = of_event is not None and bool(of_event.number) and of_event.number not in own
    return has_number and bool(own) and own == counts


def _window(level: Level, *otherwise: str) -> Window:
    """
    The days certified: DTP 007 until 036, else the days the payer returns for the thing itself.

    X12's and a state Medicaid payer's examples return AAH where the guide has 007.
    """
    effective, last = level.period("007"), level.period("036")
    period = effective or level.period(*otherwise)
    issued = level.period("102")
    starts = None if period is None else period.starts
    ends = None if period is None else period.ends
    if last is not None and (effective is None or effective.starts == effective.ends):
        ends = last.ends
    return Window(starts=starts, ends=ends, issued=None if issued is None else issued.starts)
