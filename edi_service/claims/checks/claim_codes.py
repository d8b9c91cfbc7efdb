"""CD05, CD06, CD08, CD11, CD13: codes of a claim that do not stand in a segment of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims import code_kinds
from edi_service.claims.checks.pointing import SERVICES, Place, add
from edi_service.claims.segments import shown
from edi_service.codes import forms
from edi_service.codes.icd10 import Standing

if TYPE_CHECKING:
    from edi_service.claims.checks.given import Given
    from edi_service.claims.model import Claim
    from edi_service.finding import Report


def check_bill_type(claim: Claim, report: Report, _given: Given) -> None:
    """CLM05 of an institutional claim; one that is absent is the guide's business."""
    facility, frequency = claim.facility_code, claim.frequency
    if facility and frequency and not forms.is_bill_type(facility, frequency):
        place = Place("2300", "CLM", element=5, component=1)
        message = f"{shown(facility + frequency)} is no type of bill"
        add(claim, report, code_kinds.BILL_TYPE_FORM, place, message)


def check_accident_place(claim: Claim, report: Report, given: Given) -> None:
    """CLM11-4 and CLM11-5: where an accident happened."""
    state, country, states = claim.accident_state, claim.accident_country, given.codes.states
    if state and states and not states.known(state):
        place = Place("2300", "CLM", element=11, component=4)
        add(claim, report, code_kinds.STATE_UNKNOWN, place, f"{shown(state)} is no state")
    if country and not forms.is_country(country):
        place = Place("2300", "CLM", element=11, component=5)
        message = f"{shown(country)} is no code of a country"
        add(claim, report, code_kinds.COUNTRY_FORM, place, message)


def check_procedure_lists(claim: Claim, report: Report, given: Given) -> None:
    """Hold procedures against the lists that the user brought; nothing is asked without one."""
    procedures = given.codes.procedures
    if not procedures:
        return
    service = SERVICES[claim.kind]
    for line in claim.lines:
        day = claim.starts_of(line)
        if day is None:
            continue
        found = _STANDINGS.get(procedures.standing(line.procedure_qualifier, line.procedure, day))
        if found:
            kind, words = found
            place = Place("2400", service.id, "", service.procedure, 2, line.index)
            add(claim, report, kind, place, f"{line.procedure} {words} {day}")


_STANDINGS = {
    Standing.UNLISTED: (code_kinds.PROCEDURE_UNLISTED, "is not in the list for"),
    Standing.UNKNOWN: (code_kinds.PROCEDURE_UNKNOWN, "is in no list that is held; none covers"),
}
