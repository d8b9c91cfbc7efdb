"""Why the care was urgent, why the request comes late, and the one sentence that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.claims.model import ClaimKind
from edi_service.policy.model import CircumstanceCode
from edi_service.review.limits import LONGEST_MESSAGE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from edi_service.cases.model import Case
    from edi_service.cases.statement import Statement
    from edi_service.claims.model import Claim
    from edi_service.review.approach import Matter

EMERGENCY, URGENT, ELECTIVE = "03", "U", "E"
_URGENCIES: dict[str, str] = {"emergency": EMERGENCY, "urgent": URGENT, "elective": ELECTIVE}
_OTHER_DELAY = "11"

# CLM20 values that UM10 has too.  5, 6 and 9 speak of forms, appliances and rejected claims.
_DELAYS_OF_CLAIM = frozenset({"1", "2", "3", "4", "7", "8", "10", "11", "15"})
_LATE_BY_NATURE = {
    CircumstanceCode.RETRO_ELIGIBILITY: "8",  # delay in eligibility determination
    CircumstanceCode.COVERAGE_UNKNOWN: "1",  # proof of eligibility unknown or unavailable
    CircumstanceCode.COVERAGE_UNVERIFIABLE: "1",
    CircumstanceCode.OTHER_COVERAGE: "7",  # third party processing delay
    CircumstanceCode.PAYER_OUTAGE: "10",  # administration delay in the prior approval process
    CircumstanceCode.PAYER_ERROR: "10",
    CircumstanceCode.NATURAL_DISASTER: "15",
}
_RETROACTIVE_PERIOD = frozenset({"2", "4"})  # REF*4N: retroactive period, temporary Medicaid

_ADMISSION_TYPES = {"1": EMERGENCY, "5": EMERGENCY, "2": URGENT, "3": ELECTIVE}
_EXCEPTIONS = {"3": EMERGENCY, "1": URGENT}  # REF*4N: emergency care, immediate care
_HOSPITAL_OUTPATIENT = "13"

_WORDS = {
    CircumstanceCode.EMERGENCY: "EMERGENCY CARE",
    CircumstanceCode.RETRO_ELIGIBILITY: "COVERAGE WAS ADDED AFTER THE SERVICE",
    CircumstanceCode.COVERAGE_UNKNOWN: "COVERAGE NOT KNOWN AT TIME OF SERVICE",
    CircumstanceCode.COVERAGE_UNVERIFIABLE: "COVERAGE COULD NOT BE VERIFIED AT TIME OF SERVICE",
    CircumstanceCode.OTHER_COVERAGE: "ANOTHER PAYER DECIDED FIRST",
    CircumstanceCode.ADDED_PROCEDURE: "PROCEDURE FOUND NECESSARY DURING AN AUTHORIZED ONE",
    CircumstanceCode.PAYER_OUTAGE: "PAYER SYSTEM NOT AVAILABLE AT TIME OF SERVICE",
    CircumstanceCode.NEWBORN: "NEWBORN",
    CircumstanceCode.CHANGED_PROCEDURE: "ANOTHER PROCEDURE WAS NECESSARY THAN THE AUTHORIZED ONE",
    CircumstanceCode.CONTINUITY_OF_CARE: "CONTINUITY OF CARE AFTER A CHANGE OF COVERAGE",
    CircumstanceCode.NATURAL_DISASTER: "NATURAL DISASTER AT TIME OF SERVICE",
    CircumstanceCode.TRANSFER: "TRANSFER FROM ANOTHER FACILITY",
    CircumstanceCode.MISDIRECTED_REQUEST: "REQUEST WAS SENT TO ANOTHER REVIEWER IN TIME",
    CircumstanceCode.PROVIDER_SLIP: "ADMINISTRATIVE OVERSIGHT OF THE PROVIDER",
    CircumstanceCode.PAYER_ERROR: "ERROR OR DELAY OF THE PAYER",
    CircumstanceCode.AFTER_HOURS: "PAYER COULD NOT BE REACHED OUTSIDE ITS HOURS",
    CircumstanceCode.DISCHARGED_BEFORE_REVIEW: "DISCHARGED BEFORE THE REVIEW WAS FINISHED",
    CircumstanceCode.OUT_OF_STATE: "PROVIDER OF ANOTHER STATE",
    CircumstanceCode.TRANSPORTATION: "TRANSPORTATION",
    CircumstanceCode.HARMFUL_DELAY: "DELAY WOULD HAVE HARMED THE PATIENT",
}


def level_of_service(case: Case, claim: Claim, statement: Statement) -> str:
    """
    UM06: emergency, urgent or elective; empty is routine.

    From what somebody says of the case; else from what the claim shows: an emergency indicator or
    place of service 23 on a line, the type of admission, a visit to the emergency department, the
    service authorization exception (REF*4N); and from the circumstance the payer's rule was met by.
    """
    if statement.urgency:
        return _URGENCIES[statement.urgency]
    if case.circumstance is CircumstanceCode.EMERGENCY:
        return EMERGENCY
    exception = _EXCEPTIONS.get(claim.reference("4N"), "")
    if claim.kind is not ClaimKind.INSTITUTIONAL:
        in_emergency_room = any(claim.place_of(line) == "23" for line in claim.lines)
        marked = any(line.is_emergency for line in claim.lines)
        return EMERGENCY if marked or in_emergency_room else exception
    visit = claim.bill_type == _HOSPITAL_OUTPATIENT and any(
        line.revenue_code.startswith("045") for line in claim.lines
    )
    return EMERGENCY if visit else _ADMISSION_TYPES.get(claim.admission_type, exception)


def delay_reason(matter: Matter, claim: Claim) -> str:
    """
    UM10: why nobody asked before; empty for a request that the payer's rule calls timely.

    A circumstance such as later eligibility is itself the lateness.  An emergency, or a payer that
    asks for no reason, is not: then a reason goes only to a partner who always wants one.  What
    somebody says of the case goes before all else.  The claim's own reason (CLM20) comes first
    where UM10 has its value, then the circumstance's, then a retroactive period on the claim
    (REF*4N), then 11, other.
    """
    circumstance = matter.case.circumstance
    if stated := matter.approach.statement.delay_reason:
        return stated
    by_nature = _LATE_BY_NATURE.get(circumstance) if circumstance else None
    if by_nature is None and not matter.partner.always_send_delay_reason:
        return ""
    if claim.delay_reason in _DELAYS_OF_CLAIM:
        return claim.delay_reason
    if by_nature is not None:
        return by_nature
    return "8" if claim.reference("4N") in _RETROACTIVE_PERIOD else _OTHER_DELAY


def message(case: Case, *, is_admission: bool, remarks: Iterable[str]) -> str:
    """
    MSG01: that the request is after the fact, and why; then *remarks*, as far as they fit.

    Our words name no person, and free text of the claim is not passed on.
    """
    opening = (
        "RETROSPECTIVE ADMISSION REVIEW"
        if is_admission
        else "RETROSPECTIVE REQUEST - SERVICE ALREADY RENDERED"
    )
    words = _WORDS.get(case.circumstance, "") if case.circumstance else ""
    text = " - ".join(filter(None, [opening, words, *remarks]))
    return text[:LONGEST_MESSAGE].rstrip(" ")
