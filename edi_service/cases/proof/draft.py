"""
A first policy from a few answers, with the cases that hold it on both sides of its boundary.

Only the commonest shape is asked for: services by code, one reason to ask afterwards, one window.
Whatever else the payer says is added by hand, in the file that comes of it.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from lxml import etree
from msgspec import Struct

from edi_service.cases.proof.claims import CaseRefused
from edi_service.codes.clock import Length, MissingZone, Moment, Unit, deadline
from edi_service.facts.model import ClaimFacts
from edi_service.policy.certainty import Certainty
from edi_service.policy.language.elements import NAMESPACE
from edi_service.policy.model import Channel, CircumstanceCode, Event
from edi_service.policy.retrospective.circumstances import TOLD
from edi_service.policy.retrospective.events import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ZONE = "America/New_York"
FROM_THE_CLAIM = (Event.FIRST_DAY_OF_SERVICE, Event.LAST_DAY_OF_SERVICE)


class Question(NamedTuple):
    """A *key* of the answers, what is *asked*, and what is taken when nothing is answered."""

    key: str
    asked: str
    default: str | None = None


QUESTIONS = (
    Question("payer", "The payer's key in the payer table, such as example-health"),
    Question("subject", "What the policy is about, as a word, such as advanced-imaging"),
    Question("title", "Its title, for people"),
    Question("lines_of_business", "For which lines of business, such as commercial medicare"),
    Question("starts", "From which day of service, such as 2026-01-01"),
    Question("source_title", "The document it was read in"),
    Question("source_href", "Where that is found (https://…)"),
    Question("source_locator", "The page or section"),
    Question("retrieved", "The day it was read"),
    Question("certainty", "A read in full, B in part or at second hand, C not read again", "A"),
    Question("codes", "Which procedure codes need an authorization, such as 70551-70553 A9552"),
    Question("channel", f"How to ask: {', '.join(Channel)}", "unknown"),
    Question("circumstance", f"When one may ask afterwards: {', '.join(CircumstanceCode)}", "any"),
    Question("length", "For how many hours or days", "14"),
    Question("unit", f"Counted in: {', '.join(Unit)}", "calendar-days"),
    Question("after", f"After which event: {', '.join(Event)}", "first-day-of-service"),
    Question("documents", "Which documents are wanted (words of documents.csv)", ""),
)


class Draft(Struct, frozen=True, kw_only=True):
    """The answers, each as it was understood; see :data:`QUESTIONS`."""

    payer: str
    subject: str
    title: str
    lines_of_business: tuple[str, ...]
    starts: date
    source_title: str
    source_href: str
    source_locator: str
    retrieved: date
    certainty: Certainty
    codes: str
    channel: Channel
    circumstance: CircumstanceCode
    length: int
    unit: Unit
    after: Event
    documents: tuple[str, ...]

    @property
    def id(self) -> str:
        """The policy's id."""
        return f"{self.payer}/{self.subject}"


def draft(answers: Mapping[str, Any]) -> Draft:
    """
    The draft that *answers* make, each text or something that reads as such.

    Raises:
        CaseRefused: an answer is missing, is to no question, or cannot be what was asked for.
    """
    if unknown := set(answers) - {question.key for question in QUESTIONS}:
        message = f"there is no question {min(unknown)!r}"
        raise CaseRefused(message)
    said: dict[str, Any] = {}
    for question in QUESTIONS:
        answer = answers.get(question.key, question.default)
        if answer is None or (answer == "" and question.default != ""):
            message = f"{question.key} is not answered: {question.asked}"
            raise CaseRefused(message)
        said[question.key] = _understood(question, str(answer).strip())
    return Draft(**said)


def _word(text: str) -> str:
    if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", text):
        message = "write small letters, digits and single hyphens"
        raise ValueError(message)
    return text


_UNDERSTAND: Mapping[str, Any] = {
    **dict.fromkeys(("payer", "subject"), _word),
    **dict.fromkeys(("lines_of_business", "documents"), lambda text: tuple(text.split())),
    **dict.fromkeys(("starts", "retrieved"), date.fromisoformat),
    "certainty": Certainty,
    "channel": Channel,
    "circumstance": CircumstanceCode,
    "length": int,
    "unit": Unit,
    "after": Event,
}


def _understood(question: Question, text: str) -> object:
    try:
        return _UNDERSTAND.get(question.key, str)(text)
    except ValueError:
        message = f"{question.key} cannot be {text!r}: {question.asked}"
        raise CaseRefused(message) from None


def policy_text(draft: Draft) -> bytes:
    """The policy file of *draft*."""
    uri = NAMESPACE.strip("{}")
    root = etree.fromstring(f'<policy xmlns="{uri}"/>')
    for name, value in (
        ("id", draft.id),
        ("payer", draft.payer),
        ("lines-of-business", " ".join(draft.lines_of_business)),
    ):
        root.set(name, value)
    _child(root, "title").text = draft.title
    dates = {"from": draft.starts.isoformat(), "channel": draft.channel.value}
    revision = _child(root, "revision", dates)
    source = {"title": draft.source_title, "href": draft.source_href}
    source |= {"locator": draft.source_locator, "retrieved": draft.retrieved.isoformat()}
    _child(revision, "source", {**source, "certainty": draft.certainty.value})
    required = _child(revision, "authorization", {"required": "yes"})
    _child(required, "services", {"codes": draft.codes})
    allowed = _child(revision, "retrospective", {"allowed": "yes"})
    reason = _child(allowed, "circumstance", {"code": draft.circumstance.value})
    count = {"length": str(draft.length), "unit": draft.unit.value, "after": draft.after.value}
    _child(reason, "window", count)
    for code in draft.documents:
        _child(reason, "document", {"code": code})
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _child(
    parent: etree._Element, name: str, attributes: Mapping[str, str] | None = None
) -> etree._Element:
    return etree.SubElement(parent, f"{NAMESPACE}{name}", dict(attributes or {}))


def cases_text(draft: Draft) -> str:
    """The cases beside it: before its first day, and on both sides of the last moment to ask."""
    return "\n".join(_cases(draft))


def _cases(draft: Draft) -> Iterator[str]:
    start = _start(draft)
    end = deadline(Moment(start), Length(draft.length, draft.unit), ZoneInfo(ZONE))
    if isinstance(end, MissingZone):
        raise CaseRefused(end.reason)
    step = timedelta(minutes=1) if isinstance(end.when, datetime) else timedelta(days=1)
    code = re.split("[- ]", draft.codes)[0].replace("*", "0")
    is_urgent = draft.circumstance is CircumstanceCode.EMERGENCY
    urgent = ", is_emergency = true" if is_urgent else ""
    place = 'facility_code = "20", ' if is_urgent else ""  # an emergency in the office is odd
    yield f"# {draft.title}: a beginning; add what else the payer says, and cases for it."
    yield f'\n[defaults]\nday = {draft.starts}\nzone = "{ZONE}"'
    yield f'claim = {{ {place}lines = [{{ procedure = "{code}"{urgent} }}] }}'
    yield f"facts = {{ {', '.join(_facts(draft, start))} }}"
    yield '\n[[case]]\nname = "the day before the first: nothing is asked for"'
    yield f'day = {draft.starts - timedelta(days=1)}\nexpect = []\ndecision = "none"'
    for name, as_of, found, decision in (
        ("the last moment to ask", end.when, "RT01", "allowed"),
        ("just too late", end.when + step, "RT02", "refused"),
    ):
        yield f'\n[[case]]\nname = "{name}"\nas_of = {as_of.isoformat()}'
        yield f'expect = ["PA01", "{found}"]\ndecision = "{decision}"'
        yield f"deadline = {end.when.isoformat()}"


def _start(draft: Draft) -> date | datetime:
    """When the event of the window happened: a day, or an hour where hours are counted."""
    day = draft.starts
    if draft.after not in FROM_THE_CLAIM:
        day += timedelta(days=0 if WORDS[draft.after].fact == "admitted" else 3)
    if draft.unit is not Unit.HOURS:
        return day
    hints = str(ClaimFacts.__annotations__.get(WORDS[draft.after].fact, ""))
    if "datetime" not in hints:
        return day
    return datetime.combine(day, time(9), ZoneInfo(ZONE))


def _facts(draft: Draft, start: date | datetime) -> Iterator[str]:
    """The facts that let the reason hold and the count begin."""
    known: dict[str, str] = {}
    later = (draft.starts + timedelta(days=3)).isoformat()
    if draft.circumstance in TOLD:
        known[TOLD[draft.circumstance]] = "true"
    for reason, fact in (
        (CircumstanceCode.RETRO_ELIGIBILITY, "eligibility_added"),
        (CircumstanceCode.COVERAGE_UNKNOWN, "coverage_known"),
        (CircumstanceCode.OTHER_COVERAGE, "other_payer_decided"),
    ):
        if draft.circumstance is reason:
            known[fact] = later
    if draft.after not in FROM_THE_CLAIM and draft.after is not Event.BIRTH:
        known[WORDS[draft.after].fact] = start.isoformat()
    return (f"{name} = {value}" for name, value in known.items())
