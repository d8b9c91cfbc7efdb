"""
Visits of which physicians' claims are made.

Diagnoses exist in ICD-10-CM of fiscal years 2026 and 2027, procedures in CPT and HCPCS of 2026, and
the place of each ordinary visit is one where its procedures belong.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edi_service.service.synth.payers import (
    ALL,
    ASKING,
    EXAMPLE_HEALTH,
    EXAMPLE_HEALTH_ADVANTAGE,
    HARBOR_COMMUNITY_PLAN,
    LAKESHORE_PLAN,
    MEDICARE,
    PRAIRIE_MUTUAL,
)
from edi_service.service.synth.service import Service

if TYPE_CHECKING:
    from edi_service.service.synth.payers import Payer

FAMILY_MEDICINE = "207Q00000X"
EMERGENCY_MEDICINE = "207P00000X"
HOSPITALIST = "208M00000X"
RADIOLOGY = "2085R0202X"
ORTHOPEDICS = "207X00000X"
GASTROENTEROLOGY = "207RG0100X"
PHYSICAL_THERAPY = "225100000X"

OFFICE = "11"
HOME = "12"
INPATIENT = "21"
HOSPITAL_OUTPATIENT = "22"
EMERGENCY_ROOM = "23"
SURGICAL_CENTER = "24"
TELEHEALTH_AT_HOME = "10"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """
    A physician's claim to be.

    Attributes:
        place: of service.
        specialty: the taxonomy code of who renders it.
        diagnoses: the principal one is drawn from these, and others may follow it.
        always: services on every such claim.
        sometimes: services some of them have.
        payers: whom it may be sent to.
        is_emergency: every line says so in SV109.
        is_admitted: the claim says since when the patient is in hospital (DTP*435).
        is_authorized: it has a number in REF*G1.
        delay_reason: CLM20.
    """

    place: str
    specialty: str
    diagnoses: tuple[str, ...]
    always: tuple[Service, ...]
    sometimes: tuple[Service, ...] = ()
    payers: tuple[Payer, ...] = ALL
    is_emergency: bool = False
    is_admitted: bool = False
    is_authorized: bool = False
    delay_reason: str = ""


_CHRONIC = ("I10", "E119", "E785", "E1165", "J449", "K219", "F411", "D649", "I4891")
_ACUTE = ("J069", "J029", "N390", "M5450", "R519", "R0789", "R109", "M25561")
_GRAVE = ("J189", "I509", "A419", "N179", "J441", "R0789")

_OFFICE_TESTS = (
    Service(procedure="36415", cents=1_500),
    Service(procedure="80053", cents=4_800),
    Service(procedure="85025", cents=3_200),
    Service(procedure="83036", cents=3_900),
    Service(procedure="80061", cents=5_400),
    Service(procedure="93000", cents=6_500),
)
_SWABS = (
    Service(procedure="87880", cents=3_500),
    Service(procedure="81002", cents=1_250),
    Service(procedure="96372", cents=4_550),
)

ORDINARY = (
    Visit(
        place=OFFICE,
        specialty=FAMILY_MEDICINE,
        diagnoses=_CHRONIC,
        always=(Service(procedure="99214", cents=21_500), *_OFFICE_TESTS[:2]),
        sometimes=_OFFICE_TESTS[2:],
    ),
    Visit(
        place=OFFICE,
        specialty=FAMILY_MEDICINE,
        diagnoses=_CHRONIC,
        always=(Service(procedure="99213", cents=14_500), *_OFFICE_TESTS[:3]),
        sometimes=_OFFICE_TESTS[3:],
    ),
    Visit(
        place=OFFICE,
        specialty=FAMILY_MEDICINE,
        diagnoses=_ACUTE,
        always=(Service(procedure="99203", cents=18_000, modifiers=("25",)), *_SWABS[:1]),
        sometimes=_SWABS[1:],
    ),
    Visit(
        place=OFFICE,
        specialty=PHYSICAL_THERAPY,
        diagnoses=("M5450", "M25561", "M1711"),
        always=(
            Service(procedure="97110", cents=6_200, modifiers=("GP",), units=2),
            Service(procedure="97140", cents=5_800, modifiers=("GP",)),
            Service(procedure="97530", cents=6_450, modifiers=("GP", "59")),
        ),
        sometimes=(Service(procedure="97112", cents=6_050, modifiers=("GP",)),),
    ),
    Visit(
        place=HOME,
        specialty=FAMILY_MEDICINE,
        diagnoses=_CHRONIC,
        always=(Service(procedure="99348", cents=16_000), *_OFFICE_TESTS[:1]),
        sometimes=_OFFICE_TESTS[1:4],
    ),
    Visit(
        place=HOSPITAL_OUTPATIENT,
        specialty=GASTROENTEROLOGY,
        diagnoses=("K219", "K5730"),
        always=(Service(procedure="99214", cents=21_500),),
    ),
    Visit(
        place=TELEHEALTH_AT_HOME,
        specialty=FAMILY_MEDICINE,
        diagnoses=_CHRONIC,
        always=(Service(procedure="99213", cents=14_500),),
    ),
    Visit(
        place=EMERGENCY_ROOM,
        specialty=EMERGENCY_MEDICINE,
        diagnoses=(*_ACUTE, "S93401A"),
        always=(Service(procedure="99284", cents=58_000, modifiers=("25",)),),
        sometimes=(
            Service(procedure="93010", cents=4_500),
            Service(procedure="71046", cents=4_000, modifiers=("26",)),
            Service(procedure="12001", cents=24_000),
        ),
        is_emergency=True,
    ),
    Visit(
        place=INPATIENT,
        specialty=HOSPITALIST,
        diagnoses=_GRAVE,
        always=(
            Service(procedure="99223", cents=42_000),
            Service(procedure="99232", cents=17_500, day=1),
            Service(procedure="99232", cents=17_500, day=2),
            Service(procedure="99232", cents=17_500, day=3),
            Service(procedure="99238", cents=18_500, day=4),
        ),
        is_admitted=True,
    ),
    Visit(
        place=SURGICAL_CENTER,
        specialty=GASTROENTEROLOGY,
        diagnoses=("Z1211", "K5730", "K635"),
        always=(Service(procedure="45378", cents=92_000),),
        sometimes=(Service(procedure="43239", cents=61_000, modifiers=("59",)),),
    ),
    Visit(
        place=OFFICE,
        specialty=RADIOLOGY,
        diagnoses=("R519", "M5450", "G43909"),
        always=(
            Service(procedure="70553", cents=142_000),
            Service(procedure="A9579", cents=410, units=15),
        ),
        sometimes=(Service(procedure="72148", cents=98_000),),
        payers=ASKING,
        is_authorized=True,
    ),
)

# What a reviewer of claims would stop at.  They are met one after another, in this order.
SEASONED = (
    # A scan nobody asked for, at payers that still let one ask afterwards.
    Visit(
        place=OFFICE,
        specialty=RADIOLOGY,
        diagnoses=("R519", "G43909"),
        always=(
            Service(procedure="70553", cents=142_000),
            Service(procedure="A9579", cents=410, units=15),
        ),
        payers=(EXAMPLE_HEALTH, EXAMPLE_HEALTH_ADVANTAGE),
    ),
    # A visit to an inpatient, said to be in the office.
    Visit(
        place=OFFICE,
        specialty=HOSPITALIST,
        diagnoses=_GRAVE,
        always=(Service(procedure="99223", cents=42_000),),
        payers=(MEDICARE, PRAIRIE_MUTUAL),
    ),
    # Through the emergency department into a bed, where a scan rides on the hospital's number.
    Visit(
        place=INPATIENT,
        specialty=HOSPITALIST,
        diagnoses=_GRAVE,
        always=(
            Service(procedure="99285", cents=81_000, place=EMERGENCY_ROOM),
            Service(procedure="99223", cents=42_000),
            Service(procedure="74177", cents=21_000, modifiers=("26",)),
        ),
        payers=(PRAIRIE_MUTUAL,),
        is_emergency=True,
        is_admitted=True,
    ),
    # An operation without a number; whether the surgeon is in the network is not on the claim.
    Visit(
        place=SURGICAL_CENTER,
        specialty=ORTHOPEDICS,
        diagnoses=("M1711", "M25561"),
        always=(Service(procedure="29881", cents=310_000, modifiers=("RT",)),),
        payers=(LAKESHORE_PLAN,),
    ),
    # Eligibility came late (CLM20 = 8); the claim cannot say when.
    Visit(
        place=OFFICE,
        specialty=FAMILY_MEDICINE,
        diagnoses=_CHRONIC,
        always=(Service(procedure="99214", cents=21_500), *_OFFICE_TESTS[:2]),
        payers=(HARBOR_COMMUNITY_PLAN,),
        delay_reason="8",
    ),
    # An emergency department visit in an office.
    Visit(
        place=OFFICE,
        specialty=EMERGENCY_MEDICINE,
        diagnoses=_ACUTE,
        always=(Service(procedure="99284", cents=58_000, modifiers=("25",)),),
        payers=(MEDICARE,),
    ),
    # A scan at a payer whose window closes after five business days.
    Visit(
        place=OFFICE,
        specialty=RADIOLOGY,
        diagnoses=("R109",),
        always=(Service(procedure="74177", cents=87_000),),
        payers=(PRAIRIE_MUTUAL,),
    ),
    # In hospital, and the claim does not say since when.
    Visit(
        place=INPATIENT,
        specialty=HOSPITALIST,
        diagnoses=_GRAVE,
        always=(
            Service(procedure="99232", cents=17_500),
            Service(procedure="99232", cents=17_500, day=1),
        ),
        payers=(MEDICARE,),
    ),
)
