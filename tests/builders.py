"""
837 files for tests: valid by default, so that each test spoils one thing.

    data = an_interchange(a_claim(a_line(procedure="70553"), place="22"))
    claim = read_one(spoiled(data, "DTP*472*D8*20260203", "DTP*472*D8*20260230"))

All persons, providers, payers and numbers are invented.
"""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from edi_service.claims.model import ClaimKind
from edi_service.claims.read import read_claims
from edi_service.edge.guides import find_guide
from edi_service.finding import Report
from edi_service.guide.choose import choose
from edi_service.guide.match import place
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from edi_service.claims.model import Claim
    from edi_service.finding import Finding
    from edi_service.x12.envelope import TransactionSet

Kind = Literal["P", "I", "D"]

GUIDES: dict[str, str] = {"P": "005010X222A1", "I": "005010X223A2", "D": "005010X224A2"}
BILLING_NPI = "1467893214"
RENDERING_NPI = "1598765430"
ATTENDING_NPI = "1245319599"
PAYER_ID = "EXHLTH"
MEMBER_ID = "M00012345"
DAY = "20260203"

_ISA = (
    "ISA*00*          *00*          *ZZ*CLINIC         *ZZ*EXAMPLEHEALTH  "
    "*260203*1130*^*00501*000000001*0*T*:"
)
_PROCEDURES = {"P": "99213", "I": "80053", "D": "D0120"}


def a_line(
    number: int = 1,
    procedure: str = "",
    charge: str = "125",
    *,
    kind: Kind = "P",
    modifiers: Sequence[str] = (),
    quantity: str = "1",
    place: str = "",
    pointers: str = "1",
    revenue: str = "0300",
    day: str = DAY,
    extra: str = "",
) -> str:
    """Loop 2400; *extra* holds further segments, each with its terminator."""
    code = ":".join([procedure or _PROCEDURES[kind], *modifiers])
    service = {
        "P": f"SV1*HC:{code}*{charge}*UN*{quantity}*{place}**{pointers}~",
        "I": f"SV2*{revenue}*HC:{code}*{charge}*UN*{quantity}~",
        "D": f"SV3*AD:{code}*{charge}*{place}***{quantity}~",
    }[kind]
    return f"LX*{number}~{service}DTP*472*D8*{day}~{extra}"


def a_claim(
    *lines: str,
    kind: Kind = "P",
    number: str = "A1",
    charge: str = "",
    place: str = "",
    frequency: str = "1",
    diagnoses: Sequence[str] = ("J069",),
    dates: str = "",
    extra: str = "",
    providers: str | None = None,
) -> str:
    """
    Loop 2300 with *lines* (one by default), whose charges make up the claim's unless given.

    *place* is the place of service, or the first two digits of the bill type; *dates* holds
    segments that follow CLM at once, *extra* those that come later in loop 2300, *providers*
    those of loops 2310 and 2320 instead of the usual one.
    """
    lines = lines or (a_line(kind=kind),)
    charge = charge or str(sum((_charge(line, kind) for line in lines), Decimal(0)))
    where = f"{place or ('13' if kind == 'I' else '11')}:{'A' if kind == 'I' else 'B'}:{frequency}"
    if kind == "I":
        clm = f"CLM*{number}*{charge}***{where}**A*Y*Y~DTP*434*RD8*{DAY}-{DAY}~{dates}CL1*3*1*01~"
        codes = f"HI*ABK:{diagnoses[0]}~" if diagnoses else ""
        if diagnoses[1:]:
            codes += "HI" + "".join(f"*ABF:{code}" for code in diagnoses[1:]) + "~"
    else:
        clm = f"CLM*{number}*{charge}***{where}*Y*A*Y*Y~{dates}"
        codes = "".join(f"*{'ABF' if at else 'ABK'}:{code}" for at, code in enumerate(diagnoses))
        codes = f"HI{codes}~" if codes and kind == "P" else ""
    return (
        clm + extra + codes + (_provider(kind) if providers is None else providers) + "".join(lines)
    )


def _charge(line: str, kind: Kind) -> Decimal:
    service = next(text for text in line.split("~") if text.startswith("SV")).split("*")
    return Decimal(service[3 if kind == "I" else 2])


def _provider(kind: Kind) -> str:
    if kind == "I":
        return f"NM1*71*1*TORRANCE*IDA****XX*{ATTENDING_NPI}~"
    return f"NM1*82*1*MERCER*JOAN****XX*{RENDERING_NPI}~PRV*PE*PXC*207Q00000X~"


def billing_level(number: int = 1) -> str:
    """HL*20 with loops 2000A and 2010AA."""
    return (
        f"HL*{number}**20*1~PRV*BI*PXC*261QP2300X~"
        f"NM1*85*2*RIVERBEND CLINIC*****XX*{BILLING_NPI}~N3*12 MILL LANE*SUITE 4~"
        "N4*SPRINGFIELD*IL*627010001~REF*EI*123456789~PER*IC*BILLING OFFICE*TE*5550100199~"
    )


def subscriber_level(number: int = 2, parent: int = 1, *, is_patient: bool = True) -> str:
    """HL*22 with loops 2000B, 2010BA and 2010BB."""
    relationship = "18" if is_patient else ""
    person = "N3*7 ELM STREET~N4*SPRINGFIELD*IL*62701~DMG*D8*19800102*F~" if is_patient else ""
    return (
        f"HL*{number}*{parent}*22*{0 if is_patient else 1}~"
        f"SBR*P*{relationship}*GRP77*RIVERBEND EMPLOYEES*****CI~"
        f"NM1*IL*1*HOLLIS*CLARA*J***MI*{MEMBER_ID}~{person}"
        f"NM1*PR*2*EXAMPLE HEALTH*****PI*{PAYER_ID}~"
    )


def dependent_level(number: int = 3, parent: int = 2) -> str:
    """HL*23 with loops 2000C and 2010CA."""
    return (
        f"HL*{number}*{parent}*23*0~PAT*19~NM1*QC*1*HOLLIS*BEN~"
        "N3*7 ELM STREET~N4*SPRINGFIELD*IL*62701~DMG*D8*20150607*M~"
    )


def a_transaction_set(
    *bodies: str, kind: Kind = "P", dependent: bool = False, control: str = "0001"
) -> str:
    """
    ST to SE: one billing provider, and under it one subscriber for each of *bodies*.

    Args:
        bodies: claims, each made by :func:`a_claim`; several may be joined into one body.
        kind: which guide.
        dependent: whether the patients are dependents of the subscribers.
        control: ST02 and SE02.
    """
    text = (
        f"ST*837*{control}*{GUIDES[kind]}~BHT*0019*00*0123*{DAY}*1130*CH~"
        "NM1*41*2*RIVERBEND BILLING*****46*RB01~PER*IC*HELP DESK*TE*5550100100~"
        f"NM1*40*2*EXAMPLE HEALTH*****46*{PAYER_ID}~{billing_level()}"
    )
    number = 1
    for body in bodies:
        number += 1
        text += subscriber_level(number, is_patient=not dependent)
        if dependent:
            number += 1
            text += dependent_level(number, number - 1)
        text += body
    return f"{text}SE*{text.count('~') + 1}*{control}~"


def an_interchange(*bodies: str, kind: Kind = "P", dependent: bool = False) -> bytes:
    """A file with one transaction set; see :func:`a_transaction_set`.  One claim by default."""
    bodies = bodies or (a_claim(kind=kind),)
    return enclosed(a_transaction_set(*bodies, kind=kind, dependent=dependent), kind=kind)


def enclosed(*transaction_sets: str, kind: Kind = "P") -> bytes:
    """A file with one interchange and one functional group around *transaction_sets*."""
    text = (
        f"{_ISA}~GS*HC*CLINIC*EXAMPLEHEALTH*{DAY}*1130*1*X*{GUIDES[kind]}~"
        f"{''.join(transaction_sets)}GE*{len(transaction_sets)}*1~IEA*1*000000001~"
    )
    return text.encode()


def spoiled(data: bytes, old: str, new: str) -> bytes:
    """*data* with *old*, which must be there exactly once, made *new*."""
    assert data.count(old.encode()) == 1, f"{old} is there {data.count(old.encode())} times"
    return data.replace(old.encode(), new.encode())


def read_all(data: bytes) -> tuple[list[Claim], list[Finding]]:
    """Every claim of *data*, and the findings of reading it."""
    report, tally = Report(), Tally()
    claims: list[Claim] = []
    for transaction_set in read_sets(read_blocks(BytesIO(data), report), report, tally):
        guide = choose(transaction_set.guide)
        if guide:
            claims += read_set(transaction_set, ClaimKind(guide), report, identify)
    return claims, report.take()


def read_set(
    transaction_set: TransactionSet,
    kind: ClaimKind,
    report: Report,
    name: Callable[[int], str],
) -> Iterator[Claim]:
    """The claims of one transaction set, placed by its guide."""
    guide = find_guide(GUIDES[kind.value])
    assert guide is not None
    marks = transaction_set.delimiters
    runs = place(transaction_set.cursor, marks, transaction_set.control, guide)
    return read_claims(runs, marks, kind, report, name)


def identify(segment: int) -> str:
    """The id of a claim in tests: where its CLM stands."""
    return f"claim-{segment}"


def read_one(data: bytes) -> Claim:
    """The only claim of *data*."""
    [claim], _ = read_all(data)
    return claim
