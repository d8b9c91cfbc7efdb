"""The patient event, loop 2000E: what is to be reviewed, when it was, and why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from edi_service.claims.model import ClaimKind
from edi_service.review import ambulance, attachments, conditions, kinds, reasons, stay
from edi_service.review.dental import note_what_is_left
from edi_service.review.draft import compact, number, span

if TYPE_CHECKING:
    from datetime import date

    from edi_service.cases.statement import Statement
    from edi_service.claims.ambulance import Trip
    from edi_service.claims.model import Claim, ServiceLine
    from edi_service.review.approach import Earlier, Matter
    from edi_service.review.diagnoses import Ordered
    from edi_service.review.draft import Draft

_FACILITY_CODE = re.compile(r"[0-9]{2}")
_STATE = re.compile(r"[A-Z]{2}")
_COUNTRY = re.compile(r"[A-Z]{2,3}")

# Occurrence codes (HI BH) of accidents, and what UM05 calls their cause.
_CAUSE_OF_OCCURRENCE = {"01": "AA", "02": "AA", "03": "AP", "04": "EM", "05": "AP", "06": "AP"}
_CAUSES = ("AA", "EM", "AP")  # the order in which UM05-1 to UM05-3 may hold them
_ONSET_OCCURRENCE, _MENSTRUAL_OCCURRENCE = "11", "10"


def add_review(draft: Draft, matter: Matter, lines: list[ServiceLine]) -> str:
    """
    UM: category, type, place and circumstances of the review; REF: the review there was before.

    Returns the service type.
    """
    claim, approach, service_types = draft.claim, matter.approach, matter.service_types
    statement = approach.statement
    is_stay = stay.is_stay(claim)
    known = {service_types.of_line(claim, line) for line in lines}
    common = known.pop() if len(known) == 1 else ""
    service_type = service_types.of_stay(claim) if is_stay else common
    if claim.release_of_information == "I":
        draft.find(kinds.RELEASE_RESTRICTED, "CLM09 is I")
    draft.add(
        "2000E",
        "UM",
        "AR" if is_stay else "HS",
        approach.purpose.certification_type,
        service_type,
        place(draft, claim.facility_code, None),
        _related_causes(draft),
        reasons.level_of_service(matter.case, claim, statement),
        statement.condition,
        statement.prognosis,
        _release(claim, statement),
        reasons.delay_reason(matter, claim),
    )
    add_earlier(draft, "2000E", approach.earlier)
    return service_type


def add_earlier(draft: Draft, loop: str, earlier: Earlier) -> None:
    """REF: the authorization number (BB) and the administrative one (NT) of an earlier review."""
    if authorization := earlier.authorization.strip(" "):
        draft.add(loop, "REF", "BB", authorization)
    if reference := earlier.reference.strip(" "):
        draft.add(loop, "REF", "NT", reference)


def place(draft: Draft, code: str, line: ServiceLine | None) -> tuple[str, ...]:
    """UM04: the first two digits of the bill type (A), or the place of service (B)."""
    code = code.strip(" ")
    if not code:
        return ()
    if not _FACILITY_CODE.fullmatch(code):
        draft.find(kinds.CODE_REFUSED, "the facility code (CLM05-1) is not of two digits", line)
    return code, "A" if draft.claim.kind is ClaimKind.INSTITUTIONAL else "B"


def add_dates(draft: Draft, lines: list[ServiceLine], statement: Statement) -> None:
    """DTP: accident, pregnancy, onset; then the days of the event or of the stay."""
    claim = draft.claim
    for qualifier, day, what in (
        ("439", claim.accident or _accident(claim), "the day of the accident"),
        ("484", claim.last_menstrual_period or _occurred(claim, _MENSTRUAL_OCCURRENCE), "DTP*484"),
        ("431", claim.onset or _occurred(claim, _ONSET_OCCURRENCE), "the day of onset"),
    ):
        if day is not None:
            _add_day(draft, qualifier, day, what)
    if statement.birth_expected is not None:  # which may be a day to come
        draft.add("2000E", "DTP", "ABC", "D8", compact(statement.birth_expected))
    if stay.is_stay(claim):
        add_stay_dates(draft)
    else:
        _add_event_dates(draft, lines)


def add_diagnoses(draft: Draft, ordered: Ordered) -> None:
    """HI: at most twelve, in the order the guide wants."""
    if ordered.entries:
        draft.add("2000E", "HI", *ordered.entries)
    elif draft.claim.kind is not ClaimKind.DENTAL:  # teeth are often treated without one
        draft.find(kinds.DIAGNOSIS_MISSING, "no diagnosis can be sent")


def add_details(draft: Draft, matter: Matter, trip: Trip | None, lines: list[ServiceLine]) -> None:
    """HSD, CRC, CL1, CR1, CR2, PWK and MSG, in the guide's order."""
    claim, statement = draft.claim, matter.approach.statement
    is_stay = stay.is_stay(claim)
    if is_stay and (days := stay.days_of_stay(claim)) is not None:
        draft.add("2000E", "HSD", "DY", number(days))
    remarks = [*note_what_is_left(draft), *ambulance.add_conditions(draft, trip)]
    conditions.add_equipment(draft, lines)
    if is_stay and (claim.admission_type or claim.admission_source or claim.patient_status):
        draft.add(
            "2000E", "CL1", claim.admission_type, claim.admission_source, claim.patient_status
        )
    ambulance.add_trip(draft, trip, statement.trip)
    conditions.add_manipulation(draft, statement.complication)
    attachments.add(draft, "2000E", None, matter.approach.papers)
    _add_message(draft, matter, remarks, is_stay=is_stay)


def _add_message(draft: Draft, matter: Matter, remarks: list[str], *, is_stay: bool) -> None:
    """MSG: our words, then those of the statement, whose end may not fit."""
    necessity = " ".join(matter.approach.statement.necessity.split())
    text = reasons.message(matter.case, is_admission=is_stay, remarks=[*remarks, necessity])
    if not text.endswith(necessity):
        draft.find(kinds.LEFT_OUT, "the end of the statement of necessity")
    draft.add("2000E", "MSG", text)


def add_other_reviewers(draft: Draft, statement: Statement) -> None:
    """Loop 2010EC: who denied the same event before, why, and when."""
    for other in statement.other_reviewers:
        draft.add("2010EC", "NM1", other.role, "2", other.name)
        first, *more = [reason for reason in other.reasons if reason.strip(" ")] or [""]
        if not first:
            draft.find(kinds.CODE_REFUSED, "another reviewer's denial has no reason")
        further = [part for reason in more for part in ("ZZ", reason)]
        draft.add("2010EC", "REF", "ZZ", first, "", tuple(further))
        denied = draft.day(other.denied, "the day of another reviewer's denial")
        draft.add("2010EC", "DTP", "598", "D8", denied)


def days_of(claim: Claim, line: ServiceLine) -> tuple[date, date] | None:
    """The first and last day of a service line: its own, else the claim's."""
    if line.starts is not None:
        return line.starts, line.ends or line.starts
    if claim.first_day is None or claim.last_day is None:
        return None
    return claim.first_day, claim.last_day


def _release(claim: Claim, statement: Statement) -> str:
    """UM09: signed on the claim, or restricted, which only a person can say."""
    if statement.release_restricted:
        return "M"
    return "Y" if claim.release_of_information == "Y" else ""


def _related_causes(draft: Draft) -> tuple[str, ...]:
    """UM05: what others may have to pay for; CLM11, or accidents among the occurrence codes."""
    claim = draft.claim
    accident_state = claim.reference("LU").strip(" ")  # of 837I: the state of an auto accident
    state = (claim.accident_state or accident_state).strip(" ")
    country = claim.accident_country.strip(" ")
    shown = {*claim.related_causes}
    if claim.kind is ClaimKind.INSTITUTIONAL:
        shown = {_CAUSE_OF_OCCURRENCE.get(found.code, "") for found in claim.occurrences}
        shown |= {"AA"} if accident_state else set()
    causes = [cause for cause in _CAUSES if cause in shown]
    if not causes:
        return ()
    if "AA" not in causes:
        state = country = ""
    if state and not _STATE.fullmatch(state):
        draft.find(kinds.CODE_REFUSED, "the state of the accident is not two capital letters")
    if country and not _COUNTRY.fullmatch(country):
        draft.find(kinds.CODE_REFUSED, "the country of the accident is not a country code")
    return (*causes, *[""] * (3 - len(causes)), state, country)


def _accident(claim: Claim) -> date | None:
    """The day of the first occurrence that is an accident."""
    days = (_occurred(claim, code) for code in _CAUSE_OF_OCCURRENCE)
    return next((day for day in days if day is not None), None)


def _occurred(claim: Claim, code: str) -> date | None:
    return next((found.starts for found in claim.occurrences if found.code == code), None)


def _add_day(draft: Draft, qualifier: str, day: date, what: str) -> None:
    draft.add("2000E", "DTP", qualifier, "D8", draft.day(day, what))


def add_stay_dates(draft: Draft) -> None:
    """Admission, which a stay must have, and the discharge when it is over."""
    claim = draft.claim
    if claim.admitted is None:
        draft.find(kinds.ADMISSION_MISSING, "a stay without DTP*435")
        return
    _add_day(draft, "435", claim.admitted, "the day of admission")
    ended = claim.statement_to
    if ended is None or not stay.is_discharged(claim):
        return
    if ended < claim.admitted:
        draft.find(kinds.DAY_IMPOSSIBLE, "the stay ends before it starts")
    _add_day(draft, "096", ended, "the day of discharge")


def _add_event_dates(draft: Draft, lines: list[ServiceLine]) -> None:
    """The days of the event, on a professional claim also the stay around them."""
    claim = draft.claim
    add_event_days(draft, lines)
    if claim.kind is ClaimKind.PROFESSIONAL and claim.admitted is not None:
        _add_day(draft, "435", claim.admitted, "the day of admission")
        if claim.discharged is not None:
            _add_day(draft, "096", claim.discharged, "the day of discharge")


def add_event_days(draft: Draft, lines: list[ServiceLine]) -> None:
    """AAH: the days of the statement, else of the lines at issue, which check their own."""
    claim = draft.claim
    found = [days for line in lines if (days := days_of(claim, line)) is not None]
    if claim.kind is ClaimKind.INSTITUTIONAL and claim.statement_from is not None:
        ends = claim.statement_to or claim.statement_from
        event = draft.days(claim.statement_from, ends, "the statement")
        draft.add("2000E", "DTP", "AAH", *event)
    elif found:
        event = span(min(days[0] for days in found), max(days[1] for days in found))
        draft.add("2000E", "DTP", "AAH", *event)
    elif lines:  # without any, that is what was found
        draft.find(kinds.DAY_MISSING, "neither the claim nor its lines have a day of service")
