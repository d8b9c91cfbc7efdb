"""The answer itself: one 005010X217 response, in the order of its guide, named a simulator's."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from edi_service.acknowledge.answering import writable
from edi_service.simulator.asked import SERVICE_PROVIDERS
from edi_service.simulator.lines import service_segments
from edi_service.simulator.script import Level
from edi_service.simulator.words import CONTACT, CONTACT_NUMBER, TRACE_ASSIGNER, message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from edi_service.simulator.asked import Asked, LevelAsked
    from edi_service.simulator.echo import Echo
    from edi_service.simulator.numbers import Numbers
    from edi_service.simulator.verdict import Verdict
    from edi_service.x12.segment import Segment

_PARTY = ("NM1", "REF", "N3", "N4", "PER", "AAA", "PRV")  # the order in loops of providers
_EVENT_DATES = ("439", "484", "ABC", "431", "AAH", "435", "096")
_TRANSPORT = "2010EB"  # in a request; 2010EC in an answer
_MOST_CODES = 12  # HI


@dataclass(slots=True)
class _Level:
    """One HL of the answer with the segments behind it."""

    code: str
    texts: list[str]
    below: list[_Level] = field(default_factory=list)


class Letter:
    """
    Writes the answer to one request.

    Args:
        asked: the request.
        verdict: what is said of it.
        numbers: the payer's own.
        moment: BHT04 and BHT05.
        echo: repeats segments in the words of the response's guide.
        is_unknown: whether the answer is about a request nobody sent.
    """

    def __init__(  # noqa: PLR0913 -- what is answered, by whom, when and how
        self,
        asked: Asked,
        verdict: Verdict,
        numbers: Numbers,
        moment: datetime,
        echo: Echo,
        *,
        is_unknown: bool = False,
    ) -> None:
        self._asked = asked
        self._verdict = verdict
        self._numbers = numbers
        self._moment = moment
        self._echo = echo
        self._is_unknown = is_unknown

    def texts(self) -> Iterator[str]:
        """Every segment between ST and SE, with the usual delimiters."""
        reference = self._numbers.make("U") if self._is_unknown else self._asked.reference
        kind = "19" if self._verdict.is_pended else "18"
        moment = self._moment
        yield f"BHT*0007*11*{writable(reference, 50)}*{moment:%Y%m%d}*{moment:%H%M}*{kind}"
        yield from _numbered(self._reviewer())

    def _rejects(self, level: Level) -> list[str]:
        """The AAA, where it stands at *level*."""
        found = self._verdict.rejection
        if found is None or found.level is not level:
            return []
        return [f"AAA*N**{found.reason}*{found.follow_up}"]

    def _stops_at(self, *levels: Level) -> bool:
        """Whether an AAA leaves nothing to be said below."""
        found = self._verdict.rejection
        return found is not None and found.level in levels

    # The levels, from the top down

    def _reviewer(self) -> _Level:
        level = self._asked.level("20")
        contact = f"PER*IC*{CONTACT}*TE*{CONTACT_NUMBER}"
        name = self._all(level, "2010A", "NM1")
        top = self._rejects(Level.REVIEWER)
        texts = [*top, *name, contact, *self._rejects(Level.REVIEWER_NAME)]
        stops = self._stops_at(Level.REVIEWER, Level.REVIEWER_NAME)
        return _Level("20", texts, [] if stops else [self._requester()])

    def _requester(self) -> _Level:
        level = self._asked.level("21")
        texts = [
            *self._all(level, "2010B", "NM1", "REF"),
            *self._rejects(Level.REQUESTER),
            *self._all(level, "2010B", "PRV"),
        ]
        below = [] if self._stops_at(Level.REQUESTER) else [self._person("22", Level.SUBSCRIBER)]
        return _Level("21", texts, below)

    def _person(self, code: str, loop: Level) -> _Level:
        level = self._asked.level(code)
        texts = [
            *self._all(level, loop, "NM1", "REF", "N3", "N4"),
            *self._rejects(loop),
            *self._all(level, loop, "DMG", "INS"),
        ]
        if self._stops_at(loop):
            return _Level(code, texts)
        if code == "22" and self._asked.has_dependent:
            return _Level(code, texts, [self._person("23", Level.DEPENDENT)])
        return _Level(code, texts, [self._event()])

    def _event(self) -> _Level:
        level, verdict = self._asked.level("EV"), self._verdict
        texts = [
            *self._traces(level, "2000E", "T"),
            *self._rejects(Level.EVENT),
            *self._all(level, "2000E", "UM"),
            *self._decision(verdict.action, verdict.number, verdict.reasons),
        ]
        if verdict.administrative and verdict.action:
            texts.append(f"REF*NT*{verdict.administrative}")
        texts += self._of(level, "2000E", "REF", "BB")
        for qualifier in _EVENT_DATES:
            texts += self._of(level, "2000E", "DTP", qualifier)
        texts += self._certified_dates()
        texts += self._diagnoses(level)
        texts += self._delivery(level)
        texts += self._all(level, "2000E", "CL1", "CR1", "CR2", "CR5", "CR6")
        texts += self._documents()
        texts.append(f"MSG*{message(verdict.message)}")
        texts += self._providers(level, "2010EA", "2010EA", Level.EVENT_PROVIDER)
        if verdict.is_pended:
            texts += [f"NM1*L5*2*{CONTACT}", f"PER*IC*{CONTACT}*TE*{CONTACT_NUMBER}"]
        texts += self._transport(level)
        if self._stops_at(Level.EVENT, Level.EVENT_PROVIDER):
            return _Level("EV", texts)
        services = [
            self._service(place, service) for place, service in enumerate(self._asked.services, 1)
        ]
        return _Level("EV", texts, services)

    def _service(self, place: int, level: LevelAsked) -> _Level:
        said = self._verdict.lines[place - 1]
        rejection = self._verdict.rejection
        is_meant = rejection is not None and rejection.is_about(place)
        texts = [
            *self._traces(level, "2000F", f"T{place}"),
            *(self._rejects(Level.SERVICE) if is_meant else []),
            *self._all(level, "2000F", "UM"),
            *self._decision(said.action, said.number, said.reasons),
            *self._of(level, "2000F", "REF", "BB"),
            *self._of(level, "2000F", "DTP", "472"),
        ]
        if self._verdict.line_questions:
            texts.append(_questions(self._verdict.line_questions))
        texts += service_segments(level, said, self._echo)
        texts += self._all(level, "2000F", "TOO", "HSD")
        rejected = Level.SERVICE_PROVIDER if is_meant else None
        texts += self._providers(level, SERVICE_PROVIDERS, "2010FA", rejected)
        return _Level("SS", texts)

    # Parts of levels

    def _all(self, level: LevelAsked, loop: str, *identifiers: str) -> list[str]:
        """What *loop* of the request says in segments of *identifiers*, in that order."""
        found = (
            self._echo.repeat(loop, segment)
            for identifier in identifiers
            for segment in level.all(loop, identifier)
        )
        return [text for text in found if text]

    def _of(self, level: LevelAsked, loop: str, identifier: str, qualifier: str) -> list[str]:
        segment = level.first(loop, identifier, qualifier)
        text = self._echo.repeat(loop, segment) if segment is not None else ""
        return [text] if text else []

    def _traces(self, level: LevelAsked, loop: str, purpose: str) -> list[str]:
        """The payer's trace number, and those of the request, which are now referred to (2)."""
        own = f"TRN*1*{self._numbers.make(purpose)}*{TRACE_ASSIGNER}"
        if self._is_unknown:
            return [own, f"TRN*2*{self._numbers.make('U' + purpose)}*{TRACE_ASSIGNER}"]
        repeated = self._all(level, loop, "TRN")
        return [own, *(text.replace("TRN*1*", "TRN*2*", 1) for text in repeated)]

    def _decision(self, action: str, number: str, reasons: tuple[str, ...]) -> list[str]:
        if not action:
            return []
        return [f"HCR*{action}*{number}*{'^'.join(reasons)}".rstrip("*")]

    def _certified_dates(self) -> list[str]:
        days = self._verdict.days
        if days is None:
            return []
        return [f"DTP*102*D8*{self._moment:%Y%m%d}", f"DTP*007*{_span(days)}"]

    def _diagnoses(self, level: LevelAsked) -> list[str]:
        """The HI of the request, and in it the questions of a payer who pends."""
        texts = self._all(level, "2000E", "HI")[:1]
        if not self._verdict.questions:
            return texts
        known = texts[0].split("*")[1:] if texts else []
        asked = [f"LOI:{code}" for code in self._verdict.questions]
        return ["*".join(["HI", *known[: _MOST_CODES - len(asked)], *asked])]

    def _delivery(self, level: LevelAsked) -> list[str]:
        """HSD, with the days of a stay that was shortened."""
        texts = self._all(level, "2000E", "HSD")[:1]
        if not (texts and self._verdict.stay):
            return texts
        elements = texts[0].split("*")
        return ["*".join([*elements[:2], self._verdict.stay, *elements[3:]])]

    def _documents(self) -> list[str]:
        return [
            f"PWK*{code}*EL***AC*{self._numbers.make(f'D{place}')}"
            for place, code in enumerate(self._verdict.documents, 1)
        ]

    def _providers(
        self, level: LevelAsked, loop: str, said: str, rejected: Level | None
    ) -> list[str]:
        """The providers of *loop*, in loop *said* of the answer; an AAA stands with the first."""
        texts: list[str] = []
        complaint = self._rejects(rejected) if rejected is not None else []
        for party in _parties(level, loop):
            own = [(segment.id, self._echo.repeat(said, segment)) for segment in party]
            if not own[0][1]:
                continue
            own += [("AAA", text) for text in complaint]
            complaint = []
            own.sort(key=lambda pair: _PARTY.index(pair[0]))
            texts += [text for _, text in own if text]
        return texts

    def _transport(self, level: LevelAsked) -> list[str]:
        texts: list[str] = []
        for party in _parties(level, _TRANSPORT):
            own = [self._echo.repeat("2010EC", segment) for segment in party]
            if all(own[:3]) and len(own) > 2:
                texts += own[:3]
        return texts


def _parties(level: LevelAsked, loop: str) -> Iterator[list[Segment]]:
    """The segments of each occurrence of *loop*, which NM1 begins."""
    party: list[Segment] = []
    for part in level.parts:
        if part.loop == loop and part.segment.id in _PARTY:
            if part.segment.id == "NM1" and party:
                yield party
                party = []
            party.append(part.segment)
    if party:
        yield party


def _span(days: tuple[date, date]) -> str:
    first, last = days
    return f"D8*{first:%Y%m%d}" if first == last else f"RD8*{first:%Y%m%d}-{last:%Y%m%d}"


def _questions(codes: tuple[str, ...]) -> str:
    return "*".join(["HI", *(f"LOI:{code}" for code in codes)])


def _numbered(top: _Level) -> Iterator[str]:
    """The levels with their numbers: HL01 counts them, HL02 names the one above."""
    waiting = [(top, "")]
    number = 0
    while waiting:
        level, parent = waiting.pop(0)
        number += 1
        yield f"HL*{number}*{parent}*{level.code}*{1 if level.below else 0}"
        yield from level.texts
        waiting = [(below, str(number)) for below in level.below] + waiting
