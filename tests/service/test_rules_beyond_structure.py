"""
What a payer rejects first, and a reader of structure alone does not see.

Each row is a rule: a valid file in which nothing is found, the one thing that is spoiled in it,
and all that is then found.  The files go through the whole of ``check``, so that the row shows what
a user meets, and that one fault is told once.
"""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

from edi_service import wiring
from tests.builders import (
    BILLING_NPI,
    DAY,
    a_claim,
    a_line,
    an_interchange,
    spoiled,
)

if TYPE_CHECKING:
    from pathlib import Path

P: Final = "P"
I: Final = "I"  # noqa: E741 - the guide's letter
D: Final = "D"
BEFORE, AFTER = "20260202", "20260204"
PROVIDER = "NM1*82*1*MERCER*JOAN****XX*1598765430~PRV*PE*PXC*207Q00000X~"
TRIP = "CR1*LB*140**A*DH*12~"
PICK_UP = "NM1*PW*2~N3*1 OAK ROAD~N4*PEORIA*IL*616020000~"
DROP_OFF = "NM1*45*2*GENERAL~N3*2 ELM~N4*PEORIA*IL*616020000~"


class Rule(NamedTuple):
    """A valid file, what is spoiled in it, and the findings: code and loop, segment, element."""

    good: bytes
    old: str
    new: str
    found: tuple[tuple[str, str], ...]


def rule(good: bytes, old: str, new: str, *found: str) -> Rule:
    """Each of *found* is a code and a place, such as ``CM16 2300 CLM05-3``."""
    told = (text.partition(" ") for text in found)
    return Rule(good, old, new, tuple((code, place) for code, _, place in told))


def plain(kind: Any = P) -> bytes:
    return an_interchange(kind=kind)


def covered() -> bytes:
    """A claim of days that a release of ICD-10-CM that is held covers."""
    return plain().replace(DAY.encode(), b"20260505")


def two_lines(kind: Any = P) -> bytes:
    return an_interchange(a_claim(a_line(1, kind=kind), a_line(2, kind=kind), kind=kind), kind=kind)


def coordinated(*, of_claim: str = "", of_line: str = "", paid: str = "100") -> bytes:
    """A claim of 125 that another payer has paid."""
    other = (
        f"SBR*S*18*******CI~{of_claim}AMT*D*{paid}~OI***Y*P**Y~"
        "NM1*IL*1*HOLLIS*CLARA****MI*M1~NM1*PR*2*OTHER PLAN*****PI*ONE~"
    )
    return an_interchange(a_claim(a_line(extra=of_line), providers=PROVIDER + other))


def by_line(paid: str = "100") -> bytes:
    line = f"SVD*ONE*{paid}*HC:99213**1~CAS*CO*45*25~DTP*573*D8*20260203~"
    return coordinated(of_line=line, paid=paid)


def by_claim() -> bytes:
    return coordinated(of_claim="CAS*CO*45*25~")


def corrected(frequency: str, kind: Any = P) -> bytes:
    claim = a_claim(kind=kind, frequency=frequency, extra="REF*F8*PAYER123~")
    return an_interchange(claim, kind=kind)


def accident() -> bytes:
    return spoiled(
        an_interchange(a_claim(dates=f"DTP*439*D8*{DAY}~")), "*Y*A*Y*Y~", "*Y*A*Y*Y**AA:::IL~"
    )


def stay() -> bytes:
    dates = f"DTP*435*DT*{DAY}1130~"
    return an_interchange(a_claim(kind=I, place="11", dates=dates), kind=I)


def ambulance() -> bytes:
    line = a_line(procedure="A0429")
    providers = PROVIDER + PICK_UP + DROP_OFF
    return an_interchange(a_claim(line, place="41", extra=TRIP, providers=providers))


def drug() -> bytes:
    return an_interchange(a_claim(a_line(extra="LIN**N4*00002143380~CTP****2*ML~")))


RULES = {
    # What no peer that was measured catches, or one of them alone.
    "NPI check digit": rule(plain(), f"XX*{BILLING_NPI}", "XX*1467893215", "CD01 2010AA NM109"),
    "ICD-10-CM code that does not exist": rule(
        covered(), "ABK:J069", "ABK:J06Z9", "CD03 2300 HI01-2"
    ),
    "ICD-10-CM code without its last character": rule(
        covered(), "ABK:J069", "ABK:J06", "CD03 2300 HI01-2"
    ),
    "no form of an ICD-10-CM code": rule(plain(), "ABK:J069", "ABK:069J", "CD02 2300 HI01-2"),
    "HCPCS code that cannot exist": rule(
        plain(), "SV1*HC:99213", "SV1*HC:Z9921X", "CD10 2400 SV101-2"
    ),
    "state ZZ": rule(
        plain(), "N4*SPRINGFIELD*IL*62701~", "N4*SPRINGFIELD*ZZ*62701~", "EL14 2010BA N402"
    ),
    "place of service that is none": rule(plain(), "11:B:1", "98:B:1", "EL14 2300 CLM05-1"),
    "claim charge is not the sum of its lines": rule(
        plain(), "CLM*A1*125*", "CLM*A1*130*", "CM01 2300 CLM02"
    ),
    "ST02 and SE02 differ": rule(plain(), "*0001~GE", "*0002~GE", "EV06 SE02"),
    # Balancing.
    "CLM02 against lines, institutional": rule(
        two_lines(I), "CLM*A1*250*", "CLM*A1*249.99*", "CM01 2300 CLM02"
    ),
    "CLM02 against lines, dental": rule(
        two_lines(D), "CLM*A1*250*", "CLM*A1*251*", "CM01 2300 CLM02"
    ),
    "2430 CAS": rule(by_line(), "CAS*CO*45*25~", "CAS*CO*45*24~", "CM12 2430 SVD02"),
    "2430 SVD": rule(
        by_line(), "SVD*ONE*100*", "SVD*ONE*90*", "CM13 2320 AMT02", "CM12 2430 SVD02"
    ),
    "2430 SVD of a payer of no one": rule(by_line(), "SVD*ONE*", "SVD*TWO*", "CM15 2430 SVD01"),
    "2320 AMT against SVD": rule(by_line(), "AMT*D*100~", "AMT*D*90~", "CM13 2320 AMT02"),
    "2320 CAS": rule(by_claim(), "CAS*CO*45*25~", "CAS*CO*45*20~", "CM14 2320 AMT02"),
    "2320 AMT": rule(by_claim(), "AMT*D*100~", "AMT*D*90~", "CM14 2320 AMT02"),
    # Situations.
    "frequency 7 without REF*F8": rule(corrected("7"), "REF*F8*PAYER123~", "", "CM16 2300 CLM05-3"),
    "frequency 8 without REF*F8": rule(
        corrected("8", I), "REF*F8*PAYER123~", "", "CM16 2300 CLM05-3"
    ),
    "related cause without DTP*439": rule(
        accident(), f"DTP*439*D8*{DAY}~", "", "CM17 2300 CLM11-1"
    ),
    "automobile accident without its state": rule(accident(), "AA:::IL", "AA", "CM18 2300 CLM11-4"),
    "inpatient without admission date": rule(
        stay(), f"DTP*435*DT*{DAY}1130~", "", "CM19 2300 CLM05-1"
    ),
    "SBR02 is not self, and no patient level": rule(
        plain(), "SBR*P*18*", "SBR*P**", "CM20 2000B SBR02"
    ),
    "SBR02 is self beside a patient level": rule(
        an_interchange(dependent=True), "SBR*P**", "SBR*P*18*", "CM20 2000B SBR02"
    ),
    "HL names another parent": rule(
        an_interchange(dependent=True), "HL*3*2*23", "HL*3*1*23", "CM10 2000C HL02"
    ),
    "LX out of order": rule(two_lines(), "LX*2~", "LX*3~", "CM21 2400 LX01"),
    "ambulance without CR1": rule(ambulance(), TRIP, "", "CM22 2400 SV101-2"),
    "ambulance without pick-up": rule(ambulance(), PICK_UP, "", "CM23 2400 SV101-2"),
    "ambulance without drop-off": rule(ambulance(), DROP_OFF, "", "CM23 2400 SV101-2"),
    "NDC without its quantity": rule(drug(), "CTP****2*ML~", "", "SG03 2410 CTP"),
    "period that ends before it begins": rule(
        plain(), f"472*D8*{DAY}", f"472*RD8*{DAY}-{BEFORE}", "CM02 2400 DTP03"
    ),
    "statement that ends before it begins": rule(
        an_interchange(a_claim(a_line(kind=I).replace(f"DTP*472*D8*{DAY}~", ""), kind=I), kind=I),
        f"434*RD8*{DAY}-{DAY}",
        f"434*RD8*{DAY}-{BEFORE}",
        "CM02 2300 DTP03",
    ),
    "service after the file": rule(plain(), f"472*D8*{DAY}", f"472*D8*{AFTER}", "CM25 2400 DTP03"),
    "service before birth": rule(
        an_interchange(dependent=True), "D8*20150607*M", f"D8*{AFTER}*M", "CM26 2400 DTP03"
    ),
    "line outside the statement's days": rule(
        plain(I), f"472*D8*{DAY}", f"472*D8*{BEFORE}", "CM27 2400 DTP03"
    ),
    "pointer to a diagnosis that is not there": rule(
        plain(), "*UN*1***1~", "*UN*1***2~", "CM03 2400 SV107-1"
    ),
}


def told(data: bytes, folder: Path) -> tuple[tuple[str, str], ...]:
    """Code and place of each finding of a check of *data*."""
    path, out = folder / "claims.837", io.BytesIO()
    path.write_bytes(data)
    options = wiring.CheckOptions(inputs=(str(path),), output_format="json", as_of="2026-02-03")
    wiring.check(options, out, lambda _done, _total: None)
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    return tuple((row["code"], place(row)) for row in rows)


def place(row: dict[str, Any]) -> str:
    """Such as ``2300 CLM05-3``."""
    element = f"{row['element']:02d}" if row["element"] else ""
    component = f"-{row['component']}" if row["component"] else ""
    return f"{row['loop'] or ''} {row['segment_id']}{element}{component}".strip()


@pytest.mark.parametrize("name", RULES)
def test_a_file_that_keeps_the_rule_has_no_finding_and_one_that_breaks_it_has_this(
    name: str, tmp_path: Path
) -> None:
    good, old, new, found = RULES[name]

    assert told(good, tmp_path) == ()
    assert told(counted(spoiled(good, old, new)), tmp_path) == found


def counted(data: bytes) -> bytes:
    """*data* with the number of its segments in SE01, so that no count is wrong as well."""
    segments = data.split(b"~")
    numbers = {text[:2]: at for at, text in enumerate(segments)}
    length = numbers[b"SE"] - numbers[b"ST"] + 1
    return re.sub(rb"~SE\*\d+", b"~SE*%d" % length, data)
