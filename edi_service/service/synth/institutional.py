"""Loop 2300 of the institutional guide (005010X223A2), written out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.service.synth.parties import physician
from edi_service.service.synth.service import choose, fee
from edi_service.service.synth.stays import EMERGENCY, ORDINARY, SEASONED
from edi_service.service.synth.text import amount, pick, segment, shuffled
from edi_service.service.synth.trade import Trade
from edi_service.service.synth.written import (
    Written,
    composite,
    control_number,
    day,
    further,
    references,
)

if TYPE_CHECKING:
    from random import Random

    from edi_service.service.synth.service import Service
    from edi_service.service.synth.stays import Stay

_ATTENDING = "208M00000X"  # a hospitalist's taxonomy
_ADMISSION_HOURS = ("0215", "0740", "1130", "1655", "2120")
_DISCHARGE_HOURS = ("0900", "1100", "1430")
_COVERED_DAYS = "80"  # value code
_PRESENT_ON_ADMISSION = ("", "", "", "", "", "", "Y")  # HI01-3 to HI01-9


def write(random: Random, stay: Stay) -> Written:
    """One claim such as *stay* describes."""
    percent = fee(random)
    services = choose(random, stay.always, stay.sometimes)
    total = sum(service.charge(percent) for service in services)
    lines = (
        _line(number, service, percent, is_inpatient=stay.is_inpatient)
        for number, service in enumerate(sorted(services, key=_revenue_code), start=1)
    )
    text = (
        _claim(random, stay, total)
        + _codes(random, stay)
        + physician(random, "71", "AT", _ATTENDING)
        + "".join(lines)
    )
    return Written(text, stay.payers)


def _claim(random: Random, stay: Stay, total: int) -> str:
    head = ("CLM", "{number}", amount(total), "", "", composite(stay.bill_type, "A", "1"))
    gap = ("",) * 10  # CLM10 to CLM19
    return (
        segment(*head, "", "A", "Y", "Y", *gap, stay.delay_reason)
        + _days(random, stay)
        + segment("CL1", stay.admission_type, "1", "01")  # not from a facility; sent home
        + references(is_authorized=stay.is_authorized)
    )


def _days(random: Random, stay: Stay) -> str:
    statement = segment("DTP", "434", "RD8", f"{day(0)}-{day(stay.nights)}")
    if not stay.is_inpatient:
        return statement
    return (
        segment("DTP", "096", "TM", pick(random, _DISCHARGE_HOURS))
        + statement
        + segment("DTP", "435", "DT", day(0) + pick(random, _ADMISSION_HOURS))
    )


def _codes(random: Random, stay: Stay) -> str:
    principal = pick(random, stay.diagnoses)
    others = further(shuffled(random, stay.diagnoses), int(random.random() * 2), principal)
    if stay.is_inpatient:
        return _inpatient_codes(stay, principal, others)
    reason = segment("HI", composite("APR", principal)) if stay.admission_type == EMERGENCY else ""
    return (
        segment("HI", composite("ABK", principal))
        + reason
        + "".join(segment("HI", composite("ABF", code)) for code in others)
    )


def _inpatient_codes(stay: Stay, principal: str, others: list[str]) -> str:
    operation = composite("BBR", stay.procedure, "D8", day(0))
    covered = composite(_COVERED_DAYS, "", "", str(stay.nights))
    return (
        segment("HI", composite("ABK", principal, *_PRESENT_ON_ADMISSION))
        + segment("HI", composite("ABJ", principal))
        + segment("HI", composite("DR", stay.group))
        + "".join(segment("HI", composite("ABF", code, *_PRESENT_ON_ADMISSION)) for code in others)
        + (segment("HI", operation) if stay.procedure else "")
        + segment("HI", composite("BE", covered))
    )


def _revenue_code(service: Service) -> str:
    """What orders the lines of a hospital's bill."""
    return service.revenue


def _line(number: int, service: Service, percent: int, *, is_inpatient: bool) -> str:
    charge, unit = amount(service.charge(percent)), "UN"
    if service.revenue.startswith("01"):  # room and board is counted in days
        unit = "DA"
    served = "" if is_inpatient else segment("DTP", "472", "D8", day(service.day))
    return (
        segment("LX", str(number))
        + segment("SV2", service.revenue, service.code, charge, unit, str(service.units))
        + served
        + control_number(number)
    )


TRADE = Trade(
    guide="005010X223A2",
    medicare_filing="MA",
    biller="HOSPITAL",
    taxonomy="282N00000X",  # a general acute care hospital
    ordinary=lambda random: [write(random, stay) for stay in ORDINARY],
    seasoned=lambda random: [write(random, stay) for stay in SEASONED],
)
