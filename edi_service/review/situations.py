"""
What the guide asks for in words, so that no map can check it.

A finished draft is looked at once more, as a stranger would read it.  Each rule is one function;
what it yields holds the case.  The rules are those of 005010X217 that more than one public source
tells of, and those without which a request cannot be understood.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from edi_service.review import kinds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from edi_service.finding import Kind
    from edi_service.x12.writer import Element

    Segment = list[Element]

_PARENTS = {
    "20": frozenset({""}),
    "21": frozenset({"20"}),
    "22": frozenset({"21"}),
    "23": frozenset({"22"}),
    "EV": frozenset({"22", "23"}),
    "SS": frozenset({"EV"}),
}
_PRINCIPAL, _ADMITTING = frozenset({"ABK", "BK"}), frozenset({"ABJ", "BJ"})
_SERVICES = frozenset({"SV1", "SV2", "SV3"})
_NEED_AUTHORIZATION = frozenset({"S", "4", "R"})
_NEED_EITHER = frozenset({"1", "2", "3", "N"})


@dataclass(frozen=True, slots=True)
class Level:
    """One hierarchical level: its HL segment and all that follows up to the next."""

    segments: tuple[Segment, ...]

    @property
    def code(self) -> str:
        """HL03."""
        return text(self.segments[0], 3)

    def all(self, name: str) -> list[Segment]:
        """Its segments *name*."""
        return [segment for segment in self.segments if segment[0] == name]

    def one(self, name: str, qualifier: str = "") -> Segment | None:
        """The first segment *name*, with *qualifier* as its first element."""
        found = self.all(name)
        return next((one for one in found if not qualifier or text(one, 1) == qualifier), None)

    @property
    def own(self) -> Level:
        """The level without the loops of the people and places it names."""
        ends = next((at for at, one in enumerate(self.segments) if one[0] == "NM1"), None)
        return Level(self.segments[:ends])


class Levels(tuple[Level, ...]):
    """The levels of a request, in order."""

    __slots__ = ()

    @property
    def event(self) -> Level:
        """The patient event; a level of nothing where there is none."""
        return next((level.own for level in self if level.code == "EV"), Level((["HL"],)))

    @property
    def services(self) -> list[Level]:
        """The service levels."""
        return [level.own for level in self if level.code == "SS"]


def text(segment: Segment | None, number: int, component: int = 1) -> str:
    """An element, or a component of a composite one; empty where it is not sent."""
    if segment is None or number >= len(segment):
        return ""
    element = segment[number]
    if isinstance(element, str):
        return element if component == 1 else ""
    if isinstance(element, tuple):
        return element[component - 1] if component <= len(element) else ""
    return ""


def against(segments: Iterable[Segment]) -> Iterator[tuple[Kind, str]]:
    """What is wrong with the request made of *segments*: what sort of thing, and what exactly."""
    levels = _levels(segments)
    for kind, rule in RULES:
        for message in rule(levels):
            yield kind, message


def astray(segments: Iterable[Segment]) -> Iterator[tuple[Kind, str]]:
    """What is wrong with the levels alone, which every services review has alike."""
    for message in _hang_where_they_belong(_levels(segments)):
        yield kinds.LEVEL_ASTRAY, message


def _levels(segments: Iterable[Segment]) -> Levels:
    found: list[list[Segment]] = []
    for segment in segments:
        if segment[0] == "HL":
            found.append([segment])
        elif found:
            found[-1].append(segment)
    return Levels(Level(tuple(level)) for level in found)


def _hang_where_they_belong(levels: Levels) -> Iterator[str]:
    """HL01 counts from 1; each level hangs from one of the sort above it; HL04 tells the truth."""
    codes = {"": ""}
    parents = Counter(text(level.segments[0], 2) for level in levels)
    for count, level in enumerate(levels, start=1):
        number, parent, code, has_children = (text(level.segments[0], n) for n in range(1, 5))
        if number != str(count):
            yield f"level {count} is numbered {number}"
        if codes.get(parent) not in _PARENTS.get(code, frozenset()):
            yield f"level {number} ({code}) does not hang from the level it belongs to"
        if (has_children == "1") != (parents[number] > 0):
            yield f"HL04 of level {number} is not right"
        codes[number] = code


def _name_the_earlier_review(levels: Levels) -> Iterator[str]:
    """Whatever is not initial says what it is about; what is initial has no authorization yet."""
    purpose = text(levels.event.one("UM"), 2)
    places = [levels.event, *levels.services]
    has_authorization = any(place.one("REF", "BB") for place in places)
    has_reference = any(place.one("REF", "NT") for place in places)
    if purpose in _NEED_AUTHORIZATION and not has_authorization:
        yield f"UM02 is {purpose}, and no REF*BB names the authorization"
    if purpose in _NEED_EITHER and not has_authorization and not has_reference:
        yield f"UM02 is {purpose}, and neither REF*BB nor REF*NT names the review"
    if purpose == "I" and has_authorization:
        yield "UM02 is I, yet REF*BB names an authorization"


def _say_how_urgent(levels: Levels) -> Iterator[str]:
    review = levels.event.one("UM")
    if text(review, 2) == "1" and not text(review, 6):
        yield "UM02 is 1, and UM06 is empty"


def _give_the_days(levels: Levels) -> Iterator[str]:
    """A stay is known by its admission, anything else by the days of the event or its services."""
    event = levels.event
    days = {text(segment, 1) for segment in event.all("DTP")}
    category = text(event.one("UM"), 1)
    if category == "AR" and "435" not in days:
        yield "UM01 is AR, and there is no DTP*435"
    if category == "AR" and "AAH" in days:
        yield "UM01 is AR, and DTP*AAH stands beside the admission"
    if category != "AR" and "AAH" not in days and not _services_have_days(levels.services):
        yield "neither the event nor each of its services has a day"


def _services_have_days(services: list[Level]) -> bool:
    return bool(services) and all(service.one("DTP", "472") for service in services)


def _order_the_diagnoses(levels: Levels) -> Iterator[str]:
    diagnoses = levels.event.one("HI") or ["HI"]
    qualifiers = [text(diagnoses, number) for number in range(1, len(diagnoses))]
    if _PRINCIPAL.intersection(qualifiers[1:]):
        yield "a principal diagnosis stands behind HI01"
    if _ADMITTING.intersection(qualifiers[2:]):
        yield "an admitting diagnosis stands behind HI02"
    if len(set(diagnoses[1:])) < len(qualifiers):
        yield "a diagnosis stands in HI twice"


def _point_at_diagnoses(levels: Levels) -> Iterator[str]:
    held = len(levels.event.one("HI") or ["HI"]) - 1
    for service in levels.services:
        line = service.one("SV1")
        for component in range(1, 5):
            pointer = text(line, 7, component)
            if pointer and not (pointer.isdecimal() and 1 <= int(pointer) <= held):
                yield f"SV107-{component} points at a diagnosis that is not there"


def _ask_about_one_service(levels: Levels) -> Iterator[str]:
    for service in levels.services:
        found = [str(one[0]) for one in service.segments if one[0] in _SERVICES]
        if len(found) > 1:
            yield f"a service level has {' and '.join(found)}"
        if service.one("TOO") and "SV3" not in found:
            yield "TOO stands in a service level that is not dental"


def _ask_something(levels: Levels) -> Iterator[str]:
    """Nothing else says what is asked where the service type is left out."""
    event = levels.event
    says = any(event.one(name) for name in ("HSD", "CR1", "CR2", "CR5", "CR6"))
    if not levels.services and not text(event.one("UM"), 3) and not says:
        yield "there is neither a service nor a service type (UM03)"


def _date_the_accident(levels: Levels) -> Iterator[str]:
    event = levels.event
    if text(event.one("UM"), 5) == "AA" and not event.one("DTP", "439"):
        yield "UM05 is AA, and there is no DTP*439"


def _tell_of_complications(levels: Levels) -> Iterator[str]:
    manipulation = levels.event.one("CR2")
    if manipulation and not text(manipulation, 9):
        yield "CR209 is empty"


def _say_nothing_twice(levels: Levels) -> Iterator[str]:
    """A trace number leads to one level only; a loop has one REF of each sort."""
    traces = Counter(text(one, 2) for level in levels for one in level.all("TRN"))
    if any(count > 1 for count in traces.values()):
        yield "two levels have the same trace number (TRN02)"
    for level in levels:
        loops = 0
        seen: set[tuple[int, str]] = set()
        for segment in level.segments:
            loops += segment[0] == "NM1"
            sort = (loops, text(segment, 1))
            if segment[0] == "REF" and sort in seen:
                yield f"a loop has REF*{sort[1]} twice"
            if segment[0] == "REF":
                seen.add(sort)


RULES: tuple[tuple[Kind, Callable[[Levels], Iterator[str]]], ...] = (
    (kinds.LEVEL_ASTRAY, _hang_where_they_belong),
    (kinds.EARLIER_REVIEW_UNCLEAR, _name_the_earlier_review),
    (kinds.URGENCY_MISSING, _say_how_urgent),
    (kinds.EVENT_DAYS_UNCLEAR, _give_the_days),
    (kinds.DIAGNOSES_MISPLACED, _order_the_diagnoses),
    (kinds.POINTER_ASTRAY, _point_at_diagnoses),
    (kinds.SERVICE_UNCLEAR, _ask_about_one_service),
    (kinds.NOTHING_ASKED, _ask_something),
    (kinds.ACCIDENT_UNDATED, _date_the_accident),
    (kinds.COMPLICATION_UNKNOWN, _tell_of_complications),
    (kinds.SAID_TWICE, _say_nothing_twice),
)
