"""An ambulance trip and what it was needed for (CRC, CR1), and where it went (2010EB)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.ambulance import trips
from edi_service.claims.model import ZERO
from edi_service.claims.walk import Wanted, walk
from edi_service.review import kinds
from edi_service.review.draft import number
from edi_service.review.parties import add_address, has_address

if TYPE_CHECKING:
    from edi_service.claims.ambulance import Certification, Trip
    from edi_service.claims.model import Claim, ServiceLine
    from edi_service.review.draft import Draft

_CONDITIONS = frozenset(  # CRC*07
    {"01", "02", "03", "04", "05", "06", "07", "08", "09", "41", "43", "5A", "60", "9D"}
)
_CONFINED = "12"  # of a claim's CRC*07, but not of a request's
_MOST_CONDITIONS = 5  # CRC03 to CRC07
_REASONS = frozenset("ABCDEF")  # CR104
_HOMEBOUND, _ACTIVITIES, _INDEPENDENT_AT_HOME = "75", "76", "IH"


def trip_of(claim: Claim, at_issue: list[ServiceLine]) -> Trip | None:
    """The trip of the claim, else that of the first line at issue which has one."""
    numbers = ["", *(line.number for line in at_issue)]
    found = {trip.line: trip for trip in trips(claim)}
    return next((found[line] for line in numbers if line in found), None)


def add_conditions(draft: Draft, trip: Trip | None) -> list[str]:
    """
    CRC: ambulance certification (07) and activities permitted (76).

    Returns what no code can say, for the message.
    """
    remarks: list[str] = []
    for certification in trip.certifications if trip else ():
        remarks += _add_certification(draft, certification)
    if _is_homebound(draft.claim):
        draft.add("2000E", "CRC", _ACTIVITIES, "Y", _INDEPENDENT_AT_HOME)
    return remarks


def add_trip(draft: Draft, trip: Trip | None, stated: str) -> None:
    """
    CR1: weight, kind of trip, reason, distance, and the purposes of a round trip and stretcher.

    A claim does not say what kind of trip it was; *stated* does where somebody said so.  Else a
    purpose of a round trip means X, anything else is taken for an initial trip, and a note asks to
    confirm it.
    """
    if trip is None or not _tells_of_trip(trip):
        return
    kind = stated or ("X" if trip.round_trip.strip(" ") else "I")
    if not stated:
        draft.find(kinds.TRIP_ASSUMED, f"CR103 was taken to be {kind}")
    if trip.reason and trip.reason not in _REASONS:
        draft.find(kinds.CODE_REFUSED, "the reason of the transport (CR104) is not one of A to F")
    draft.add(
        "2000E",
        "CR1",
        "LB" if trip.patient_weight > ZERO else "",
        number(trip.patient_weight) if trip.patient_weight > ZERO else "",
        kind,
        trip.reason,
        "DH" if trip.miles > ZERO else "",
        number(trip.miles) if trip.miles > ZERO else "",
        "",
        "",
        trip.round_trip,
        trip.stretcher,
    )


def add_addresses(draft: Draft, trip: Trip | None) -> None:
    """Loop 2010EB: where the patient was picked up and dropped off."""
    if trip is None:
        return
    for entity, place in (("PW", trip.pick_up), ("45", trip.drop_off)):
        if place is None:
            continue
        if not has_address(place):
            draft.find(
                kinds.LEFT_OUT, f"an address of the trip ({entity}) without a street or city"
            )
            continue
        draft.add("2010EB", "NM1", entity, "2", "" if place.is_person else place.last_name)
        add_address(draft, "2010EB", place, with_country=False)


def _add_certification(draft: Draft, certification: Certification) -> list[str]:
    sendable = [code for code in certification.conditions if code in _CONDITIONS]
    is_confined = certification.applies and _CONFINED in certification.conditions
    left = len(certification.conditions) - len(sendable[:_MOST_CONDITIONS]) - is_confined
    already = any(name == "CRC" for name, *_ in draft.segments)
    if left or (already and sendable):
        draft.find(kinds.LEFT_OUT, "conditions of the ambulance certification (CRC)")
    if sendable and not already:
        answer = "Y" if certification.applies else "N"
        draft.add("2000E", "CRC", "07", answer, *sendable[:_MOST_CONDITIONS])
    return ["PATIENT CONFINED TO BED OR CHAIR"] if is_confined else []


def _tells_of_trip(trip: Trip) -> bool:
    """Whether there was a CR1: certifications and addresses alone make none."""
    texts = (trip.reason, trip.round_trip, trip.stretcher)
    return bool(trip.patient_weight or trip.miles or any(text.strip(" ") for text in texts))


_CERTIFYING = Wanted(lambda use: use.segment_id == "CRC")


def _is_homebound(claim: Claim) -> bool:
    """CRC*75*Y*IH of a professional claim: a laboratory came to a homebound patient."""
    return any(
        not step.line and step.elements.texts[1:4] == [_HOMEBOUND, "Y", _INDEPENDENT_AT_HOME]
        for step in walk(claim, _CERTIFYING)
    )
