"""
From a request and an instruction to what the answer says, at the event and at each line.

Nothing is judged here: an instruction says what the payer decides, and this works out what that
means for the lines asked about (whose numbers, reasons, quantities).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from edi_service.simulator.asked import SERVICE_PROVIDERS
from edi_service.simulator.numbers import Numbers
from edi_service.simulator.script import Does, Level

if TYPE_CHECKING:
    from datetime import date

    from edi_service.simulator.asked import Asked, LevelAsked
    from edi_service.simulator.script import Instruction

ACTIONS = {
    Does.APPROVE: "A1",
    Does.PART: "A2",
    Does.MODIFY: "A6",
    Does.PEND: "A4",
    Does.REFUSE: "A3",
    Does.CANCEL: "C",
    Does.CONTACT: "CT",
    Does.UNNEEDED: "NA",
}
CERTIFIED = frozenset({"A1", "A2", "A6"})
USUAL_REASONS = {  # HCR03, external code list 886
    Does.PART: ("0F",),  # not medically necessary
    Does.PEND: ("0U",),  # more about the patient is needed
    Does.REFUSE: ("0N",),  # nobody asked before
    Does.UNNEEDED: ("0H",),  # no certification is required
}
USUAL_DOCUMENTS = ("OB",)  # PWK01: operative note
QUANTITY_AT = {"SV1": 4, "SV2": 5, "SV3": 6}
_OF_LINES = (Level.SERVICE, Level.SERVICE_PROVIDER)
_LONGEST_QUANTITY = 15  # characters of data element 380


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """An AAA: where, AAA03 and AAA04; *lines* counts the service lines from 1, none for all."""

    level: Level
    reason: str
    follow_up: str
    lines: tuple[int, ...] = ()

    def is_about(self, line: int) -> bool:
        """Whether it speaks of the service line numbered *line* from 1."""
        return self.level in _OF_LINES and (not self.lines or line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineVerdict:
    """
    What is said of one service line.

    *action* is HCR01, empty where an AAA stands instead; *quantity* and *code* are empty where
    they are as asked.
    """

    action: str
    number: str = ""
    reasons: tuple[str, ...] = ()
    quantity: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """
    What an answer says.

    Attributes:
        action: HCR01 of the event; empty when *rejection* takes its place.
        number: HCR02, the authorization's.
        administrative: REF*NT, the payer's own number where there is no authorization.
        reasons: HCR03.
        days: for which days it is given, where it is.
        stay: HSD02, the days of a stay, where they are not as asked.
        lines: of each service line, in order.
        rejection: an AAA.
        documents: PWK01 of what is wanted.
        questions: LOINC codes of what is wanted, of the event.
        line_questions: the same, of each line.
        message: what the MSG adds.
    """

    action: str
    number: str = ""
    administrative: str = ""
    reasons: tuple[str, ...] = ()
    days: tuple[date, date] | None = None
    stay: str = ""
    lines: tuple[LineVerdict, ...] = ()
    rejection: Rejection | None = None
    documents: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    line_questions: tuple[str, ...] = ()
    message: str = ""

    @property
    def is_pended(self) -> bool:
        """Whether more is to follow (BHT06 19)."""
        return self.action == "A4"


def decide(asked: Asked, instruction: Instruction, numbers: Numbers) -> Verdict:
    """What *instruction* makes of the request; parts and changes that it has no room for fade."""
    decision = _possible(asked, instruction)
    if decision is Does.REJECT:
        return rejected(
            Rejection(
                level=instruction.level,
                reason=instruction.reject_reason,
                follow_up=instruction.follow_up,
                lines=instruction.lines,
            ),
            asked,
            numbers,
            instruction.message or "",
        )
    action = ACTIONS[decision]
    is_certified = action in CERTIFIED
    number = numbers.make("A") if is_certified else ""
    days, stay = _window(asked, instruction) if decision is Does.MODIFY else (asked.days, "")
    is_pended = decision is Does.PEND
    asks = instruction.documents or instruction.questions or instruction.line_questions
    reasons = instruction.reasons or USUAL_REASONS.get(decision, ())
    return Verdict(
        action=action,
        number=number,
        administrative="" if is_certified else numbers.make("R"),
        # What is refused of a part is said at its lines.
        reasons=() if decision is Does.PART else reasons,
        days=days if is_certified else None,
        stay=stay,
        lines=tuple(
            _line(decision, instruction, numbers, place, service)
            for place, service in enumerate(asked.services, 1)
        ),
        documents=_or_usual(instruction.documents, asks) if is_pended else (),
        questions=instruction.questions if is_pended else (),
        line_questions=instruction.line_questions if is_pended else (),
        message=instruction.message or "",
    )


def rejected(rejection: Rejection, asked: Asked, numbers: Numbers, message: str = "") -> Verdict:
    """The answer with an AAA; what it is not about, of several lines, is approved."""
    rejection = _where_it_can_stand(rejection, asked)
    lines = range(1, len(asked.services) + 1)
    is_about_lines = rejection.level in _OF_LINES
    left = [place for place in lines if is_about_lines and not rejection.is_about(place)]
    number = numbers.make("A") if left else ""
    return Verdict(
        action="A2" if left else "",
        number=number,
        days=asked.days if left else None,
        lines=tuple(
            LineVerdict(action="A1", number=number) if place in left else LineVerdict(action="")
            for place in lines
        ),
        rejection=rejection,
        message=message,
    )


def _where_it_can_stand(rejection: Rejection, asked: Asked) -> Rejection:
    """The event instead of a line or provider, and the subscriber for a dependent, not there."""
    meant = [
        service for place, service in enumerate(asked.services, 1) if rejection.is_about(place)
    ]
    match rejection.level:
        case Level.DEPENDENT if not asked.has_dependent:
            return replace(rejection, level=Level.SUBSCRIBER)
        case Level.SERVICE if not meant:
            return replace(rejection, level=Level.EVENT)
        case Level.SERVICE_PROVIDER if not (
            meant and all(one.first(SERVICE_PROVIDERS, "NM1") for one in meant)
        ):
            return replace(rejection, level=Level.SERVICE if meant else Level.EVENT)
        case Level.EVENT_PROVIDER if not asked.level("EV").first("2010EA", "NM1"):
            return replace(rejection, level=Level.EVENT)
        case _:
            return rejection


def _or_usual(documents: tuple[str, ...], asks: object) -> tuple[str, ...]:
    return documents or (() if asks else USUAL_DOCUMENTS)


def _possible(asked: Asked, instruction: Instruction) -> Does:
    """Of one line there is no part, and where nothing can be less, all is approved."""
    decision = instruction.decision
    if decision is Does.PART and len(asked.services) < 2:
        decision = Does.MODIFY
    if decision is Does.MODIFY and not _can_change(asked, instruction):
        return Does.APPROVE
    return decision


def _can_change(asked: Asked, instruction: Instruction) -> bool:
    services = asked.services
    if not services:
        return bool(_less(_days_of_stay(asked), instruction))
    return any(
        _line(Does.MODIFY, instruction, Numbers(0, ""), place, service).action == "A6"
        for place, service in enumerate(services, 1)
    )


def _line(
    decision: Does,
    instruction: Instruction,
    numbers: Numbers,
    place: int,
    service: LevelAsked,
) -> LineVerdict:
    number = numbers.make(f"A{place}" if instruction.line_numbers else "A")
    reasons = instruction.reasons or USUAL_REASONS.get(decision, ())
    match decision:
        case Does.APPROVE:
            return LineVerdict(action="A1", number=number)
        case Does.PART:
            # Unless it is said which, all lines but the first are refused.
            is_refused = place in instruction.lines if instruction.lines else place > 1
            if is_refused:
                return LineVerdict(action="A3", reasons=reasons)
            return LineVerdict(action="A1", number=number)
        case Does.MODIFY:
            is_meant = not instruction.lines or place in instruction.lines
            quantity = _less(_quantity(service), instruction) if is_meant else ""
            code = instruction.code if is_meant else ""
            action = "A6" if quantity or code else "A1"
            return LineVerdict(action=action, number=number, quantity=quantity, code=code)
        case _:
            return LineVerdict(action=ACTIONS[decision], reasons=reasons)


def _quantity(service: LevelAsked) -> str:
    for part in service.parts:
        if part.segment.id in QUANTITY_AT:
            return part.segment.value(QUANTITY_AT[part.segment.id])
    return ""


def _days_of_stay(asked: Asked) -> str:
    return asked.level("EV").value("2000E", "HSD", 2)


def _less(asked: str, instruction: Instruction) -> str:
    """The quantity approved instead of the one *asked*; empty where that stays."""
    try:
        whole = Decimal(asked)
    except InvalidOperation:
        return ""
    if not whole.is_finite() or whole <= 1 or len(asked) > _LONGEST_QUANTITY:
        return ""
    approved = Decimal(instruction.quantity or whole // 2)
    return f"{approved.normalize():f}" if approved < whole else ""


def _window(asked: Asked, instruction: Instruction) -> tuple[tuple[date, date] | None, str]:
    """The days of what was modified, and HSD02 of a stay that was shortened."""
    days, stay = asked.days, "" if asked.services else _less(_days_of_stay(asked), instruction)
    if days is None or not stay:
        return days, stay
    first, last = days
    length = min(int(Decimal(stay)), (last - first).days)
    return (first, first + timedelta(days=length)), stay
