"""835 files for tests: valid and balanced by default, so that each test spoils one thing."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from edi_service.edge.guides import find_guide
from edi_service.edge.knowledge import read_reasons
from edi_service.finding import Report
from edi_service.remittance.model import PaidClaim, ProviderAdjustment
from edi_service.remittance.read import read_remittance
from edi_service.x12.envelope import read_sets
from edi_service.x12.reader import read_blocks
from edi_service.x12.tally import Tally

if TYPE_CHECKING:
    from edi_service.finding import Finding
    from edi_service.remittance.reasons import ReasonTable

Cas = Sequence[tuple[str, str, str]]  # group, reason, amount


def cas(adjustments: Cas) -> str:
    return "".join(f"CAS*{group}*{reason}*{amount}~" for group, reason, amount in adjustments)


def _taken(adjustments: Cas) -> Decimal:
    return sum((Decimal(amount) for _, _, amount in adjustments), Decimal(0))


def a_paid_line(
    procedure: str = "HC:70553",
    charge: str = "1000",
    adjustments: Cas = (),
    *,
    paid: str = "",
    submitted: str = "",
    remarks: Sequence[str] = (),
    extra: str = "",
) -> str:
    """Loop 2110; what is paid is what the adjustments leave, unless told."""
    paid = paid or str(Decimal(charge) - _taken(adjustments))
    more = f"**1*{submitted}" if submitted else ""
    notes = "".join(f"LQ*HE*{each}~" for each in remarks)
    return (
        f"SVC*{procedure}*{charge}*{paid}{more}~DTM*472*20260203~{cas(adjustments)}{extra}{notes}"
    )


def a_paid_claim(
    *lines: str,
    number: str = "A1",
    status: str = "1",
    charge: str = "1000",
    adjustments: Cas = (),
    paid: str | None = None,
    where: str = "11*1",
    extra: str = "",
) -> str:
    """Loop 2100: one line paid in full by default."""
    if paid is None:
        own = [each for line in lines for each in line.split("~") if each.startswith("SVC*")]
        left = sum((Decimal(each.split("*")[3]) for each in own), Decimal(0))
        paid = str((left if own else Decimal(charge)) - _taken(adjustments))
    return (
        f"CLP*{number}*{status}*{charge}*{paid}**HM*ICN{number}*{where}~{cas(adjustments)}"
        f"NM1*QC*1*HOLLIS*CLARA****MI*M00012345~{extra}{''.join(lines)}"
    )


def a_remittance(*claims: str, plb: str = "", amount: str | None = None, header: str = "") -> bytes:
    """A file with one 835; *header* is put in behind DTM*405."""
    claims = claims or (a_paid_claim(),)
    if amount is None:
        amount = str(sum((_paid(claim) for claim in claims), Decimal(0)))
    method = "NON" if Decimal(amount) == 0 else "CHK"
    body = (
        f"ST*835*0001~BPR*I*{amount}*C*{method}************20260310~TRN*1*CHK77*1999999999~"
        f"DTM*405*20260309~{header}N1*PR*EXAMPLE HEALTH~N3*1 PLAN WAY~N4*SPRINGFIELD*IL*62701~"
        "PER*BL*EDI DESK*TE*5550100100~N1*PE*RIVERBEND CLINIC*XX*1467893214~"
        f"LX*1~{''.join(claims)}{plb}"
    )
    return (
        "ISA*00*          *00*          *ZZ*EXAMPLEHEALTH  *ZZ*CLINIC         "
        "*260310*1130*^*00501*000000007*0*T*:~GS*HP*EXAMPLEHEALTH*CLINIC*20260310*1130*7*X*"
        f"005010X221A1~{body}SE*{body.count('~') + 1}*0001~GE*1*7~IEA*1*000000007~"
    ).encode()


def _paid(claim: str) -> Decimal:
    return sum(
        (Decimal(each.split("*")[4]) for each in claim.split("~") if each.startswith("CLP*")),
        Decimal(0),
    )


def read(data: bytes) -> tuple[list[PaidClaim], list[ProviderAdjustment], list[Finding]]:
    """The claims, the provider's adjustments and the findings of all 835 sets of a held guide."""
    report = Report()
    found: list[PaidClaim | ProviderAdjustment] = []
    for one in read_sets(read_blocks(BytesIO(data), report), report, Tally()):
        guide = find_guide(one.guide) if one.set_id == "835" else None
        if guide is not None:
            found += read_remittance(one, guide, report)
    claims = [each for each in found if isinstance(each, PaidClaim)]
    others = [each for each in found if isinstance(each, ProviderAdjustment)]
    return claims, others, report.take()


def only_claim(data: bytes) -> PaidClaim:
    [claim], _, _ = read(data)
    return claim


def codes(data: bytes) -> list[str]:
    """The codes of what is found in *data*."""
    return [each.kind.code for each in read(data)[2]]


@cache
def table() -> ReasonTable:
    return read_reasons()
