"""Loop 2300 of the professional guide (005010X222A1), written out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from edi_service.service.synth.parties import facility, physician
from edi_service.service.synth.service import choose, fee
from edi_service.service.synth.text import amount, pick, segment, shuffled
from edi_service.service.synth.trade import Trade
from edi_service.service.synth.visits import (
    HOME,
    OFFICE,
    ORDINARY,
    SEASONED,
    TELEHEALTH_AT_HOME,
)
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
    from edi_service.service.synth.visits import Visit

# Where the service facility (2310C) is the billing provider's own address, or the patient's home.
_AT_OWN_ADDRESS = {OFFICE, HOME, TELEHEALTH_AT_HOME}


def write(random: Random, visit: Visit) -> Written:
    """One claim such as *visit* describes."""
    percent = fee(random)
    services = choose(random, visit.always, visit.sometimes)
    total = sum(service.charge(percent) for service in services)
    diagnoses = _diagnoses(random, visit)
    lines = (
        _line(number, service, percent, len(diagnoses), is_emergency=visit.is_emergency)
        for number, service in enumerate(services, start=1)
    )
    text = (
        _claim(visit, total)
        + _diagnosis_segment(diagnoses)
        + physician(random, "82", "PE", visit.specialty)
        + ("" if visit.place in _AT_OWN_ADDRESS else facility(random))
        + "".join(lines)
    )
    return Written(text, visit.payers)


def _claim(visit: Visit, total: int) -> str:
    location = composite(visit.place, "B", "1")
    head = ("CLM", "{number}", amount(total), "", "", location, "Y", "A", "Y", "Y")
    gap = ("",) * 10  # CLM10 to CLM19
    admission = segment("DTP", "435", "D8", day(0)) if visit.is_admitted else ""
    return (
        segment(*head, *gap, visit.delay_reason)
        + admission
        + references(is_authorized=visit.is_authorized)
    )


def _diagnoses(random: Random, visit: Visit) -> list[str]:
    principal = pick(random, visit.diagnoses)
    others = shuffled(random, visit.diagnoses)
    return [principal, *further(others, int(random.random() * 3), principal)]


def _diagnosis_segment(codes: list[str]) -> str:
    principal, *others = codes
    return segment("HI", composite("ABK", principal), *(composite("ABF", code) for code in others))


def _line(
    number: int, service: Service, percent: int, diagnoses: int, *, is_emergency: bool
) -> str:
    pointers = composite(*(str(pointer) for pointer in range(1, min(diagnoses, 2) + 1)))
    charge, units = amount(service.charge(percent)), str(service.units)
    emergency = "Y" if is_emergency else ""
    return (
        segment("LX", str(number))
        + segment(
            "SV1", service.code, charge, "UN", units, service.place, "", pointers, "", emergency
        )
        + segment("DTP", "472", "D8", day(service.day))
        + control_number(number)
    )


TRADE = Trade(
    guide="005010X222A1",
    medicare_filing="MB",
    biller="PHYSICIANS GROUP",
    taxonomy="193200000X",  # a group of several specialties
    ordinary=lambda random: [write(random, visit) for visit in ORDINARY],
    seasoned=lambda random: [write(random, visit) for visit in SEASONED],
)
