"""
Treatments of which dentists' claims are made.

Procedure codes have the form of CDT, whose titles are licensed and are not repeated here; teeth are
numbered 1 to 32, those of children A to T.  Where teeth are named, the procedure is one that is
done to a tooth.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edi_service.service.synth.payers import (
    ALL,
    ASKING,
    EXAMPLE_HEALTH,
    HARBOR_COMMUNITY_PLAN,
    LAKESHORE_PLAN,
)

if TYPE_CHECKING:
    from edi_service.service.synth.payers import Payer

GENERAL = "1223G0001X"
CHILDREN = "1223P0221X"
ORTHODONTICS = "1223X0400X"
SURGERY = "1223S0112X"

OFFICE = "11"
INPATIENT = "21"
SURGICAL_CENTER = "24"

INITIAL, REPLACEMENT = "I", "R"  # SV305
XRAYS, PERIODONTAL_CHART, MODELS = "RB", "P6", "DA"  # PWK01

UPPER_RIGHT, LOWER_LEFT = "10", "30"  # SV304: quadrants
WHOLE_MOUTH = "00"

_MOLARS = ("2", "3", "14", "15", "18", "19", "30", "31")
_FRONT = ("7", "8", "9", "10", "24", "25")
_WISDOM = ("1", "16", "17", "32")
_MILK_MOLARS = ("A", "B", "I", "J", "K", "L", "S", "T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """
    One line of a dentist's claim.

    Attributes:
        code: of CDT.
        cents: the charge for one.
        count: SV306; it is left out when it is one.
        teeth: one of them is drawn and named in TOO; empty for a procedure that names none.
        surfaces: of that tooth.
        area: SV304, the part of the mouth.
        prosthesis: SV305; a replacement says when the first was placed (DTP*441).
        day: days after the first day of service; the line names its own day where it is not that.
    """

    code: str
    cents: int
    count: int = 1
    teeth: tuple[str, ...] = ()
    surfaces: tuple[str, ...] = ()
    area: str = ""
    prosthesis: str = ""
    day: int = 0

    def charge(self, fee: int) -> int:
        """The line's charge in cents where the dentist takes *fee* percent."""
        return self.cents * fee // 100 * self.count


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """
    A dentist's claim to be.

    Attributes:
        specialty: the taxonomy code of who treats.
        always: procedures on every such claim.
        sometimes: procedures some of them have.
        place: of service.
        payers: whom it may be sent to.
        diagnoses: the one in HI is drawn from these; most dental claims carry none.
        attachment: PWK01 of what was sent besides; empty for nothing.
        missing: a tooth that was missing before (DN2).
        months: of orthodontic treatment, in all and remaining (DN1).
        is_accident: the teeth were hurt in an accident, on the day of service.
        is_authorized: it has a number in REF*G1.
        delay_reason: CLM20.
    """

    specialty: str
    always: tuple[Procedure, ...]
    sometimes: tuple[Procedure, ...] = ()
    place: str = OFFICE
    payers: tuple[Payer, ...] = ASKING
    diagnoses: tuple[str, ...] = ()
    attachment: str = ""
    missing: str = ""
    months: tuple[int, int] | None = None
    is_accident: bool = False
    is_authorized: bool = False
    delay_reason: str = ""


_EXAMINATION = Procedure(code="D0120", cents=6_200)
_PROBLEM = Procedure(code="D0140", cents=8_900)
_ONE_XRAY = Procedure(code="D0220", cents=3_400)
_CROWN = Procedure(code="D2740", cents=128_000, teeth=_MOLARS, prosthesis=INITIAL)
_EXTRACTIONS = (
    Procedure(code="D7140", cents=21_000, teeth=_MOLARS[:4]),
    Procedure(code="D7140", cents=21_000, teeth=_MOLARS[4:]),
)
_UNDER_ANESTHESIA = (
    Procedure(code="D7240", cents=52_000, teeth=_WISDOM[:2]),
    Procedure(code="D7240", cents=52_000, teeth=_WISDOM[2:]),
    Procedure(code="D9223", cents=18_500, count=3),
)

ORDINARY = (
    Treatment(
        specialty=GENERAL,
        always=(_EXAMINATION, Procedure(code="D1110", cents=11_500)),
        sometimes=(Procedure(code="D0274", cents=7_800), Procedure(code="D1206", cents=4_500)),
        payers=ALL,
    ),
    Treatment(
        specialty=CHILDREN,
        always=(
            _EXAMINATION,
            Procedure(code="D1120", cents=8_200),
            Procedure(code="D1351", cents=6_100, teeth=_MILK_MOLARS, surfaces=("O",)),
        ),
        sometimes=(Procedure(code="D1206", cents=4_500), Procedure(code="D0272", cents=5_200)),
    ),
    Treatment(
        specialty=GENERAL,
        always=(
            Procedure(code="D2392", cents=24_800, teeth=_MOLARS, surfaces=("M", "O")),
            Procedure(code="D2330", cents=18_600, teeth=_FRONT, surfaces=("F",)),
        ),
        sometimes=(_PROBLEM, _ONE_XRAY),
    ),
    Treatment(
        specialty=GENERAL,
        always=(_CROWN, _ONE_XRAY),
        sometimes=(Procedure(code="D2950", cents=29_500, teeth=_MOLARS),),
        attachment=XRAYS,
    ),
    Treatment(
        specialty=GENERAL,
        always=(
            Procedure(code="D2740", cents=128_000, teeth=_MOLARS, prosthesis=REPLACEMENT),
            Procedure(code="D2920", cents=11_000, teeth=_FRONT, day=2),
        ),
        attachment=XRAYS,
        is_authorized=True,
    ),
    Treatment(
        specialty=GENERAL,
        always=(
            Procedure(code="D4341", cents=26_500, area=UPPER_RIGHT),
            Procedure(code="D4341", cents=26_500, area=LOWER_LEFT, day=3),
        ),
        sometimes=(Procedure(code="D4355", cents=19_000, area=WHOLE_MOUTH),),
        diagnoses=("K05311", "K05321"),
        attachment=PERIODONTAL_CHART,
    ),
    Treatment(
        specialty=ORTHODONTICS,
        always=(Procedure(code="D8080", cents=540_000),),
        attachment=MODELS,
        months=(24, 24),
        is_authorized=True,
    ),
    Treatment(
        specialty=GENERAL,
        always=(_PROBLEM, _EXTRACTIONS[0]),
        sometimes=(_ONE_XRAY, _EXTRACTIONS[1]),
        payers=ALL,
        diagnoses=("K047", "K0889"),
        missing="5",
    ),
    Treatment(
        specialty=GENERAL,
        always=(_PROBLEM, Procedure(code="D2335", cents=32_000, teeth=_FRONT, surfaces=("I", "M"))),
        sometimes=(_ONE_XRAY,),
        is_accident=True,
    ),
    Treatment(
        specialty=SURGERY,
        always=_UNDER_ANESTHESIA,
        place=SURGICAL_CENTER,
        payers=(EXAMPLE_HEALTH, HARBOR_COMMUNITY_PLAN, LAKESHORE_PLAN),
        diagnoses=("K011",),
        attachment=XRAYS,
        is_authorized=True,
    ),
)

# What a reviewer of claims would stop at: eligibility came late (CLM20 = 8), and the claim cannot
# say when.  They are met one after another, in this order.
SEASONED = (
    Treatment(
        specialty=GENERAL,
        always=(_EXAMINATION, *_EXTRACTIONS),
        payers=(HARBOR_COMMUNITY_PLAN,),
        delay_reason="8",
    ),
    Treatment(
        specialty=SURGERY,
        always=_UNDER_ANESTHESIA,
        place=INPATIENT,
        payers=(HARBOR_COMMUNITY_PLAN,),
        diagnoses=("K011",),
        attachment=XRAYS,
        delay_reason="8",
    ),
)
