"""
What a schema cannot say of a policy, and a careful reader would.

XSD 1.0 compares no two values: that revisions do not overlap, that a range runs upward, that a
list is there.  Each check yields its faults with the line of the element; none is worded as a
matter of taste, for every fault keeps a policy out.
"""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING, NamedTuple, cast

from edi_service.codes.zones import find_zone
from edi_service.facts.model import ClaimFacts
from edi_service.policy.language.elements import (
    NAMESPACE,
    NOT_PUBLISHED,
    children,
    day,
    is_range,
    word,
    words,
)
from edi_service.policy.model import ANY_PAYER, Event, Quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

DAYS = ("from", "to", "requested-from", "requested-to", "published", "retrieved")
RANGES = (
    "codes",
    "revenue-codes",
    "diagnoses",
    "together-with",
    "approved",
    "billed",
    "beside-revenue-codes",
    "unless-beside-revenue-codes",
)
ROWS = (
    "family",
    "misfit",
    "encounter",
    "compared",
    "across",
    "service-facility",
    "two-rates",
)

# Ten years: no payer is known to give more, and a slip of a digit is caught.
LONGEST = {
    "hours": 87_660,
    "calendar-days": 3_653,
    "business-days": 2_600,
    "days-except-holidays": 3_600,
    "months": 120,
    "years": 10,
}
_MOST_REVISIONS = 100  # of a policy that also goes by the day of the request
_DEEPEST = 5  # groups of conditions within one another

# Which events come first in every course of care and billing.  Those left out, such as the day on
# which eligibility was added, may fall anywhere.
_ORDER = {
    Event.START_OF_CARE: 1,
    Event.FIRST_DAY_OF_SERVICE: 1,
    Event.ADMISSION: 1,
    Event.LAST_DAY_OF_SERVICE: 2,
    Event.DISCHARGE: 2,
    Event.FIRST_SUBMISSION: 3,
    Event.DENIAL: 4,
}


class Fault(NamedTuple):
    """What is wrong, and the line of the element it is wrong with."""

    line: int
    says: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.says}"


def faults(root: etree._Element, lists: frozenset[str], expected_id: str) -> Iterator[Fault]:
    """
    Everything wrong with the policy whose element is *root*, which has passed the schema.

    Args:
        root: the element ``policy``.
        lists: the names of the code lists beside its file.
        expected_id: what its id must be.
    """
    if word(root, "id") != expected_id:
        yield _fault(root, f"the id is {word(root, 'id')!r}; by its file it is {expected_id!r}")
    unreadable = [fault for element in root.iter() for fault in _attributes(element)]
    yield from unreadable
    if unreadable:
        return  # the checks below compare days
    for element in root.iter():
        name = word(element, "list")
        if word(element, "list-sha256") and not name:
            yield _fault(element, 'list-sha256 is of a list: write list="…" beside it')
        if name and name not in lists:
            yield _fault(
                element,
                f"the list {name} is not beside the policy: put it there, or correct its name",
            )
        check = _CHECKS.get(str(element.tag).removeprefix(NAMESPACE))
        if check is not None:
            yield from check(element)


def _fault(element: etree._Element, says: str) -> Fault:
    # The stubs leave its type open; a parsed element always has a line.
    return Fault(cast("int", element.sourceline), says)


def _attributes(element: etree._Element) -> Iterator[Fault]:
    for name in element.attrib:
        # An attribute in a namespace is an instruction to some tool (xsi:type, xml:base); none of
        # ours follows it, and its author should not believe that one does.
        if str(name).startswith("{"):
            yield _fault(
                element, f"the attribute {name!s} is not allowed in a policy: leave it out"
            )
    for name in () if element.tag == f"{NAMESPACE}toll" else DAYS:  # its from and to are events
        try:
            day(element, name)
        except ValueError:
            says = f"{name} {word(element, name)!r} is no day of the calendar"
            yield _fault(element, f"{says}: write one such as 2026-01-31")


def _policy(element: etree._Element) -> Iterator[Fault]:
    """Revisions run forward, and no day falls in two of them."""
    if word(element, "except-payers") and word(element, "payer") != ANY_PAYER:
        yield _fault(element, 'except-payers is for a policy of every payer: write payer="*"')
    revisions = sorted(children(element, "revision"), key=lambda revision: word(revision, "from"))
    for revision in revisions:
        starts, ends = word(revision, "from"), word(revision, "to")
        if ends and ends < starts:
            yield _fault(revision, f"the revision ends on {ends}, before it begins on {starts}")
    if any(word(each, "requested-from") or word(each, "requested-to") for each in revisions):
        yield from _two_axes(revisions)
        return
    for earlier, later in pairwise(revisions):
        ends, starts = word(earlier, "to"), word(later, "from")
        if not ends or starts <= ends:
            until = f"to {ends}" if ends else "without an end"
            says = f"from {starts} it overlaps the revision that runs {until}: close it before"
            yield _fault(later, says)


def _two_axes(revisions: list[etree._Element]) -> Iterator[Fault]:
    """Revisions that also hold for days of request overlap where both their spans do."""
    if len(revisions) > _MOST_REVISIONS:
        yield _fault(revisions[0], f"there are more than {_MOST_REVISIONS} revisions")
        return
    for one, other in combinations(revisions, 2):
        spans = (("from", "to"), ("requested-from", "requested-to"))
        if all(
            (not word(one, end) or word(other, start) <= word(one, end))
            and (not word(other, end) or word(one, start) <= word(other, end))
            for start, end in spans
        ):
            starts = word(one, "from")
            yield _fault(other, f"it overlaps the revision from {starts} in service and request")


def _penalty(element: etree._Element) -> Iterator[Fault]:
    """The tiers run on, and the last one takes whatever comes later."""
    tiers = list(children(element, "tier"))
    for tier in tiers[:-1]:
        if not word(tier, "length"):
            yield _fault(tier, "a <tier> without length takes everything: write it last")
    if word(tiers[-1], "length"):
        yield _fault(tiers[-1], "the last <tier> needs no length: it takes whatever comes later")
    for tier in tiers:
        if bool(word(tier, "length")) != bool(word(tier, "unit")):
            yield _fault(tier, "a <tier> has both length and unit, or neither")


def _codes(element: etree._Element) -> Iterator[Fault]:
    """Ranges run upward between ends that can be counted from one to the other."""
    for name in RANGES:
        for text in words(element, name):
            first, dash, last = text.partition("-")
            if dash and not is_range(first, last):
                yield _fault(
                    element,
                    f"{name} has {text}: a range runs upward between two codes of one length, in "
                    "digits, after the same letter if any",
                )
    starts, ends = word(element, "from"), word(element, "to")
    if starts and ends and ends < starts:
        yield _fault(element, f"it ends on {ends}, before it begins on {starts}")
    at_least, under = word(element, "age-from"), word(element, "age-under")
    if at_least and under and int(under) <= int(at_least):
        yield _fault(element, f"no age is from {at_least} and under {under}")


def _taken_out(element: etree._Element) -> Iterator[Fault]:
    """What is taken out is named: an empty one would take out everything."""
    yield from _codes(element)
    if not set(element.attrib) - {"whole-claim"}:
        name = str(element.tag).removeprefix(NAMESPACE)
        does = "mean" if name == "when" else "take out"
        yield _fault(element, f"<{name}> names no services, so it would {does} every one")


def _authorization(element: etree._Element) -> Iterator[Fault]:
    """What is never covered stands with a demand, for nobody asks where none is needed."""
    if word(element, "required") == "no":
        for each in children(element, "not-covered"):
            says = '<not-covered> is read under required="yes" or "unlisted" alone: write it there'
            yield _fault(each, says)


def _retrospective(element: etree._Element) -> Iterator[Fault]:
    """An open door names the circumstances, a shut one has none; each is named once."""
    circumstances = list(children(element, "circumstance"))
    is_allowed = word(element, "allowed") == "yes"
    if circumstances and not is_allowed:
        yield _fault(circumstances[0], 'allowed="no" leaves no room for a circumstance')
    if is_allowed and not circumstances:
        yield _fault(element, 'allowed="yes" needs the circumstances in which it is')
    if word(element, "asks-for") == "notice" and not is_allowed:
        yield _fault(element, 'asks-for="notice" goes with allowed="yes": write the time for it')
    yield from _twice(circumstances, "code", "the circumstance")
    yield from _twice(list(children(element, "unless")), "exclusion", "the exclusion")


def _circumstance(element: etree._Element) -> Iterator[Fault]:
    """Each document is named once, and days to pend go with pending."""
    documents = list(children(element, "document"))
    yield from _twice(documents, "code", "the document")
    for each in documents:
        if word(each, "pend-days") and word(each, "when-missing") != "pended":
            yield _fault(each, 'pend-days goes with when-missing="pended": write both')


def _window(element: etree._Element) -> Iterator[Fault]:
    """A window is of a length one can live through, and closes after it opens."""
    length, unit = word(element, "length").lstrip("+0"), word(element, "unit")
    if (length == NOT_PUBLISHED) is bool(unit):
        yield _fault(element, f'write a length in a unit, or length="{NOT_PUBLISHED}" without one')
        return
    longest = LONGEST.get(unit, 0)
    if unit and (len(length) > len(str(longest)) or int(length) > longest):
        yield _fault(element, f"the window is longer than ten years ({longest} {unit})")
    for before in words(element, "before"):
        for after in words(element, "after"):
            first, last = _ORDER.get(Event(after)), _ORDER.get(Event(before))
            if before == after or (first is not None and last is not None and last <= first):
                says = f"the window closes before {before}, which is not after {after}"
                yield _fault(element, says)
    yield from _terms(element, unit)


def _terms(element: etree._Element, unit: str) -> Iterator[Fault]:
    """What only a count of days has, and a zone that is on the map."""
    for name in ("until", "roll-forward", "count-first-day"):
        if not unit and word(element, name) not in {"", "no"}:
            yield _fault(element, f"{name} is for a count that is published: leave it out")
        if unit == "hours" and word(element, name) not in {"", "no"}:
            yield _fault(element, f"{name} is for a count of days, not of hours: leave it out")
    zone = word(element, "zone")
    if zone and find_zone(zone) is None:
        yield _fault(element, f"{zone} is no time zone; write one such as America/Chicago")
    if word(element, "counted-from") and len(words(element, "after")) == 1:
        yield _fault(element, "counted-from needs two or more events in after")


def _conditions(element: etree._Element) -> Iterator[Fault]:
    """Groups of conditions are not stacked too high, and ask for facts there are."""
    names = {NAMESPACE + each.value for each in Quantity}
    if sum(each.tag in names for each in element.iterancestors()) >= _DEEPEST:
        yield _fault(element, f"conditions stand in one another more than {_DEEPEST} deep")
    for fact in children(element, "fact"):
        if word(fact, "name") not in ClaimFacts.__struct_fields__:
            yield _fault(fact, f"{word(fact, 'name')} is no column of the facts")


def _places(element: etree._Element) -> Iterator[Fault]:
    for name in ROWS:
        yield from _twice(list(children(element, name)), "id", f"the {name}")


def _family(element: etree._Element) -> Iterator[Fault]:
    """A place has one answer, and every answer can be reached."""
    yield from _codes(element)
    expected, tolerated = set(words(element, "expected")), set(words(element, "tolerated"))
    for place in sorted(expected & tolerated):
        yield _fault(element, f"the place {place} is both expected and tolerated")
    is_settled = False
    for otherwise in children(element, "otherwise"):
        if is_settled:
            yield _fault(otherwise, "an earlier <otherwise> already fits every place")
        for place in words(otherwise, "places"):
            if place in expected | tolerated:
                yield _fault(otherwise, f"the place {place} is expected or tolerated")
        is_settled |= not set(otherwise.attrib) & {"places", "lines-of-business"}


def _graded(element: etree._Element) -> Iterator[Fault]:
    """Days run forward, and an answer for every line of business is the last one."""
    yield from _codes(element)
    is_settled = False
    for otherwise in children(element, "otherwise"):
        if is_settled:
            yield _fault(otherwise, "an earlier <otherwise> already fits every line of business")
        is_settled = not word(otherwise, "lines-of-business")


def _encounter(element: etree._Element) -> Iterator[Fault]:
    """What a class rules out is named, and what is right on the first day is ruled out after it."""
    yield from _graded(element)
    places = set(words(element, "not-at"))
    if not places and not word(element, "not-billed"):
        yield _fault(element, "it rules nothing out: write not-at or not-billed")
    for place in words(element, "first-day-at"):
        if place not in places:
            yield _fault(element, f"the place {place} of first-day-at is not in not-at")


def _compared(element: etree._Element) -> Iterator[Fault]:
    """One who is a patient still is told by a status."""
    yield from _graded(element)
    if word(element, "part") == "still-a-patient" and not word(element, "unless-status"):
        yield _fault(element, "still-a-patient is told by a status: write unless-status")


def _facility(element: etree._Element) -> Iterator[Fault]:
    """It says where a facility is named or where it is not, and of no place both."""
    yield from _graded(element)
    needed, wrong = words(element, "needed-at"), words(element, "not-at")
    if not needed and not wrong:
        yield _fault(element, "it speaks of no place: write needed-at or not-at")
    for place in needed:
        if place in wrong:
            yield _fault(element, f"the place {place} is both in needed-at and in not-at")


def _across(element: etree._Element) -> Iterator[Fault]:
    """What explains a place is another type of bill than the one it is held against."""
    yield from _graded(element)
    for bill in words(element, "unless-beside"):
        if bill in words(element, "beside"):
            yield _fault(element, f"the bill type {bill} is both in beside and in unless-beside")


def _twice(elements: list[etree._Element], name: str, what: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for element in elements:
        value = word(element, name)
        if value in seen:
            yield _fault(element, f"{what} {value} is there twice: leave one out")
        seen.add(value)


_CHECKS: dict[str, Callable[[etree._Element], Iterator[Fault]]] = {
    "policy": _policy,
    "services": _codes,
    "scope": _codes,
    "exempt": _taken_out,
    "not-covered": _taken_out,
    "authorization": _authorization,
    "equivalent": _codes,
    "except": _taken_out,
    "when": _taken_out,
    "retrospective": _retrospective,
    "circumstance": _circumstance,
    "window": _window,
    "clock": _window,
    "penalty": _penalty,
    **{each.value: _conditions for each in Quantity},
    "places": _places,
    "family": _family,
    "misfit": _codes,
    "encounter": _encounter,
    "compared": _compared,
    "across": _across,
    "service-facility": _facility,
    "two-rates": _graded,
}
