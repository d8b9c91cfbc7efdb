"""
From what somebody typed to a fact: one function a sort of value.

Each takes text without spaces around it, raises ``ValueError`` with a sentence for the person who
typed it, and never guesses: 02/03/2026 is a day in two countries.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from edi_service.facts.encounter import PatientClass
from edi_service.facts.model import DocumentDay, Network, Override, Status

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:.*")
_STATE = re.compile(r"[A-Za-z]{2}")
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,6})?")
_PLACE = re.compile(r"[0-9]{2}")
_PROCEDURE = re.compile(r"[0-9A-Z]{5}")
_MODIFIER = re.compile(r"[0-9A-Z]{2}")
_LOCALITY = re.compile(r"[0-9]{1,9}")
_PROVIDER = re.compile(r"[0-9]{10}|[0-9]{9}|[0-9]{2}-[0-9]{7}")
_OVERRIDE = re.compile(r"([A-Z]{2}[0-9]{2})\s*:\s*(\S.*)", re.DOTALL)
CLASSES = {
    "E": PatientClass.EMERGENCY,
    "I": PatientClass.INPATIENT,
    "O": PatientClass.OUTPATIENT,
    "P": PatientClass.PREADMIT,
    "R": PatientClass.RECURRING,
    "B": PatientClass.OBSTETRICS,
}
_WORDS = {
    "yes": True,
    "y": True,
    "true": True,
    "1": True,
    "no": False,
    "n": False,
    "false": False,
    "0": False,
}


def read_text(text: str) -> str:
    """Text as it stands, unless it is a spreadsheet's formula."""
    if text.startswith("="):
        message = "it is a spreadsheet's formula, not a value"
        raise ValueError(message)
    return text


def read_day(text: str) -> date:
    """A day in ISO 8601."""
    try:
        # fromisoformat alone would also take 20260203 and 2026-W06-2.
        return date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        message = "write a day such as 2026-02-03"
        raise ValueError(message) from None


def read_moment(text: str) -> datetime | date:
    """A day, or a day and a time with its offset."""
    if not _TIME.fullmatch(text):
        try:
            return read_day(text)
        except ValueError:
            message = "write a day such as 2026-02-03, or a time such as 2026-02-03T14:30-05:00"
            raise ValueError(message) from None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        message = "write a time such as 2026-02-03T14:30-05:00"
        raise ValueError(message) from None
    if moment.utcoffset() is None:
        message = "add the offset from UTC to the time, such as -05:00"
        raise ValueError(message)
    return moment


def read_yes_no(text: str) -> bool:
    """Yes or no."""
    try:
        return _WORDS[text.lower()]
    except KeyError:
        message = "write yes or no"
        raise ValueError(message) from None


def read_word(text: str) -> str:
    """A name as policies write it: in small letters, joined by hyphens."""
    return "-".join(re.findall("[a-z0-9]+", read_text(text).lower()))


def read_network(text: str) -> Network:
    """The provider's standing with the plan."""
    try:
        return Network(text.lower())
    except ValueError:
        message = "write in or out"
        raise ValueError(message) from None


def read_state(text: str) -> str:
    """A state's two letters."""
    if not _STATE.fullmatch(text):
        message = "write the two letters of a state, such as OH"
        raise ValueError(message)
    return text.upper()


def read_words(text: str) -> tuple[str, ...]:
    """Words between semicolons."""
    return tuple(part for part in map(str.strip, read_text(text).split(";")) if part)


def read_overrides(text: str) -> tuple[Override, ...]:
    """Codes with reasons, such as ``PS02: seen in the ambulance bay; PS03: not admitted``."""
    overrides = []
    for part in read_words(text):
        found = _OVERRIDE.fullmatch(part)
        if found is None:
            message = "write a code and a reason, such as PS02: seen in the ambulance bay"
            raise ValueError(message)
        overrides.append(Override(found[1], found[2]))
    return tuple(overrides)


def read_document_days(text: str) -> tuple[DocumentDay, ...]:
    """Documents with the days they bear, such as ``order: 2026-06-01; face-sheet: 2026-06-03``."""
    days = []
    for part in read_words(text):
        code, colon, day = (piece.strip() for piece in part.partition(":"))
        if not (code and colon):
            message = "write a document and its day, such as order: 2026-06-01"
            raise ValueError(message)
        days.append(DocumentDay(code, read_day(day)))
    return tuple(days)


def read_units(text: str) -> Decimal:
    """A count of units."""
    try:
        return Decimal(text if _NUMBER.fullmatch(text) else "")
    except InvalidOperation:
        message = "write a number such as 3 or 1.5"
        raise ValueError(message) from None


def read_codes(text: str) -> tuple[str, ...]:
    """Codes between semicolons, in capitals and without points, as claims have them."""
    return tuple(word.upper().replace(".", "") for word in read_words(text))


def read_procedure(text: str) -> str:
    """One procedure code (CPT or HCPCS)."""
    if not _PROCEDURE.fullmatch(text.upper()):
        message = "write one procedure code, such as 99213"
        raise ValueError(message)
    return text.upper()


def read_modifiers(text: str) -> tuple[str, ...]:
    """Modifiers between semicolons, or ``*`` for whatever a line has."""
    return ("*",) if text == "*" else _all_like(_MODIFIER, text.upper(), "write 26; 59, or *")


def read_locality(text: str) -> str:
    """A ZIP code, or its first digits."""
    if not _LOCALITY.fullmatch(text):
        message = "write a ZIP code or its first digits, such as 432"
        raise ValueError(message)
    return text


def read_amount(text: str) -> Decimal:
    """Dollars, as a plain number."""
    try:
        return read_units(text)
    except ValueError:
        message = "write dollars as a plain number, such as 92.05"
        raise ValueError(message) from None


def read_class(text: str) -> PatientClass:
    """The class of a patient: its word, or its letter in HL7 table 0004."""
    try:
        return CLASSES.get(text.upper()) or PatientClass(text.lower())
    except ValueError:
        message = f"write {', '.join(PatientClass)}, or a letter such as E, I, O"
        raise ValueError(message) from None


def read_place(text: str) -> str:
    """One place-of-service code."""
    if not _PLACE.fullmatch(text):
        message = "write the two digits of a place of service, such as 22"
        raise ValueError(message)
    return text


def read_patient_status(text: str) -> str:
    """Where the patient went, by the codes of CL103; a single digit is no code."""
    if not _PLACE.fullmatch(text):
        message = "write the two digits of a patient status, such as 01"
        raise ValueError(message)
    return text


def read_places(text: str) -> tuple[str, ...]:
    """Place-of-service codes between semicolons."""
    return _all_like(_PLACE, text, "write two-digit codes such as 11; 22")


def read_providers(text: str) -> tuple[str, ...]:
    """NPIs and tax identifiers between semicolons."""
    says = "write NPIs (10 digits) or tax identifiers (9 digits)"
    return tuple(word.replace("-", "") for word in _all_like(_PROVIDER, text, says))


def read_status(text: str) -> Status:
    """What the payer has said."""
    try:
        return Status(text.lower())
    except ValueError:
        message = "write approved, pending or denied"
        raise ValueError(message) from None


def _all_like(pattern: re.Pattern[str], text: str, says: str) -> tuple[str, ...]:
    words = read_words(text)
    if not all(pattern.fullmatch(word) for word in words):
        raise ValueError(says)
    return words
