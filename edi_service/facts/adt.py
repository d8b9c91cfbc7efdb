"""
Encounters from HL7 v2 ADT messages, alone or in batches, framed for a wire or not.

Messages about one visit are folded in the order of their time: a later one corrects what it says
and leaves what it does not say.  ``""`` takes a value back.  A time without an offset is one of
the zone that the caller names.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from edi_service.facts.encounter import NO_ENCOUNTER
from edi_service.facts.kinds import OTHER_MESSAGE, UNREADABLE_MESSAGE
from edi_service.facts.match import EncounterTable, Row
from edi_service.facts.values import CLASSES
from edi_service.finding import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, tzinfo

    import hl7

    from edi_service.facts.encounter import Encounter
    from edi_service.finding import Finding

_CANCELLING = {"A11": "admitted", "A13": "discharged"}  # what each takes back
_EVENTS = frozenset({"A01", "A03", "A04", "A06", "A08", *_CANCELLING})
_ADMITTING, _DISCHARGING = frozenset({"A01", "A06"}), "A03"
_STARTS = ("MSH", "FHS", "BHS")
_FRAME = str.maketrans("", "", "\x0b\x1c")  # of the minimal lower layer protocol
_TIME = re.compile(r"(\d{8})(\d{4}(?:\d{2}(?:\.\d{1,4})?)?)?([+-]\d{4})?")
_DELETED = '""'


def is_hl7(text: str) -> bool:
    """Whether *text* begins as HL7 does."""
    return text.removeprefix("\ufeff").translate(_FRAME).lstrip().startswith(_STARTS)


def read_messages(text: str, *, name: str, zone: tzinfo) -> EncounterTable:
    """
    The encounters of the messages in *text*, one a visit; *name* is the file's.

    *zone* is that of times without an offset.  What cannot be read is a finding with its line.
    """
    findings: list[Finding] = []
    told = [
        message
        for number, lines in _messages(text.removeprefix("\ufeff"), findings)
        if (message := _Reader(number, lines, zone, findings).read()) is not None
    ]
    told.sort(key=lambda message: message.moment)  # stable: of two at once the later in the file
    visits: dict[tuple[str, str], list[_Message]] = {}
    for message in told:
        visits.setdefault(message.key, []).append(message)
    rows = [_row(visit) for visit in visits.values()]
    return EncounterTable(rows, name=name, findings=findings)


class _Message(NamedTuple):
    """What one message says; *told* are fields of an encounter, None where it takes one back."""

    line: int
    moment: datetime
    account: str
    visit: str
    told: dict[str, object]

    @property
    def key(self) -> tuple[str, str]:
        """The visit it is about; the account where no visit is numbered."""
        return ("visit", self.visit) if self.visit else ("account", self.account)


def _row(visit: list[_Message]) -> Row[Encounter]:
    """One visit: each message over those before it."""
    told: dict[str, object] = {}
    for message in visit:
        told.update(message.told)
    known = {name: value for name, value in told.items() if value is not None}
    encounter = msgspec.structs.replace(NO_ENCOUNTER, **known)
    account = next((each.account for each in reversed(visit) if each.account), "")
    line = min(message.line for message in visit)
    return Row(f"line {line}", account, "", encounter, visit[0].visit)


def _messages(text: str, findings: list[Finding]) -> Iterator[tuple[int, list[str]]]:
    """Each message's first line and segments; headers and trailers of batches part them."""
    first, segments = 0, list[str]()
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        segment = line.translate(_FRAME).rstrip()
        if segment[:3] in ("MSH", "FHS", "BHS", "BTS", "FTS"):
            if segments:
                yield first, segments
            first, segments = number, [segment] if segment.startswith("MSH") else []
        elif segment and (
            not segments or not re.match(r"[A-Z][A-Z0-9]{2}(?![A-Za-z0-9])", segment)
        ):
            says = "it is no segment" if segments else "no message has begun"
            findings.append(_fault(number, "", says))
        elif segment:
            segments.append(segment)
    if segments:
        yield first, segments


def _fault(line: int, where: str, says: str) -> Finding:
    at = f"line {line}, {where}" if where else f"line {line}"
    return UNREADABLE_MESSAGE.found(NOWHERE, f"{at}: {says}")


class _Reader:
    """Reads one message, of which *segments* begin on *line*."""

    def __init__(
        self, line: int, segments: list[str], zone: tzinfo, findings: list[Finding]
    ) -> None:
        self._line = line
        self._segments = segments
        self._zone = zone
        self._findings = findings
        self._parsed: hl7.Message | None = None

    def read(self) -> _Message | None:
        """What it says; None, with a finding, where it is not one that is read."""
        import hl7  # noqa: PLC0415 -- only where there are messages

        try:
            self._parsed = hl7.parse("\r".join(self._segments) + "\r")
            kind, event = self._component("MSH", 9), self._component("MSH", 9, 2)
        except Exception:  # noqa: BLE001 -- the library raises of all sorts for a broken header
            kind = event = ""
        if not re.fullmatch(r"[A-Z]{3}", kind):
            self._fault("MSH", "it is no header of HL7 v2 with a sort of message")
            return None
        event = event or self._component("EVN", 1)
        if kind != "ADT" or event not in _EVENTS:
            message = f"line {self._line}: a message {kind} {event[:3]}".rstrip()
            self._findings.append(OTHER_MESSAGE.found(NOWHERE, message))
            return None
        moment = self._moment("EVN", 2) or self._moment("MSH", 7)
        account, visit = self._component("PID", 18), self._component("PV1", 19)
        if moment is None or not (account or visit):
            absent = "EVN-2" if moment is None else "PV1-19"
            self._fault(absent, "without it the message is left aside")
            return None
        return _Message(self._line, self._whole(moment), account, visit, self._told(event, moment))

    def _told(self, event: str, moment: datetime | date) -> dict[str, object]:
        told: dict[str, object] = {}
        for name, number, default in (
            ("patient_class", 2, None),
            ("location", 3, ""),
            ("patient_status", 36, ""),
        ):
            text = self._component("PV1", number)
            if text == _DELETED:
                told[name] = default
            elif text:
                told[name] = text
        self._judge(told)
        if event in _CANCELLING:
            return {**told, **self._taken_back(event)}
        occurred = self._moment("EVN", 6) or moment
        for name, number, is_now in (
            ("admitted", 44, event in _ADMITTING),
            ("discharged", 45, event == _DISCHARGING),
        ):
            if self._component("PV1", number) == _DELETED:
                told[name] = None
            elif (found := self._moment("PV1", number)) is not None:
                told[name] = found
            elif is_now and not self._component("PV1", number):
                told[name] = occurred
        return told

    def _taken_back(self, event: str) -> dict[str, object]:
        """What a cancellation takes back, whatever the message repeats of it."""
        back: dict[str, object] = {_CANCELLING[event]: None}
        # A patient who has not left has gone nowhere; who was not admitted has not left either.
        back |= {"discharged": None, "patient_status": ""}
        return back

    def _judge(self, told: dict[str, object]) -> None:
        """Take out what is not of its sort, with a finding."""
        letter = told.get("patient_class")
        if isinstance(letter, str):
            told["patient_class"] = CLASSES.get(letter.upper())
            if told["patient_class"] is None:
                del told["patient_class"]
                if letter.upper() not in ("N", "U", "C"):  # not applicable, unknown, commercial
                    self._fault("PV1-2", "the patient class is none of table 0004")
        status = told.get("patient_status")
        if isinstance(status, str) and status and not re.fullmatch(r"\d{2}", status):
            del told["patient_status"]
            self._fault("PV1-36", "the disposition has not the two digits of a patient status")

    def _component(self, segment: str, field: int, component: int = 1) -> str:
        """A component of a field's first repetition, unescaped; empty where there is none."""
        parsed = self._parsed
        assert parsed is not None  # noqa: S101 -- read() has parsed it
        for found in parsed:
            if str(found[0]) == segment:
                if field >= len(found):
                    return ""
                whole = found[field]
                separators = parsed.separators
                text = str(whole).split(separators[2])[0].split(separators[3])
                value = text[component - 1] if component <= len(text) else ""
                return value if value == _DELETED else str(parsed.unescape(value)).strip()
        return ""

    def _moment(self, segment: str, field: int) -> datetime | date | None:
        text = self._component(segment, field)
        if not text or text == _DELETED:
            return None
        try:
            return _read_time(text, self._zone)
        except ValueError:
            self._fault(f"{segment}-{field}", "it is no time such as 202606101430-0400")
            return None

    def _whole(self, moment: datetime | date) -> datetime:
        if isinstance(moment, datetime):
            return moment
        return datetime(moment.year, moment.month, moment.day, tzinfo=self._zone)

    def _fault(self, where: str, says: str) -> None:
        line = self._line
        for number, segment in enumerate(self._segments):
            if segment.startswith(where[:3]):
                line += number
                break
        self._findings.append(_fault(line, where, says))


def _read_time(text: str, zone: tzinfo) -> datetime | date:
    """A time of HL7, to the minute at least, else a day."""
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(text)
    day, clock, offset = found.groups()
    if clock is None:
        return datetime.strptime(day, "%Y%m%d").date()  # noqa: DTZ007 -- a day has no zone
    digits = clock.partition(".")[0].ljust(6, "0")
    if offset:
        return datetime.strptime(f"{day}{digits}{offset}", "%Y%m%d%H%M%S%z")
    return datetime.strptime(f"{day}{digits}", "%Y%m%d%H%M%S").replace(tzinfo=zone)
