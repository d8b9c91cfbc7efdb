"""Loop 2300 of the dental guide (005010X224A2), written out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.service.synth.parties import facility, physician
from edi_service.service.synth.service import choose, fee
from edi_service.service.synth.text import amount, pick, segment
from edi_service.service.synth.trade import Trade
from edi_service.service.synth.treatments import OFFICE, ORDINARY, REPLACEMENT, SEASONED
from edi_service.service.synth.written import (
    Written,
    authorization,
    clearing_number,
    composite,
    control_number,
    day,
)

if TYPE_CHECKING:
    from random import Random

    from edi_service.service.synth.treatments import Procedure, Treatment

_PLACED_BEFORE = ("20150414", "20170921", "20190605")  # prostheses that are now replaced


def write(random: Random, treatment: Treatment) -> Written:
    """One claim such as *treatment* describes."""
    percent = fee(random)
    procedures = choose(random, treatment.always, treatment.sometimes)
    total = sum(procedure.charge(percent) for procedure in procedures)
    diagnosis = pick(random, treatment.diagnoses) if treatment.diagnoses else ""
    lines = (
        _line(random, number, procedure, percent, pointer="1" if diagnosis else "")
        for number, procedure in enumerate(procedures, start=1)
    )
    text = (
        _claim(treatment, total)
        + (segment("HI", composite("ABK", diagnosis)) if diagnosis else "")
        + physician(random, "82", "PE", treatment.specialty)
        + ("" if treatment.place == OFFICE else facility(random))
        + "".join(lines)
    )
    return Written(text, treatment.payers)


def _claim(treatment: Treatment, total: int) -> str:
    location = composite(treatment.place, "B", "1")
    head = ("CLM", "{number}", amount(total), "", "", location, "Y", "A", "Y", "Y", "")
    cause = "OA" if treatment.is_accident else ""
    gap = ("",) * 8  # CLM12 to CLM19
    accident = segment("DTP", "439", "D8", day(0)) if treatment.is_accident else ""
    return (
        segment(*head, cause, *gap, treatment.delay_reason)
        + accident
        + segment("DTP", "472", "D8", day(0))
        + _mouth(treatment)
        + _attachment(treatment.attachment)
        + authorization(is_authorized=treatment.is_authorized)
        + clearing_number()
    )


def _mouth(treatment: Treatment) -> str:
    """DN1 and DN2."""
    months = segment("DN1", *map(str, treatment.months)) if treatment.months else ""
    gap = ("",) * 3  # DN203 to DN205
    missing = segment("DN2", treatment.missing, "M", *gap, "JP") if treatment.missing else ""
    return months + missing


def _attachment(report_type: str) -> str:
    """PWK: sent electronically, under a number of its own."""
    if not report_type:
        return ""
    return segment("PWK", report_type, "EL", "", "", "AC", f"{report_type}{{number}}")


def _line(random: Random, number: int, procedure: Procedure, percent: int, *, pointer: str) -> str:
    count = str(procedure.count) if procedure.count > 1 else ""
    gap = ("",) * 4  # SV307 to SV310
    # The first element is the procedure; SV303 is left out, as the place is the claim's.
    service = (composite("AD", procedure.code), amount(procedure.charge(percent)), "")
    return (
        segment("LX", str(number))
        + segment("SV3", *service, procedure.area, procedure.prosthesis, count, *gap, pointer)
        + _tooth(random, procedure)
        + _days(random, procedure)
        + control_number(number)
    )


def _tooth(random: Random, procedure: Procedure) -> str:
    if not procedure.teeth:
        return ""
    tooth = pick(random, procedure.teeth)
    return segment("TOO", "JP", tooth, composite(*procedure.surfaces))


def _days(random: Random, procedure: Procedure) -> str:
    """The line's own day where it is not the claim's, and when a replaced prosthesis was placed."""
    served = segment("DTP", "472", "D8", day(procedure.day)) if procedure.day else ""
    if procedure.prosthesis != REPLACEMENT:
        return served
    return served + segment("DTP", "441", "D8", pick(random, _PLACED_BEFORE))


TRADE = Trade(
    guide="005010X224A2",
    medicare_filing="MB",
    biller="DENTISTS",
    taxonomy="122300000X",  # a dentist
    ordinary=lambda random: [write(random, treatment) for treatment in ORDINARY],
    seasoned=lambda random: [write(random, treatment) for treatment in SEASONED],
)
