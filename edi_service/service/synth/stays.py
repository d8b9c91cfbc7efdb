"""
Stays and outpatient visits of which hospitals' claims are made.

Diagnoses exist in ICD-10-CM and procedures in ICD-10-PCS of fiscal years 2026 and 2027; revenue
codes are those of the National Uniform Billing Committee.
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

INPATIENT = "11"  # the first two digits of the type of bill
OUTPATIENT = "13"

EMERGENCY = "1"  # CL101
ELECTIVE = "3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """
    A hospital's claim to be.

    Attributes:
        bill_type: its first two digits: facility and sort of care.
        diagnoses: the principal one is drawn from these, and others may follow it.
        always: services on every such claim.
        sometimes: services some of them have.
        nights: between admission and discharge; 0 for an outpatient.
        admission_type: CL101.
        group: diagnosis-related group, of a stay.
        procedure: ICD-10-PCS code of what was done on the first day, of a stay.
        payers: whom it may be sent to.
        is_authorized: it has a number in REF*G1.
        delay_reason: CLM20.
    """

    bill_type: str
    diagnoses: tuple[str, ...]
    always: tuple[Service, ...]
    sometimes: tuple[Service, ...] = ()
    nights: int = 0
    admission_type: str = ELECTIVE
    group: str = ""
    procedure: str = ""
    payers: tuple[Payer, ...] = ALL
    is_authorized: bool = False
    delay_reason: str = ""

    @property
    def is_inpatient(self) -> bool:
        """Whether the patient was admitted."""
        return self.bill_type == INPATIENT


_BLOOD = (
    Service(revenue="0300", procedure="36415", cents=2_500),
    Service(revenue="0301", procedure="80053", cents=21_000),
    Service(revenue="0305", procedure="85025", cents=14_500),
)
_WARD = (
    Service(revenue="0250", cents=184_000),
    Service(revenue="0300", cents=92_500),
    Service(revenue="0324", cents=38_000),
    Service(revenue="0730", cents=27_500),
)
_EMERGENCY_ROOM = Service(revenue="0450", procedure="99284", cents=192_000)
_PNEUMONIA = (Service(revenue="0120", cents=245_000, units=3), *_WARD[:2])
_HEART_FAILURE = (Service(revenue="0120", cents=245_000, units=4), *_WARD[:2])
_KNEE = (
    Service(revenue="0120", cents=245_000, units=2),
    Service(revenue="0278", cents=890_000),
    Service(revenue="0360", cents=1_640_000),
)

ORDINARY = (
    Stay(
        bill_type=OUTPATIENT,
        diagnoses=("R0789", "R109", "N390", "S93401A"),
        always=(_EMERGENCY_ROOM,),
        sometimes=(*_BLOOD, Service(revenue="0324", procedure="71046", cents=39_000)),
        admission_type=EMERGENCY,
    ),
    Stay(
        bill_type=OUTPATIENT,
        diagnoses=("I10", "E119", "E785", "D649"),
        always=_BLOOD,
        sometimes=(Service(revenue="0301", procedure="83036", cents=9_500),),
    ),
    Stay(
        bill_type=OUTPATIENT,
        diagnoses=("K5730", "Z1211", "K635"),
        always=(Service(revenue="0750", procedure="45378", cents=268_000),),
        sometimes=_BLOOD[1:],
    ),
    Stay(
        bill_type=OUTPATIENT,
        diagnoses=("J189", "R0789"),
        always=(
            Service(revenue="0324", procedure="71046", cents=39_000),
            Service(revenue="0730", procedure="93005", cents=27_500),
            *_BLOOD,
        ),
    ),
    Stay(
        bill_type=OUTPATIENT,
        diagnoses=("R519", "G43909"),
        always=(
            Service(revenue="0611", procedure="70553", cents=412_000),
            Service(revenue="0636", procedure="A9579", cents=410, units=15),
        ),
        payers=ASKING,
        is_authorized=True,
    ),
    Stay(
        bill_type=INPATIENT,
        diagnoses=("J189", "J441"),
        always=_PNEUMONIA,
        sometimes=(_EMERGENCY_ROOM, *_WARD[2:]),
        nights=3,
        admission_type=EMERGENCY,
        group="194",
        payers=ASKING,
        is_authorized=True,
    ),
    Stay(
        bill_type=INPATIENT,
        diagnoses=("I509", "N179"),
        always=_HEART_FAILURE,
        sometimes=(_EMERGENCY_ROOM, *_WARD[2:]),
        nights=4,
        admission_type=EMERGENCY,
        group="292",
        payers=(MEDICARE,),
    ),
    Stay(
        bill_type=INPATIENT,
        diagnoses=("M1711",),
        always=_KNEE,
        sometimes=_WARD,
        nights=2,
        group="470",
        procedure="0SRC0J9",
        payers=ASKING,
        is_authorized=True,
    ),
)

# What a reviewer of claims would stop at.  They are met one after another, in this order.
SEASONED = (
    # Through the emergency department into a bed, and nobody told the payer.
    Stay(
        bill_type=INPATIENT,
        diagnoses=("A419", "J189"),
        always=(_EMERGENCY_ROOM, *_PNEUMONIA),
        nights=3,
        admission_type=EMERGENCY,
        group="871",
        payers=(EXAMPLE_HEALTH, LAKESHORE_PLAN, EXAMPLE_HEALTH_ADVANTAGE, HARBOR_COMMUNITY_PLAN),
    ),
    # On Medicare's list of outpatient services, without its tracking number: eyelids …
    Stay(
        bill_type=OUTPATIENT,
        diagnoses=("H02834",),
        always=(
            Service(revenue="0360", procedure="15823", cents=298_000, modifiers=("LT",)),
            Service(revenue="0370", cents=64_000),
        ),
        payers=(MEDICARE,),
    ),
    # … scans without a number, at payers that still let one ask afterwards …
    Stay(
        bill_type=OUTPATIENT,
        diagnoses=("R519", "G43909"),
        always=(
            Service(revenue="0611", procedure="70553", cents=412_000),
            Service(revenue="0636", procedure="A9579", cents=410, units=15),
        ),
        payers=(PRAIRIE_MUTUAL, EXAMPLE_HEALTH),
    ),
    # … an admission that was planned, and for which a number was therefore to be had …
    Stay(
        bill_type=INPATIENT,
        diagnoses=("M1711",),
        always=_KNEE,
        nights=2,
        group="470",
        procedure="0SRC0J9",
        payers=(EXAMPLE_HEALTH, LAKESHORE_PLAN),
    ),
    # … Medicare's list again: botulinum toxin …
    Stay(
        bill_type=OUTPATIENT,
        diagnoses=("G43709",),
        always=(
            Service(revenue="0510", procedure="64615", cents=76_000),
            Service(revenue="0636", procedure="J0585", cents=1_150, units=155),
        ),
        payers=(MEDICARE,),
    ),
    # … eligibility that came late (CLM20 = 8), the claim cannot say when …
    Stay(
        bill_type=INPATIENT,
        diagnoses=("J189",),
        always=(_EMERGENCY_ROOM, *_PNEUMONIA),
        nights=3,
        admission_type=EMERGENCY,
        group="194",
        payers=(HARBOR_COMMUNITY_PLAN,),
        delay_reason="8",
    ),
    # … and an operation; whether the hospital is in the network is not on the claim.
    Stay(
        bill_type=OUTPATIENT,
        diagnoses=("M1711", "M25561"),
        always=(
            Service(revenue="0360", procedure="29881", cents=520_000, modifiers=("RT",)),
            Service(revenue="0710", cents=88_000),
        ),
        payers=(LAKESHORE_PLAN,),
    ),
)
